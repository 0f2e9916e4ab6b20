#include "states/sign_up.hpp"

#include <doctest/doctest.h>

#include <string>

#include "states/messages.hpp"
#include "tests/states/sign_ups.hpp"

namespace doctest {
template <>
struct StringMaker<std::vector<states::Problem>> {
    static String convert(const std::vector<states::Problem>& problems) {
        return nlohmann::json(problems).dump().c_str();
    }
};
}  // namespace doctest

namespace sign_up_test {

using namespace states;
using nlohmann::json;

namespace {

std::vector<Problem> problems(const json& input, const Catalogue& catalogue = tests::catalogue()) {
    const auto answer = read_sign_up(input, catalogue);
    const auto* found = std::get_if<std::vector<Problem>>(&answer);
    return found ? *found : std::vector<Problem>{};
}

ReadSignUp accepted(const json& input, const Catalogue& catalogue = tests::catalogue()) {
    const auto found = problems(input, catalogue);
    REQUIRE_EQ(found, std::vector<Problem>{});
    return std::get<ReadSignUp>(read_sign_up(input, catalogue));
}

json changed(const char* pointer, const json& value) {
    auto input = tests::sign_up();
    input[json::json_pointer{pointer}] = value;
    return input;
}

void check_readable(const Problem& problem) {  // For a person, in every language.
    for (const auto* language : {"en", "nl", "fr"}) {
        const auto text = sentence(problem, language);
        CAPTURE(text);
        CHECK_GT(text.size(), 10);
        CHECK_EQ(text.find_first_of("{}"), std::string::npos);
    }
}

struct Broken {
    const char* pointer;
    json value;
    std::string field;
    std::string code;
};

// One field at a time.  A row breaks nothing but what it names.
const std::vector<Broken>& broken() {
    static const auto none = json{};
    static const std::vector<Broken> rows = {
        {"/organisation", "x", "organisation", "wrong_type"},
        {"/organisation/name", none, "organisation.name", "missing"},
        {"/organisation/name", " \t", "organisation.name", "missing"},
        {"/organisation/name", 7, "organisation.name", "wrong_type"},
        {"/organisation/name", "Voorbeeld\nBV", "organisation.name", "control_character"},
        {"/organisation/name", "Voorbeeld\u202EBV", "organisation.name", "control_character"},
        {"/organisation/name", "Voorbeeld \xE9", "organisation.name", "not_utf8"},
        {"/organisation/name", std::string(256, 'a'), "organisation.name", "too_long"},
        {"/representative", json::array(), "representative", "wrong_type"},
        {"/representative/first_name", none, "representative.first_name", "missing"},
        {"/representative/last_name", "", "representative.last_name", "missing"},
        {"/organisation/address", "Philipssite 5", "organisation.address", "wrong_type"},
        {"/organisation/address/street", none, "organisation.address.street", "missing"},
        {"/organisation/address/postal_code", none, "organisation.address.postal_code", "missing"},
        {"/organisation/address/postal_code", "30001", "organisation.address.postal_code",
         "postal_code_format"},
        {"/organisation/address/postal_code", std::string(17, '3'),
         "organisation.address.postal_code", "postal_code_length"},
        {"/organisation/address/city", none, "organisation.address.city", "missing"},
        {"/organisation/address/state", false, "organisation.address.state", "wrong_type"},
        {"/organisation/address/country", none, "organisation.address.country", "missing"},
        {"/organisation/address/country", "UK", "organisation.address.country", "country_unknown"},
        {"/representative/phone", none, "representative.phone", "missing"},
        {"/representative/phone", "016 28 49 70", "representative.phone", "phone_country_code"},
        {"/representative/phone", "+999 1234567", "representative.phone", "phone_country_unknown"},
        {"/representative/phone", "+32 16", "representative.phone", "phone_too_short"},
        {"/representative/phone", "+32 162849701234", "representative.phone", "phone_too_long"},
        {"/representative/phone", "ask for An", "representative.phone", "phone_format"},
        {"/representative/mobile", none, "representative.mobile", "missing"},
        {"/representative/mobile", "+32 16284970", "representative.mobile", "mobile_no_sms"},
        {"/representative/email", none, "representative.email", "missing"},
        {"/representative/email", "nobody", "representative.email", "email_format"},
        {"/representative/email", "an@voorbeeld", "representative.email", "email_domain"},
        {"/representative/email", "josé@voorbeeld.example", "representative.email", "email_ascii"},
        {"/representative/email", std::string(65, 'a') + "@b.example", "representative.email",
         "email_length"},
        {"/organisation/website", none, "organisation.website", "missing"},
        {"/organisation/website", "voorbeeld.example", "organisation.website", "website_scheme"},
        {"/organisation/website", "https://a.example/ b", "organisation.website", "website_format"},
        {"/organisation/website", "https://localhost", "organisation.website", "website_host"},
        {"/organisation/website", "https://a@b.example", "organisation.website", "website_user"},
        {"/organisation/vat_number", none, "organisation.vat_number", "missing"},
        {"/organisation/vat_number", "BE0123456748", "organisation.vat_number", "vat_check_digits"},
        {"/organisation/vat_number", "0123456748", "organisation.vat_number", "vat_check_digits"},
        {"/organisation/vat_number", "BE01234", "organisation.vat_number", "vat_format"},
        {"/organisation/vat_number", "01234", "organisation.vat_number", "vat_prefix"},
        {"/organisation/vat_number", "日本", "organisation.vat_number", "vat_prefix"},
        {"/organisation/vat_number", "NL123456782B01", "organisation.vat_number", "vat_country"},
        {"/organisation/vat_number", "GR123", "organisation.vat_number", "vat_country"},
        {"/organisation/vat_number", "CHE107787577", "organisation.vat_number", "vat_country"},
        {"/contract_language", none, "contract_language", "missing"},
        {"/contract_language", "de", "contract_language", "language_not_offered"},
        {"/prepayment", none, "prepayment", "prepayment_missing"},
        {"/prepayment", "2500.00", "prepayment", "wrong_type"},
        {"/prepayment/amount", none, "prepayment.amount", "missing"},
        {"/prepayment/amount", 2500, "prepayment.amount", "wrong_type"},
        {"/prepayment/amount", "2.500,00", "prepayment.amount", "amount_format"},
        {"/prepayment/amount", "2499.99", "prepayment.amount", "prepayment_min"},
        {"/prepayment/currency", none, "prepayment.currency", "missing"},
        {"/prepayment/currency", "USD", "prepayment.currency", "currency_not_offered"},
        {"/current_account", 12, "current_account", "wrong_type"},
        {"/standing_order", "yes", "standing_order", "wrong_type"},
        {"/products", none, "products", "products_missing"},
        {"/products", json::array(), "products", "products_missing"},
        {"/products", ".be", "products", "wrong_type"},
        {"/products", json(101, {{"name", ".be"}}), "products", "products_too_many"},
        {"/products/0", ".be", "products[0]", "wrong_type"},
        {"/products/0/name", none, "products[0].name", "missing"},
        {"/products/1/name", ".com", "products[1].name", "product_unknown"},
        {"/products/1/name", ".BE", "products[1].name", "product_twice"},
        {"/products/0/role", "reseller", "products[0].role", "role_reseller_not_offered"},
        {"/products/1/name", ".resold", "", ""},
        {"/products/1/role", "partner", "products[1].role", "role_unknown"},
        {"/products/1/role", true, "products[1].role", "wrong_type"},
        {"/products/1/iana_id", none, "products[1].iana_id", "iana_id_missing_reseller"},
        {"/products/1/iana_id", 0, "products[1].iana_id", "iana_id_format"},
        {"/products/1/iana_id", -292, "products[1].iana_id", "iana_id_format"},
        {"/products/1/iana_id", 18446744073709551615u, "products[1].iana_id", "iana_id_format"},
        {"/products/1/iana_id", "292", "products[1].iana_id", "wrong_type"},
        {"/products/1/iana_id", 292.5, "products[1].iana_id", "wrong_type"},
        {"/products/1/iana_id", 9999, "products[1].iana_id", "iana_id_reserved"},
        {"/products/1/document", none, "products[1].document", "document_missing_reseller"},
        {"/products/1/document", 1, "products[1].document", "wrong_type"},
        {"/products/1",
         {{"name", ".vlaanderen"}, {"document", "doc-2"}},
         "products[1].iana_id",
         "iana_id_missing_direct"},
        {"/products/1",
         {{"name", ".vlaanderen"}, {"iana_id", 292}},
         "products[1].document",
         "document_missing_direct"},
        {"/products/1", {{"name", ".resold"}}, "products[1].role", "role_direct_not_offered"},
        {"/products/1/iana", 292, "products[1].iana", "unknown_field"},
        {"/organisation/fax", "x", "organisation.fax", "unknown_field"},
        {"/organisation/address/zip", "x", "organisation.address.zip", "unknown_field"},
        {"/representative/name", "x", "representative.name", "unknown_field"},
        {"/prepayment/vat", "x", "prepayment.vat", "unknown_field"},
        {"/comment", "x", "comment", "unknown_field"},
        {"/bad\xFF", "x", "?", "unknown_field"},
    };
    return rows;
}

}  // namespace

TEST_CASE("the example of the API is accepted and comes out normalised") {
    const auto read = accepted(tests::sign_up());
    CHECK(read.warnings.empty());
    CHECK_EQ(read.sign_up.organisation.address.postal_code, "3001");
    CHECK_EQ(read.sign_up.representative.mobile, "+32.497111111");
    CHECK_EQ(read.sign_up.prepayment, Money{250'000});
    CHECK_EQ(read.sign_up.current_account, "");
    REQUIRE_EQ(read.sign_up.products.size(), 2);
    CHECK_EQ(read.sign_up.products[1], Wish{".brussels", Role::reseller, 292, tests::paper_id});
}

TEST_CASE("one broken field is one problem, at its place, with a sentence in every language") {
    for (const auto& row : broken()) {
        CAPTURE(row.pointer);
        CAPTURE(row.code);
        const auto found = problems(changed(row.pointer, row.value));
        if (row.code.empty()) {  // Changed, but still right.
            CHECK_EQ(found, std::vector<Problem>{});
            continue;
        }
        REQUIRE_EQ(found.size(), 1);
        CHECK_EQ(found[0].field, row.field);
        CHECK_EQ(found[0].code, row.code);
        check_readable(found[0]);
        CHECK_NOTHROW(static_cast<void>(json(found).dump()));  // It is answered as JSON.
    }
}

TEST_CASE("nothing at all misses everything, in the order of the rule book") {
    const auto missing = [](const char* field) { return Problem{field, "missing"}; };
    const std::vector<Problem> expected = {
        missing("organisation.name"),
        missing("representative.first_name"),
        missing("representative.last_name"),
        missing("organisation.address.street"),
        missing("organisation.address.postal_code"),
        missing("organisation.address.city"),
        missing("organisation.address.country"),
        missing("representative.phone"),
        missing("representative.mobile"),
        missing("representative.email"),
        missing("organisation.website"),
        missing("organisation.vat_number"),
        missing("contract_language"),
        {"products", "products_missing"},
    };
    CHECK_EQ(problems(json::object()), expected);
    CHECK_EQ(problems(json{}), expected);
    CHECK_EQ(problems(json::array()),
             std::vector<Problem>{{"", "wrong_type", {{"expected", "object"}}}});
}

TEST_CASE("everything wrong is reported at once, in the order of the rule book") {
    auto input = tests::sign_up();
    input["organisation"] = {
        {"name", 1},
        {"vat_number", "BE1"},
        {"website", "x"},
        {"fax", "x"},
        {"address",
         {{"street", ""}, {"postal_code", "1"}, {"city", ""}, {"state", 1}, {"country", "BE"}}}};
    input["representative"] = {
        {"first_name", ""}, {"last_name", ""}, {"email", "x"}, {"phone", "x"}, {"mobile", "x"}};
    input["contract_language"] = "xx";
    input["prepayment"] = {{"amount", "1.00"}, {"currency", "USD"}};
    input["current_account"] = 1;
    input["standing_order"] = 1;
    input["products"] = {{{"name", ".be"}, {"role", "reseller"}},
                         {{"name", ".brussels"}, {"iana_id", 1}},
                         {{"name", ".com"}, {"price", 1}}};
    std::vector<std::string> fields;
    for (const auto& problem : problems(input)) {
        fields.push_back(problem.field);
        check_readable(problem);
    }
    CHECK_EQ(json(fields).dump(), json({"organisation.name",
                                        "representative.first_name",
                                        "representative.last_name",
                                        "organisation.address.street",
                                        "organisation.address.postal_code",
                                        "organisation.address.city",
                                        "organisation.address.state",
                                        "representative.phone",
                                        "representative.mobile",
                                        "representative.email",
                                        "organisation.website",
                                        "organisation.vat_number",
                                        "contract_language",
                                        "prepayment.amount",
                                        "prepayment.currency",
                                        "current_account",
                                        "standing_order",
                                        "products[0].role",
                                        "products[1].iana_id",
                                        "products[1].document",
                                        "products[2].name",
                                        "products[2].price",
                                        "organisation.fax"})
                                      .dump());
}

TEST_CASE("letters that people use survive, also a round trip") {
    for (const auto* name : {"Café Société", "Groß & Söhne", "Łódź Hosting", "Ωμέγα",
                             "日本ドメイン", "O’Neill", "नेटवर्क\u200d", "𝒳"}) {
        CAPTURE(name);
        auto input = changed("/organisation/name", name);
        input["representative"]["first_name"] = name;
        input["organisation"]["address"]["city"] = name;
        const auto first = accepted(input).sign_up;
        CHECK_EQ(first.organisation.name, name);
        const auto second = accepted(json::parse(write_sign_up(first).dump())).sign_up;
        CHECK_EQ(second, first);
        CHECK_EQ(json::parse(json(first).dump()).get<SignUp>(), first);
    }
    const auto long_name = [] {  // 255 letters, 765 bytes.
        std::string all;
        for (int i = 0; i < 255; ++i) all += "日";
        return all;
    }();
    CHECK_EQ(accepted(changed("/organisation/name", long_name)).sign_up.organisation.name,
             long_name);
    CHECK_EQ(problems(changed("/organisation/name", long_name + "日")).size(), 1);
}

TEST_CASE("what is written can be read again, and facts come back as they were") {
    auto input = tests::sign_up();
    input["organisation"]["address"]["state"] = "Vlaams-Brabant";
    input["current_account"] = "12345";
    input["standing_order"] = true;
    const auto first = accepted(input).sign_up;
    CHECK_EQ(accepted(write_sign_up(first)).sign_up, first);
    CHECK_EQ(json(first).get<SignUp>(), first);
    CHECK_EQ(write_sign_up(first).at("prepayment"),
             json({{"amount", "2500.00"}, {"currency", "EUR"}}));
    CHECK_EQ(json(SignUp{}).get<SignUp>(), SignUp{});  // A draft without anything in it.
    CHECK_EQ(json::object().get<SignUp>(), SignUp{});
    const auto problem = Problem{"products[1].role", "role_unknown", {{"a", "b"}}};
    CHECK_EQ(json(problem).get<Problem>(), problem);
}

TEST_CASE("text is trimmed and codes come in capitals or small letters") {
    auto input = changed("/organisation/name", "  Voorbeeld Hosting BV\t");
    input["organisation"]["address"]["country"] = "be";
    input["organisation"]["vat_number"] = "be 0123.456.749";
    input["contract_language"] = "NL";
    input["products"][0]["name"] = ".BE";
    CHECK_EQ(accepted(input).sign_up, accepted(tests::sign_up()).sign_up);
}

TEST_CASE("a prepayment is asked for only when a direct product is prepaid") {
    auto input = tests::sign_up();
    input["products"] = {{{"name", ".postpaid"}}};
    input["prepayment"] = nullptr;
    CHECK_EQ(accepted(input).sign_up.prepayment, Money{});
    input["prepayment"] = {{"amount", "1.00"}, {"currency", "EUR"}};
    CHECK_EQ(accepted(input).sign_up.prepayment, Money{});
    input["prepayment"]["amount"] = "one";
    CHECK_EQ(problems(input), std::vector<Problem>{{"prepayment.amount", "amount_format"}});

    auto terms = tests::catalogue();
    terms.currency = "USD";
    terms.prepayment_min = {100'000};
    input = changed("/prepayment", {{"amount", "1000.00"}, {"currency", "usd"}});
    const auto paid = accepted(input, terms).sign_up;
    CHECK_EQ(paid.currency, "USD");
    CHECK_EQ(accepted(write_sign_up(paid), terms).sign_up, paid);
}

TEST_CASE("who only resells names the account it has") {
    auto input = tests::sign_up();
    input["products"].erase(0);
    input["prepayment"] = nullptr;
    CHECK_EQ(problems(input), std::vector<Problem>{{"current_account", "current_account_missing"}});
    check_readable(problems(input).at(0));
    input["current_account"] = "12345";
    CHECK_EQ(accepted(input).sign_up.current_account, "12345");
    CHECK_EQ(
        accepted(input).warnings,
        std::vector<Problem>{{"current_account", "account_unconfirmed", {{"account", "12345"}}}});
}

TEST_CASE("a standing order goes with a product that has it and is wanted directly") {
    CHECK(accepted(changed("/standing_order", true)).sign_up.standing_order);
    auto input = changed("/standing_order", true);
    input["products"][0]["name"] = ".postpaid";
    input["prepayment"] = nullptr;
    const auto found = problems(input);
    CHECK_EQ(found, std::vector<Problem>{{"standing_order", "standing_order_not_offered"}});
    check_readable(found.at(0));
}

TEST_CASE("a role that is not given is direct, and an accredited registrar says by which id") {
    auto input = tests::sign_up();
    input["products"] = {{{"name", ".vlaanderen"}, {"iana_id", 10007}, {"document", "raa"}}};
    const auto wish = accepted(input).sign_up.products.at(0);
    CHECK_EQ(wish, Wish{".vlaanderen", Role::direct, 10007, "raa"});
}

TEST_CASE("no reserved IANA id passes") {
    for (const int id :
         {1, 3, 8, 119, 365, 376, 9994, 9995, 9996, 9997, 9998, 9999, 10009, 4000001, 8888888}) {
        CAPTURE(id);
        const auto found = problems(changed("/products/1/iana_id", id));
        CHECK_EQ(found, std::vector<Problem>{{"products[1].iana_id",
                                              "iana_id_reserved",
                                              {{"iana_id", std::to_string(id)}}}});
    }
}

namespace {

json from(const char* country, const char* postal_code, const char* vat_number) {
    auto input = tests::sign_up();
    input["organisation"]["address"]["country"] = country;
    input["organisation"]["address"]["postal_code"] = postal_code;
    input["organisation"]["vat_number"] = vat_number;
    return input;
}

std::string vat_of(const json& input) { return accepted(input).sign_up.organisation.vat_number; }

}  // namespace

TEST_CASE("a VAT number goes with its country") {
    CHECK_EQ(vat_of(from("GR", "151 24", "GR123456783")), "EL123456783");
    CHECK_EQ(vat_of(from("GR", "151 24", "EL123456783")), "EL123456783");
    CHECK_EQ(vat_of(from("GB", "BT1 5GS", "XI123456727")), "XI123456727");
    CHECK_EQ(vat_of(from("GB", "EC1Y 8SY", "GB 980 7806 84")), "GB 980 7806 84");
    CHECK_EQ(problems(from("GB", "BT1 5GS", "XI123456728")).at(0).code, "vat_check_digits");
    CHECK_EQ(vat_of(from("BE", "3001", "0123.456.749")), "BE0123456749");
    CHECK_EQ(vat_of(from("AT", "1010", "U12345675")), "ATU12345675");
    CHECK_EQ(problems(from("FR", "33380", "BE0123456749")).at(0),
             Problem{"organisation.vat_number",
                     "vat_country",
                     {{"prefix", "BE"}, {"country", "FR"}, {"expected", "FR"}}});
}

TEST_CASE("outside the EU a tax number is taken as it is") {
    CHECK_EQ(vat_of(from("US", "95014", "12-3456789")), "12-3456789");
    CHECK_EQ(vat_of(from("CH", "8001", "CHE-107.787.577 MWST")), "CHE-107.787.577 MWST");
    CHECK_EQ(vat_of(from("AE", "", "100123456700003")), "100123456700003");
    for (const auto* number : {"12", "1234567890123456789012345678901"}) {
        const auto found = problems(from("US", "95014", number));
        REQUIRE_EQ(found.size(), 1);
        CHECK_EQ(found[0].code, "tax_number_length");
        check_readable(found[0]);
    }
}

TEST_CASE("what nobody can judge is a warning, with a sentence, and not a problem") {
    auto input = from("CH", "8001", "DE123456788");
    input["representative"]["phone"] = "+32 00 00 00 00";
    input["representative"]["mobile"] = "+44 56 1234 5678";
    const auto read = accepted(input);
    const std::vector<Problem> expected = {
        {"representative.phone", "phone_range_unknown"},
        {"representative.mobile", "mobile_unsure"},
        {"organisation.vat_number", "vat_foreign", {{"prefix", "DE"}, {"country", "CH"}}}};
    CHECK_EQ(read.warnings, expected);
    CHECK_EQ(read.sign_up.representative.phone, "+32.00000000");
    for (const auto& warning : read.warnings) check_readable(warning);
    CHECK_EQ(accepted(from("US", "95014", "SE1234")).warnings.size(), 1);
    CHECK_EQ(accepted(from("US", "95014", "DELAWARE 12")).warnings.size(), 0);
}

}  // namespace sign_up_test
