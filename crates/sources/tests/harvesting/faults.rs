//! A repository of 23 papers, five a page, that fails.

use jiff::SignedDuration;

use crate::gather::Gathered;
use crate::repository::{Fault, harvest};
use crate::server::Server;

const PAPERS: usize = 23;

/// Whether every paper is there, once.
fn is_whole(gathered: &Gathered) -> bool {
    let all = (0..PAPERS).map(|number| (format!("2603.{number:05}"), format!("Paper {number}")));
    gathered.complete && gathered.papers.clone().into_iter().eq(all)
}

/// Fails unless no two requests came within three seconds.
fn assert_polite(server: &Server) {
    let seen = server.seen();
    for pair in seen.windows(2) {
        let [first, second] = pair else { continue };
        assert!(second.at.duration_since(first.at) >= SignedDuration::from_secs(3), "{pair:?}");
    }
}

#[tokio::test]
async fn without_faults_it_is_read_page_by_page() {
    let (gathered, server) = harvest(PAPERS, |_| None).await;
    assert!(is_whole(&gathered) && gathered.pauses.is_empty() && gathered.problems.is_empty(), "{gathered:?}");
    let asked: Vec<String> = server.seen().into_iter().map(|seen| seen.address).collect();
    assert_eq!(asked.len(), 5);
    assert_eq!(
        asked[..2],
        [
            "http://oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXiv&from=2026-03-01&until=2026-03-18&set=cs%3Acs%3ACL",
            "http://oaipmh.arxiv.org/oai?verb=ListRecords&resumptionToken=5",
        ]
    );
    assert_polite(&server);
}

#[tokio::test]
async fn whatever_fails_once_costs_nothing_but_time() {
    let faults = [
        Fault::Busy { retry_after: Some(20) },
        Fault::Busy { retry_after: None },
        Fault::Unavailable,
        Fault::Oops,
        Fault::CutOff,
        Fault::Silent,
        Fault::NoGzip,
        Fault::Expired,
    ];
    for fault in faults {
        for at in [0, 2, 4] {
            // The first request has no token.
            if fault == Fault::Expired && at == 0 {
                continue;
            }
            let (gathered, server) = harvest(PAPERS, move |request| (request == at).then_some(fault)).await;
            assert!(is_whole(&gathered), "{fault:?} at {at}: {gathered:?}");
            assert_polite(&server);
        }
    }
}

#[tokio::test]
async fn a_busy_provider_is_left_alone_as_long_as_it_says() {
    let (_, server) = harvest(PAPERS, |request| (request == 1).then_some(Fault::Busy { retry_after: Some(900) })).await;
    let seen = server.seen();
    assert!(seen[2].at.duration_since(seen[1].at) >= SignedDuration::from_secs(900));
    let (gathered, server) = harvest(PAPERS, |request| (request == 1).then_some(Fault::Unavailable)).await;
    assert!(gathered.pauses[0].contains("busy (status 503)"), "{:?}", gathered.pauses);
    let seen = server.seen();
    assert!(seen[2].at.duration_since(seen[1].at) >= SignedDuration::from_mins(10));
}

#[tokio::test]
async fn what_fails_all_the_time_is_found_again_where_it_was_left() {
    // Three of four requests fail, each in another way.
    let fault = |request: usize| match request % 8 {
        0 => Some(Fault::CutOff),
        1 | 5 => Some(Fault::Oops),
        2 => Some(Fault::Busy { retry_after: Some(1) }),
        4 => Some(Fault::NoGzip),
        6 => Some(Fault::Unavailable),
        _ => None,
    };
    let (gathered, server) = harvest(PAPERS, fault).await;
    assert!(is_whole(&gathered) && gathered.pauses.len() >= 4, "{gathered:?}");
    // Each page was asked for until it came, and never again.
    let came = server.seen().len() / 4;
    assert_eq!(came, 5, "{:?}", server.seen());
    assert_polite(&server);
}

#[tokio::test]
async fn a_token_that_always_expires_is_a_pause_with_a_reason() {
    let (gathered, _) = harvest(PAPERS, |request| (request % 2 == 1).then_some(Fault::Expired)).await;
    assert!(!gathered.complete && gathered.papers.len() == 5);
    assert!(gathered.pauses[0].contains("badResumptionToken: expired"), "{:?}", gathered.pauses);
}

#[tokio::test]
async fn circles_of_addresses_stop_it_for_good() {
    let (gathered, server) = harvest(PAPERS, |request| (request >= 1).then_some(Fault::Circle)).await;
    assert!(!gathered.complete && gathered.papers.len() == 5 && gathered.pauses.len() == 1, "{gathered:?}");
    assert!(gathered.pauses[0].contains("leads astray"), "{:?}", gathered.pauses);
    assert_polite(&server);
}

#[tokio::test]
async fn what_comes_a_drop_at_a_time_is_given_up_and_asked_for_again() {
    let (gathered, server) = harvest(PAPERS, |request| (request == 2).then_some(Fault::Drip)).await;
    assert!(is_whole(&gathered), "{gathered:?}");
    assert_polite(&server);
}

#[tokio::test]
async fn an_answer_without_end_stops_it_for_good_before_it_fills_the_memory() {
    let (gathered, server) = harvest(PAPERS, |request| (request == 1).then_some(Fault::Flood)).await;
    assert!(!gathered.complete && gathered.papers.len() == 5, "{gathered:?}");
    assert!(gathered.pauses[0].contains("more than 67108864 bytes"), "{:?}", gathered.pauses);
    assert!(server.sent() < 128 << 20, "{}", server.sent());
}

#[tokio::test]
async fn one_broken_paper_is_a_problem_and_the_others_are_there() {
    let (gathered, _) = harvest(PAPERS, |request| (request == 1).then_some(Fault::BrokenPaper)).await;
    assert!(gathered.complete && !gathered.problems.is_empty(), "{gathered:?}");
    assert!(gathered.papers.len() >= PAPERS - 5, "{gathered:?}");
}

#[tokio::test]
async fn nothing_new_is_no_error() {
    let (gathered, _) = harvest(0, |_| None).await;
    assert!(gathered.complete && gathered.papers.is_empty() && gathered.pauses.is_empty(), "{gathered:?}");
}
