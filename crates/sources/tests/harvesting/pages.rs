//! Pages that never end, change while they are read, or come back empty.

use newsstand_sources::answers::AnswerKind;
use newsstand_sources::providers::{ArxivApi, HfDaily, Page};

use crate::gather::{gather, source, window};
use crate::repository::envelope;
use crate::server::{Seen, Server, answer};

/// The number behind `name=` in an address.
fn number(seen: &Seen, name: &str) -> Option<usize> {
    let prefix = format!("{name}=");
    seen.address.split(['?', '&']).find_map(|pair| pair.strip_prefix(prefix.as_str()))?.parse().ok()
}

/// A page of arXiv's query API: the papers with these numbers, of so many.
fn atom(papers: &[usize], total: usize, start: usize) -> String {
    let entry = |number: &usize| {
        format!(
            "<entry><id>http://arxiv.org/abs/2603.{number:05}v1</id><title>Paper {number}</title><summary>What it says.</summary>\
             <published>2026-03-10T00:00:00Z</published><updated>2026-03-10T00:00:00Z</updated><author><name>A. Author</name></author></entry>"
        )
    };
    let entries: String = papers.iter().map(entry).collect();
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\" \
         xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id><title>arXiv Query</title><opensearch:itemsPerPage>{}</opensearch:itemsPerPage>\
         <opensearch:totalResults>{total}</opensearch:totalResults><opensearch:startIndex>{start}</opensearch:startIndex>{entries}</feed>",
        papers.len()
    )
}

#[tokio::test]
async fn papers_that_go_while_pages_are_read_take_no_others_with_them() {
    // Of 500 papers the first seven are taken out after the first page.
    let server = Server::start(|seen, before| {
        let all: Vec<usize> = if before == 0 { (0..500).collect() } else { (7..500).collect() };
        let start = number(seen, "start").unwrap();
        let page: Vec<usize> = all.iter().copied().skip(start).take(number(seen, "max_results").unwrap()).collect();
        answer("200 OK", &[], atom(&page, all.len(), start))
    })
    .await;
    let source = source(ArxivApi { query: "cat:cs.CL".to_owned() }, "http://export.arxiv.org/api/query");
    let gathered = gather(&server, &source, window("2026-03-01", "2026-03-18")).await;
    assert!(gathered.complete && gathered.pauses.is_empty(), "{:?}", gathered.pauses);
    assert_eq!(gathered.papers.len(), 500);
    let first = &server.seen()[0].address;
    assert!(
        first.contains("search_query=%28cat%3Acs.CL%29+AND+submittedDate%3A%5B202603010000+TO+202603182359%5D"),
        "{first}"
    );
}

#[tokio::test]
async fn pages_that_come_back_empty_are_asked_for_again() {
    for (empty, complete) in [(1, true), (3, true), (40, false)] {
        let server = Server::start(move |seen, before| {
            let start = number(seen, "start").unwrap();
            let page: Vec<usize> = if (1..=empty).contains(&before) {
                Vec::new()
            } else {
                (start..300).take(number(seen, "max_results").unwrap()).collect()
            };
            answer("200 OK", &[], atom(&page, 300, start))
        })
        .await;
        let source = source(ArxivApi { query: "cat:cs.CL".to_owned() }, "http://export.arxiv.org/api/query");
        let gathered = gather(&server, &source, window("2026-03-01", "2026-03-18")).await;
        assert_eq!(gathered.pauses.is_empty(), complete, "{empty}: {:?}", gathered.pauses);
        assert!(gathered.complete && gathered.papers.len() == 300, "{empty}: {}", gathered.papers.len());
    }
}

#[tokio::test]
async fn endless_pages_are_seen_through() {
    // Ever new tokens, and always the same paper.
    let record = "<record><header><identifier>oai:arXiv.org:2603.00001</identifier><datestamp>2026-03-10</datestamp></header><metadata>\
        <arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\"><id>2603.00001</id><title>Again</title></arXiv></metadata></record>";
    let server = Server::start(move |_, before| {
        let token = format!("<resumptionToken>{before}</resumptionToken>");
        answer("200 OK", &[], envelope(&format!("<ListRecords>{record}{token}</ListRecords>")))
    })
    .await;
    let source = source(newsstand_sources::providers::Oai::arxiv(None), "http://oaipmh.arxiv.org/oai");
    let gathered = gather(&server, &source, window("2026-03-01", "2026-03-18")).await;
    assert!(!gathered.complete && gathered.papers.len() == 1, "{gathered:?}");
    assert!(gathered.pauses[0].contains("in circles"), "{:?}", gathered.pauses);
}

