// Stands in for Adobe Acrobat Sign, REST API version 6, below /api/rest/v6.
//
//   GET  /baseUris                          POST /oauth/v2/refresh (below /)
//   POST /transientDocuments                POST /agreements
//   GET  /agreements?externalId=…           GET  /agreements/{id}[/events|/members]
//   PUT  /agreements/{id}/state             POST /agreements/{id}/reminders
//   GET  /agreements/{id}/combinedDocument  GET  /agreements/{id}/auditTrail
//
// For whoever plays with it:
//   POST /sim/agreements/{id}/{sign|decline|expire|bounce|recall|delegate|mangle}
//        {"by": address, "comment": …, "status": …, "quiet": true}   Quiet: the news is lost.
//   POST /sim/webhook  {"url": …, "client_id": …}   Asks first, as Adobe does.
//   POST /sim/faults   {"drop_after_create": n, "throttle": n, "retry_after": s,
//                       "expire_tokens": 1, "modify": n, "move": 1, "preparing": n, "rotate": 1}
//   GET  /sim/log      {"agreements", "transient", "calls", "news", "refreshes"}
//
// The key is given with --api-key; OAuth knows the client "a-client" with the secret "a-secret".

#include <httplib.h>

#include <iostream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

#include "examples/simulators/blank_pdf.hpp"
#include "examples/simulators/errands.hpp"
#include "examples/simulators/front_desk.hpp"
#include "examples/simulators/settings.hpp"

using namespace simulators;

namespace {

constexpr auto api = "/api/rest/v6";
constexpr auto waiting = "OUT_FOR_SIGNATURE";
constexpr auto client_id_header = "X-AdobeSign-ClientId";

struct No {  // {"code", "message"}
    int status;
    std::string code;
};

class Adobe {
public:
    explicit Adobe(Settings settings) : settings_{std::move(settings)}, errands_{2} {
        server_.new_task_queue = [] { return new httplib::ThreadPool(16); };
        server_.set_tcp_nodelay(true);
        routes();
        controls();
    }

    int run() {
        const auto host = std::string{"127.0.0.1"};
        port_ = settings_.port;
        if (port_ == 0)
            port_ = server_.bind_to_any_port(host);
        else if (!server_.bind_to_port(host, port_))
            port_ = -1;
        if (port_ < 0) return 1;
        std::cout << "listening on http://" << host << ":" << port_ << std::endl;
        return server_.listen_after_bind() ? 0 : 1;
    }

private:
    using Request = httplib::Request;
    using Response = httplib::Response;
    using Handler = std::function<void(const Request&, Response&)>;

    struct Agreement {
        json info;
        json events = json::array();
        std::string signer;
        bool replaced = false;
        std::string first_signer = {};
        int version = 1;
        int reminders = 0;
    };
    struct Faults {
        int drop_after_create = 0;
        int throttle = 0;
        int retry_after = 0;
        int modify = 0;     // So often somebody is faster than a PUT.
        int preparing = 0;  // So often a document is not there yet.
        int rotate = 0;     // Unless 0, a refresh token is good for one use.
    };

    static void say(Response& response, int status, const json& body) {
        response.status = status;
        response.set_content(body.dump(), "application/json");
    }

    Handler guarded(Handler handler, bool needs_token = true) {
        return [this, handler = std::move(handler), needs_token](const Request& request,
                                                                 Response& response) {
            const auto lock = std::lock_guard{mutex_};
            try {
                if (needs_token) let_in(request);
                handler(request, response);
            } catch (const No& no) {
                json body{{"code", no.code}, {"message", "The simulator says " + no.code}};
                if (no.status == 429) {
                    body["retryAfter"] = faults_.retry_after;
                    response.set_header("Retry-After", std::to_string(faults_.retry_after));
                }
                say(response, no.status, body);
            } catch (const json::exception& error) {
                say(response, 400, {{"code", "INVALID_JSON"}, {"message", error.what()}});
            }
        };
    }

    void let_in(const Request& request) {
        calls_.push_back(request.method + " " + request.path.substr(std::string{api}.size()));
        if (faults_.throttle > 0) {
            --faults_.throttle;
            throw No{429, "THROTTLING_TOO_MANY_REQUESTS"};
        }
        const auto token = request.get_header_value("Authorization");
        const bool by_key = !settings_.api_key.empty() && token == "Bearer " + settings_.api_key;
        if (!by_key && (access_token_.empty() || token != "Bearer " + access_token_))
            throw No{401, "INVALID_ACCESS_TOKEN"};
        const bool asks_where = request.path == std::string{api} + "/baseUris";
        if (!asks_where && !request.get_header_value("Host").starts_with(host_))
            throw No{403, "INVALID_API_ACCESS_POINT"};
    }

