//! `\begin{…}` and `\end{…}` in running text.

use super::piece::Piece;
use super::scan::Scanner;

/// Environments whose content is a formula.
const MATH: [&str; 9] =
    ["equation", "equation*", "align", "align*", "gather", "gather*", "multline", "displaymath", "math"];

/// Longer environments than this many bytes are not taken for a formula.
const MAX_LENGTH: usize = 2_000;

/// An environment begins at `pos`; the command's name ends at `end`. That of a formula is taken whole, of others only
/// the content is printed.
pub(super) fn begin(scanner: &mut Scanner<'_>, end: usize) {
    let Some(inner) = scanner.argument(end) else { return scanner.skip(end) };
    let name = scanner.text.get(inner.clone()).unwrap_or_default();
    let start = inner.end + 1;
    if MATH.contains(&name)
        && let Some((source, after)) = content(scanner.text, start, name)
    {
        return scanner.emit(Piece::Formula { source, display: true }, after);
    }
    scanner.skip(start);
}

/// An environment ends: nothing is printed.
pub(super) fn end(scanner: &mut Scanner<'_>, end: usize) {
    let after = scanner.argument(end).map_or(end, |inner| inner.end + 1);
    scanner.skip(after);
}

/// What stands from `start` to the end of the environment `name`, and where the text goes on.
fn content<'a>(text: &'a str, start: usize, name: &str) -> Option<(&'a str, usize)> {
    let rest = text.get(start..)?;
    let window = rest.get(..rest.floor_char_boundary(MAX_LENGTH)).unwrap_or(rest);
    let ending = format!(r"\end{{{name}}}");
    let length = window.find(&ending)?;
    Some((window.get(..length)?, start + length + ending.len()))
}

#[cfg(test)]
mod tests {
    use crate::render;

    #[test]
    fn environments_of_formulas_are_formulas() {
        let html = render(r"so \begin{equation} a = \begin{cases} 1 & x > 0 \\ 0 & y \end{cases} \end{equation} holds");
        assert!(html.as_str().starts_with("so <math display=\"block\">"), "{html}");
        assert!(html.as_str().contains("<mtable") && html.as_str().ends_with("</math> holds"), "{html}");
        assert_eq!(render(r"\begin{itemize} \item one \end{itemize}").as_str().trim(), "•  one");
    }
}
