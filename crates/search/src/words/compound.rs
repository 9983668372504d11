//! Names that hyphens, scripts and the like divide, written together.

use std::ops::Range;

use super::split::is_sign;
use super::{LONGEST_WORD, is_stop_word};

/// The most parts of a name that is also looked for written together.
const MOST_PARTS: usize = 4;

/// Two words that are written together now and then begin with one of so many letters at most (`pre-training`, `U-Net`, `multi-modal`).
const SHORT: usize = 7;

/// What is hardly ever written together with the word before it; it would only make the index larger.
const APART: [&str; 10] =
    ["aware", "based", "dependent", "driven", "free", "induced", "level", "like", "related", "specific"];

/// Words on their way to one name.
#[derive(Debug, Default)]
pub(super) struct Compound {
    together: String,
    /// Where the first part begins, in bytes.
    pub start: usize,
    /// The place of the first part.
    pub position: usize,
    parts: usize,
    is_name: bool,
    /// Whether a part makes it a name: a first one of few letters, a very short one, or one with digits.
    is_written_together: bool,
    goes_on: bool,
}

impl Compound {
    /// Adds a word (folded, where it begins, its place); whether what follows belongs to the same name.
    pub(super) fn add(&mut self, (word, start, position): (&str, usize, usize), goes_on: bool) {
        if !self.goes_on {
            self.parts = 0;
            if !goes_on {
                return;
            }
            self.together.clear();
            (self.start, self.position) = (start, position);
            (self.is_name, self.is_written_together) = (true, word.len() <= SHORT);
        }
        self.goes_on = goes_on;
        self.parts += 1;
        // Prepositions make a phrase of it; single letters name things, as in t-SNE.
        let is_part = word.len() == 1 || !(is_stop_word(word) || APART.binary_search(&word).is_ok());
        self.is_name &= self.parts <= MOST_PARTS && is_part && self.together.len() + word.len() <= LONGEST_WORD;
        self.is_written_together |= word.len() < SHORT / 2 || word.bytes().any(|byte| byte.is_ascii_digit());
        if self.is_name {
            self.together.push_str(word);
        }
    }

    /// Nothing belongs to the name any more.
    pub(super) fn end(&mut self) {
        (self.goes_on, self.parts) = (false, 0);
    }

    /// The name, once, if one has come to its end: how many parts it has.
    pub(super) fn take(&mut self, out: &mut String) -> Option<usize> {
        if self.goes_on || self.parts < 2 {
            return None;
        }
        let parts = std::mem::take(&mut self.parts);
        if !(self.is_name && self.is_written_together && self.together.contains(char::is_alphabetic)) {
            return None;
        }
        out.clear();
        out.push_str(&self.together);
        Some(parts)
    }
}

/// Whether what stands between two words of a text makes them parts of one name.
pub(super) fn joins(text: &str, before: &Range<usize>, after: &Range<usize>) -> bool {
    let Some(gap) = text.get(before.end..after.start).filter(|gap| !gap.starts_with(' ')) else { return false };
    let word = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    match gap {
        "" => word(before).chars().chain(word(after).chars()).any(is_sign),
        "-" => true,
        "." => {
            word(before).ends_with(|c: char| c.is_ascii_digit())
                && word(after).starts_with(|c: char| c.is_ascii_digit())
        }
        gap => joins_in_latex(gap),
    }
}

/// Whether a gap is one hyphen at most, signs of scripts and formulas, and commands that say nothing.
fn joins_in_latex(gap: &str) -> bool {
    let (mut hyphens, mut others, mut in_command) = (0, 0, false);
    for c in gap.chars() {
        in_command &= c.is_ascii_alphabetic();
        match c {
            '-' | '‐' | '‑' | '−' => hyphens += 1,
            '_' | '^' | '$' => others += 1,
            '\\' => in_command = true,
            '{' | '}' => {}
            _ if in_command => {}
            _ => return false,
        }
    }
    hyphens <= 1 && hyphens + others > 0
}
