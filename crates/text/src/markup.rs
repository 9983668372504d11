//! Running text with LaTeX in it, as people paste it into titles and abstracts.
//!
//! The text is cut once into [`piece::Token`]s (words, formulas, what a command prints, where emphasis begins and ends),
//! and the tokens are printed as HTML or as plain text.

mod accents;
mod address;
mod braces;
mod commands;
pub(crate) mod dollars;
mod environments;
pub(crate) mod piece;
mod punctuation;
pub(crate) mod scan;
mod scripts;
mod table;
mod to_html;
mod to_text;

use std::ops::Range;

pub(crate) use accents::accent;
pub(crate) use commands::name_at as command_name;
pub(crate) use table::{Action, action};

use crate::Html;

/// `text` as HTML: formulas as MathML (as `<code class="math">` where they cannot be read), stray LaTeX commands as what
/// they print, web addresses as links.
pub fn render(text: &str) -> Html {
    to_html::html(text, &[])
}

/// [`render`] with the given byte ranges of `text` in `<mark>`. Ranges may overlap and come in any order; of a range that
/// ends outside the text or within a character only the valid part counts, and a range that touches a formula marks all
/// of it.
pub fn render_marked(text: &str, ranges: &[Range<usize>]) -> Html {
    to_html::html(text, ranges)
}

/// `text` without LaTeX, for JSON, mail and `<title>`: `$\alpha^2$` becomes `α²`; what Unicode cannot say stays readable.
pub fn plain(text: &str) -> String {
    to_text::text(text)
}
