//! An OAI-PMH repository of so many papers, which gives them in pages and may fail at any request.

use std::sync::Arc;

use newsstand_sources::providers::Oai;

use crate::gather::{Gathered, gather, source, window};
use crate::server::{Act, Seen, Server, answer, raw};

/// Papers a page.
pub(crate) const PAGE: usize = 5;

/// How a request goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Busy { retry_after: Option<u32> },
    Unavailable,
    Oops,
    CutOff,
    Silent,
    Drip,
    Flood,
    Circle,
    NoGzip,
    Expired,
    BrokenPaper,
}

/// Harvests a repository of so many papers; `fault` says which request goes wrong, and how.
pub(crate) async fn harvest(
    papers: usize,
    fault: impl Fn(usize) -> Option<Fault> + Send + Sync + 'static,
) -> (Gathered, Server) {
    let fault = Arc::new(fault);
    let server = Server::start(move |seen, before| match fault(before) {
        Some(fault) => failed(fault, seen, papers),
        None => answer("200 OK", &["Content-Type: text/xml"], page(seen, papers)),
    })
    .await;
    let source = source(Oai::arxiv(Some("cs.CL")), "http://oaipmh.arxiv.org/oai");
    let gathered = gather(&server, &source, window("2026-03-01", "2026-03-18")).await;
    (gathered, server)
}

fn failed(fault: Fault, seen: &Seen, papers: usize) -> Vec<Act> {
    let whole = || page(seen, papers);
    match fault {
        Fault::Busy { retry_after: Some(seconds) } => answer("429 Too Many", &[&format!("Retry-After: {seconds}")], ""),
        Fault::Busy { retry_after: None } => answer("429 Too Many", &[], ""),
        Fault::Unavailable => answer("503 Unavailable", &[], "<html>later</html>"),
        Fault::Oops => answer("500 Oops", &[], ""),
        Fault::CutOff => {
            let whole = whole();
            let half: String = whole.chars().take(whole.len() / 2).collect();
            vec![raw(&format!("HTTP/1.1 200 OK\nContent-Length: {}\n\n", whole.len())), Act::Say(half.into_bytes())]
        }
        Fault::Silent => vec![Act::Hang],
        Fault::Drip => vec![raw("HTTP/1.1 200 OK\n\n"), Act::Drip],
        Fault::Flood => vec![raw("HTTP/1.1 200 OK\n\n"), Act::Flood(vec![b'<'; 1 << 20])],
        Fault::Circle => answer("302 Found", &[&format!("Location: {}", seen.address)], ""),
        Fault::NoGzip => answer("200 OK", &["Content-Encoding: gzip"], whole()),
        Fault::Expired => answer("200 OK", &[], envelope("<error code=\"badResumptionToken\">expired</error>")),
        Fault::BrokenPaper => answer("200 OK", &[], whole().replacen("<title>", "<titel>", 1)),
    }
}

/// The page that is asked for: its token is the number of papers before it.
fn page(seen: &Seen, papers: usize) -> String {
    let token = seen.address.split(['?', '&']).find_map(|pair| pair.strip_prefix("resumptionToken="));
    let first: usize = token.map_or(0, |token| token.parse().expect("a token of this repository"));
    let last = (first + PAGE).min(papers);
    let records: String = (first..last).map(record).collect();
    let next = if last < papers { last.to_string() } else { String::new() };
    envelope(&format!(
        "<ListRecords>{records}<resumptionToken cursor=\"{first}\" completeListSize=\"{papers}\">{next}</resumptionToken></ListRecords>"
    ))
}

fn record(number: usize) -> String {
    format!(
        "<record><header><identifier>oai:arXiv.org:2603.{number:05}</identifier><datestamp>2026-03-10</datestamp></header><metadata>\
         <arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\"><id>2603.{number:05}</id><created>2026-03-09</created>\
         <title>Paper {number}</title><categories>cs.CL</categories><abstract>What it says.</abstract></arXiv></metadata></record>"
    )
}

/// Around an answer's content.
pub(crate) fn envelope(content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\
         <responseDate>2026-03-18T20:00:00Z</responseDate><request verb=\"ListRecords\">http://oaipmh.arxiv.org/oai</request>{content}</OAI-PMH>"
    )
}
