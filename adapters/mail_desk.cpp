#include "adapters/mail_desk.hpp"

#include <algorithm>

#include "adapters/paging.hpp"
#include "adapters/reading_log.hpp"
#include "engine/fault.hpp"
#include "states/codec.hpp"
#include "states/events.hpp"
#include "states/messages.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

using nlohmann::json;
using states::Problem;

constexpr std::string_view mails_list = "intake";
const std::vector<std::string> all_states = {"received", "closed",  "to_confirm", "attached",
                                             "bounce",   "unclear", "confirmed",  "dismissed"};

// Several clerks take part in one mail, by the same keys: it is sent in once.
Caller at_the_desk(const std::string& who, std::string role) {
    return {.id = who, .roles = {std::move(role)}, .door = "intake"};
}
const auto by_itself = at_the_desk("mailbox", "integration");

std::string name_of(std::int64_t mail) { return std::to_string(mail); }

// PostgreSQL keeps every character but U+0000.
std::string without_nul(std::string text) {
    std::erase(text, '\0');
    return text;
}

json without_nul(const json& value) {
    return json::parse(states::without_nul(
                           engine::Json{value.dump(-1, ' ', false, json::error_handler_t::replace)})
                           .text);
}

json view_of(const ListedMail& mail) {
    return {{"id", name_of(mail.id)},
            {"state", mail.state},
            {"reason", mail.reason},
            {"kind", mail.kind},
            {"from", mail.sender},
            {"subject", mail.subject},
            {"reference", mail.reference.empty() ? json(nullptr) : json(mail.reference)},
            {"received_at", engine::rfc3339(mail.received)}};
}

Result done(json answer, const std::string& reference = {}) {
    return Done{.answer = std::move(answer), .reference = reference};
}

Forbidden for_clerks() { return {"The mailbox is the clerks'."}; }

// Who approves a sign-up may see where it came from; taking it in is another person's work.
bool may_read_mail(const Caller& caller) { return caller.may("clerk") || caller.may("approver"); }

// Problems are kept as codes; whoever looks reads them as sentences.
void say(json& problems, const std::string& language) {
    for (auto& problem : problems) {
        problem["detail"] = states::sentence(problem.get<Problem>(), language);
        problem.erase("values");
    }
}

// Where the documents of a sign-up are named: "products[0].document" to the id.
std::vector<std::pair<std::string, std::string>> documents_in(const json& sign_up) {
    std::vector<std::pair<std::string, std::string>> named;
    const auto products = sign_up.is_object() ? sign_up.find("products") : sign_up.end();
    if (!sign_up.is_object() || products == sign_up.end() || !products->is_array()) return named;
    for (std::size_t i = 0; i < products->size(); ++i) {
        const auto& product = products->at(i);
        const auto document = product.is_object() ? product.find("document") : product.end();
        if (product.is_object() && document != product.end() && document->is_string())
            named.emplace_back("products[" + std::to_string(i) + "].document",
                               document->get<std::string>());
    }
    return named;
}

std::string code_of(const std::variant<Kept, TooLarge, NoPdf, Invalid>& taken) {
    if (std::holds_alternative<TooLarge>(taken)) return "document_too_large";
    if (std::holds_alternative<NoPdf>(taken)) return "document_no_pdf";
    if (const auto* invalid = std::get_if<Invalid>(&taken)) return invalid->problems.front().code;
    return {};
}

}  // namespace

// ---- Sorting ------------------------------------------------------------------------------------

int MailDesk::understand_some(int limit, std::chrono::seconds lease) {
    constexpr int tries = 4;
    constexpr int starts = 30;  // A mail that ends the reader's process says nothing of itself.
    constexpr int delay = 20;   // Seconds, more with each try.
    const auto mails = with_.book.claim_unread(limit, lease);
    for (const auto& mail : mails) {
        try {
            if (mail.token > starts) {
                give_up(mail);
                continue;
            }
            understand(mail);
        } catch (const engine::Unavailable& error) {
            trouble_(mail.id, error.what());
            with_.book.put_off(mail, error.what(), std::chrono::seconds{delay});
        } catch (const std::exception& error) {  // Its own trouble, and not that of those behind.
            trouble_(mail.id, error.what());
            if (mail.token < tries)
                with_.book.put_off(mail, error.what(), std::chrono::seconds{delay * mail.token});
            else
                give_up(mail);
        }
    }
    return static_cast<int>(mails.size());
}

