//! Text of a source as one harmless line.

use crate::mathml::as_latex;
use crate::plain;

/// Text of a source as one line of plain words, cut to so many characters: formulas (LaTeX or MathML) in Unicode, no control characters, and none that turn the
/// direction of what follows.
pub fn line(text: &str, most: usize) -> String {
    let plain = plain(&as_latex(&clipped(text, most.saturating_mul(8))));
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let clean: String = plain.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !turns(*c)).collect();
    clipped(&clean.split_whitespace().collect::<Vec<_>>().join(" "), most)
}

/// At most so many characters, with an ellipsis where something was cut off: behind a word, where there are words.
pub fn clipped(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text.get(..end).unwrap_or_default();
    let is_inside = text.get(end..).is_some_and(|rest| !rest.starts_with(char::is_whitespace));
    let whole =
        cut.rsplit_once(char::is_whitespace).map(|(whole, _)| whole).filter(|whole| 2 * whole.len() > cut.len());
    format!("{}…", whole.filter(|_| is_inside).unwrap_or(cut).trim_end_matches([' ', ',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_is_cut_behind_a_word() {
        assert_eq!(clipped("one two three", 9), "one two…");
        assert_eq!(clipped("one two three", 7), "one two…");
        assert_eq!(clipped("one, two", 5), "one…");
        assert_eq!(clipped("一二三四五六", 3), "一二三…");
        assert_eq!(clipped("short", 9), "short");
    }

    #[test]
    fn whatever_a_title_holds_it_is_a_line() {
        assert_eq!(line(" Swarms\r\n of $\\alpha$\u{7}\u{202e}s ", 100), "Swarms of α s");
        assert_eq!(line("one two three", 5), "one…");
        assert_eq!(line(&"é".repeat(1 << 20), 3).chars().count(), 4);
        assert_eq!((line("", 3), line("abc", 0)), (String::new(), "…".to_owned()));
    }
}
