//! Real answers, one after another.

use std::path::{Path, PathBuf};

use newsstand_sources::providers::{ArxivApi, HfDaily, Oai};

use crate::gather::{gather, source, window};
use crate::server::{Server, answer};

/// A recorded answer; `None` (and a line that says so) where there are none.
fn recorded(file: &str) -> Option<Vec<u8>> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("NEWSSTAND_SHARED").map_or(default, PathBuf::from).join("wire");
    if !folder.exists() {
        println!("skipped: {} is absent", folder.display());
        return None;
    }
    Some(std::fs::read(folder.join(file)).expect("a recorded answer"))
}

#[tokio::test]
async fn arxiv_s_own_pages_and_errors() {
    let Some(first) = recorded("arxiv-oai/ListRecords.arXivRaw.resumptionToken.xml") else { return };
    let expired = recorded("arxiv-oai/error.BadResumptionToken.xml").unwrap();
    let last = recorded("arxiv-oai/ListRecords.arXiv.hep-th.xml").unwrap();
    let server =
        Server::start(move |_, before| answer("200 OK", &[], [&first, &expired, &first, &last][before.min(3)])).await;
    let source = source(Oai { set: None, prefix: "arXivRaw".to_owned() }, "http://oaipmh.arxiv.org/oai");
    let gathered = gather(&server, &source, window("2014-10-01", "2014-11-18")).await;
    assert!(gathered.complete && gathered.pauses.is_empty() && gathered.problems.is_empty(), "{gathered:?}");
    assert!(gathered.papers.contains_key("0704.0471"), "{:?}", gathered.papers);
    let asked: Vec<bool> =
        server.seen().iter().map(|seen| seen.address.ends_with("&resumptionToken=726959%7C1001")).collect();
    assert_eq!(asked, [false, true, false, true]);
}

#[tokio::test]
async fn what_arxiv_refuses_is_said_in_its_words() {
    let Some(error) = recorded("arxiv-oai/error.BadArgument.xml") else { return };
    let server = Server::start(move |_, _| answer("200 OK", &[], &error)).await;
    let oai = source(Oai::arxiv(None), "http://oaipmh.arxiv.org/oai");
    let gathered = gather(&server, &oai, window("2026-03-18", "2026-03-18")).await;
    assert_eq!(gathered.pauses, ["badArgument: Verb 'ListRecords', illegal argument 'identifier'."]);
    let error = recorded("arxiv-api/id_abc_s0_m100_b79c8dcf6bc3.status400.atom.xml").unwrap();
    let server = Server::start(move |_, _| answer("400 Bad Request", &[], &error)).await;
    let api = source(ArxivApi { query: "cat:cs.CL".to_owned() }, "http://export.arxiv.org/api/query");
    let gathered = gather(&server, &api, window("2026-03-18", "2026-03-18")).await;
    assert!(gathered.pauses.len() == 1 && gathered.pauses[0].contains("abc"), "{:?}", gathered.pauses);
}

#[tokio::test]
async fn a_day_of_daily_papers() {
    let Some(day) = recorded("hf/api_daily_papers.2026-03-18.json") else { return };
    let server = Server::start(move |_, _| answer("200 OK", &[], &day)).await;
    let source = source(HfDaily, "http://hf.example/api/daily_papers");
    let gathered = gather(&server, &source, window("2026-03-18", "2026-03-18")).await;
    assert!(gathered.complete && gathered.problems.is_empty(), "{:?}", gathered.problems);
    assert!(gathered.papers.len() > 20, "{}", gathered.papers.len());
    assert_eq!(server.seen()[0].address, "http://hf.example/api/daily_papers?date=2026-03-18&limit=100");
}
