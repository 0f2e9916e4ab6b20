// A PDF with nothing on its one page, whole down to its table of references.

#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace simulators {

// `words` stand in a comment at its start.
inline std::string blank_pdf(const std::string& words) {
    std::string pdf = "%PDF-1.4\n% " + words + "\n";
    std::string table = "xref\n0 4\n0000000000 65535 f \n";
    for (const auto* object :
         {"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
          "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
          "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj\n"}) {
        std::array<char, 32> line{};
        std::snprintf(line.data(), line.size(), "%010zu 00000 n \n", pdf.size());
        table += line.data();
        pdf += object;
    }
    const auto start = std::to_string(pdf.size());
    return pdf + table + "trailer<</Size 4/Root 1 0 R>>\nstartxref\n" + start + "\n%%EOF\n";
}

}  // namespace simulators
