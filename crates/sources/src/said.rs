//! What papers say of themselves: in the comment that authors write for readers of a list, in the journal reference, and in the
//! abstract. Pure: no network, no clock; time in proportion to the text, whatever it holds.
//!
//! Precision comes before recall everywhere: nothing is better than something wrong. How often it is right is measured in
//! `docs/SOURCES.md`.

mod acceptance;
mod claim;
mod extent;
mod given;
mod language;
mod links;
mod mentions;
mod stop_words;
mod track;
mod venues;
mod words;
mod year;

pub use acceptance::Acceptance;
pub use extent::Extent;
pub use links::{FoundLink, LinkRole};
pub use track::Track;

pub(crate) use acceptance::known_in_comment;
pub(crate) use links::{bare_repository, code, project};
pub(crate) use mentions::mentions;

/// What a paper says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Where it was accepted or appeared.
    pub acceptance: Option<Acceptance>,
    /// How long it is.
    pub extent: Extent,
    /// What it links to as its own, each address once, those of the comment first.
    pub links: Vec<FoundLink>,
    /// The language of its abstract, ISO 639-1; `None` where the abstract is too short to tell, or mixed.
    pub language: Option<&'static str>,
}

/// What a paper says of itself in its texts. `title` helps with the language only. Texts should be clean lines as in a
/// [`domain::Record`]; of each no more than its first 100,000 bytes are read.
pub fn said_of_itself(
    title: &str,
    abstract_text: Option<&str>,
    comment: Option<&str>,
    journal_ref: Option<&str>,
) -> Said {
    let [abstract_text, comment, reference] =
        [abstract_text, comment, journal_ref].map(|text| start(text.unwrap_or_default()));
    Said {
        acceptance: acceptance::in_reference(reference).or_else(|| acceptance::in_comment(comment)),
        extent: extent::told(comment),
        links: links::found(comment, abstract_text),
        language: language::language(start(title), abstract_text),
    }
}

/// The beginning of a text, as far as it is read.
fn start(text: &str) -> &str {
    const MOST: usize = 100_000;
    let end = (0..=MOST.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}
