// The registry's mailbox at work: polled, read, sorted and answered, put together from a
// configuration.
//
// Part of the composition (like node.cpp); what it puts together is in mail_intake.cpp.

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "adapters/config/config.hpp"
#include "adapters/mail_answering.hpp"
#include "adapters/mail_desk.hpp"
#include "states/catalogue.hpp"

namespace adapters {

class MailIntake {
public:
    using Warn = std::function<void(const std::string& what, const std::string& error)>;

    // All that is referred to must outlive it.
    MailIntake(const config::Config&, const states::Catalogue&, MailDesk::Neighbours, PrivateLinks&,
               WriteReply, Warn);
    ~MailIntake();
    MailIntake(const MailIntake&) = delete;
    MailIntake& operator=(const MailIntake&) = delete;

    MailDesk& desk();
    MailAnswering& answering();

    // Without one in the configuration nothing is looked into, read or answered here.
    bool has_mailbox() const;

    // Looks into the mailbox if it is time to, and goes on with what is kept; returns how many
    // mails that were.  Trouble with the mailbox is told and tried again.
    int work_some();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace adapters
