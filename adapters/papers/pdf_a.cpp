#include "adapters/papers/pdf_a.hpp"

#include <fstream>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>
#include <sstream>
#include <stdexcept>

namespace papers {
namespace {

using Object = QPDFObjectHandle;

constexpr auto producer = "Doorstep";
constexpr auto profile_path = "/usr/share/color/icc/sRGB.icc";  // Debian: icc-profiles-free.

std::string colour_profile() {
    std::ostringstream bytes;
    if (!(bytes << std::ifstream{profile_path, std::ios::binary}.rdbuf()))
        throw std::runtime_error{std::string{"cannot read the colour profile "} + profile_path};
    return bytes.str();
}

std::string escaped(const std::string& text) {
    std::string safe;
    for (const char c : text) {
        if (c == '&')
            safe += "&amp;";
        else if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else
            safe += c;
    }
    return safe;
}

std::string day_of(std::chrono::year_month_day date, bool dashes) {
    const auto two = [](unsigned number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    const auto* dash = dashes ? "-" : "";
    return std::to_string(static_cast<int>(date.year())) + dash +
           two(static_cast<unsigned>(date.month())) + dash + two(static_cast<unsigned>(date.day()));
}

// XMP has to say the same as the document's information (ISO 19005-1, 6.7.3).
std::string metadata(const Cover& cover) {
    const auto description = [](const std::string& prefix, const std::string& space,
                                const std::string& content) {
        return "<rdf:Description rdf:about=\"\" xmlns:" + prefix + "=\"" + space + "\">" + content +
               "</rdf:Description>\n";
    };
    return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
           "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
           description("dc", "http://purl.org/dc/elements/1.1/",
                       "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" + escaped(cover.title) +
                           "</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>" +
                           escaped(cover.author) + "</rdf:li></rdf:Seq></dc:creator>") +
           description(
               "xmp", "http://ns.adobe.com/xap/1.0/",
               "<xmp:CreateDate>" + day_of(cover.date, true) + "T00:00:00Z</xmp:CreateDate>") +
           description("pdf", "http://ns.adobe.com/pdf/1.3/",
                       std::string{"<pdf:Producer>"} + producer + "</pdf:Producer>") +
           description("pdfaid", "http://www.aiim.org/pdfa/ns/id/",
                       "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>") +
           "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

bool is_named(Object& object, const char* key, const char* name) {
    auto value = object.getKey(key);
    return value.isName() && value.getName() == name;
}

Object text_of(const std::string& text) { return Object::newUnicodeString(text); }

Object output_intent(QPDF& pdf) {
    auto profile = Object::newStream(&pdf, colour_profile());
    profile.getDict().replaceKey("/N", Object::newInteger(3));
    auto intent = Object::newDictionary();
    intent.replaceKey("/Type", Object::newName("/OutputIntent"));
    intent.replaceKey("/S", Object::newName("/GTS_PDFA1"));
    intent.replaceKey("/OutputConditionIdentifier", Object::newString("sRGB"));
    intent.replaceKey("/Info", Object::newString("sRGB"));
    intent.replaceKey("/DestOutputProfile", pdf.makeIndirectObject(profile));
    return pdf.makeIndirectObject(intent);
}

// How many glyphs a font's widths speak of: "c [w1 w2 …]" and "first last w" (ISO 32000, 9.7.4.3).
std::size_t glyphs_of(Object widths) {
    std::size_t count = 0;
    const auto number = [&widths](int at) {
        return static_cast<std::size_t>(widths.getArrayItem(at).getIntValue());
    };
    for (int at = 0; widths.isArray() && at + 1 < widths.getArrayNItems();) {
        auto next = widths.getArrayItem(at + 1);
        const bool one_by_one = next.isArray();
        count = std::max(count, one_by_one
                                    ? number(at) + static_cast<std::size_t>(next.getArrayNItems())
                                    : number(at + 1) + 1);
        at += one_by_one ? 2 : 3;
    }
    return count;
}

// An embedded subset has to say which glyphs it has: here all, as Cairo numbers them anew.
void complete_font(QPDF& pdf, Object& font) {
    if (is_named(font, "/Subtype", "/CIDFontType2") && font.getKey("/CIDToGIDMap").isNull())
        font.replaceKey("/CIDToGIDMap", Object::newName("/Identity"));
    const auto glyphs = glyphs_of(font.getKey("/W"));
    std::string present((glyphs + 7) / 8, '\0');
    for (std::size_t i = 0; i < glyphs; ++i)
        present[i / 8] = static_cast<char>(present[i / 8] | (0x80 >> (i % 8)));
    font.getKey("/FontDescriptor")
        .replaceKey("/CIDSet", pdf.makeIndirectObject(Object::newStream(&pdf, present)));
}

void complete_objects(QPDF& pdf, const std::string& picture) {
    for (auto& object : pdf.getAllObjects()) {
        if (!object.isDictionary()) continue;
        if (is_named(object, "/Type", "/Page")) object.removeKey("/Group");  // Transparency.
        if (is_named(object, "/Subtype", "/CIDFontType2") ||
            is_named(object, "/Subtype", "/CIDFontType0"))
            complete_font(pdf, object);
        if (is_named(object, "/S", "/Figure")) object.replaceKey("/Alt", text_of(picture));
        if (is_named(object, "/S", "/TH")) {
            auto attributes = Object::newDictionary();
            attributes.replaceKey("/O", Object::newName("/Table"));
            attributes.replaceKey("/Scope", Object::newName("/Column"));
            object.replaceKey("/A", attributes);
        }
    }
}

void complete_root(QPDF& pdf, const Cover& cover) {
    auto root = pdf.getRoot();
    auto xmp = Object::newStream(&pdf, metadata(cover));
    xmp.getDict().replaceKey("/Type", Object::newName("/Metadata"));
    xmp.getDict().replaceKey("/Subtype", Object::newName("/XML"));
    root.replaceKey("/Metadata", pdf.makeIndirectObject(xmp));
    auto intents = Object::newArray();
    intents.appendItem(output_intent(pdf));
    root.replaceKey("/OutputIntents", intents);
    auto marked = Object::newDictionary();
    marked.replaceKey("/Marked", Object::newBool(true));
    root.replaceKey("/MarkInfo", marked);
    auto viewer = Object::newDictionary();
    viewer.replaceKey("/DisplayDocTitle", Object::newBool(true));
    root.replaceKey("/ViewerPreferences", viewer);
    root.replaceKey("/Lang", Object::newString(cover.language));
}

}  // namespace

std::string archivable(const std::string& pdf, const Cover& cover, const std::string& picture) {
    QPDF document;
    document.processMemoryFile("paper", pdf.data(), pdf.size());
    complete_objects(document, picture);
    complete_root(document, cover);
    auto information = document.getTrailer().getKey("/Info");
    information.replaceKey("/Producer", Object::newString(producer));
    information.removeKey("/Creator");
    information.replaceKey("/CreationDate",
                           Object::newString("D:" + day_of(cover.date, false) + "000000Z"));
    QPDFWriter writer{document};
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.forcePDFVersion("1.4");
    writer.setNewlineBeforeEndstream(true);
    writer.write();
    const auto written = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(written->getBuffer()), written->getSize()};
}

}  // namespace papers
