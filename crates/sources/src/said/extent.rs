//! How long a paper is, by its comment.

use super::words::{Gap, Word, words};

/// How many pages, figures and tables a paper has, as far as its comment tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Pages; `8+4 pages` are twelve.
    pub pages: Option<u16>,
    /// Figures.
    pub figures: Option<u16>,
    /// Tables.
    pub tables: Option<u16>,
}

/// Papers that are longer than this are years, or jokes.
const MOST: u16 = 1_899;

const NUMBERS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// What may stand between a number and what it counts.
const KINDS: [&str; 10] = ["color", "colour", "colored", "main", "eps", "pdf", "postscript", "ps", "total", "a4"];

/// What `comment` tells. Of several numbers of pages the first counts.
pub(super) fn told(comment: &str) -> Extent {
    let words = words(comment);
    let count = |units: &[&str]| {
        words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.is_any(units))
            .find_map(|(unit, _)| counted(&words, unit, comment))
    };
    Extent {
        pages: count(&["pages", "page", "pp", "pgs", "pages"]),
        figures: count(&["figures", "figure", "figs", "fig"]),
        tables: count(&["tables", "table", "tabs"]),
    }
}

/// The number of what the word at `unit` names, with those that are added to it.
fn counted(words: &[Word<'_>], unit: usize, text: &str) -> Option<u16> {
    let mut at = unit.checked_sub(1)?;
    if words.get(at)?.is_any(&KINDS) {
        at = at.checked_sub(1)?;
    }
    let mut sum = number(words, at)?;
    while let Some(before) = at.checked_sub(1).filter(|before| is_added(words, *before, text)) {
        let Some(more) = number(words, before) else { break };
        sum = sum.saturating_add(more);
        at = before;
    }
    let is_whole = at.checked_sub(1).is_none_or(|before| !is_split(words, before, text));
    let after = if is_added(words, unit, text) { number_of_pages(words, unit + 1) } else { None };
    Some(sum.saturating_add(after.unwrap_or_default())).filter(|sum| is_whole && (1..=MOST).contains(sum))
}

/// The number that a word is, where nothing parts it from the next.
fn number(words: &[Word<'_>], at: usize) -> Option<u16> {
    let word = words.get(at)?;
    let named = || NUMBERS.iter().zip(1..).find(|(name, _)| word.is(name)).map(|(_, number)| number);
    let number = if word.is_number() { word.text.parse().ok() } else { named() };
    number.filter(|_| word.gap == Gap::Near)
}

/// The `4 pages` in `8 pages + 4 pages`.
fn number_of_pages(words: &[Word<'_>], at: usize) -> Option<u16> {
    number(words, at).filter(|_| words.get(at + 1).is_some_and(|word| word.is_any(&["pages", "page", "pp"])))
}

/// Whether nothing but a plus stands between a word and the next.
fn is_added(words: &[Word<'_>], at: usize, text: &str) -> bool {
    between(words, at, text).is_some_and(|between| between.trim() == "+")
}

/// Whether a number is only the end of another, as in `1-15 pages` and `1.5 pages`.
fn is_split(words: &[Word<'_>], at: usize, text: &str) -> bool {
    let is_number = words.get(at).is_some_and(Word::is_number);
    is_number
        && between(words, at, text).is_some_and(|between| {
            matches!(between.trim(), "-" | "--" | "\u{2013}" | "." | "," | "/") && between.len() < 3
        })
}

fn between<'t>(words: &[Word<'_>], at: usize, text: &'t str) -> Option<&'t str> {
    text.get(words.get(at)?.end()..words.get(at + 1)?.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three(comment: &str) -> (Option<u16>, Option<u16>, Option<u16>) {
        let Extent { pages, figures, tables } = told(comment);
        (pages, figures, tables)
    }

    #[test]
    fn numbers_before_what_they_count() {
        for (comment, counted) in [
            ("12 pages, 5 figures", (Some(12), Some(5), None)),
            ("8+4 pages; one table", (Some(12), None, Some(1))),
            ("8 + 4 pages, Fig. 3 changed", (Some(12), None, None)),
            ("13 pages + 8 pages of Appendix", (Some(21), None, None)),
            ("twelve pages, 10 color figures, 2 Tables", (Some(12), Some(10), Some(2))),
            ("A 9-page paper, 12pp", (Some(9), None, None)),
            ("4 pages (main) and 20 pages", (Some(4), None, None)),
        ] {
            assert_eq!(three(comment), counted, "{comment}");
        }
    }

    #[test]
    fn places_are_no_numbers_of_pages() {
        for comment in [
            "pp. 1-15",
            "pages 100-114",
            "1-15 pages",
            "1.5 pages",
            "ICML 2025 pages",
            "see Table 3",
            "12, pages",
            "figures 5-9",
            "",
        ] {
            assert_eq!(three(comment), (None, None, None), "{comment}");
        }
    }
}