#[tokio::test]
async fn days_are_asked_one_by_one_with_all_their_pages() {
    let row = |day: &str, number: usize| {
        format!(
            "{{\"paper\": {{\"id\": \"2603.{number:05}\", \"title\": \"Paper {number}\", \"summary\": \"s\", \"authors\": [], \
             \"publishedAt\": \"{day}T00:00:00.000Z\", \"upvotes\": 1}}, \"publishedAt\": \"{day}T00:00:00.000Z\", \"title\": \"Paper {number}\"}}"
        )
    };
    let server = Server::start(move |seen, _| match seen.address.as_str() {
        address if address.contains("2026-03-16") && !address.contains("p=1") => answer(
            "200 OK",
            &["Link: </api/daily_papers?date=2026-03-16&p=1>; rel=\"next\""],
            format!("[{}]", row("2026-03-16", 1)),
        ),
        address if address.contains("2026-03-16") => answer("200 OK", &[], format!("[{}]", row("2026-03-16", 2))),
        address if address.contains("2026-03-17") => answer("404 Not Found", &[], "{\"error\": \"no such day\"}"),
        _ => answer("200 OK", &[], format!("[{}]", row("2026-03-18", 3))),
    })
    .await;
    let source = source(HfDaily, "http://hf.example/api/daily_papers");
    let gathered = gather(&server, &source, window("2026-03-16", "2026-03-18")).await;
    assert!(gathered.complete && gathered.pauses.is_empty(), "{gathered:?}");
    assert_eq!(gathered.papers.values().map(String::as_str).collect::<Vec<_>>(), ["Paper 1", "Paper 2", "Paper 3"]);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn an_empty_page_between_others_is_passed_over() {
    let record = |id: &str| {
        format!(
            "<record><header><identifier>oai:arXiv.org:{id}</identifier><datestamp>2026-03-10</datestamp></header><metadata>\
             <arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\"><id>{id}</id><title>Paper {id}</title></arXiv></metadata></record>"
        )
    };
    let server = Server::start(move |_, before| {
        let (records, token) = match before {
            0 => (record("2603.00001"), "a"),
            1 => (String::new(), "b"),
            _ => (record("2603.00002"), ""),
        };
        answer(
            "200 OK",
            &[],
            envelope(&format!("<ListRecords>{records}<resumptionToken>{token}</resumptionToken></ListRecords>")),
        )
    })
    .await;
    let source = source(newsstand_sources::providers::Oai::arxiv(None), "http://oaipmh.arxiv.org/oai");
    let gathered = gather(&server, &source, window("2026-03-01", "2026-03-18")).await;
    assert!(gathered.complete && gathered.papers.len() == 2 && gathered.pauses.is_empty(), "{gathered:?}");
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_feed_is_read_once_until_it_changes() {
    let feed = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>F</title><updated>2026-03-18T00:00:00Z</updated>\
        <entry><id>e1</id><title>A paper in a feed</title><updated>2026-03-18T00:00:00Z</updated><link href=\"https://example.org/1\"/></entry></feed>";
    let server = Server::start(move |seen, _| {
        let known = seen.headers.iter().any(|header| header == "if-none-match: \"a\"");
        if known { answer("304 Not Modified", &[], "") } else { answer("200 OK", &["ETag: \"a\""], feed) }
    })
    .await;
    let source = source(Page { kind: AnswerKind::Feed }, "http://blog.example/feed.xml");
    let client = server.client();
    let start = newsstand_sources::harvest::Position::start(window("2026-03-18", "2026-03-18"));
    let first = newsstand_sources::harvest::step(&client, &source, start).await;
    let newsstand_sources::harvest::State::Complete(position) = first.state else { panic!("{:?}", first.state) };
    assert_eq!(first.items.len(), 1);
    let second = newsstand_sources::harvest::step(&client, &source, position).await;
    assert!(second.items.is_empty() && matches!(second.state, newsstand_sources::harvest::State::Complete(_)));
}
