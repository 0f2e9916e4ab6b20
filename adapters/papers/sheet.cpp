#include "adapters/papers/sheet.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <stdexcept>

#include "engine/fault.hpp"

namespace papers {
namespace {

// Names come in any script; where the first font lacks a letter, the next ones are asked.
constexpr auto families = "Noto Sans, Noto Sans CJK JP, DejaVu Sans";

constexpr auto document_tag = "Document";

constexpr double top_of_next_pages = 28 * mm;
constexpr double cell_room = 1.6 * mm;  // Above and below the text of a row.
constexpr double gap = 4 * mm;          // Between columns.

template <auto free>
struct Freed {
    void operator()(auto* object) const { free(object); }
};
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using Fonts = std::unique_ptr<PangoContext, Freed<g_object_unref>>;
using Layout = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Freed<pango_font_description_free>>;
using Attributes = std::unique_ptr<PangoAttrList, Freed<pango_attr_list_unref>>;
using Lines = std::unique_ptr<PangoLayoutIter, Freed<pango_layout_iter_free>>;
using FontOptions = std::unique_ptr<cairo_font_options_t, Freed<cairo_font_options_destroy>>;

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

void set_ink(cairo_t* context, Ink ink) {
    switch (ink) {
        case Ink::text: return cairo_set_source_rgb(context, 0.10, 0.11, 0.13);
        case Ink::quiet: return cairo_set_source_rgb(context, 0.36, 0.39, 0.43);
        case Ink::accent: return cairo_set_source_rgb(context, 0.08, 0.24, 0.42);
    }
}

int units(double points) { return static_cast<int>(points * PANGO_SCALE); }
double points(int units) { return static_cast<double>(units) / PANGO_SCALE; }

std::string written(std::chrono::year_month_day date) {
    const auto two = [](unsigned number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return std::to_string(static_cast<int>(date.year())) + '-' +
           two(static_cast<unsigned>(date.month())) + '-' + two(static_cast<unsigned>(date.day()));
}

}  // namespace

struct Sheet::Drawing {
    Surface surface;
    Context context;
    Fonts fonts;
    bool in_structure = true;  // Heads and feet of pages are no part of what a paper says.

    Layout lay_out(const std::string& text, Look look, double width, Side side) const {
        Layout layout{pango_layout_new(fonts.get())};
        Font font{pango_font_description_from_string(families)};
        pango_font_description_set_absolute_size(font.get(), look.size * PANGO_SCALE);
        pango_font_description_set_weight(font.get(),
                                          look.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout.get(), font.get());
        // A reader of the file would get a letter that no search finds.
        const Attributes attributes{pango_attr_list_new()};
        pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("liga 0, clig 0"));
        pango_layout_set_attributes(layout.get(), attributes.get());
        pango_layout_set_width(layout.get(), units(width));
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout.get(),
                                   side == Side::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
        pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
        if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0)
            throw engine::Rejected{"no font on this machine has every letter of \"" + text + '"'};
        return layout;
    }

    // Each line is an element of its own: Cairo 1.16 loses what follows a change of fonts from the
    // structure if one element holds several lines.
    void show(PangoLayoutLine* line, double x, double baseline, Ink ink) const {
        set_ink(context.get(), ink);
        if (in_structure) cairo_tag_begin(context.get(), "Span", nullptr);
        cairo_move_to(context.get(), x, baseline);
        pango_cairo_show_layout_line(context.get(), line);
        if (in_structure) cairo_tag_end(context.get(), "Span");
    }

    void show_from(PangoLayoutIter* lines, Look look, double x, double top) const {
        PangoRectangle place{};
        pango_layout_iter_get_line_extents(lines, nullptr, &place);
        show(pango_layout_iter_get_line_readonly(lines), x + points(place.x),
             top + look.size * 1.08, look.ink);
    }
};

