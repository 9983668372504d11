//! Sentences of scientific abstracts.

use crate::markup::piece::Piece;
use crate::markup::scan::scan;

/// Abbreviations after which a sentence seldom ends, without their last full stop, in lower case.
const ABBREVIATIONS: [&str; 38] = [
    "e.g", "i.e", "al", "fig", "figs", "eq", "eqs", "vs", "cf", "sec", "sect", "ref", "refs", "resp", "approx", "dr",
    "prof", "mr", "mrs", "ms", "st", "ed", "eds", "tab", "thm", "lem", "prop", "def", "viz", "w.r.t", "w.l.o.g",
    "i.i.d", "a.k.a", "ca", "incl", "dept", "univ", "jr",
];

/// Abbreviations only where a number follows.
const NUMBERED: [&str; 6] = ["no", "nos", "vol", "pp", "ch", "p"];

/// Abbreviations that also end sentences: a capital letter after them begins a new one.
const EITHER: [&str; 5] = ["etc", "inc", "ltd", "co", "corp"];

/// The sentences of `text`, in order, without the white space around them. A sentence ends with `.`, `!` or `?` (and the
/// quotation marks and brackets after it), white space, and something with which a sentence can begin; not after an
/// abbreviation, an initial or a number of a list, and never within a formula.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut formulas = formulas(text).into_iter().peekable();
    let mut found = Vec::new();
    let (mut start, mut marks_end) = (0, 0);
    for (at, mark) in text.match_indices(['.', '!', '?']) {
        while formulas.next_if(|(_, to)| *to <= at).is_some() {}
        let inside = formulas.peek().is_some_and(|(from, _)| *from <= at);
        // Of several marks the first speaks for all.
        if at < marks_end || inside {
            continue;
        }
        marks_end = after_closers(text, at + mark.len());
        if ends_sentence(text, start, (at, marks_end)) {
            found.extend(text.get(start..marks_end).map(str::trim));
            start = marks_end;
        }
    }
    found.extend(text.get(start..).map(str::trim));
    found.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    found
}

/// Where formulas stand.
fn formulas(text: &str) -> Vec<(usize, usize)> {
    if !text.contains(['$', '\\']) {
        return Vec::new();
    }
    let tokens = scan(text).into_iter();
    tokens
        .filter(|token| matches!(token.piece, Piece::Formula { .. }))
        .map(|token| (token.at.start, token.at.end))
        .collect()
}

/// The position after what closes with a sentence: quotation marks, brackets, and further marks.
fn after_closers(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let closers = rest.trim_start_matches(['.', '!', '?', ')', ']', '"', '\'', '”', '’', '}']);
    from + rest.len() - closers.len()
}

/// Whether the sentence that begins at `start` ends with the mark at `at`, after which the text goes on at `end`.
fn ends_sentence(text: &str, start: usize, (at, end): (usize, usize)) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let next = rest.trim_start();
    if next.is_empty() {
        return true;
    }
    let glued = next.len() == rest.len();
    if (glued && !lacks_blank(text, at, next)) || !begins_sentence(next) {
        return false;
    }
    let before = text.get(start..at).unwrap_or_default();
    let word_start =
        before.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '~' | '"' | '{')).map_or(0, |at| at + 1);
    let word = before.get(word_start..).unwrap_or(before);
    let numbered = next.starts_with(|c: char| c.is_ascii_digit()) && NUMBERED.contains(&word.to_lowercase().as_str());
    let full_stop = text.get(at..).is_some_and(|mark| mark.starts_with('.'));
    !full_stop || !(numbered || is_abbreviation(word, word_start == 0))
}

/// Whether only the blank was forgotten between two sentences, as in `it works.Here we show`: an ordinary word stands before
/// the full stop, and an ordinary one with a capital after it. (One abstract in a hundred has this.)
fn lacks_blank(text: &str, at: usize, next: &str) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let small = before.bytes().rev().take_while(u8::is_ascii_lowercase).take(4).count();
    let (word, after) = next.split_once(' ').unwrap_or_default();
    let mut letters = word.strip_suffix(',').unwrap_or(word).chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    small == 4 && capital && letters.all(char::is_lowercase) && after.starts_with(char::is_alphanumeric)
}

/// Whether a sentence can begin so: not with a small letter or a bracket's end. Names of programs (`word2vec`) are taken
/// for the middle of a sentence.
fn begins_sentence(next: &str) -> bool {
    let first = next.trim_start_matches(['"', '\'', '(', '[', '“', '‘', '`', '{', '*', '•', '-', '–', ' ']);
    first.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || c == '$' || c == '\\' || (c.is_alphabetic() && !c.is_lowercase())
    })
}

/// Whether the full stop after `word` belongs to it. `opens` says that the word begins the sentence.
fn is_abbreviation(word: &str, opens: bool) -> bool {
    let lower = word.to_lowercase();
    if ABBREVIATIONS.contains(&lower.as_str()) || (opens && EITHER.contains(&lower.as_str())) {
        return true;
    }
    let mut chars = word.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    // "J. Doe" and "U.S. Navy"; "1." of a list, but only where a sentence begins with it.
    let initial = single.is_some_and(|c| c.is_uppercase() && c != 'I');
    let dotted =
        word.len() == 3 && word.chars().nth(1) == Some('.') && word.chars().all(|c| c.is_uppercase() || c == '.');
    initial || dotted || (opens && !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn ends_where_sentences_end() {
        assert_eq!(sentences("One thing. Another!  A third? Yes."), ["One thing.", "Another!", "A third?", "Yes."]);
        assert_eq!(
            sentences("He said \"no.\" We agree (mostly.) 3 remain."),
            ["He said \"no.\"", "We agree (mostly.)", "3 remain."]
        );
        assert_eq!(sentences("No full stop"), ["No full stop"]);
        assert_eq!(
            sentences("It works.Here, we show Node.js and torch.nn."),
            ["It works.", "Here, we show Node.js and torch.nn."]
        );
        assert_eq!(sentences("  ... "), Vec::<&str>::new());
        assert_eq!(sentences("We reach 3.5. The gain is 0.2 points."), ["We reach 3.5.", "The gain is 0.2 points."]);
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_them() {
        for text in [
            "Methods, e.g. BERT, fail.",
            "Smith et al. (2020) and Lee et al. Show it.",
            "See Fig. 3 and Eq. 4 vs. Table 5.",
            "The work of J. R. Smith matters.",
            "In the U.S. Navy it holds.",
            "1. Introduction to things.",
            "We use word2vec. e5 is a model.",
        ] {
            assert_eq!(sentences(text).len(), 1, "{text}");
        }
        assert_eq!(sentences("Cats, dogs, etc. They sleep.").len(), 2);
    }

    #[test]
    fn formulas_are_whole() {
        assert_eq!(
            sentences(r"We prove $f(x) = 1. A$ and more. $O(n)$ suffices. \textbf{Third} one."),
            [r"We prove $f(x) = 1. A$ and more.", "$O(n)$ suffices.", r"\textbf{Third} one."]
        );
    }
}
