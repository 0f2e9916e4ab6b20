#include "adapters/all_pages.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>

#include "adapters/console/console.hpp"
#include "adapters/health.hpp"
#include "adapters/movement_desk.hpp"
#include "adapters/neighbour_tries.hpp"
#include "adapters/pages/assets.hpp"
#include "adapters/parked_desk.hpp"
#include "adapters/portal/portal.hpp"
#include "adapters/postgres/case_notes.hpp"
#include "adapters/postgres/health_book.hpp"
#include "adapters/postgres/own_records.hpp"
#include "adapters/postgres/saved_views.hpp"
#include "adapters/postgres/task_book.hpp"
#include "adapters/postgres/work_desk.hpp"
#include "adapters/postgres/work_figures.hpp"
#include "adapters/rules_previewed.hpp"

namespace adapters {
namespace {

// Whom the configuration names.  Invoices, IANA's list, statements and messages to others need no
// neighbour of their own.
std::set<std::string> neighbours_of(const config::Config& config) {
    std::set<std::string> all{"mail_out", "iana", "invoices", "bank", "webhooks"};
    const auto add = [&](const char* name, bool is_there) {
        if (is_there) all.insert(name);
    };
    add("mail_in", !config.imap.url.empty());
    add("vies", !config.vies.url.empty());
    add("esign", !config.esign.url.empty());
    add("payments", !config.payments.url.empty());
    add("letters", config.letters.by != "print_house" || !config.letters.url.empty());
    add("registry", !config.registry.url.empty());
    add("rdap", !config.rdap.servers.empty());
    return all;
}

}  // namespace

struct AllPages::Parts {
    Parts(const config::Config& config, postgres::Pool& pool, const Shown& given)
        : shown{given},
          secure{config::public_url(config).starts_with("https:")},
          work{pool},
          notes{pool},
          views{pool},
          task_book{pool},
          figures{pool},
          records{pool},
          health_book{pool},
          health{health_book, neighbours_of(config)},
          rule_previews{adapters::rule_previews(config, given.rules)},
          tries{neighbour_tries(config, pool, given.outside.send, given.outside.webhooks,
                                [&reading = given.reading] { return reading.now(); })} {}

    Shown shown;
    bool secure;
    postgres::WorkDesk work;
    postgres::CaseNotes notes;
    postgres::SavedViews views;
    postgres::TaskBook task_book;
    TaskDesk tasks{task_book};
    postgres::WorkFigures figures;
    postgres::OwnRecords records;
    MovementDesk movements{shown.bank_book};
    ParkedDesk parked{shown.parked};
    SentMails sent_mails{shown.reading, shown.mail, shown.reporting.time_machine(),
                         shown.sample_mail};
    postgres::HealthBook health_book;
    Health health;
    RulePreviews rule_previews;
    AdapterTries tries;

    portal::Parts of_applicants() {
        return {.applications = shown.applications,
                .reading = shown.reading,
                .records = records,
                .readings = shown.readings,
                .links = shown.links,
                .documents = shown.documents,
                .invoices = shown.invoices,
                .sent_papers = shown.sent_papers,
                .activation = shown.activation,
                .login = shown.login,
                .reissue = shown.reissue,
                .early_checks = shown.early_checks,
                .figures = figures,
                .catalogue = shown.catalogue,
                .secure = secure};
    }
    console::Parts of_staff() {
        return {.applications = shown.applications,
                .reading = shown.reading,
                .records = records,
                .readings = shown.readings,
                .reports = shown.reporting.reports(),
                .time_machine = shown.reporting.time_machine(),
                .workbooks = shown.reporting.workbooks(),
                .yearly_erasure = shown.reporting.yearly_erasure(),
                .work = work,
                .notes = notes,
                .views = views,
                .tasks = tasks,
                .figures = figures,
                .grounds = shown.grounds,
                .mail = shown.mail,
                .sample_mail = shown.sample_mail,
                .sent_mails = sent_mails,
                .login = shown.staff_login,
                .staff = shown.staff,
                .statements = shown.statements,
                .movements = movements,
                .refunds = shown.refunds,
                .parked = parked,
                .post_room = shown.post_room,
                .health = health,
                .rules = shown.rules,
                .rule_previews = rule_previews,
                .tries = tries,
                .tokens = shown.tokens,
                .catalogue = shown.catalogue,
                .sign_on = shown.sign_on,
                .secure = secure};
    }
};

AllPages::AllPages(const config::Config& config, postgres::Pool& pool, const Shown& shown)
    : parts_{std::make_unique<Parts>(config, pool, shown)} {}

AllPages::~AllPages() = default;

std::vector<http::Route> AllPages::routes() const {
    auto all = pages::asset_routes();
    std::ranges::move(portal::routes(parts_->of_applicants()), std::back_inserter(all));
    std::ranges::move(console::routes(parts_->of_staff()), std::back_inserter(all));
    return all;
}

void AllPages::follow() { parts_->work.follow(); }

}  // namespace adapters
