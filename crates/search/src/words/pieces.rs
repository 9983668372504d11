//! The pieces of a text as the index takes them in: its words; the characters of Chinese, Japanese and Korean, each alone and with the
//! next; and names that hyphens or scripts divide (`GPT-4`, `CO$_2$`), written together.
//!
//! LaTeX commands count as the words that they say; what they only arrange is passed over.

use std::ops::Range;

use super::cjk::is_cjk;
use super::compound::{Compound, joins};
use super::fold::fold_into;
use super::split::{Words, words};
use super::{LONGEST_WORD, NAME};

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word.
    Word,
    /// A CJK character; whether no other stands beside it.
    Character { alone: bool },
    /// A CJK character with the next one, at the place of the first.
    Pair,
    /// The words before it that one name consists of, at the place of the first of them.
    Joined {
        /// How many.
        parts: usize,
    },
}

/// Goes through the pieces of a text: after each [`advance`](Self::advance) the fields say what stands there.
#[derive(Debug)]
pub(crate) struct Pieces<'a> {
    text: &'a str,
    words: Words<'a>,
    /// The next word or character.
    next: Option<Atom>,
    /// Whether each line begins at a multiple of [`NAME`] positions and one.
    by_line: bool,
    /// What the piece is.
    pub kind: Kind,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Which word it is, from 1 on; every CJK character counts.
    pub position: usize,
    /// Its folded form.
    pub folded: String,
    /// The place of the last word or character.
    place: usize,
    /// Where it stands.
    last: Range<usize>,
    compound: Compound,
    /// Whether the last character's pair is due.
    pair_is_due: bool,
}

/// A word or character, and what it says if it is a command.
#[derive(Debug)]
struct Atom {
    range: Range<usize>,
    says: Option<&'static str>,
    is_cjk: bool,
}

impl<'a> Pieces<'a> {
    /// The pieces of running text.
    pub(crate) fn of(text: &'a str) -> Self {
        Self::with(text, (false, String::new()))
    }

    /// The pieces of a text, by lines or not, with a buffer that was used before.
    pub(super) fn with(text: &'a str, (by_line, folded): (bool, String)) -> Self {
        let mut pieces = Self {
            text,
            words: words(text),
            next: None,
            by_line,
            kind: Kind::Word,
            range: 0..0,
            position: 0,
            folded,
            place: 0,
            last: 0..0,
            compound: Compound::default(),
            pair_is_due: false,
        };
        pieces.next = pieces.atom();
        pieces
    }

    /// Goes on to the next piece; `false` at the end.
    pub(crate) fn advance(&mut self) -> bool {
        self.step_pair() || self.step_joined() || self.step_atom()
    }

    /// The pair that begins with the character before.
    fn step_pair(&mut self) -> bool {
        if !std::mem::take(&mut self.pair_is_due) {
            return false;
        }
        let Some(next) = &self.next else { return false };
        self.kind = Kind::Pair;
        self.range.end = next.range.end;
        fold_into(self.text.get(next.range.clone()).unwrap_or_default(), &mut self.folded);
        true
    }

    /// The name that ended with the word before.
    fn step_joined(&mut self) -> bool {
        let Some(parts) = self.compound.take(&mut self.folded) else { return false };
        self.kind = Kind::Joined { parts };
        self.range = self.compound.start..self.last.end;
        self.position = self.compound.position;
        true
    }

    /// The next word or character.
    fn step_atom(&mut self) -> bool {
        while let Some(Atom { range, says, is_cjk }) = self.next.take() {
            let gap = self.text.get(self.last.end..range.start).unwrap_or_default();
            let line = self.by_line && gap.contains('\n');
            self.place = if line { (self.place / NAME as usize + 1) * NAME as usize + 1 } else { self.place + 1 };
            let follows = is_cjk && self.kind_is_cjk() && self.last.end == range.start && range.start > 0;
            self.next = self.atom();
            self.last = range.clone();
            (self.range, self.position) = (range.clone(), self.place);
            self.folded.clear();
            fold_into(says.or_else(|| self.text.get(range.clone())).unwrap_or_default(), &mut self.folded);
            if is_cjk {
                self.compound.end();
                self.pair_is_due = self.next.as_ref().is_some_and(|next| next.is_cjk && next.range.start == range.end);
                self.kind = Kind::Character { alone: !follows && !self.pair_is_due };
                return true;
            }
            self.kind = Kind::Word;
            let goes_on = self.next.as_ref().is_some_and(|next| !next.is_cjk && joins(self.text, &range, &next.range));
            self.compound.add((&self.folded, range.start, self.place), goes_on);
            if range.len() <= LONGEST_WORD {
                return true;
            }
        }
        false
    }