void MailDesk::give_up(const UnreadMail& mail) {
    with_.book.settle(mail, {.kind = "other", .sender = {}, .subject = {}, .reading = {}},
                      {.state = "unclear", .reason = "unreadable", .task = "mail_unclear"}, 0);
}

void MailDesk::understand(const UnreadMail& mail) {
    const auto read = read_(mail.raw);
    const auto known = context_of(mail, read);
    auto fate = fate_of(read, known);
    if (fate.state == "to_confirm" && settings_.auto_submit && read.complete)
        if (auto submitted = submit_by_itself(mail, read)) fate = *std::move(submitted);
    if (!fate.answer_to.empty()) fate = open_draft(mail, read, std::move(fate));
    with_.book.settle(mail,
                      {.kind = read.kind,
                       .sender = without_nul(read.from),
                       .subject = without_nul(read.subject),
                       .reading = without_nul(read.view)},
                      fate, settings_.answers_a_day);
}

MailContext MailDesk::context_of(const UnreadMail& mail, const MailRead& read) {
    MailContext known{.whole = mail.whole};
    auto& book = with_.book;
    known.repeated = !read.message_id.empty() && book.earlier_mail(mail.id, read.message_id) != 0;
    if (read.kind == "bounce") {
        // A bounce that does not name our mail may still be a reply to it.
        const auto thread = book.sent_by_us(read.thread);
        std::vector<std::string> named;
        for (auto failed : read.bounced) {
            if (failed.message_id.empty() && !thread.empty()) failed.message_id = thread.front();
            if (book.sent_by_us({failed.message_id}).empty()) continue;
            named.push_back(failed.message_id);
            known.ours_failed.push_back(std::move(failed));
        }
        known.of = book.case_of_thread(named);
        return known;
    }
    known.of = book.case_of_thread(read.thread);
    if (known.of) {
        known.from_representative = states::lower_ascii(read.from) == representative_of(*known.of);
    } else if (const auto reference = reference_in(read.subject); !reference.empty()) {
        // Anybody can write a reference; it counts from the representative alone.
        const auto of = with_.reading.find(reference);
        known.from_representative =
            of && !read.from.empty() && states::lower_ascii(read.from) == representative_of(*of);
        if (known.from_representative) known.of = of;
    }
    return known;
}

std::string MailDesk::representative_of(engine::CaseId id) {
    const auto dossier = with_.reading.dossier(id);
    if (!dossier) return {};
    const auto facts = states::decode<states::Facts>(dossier->snapshot.state.facts);
    return states::lower_ascii(facts.sign_up.representative.email);
}

std::vector<Problem> MailDesk::keep_files(const Caller& caller, const MailRead& read,
                                          const json& sign_up) {
    std::vector<Problem> problems;
    for (const auto& [field, id] : documents_in(sign_up)) {
        const auto file = std::ranges::find(read.files, id, &MailFile::id);
        if (file == read.files.end()) continue;  // One that was sent in another way.
        const auto& name = file->file_name;
        const auto taken =
            with_.documents.take(caller, file->content, name.empty() ? "document.pdf" : name);
        if (auto code = code_of(taken); !code.empty()) problems.push_back({field, code});
    }
    return problems;
}

// The draft that the answer leads to.  Under the mail's own name: whoever comes again finds it.
MailFate MailDesk::open_draft(const UnreadMail& mail, const MailRead& read, MailFate fate) {
    auto draft = kept_part_of(read.sign_up);
    for (auto& wish : draft.products) {
        const json one = {{"products", {{{"document", wish.document}}}}};
        const bool attached =
            std::ranges::find(read.files, wish.document, &MailFile::id) != read.files.end();
        if (!attached || !keep_files(by_itself, read, one).empty()) wish.document.clear();
    }
    const auto outcome =
        with_.engine.submit({.to = {},
                             .event = states::event(states::DraftSaved{std::move(draft)}),
                             .from = {by_itself.id, by_itself.roles.front()},
                             .source = by_itself.door,
                             .delivery = name_of(mail.id) + "/draft"});
    fate.of = with_.reading.find(outcome.line.reference);
    if (!fate.of) fate.answer_to.clear();
    return fate;
}

