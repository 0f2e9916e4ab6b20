// A4 pages that text flows over, drawn with Cairo and Pango: tagged, with a foot and "1 / 3".
//
// Lengths are points (1/72 inch) from the upper left corner.  All text stands on lines of one
// height, whatever font its letters come from.  Throws engine::Rejected for letters that no font
// of this machine has: a name with a hole in it must not leave the house.

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace papers {

constexpr double mm = 72.0 / 25.4;

constexpr double page_width = 210 * mm;
constexpr double page_height = 297 * mm;
constexpr double margin_left = 25 * mm;  // Room for a binding.
constexpr double margin_right = 20 * mm;
constexpr double text_width = page_width - margin_left - margin_right;

enum class Ink { text, quiet, accent };
enum class Side { left, right };

struct Look {
    double size = 10;
    bool bold = false;
    Ink ink = Ink::text;

    double leading() const { return size * 1.42; }  // From one line to the next.
};

inline constexpr Look body{.size = 10};
inline constexpr Look strong{.size = 10, .bold = true};
inline constexpr Look small{.size = 8.5, .ink = Ink::quiet};

struct Indent {             // From the left margin.
    std::string mark = {};  // A bullet or a clause's number, before the first line.
    double mark_at = 0;
    double text_at = 0;
};

struct Column {
    std::string head;
    double width;
    Side side = Side::left;
};
struct Row {
    std::vector<std::string> cells;
    bool strong = false;
    bool joined = false;  // Never the first row of a page.
    double size = 9.5;    // Of its letters.
};

struct Cover {  // What is the same on all pages.
    std::string title;
    std::string author;
    std::string language;
    std::chrono::year_month_day date;
    std::vector<std::string> foot;  // Its lines.
};

class Sheet {
public:
    // The number of pages is printed on each, so who does not know it yet draws twice.
    Sheet(Cover, int pages_in_total);
    ~Sheet();
    Sheet(const Sheet&) = delete;
    Sheet& operator=(const Sheet&) = delete;

    // Everything that is drawn while it lives is one element of the document's structure.
    class Element {
    public:
        Element(Sheet&, const char* tag);
        ~Element();
        Element(const Element&) = delete;
        Element& operator=(const Element&) = delete;

    private:
        Sheet& sheet_;
        const char* tag_;
    };

    double y() const { return y_; }
    void move_to(double y) { y_ = y; }
    void skip(double height) { y_ += height; }
    void keep(double height);  // On a new page, if there is no room for this height.

    // From here on, over as many pages as it takes; no page has a single line of a paragraph.
    void flow(const char* tag, const std::string& text, Look, const Indent& = {});

    // The head again on each page.  Rows are not torn apart.
    void table(const std::vector<Column>&, const std::vector<Row>&, double head_size = 9.5);

    // These draw anywhere and leave y() alone.  place() answers with the text's height.
    double place(const std::string& text, Look, double x, double y, double width,
                 Side side = Side::left);
    double height_of(const std::string& text, Look, double width) const;
    void panel(double x, double y, double width, double height);  // A quiet background.
    void white(double x, double y, double width, double height);
    void bar(double x, double y, double width, double height);  // In the accent's colour.
    void line(double x, double y, double width);
    // A square of dark and light modules, row by row, `side` modules wide.
    void modules(const std::vector<bool>& dark, std::size_t side, double x, double y, double width);

    int pages() const { return page_; }
    std::string finish();  // The PDF.

private:
    struct Drawing;

    void begin_page();
    void end_page();
    double bottom() const;
    double row_height(const std::vector<Column>&, const Row&) const;
    void draw_row(const std::vector<Column>&, const Row&, const char* cell_tag);

    Cover cover_;
    int pages_in_total_;
    int page_ = 0;
    double y_ = 0;
    std::string pdf_;
    std::unique_ptr<Drawing> drawing_;
};

}  // namespace papers
