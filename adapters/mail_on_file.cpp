#include "adapters/mail_on_file.hpp"

#include <stdexcept>
#include <utility>

#include "adapters/config/catalogue.hpp"
#include "adapters/intake/mail_reading.hpp"
#include "states/text.hpp"

namespace adapters {
namespace {

states::Catalogue catalogue_of(const config::Config& config) {
    auto read = config::load_catalogue(config.catalogue);
    if (const auto* problems = std::get_if<std::vector<config::Problem>>(&read)) {
        std::string words = "the catalogue cannot be used:";
        for (const auto& problem : *problems) words += "\n  " + config::sentence(problem);
        throw std::runtime_error{words};
    }
    return std::get<states::Catalogue>(std::move(read));
}

}  // namespace

MailOnFile read_mail_on_file(const config::Config& config, std::string_view raw) {
    const auto from = states::lower_ascii(config.smtp.from);
    auto reading =
        intake::read_mail(raw, catalogue_of(config),
                          {.addresses = {from}, .id_domain = from.substr(from.find('@') + 1)});
    auto mail = MailOnFile{.kind = std::string{intake::name_of(reading.kind)},
                           .message_id = reading.message_id,
                           .complete = reading.complete(),
                           .sign_up = reading.sign_up,
                           .view = intake::view_of(reading),
                           .problems = reading.problems};
    for (auto& attachment : reading.attachments)
        if (attachment.is_pdf)
            mail.files.push_back({attachment.id, std::move(attachment.content), "application/pdf",
                                  std::move(attachment.file_name)});
    for (const auto& doubt : reading.doubts)
        mail.doubts.push_back({doubt.field, doubt.code, {{"detail", doubt.detail}}});
    return mail;
}

}  // namespace adapters