Sheet::Sheet(Cover cover, int pages_in_total)
    : cover_{std::move(cover)}, pages_in_total_{pages_in_total} {
    Surface surface{cairo_pdf_surface_create_for_stream(append, &pdf_, page_width, page_height)};
    const auto date = written(cover_.date) + "T00:00:00Z";
    cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_4);
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, cover_.title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_AUTHOR, cover_.author.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
    Context context{cairo_create(surface.get())};
    Fonts fonts{pango_cairo_create_context(context.get())};
    pango_cairo_context_set_resolution(fonts.get(), 72);
    pango_context_set_language(fonts.get(), pango_language_from_string(cover_.language.c_str()));
    // Paper has no pixels to fit letters to.
    FontOptions options{cairo_font_options_create()};
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(fonts.get(), options.get());
    pango_context_set_round_glyph_positions(fonts.get(), FALSE);
    drawing_ = std::make_unique<Drawing>(
        Drawing{std::move(surface), std::move(context), std::move(fonts)});
    cairo_tag_begin(drawing_->context.get(), document_tag, nullptr);
    begin_page();
}

Sheet::~Sheet() = default;

Sheet::Element::Element(Sheet& sheet, const char* tag) : sheet_{sheet}, tag_{tag} {
    cairo_tag_begin(sheet_.drawing_->context.get(), tag_, nullptr);
}

Sheet::Element::~Element() { cairo_tag_end(sheet_.drawing_->context.get(), tag_); }

double Sheet::bottom() const {
    return page_height - 17 * mm - small.leading() * static_cast<double>(cover_.foot.size());
}

void Sheet::begin_page() {
    ++page_;
    y_ = top_of_next_pages;
    if (page_ == 1) return;
    drawing_->in_structure = false;
    place(cover_.title, small, margin_left, 15 * mm, text_width);
    line(margin_left, 21 * mm, text_width);
    drawing_->in_structure = true;
}

void Sheet::end_page() {
    drawing_->in_structure = false;
    const auto from = bottom() + 5 * mm;
    line(margin_left, from - 2 * mm, text_width);
    auto at = from;
    for (const auto& words : cover_.foot)
        at += place(words, small, margin_left, at, text_width - 20 * mm);
    place(std::to_string(page_) + " / " + std::to_string(pages_in_total_), small, margin_left, from,
          text_width, Side::right);
    drawing_->in_structure = true;
    cairo_show_page(drawing_->context.get());
}

void Sheet::keep(double height) {
    if (y_ + height <= bottom()) return;
    end_page();
    begin_page();
}

void Sheet::flow(const char* tag, const std::string& text, Look look, const Indent& indent) {
    const auto x = margin_left + indent.text_at;
    const auto layout = drawing_->lay_out(text, look, text_width - indent.text_at, Side::left);
    const Lines lines{pango_layout_get_iter(layout.get())};
    auto left = pango_layout_get_line_count(layout.get());
    keep(look.leading() * std::min(left, left == 3 ? 3 : 2));
    for (bool first = true; left > 0; first = false) {
        const Element element{*this, tag};
        if (first && !indent.mark.empty())
            place(indent.mark, look, margin_left + indent.mark_at, y_,
                  indent.text_at - indent.mark_at);
        auto fitting = std::min(left, static_cast<int>((bottom() - y_) / look.leading()));
        if (left - fitting == 1 && fitting > 2) --fitting;  // It would be alone overleaf.
        for (left -= fitting; fitting > 0; --fitting) {
            drawing_->show_from(lines.get(), look, x, y_);
            pango_layout_iter_next_line(lines.get());
            y_ += look.leading();
        }
        if (left > 0) {
            end_page();
            begin_page();
        }
    }
}

double Sheet::place(const std::string& text, Look look, double x, double y, double width,
                    Side side) {
    const auto layout = drawing_->lay_out(text, look, width, side);
    const Lines lines{pango_layout_get_iter(layout.get())};
    auto at = y;
    do {
        drawing_->show_from(lines.get(), look, x, at);
        at += look.leading();
    } while (pango_layout_iter_next_line(lines.get()));
    return at - y;
}

