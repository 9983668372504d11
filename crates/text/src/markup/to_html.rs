//! Tokens as HTML.

use std::ops::Range;

use super::piece::{Piece, Style, Token};
use super::scan::scan;
use crate::{Html, formula};

/// `text` as HTML, with `ranges` of its bytes marked.
pub(super) fn html(text: &str, ranges: &[Range<usize>]) -> Html {
    let marks = ordered(text, ranges);
    let mut writer = Writer { html: Html::with_capacity(text.len() + text.len() / 8), marks: &marks, marking: false };
    for token in scan(text) {
        writer.token(&token);
    }
    writer.mark(false);
    writer.html
}

/// The ranges within `text`, on characters' borders, ordered and without overlap.
fn ordered(text: &str, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = ranges
        .iter()
        .map(|range| text.ceil_char_boundary(range.start)..text.floor_char_boundary(range.end))
        .filter(|range| range.start < range.end)
        .collect();
    marks.sort_unstable_by_key(|range| range.start);
    marks.dedup_by(|next, last| {
        let touches = next.start <= last.end;
        if touches {
            last.end = last.end.max(next.end);
        }
        touches
    });
    marks
}

/// Prints tokens; keeps `<mark>` nested within whatever else is open by closing it before every other tag.
struct Writer<'m> {
    html: Html,
    /// The marks that do not lie behind.
    marks: &'m [Range<usize>],
    /// Whether a `<mark>` is open.
    marking: bool,
}

impl Writer<'_> {
    fn token(&mut self, token: &Token<'_>) {
        match &token.piece {
            Piece::Text(text) => self.text(text, token.at.start),
            Piece::Printed(text) => {
                self.mark_touched(&token.at);
                self.html.push_text(text);
            }
            Piece::Formula { source, display } => {
                self.mark_touched(&token.at);
                self.formula(source, *display);
            }
            Piece::Open(style) => self.tag(open_tag(*style)),
            Piece::Close(style) => self.tag(close_tag(*style)),
            Piece::OpenLink(address) => {
                self.tag("<a href=\"");
                self.html.push_text(address);
                self.html.push_markup("\" rel=\"nofollow noopener\">");
            }
            Piece::CloseLink => self.tag("</a>"),
        }
    }

    /// Text that begins at byte `start` of the source.
    fn text(&mut self, text: &str, start: usize) {
        let end = start + text.len();
        let mut at = start;
        while at < end {
            self.pass(at);
            let (marked, until) = match self.marks.first() {
                Some(mark) if mark.start <= at => (true, mark.end.min(end)),
                Some(mark) => (false, mark.start.min(end)),
                None => (false, end),
            };
            self.mark(marked);
            self.html.push_text(text.get(at - start..until - start).unwrap_or_default());
            at = until;
        }
    }

    /// Leaves the marks behind that end before `at`.
    fn pass(&mut self, at: usize) {
        while let Some((_, rest)) = self.marks.split_first().filter(|(mark, _)| mark.end <= at) {
            self.marks = rest;
        }
    }

    /// Marks what stands for these bytes if a mark touches any of them.
    fn mark_touched(&mut self, at: &Range<usize>) {
        self.pass(at.start);
        self.mark(self.marks.first().is_some_and(|mark| mark.start < at.end));
    }

    /// Opens or closes `<mark>`.
    fn mark(&mut self, on: bool) {
        if self.marking != on {
            self.html.push_markup(if on { "<mark>" } else { "</mark>" });
            self.marking = on;
        }
    }

    fn tag(&mut self, tag: &str) {
        self.mark(false);
        self.html.push_markup(tag);
    }

    fn formula(&mut self, source: &str, display: bool) {
        if let Some(mathml) = formula::mathml(source, display) {
            return self.html.push_markup(&mathml);
        }
        self.html.push_markup("<code class=\"math\">");
        self.html.push_text(source.trim());
        self.html.push_markup("</code>");
    }
}

fn open_tag(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "<em>",
        Style::Strong => "<strong>",
        Style::Code => "<code>",
        Style::SmallCaps => "<span class=\"small-caps\">",
        Style::Underline => "<u>",
        Style::Superscript => "<sup>",
        Style::Subscript => "<sub>",
    }
}

fn close_tag(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "</em>",
        Style::Strong => "</strong>",
        Style::Code => "</code>",
        Style::SmallCaps => "</span>",
        Style::Underline => "</u>",
        Style::Superscript => "</sup>",
        Style::Subscript => "</sub>",
    }
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "one range to mark is what is meant")]
mod tests {
    use crate::render_marked;

    #[test]
    fn marks_text_and_whole_formulas() {
        assert_eq!(render_marked("deep learning", &[5..13]).as_str(), "deep <mark>learning</mark>");
        let html = render_marked("an $x^2$ b", &[0..2, 4..5]);
        assert_eq!(html.as_str(), "<mark>an</mark> <mark><math><msup><mi>x</mi><mn>2</mn></msup></math></mark> b");
    }

    #[test]
    fn marks_nest_in_styles() {
        let html = render_marked(r"a \textbf{b c} d", &[0..12]);
        assert_eq!(html.as_str(), "<mark>a </mark><strong><mark>b </mark>c</strong> d");
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "callers may get it wrong")]
    fn tolerates_ranges_that_are_none() {
        let ranges = [5..2, 1..3, 2..4, 90..99, 3..usize::MAX, 0..0];
        assert_eq!(render_marked("añb & c", &ranges).as_str(), "a<mark>ñb &amp; c</mark>");
    }
}
