// Stands in for DocuSeal.  The key is given with --api-key, and has to be brought as X-Auth-Token.
//
//   POST   /submissions/pdf                 GET /submitters?external_id=…
//   GET    /submissions/{id}[/documents]    PUT /submitters/{id}
//   DELETE /submissions/{id}                GET /file/{id}/{name}.pdf (without the key)
//
// For whoever plays with it:
//   POST /sim/submissions/{id}/{sign|decline|expire|archive|bounce|complain|reassign|mangle}
//        {"by": address, "reason": …, "status": …, "quiet": true}   Quiet: the news is lost.
//   POST /sim/webhook  {"url": …, "secret": "whsec_…"}
//   POST /sim/faults   {"drop_after_create": n, "throttle": n, "retry_after": s, "sign_first": n,
//                       "preparing": n, "no_pdf": n}
//   GET  /sim/log      {"created": {"submissions"}, "documents", "calls"}

#include <httplib.h>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "examples/simulators/blank_pdf.hpp"
#include "examples/simulators/errands.hpp"
#include "examples/simulators/front_desk.hpp"
#include "examples/simulators/settings.hpp"
#include "examples/simulators/webhook_sender.hpp"

using namespace simulators;

namespace {

struct No {  // {"error"}
    int status;
    std::string error;
};

std::string now() {
    const auto at = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&at, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%FT%T.000Z", &parts)};
}

// A webhook's header, as lib/webhook_urls/signatures.rb makes it.
httplib::Headers signature(const std::string& secret, const std::string& timestamp,
                           const std::string& body) {
    return {{"X-Docuseal-Signature", timestamp + "." + hex_hmac(secret, timestamp + "." + body)}};
}

class DocuSeal {
public:
    explicit DocuSeal(Settings settings)
        : settings_{std::move(settings)},
          errands_{2},
          sender_{errands_, settings_.webhook_url, settings_.webhook_secret} {
        server_.new_task_queue = [] { return new httplib::ThreadPool(16); };
        server_.set_tcp_nodelay(true);
        routes();
        controls();
    }

    int run() {
        const auto host = std::string{"127.0.0.1"};
        auto port = settings_.port;
        if (port == 0)
            port = server_.bind_to_any_port(host);
        else if (!server_.bind_to_port(host, port))
            port = -1;
        if (port < 0) return 1;
        url_ = "http://" + host + ":" + std::to_string(port);
        std::cout << "listening on " << url_ << std::endl;
        return server_.listen_after_bind() ? 0 : 1;
    }

private:
    using Request = httplib::Request;
    using Response = httplib::Response;
    using Handler = std::function<void(const Request&, Response&)>;

    struct Faults {
        int drop_after_create = 0;
        int throttle = 0;
        int retry_after = 0;
        int sign_first = 0;  // So often a signer is faster than a DELETE or a PUT.
        int preparing = 0;   // So often the papers are not there yet.
        int no_pdf = 0;      // So often a file is a page that says sorry.
    };