double Sheet::height_of(const std::string& text, Look look, double width) const {
    const auto layout = drawing_->lay_out(text, look, width, Side::left);
    return pango_layout_get_line_count(layout.get()) * look.leading();
}

namespace {

Look look_of(const Row& row) { return {.size = row.size, .bold = row.strong}; }

}  // namespace

double Sheet::row_height(const std::vector<Column>& columns, const Row& row) const {
    double height = 0;
    for (std::size_t i = 0; i < columns.size(); ++i)
        height = std::max(height, height_of(row.cells.at(i), look_of(row), columns[i].width - gap));
    return height + 2 * cell_room;
}

void Sheet::draw_row(const std::vector<Column>& columns, const Row& row, const char* cell_tag) {
    const Element element{*this, "TR"};
    const auto height = row_height(columns, row);
    auto x = margin_left;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Element cell{*this, cell_tag};
        const bool right = columns[i].side == Side::right;
        place(row.cells.at(i), look_of(row), right ? x + gap : x, y_ + cell_room,
              columns[i].width - gap, columns[i].side);
        x += columns[i].width;
    }
    y_ += height;
    line(margin_left, y_, text_width);
}

void Sheet::table(const std::vector<Column>& columns, const std::vector<Row>& rows,
                  double head_size) {
    Row head{.strong = true, .size = head_size};
    for (const auto& column : columns) head.cells.push_back(column.head);
    const auto height_with_joined = [&](std::size_t at) {
        auto height = row_height(columns, rows[at]);
        while (++at < rows.size() && rows[at].joined) height += row_height(columns, rows[at]);
        return height;
    };
    for (std::size_t at = 0; at < rows.size();) {
        keep(row_height(columns, head) + height_with_joined(at));
        const Element element{*this, "Table"};
        bar(margin_left, y_, text_width, 0.8);
        draw_row(columns, head, "TH");
        do draw_row(columns, rows[at], "TD");
        while (++at < rows.size() && (rows[at].joined || y_ + height_with_joined(at) <= bottom()));
    }
}

void Sheet::panel(double x, double y, double width, double height) {
    auto* context = drawing_->context.get();
    cairo_set_source_rgb(context, 0.945, 0.955, 0.97);
    cairo_rectangle(context, x, y, width, height);
    cairo_fill(context);
}

void Sheet::white(double x, double y, double width, double height) {
    auto* context = drawing_->context.get();
    cairo_set_source_rgb(context, 1, 1, 1);
    cairo_rectangle(context, x, y, width, height);
    cairo_fill(context);
}

void Sheet::bar(double x, double y, double width, double height) {
    auto* context = drawing_->context.get();
    set_ink(context, Ink::accent);
    cairo_rectangle(context, x, y, width, height);
    cairo_fill(context);
}

void Sheet::line(double x, double y, double width) {
    auto* context = drawing_->context.get();
    cairo_set_source_rgb(context, 0.74, 0.77, 0.80);
    cairo_set_line_width(context, 0.4);
    cairo_move_to(context, x, y);
    cairo_line_to(context, x + width, y);
    cairo_stroke(context);
}

void Sheet::modules(const std::vector<bool>& dark, std::size_t side, double x, double y,
                    double width) {
    auto* context = drawing_->context.get();
    const auto module = width / static_cast<double>(side);
    cairo_set_source_rgb(context, 0, 0, 0);
    for (std::size_t i = 0; i < dark.size(); ++i)
        if (dark[i]) {
            const auto column = i % side, row = i / side;
            cairo_rectangle(context, x + static_cast<double>(column) * module,
                            y + static_cast<double>(row) * module, module, module);
        }
    cairo_fill(context);
}

std::string Sheet::finish() {
    cairo_tag_end(drawing_->context.get(), document_tag);
    end_page();
    cairo_surface_finish(drawing_->surface.get());
    if (const auto status = cairo_surface_status(drawing_->surface.get()))
        throw std::runtime_error{std::string{"cairo: "} + cairo_status_to_string(status)};
    return std::move(pdf_);
}

}  // namespace papers
