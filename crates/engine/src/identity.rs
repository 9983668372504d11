//! When two descriptions are of the same paper.
//!
//! A shared id decides at once. Beyond that the same title does (case, accents and punctuation aside), unless something
//! speaks against it: different arXiv ids or DOIs, authors of whom none is shared, or, where the title is so plain that
//! many papers could bear it, an abstract that is another.

use std::collections::HashSet;

use domain::{IdKind, PaperId, normalized_title, slug};

/// What a description says that helps to tell papers apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Likeness<'a> {
    /// The ids it is known by.
    pub ids: &'a [PaperId],
    /// The title.
    pub title: &'a str,
    /// The abstract; empty where unknown.
    pub abstract_text: &'a str,
    /// The authors' names; empty where unknown.
    pub authors: &'a [String],
}

/// Share of the abstracts' words that two descriptions of a plainly titled paper must have in common. Versions of one
/// abstract in the data share above 0.7, different papers below 0.3.
const SAME_ABSTRACT: f64 = 0.5;

/// Whether two descriptions with the same normalised title are of one paper.
pub(crate) fn same_paper(a: Likeness<'_>, b: Likeness<'_>) -> bool {
    if ids_differ(a.ids, b.ids, IdKind::Arxiv) || ids_differ(a.ids, b.ids, IdKind::Doi) {
        return false;
    }
    if !a.authors.is_empty() && !b.authors.is_empty() {
        return share_an_author(a.authors, b.authors);
    }
    is_distinctive(a.title) || overlap(a.abstract_text, b.abstract_text) >= SAME_ABSTRACT
}

/// Whether both have ids of that kind, and none in common.
fn ids_differ(a: &[PaperId], b: &[PaperId], kind: IdKind) -> bool {
    let of_kind = |ids: &[PaperId]| ids.iter().filter(|id| id.kind() == kind).cloned().collect::<HashSet<_>>();
    let (a, b) = (of_kind(a), of_kind(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// Whether a last name stands on both papers. Only the last word of a name is compared: sources abbreviate the others.
fn share_an_author(a: &[String], b: &[String]) -> bool {
    let last = |name: &String| slug(name).rsplit('-').next().unwrap_or_default().to_owned();
    let known: HashSet<String> = a.iter().map(last).collect();
    b.iter().any(|name| known.contains(&last(name)))
}

/// Whether a title is so long that no two papers bear it by chance.
fn is_distinctive(title: &str) -> bool {
    let normalized = normalized_title(title);
    normalized.split(' ').count() >= 4 && normalized.len() >= 20
}

/// The Jaccard index of two texts' words: 0 where either is empty.
fn overlap(a: &str, b: &str) -> f64 {
    let (a, b) = (normalized_title(a), normalized_title(b));
    let (a, b): (HashSet<&str>, HashSet<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
    let shared = a.intersection(&b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Card {
        ids: Vec<PaperId>,
        title: &'static str,
        abstract_text: &'static str,
        authors: Vec<String>,
    }

    fn card(id: &str, title: &'static str, authors: &[&str], abstract_text: &'static str) -> Card {
        let ids = if id.is_empty() { vec![PaperId::from_title(title)] } else { vec![id.parse().unwrap()] };
        Card { ids, title, abstract_text, authors: authors.iter().map(ToString::to_string).collect() }
    }

    fn same(a: &Card, b: &Card) -> bool {
        assert_eq!(same_paper(a.view(), b.view()), same_paper(b.view(), a.view()), "order must not matter");
        same_paper(a.view(), b.view())
    }

    impl Card {
        fn view(&self) -> Likeness<'_> {
            Likeness { ids: &self.ids, title: self.title, abstract_text: self.abstract_text, authors: &self.authors }
        }
    }

    #[test]
    fn a_conference_paper_is_its_preprint() {
        let preprint = card(
            "2401.01234",
            "Flash3D: Feed-Forward 3D Scenes from One Image",
            &["Stanislaw Szymanowicz", "João Henriques"],
            "",
        );
        let published =
            card("3dv:2025:05T81ScPFb", "Flash3D: Feed-forward 3D scenes from one image", &["S. Szymanowicz"], "");
        assert!(same(&preprint, &published));
    }

    #[test]
    fn two_arxiv_ids_are_two_papers() {
        let one = card("2401.01234", "Deep Learning for Everything Under the Sun", &["Ada Byron"], "");
        let two = card("2402.04321", "Deep Learning for Everything Under the Sun", &["Ada Byron"], "");
        assert!(!same(&one, &two));
    }

    #[test]
    fn strangers_with_one_title_stay_two() {
        let one = card("2401.01234", "Learning to Reason with Language Models", &["Ada Byron"], "");
        let two = card("nips:2024:1", "Learning to Reason with Language Models", &["Charles Babbage"], "");
        assert!(!same(&one, &two));
    }

    #[test]
    fn a_plain_title_needs_its_abstract() {
        let text = "we introduce a family of models from seven to seventy billion parameters trained on public data";
        let here = card("2307.09288", "Llama 2", &["Hugo Touvron"], text);
        assert!(same(&here, &card("", "Llama 2", &[], text)));
        assert!(!same(&here, &card("", "Llama 2", &[], "a census of animals kept in the high andes")));
        assert!(!same(&here, &card("", "Llama 2", &[], "")));
    }

    #[test]
    fn a_long_title_suffices_where_a_page_names_no_authors() {
        let here = card(
            "2310.1234",
            "Transductive Few-Shot Learning: Clustering is All You Need?",
            &["Ismail Ben Ayed"],
            "one",
        );
        assert!(same(&here, &card("", "Transductive few-shot learning: clustering is all you need", &[], "other")));
    }
}
