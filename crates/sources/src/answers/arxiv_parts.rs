//! What all of arXiv's interfaces have in common.

use domain::{PaperId, Record, categories, category_name};

use crate::code_links;
use crate::said::{Acceptance, known_in_comment};

/// The ends that all records of arXiv's have: whether the paper was withdrawn, and what its texts link to.
pub(crate) fn complete(record: &mut Record) {
    let comment = record.comment.as_deref().unwrap_or_default();
    let abstract_text = record.abstract_text.as_deref().unwrap_or_default();
    record.withdrawn |= comment_withdraws(comment) || abstract_withdraws(abstract_text);
    record.venue = record.venue.take().or_else(|| accepted(comment));
    code_links::complete(record);
}

/// Where a paper was accepted, as its authors say: a conference or journal that is known, such as `NeurIPS 2026`.
fn accepted(comment: &str) -> Option<String> {
    let accepted = known_in_comment(comment).filter(Acceptance::is_of_the_venue)?;
    Some(accepted.year.map_or_else(|| accepted.venue.clone(), |year| format!("{} {year}", accepted.venue)))
}

/// Whether a comment says that the paper was withdrawn. arXiv has no field for it: authors say so in these words
/// (<https://info.arxiv.org/help/withdraw.html>), and administrators too.
fn comment_withdraws(comment: &str) -> bool {
    if !comment.contains("ithdraw") && !comment.contains("ITHDRAW") {
        return false;
    }
    let words = comment.to_ascii_lowercase();
    let starts =
        ["withdrawn", "withdrawal", "paper withdrawn", "this withdrawn"].iter().any(|start| words.starts_with(start));
    starts || says_withdrawn(&words)
}

/// Whether an abstract is only the word that there is none any more. Abstracts also speak of withdrawn drugs, and of
/// withdrawn papers.
fn abstract_withdraws(text: &str) -> bool {
    let start = (150..154).find_map(|end| text.get(..end)).unwrap_or(text);
    if !start.contains("ithdrawn") {
        return false;
    }
    let start = start.to_ascii_lowercase();
    start.starts_with("withdrawn") || says_withdrawn(&start)
}

fn says_withdrawn(words: &str) -> bool {
    let Some(at) = words.find("withdrawn") else { return false };
    let before: Vec<&str> = words.get(..at).unwrap_or_default().split_whitespace().rev().take(6).collect();
    let work = ["paper", "article", "manuscript", "submission", "preprint", "work", "version", "note", "report"];
    let auxiliary = ["been", "is", "was", "being", "temporarily", "be"];
    before.first().is_some_and(|word| auxiliary.contains(word) || work.contains(word))
        && before.iter().any(|word| work.contains(word))
        && before.iter().any(|word| matches!(*word, "this" | "the" | "our") || work.contains(word))
        && !before.contains(&"not")
}

/// The id in `oai:arXiv.org:1706.05371` or an address of arXiv's, and the version behind it where one stands there.
pub(super) fn id(text: &str) -> Option<(PaperId, Option<u16>)> {
    let text = text.trim();
    let bare = text.strip_prefix("oai:arXiv.org:").unwrap_or(text);
    let id = PaperId::from_pasted(bare).filter(|id| id.arxiv().is_some())?;
    let version = bare.rsplit_once(['v', 'V']).and_then(|(_, number)| number.parse().ok()).filter(|number| *number > 0);
    Some((id, version))
}

/// The id of the category that `subject` names in Dublin Core: `Mathematics - Logic` is `math.LO`.
pub(super) fn category_named(subject: &str) -> Option<&'static str> {
    let parts = subject.split_once(" - ");
    // Dublin Core has a dash where names of categories have a colon.
    let dashed = |name: &str| {
        parts.is_some_and(|(first, last)| {
            name.strip_prefix(first).and_then(|rest| rest.strip_prefix(": ")) == Some(last)
        })
    };
    let whole = categories().iter().find(|(_, name)| *name == subject || dashed(name)).map(|(id, _)| *id);
    whole.or_else(|| {
        let (archive, name) = parts?;
        let archive = archive_named(archive)?;
        let in_archive =
            categories().iter().filter(|(id, _)| id.strip_prefix(archive).is_some_and(|rest| rest.starts_with('.')));
        let fits = |known: &str| known == name || known.strip_prefix(name).is_some_and(|rest| rest.starts_with(" ("));
        in_archive.into_iter().find(|(_, known)| fits(known)).map(|(id, _)| *id)
    })
}

/// The archive of that name (<https://arxiv.org/archive/>).
fn archive_named(name: &str) -> Option<&'static str> {
    let known = match name {
        "Astrophysics" => "astro-ph",
        "Computer Science" => "cs",
        "Condensed Matter" => "cond-mat",
        "Economics" => "econ",
        "Electrical Engineering and Systems Science" => "eess",
        "Mathematics" => "math",
        "Nonlinear Sciences" => "nlin",
        "Physics" => "physics",
        "Quantitative Biology" => "q-bio",
        "Quantitative Finance" => "q-fin",
        "Statistics" => "stat",
        _ => return None,
    };
    Some(known)
}

/// Whether `text` is an id of a category.
pub(super) fn is_category(text: &str) -> bool {
    category_name(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn withdrawals_are_told_from_other_words() {
        for comment in [
            "This paper has been withdrawn by the author",
            "Withdrawn due to an error in Lemma 2",
            "This submission has been withdrawn by arXiv administrators due to copyright",
            "The paper is withdrawn",
            "Paper withdrawn",
            "10 pages; this article has been temporarily withdrawn",
        ] {
            assert!(comment_withdraws(comment), "{comment}");
        }
        for comment in ["v2: withdrawn figure restored", "formally withdrawn from a conference", "12 pages", ""] {
            assert!(!comment_withdraws(comment), "{comment}");
        }
        assert!(abstract_withdraws("This paper has been withdrawn by the authors due to a crucial error."));
        assert!(!abstract_withdraws("Utilizing papers withdrawn from arXiv, we validated our predictions."));
        assert!(!abstract_withdraws("The drug was withdrawn from the market."));
    }

    #[test]
    fn subjects_are_read_as_categories() {
        for (subject, id) in [
            ("Mathematics - Logic", Some("math.LO")),
            ("Computer Science - Machine Learning", Some("cs.LG")),
            ("High Energy Physics - Theory", Some("hep-th")),
            ("Quantum Physics", Some("quant-ph")),
            ("05C80, 05C15", None),
            ("Mathematics - Nothing", None),
        ] {
            assert_eq!(category_named(subject), id, "{subject}");
        }
    }

    #[test]
    fn ids_are_read_with_their_versions() {
        let read = |text: &str| id(text).map(|(id, version)| (id.to_string(), version));
        assert_eq!(read("oai:arXiv.org:2411.13550v2"), Some(("2411.13550".to_owned(), Some(2))));
        assert_eq!(read("http://arxiv.org/abs/astro-ph/0601001v1"), Some(("astro-ph/0601001".to_owned(), Some(1))));
        assert_eq!(read("oai:arXiv.org:math/0306266"), Some(("math/0306266".to_owned(), None)));
        assert_eq!(read("oai:test.example.com:1"), None);
    }
}
