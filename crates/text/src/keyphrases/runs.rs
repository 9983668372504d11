//! Runs of words between which a phrase can lie.

use super::roles::{Role, role};
use crate::words::{Word, stem, words};

/// A word that may be part of a phrase.
#[derive(Debug)]
pub(super) struct Term<'a> {
    /// As printed.
    pub(super) text: &'a str,
    /// What its forms have in common.
    pub(super) stem: String,
    /// What it can be in a phrase; never a boundary.
    pub(super) role: Role,
    /// The number of the word in title and abstract.
    pub(super) number: usize,
    /// Whether it stands in the title.
    pub(super) in_title: bool,
    /// Whether it opens a sentence, which gives it a capital.
    pub(super) opens: bool,
}

/// The runs of a title and an abstract, in order: words that single blanks divide and no boundary.
pub(super) fn runs<'a>(title: &'a str, text: &'a str) -> Vec<Vec<Term<'a>>> {
    let mut reader = Reader { runs: Vec::new(), run: Vec::new(), number: 0 };
    reader.read(title, true);
    reader.read(text, false);
    reader.runs
}

struct Reader<'a> {
    runs: Vec<Vec<Term<'a>>>,
    run: Vec<Term<'a>>,
    number: usize,
}

impl<'a> Reader<'a> {
    fn read(&mut self, text: &'a str, in_title: bool) {
        let mut last_end = 0;
        for Word { text: word, at } in words(text) {
            let gap = text.get(last_end..at.start).unwrap_or_default();
            if !matches!(gap, " " | "\u{a0}") {
                self.end_run();
            }
            let opens = last_end == 0 || gap.contains(['.', '!', '?', ':']);
            last_end = at.end;
            match role(word) {
                Role::Boundary => self.end_run(),
                role => {
                    self.run.push(Term { text: word, stem: stem(word), role, number: self.number, in_title, opens });
                }
            }
            self.number += 1;
        }
        self.end_run();
    }

    fn end_run(&mut self) {
        if !self.run.is_empty() {
            self.runs.push(std::mem::take(&mut self.run));
        }
    }
}
