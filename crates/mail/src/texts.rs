//! The texts of papers as letters show them: one line of plain words each. A paper that stands in many letters is worked through once.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use domain::{Paper, StoredPaper};
use quick_cache::sync::Cache;
use text::{clipped, line};

/// Characters of a title, of one in a table of contents, of the names and of an extract.
const TITLE: usize = 300;
const SHORT_TITLE: usize = 90;
pub(crate) const NAMES: usize = 160;
const EXTRACT: usize = 420;
/// Authors that are named.
const AUTHORS: usize = 4;

/// Papers whose texts are kept: those of some days.
const KEPT: usize = 5_000;

/// What a letter says of a paper, whoever gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Texts {
    pub(crate) title: String,
    /// The title as it stands in a table of contents.
    pub(crate) short: String,
    pub(crate) byline: String,
    pub(crate) extract: String,
}

/// The texts of papers that were printed lately, by what they were made of.
#[derive(Debug)]
pub(crate) struct KnownTexts(Cache<u64, Arc<Texts>>);

impl Default for KnownTexts {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

impl KnownTexts {
    /// The texts of a paper.
    pub(crate) fn of(&self, stored: &StoredPaper) -> Arc<Texts> {
        let Paper { title, abstract_text, summary, authors, author_count, organization, .. } = &stored.paper;
        let mut hasher = DefaultHasher::new();
        let organization = organization.as_ref().map(|organization| &organization.name);
        (title, abstract_text, summary, authors, author_count, organization).hash(&mut hasher);
        let key = hasher.finish();
        if let Some(known) = self.0.get(&key) {
            return known;
        }
        let texts = Arc::new(Texts {
            title: line(title, TITLE),
            short: line(title, SHORT_TITLE),
            byline: byline(stored),
            extract: extract(&stored.paper),
        });
        self.0.insert(key, Arc::clone(&texts));
        texts
    }
}

fn byline(stored: &StoredPaper) -> String {
    let paper = &stored.paper;
    let more = paper.authors.len().saturating_sub(AUTHORS);
    let named = paper.authors.iter().take(AUTHORS).map(String::as_str).collect::<Vec<_>>().join(", ");
    let authors = match (named.is_empty(), more) {
        (true, _) => text::authors_line(&paper.authors, paper.author_count),
        (false, 0) => named,
        (false, more) => format!("{named} and {more} more"),
    };
    let organization = paper.organization.as_ref().map(|organization| organization.name.as_str());
    let parts = [Some(authors.as_str()).filter(|authors| !authors.is_empty()), organization];
    line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "), NAMES)
}

/// What a source says in a sentence, else two sentences of the abstract: the one that says most of what the paper does, with the one behind it, since abstracts begin
/// with what everybody knows. Sentences stay whole where one fits.
fn extract(paper: &Paper) -> String {
    if let Some(told) = &paper.summary {
        return line(told, EXTRACT);
    }
    // A megabyte is not read to its end.
    let begin = clipped(&paper.abstract_text, 8 * EXTRACT);
    let sentences = text::sentences(&begin);
    let central = text::central_sentence(&paper.title, &begin);
    let place = sentences.iter().position(|sentence| Some(*sentence) == central).unwrap_or_default();
    // The last sentence has none behind it: then the one before leads to it.
    let place = if place + 1 == sentences.len() { place.saturating_sub(1) } else { place };
    let plain = |sentence: &&str| line(sentence, 2 * EXTRACT);
    let two: Vec<String> = sentences.iter().skip(place).take(2).map(plain).collect();
    let (both, central) = (two.join(" "), central.as_ref().map(plain));
    let fits = |told: &String| told.chars().count() <= EXTRACT;
    let whole = std::iter::once(both.clone()).chain(central.clone()).chain(two).find(fits);
    whole.unwrap_or_else(|| clipped(&central.unwrap_or(both), EXTRACT))
}

#[cfg(test)]
mod tests {
    use domain::PaperKey;

    use super::*;

    fn paper(title: &str, abstract_text: &str) -> StoredPaper {
        let mut paper = Paper::new("2401.01234".parse().unwrap(), title);
        abstract_text.clone_into(&mut paper.abstract_text);
        StoredPaper::new(PaperKey(1), paper)
    }

    fn extract_of(title: &str, abstract_text: &str) -> String {
        extract(&paper(title, abstract_text).paper)
    }

    #[test]
    fn an_extract_says_what_a_paper_does_not_what_everybody_knows() {
        let known = "Language models are widely used today. They have many applications.";
        let done = "We propose Swarms, a method that trains swarms of small models. Swarms need half the memory.";
        let told = extract_of("Swarms: training small models", &format!("{known} {done} Code is available."));
        assert_eq!(told, done);
        assert_eq!(extract_of("A", "One sentence only."), "One sentence only.");
        assert_eq!(extract_of("A", ""), "");
        let mut with_summary = paper("A", done).paper;
        with_summary.summary = Some("Told in a sentence.".to_owned());
        assert_eq!(extract(&with_summary), "Told in a sentence.");
    }

    #[test]
    fn sentences_stay_whole_where_one_fits() {
        let long = format!("We propose Swarms, which {}end.", "does this and that, ".repeat(15));
        let told = extract_of("Swarms", &format!("{long} {long}"));
        assert_eq!(told, long);
        let endless = extract_of("Swarms", &"word ".repeat(100_000));
        assert!(endless.chars().count() <= EXTRACT + 1 && endless.ends_with("word…"), "{endless}");
    }

    #[test]
    fn a_paper_that_changed_is_told_anew() {
        let known = KnownTexts::default();
        let first = known.of(&paper("A title", "Said."));
        assert!(Arc::ptr_eq(&first, &known.of(&paper("A title", "Said."))));
        assert_eq!(known.of(&paper("A title", "Said otherwise.")).extract, "Said otherwise.");
    }
}
