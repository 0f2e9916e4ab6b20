#include "adapters/pages/form.hpp"

#include <doctest/doctest.h>

#include <string>

#include "adapters/pages/answer.hpp"

namespace page_form_test {

namespace {

http::Request sent(const std::string& type, const std::string& body) {
    http::Request request;
    request.headers["content-type"] = type;
    request.body = body;
    return request;
}

std::optional<pages::Form> pairs(const std::string& body) {
    return pages::read_form(sent("application/x-www-form-urlencoded", body));
}

std::optional<pages::Form> parts(const std::string& body) {
    return pages::read_form(sent("multipart/form-data; boundary=xx", body));
}

}  // namespace

TEST_CASE("pairs are decoded, and their values trimmed") {
    const auto form = pairs("a=%C5%81%C3%B3d%C5%BA+1&b=+x+&a=2&c");
    REQUIRE(form);
    CHECK_EQ(form->value("a"), "Łódź 1");
    CHECK_EQ(form->values("a").size(), 2);
    CHECK_EQ(form->value("b"), "x");
    CHECK(form->has("c"));
    CHECK_FALSE(form->has("d"));
    CHECK_EQ(pairs("a=1%0D%0A2%0D%0A%0D%0A3%0D4").value().exactly("a"), "1\n2\n\n3\r4");
    CHECK_EQ(pages::form_decoded(pages::query_encoded("Łódź & + %")), "Łódź & + %");
}

TEST_CASE("what no browser sends is no form") {
    for (const auto* body : {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%00=a", "a=%-1"})
        CHECK_MESSAGE(!pairs(body), body);
    CHECK_FALSE(pages::read_form(sent("text/plain", "a=b")));
    CHECK_FALSE(pages::read_form(sent("", "a=b")));
}

TEST_CASE("as many fields as no page of ours has are no form; nothing is no field") {
    std::string body = "&&&a=1&&";
    for (int i = 1; i < 1000; ++i) body += "a=1&";
    CHECK_EQ(pairs(body).value().fields.size(), 1000);
    CHECK_FALSE(pairs(body + "a"));
    CHECK(pairs(std::string(1'000'000, '&')).value().fields.empty());
    std::string many;
    for (int i = 0; i < 1001; ++i)
        many += "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
    CHECK_FALSE(parts(many + "--xx--\r\n"));
}

// At each of these the time of it once grew by the square: minutes for a megabyte.
TEST_CASE("line ends and escapes by the hundred thousand are read as one is") {
    std::string lines;
    std::string quotes;
    for (int i = 0; i < 300'000; ++i) lines += "\r\n", quotes += "%22";
    const auto form = parts("--xx\r\nContent-Disposition: form-data; name=\"" + quotes +
                            "\"\r\n\r\n" + lines + "\r\n--xx--\r\n");
    REQUIRE(form);
    CHECK_EQ(form->exactly(std::string(300'000, '"')), std::string(300'000, '\n'));
}

TEST_CASE("parts hold fields and files, with any bytes in the files") {
    const auto bytes = std::string{"%PDF\0\xff\r\n--x", 11};
    const auto form = parts(
        "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nLine 1\r\nLine 2\r\n"
        "--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a%22b.pdf\"\r\n"
        "Content-Type: application/pdf\r\n\r\n" +
        bytes +
        "\r\n--xx\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n"
        "--xx--\r\n");
    REQUIRE(form);
    CHECK_EQ(form->value("a"), "Line 1\nLine 2");
    REQUIRE(form->upload("f"));
    CHECK_EQ(form->upload("f")->content, bytes);
    CHECK_EQ(form->upload("f")->file_name, "a\"b.pdf");
    CHECK_EQ(form->upload("none"), nullptr);
}

TEST_CASE("parts that do not end, or have no name, are no form") {
    for (const auto* body :
         {"", "--xx", "--xx\r\n", "--xx\r\nContent-Disposition: form-data\r\n\r\na\r\n--xx--",
          "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
          "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--xx",
          "--yy\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--yy--"})
        CHECK_MESSAGE(!parts(body), body);
    CHECK_FALSE(pages::read_form(sent("multipart/form-data", "--xx--")));
}

TEST_CASE("a form comes from a page of ours, as far as the browser tells") {
    http::Request request;
    request.headers["host"] = "join.example";
    CHECK(pages::is_from_here(request));
    request.headers["origin"] = "https://join.example";
    CHECK(pages::is_from_here(request));
    for (const auto* origin :
         {"https://evil.example", "null", "join.example", "https://join.example.evil"}) {
        request.headers["origin"] = origin;
        CHECK_MESSAGE(!pages::is_from_here(request), origin);
    }
    request.headers["sec-fetch-site"] = "same-origin";
    CHECK(pages::is_from_here(request));
    request.headers["sec-fetch-site"] = "same-site";
    CHECK_FALSE(pages::is_from_here(request));
}

TEST_CASE("a cookie is found by its whole name") {
    http::Request request;
    request.headers["cookie"] = "xa=1; a=2; b=3";
    CHECK_EQ(pages::cookie(request, "a"), "2");
    CHECK_EQ(pages::cookie(request, "b"), "3");
    CHECK_EQ(pages::cookie(request, "c"), "");
}

}  // namespace page_form_test