    Agreement& named(const Request& request) {
        const auto found = agreements_.find(request.matches[1]);
        if (found == agreements_.end()) throw No{404, "INVALID_AGREEMENT_ID"};
        return found->second;
    }

    static std::string etag(const Agreement& agreement) {
        return '"' + std::to_string(agreement.version) + '"';
    }

    void routes() {
        const std::string root = api;
        const auto one = root + R"(/agreements/([^/]+))";
        server_.Post("/oauth/v2/refresh",
                     guarded([this](auto& q, auto& r) { refresh(q, r); }, false));
        server_.Get(root + "/baseUris", guarded([this](auto&, auto& response) {
                        const auto url = "http://" + host_ + ":" + std::to_string(port_) + "/";
                        say(response, 200, {{"apiAccessPoint", url}, {"webAccessPoint", url}});
                    }));
        server_.Post(root + "/transientDocuments",
                     guarded([this](auto& q, auto& r) { upload(q, r); }));
        server_.Post(root + "/agreements", guarded([this](auto& q, auto& r) { create(q, r); }));
        server_.Get(root + "/agreements", guarded([this](auto& q, auto& r) { search(q, r); }));
        server_.Get(one, guarded([this](auto& request, auto& response) {
                        auto& agreement = named(request);
                        response.set_header("ETag", etag(agreement));
                        say(response, 200, agreement.info);
                    }));
        server_.Get(one + "/events", guarded([this](auto& request, auto& response) {
                        say(response, 200, {{"events", named(request).events}});
                    }));
        server_.Get(one + "/members", guarded([this](auto& request, auto& response) {
                        say(response, 200, members(named(request)));
                    }));
        server_.Put(one + "/state", guarded([this](auto& q, auto& r) { cancel(q, r); }));
        server_.Post(one + "/reminders", guarded([this](auto& q, auto& r) { remind(q, r); }));
        for (const std::string paper : {"combinedDocument", "auditTrail"})
            server_.Get(one + "/" + paper, guarded([this, paper](auto& request, auto& response) {
                            const auto& agreement = named(request);
                            if (faults_.preparing > 0) {
                                --faults_.preparing;
                                throw No{404, "DOCUMENT_NOT_AVAILABLE"};
                            }
                            response.set_content(
                                blank_pdf(paper + " of " +
                                          agreement.info["id"].template get<std::string>()),
                                "application/pdf");
                        }));
    }

    void refresh(const Request& request, Response& response) {
        const auto is = [&](const char* name, const char* value) {
            return request.has_param(name) && request.get_param_value(name) == value;
        };
        if (!is("grant_type", "refresh_token") || !is("client_id", "a-client") ||
            !is("client_secret", "a-secret") || !is("refresh_token", refresh_token_.c_str()))
            throw No{400, "INVALID_REQUEST"};
        access_token_ = "token-" + std::to_string(++refreshes_);
        json answer{
            {"access_token", access_token_}, {"token_type", "Bearer"}, {"expires_in", 3600}};
        if (faults_.rotate > 0) {
            refresh_token_ = "refresh-token-" + std::to_string(refreshes_);
            answer["refresh_token"] = refresh_token_;
        }
        say(response, 200, answer);
    }

    void upload(const Request& request, Response& response) {
        if (!request.has_file("File") || !request.has_file("File-Name") ||
            request.get_file_value("File").content.empty())
            throw No{400, "NO_FILE_CONTENT"};
        const auto id = "transient-" + std::to_string(transient_.size() + 1);
        transient_[id] = base64(request.get_file_value("File").content);
        say(response, 201, {{"transientDocumentId", id}});
    }

    void create(const Request& request, Response& response) {
        const auto wanted = json::parse(request.body);
        const std::string document = wanted.at("fileInfos").at(0).at("transientDocumentId");
        if (!transient_.contains(document)) throw No{404, "INVALID_TRANSIENTDOCUMENT_ID"};
        const auto& members = wanted.at("participantSetsInfo").at(0).at("memberInfos");
        const std::string signer = members.at(0).at("email");
        if (signer.find('@') == std::string::npos) throw No{400, "INVALID_EMAIL"};
        const auto id = "CBJCHBCA-" + std::to_string(agreements_.size() + 1) + "-" + run_;
        auto info = wanted;
        info["id"] = id;
        info["status"] = waiting;
        info.erase("state");
        agreements_[id] = {.info = info, .signer = signer};
        note(agreements_[id], "CREATED", "");
        tell("AGREEMENT_CREATED", agreements_[id]);
        if (faults_.drop_after_create > 0) {
            --faults_.drop_after_create;
            hang_up(request.remote_port);
        }
        say(response, 201, {{"id", id}});
    }

