//! Searches and venues, page by page.

use newsstand_sources::Preset;
use newsstand_sources::harvest::Source;
use newsstand_sources::providers::{Dblp, OpenReview, SemanticScholar};

use crate::gather::{Gathered, gather, source, window};
use crate::server::{Server, answer};

/// Everything of some days from a provider whose answers are these, the last of them again and again; and what it was asked.
async fn gathered(source: &Source, pages: impl IntoIterator<Item = String>) -> (Gathered, Vec<String>) {
    let pages: Vec<String> = pages.into_iter().collect();
    let page = move |before: usize| pages.get(before).or_else(|| pages.last()).cloned().unwrap_or_default();
    let server = Server::start(move |_, before| answer("200 OK", &[], page(before))).await;
    let gathered = gather(&server, source, window("2026-03-01", "2026-03-18")).await;
    (gathered, server.seen().into_iter().map(|seen| seen.address).collect())
}

fn keys(gathered: &Gathered) -> Vec<&str> {
    gathered.papers.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn semantic_scholar_is_asked_with_its_tokens() {
    let page = |id: &str, token: &str| {
        format!(
            "{{\"total\": 2, \"token\": {token}, \"data\": [{{\"paperId\": \"{id}\", \"title\": \"Paper {id}\"}}]}}"
        )
    };
    let s2 = SemanticScholar { query: "\"sparse attention\" | retrieval".to_owned() };
    let source = source(s2, "http://s2.example/graph/v1/paper/search/bulk");
    let (gathered, asked) = gathered(&source, [page("a1", "\"T+1\""), page("b2", "null")]).await;
    assert!(gathered.complete && gathered.pauses.is_empty() && gathered.problems.is_empty(), "{gathered:?}");
    assert_eq!(keys(&gathered), ["s2:a1", "s2:b2"]);
    let first = "http://s2.example/graph/v1/paper/search/bulk?query=%22sparse+attention%22+%7C+retrieval\
        &fields=title%2CexternalIds%2Cabstract%2Cauthors%2CpublicationDate%2Cyear%2Cvenue%2Cjournal%2CcitationCount%2CopenAccessPdf%2Curl\
        &publicationDateOrYear=2026-03-01%3A2026-03-18&sort=paperId%3Aasc";
    assert_eq!(asked, [first.to_owned(), format!("{first}&token=T%2B1")]);
}

/// A page of OpenReview's notes.
fn notes(ids: &[&str]) -> String {
    let note = |id: &&str| format!("{{\"id\": \"{id}\", \"content\": {{\"title\": {{\"value\": \"Paper {id}\"}}}}}}");
    format!("{{\"notes\": [{}], \"count\": 3}}", ids.iter().map(note).collect::<Vec<_>>().join(", "))
}

fn openreview() -> Source {
    source(OpenReview { venue: "ICLR.cc/2025/Conference".to_owned() }, "http://openreview.example/notes")
}

#[tokio::test]
async fn the_notes_of_a_venue_end_with_an_empty_page() {
    let (gathered, asked) = gathered(&openreview(), [notes(&["a", "b"]), notes(&["c"]), notes(&[])]).await;
    assert!(gathered.complete && gathered.pauses.is_empty() && gathered.problems.is_empty(), "{gathered:?}");
    assert_eq!(keys(&gathered), ["openreview:a", "openreview:b", "openreview:c"]);
    let first = "http://openreview.example/notes?content.venueid=ICLR.cc%2F2025%2FConference&sort=id&limit=1000";
    assert_eq!(asked, [first.to_owned(), format!("{first}&after=b"), format!("{first}&after=c")]);
}

#[tokio::test]
async fn notes_that_come_again_and_again_are_seen_through() {
    let (gathered, asked) = gathered(&openreview(), [notes(&["a", "b"])]).await;
    assert!(!gathered.complete && keys(&gathered) == ["openreview:a", "openreview:b"], "{gathered:?}");
    assert!(gathered.pauses[0].contains("in circles"), "{:?}", gathered.pauses);
    assert!(asked[1].ends_with("&after=b"), "{asked:?}");
}

#[tokio::test]
async fn dblp_is_asked_with_offsets() {
    let page = |first: u32, key: &str| {
        format!(
            "{{\"result\": {{\"status\": {{\"@code\": \"200\"}}, \"hits\": {{\"@total\": \"2\", \"@sent\": \"1\", \"@first\": \"{first}\", \
             \"hit\": [{{\"info\": {{\"key\": \"{key}\", \"title\": \"Paper {key}.\"}}}}]}}}}}}"
        )
    };
    let source = source(Dblp { query: "sparse attention".to_owned() }, "http://dblp.example/search/publ/api");
    let (gathered, asked) = gathered(&source, [page(0, "conf/a/1"), page(1, "conf/a/2")]).await;
    assert!(gathered.complete && gathered.pauses.is_empty() && gathered.problems.is_empty(), "{gathered:?}");
    assert_eq!(keys(&gathered), ["dblp:conf/a/1", "dblp:conf/a/2"]);
    let base = "http://dblp.example/search/publ/api?q=sparse+attention&format=json&h=1000";
    assert_eq!(asked, [format!("{base}&f=0"), format!("{base}&f=1")]);
}

#[tokio::test]
async fn a_volume_of_pmlr_is_one_file() {
    let volume = "@InProceedings{pmlr-v235-bee24a, title = {On Things}, author = {Bee, Ann}, year = {2024}, \
        url = {https://proceedings.mlr.press/v235/bee24a.html}}\n";
    let address = "http://pmlr.example/v235/assets/bib/bibliography.bib";
    let source = "pmlr:v235".parse::<Preset>().unwrap().source("test", Some(address)).unwrap();
    let (gathered, asked) = gathered(&source, [volume.to_owned()]).await;
    assert!(gathered.complete && gathered.pauses.is_empty() && gathered.problems.is_empty(), "{gathered:?}");
    assert_eq!((keys(&gathered), asked), (vec!["pmlr:v235/bee24a"], vec![address.to_owned()]));
}