std::optional<MailFate> MailDesk::submit_by_itself(const UnreadMail& mail, const MailRead& read) {
    if (!keep_files(by_itself, read, read.sign_up).empty()) return std::nullopt;
    const auto result =
        with_.applications.apply(by_itself, read.sign_up, name_of(mail.id) + "/confirm");
    const auto* done = std::get_if<Done>(&result);
    if (!done) return std::nullopt;
    return MailFate{
        .state = "confirmed", .reason = "complete", .of = with_.reading.find(done->reference)};
}

// ---- The desk -----------------------------------------------------------------------------------

Result MailDesk::list(const Caller& caller, const json& query) {
    if (!may_read_mail(caller)) return for_clerks();
    std::vector<Problem> problems;
    std::string state;
    std::int64_t before = 0;
    int limit = page_size;
    for (const auto& [field, value] : query.items()) {
        const auto text = value.get<std::string>();
        if (field == "state") {
            state = text;
            if (std::ranges::find(all_states, state) == all_states.end())
                problems.push_back({field, "unknown_state", {{"name", text}}});
        } else if (field == "cursor") {
            before = read_cursor(mails_list, text, problems);
        } else if (field == "limit") {
            limit = read_limit(text, problems);
        } else {
            problems.push_back({field, "unknown_field", {{"name", field}}});
        }
    }
    if (!problems.empty()) return Invalid{std::move(problems)};
    note_reading(with_.readings, caller, read_of::mail_list);
    auto found = with_.book.list(state, before, limit + 1);
    auto answer = json{{"items", json::array()}, {"next", nullptr}};
    if (static_cast<int>(found.size()) > limit) {
        found.pop_back();
        answer["next"] = write_cursor(mails_list, found.back().id);
    }
    for (const auto& mail : found) answer["items"].push_back(view_of(mail));
    return done(std::move(answer));
}

Result MailDesk::show(const Caller& caller, std::int64_t mail, const std::string& language) {
    if (!may_read_mail(caller)) return for_clerks();
    const auto kept = with_.book.find(mail);
    if (!kept) return NotFound{};
    note_reading(with_.readings, caller, read_of::mail, kept->of);
    auto view = view_of(kept->listed);
    view["whole"] = kept->whole;
    view["answer"] = kept->answer.empty() ? json(nullptr) : json(kept->answer);
    view["reading"] = kept->reading;
    if (view["reading"].is_object())
        for (const auto* list : {"problems", "warnings"})
            if (view["reading"].contains(list)) say(view["reading"][list], language);
    view["steps"] = json::array();
    for (const auto& step : kept->steps)
        view["steps"].push_back({{"at", engine::rfc3339(step.at)},
                                 {"who", step.who},
                                 {"state", step.state},
                                 {"reason", step.reason}});
    return done(std::move(view), kept->listed.reference);
}

std::variant<std::string, Result> MailDesk::raw(const Caller& caller, std::int64_t mail) {
    if (!may_read_mail(caller)) return Result{for_clerks()};
    auto found = with_.book.raw(mail);
    if (!found) return Result{NotFound{}};
    const auto kept = with_.book.find(mail);
    note_reading(with_.readings, caller, read_of::mail, kept ? kept->of : std::nullopt);
    return *std::move(found);
}

std::map<std::string, std::int64_t> MailDesk::counts(const Caller& caller) {
    if (!may_read_mail(caller)) return {};
    return with_.book.waiting();
}