    void search(const Request& request, Response& response) {
        auto found = json::array();
        for (const auto& [id, agreement] : agreements_)
            if (agreement.info["externalId"]["id"] == request.get_param_value("externalId"))
                found.push_back({{"id", id}, {"status", agreement.info["status"]}});
        say(response, 200, {{"userAgreementList", found}, {"page", json::object()}});
    }

    static json members(const Agreement& agreement) {
        auto infos = json::array();
        if (agreement.replaced)
            infos.push_back(
                {{"id", "P1"}, {"email", agreement.first_signer}, {"status", "REPLACED"}});
        infos.push_back({{"id", "P2"}, {"email", agreement.signer}, {"status", "ACTIVE"}});
        const bool open = agreement.info["status"] == waiting;
        return {{"participantSets",
                 {{{"id", "S1"},
                   {"order", 1},
                   {"role", "SIGNER"},
                   {"status", open ? "WAITING_FOR_MY_SIGNATURE" : "COMPLETED"},
                   {"memberInfos", infos}}}}};
    }

    void cancel(const Request& request, Response& response) {
        auto& agreement = named(request);
        if (!request.has_header("If-Match")) throw No{400, "MISSING_IF_MATCH_HEADER"};
        if (faults_.modify > 0) {
            --faults_.modify;
            ++agreement.version;
        }
        if (request.get_header_value("If-Match") != etag(agreement))
            throw No{412, "RESOURCE_MODIFIED"};
        const auto body = json::parse(request.body);
        if (body.at("state") != "CANCELLED") throw No{400, "INVALID_ARGUMENTS"};
        if (agreement.info["status"] != waiting) throw No{403, "OPERATION_NOT_ALLOWED"};
        agreement.info["status"] = "CANCELLED";
        ++agreement.version;
        note(agreement, "RECALLED", body["agreementCancellationInfo"].value("comment", ""));
        tell("AGREEMENT_RECALLED", agreement);
        response.status = 204;
    }

    void remind(const Request& request, Response& response) {
        auto& agreement = named(request);
        if (agreement.info["status"] != waiting) throw No{403, "CANNOT_CREATE_REMINDER"};
        const auto body = json::parse(request.body);
        if (body.at("status") != "ACTIVE" ||
            body.at("recipientParticipantIds") != json::array({"P2"}))
            throw No{400, "INVALID_ARGUMENTS"};
        ++agreement.reminders;
        say(response, 201, {{"id", "R" + std::to_string(agreement.reminders)}});
    }

    static void note(Agreement& agreement, const std::string& type, const std::string& comment,
                     const std::string& by = "") {
        agreement.events.push_back({{"type", type},
                                    {"comment", comment},
                                    {"participantEmail", agreement.signer},
                                    {"actingUserEmail", by.empty() ? agreement.signer : by},
                                    {"participantRole", "SIGNER"}});
    }

    // What people do to an agreement.
    void act(const std::string& id, const std::string& verb, const json& said) {
        auto& agreement = agreements_.at(id);
        const auto comment = said.value("comment", "");
        const auto by = said.value("by", "");
        struct Deed {
            std::string status;
            std::string type;
            std::string event;
        };
        static const std::map<std::string, Deed> deeds{
            {"sign", {"SIGNED", "ACTION_COMPLETED", "AGREEMENT_WORKFLOW_COMPLETED"}},
            {"decline", {"CANCELLED", "REJECTED", "AGREEMENT_REJECTED"}},
            {"recall", {"CANCELLED", "RECALLED", "AGREEMENT_RECALLED"}},
            {"expire", {"EXPIRED", "EXPIRED", "AGREEMENT_EXPIRED"}},
            {"bounce", {waiting, "EMAIL_BOUNCED", "AGREEMENT_EMAIL_BOUNCED"}},
            {"delegate", {waiting, "ACTION_DELEGATED", "AGREEMENT_ACTION_DELEGATED"}},
            {"mangle", {"", "MODIFIED", "AGREEMENT_MODIFIED"}}};
        const auto& deed = deeds.at(verb);
        agreement.info["status"] = verb == "mangle" ? said.value("status", "?") : deed.status;
        ++agreement.version;
        if (verb == "delegate") {
            agreement.first_signer = std::exchange(agreement.signer, by);
            agreement.replaced = true;
        }
        note(agreement, deed.type, comment, by);
        if (!said.value("quiet", false)) tell(deed.event, agreement);
    }