    static bool strikes(int& fault) { return fault > 0 && fault-- > 0; }

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
                if (no.status == 429)
                    response.set_header("Retry-After", std::to_string(faults_.retry_after));
                say(response, no.status, {{"error", no.error}});
            } catch (const json::exception& error) {
                say(response, 422, {{"error", error.what()}});
            }
        };
    }

    void let_in(const Request& request) {
        calls_.push_back(request.method + " " + request.path);
        if (strikes(faults_.throttle)) throw No{429, "Too many requests"};
        if (request.get_header_value("X-Auth-Token") != settings_.api_key)
            throw No{401, "Not authenticated"};
    }

    json& named(const Request& request) {
        const auto found = submissions_.find(std::stoll(request.matches[1]));
        if (found == submissions_.end()) throw No{404, "Submission not found"};
        return found->second;
    }

    void routes() {
        const std::string one = R"(/submissions/(\d+))";
        server_.Post("/submissions/pdf", guarded([this](auto& q, auto& r) { create(q, r); }));
        server_.Get("/submitters", guarded([this](auto& q, auto& r) { search(q, r); }));
        server_.Put(R"(/submitters/(\d+))", guarded([this](auto& q, auto& r) { remind(q, r); }));
        server_.Get(one, guarded([this](auto& request, auto& response) {
                        auto answer = named(request);
                        if (faults_.preparing > 0) answer["audit_log_url"] = nullptr;
                        say(response, 200, answer);
                    }));
        server_.Delete(one, guarded([this](auto& q, auto& r) { archive(q, r); }));
        server_.Get(one + "/documents", guarded([this](auto& request, auto& response) {
                        const auto& submission = named(request);
                        auto documents = submission["documents"];
                        if (strikes(faults_.preparing)) documents = json::array();
                        say(response, 200, {{"id", submission["id"]}, {"documents", documents}});
                    }));
        server_.Get(R"(/file/(\d+)/([a-z-]+)\.pdf)",
                    guarded(
                        [this](const Request& request, Response& response) {
                            named(request);
                            if (strikes(faults_.no_pdf))
                                response.set_content("<h1>Sorry</h1>", "text/html");
                            else
                                response.set_content(
                                    blank_pdf(std::string{request.matches[2]} + " of " +
                                              std::string{request.matches[1]}),
                                    "application/pdf");
                        },
                        false));
    }

    void create(const Request& request, Response& response) {
        const auto wanted = json::parse(request.body);
        const auto& document = wanted.at("documents").at(0);
        const auto content = unbase64(document.at("file").get<std::string>());
        if (!content.starts_with("%PDF-")) throw No{422, "Invalid PDF"};
        const bool has_field = document.contains("fields") && !document["fields"].empty();
        if (!has_field && content.find("{{") == std::string::npos)
            throw No{422, "PDF does not contain fields"};
        const auto& asked = wanted.at("submitters").at(0);
        if (asked.at("email").get<std::string>().find('@') == std::string::npos)
            throw No{422, "email is invalid"};
        const auto id = static_cast<std::int64_t>(submissions_.size()) + 1001;
        const json submitter{{"id", id + 500000},
                             {"submission_id", id},
                             {"email", asked["email"]},
                             {"name", asked.value("name", "")},
                             {"role", asked.value("role", "First Party")},
                             {"external_id", asked.value("external_id", json{})},
                             {"status", "sent"},
                             {"reminders", 0}};
        submissions_[id] = {{"id", id},
                            {"name", wanted.value("name", "")},
                            {"source", "api"},
                            {"status", "pending"},
                            {"archived_at", nullptr},
                            {"completed_at", nullptr},
                            {"audit_log_url", nullptr},
                            {"submitters", json::array({submitter})},
                            {"submission_events", json::array()},
                            {"documents", json::array()},
                            {"fields", document.value("fields", json::array())}};
        documents_[std::to_string(id)] = document.at("file");
        tell("submission.created", submissions_[id]);
        if (strikes(faults_.drop_after_create)) hang_up(request.remote_port);
        say(response, 200, submissions_[id]);
    }

    void search(const Request& request, Response& response) {
        auto found = json::array();
        for (const auto& [_, submission] : submissions_)
            for (const auto& submitter : submission["submitters"])
                if (submitter["external_id"] == request.get_param_value("external_id"))
                    found.insert(found.begin(), submitter);  // The newest first.
        say(response, 200,
            {{"data", found},
             {"pagination", {{"count", found.size()}, {"next", nullptr}, {"prev", nullptr}}}});
    }

    void remind(const Request& request, Response& response) {
        const auto wanted = std::stoll(request.matches[1]);
        for (auto& [_, submission] : submissions_)
            for (auto& submitter : submission["submitters"]) {
                if (submitter["id"] != wanted) continue;
                if (strikes(faults_.sign_first)) act(submission, "sign", json::object());
                if (submitter["status"] == "completed")
                    throw No{422, "Submitter has already completed the submission."};
                if (json::parse(request.body).value("send_email", false))
                    submitter["reminders"] = submitter["reminders"].get<int>() + 1;
                return say(response, 200, submitter);
            }
        throw No{404, "Submitter not found"};
    }

    void archive(const Request& request, Response& response) {
        auto& submission = named(request);
        if (strikes(faults_.sign_first)) act(submission, "sign", json::object());
        submission["archived_at"] = now();
        tell("submission.archived", submission);
        say(response, 200, {{"id", submission["id"]}, {"archived_at", submission["archived_at"]}});
    }

    static void note(json& submission, const std::string& type, const json& data) {
        submission["submission_events"].push_back(
            {{"id", submission["submission_events"].size() + 1},
             {"submitter_id", submission["submitters"][0]["id"]},
             {"event_type", type},
             {"event_timestamp", now()},
             {"data", data}});
    }

    // What people do to a submission.  Returns what DocuSeal tells of it.
    std::vector<std::string> act(json& submission, const std::string& verb, const json& said) {
        auto& submitter = submission["submitters"][0];
        const std::string id = std::to_string(submission["id"].get<std::int64_t>());
        if (said.contains("by")) submitter["email"] = said["by"];
        if (verb == "sign") {
            submission["status"] = submitter["status"] = "completed";
            submission["completed_at"] = now();
            submission["audit_log_url"] = url_ + "/file/" + id + "/audit-log.pdf";
            submission["documents"] = {
                {{"name", "agreement"}, {"url", url_ + "/file/" + id + "/agreement.pdf"}}};
            note(submission, said.value("api", false) ? "api_complete_form" : "complete_form", {});
            return {"form.completed", "submission.completed"};
        }
        if (verb == "decline") {
            submission["status"] = submitter["status"] = "declined";
            note(submission, "decline_form", {{"reason", said.value("reason", "")}});
            return {"form.declined"};
        }
        if (verb == "expire") submission["status"] = "expired";
        if (verb == "expire") return {"submission.expired"};
        if (verb == "archive") submission["archived_at"] = now();
        if (verb == "archive") return {"submission.archived"};
        if (verb == "bounce") note(submission, "bounce_email", json::object());
        if (verb == "complain") note(submission, "complaint_email", json::object());
        if (verb == "mangle") submission["status"] = said.value("status", "?");
        return {"form.viewed"};
    }

    void tell(const std::string& type, const json& submission) {
        json data = submission;
        if (type.starts_with("form.")) {
            data = submission["submitters"][0];
            data["submission"] = {{"id", submission["id"]}, {"status", submission["status"]}};
        }
        const json body{{"event_type", type}, {"timestamp", now()}, {"data", data}};
        sender_.send(body.dump(), "application/json", signature);
    }

    void controls() {
        server_.Post("/sim/webhook", guarded(
                                         [this](const Request& request, Response& response) {
                                             const auto said = json::parse(request.body);
                                             sender_.redirect(said.at("url"), said.at("secret"));
                                             say(response, 200, json::object());
                                         },
                                         false));
        server_.Post("/sim/faults", guarded(
                                        [this](const Request& request, Response& response) {
                                            break_something(json::parse(request.body));
                                            say(response, 200, json::object());
                                        },
                                        false));
        server_.Post(R"(/sim/submissions/(\d+)/(\w+))",
                     guarded(
                         [this](const Request& request, Response& response) {
                             const auto said =
                                 request.body.empty() ? json::object() : json::parse(request.body);
                             auto& submission = named(request);
                             for (const auto& type : act(submission, request.matches[2], said))
                                 if (!said.value("quiet", false)) tell(type, submission);
                             say(response, 200, submission);
                         },
                         false));
        server_.Get("/sim/log",
                    guarded([this](auto&, auto& response) { say(response, 200, log()); }, false));
    }

    void break_something(const json& said) {
        faults_ = {.drop_after_create = said.value("drop_after_create", 0),
                   .throttle = said.value("throttle", 0),
                   .retry_after = said.value("retry_after", 1),
                   .sign_first = said.value("sign_first", 0),
                   .preparing = said.value("preparing", 0),
                   .no_pdf = said.value("no_pdf", 0)};
    }

    json log() const {
        auto submissions = json::array();
        for (const auto& [_, submission] : submissions_) submissions.push_back(submission);
        return {{"created", {{"submissions", submissions}}},
                {"documents", documents_},
                {"calls", calls_}};
    }

    Settings settings_;
    std::string url_;
    std::mutex mutex_;
    Faults faults_;
    std::map<std::int64_t, json> submissions_;
    std::map<std::string, std::string> documents_;  // As they were sent, in Base64, by submission.
    json calls_ = json::array();
    Errands errands_;
    WebhookSender sender_;
    httplib::Server server_;
};

}  // namespace

int main(int count, char** arguments) {
    end_with_parent();
    return DocuSeal{read_settings(count, arguments)}.run();
}
