// The pages for applicants and registrars: what it takes to become one, the sign-up, where the
// application stands, the activation and the login.
//
// Everything works without scripts.  An application's own pages are below /a/{token}, the private
// link of its mails; who has the link is the applicant.

#pragma once

#include <vector>

#include "adapters/activation.hpp"
#include "adapters/applications.hpp"
#include "adapters/documents.hpp"
#include "adapters/early_checks.hpp"
#include "adapters/invoices.hpp"
#include "adapters/login.hpp"
#include "adapters/own_records.hpp"
#include "adapters/private_links.hpp"
#include "adapters/reading.hpp"
#include "adapters/reading_log.hpp"
#include "adapters/reissue.hpp"
#include "adapters/sent_papers.hpp"
#include "adapters/web.hpp"
#include "adapters/work_figures.hpp"
#include "states/catalogue.hpp"

namespace portal {

struct Parts {  // What is referred to must outlive the routes.
    adapters::Applications& applications;
    adapters::Reading& reading;
    adapters::OwnRecords& records;
    adapters::ReadingLog& readings;
    adapters::PrivateLinks& links;
    adapters::Documents& documents;
    adapters::Invoices& invoices;
    adapters::SentPapers& sent_papers;
    adapters::Activation& activation;
    adapters::Login& login;
    adapters::Reissue& reissue;
    adapters::EarlyChecks& early_checks;
    adapters::WorkFigures& figures;
    const states::Catalogue& catalogue;
    bool secure = false;  // Reached over TLS: cookies are sent over nothing else.
};

std::vector<http::Route> routes(const Parts&);

}  // namespace portal
