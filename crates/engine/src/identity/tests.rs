//! Papers that are one, and papers that only look so.

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

impl Card {
    fn view(&self) -> Likeness<'_> {
        let Self { ids, title, abstract_text, authors } = self;
        Likeness { ids, title, abstract_text, authors, year: None }
    }
}

#[derive(Debug, PartialEq)]
enum Said {
    Same,
    Doubt,
    Different,
}

fn said(a: &Card, b: &Card) -> Said {
    assert_eq!(judge(a.view(), b.view()), judge(b.view(), a.view()), "order must not matter");
    match judge(a.view(), b.view()) {
        Verdict::Same(_) => Said::Same,
        Verdict::Doubt(_) => Said::Doubt,
        Verdict::Different => Said::Different,
    }
}

const SWARMS: &str = "we study how swarms of small robots decide where to go when no single robot knows the way and each of them can hear \
    only its nearest neighbours and show that simple rules of voting lead the swarm to the better of two nests in most trials";
const MARKETS: &str = "prices of electricity in coupled markets depend on the weather of all regions and a forecast that is made for each \
    region alone misses what flows between them while a joint model with graph structure halves the error of the day ahead price";

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
    assert_eq!(said(&preprint, &published), Said::Same);
    let with_doi = card("doi:10.1109/3dv.2025.1", preprint.title, &["S. Szymanowicz"], "");
    let datacite = card("doi:10.48550/arxiv.2401.01234", preprint.title, &["S. Szymanowicz"], "");
    assert_eq!(said(&with_doi, &datacite), Said::Same, "a preprint's DOI says nothing about the journal's");
}

#[test]
fn two_ids_of_one_register_are_two_papers() {
    let one = card("2401.01234", "Deep Learning for Everything Under the Sun", &["Ada Byron"], SWARMS);
    assert_eq!(said(&one, &card("2402.04321", one.title, &["Ada Byron"], SWARMS)), Said::Different);
    let first = card("doi:10.1000/1", one.title, &["Ada Byron"], "");
    assert_eq!(said(&first, &card("doi:10.1000/2", one.title, &["Ada Byron"], "")), Said::Different);
}

#[test]
fn strangers_with_one_title_stay_two() {
    let one = card("2401.01234", "Learning to Reason with Language Models", &["Ada Byron"], "");
    assert_eq!(said(&one, &card("nips:2024:1", one.title, &["Charles Babbage"], "")), Said::Different);
}

#[test]
fn a_changed_title_needs_the_abstract() {
    let here = card("2401.01234", "SwarmVote: Nests for Robots", &["Ada Byron", "Wei Liu"], SWARMS);
    let other = |title, text| card("", title, &["A. Byron", "W. Liu"], text);
    assert_eq!(said(&here, &other("SwarmVote: How Small Robots Choose", SWARMS)), Said::Same);
    assert_eq!(
        said(&here, &other("SwarmVote: How Small Robots Choose", "")),
        Said::Different,
        "a short name is soon taken"
    );
    assert_eq!(said(&here, &other("SwarmVote: Nests for Robots", MARKETS)), Said::Doubt);
    assert_eq!(said(&here, &other("Choosing Without Knowing", SWARMS)), Said::Doubt);
    assert_eq!(said(&here, &other("Choosing Without Knowing", MARKETS)), Said::Different);
    assert_eq!(said(&here, &card("", here.title, &["Charles Babbage"], SWARMS)), Said::Doubt, "all but the names");
}

#[test]
fn a_conference_lists_a_paper_once() {
    let one =
        card("iros:2006:4058370", "Stable Symmetric Feature Detection in Panoramic Vision", &["Ada Byron"], SWARMS);
    let other = |id| card(id, "Stable Symmetry Feature Detection in Panoramic Vision", &["A. Byron"], SWARMS);
    assert_eq!(said(&one, &other("iros:2006:4058931")), Said::Doubt);
    assert_eq!(said(&one, &other("icra:2006:1")), Said::Same);
}

#[test]
fn parts_and_years_are_papers_of_their_own() {
    let one = card("2401.01234", "Voting in Swarms of Robots: Part I", &["Ada Byron"], SWARMS);
    assert_eq!(said(&one, &card("", "Voting in Swarms of Robots, Part II", &["Ada Byron"], "")), Said::Different);
    assert_eq!(said(&one, &card("", "Voting in Swarms of Robots, Part II", &["Ada Byron"], SWARMS)), Said::Doubt);
}

#[test]
fn a_plain_title_needs_its_abstract() {
    let text = "we introduce a family of models from seven to seventy billion parameters trained on public data";
    let here = card("2307.09288", "Llama 2", &["Hugo Touvron"], text);
    assert_eq!(said(&here, &card("", "Llama 2", &[], text)), Said::Same);
    assert_eq!(said(&here, &card("", "Llama 2", &[], "a census of animals kept in the high andes")), Said::Different);
    assert_eq!(said(&here, &card("", "Llama 2", &[], "")), Said::Different);
}

#[test]
fn a_long_title_suffices_where_a_page_names_no_authors() {
    let here =
        card("2310.12345", "Transductive Few-Shot Learning: Clustering is All You Need?", &["Ismail Ben Ayed"], "one");
    assert_eq!(
        said(&here, &card("", "Transductive few-shot learning: clustering is all you need", &[], "other")),
        Said::Same
    );
}

#[test]
fn years_far_apart_raise_a_doubt() {
    let (old, new) = (
        card("", "Voting in Swarms of Small Robots", &["Ada Byron"], ""),
        card("x:1", "Voting in swarms of small robots", &["A. Byron"], ""),
    );
    let of = |card: &'static Card, year| Likeness { year: Some(year), ..card.view() };
    let (old, new) = (&*Box::leak(Box::new(old)), &*Box::leak(Box::new(new)));
    assert!(matches!(judge(of(old, 1998), of(new, 2000)), Verdict::Same(_)));
    assert!(matches!(judge(of(old, 1998), of(new, 2020)), Verdict::Doubt(_)));
}