    void tell(const std::string& event, const Agreement& agreement) {
        const json body{{"webhookNotificationId", "n-" + std::to_string(++notifications_)},
                        {"event", event},
                        {"eventResourceType", "agreement"},
                        {"agreement",
                         {{"id", agreement.info["id"]},
                          {"name", agreement.info["name"]},
                          {"status", agreement.info["status"]}}}};
        deliver(event, body.dump(), 5);
    }

    void deliver(const std::string& event, const std::string& body, int attempts) {
        errands_.after(std::chrono::milliseconds{100}, [this, event, body, attempts] {
            std::string url;
            std::string client_id;
            {
                const auto lock = std::lock_guard{mutex_};
                url = webhook_url_;
                client_id = client_id_;
            }
            if (url.empty()) return;
            const bool taken = knock(url, client_id, &body);
            {
                const auto lock = std::lock_guard{mutex_};
                news_.push_back({{"event", event}, {"taken", taken}});
            }
            if (!taken && attempts > 1) deliver(event, body, attempts - 1);
        });
    }

    // Answered well is: 2xx, and our client id comes back.
    static bool knock(const std::string& url, const std::string& client_id,
                      const std::string* body) {
        const auto slash = url.find('/', url.find("//") + 2);
        httplib::Client client{url.substr(0, slash)};
        const httplib::Headers headers{{client_id_header, client_id}};
        const auto answer = body
                                ? client.Post(url.substr(slash), headers, *body, "application/json")
                                : client.Get(url.substr(slash), headers);
        return answer && answer->status / 100 == 2 &&
               answer->get_header_value(client_id_header) == client_id;
    }

    void controls() {
        server_.Post("/sim/webhook", [this](const Request& request, Response& response) {
            const auto said = json::parse(request.body);
            const std::string url = said.at("url");
            const std::string client_id = said.at("client_id");
            const bool wanted = knock(url, client_id, nullptr);
            const auto lock = std::lock_guard{mutex_};
            if (wanted) {
                webhook_url_ = url;
                client_id_ = client_id;
            }
            say(response, 200, {{"wanted", wanted}});
        });
        server_.Post("/sim/faults", guarded(
                                        [this](const Request& request, Response& response) {
                                            break_something(json::parse(request.body));
                                            say(response, 200, json::object());
                                        },
                                        false));
        server_.Post(R"(/sim/agreements/([^/]+)/(\w+))",
                     guarded(
                         [this](const Request& request, Response& response) {
                             named(request);
                             act(request.matches[1], request.matches[2],
                                 request.body.empty() ? json::object() : json::parse(request.body));
                             say(response, 200, agreements_.at(request.matches[1]).info);
                         },
                         false));
        server_.Get("/sim/log",
                    guarded([this](auto&, auto& response) { say(response, 200, log()); }, false));
    }

    void break_something(const json& said) {
        faults_ = {.drop_after_create = said.value("drop_after_create", 0),
                   .throttle = said.value("throttle", 0),
                   .retry_after = said.value("retry_after", 1),
                   .modify = said.value("modify", 0),
                   .preparing = said.value("preparing", 0),
                   .rotate = said.value("rotate", 0)};
        if (said.value("expire_tokens", 0) > 0) access_token_.clear();
        if (said.value("move", 0) > 0) host_ = "localhost";
    }

    json log() const {
        auto agreements = json::array();
        for (const auto& [_, agreement] : agreements_) {
            agreements.push_back(agreement.info);
            agreements.back()["reminders"] = agreement.reminders;
        }
        return {{"created", {{"agreements", agreements}}},
                {"transient", transient_},
                {"calls", calls_},
                {"news", news_},
                {"refreshes", refreshes_}};
    }

    Settings settings_;
    const std::string run_ = random_hex(3);
    int port_ = 0;
    std::string host_ = "127.0.0.1";
    std::mutex mutex_;
    Faults faults_;
    std::string access_token_;
    std::string refresh_token_ = "a-refresh-token";
    int refreshes_ = 0;
    int notifications_ = 0;
    std::string webhook_url_;
    std::string client_id_;
    std::map<std::string, std::string> transient_;  // In Base64.
    std::map<std::string, Agreement> agreements_;
    json calls_ = json::array();
    json news_ = json::array();
    Errands errands_;
    httplib::Server server_;
};

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    return Adobe{read_settings(count, arguments)}.run();
}
