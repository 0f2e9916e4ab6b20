#include "adapters/intake/papers.hpp"

#include <algorithm>
#include <cstring>

#include "adapters/intake/charset.hpp"
#include "adapters/intake/tnef.hpp"
#include "adapters/intake/words.hpp"
#include "adapters/sha256.hpp"
#include "states/text.hpp"

namespace intake {
namespace {

// "ResellerContract_v2.pdf" as the words that it is made of.
std::string words_of_name(std::string_view name) {
    std::string spaced;
    for (const char c : name.substr(0, name.rfind('.'))) {
        const bool capital = c >= 'A' && c <= 'Z';
        if (capital && !spaced.empty() && spaced.back() >= 'a' && spaced.back() <= 'z')
            spaced += ' ';
        spaced += c;
    }
    return folded(spaced);
}

PaperRole role_in(std::string_view folded) {
    const auto roles = meanings_in(folded, {"raa", "reseller_contract"});
    if (roles.size() != 1) return PaperRole::unknown;
    return roles.front() == "raa" ? PaperRole::raa : PaperRole::reseller_contract;
}

// What the mail says on a line that names the file.
void ask_texts(Attachment& attachment, const std::vector<Text>& texts) {
    if (attachment.file_name.empty()) return;
    for (const auto& text : texts)
        for (const auto& line : text.lines) {
            constexpr std::size_t longest = 2000;
            // By memmem(), whose time does not grow with both: there may be 500 files.
            if (line.text.size() > longest ||
                !::memmem(line.text.data(), line.text.size(), attachment.file_name.data(),
                          attachment.file_name.size()))
                continue;
            attachment.role = role_in(folded(line.text));
            attachment.confidence = Confidence::likely;
            if (attachment.role != PaperRole::unknown) return;
        }
}

Attachment attachment_of(const Part& part, const std::vector<Text>& texts) {
    auto made = Attachment{.id = adapters::sha256_of(part.content),
                           .file_name = part.file_name,
                           .media_type = part.media_type,
                           .content = part.content,
                           .is_pdf = part.content.starts_with("%PDF-"),
                           .role = role_in(words_of_name(part.file_name)),
                           .confidence = Confidence::sure,
                           .origin = {part.path + " " + part.media_type, 0, part.file_name}};
    if (made.role == PaperRole::unknown) ask_texts(made, texts);
    if (made.role == PaperRole::unknown) made.confidence = Confidence::doubtful;
    return made;
}

bool is_file(const Part& part) {
    if (part.media_type == "message/delivery-status" ||
        part.media_type == "message/global-delivery-status" ||
        part.media_type == "text/rfc822-headers" ||
        part.media_type == "message/disposition-notification")
        return false;
    if (part.media_type == "application/pgp-signature" ||
        part.media_type == "application/pkcs7-signature" ||
        part.media_type == "application/x-pkcs7-signature")
        return false;
    const bool text = part.media_type.starts_with("text/");
    return part.attached || !part.file_name.empty() || !text;
}

}  // namespace

std::vector<Attachment> attachments_of(const Mail& mail, const std::vector<Text>& texts) {
    std::vector<Attachment> all;
    for (const auto& part : mail.parts)
        if (is_file(part) && (!is_tnef(part) || mail.flaws.contains("mail_winmail_broken")))
            all.push_back(attachment_of(part, texts));
    return all;
}

}  // namespace intake
