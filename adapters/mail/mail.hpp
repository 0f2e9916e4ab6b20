// Writes to the applicant, in its language, for every event that concerns it.

#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.hpp"
#include "adapters/codes.hpp"
#include "adapters/correspondence.hpp"
#include "adapters/mail/renderer.hpp"
#include "adapters/mail_reply.hpp"
#include "adapters/mail_sample.hpp"
#include "states/catalogue.hpp"
#include "states/effects.hpp"

namespace mail {

struct Envelope {
    std::string from;
    std::vector<std::string> to;
};

// Hands a finished message to a mail server.  Throws engine::Unavailable and engine::Rejected.
using Send = std::function<void(const Envelope&, std::string_view message)>;

using Clock = std::function<engine::Time()>;

struct Settings {
    std::string from;  // Our address; our name is the registry's.
    std::function<std::string(const engine::Work&)> page_of;  // The applicant's own, as an address.
    std::chrono::hours activation_lifetime;                   // As the codes' keeper has it.
};

// The values that every mail may say.  From the catalogue: its texts, and for each clock the time
// that a state may take, as {{payment_time}}.
Names values_of_every_mail(const states::Catalogue&);

// What the catalogue says of them; what is there already stays.
void add_terms(const states::Catalogue&, const std::string& language, Values&);

// A renderer for the languages of this catalogue; its problems() are for whoever starts us.
Renderer renderer_for(const states::Catalogue&, const Files&);

class Mail {
public:
    // The catalogue, the codes and the log must outlive it.
    Mail(Settings, const states::Catalogue&, Renderer, Send, adapters::Codes&,
         adapters::Correspondence&, Clock);

    std::optional<engine::Event> perform(const states::Tell&, const engine::Work&);
    std::optional<engine::Event> perform(const states::SendActivation&, const engine::Work&);

    void answer(const adapters::MailReply&);  // As adapters::WriteReply.

    // As adapters::SampleMail.  Throws engine::Rejected where sending it would.
    adapters::MailSample sample(const states::Tell&, const std::string& reference) const;

private:
    struct Letter {
        std::string text;
        std::string language;
        std::string email;
        Values values;
        const adapters::MailReply* answers = nullptr;
    };

    bool send_code(const states::SendActivation&, const engine::Work&);
    std::string language_of(const std::string& wanted) const;
    Values all_values(const Letter&, const std::string& reference, const std::string& link) const;
    void deliver(const Letter&, const engine::Work&);

    Settings settings_;
    const states::Catalogue& catalogue_;
    Renderer renderer_;
    Send send_;
    adapters::Codes& codes_;
    adapters::Correspondence& log_;
    Clock now_;
};

}  // namespace mail