    fn kind_is_cjk(&self) -> bool {
        matches!(self.kind, Kind::Character { .. } | Kind::Pair)
    }

    /// The next word or character of the text that says something.
    fn atom(&mut self) -> Option<Atom> {
        let (text, words) = (self.text, &mut self.words);
        words.find_map(|range| {
            let word = text.get(range.clone())?;
            let command = range.start > 0 && text.as_bytes().get(range.start - 1) == Some(&b'\\');
            let says = if command { text::command_word(word) } else { None };
            let is_cjk = word.starts_with(is_cjk);
            (says != Some("")).then_some(Atom { range, says, is_cjk })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<(usize, String)> {
        let (mut pieces, mut found) = (Pieces::of(text), Vec::new());
        while pieces.advance() {
            found.push((pieces.position, pieces.folded.clone()));
        }
        found
    }

    fn forms(text: &str) -> Vec<String> {
        all(text).into_iter().map(|(_, form)| form).collect()
    }

    #[test]
    fn characters_come_alone_and_in_pairs() {
        let expected =
            [(1, "深"), (1, "深度"), (2, "度"), (2, "度学"), (3, "学"), (3, "学习"), (4, "习"), (5, "for"), (6, "图")];
        assert_eq!(all("深度学习 for 图"), expected.map(|(at, form)| (at, form.to_owned())));
        assert_eq!(forms("ガン、マ"), ["ガ", "ガン", "ン", "マ"]);
        assert_eq!(forms("한국어 처리"), ["한", "한국", "국", "국어", "어", "처", "처리", "리"]);
    }

    #[test]
    fn a_character_knows_whether_it_is_alone() {
        let (mut pieces, mut alone) = (Pieces::of("图 深度 x学"), Vec::new());
        while pieces.advance() {
            if pieces.kind == (Kind::Character { alone: true }) {
                alone.push(pieces.folded.clone());
            }
        }
        assert_eq!(alone, ["图", "学"]);
    }

    #[test]
    fn names_come_in_parts_and_together() {
        for text in ["β-VAE", "beta-VAE", r"$\beta$-VAE", r"\beta-VAE", "𝛽-VAE", r"$\beta$-\text{VAE}"] {
            assert_eq!(
                all(text),
                [(1, "beta"), (2, "vae"), (1, "betavae")].map(|(at, form)| (at, form.to_owned())),
                "{text}"
            );
        }
        for (text, together) in [
            ("GPT-4", "gpt4"),
            ("ResNet-50", "resnet50"),
            ("CO$_2$", "co2"),
            ("H_2O", "h2o"),
            ("H$_2$O", "h2o"),
            (r"$\ell_1$", "l1"),
            ("ℓ_1", "l1"),
            ("L^2", "l2"),
            (r"$\mathcal{H}_\infty$", "hinfinity"),
            ("H∞", "hinfinity"),
            (r"M$_{\odot}$", "msun"),
            ("GPT-3.5", "gpt35"),
            ("t-SNE", "tsne"),
            ("pre-training", "pretraining"),
        ] {
            assert_eq!(forms(text).last().map(String::as_str), Some(together), "{text}");
        }
        assert_eq!(forms("CO₂ ℓ1 R²"), ["co2", "l1", "r2"]);
    }

    #[test]
    fn what_is_no_name_stays_apart() {
        for text in [
            "state-of-the-art",
            "a - b",
            "model---which",
            "3.14",
            "2020-05-12",
            "end. New",
            "x, y",
            r"n \times m",
            "a/b",
            "a-b-c-d-e",
            "transformer-based",
        ] {
            let mut pieces = Pieces::of(text);
            while pieces.advance() {
                assert!(!matches!(pieces.kind, Kind::Joined { .. }), "{text}: {}", pieces.folded);
            }
        }
    }

    #[test]
    fn commands_say_what_they_print() {
        assert_eq!(
            forms(r"\alpha of \textbf{bold} $x \leq \log y$ \OurName"),
            ["alpha", "of", "bold", "x", "log", "y", "ourname"]
        );
    }

    proptest! {
        #[test]
        fn pieces_stand_where_they_say(text in "(\\PC|[深度がｶﾞ∞\\\\$_^{}.aβ4-]){0,60}") {
            let (mut pieces, mut last) = (Pieces::of(&text), 0);
            while pieces.advance() {
                prop_assert!(text.get(pieces.range.clone()).is_some_and(|piece| !piece.is_empty()));
                if matches!(pieces.kind, Kind::Word | Kind::Character { .. }) {
                    prop_assert!(pieces.position > last);
                    last = pieces.position;
                } else {
                    prop_assert!(pieces.position <= last);
                }
            }
        }
    }
}