// Sent in first and settled afterwards: whoever comes again after a crash sends the same, which is
// recognised.
Result MailDesk::confirm(const Caller& caller, std::int64_t mail, const json& sign_up) {
    static const std::vector<std::string> from = {"to_confirm", "attached", "unclear"};
    if (!caller.may("clerk")) return for_clerks();
    const auto kept = with_.book.find(mail);
    if (!kept) return NotFound{};
    if (std::ranges::find(from, kept->listed.state) == from.end())
        return Invalid{{{"state", "mail_settled"}}};
    const auto clerk = at_the_desk(caller.id, "clerk");
    if (kept->whole) {
        const auto read = read_(with_.book.raw(mail).value_or(""));
        auto problems = keep_files(clerk, read, sign_up);
        if (!problems.empty()) return Invalid{std::move(problems)};
    }
    auto result = send_in(clerk, *kept, sign_up);
    auto settled = MailFate{.state = "confirmed"};
    if (std::holds_alternative<KeyReused>(result)) {  // It was sent in before, in other words.
        settled.of = with_.book.case_of_delivery(clerk.door, name_of(mail) + "/confirm");
        with_.book.change(mail, from, settled, clerk.id);
        return Invalid{{{"state", "mail_settled"}}};
    }
    const auto* sent = std::get_if<Done>(&result);
    if (!sent) return result;
    settled.of = with_.reading.find(sent->reference);
    with_.book.change(mail, from, settled, clerk.id);
    auto answer = show(caller, mail, "en");
    std::get<Done>(answer).version = sent->version;
    return answer;
}

Result MailDesk::send_in(const Caller& clerk, const KeptMail& kept, const json& sign_up) {
    const auto key = name_of(kept.listed.id) + "/confirm";
    const auto dossier = kept.of ? with_.reading.dossier(*kept.of) : std::nullopt;
    if (!dossier) return with_.applications.apply(clerk, sign_up, key);
    const auto& now = dossier->snapshot;
    const bool is_draft = now.state.state == "draft";
    // A refusal is an answer for good, so the key names the version that it is about.
    return with_.applications.send(
        clerk, now.reference,
        {.event =
             std::string{is_draft ? states::Submitted::name : states::InformationAnswered::name},
         .data = {{"sign_up", sign_up}},
         .key = key + "/" + std::to_string(now.version),
         .seen_version = {}});
}

Result MailDesk::changed(const Caller& caller, std::int64_t mail,
                         const std::vector<std::string>& from, const MailFate& fate) {
    if (!with_.book.find(mail)) return NotFound{};
    if (!with_.book.change(mail, from, fate, caller.id))
        return Invalid{{{"state", "mail_settled"}}};
    return show(caller, mail, "en");
}

Result MailDesk::dismiss(const Caller& caller, std::int64_t mail, const std::string& reason) {
    if (!caller.may("clerk")) return for_clerks();
    if (states::trimmed(reason).empty()) return Invalid{{{"reason", "missing"}}};
    return changed(caller, mail, {"to_confirm", "attached", "bounce", "unclear"},
                   {.state = "dismissed", .reason = reason});
}

Result MailDesk::attach(const Caller& caller, std::int64_t mail, const std::string& reference) {
    if (!caller.may("clerk")) return for_clerks();
    const auto of = with_.reading.find(reference);
    if (!of) return Invalid{{{"reference", "application_unknown"}}};
    return changed(caller, mail, {"to_confirm", "attached", "unclear", "closed"},
                   {.state = "attached", .reason = "by_hand", .of = of});
}

namespace {

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

}  // namespace

std::optional<json> MailDesk::letters(const Caller& caller, const std::string& reference) {
    const auto id = with_.reading.find(reference);
    if (!id) return std::nullopt;
    note_reading(with_.readings, caller, read_of::correspondence, id);
    auto answer = json{{"items", json::array()}};
    for (const auto& letter : with_.book.letters(*id))
        answer["items"].push_back(
            {{"direction", letter.direction},
             {"at", engine::rfc3339(letter.at)},
             {"subject", letter.subject},
             {"state", letter.state},
             {"detail", letter.detail},
             {"language", letter.language},
             {"message_id", letter.message_id},
             {"key", text_or_null(letter.key)},
             {"template", text_or_null(letter.template_name)},
             {"template_version", text_or_null(letter.template_version)},
             {"mail", text_or_null(letter.mail == 0 ? "" : name_of(letter.mail))}});
    return answer;
}

}  // namespace adapters
