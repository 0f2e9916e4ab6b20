#include "adapters/papers/flaw.hpp"

#include <doctest/doctest.h>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include <memory>
#include <string>

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

TEST_CASE("small damage is mended as readers mend it") {
    auto pdf = simulators::blank_pdf("");
    const auto table = pdf.find("0000000000 65535");
    REQUIRE_NE(table, std::string::npos);
    CHECK_EQ(flaw_in(pdf.insert(9, "% a line that moves all places\n")), "");
}

}  // namespace flaw_test
