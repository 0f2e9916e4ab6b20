#include "adapters/console/kept_forms.hpp"

#include <doctest/doctest.h>

#include "engine/journal.hpp"

namespace kept_forms_test {

namespace {

using console::is_way_back;
using console::KeptForm;
using console::KeptForms;

const auto now = engine::read_rfc3339("2026-11-29T12:00:00.000000Z");

KeptForm typed(std::int64_t member, const std::string& text) {
    KeptForm form{.member = member};
    form.form.fields.emplace("reason", text);
    return form;
}

}  // namespace

TEST_CASE("a kept form is its member's, once, and not for ever") {
    KeptForms kept;
    const auto ticket = kept.keep(typed(17, "A call."), now);
    CHECK(kept.has(ticket, 17));
    CHECK_FALSE(kept.has(ticket, 18));
    CHECK_FALSE(kept.take(ticket, 18, now));
    CHECK_FALSE(kept.take("", 17, now));
    CHECK_FALSE(kept.take(ticket, 17, now + KeptForms::lifetime + std::chrono::seconds{1}));
    const auto taken = kept.take(ticket, 17, now);
    REQUIRE(taken);
    CHECK_EQ(taken->form.value("reason"), "A call.");
    CHECK_FALSE(kept.take(ticket, 17, now));
}

TEST_CASE("what is kept has bounds") {
    KeptForms kept;
    CHECK(kept.keep(typed(17, std::string(KeptForms::bytes_max, 'x')), now).empty());
    const auto oldest = kept.keep(typed(17, "Old."), now);
    for (std::size_t bytes = 0; bytes <= KeptForms::bytes_in_all; bytes += 1'000'000)
        CHECK_FALSE(kept.keep(typed(17, std::string(1'000'000, 'x')), now).empty());
    CHECK_FALSE(kept.has(oldest, 17));

    kept.note("first", 17);
    for (std::size_t i = 0; i < KeptForms::sessions_max; ++i) kept.note(std::to_string(i), 18);
    CHECK_EQ(kept.member_of("first"), 0);
    CHECK_EQ(kept.member_of("7"), 18);
    CHECK_EQ(kept.member_of(""), 0);
}

TEST_CASE("passwords, keys and files are not kept") {
    pages::Form form;
    for (const auto* name : {"csrf", "old_password", "password", "phone_key", "proof", "reason"})
        form.fields.emplace(name, "x");
    form.uploads.push_back({"statement", "coda.txt", "1"});
    const auto rest = console::without_secrets(form);
    CHECK_EQ(rest.fields.size(), 1);
    CHECK(rest.has("reason"));
    CHECK(rest.uploads.empty());
}

TEST_CASE("a login leads back into the console and nowhere else") {
    for (const auto* fine : {"/console", "/console?x=1", "/console/queue?view=late&q=%C5%81",
                             "/console/applications/A-2026-000001?lines=staff"})
        CHECK_MESSAGE(is_way_back(fine), fine);
    for (const auto* no : {"",
                           "/",
                           "/a/0",
                           "//evil.example",
                           "https://evil.example/console",
                           "/consoleevil",
                           "/console//evil.example",
                           "/console/../a",
                           "/console/%2e%2e/a",
                           "/console/%2E./a",
                           "/console/\\evil.example",
                           "/console/%5Cevil",
                           "/console/login",
                           "/console/logout",
                           "/console/oidc",
                           "/console/kept",
                           "/console/awake",
                           "/console/welcome/x",
                           "/console?x=\r\nSet-Cookie: a=b",
                           "/console/ö"})
        CHECK_FALSE_MESSAGE(is_way_back(no), no);
    CHECK_FALSE(is_way_back("/console?" + std::string(2000, 'x')));
}

}  // namespace kept_forms_test
