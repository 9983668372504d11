//! What may be meant while somebody types: titles, authors, keywords, categories and organisations of the library's own papers.
//!
//! Files of suggestions lie beside the files of vectors. Like these they are written whole, named by the commit, never changed, and merged
//! as they become many; a snapshot reads them where they lie. They hold all that is needed for an answer, so nothing else is asked.

mod alphabet;
mod answer;
mod arrange;
mod categories;
mod columns;
mod file;
mod find;
mod gather;
mod held;
mod make;
mod meant;
mod pending;
mod row;
mod similar;
mod top;
mod typed;
mod words;

pub use answer::{Leads, Suggestion, SuggestionKind};
pub(crate) use file::SuggestFile;
pub(crate) use held::Held;
pub(crate) use pending::{Pending, merge, mergeable};
pub(crate) use row::Row as SuggestRow;

use domain::PaperKey;

use crate::snapshot::Snapshot;

impl Snapshot {
    /// What may be meant with a query that is being typed: at most `limit` suggestions, short completions first. The end of `text` is where
    /// one types. No text is an error; many have no suggestions.
    pub fn suggest(&self, text: &str, limit: usize) -> Vec<Suggestion> {
        answer::suggestions(&self.suggested, text, limit)
    }

    /// The authors, keywords, categories and organisations whose name a whole query is. No similar words are looked for.
    pub fn named(&self, text: &str) -> Vec<Suggestion> {
        answer::named(&self.suggested, text)
    }

    /// Up to `most` papers that are not suggested although they should be, since a file of suggestions is damaged: writing them again
    /// makes it anew. Empty in a sound index.
    pub fn without_suggestion(&self, most: usize) -> Vec<PaperKey> {
        if !self.suggestions_damaged {
            return Vec::new();
        }
        let lost = self.docs.alive.iter().map(|doc| self.docs.key(doc)).filter(|key| !self.suggested.holds(key.0));
        lost.take(most).collect()
    }
}
