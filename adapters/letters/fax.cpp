#include "adapters/letters/fax.hpp"

#include <utility>

#include "adapters/base64.hpp"
#include "engine/fault.hpp"

namespace letters {

std::string fax_address(const std::string& phone, const std::string& gateway) {
    std::string digits;
    for (const char c : phone) {
        if (c == 'x') break;  // An extension, which no fax can dial.
        if (c >= '0' && c <= '9') digits += c;
    }
    if (digits.empty()) throw engine::Rejected{"there is no number to fax the letter to"};
    return digits + '@' + gateway;
}

std::string fax_message(const std::string& from, const std::string& to, const std::string& name,
                        std::string_view pdf) {
    constexpr std::size_t line_length = 76;
    const auto boundary = "letter-" + name;
    std::string bytes = "From: " + from + "\r\nTo: " + to + "\r\nSubject: " + name +
                        "\r\nMessage-ID: <" + name + from.substr(from.find('@')) +
                        ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                        "Content-Type: multipart/mixed; boundary=\"" +
                        boundary + "\"\r\n\r\n--" + boundary +
                        "\r\nContent-Type: application/pdf; name=\"" + name +
                        ".pdf\"\r\nContent-Disposition: attachment; filename=\"" + name +
                        ".pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    const auto encoded = adapters::base64(pdf);
    for (std::size_t at = 0; at < encoded.size(); at += line_length)
        bytes += encoded.substr(at, line_length) + "\r\n";
    return bytes + "--" + boundary + "--\r\n";
}

Fax::Fax(std::string gateway, std::string from, SendMail send, Spool spool)
    : gateway_{std::move(gateway)},
      from_{std::move(from)},
      send_{std::move(send)},
      spool_{std::move(spool)} {}

std::optional<engine::Event> Fax::perform(const states::PostSecurityLetter& letter,
                                          const engine::Work& work) {
    return send_once(spool_, {.carrier = {"fax", gateway_}}, letter, work,
                     [&](const adapters::BookedLetter& booked, const adapters::DrawnLetter& drawn) {
                         const auto name = name_of(booked.key);
                         if (booked.sending)
                             throw engine::Rejected{
                                 "letter " + name +
                                 ": the mail to the fax gateway was under way when we were "
                                 "interrupted.  Ask the "
                                 "gateway: if it has gone out, say so (doorstep letters printed " +
                                 name + "); if not, send a new one (letter_reissued)."};
                         const auto to = fax_address(letter.representative.phone, gateway_);
                         spool_.book.note_sending(booked.key, true);
                         try {
                             send_(from_, to, fax_message(from_, to, name, drawn.pdf));
                         } catch (const std::exception&) {
                             spool_.book.note_sending(booked.key,
                                                      false);  // The mail server did not take it.
                             throw;
                         }
                         return name;
                     });
}

std::optional<engine::Event> Fax::perform(const states::VoidSecurityLetter& letter,
                                          const engine::Work& work) {
    void_code(spool_, letter, work);
    return std::nullopt;
}

}  // namespace letters
