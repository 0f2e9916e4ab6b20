#include "adapters/papers/flaw.hpp"

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>

namespace papers {

std::string flaw_in(const std::string& pdf) {
    QPDF file;
    file.setSuppressWarnings(true);
    try {
        file.processMemoryFile("upload", pdf.data(), pdf.size());
        if (file.isEncrypted()) return "pdf_encrypted";
        return file.getAllPages().empty() ? "pdf_broken" : "";
    } catch (const QPDFExc& error) {
        return error.getErrorCode() == qpdf_e_password ? "pdf_encrypted" : "pdf_broken";
    } catch (const std::exception&) {  // From deep inside, for what nobody has thought of.
        return "pdf_broken";
    }
}

}  // namespace papers
