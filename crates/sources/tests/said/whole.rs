//! All that a paper says of itself, together.

use newsstand_sources::{LinkRole, Track, said_of_itself};

#[test]
fn a_paper_tells_venue_length_links_and_language() {
    let said = said_of_itself(
        "On Things",
        Some(
            "We show that the things of the title are what they are, and that there is more of them than it was known. \
             The dataset is available at https://huggingface.co/datasets/a/things.",
        ),
        Some(
            "8+4 pages, five figures, 2 tables. Accepted to ICML 2025 (spotlight). Project page: https://a.github.io/things , code: https://github.com/a/things",
        ),
        None,
    );
    let acceptance = said.acceptance.unwrap();
    assert_eq!(
        (acceptance.venue.as_str(), acceptance.year, acceptance.track),
        ("ICML", Some(2025), Some(Track::Spotlight))
    );
    assert!(acceptance.is_known && acceptance.is_of_the_venue());
    assert_eq!((said.extent.pages, said.extent.figures, said.extent.tables), (Some(12), Some(5), Some(2)));
    let links: Vec<(LinkRole, &str)> = said.links.iter().map(|link| (link.role, link.url.as_str())).collect();
    assert_eq!(
        links,
        [
            (LinkRole::Project, "https://a.github.io/things"),
            (LinkRole::Code, "https://github.com/a/things"),
            (LinkRole::Dataset, "https://huggingface.co/datasets/a/things"),
        ]
    );
    assert_eq!(said.language, Some("en"));
}

#[test]
fn a_paper_that_says_nothing_tells_nothing() {
    assert_eq!(said_of_itself("On Things", None, None, None), newsstand_sources::Said::default());
}

#[test]
fn a_journal_reference_counts_more_than_a_comment() {
    let said = said_of_itself("", None, Some("Accepted to MNRAS"), Some("Astrophys.J.648:366-382,2006"));
    assert_eq!(said.acceptance.unwrap().venue, "ApJ");
}
