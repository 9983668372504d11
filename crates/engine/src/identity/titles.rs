//! How alike two titles are.

use std::collections::BTreeSet;

use domain::{compact_title, normalized_title, plain_title, title_parts};

/// What two titles have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is seen by itself, and weighed by whoever asks")]
pub(super) struct TitleLikeness {
    /// The share of letters that are the same, 0 to 1: one less the restricted edit distance by the longer title's length, letters and digits
    /// only.
    pub whole: f64,
    /// Whether what stands before the colon is the same.
    pub same_main: bool,
    /// Whether that is so long that no two papers have it by chance.
    pub distinctive_main: bool,
    /// Whether what stands behind the colon is the same, and long.
    pub same_sub: bool,
    /// Whether the whole title is so long that no two papers bear it by chance.
    pub is_distinctive: bool,
    /// Whether one counts what the other does not: parts, years, versions.
    pub other_number: bool,
}

/// Titles are compared up to this length, in letters; the time of comparing grows with its square.
const LONGEST: usize = 300;

/// The shortest subtitle that says something, in letters and digits.
const SHORTEST_SUB: usize = 16;

impl TitleLikeness {
    pub(super) fn of(a: &str, b: &str) -> Self {
        let (a, b) = (&*plain_title(a), &*plain_title(b));
        let parts = |title: &str| {
            let (main, sub) = title_parts(title);
            (compact_title(main), compact_title(sub))
        };
        let ((main, sub), (other_main, other_sub)) = (parts(a), parts(b));
        let same_main = !main.is_empty() && main == other_main;
        Self {
            whole: alike(&compact_title(a), &compact_title(b)),
            same_main,
            distinctive_main: is_distinctive(title_parts(a).0),
            same_sub: sub.len() >= SHORTEST_SUB && sub == other_sub,
            is_distinctive: is_distinctive(a) && is_distinctive(b),
            // Of titles with the same main part, the subtitle may be wholly another's.
            other_number: if same_main {
                numbers(title_parts(a).0) != numbers(title_parts(b).0)
            } else {
                numbers(a) != numbers(b)
            },
        }
    }
}

/// One less the distance by the longer one's length.
fn alike(a: &str, b: &str) -> f64 {
    let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let (a, b) = (cut(a), cut(b));
    let longer = a.chars().count().max(b.chars().count());
    if longer == 0 { 0.0 } else { 1.0 - strsim::osa_distance(&a, &b) as f64 / longer as f64 }
}

/// Whether a title is so long that no two papers bear it by chance.
fn is_distinctive(title: &str) -> bool {
    let normalized = normalized_title(title);
    normalized.split(' ').count() >= 4 && normalized.len() >= 20
}

/// What a title counts by: words with a digit in them, numbers in words and in Roman figures, and what ends in a plus.
fn numbers(title: &str) -> BTreeSet<String> {
    const ROMAN: [&str; 9] = ["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"];
    const WORDS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let has_digit = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let is_number = |word: &str| ROMAN.contains(&word) || WORDS.contains(&word) || has_digit(word);
    let words: Vec<(String, bool)> =
        title.split_whitespace().map(|word| (compact_title(word), ends_in_plus(word))).collect();
    let mut found = BTreeSet::new();
    let mut before = "";
    for (word, plus) in &words {
        // A single I or V is as often a letter: it counts behind what it numbers.
        let numbered = matches!(before, "part" | "paper" | "volume") && word.len() == 1;
        if numbered || *plus || is_number(word) {
            found.insert(format!("{word}{}", if *plus { "+" } else { "" }));
        }
        before = word;
    }
    found
}

fn ends_in_plus(word: &str) -> bool {
    let word = word.trim_end_matches([':', ',', '.', ')']);
    word.len() > 1 && word.ends_with('+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_title_counts_by_is_seen() {
        let differ = |a, b| TitleLikeness::of(a, b).other_number;
        for (a, b) in [
            ("Spectra of graphs, part I", "Spectra of graphs, part II"),
            ("Overview of Plant Identification 2019", "Overview of Plant Identification 2020"),
            ("RobustSplat: a", "RobustSplat++: b"),
            ("Cooperative control of two snake robots", "Cooperative Control of Three Snake Robots"),
            ("Llama 2: Open models", "Llama 3: Open models"),
            ("Qwen2.5 Report", "Qwen3.5 Report"),
        ] {
            assert!(differ(a, b), "{a} / {b}");
            assert!(!differ(a, a));
        }
        assert!(!differ("GPT4: seven ways", "GPT-4: 8 ways"), "the subtitle may be another's");
        assert!(!differ("A^2Search: Answers", "A$^2$Search: Answers"));
    }

    #[test]
    fn titles_are_alike_by_their_letters() {
        let whole = |a, b| TitleLikeness::of(a, b).whole;
        assert!(whole("Attention is all you need", "ATTENTION IS ALL YOU NEED.") >= 1.0);
        assert!(whole("Attention is all you need", "Attentoin is all you need") > 0.9);
        assert!(whole("R^2ec: Towards", "$\\text{R}^2\\text{ec}$: Towards") >= 1.0);
        assert!(whole("Cats", "Dogs and other animals") < 0.3);
        assert!(whole("", "") <= 0.0);
        let long = "x".repeat(1_000_000);
        assert!(whole(&long, &long) >= 1.0);
    }
}
