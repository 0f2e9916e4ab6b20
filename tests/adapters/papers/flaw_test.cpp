#include "adapters/papers/flaw.hpp"

#include <doctest/doctest.h>
#include <qpdf/Buffer.hh>
#include <qpdf/Pl_Buffer.hh>
#include <qpdf/Pl_Flate.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include <memory>
#include <string>
#include <vector>

#include "examples/simulators/blank_pdf.hpp"

namespace flaw_test {

using papers::flaw_in;

namespace {

// As a word processor locks it: to be opened by whoever has `password`, or by anybody if it is "".
std::string locked(const std::string& pdf, const char* password) {
    QPDF file;
    file.processMemoryFile("test", pdf.data(), pdf.size());
    QPDFWriter writer{file};
    writer.setOutputMemory();
    writer.setR6EncryptionParameters(password, "owner", true, true, false, false, false, false,
                                     qpdf_r3p_none, true);
    writer.write();
    const auto bytes = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

std::string deflated(const std::string& bytes) {
    Pl_Buffer kept{"kept"};
    Pl_Flate packing{"packing", &kept, Pl_Flate::a_deflate};
    packing.write(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    packing.finish();
    const auto buffer = kept.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

// With the cross-reference table of objects 1 and so on (ISO 32000, 7.5.4).
std::string with_table(std::string pdf, const std::vector<std::size_t>& places) {
    const auto begin = pdf.size();
    const auto size = std::to_string(places.size() + 1);
    pdf += "xref\n0 " + size + "\n0000000000 65535 f \n";
    for (const auto place : places) {
        const auto digits = std::to_string(place);
        pdf += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    return pdf + "trailer<</Size " + size + "/Root 1 0 R>>\nstartxref\n" + std::to_string(begin) +
           "\n%%EOF\n";
}

std::string without(std::string text, const std::string& what) {
    const auto at = text.find(what);
    REQUIRE_NE(at, std::string::npos);
    return text.erase(at, what.size());
}

}  // namespace

TEST_CASE("a PDF that can be read has no flaw") {
    CHECK_EQ(flaw_in(simulators::blank_pdf("")), "");
    CHECK_EQ(flaw_in("%PDF-1.7\n" + simulators::blank_pdf("").substr(9)), "");
}

TEST_CASE("one that is locked is refused, even if everybody may open it") {
    CHECK_EQ(flaw_in(locked(simulators::blank_pdf(""), "secret")), "pdf_encrypted");
    CHECK_EQ(flaw_in(locked(simulators::blank_pdf(""), "")), "pdf_encrypted");
}

TEST_CASE("one without a page that can be found is broken") {
    const auto pdf = simulators::blank_pdf("");
    CHECK_EQ(flaw_in(""), "pdf_broken");
    CHECK_EQ(flaw_in("%PDF-1.4\nstartxref\n0\n%%EOF\n"), "pdf_broken");
    CHECK_EQ(flaw_in(without(pdf, "/Root 1 0 R")), "pdf_broken");
    CHECK_EQ(flaw_in(without(pdf, "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n")), "pdf_broken");
    CHECK_EQ(flaw_in(without(pdf, "3 0 R]/Count 1")), "pdf_broken");
    for (std::size_t size = 0; size < pdf.size(); size += 7) {
        CAPTURE(size);
        const auto flaw = flaw_in(pdf.substr(0, size));  // Cut anywhere: an answer, never a crash.
        CHECK((flaw.empty() || flaw == "pdf_broken"));
    }
}

TEST_CASE("pages of pages without end, and gigabytes in two kilobytes, are broken files") {
    std::string deep = "%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n";
    std::vector<std::size_t> places = {9};
    constexpr int levels = 60'000;
    for (int i = 2; i < levels; ++i) {
        places.push_back(deep.size());
        deep += std::to_string(i) + " 0 obj\n<</Type/Pages/Count 1/Kids[" + std::to_string(i + 1) +
                " 0 R]>>\nendobj\n";
    }
    CHECK_EQ(flaw_in(with_table(deep, places)), "pdf_broken");

    const auto bomb = deflated(deflated(std::string(300UL * 1024 * 1024, '\0')));
    CHECK_LT(bomb.size(), 10'000);
    CHECK_EQ(flaw_in("%PDF-1.5\n1 0 obj\n<</Type/XRef/W[1 4 2]/Size 5/Root 1 0 R"
                     "/Filter[/FlateDecode/FlateDecode]/Length " +
                     std::to_string(bomb.size()) + ">>\nstream\n" + bomb +
                     "\nendstream\nendobj\nstartxref\n9\n%%EOF\n"),
             "pdf_broken");
    CHECK_EQ(flaw_in(simulators::blank_pdf("")), "");  // We are still here.
}

TEST_CASE("small damage is mended as readers mend it") {
    auto pdf = simulators::blank_pdf("");
    const auto table = pdf.find("0000000000 65535");
    REQUIRE_NE(table, std::string::npos);
    CHECK_EQ(flaw_in(pdf.insert(9, "% a line that moves all places\n")), "");
}

}  // namespace flaw_test
