// /api/v1/intake: the registry's mailbox, for clerks; and what a private link shows.

#pragma once

#include <functional>
#include <vector>

#include "adapters/mail_answering.hpp"
#include "adapters/mail_desk.hpp"
#include "adapters/web.hpp"

namespace http {

// Lets a request through if its token has one of the scopes, and says who is asking.
using Guarded =
    std::function<Handler(std::function<Response(const adapters::Caller&, const Request&)> handle)>;

// `clerks` guards the mailbox, `readers` the correspondence of an application.
std::vector<Route> intake_routes(adapters::MailDesk&, adapters::MailAnswering&,
                                 const Guarded& clerks, const Guarded& readers);

}  // namespace http
