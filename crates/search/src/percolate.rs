//! Matching turned around: many saved searches pass through the few papers that are new.
//!
//! A search asked by itself looks words up in the whole library, weighs them, and scores what its filter lets through. Of a hundred thousand
//! searches about the same days the filter lets the same few hundred papers through each time. So these papers become an index of
//! their own, in memory ([`Window`]); it counts words as the library does, and is asked by the very code that answers every search. What
//! searches need of the library (how frequent a word is, what it may be a mistyping of, what it abbreviates) is looked up once for all of
//! them (`known`). Papers, order, scores and probabilities are those of the same search with a filter of these days, bit by bit.
//!
//! Most searches need not be asked at all: what a search needs of a paper (`needs`) is compared with what the papers hold before anything is scored.
//!
//! A window is derived, and true of one snapshot: it is made anew when the index has changed.

mod known;
mod memo;
mod needs;
mod window;

use domain::PaperKey;
use rustc_hash::FxHashSet;

use crate::mask::Mask;
use crate::parse::Parsed;
use crate::schema::Fields;
use needs::Held;

pub(crate) use known::{Known, Library};
pub use window::{Window, WindowWriter};

/// The papers of a window that searches are to be told of.
#[derive(Debug)]
pub struct Focus {
    papers: FxHashSet<PaperKey>,
    pub(crate) docs: Mask,
    /// What they hold, where that of the window is known.
    held: Option<Held>,
}

impl Focus {
    /// Whether one of the papers holds a word of a query, or what says the same.
    pub(crate) fn shares_word(&self, fields: &Fields, parsed: &Parsed) -> bool {
        self.held.as_ref().is_none_or(|held| parsed.words.iter().any(|word| held.holds_word(fields, word)))
    }
}

/// A search that somebody keeps, to be told of new papers that it finds.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedSearch {
    /// In the query language.
    pub text: String,
    /// The least probability that a paper is what is meant, 0 to 1. What has none, because nothing in the text ranks, is always probable
    /// enough.
    pub least: f32,
}

/// A new paper that a saved search finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matched {
    /// The paper.
    pub paper: PaperKey,
    /// How well it fits; comparable within one search only.
    pub score: f32,
    /// How probable it is that it is what is meant; `None` where nothing in the text ranks.
    pub probability: Option<f32>,
}
