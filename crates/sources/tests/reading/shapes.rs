//! Each way of writing a paper, on small examples.

use domain::{ListName, SourceKind};
use newsstand_sources::{ReadOptions, Reader};

use crate::support::{collect, instant, one, open, options, read};

#[test]
fn a_row_of_an_answer() {
    let record = one(
        r#"[{"paper": {"id": "2602.23229", "authors": [{"name": "Ann  Bee", "hidden": false}, {"name": "Cy", "hidden": true}],
            "publishedAt": "2026-02-26T17:00:00.000Z", "submittedOnDailyAt": "2026-03-06T03:55:12.777Z", "title": "A\n  Title",
            "summary": "We\nshow.", "upvotes": 7, "githubRepo": "https://github.com/a/b", "githubStars": 3,
            "projectPage": "https://a.org/p", "ai_summary": "Short.", "ai_keywords": ["x", "y", "x"]},
            "title": "Row title", "publishedAt": "2026-02-26T12:00:00.000Z", "numComments": 2,
            "mediaUrls": ["https://a.org/film.mp4", "https://a.org/still.png"],
            "organization": {"name": "nvidia", "fullname": "NVIDIA"}}]"#,
    );
    assert_eq!((record.source, record.source_key.as_str()), (SourceKind::HfDaily, "2602.23229@2026-03-06"));
    assert_eq!((record.title.as_str(), record.abstract_text.as_deref()), ("A Title", Some("We show.")));
    assert_eq!(
        (record.authors, record.keywords),
        (vec!["Ann Bee".to_owned(), "Cy".to_owned()], vec!["x".to_owned(), "y".to_owned()])
    );
    let listing = record.listing.unwrap();
    assert_eq!((listing.list, listing.day.to_string().as_str(), listing.rank), (ListName::Daily, "2026-03-06", None));
    let observed = record.observed.unwrap();
    assert_eq!((observed.counts.votes, observed.counts.comments, observed.at), (7, 2, options().observed_at));
    assert_eq!(record.published, Some(instant("2026-02-26T17:00:00Z")));
    assert_eq!(record.organization.unwrap().name, "NVIDIA");
    assert_eq!(record.links.code_stars, Some(3));
    assert_eq!(record.links.image.as_deref(), Some("https://a.org/still.png"));
    assert_eq!((record.summary.as_deref(), record.links.project.as_deref()), (Some("Short."), Some("https://a.org/p")));
}

#[test]
fn the_day_in_the_name_of_an_answer_wins() {
    let rows = r#"[{"paper": {"id": "2408.00714", "title": "T", "upvotes": 1, "submittedOnDailyAt": "2024-08-05T00:00:00Z"}}]"#;
    let day = |name: &str| {
        let reader = Reader::from_bytes(name, Box::new(rows.as_bytes()), &options()).unwrap();
        collect(reader).records[0].listing.unwrap().day.to_string()
    };
    assert_eq!(day("x/api_daily_papers.2024-08-02.json"), "2024-08-02");
    assert_eq!(day("answer.json"), "2024-08-05");
}

#[test]
fn a_row_without_its_own_day_was_listed_when_it_was_published() {
    let record = one(
        r#"[{"paper": {"id": "2405.15738", "title": "T", "publishedAt": "2024-05-24T17:34:15Z"}, "publishedAt": "2024-05-27T02:00:00Z"}]"#,
    );
    assert_eq!(record.listing.unwrap().day.to_string(), "2024-05-27");
    assert_eq!(record.published, Some(instant("2024-05-24T17:34:15Z")));
    assert_eq!(record.observed, None);
}

#[test]
fn in_a_saved_day_a_broken_row_is_lost_alone() {
    let read = read(
        r#"{"list_date": "2024-05-27", "observed_at": "2024-05-27T16:54:31Z", "response": [{"paper": {"id": "2405.15738", "title": "T", "upvotes": "32"}}, {"paper": {"id": "2405.15739"}}, 5]}"#,
    );
    assert_eq!(read.records.len(), 1);
    assert_eq!(read.records[0].observed.unwrap().at, instant("2024-05-27T16:54:31Z"));
    assert_eq!(read.records[0].source_key, "2405.15738@2024-05-27");
    assert_eq!(
        read.lost,
        ["file:1: row 2: no title; its id is the text \"2405.15739\"", "file:1: row 3: the number 5 is no paper"]
    );
    assert_eq!(read.warnings, ["file:1: row 1: \"upvotes\" is the text \"32\", not a count; read as one"]);
}

#[test]
fn an_answer_that_is_an_error_is_lost() {
    let lost = |text: &str| read(text).lost;
    assert_eq!(
        lost(r#"{"list_date": "2024-05-27", "response": {"error": "x"}}"#),
        ["file:1: \"response\" is an object, not a list of papers"]
    );
}

#[test]
fn lines_of_a_day_are_ranked_by_their_order() {
    let line = |id: &str, day: &str| {
        format!(
            "{{\"id\": \"{id}\", \"title\": \"T\", \"list_date\": \"{day}\", \"upvotes\": 1, \"upvotes_observed_at\": \"2024-05-29T00:00:00Z\"}}\n"
        )
    };
    let text = [
        line("2405.00001", "2024-05-27"),
        line("2405.00002", "2024-05-27"),
        line("2405.00003", "2024-05-28"),
        line("2405.00001", "2024-05-28"),
    ]
    .concat();
    let ranks: Vec<_> =
        read(&text).records.iter().map(|record| (record.source_key.clone(), record.listing.unwrap().rank)).collect();
    assert_eq!(
        ranks,
        [
            ("2405.00001@2024-05-27".to_owned(), Some(1)),
            ("2405.00002@2024-05-27".to_owned(), Some(2)),
            ("2405.00003@2024-05-28".to_owned(), Some(1)),
            ("2405.00001@2024-05-28".to_owned(), Some(2)),
        ]
    );
}

#[test]
fn an_arxiv_line_with_a_day_stands_on_the_list_of_all() {
    let record = one(
        r#"{"id": "2503.11677", "title": "Schr\\\"odinger's $\\alpha$", "abstract": "A.", "authors": ["The Team", ":", "J. Erd\\H{o}s"], "categories": ["cs.HC", "cs.CV"], "comment": "9 pages. Code: https://github.com/a/b", "list_date": "2025-03-18", "source": "x"}"#,
    );
    assert_eq!((record.source, record.source_key.as_str()), (SourceKind::Arxiv, "2503.11677@2025-03-18"));
    assert_eq!(record.title, r"Schrödinger's $\alpha$");
    assert_eq!(
        (record.authors, record.categories),
        (vec!["The Team".to_owned(), "J. Erdős".to_owned()], vec!["cs.HC".to_owned(), "cs.CV".to_owned()])
    );
    assert_eq!(record.links.code.as_deref(), Some("https://github.com/a/b"));
    let listing = record.listing.unwrap();
    assert_eq!((listing.list, listing.rank), (ListName::New, Some(1)));
}

#[test]
fn a_line_of_the_arxiv_snapshot() {
    let record = one(
        r#"{"id":"0704.0001","submitter":"X","authors":"C. Bal\\'azs","title":"Calculation at\n  LHC","comments":"37 pages","journal-ref":"Phys.Rev.D76:013009,2007","doi":"10.1103/PhysRevD.76.013009","categories":"hep-ph math.CO","abstract":"  A\nB\n","versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"},{"version":"v2","created":"Tue, 24 Jul 2007 20:10:27 GMT"}],"update_date":"2008-11-26","authors_parsed":[["Balázs","C.",""],["Evans","Neal J.","II"]]}"#,
    );
    assert_eq!(
        record.ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["0704.0001", "doi:10.1103/physrevd.76.013009"]
    );
    assert_eq!(record.authors, ["C. Balázs", "Neal J. Evans II"]);
    assert_eq!(record.categories, ["hep-ph", "math.CO"]);
    assert_eq!(record.published, Some(instant("2007-04-02T19:18:42Z")));
    assert_eq!(
        (record.venue.as_deref(), record.comment.as_deref()),
        (Some("Phys.Rev.D76:013009,2007"), Some("37 pages"))
    );
    assert_eq!(
        (record.title.as_str(), record.listing, record.source_key.as_str()),
        ("Calculation at LHC", None, "0704.0001")
    );
}

#[test]
fn the_snapshot_without_parsed_authors_has_them_from_the_text() {
    let record = one(
        r#"{"id":"0704.0001","authors":"C. Bal\\'azs (1), and E. L. Berger ((1) MSU)","title":"T","update_date":"2008-11-26"}"#,
    );
    assert_eq!(record.authors, ["C. Balázs", "E. L. Berger"]);
}

#[test]
fn a_line_of_a_conference() {
    let record = one(
        r#"{"id": "nips:2024:abc", "title": "T", "abstract": "A", "authors": ["B"], "affiliations": [], "venue": "nips", "year": 2024, "keywords": [], "tldr": "S", "url": "https://x.org/u", "pdf": "", "arxiv_id": "2401.01234", "code": "https://github.com/a/b", "project": null, "doi": "10.1000/ABC", "citations": 40}"#,
    );
    assert_eq!((record.source, record.source_key.as_str()), (SourceKind::Paperlists, "nips:2024:abc"));
    assert_eq!(
        record.ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["2401.01234", "doi:10.1000/abc", "nips:2024:abc"]
    );
    assert_eq!((record.venue.as_deref(), record.published), (Some("NeurIPS 2024"), None));
    assert_eq!(record.citations, Some(40));
    assert_eq!(
        (record.summary.as_deref(), record.links.pdf, record.links.page.as_deref()),
        (Some("S"), None, Some("https://x.org/u"))
    );
}

#[test]
fn venues_have_their_printed_names() {
    let venue =
        |key: &str, year: u32| one(&format!(r#"{{"title": "T", "venue": "{key}", "year": {year}}}"#)).venue.unwrap();
    assert_eq!(venue("3dv", 2025), "3DV 2025");
    assert_eq!(venue("nips", 1987), "NIPS 1987");
    assert_eq!(venue("corl", 2022), "CoRL 2022");
    assert_eq!(venue("My Workshop", 2022), "My Workshop 2022");
}

#[test]
fn newsstands_own_line_with_everything() {
    let record = one(
        r#"{"id": "2401.01234", "ids": ["doi:10.1000/182", "2401.01234"], "title": "T", "abstract": "A", "authors": [{"name": "Ann"}, "Cy"],
            "categories": ["cs.CL"], "keywords": ["k"], "organization": "Lab", "published": "2024-01-02", "venue": "V", "comment": "C",
            "summary": "S", "code": "https://github.com/a/b", "code_stars": 7, "citations": 40, "project": "https://p.org", "pdf": "https://p.org/a.pdf",
            "page": "https://p.org/a", "image": "https://p.org/a.png", "list": "daily", "day": "2024-01-03", "rank": 4, "votes": 12,
            "comments": 3, "observed_at": "2024-01-03T20:00:00Z"}"#
            .replace('\n', " ")
            .as_str(),
    );
    insta::assert_debug_snapshot!(record);
}

#[test]
fn newsstands_own_line_with_little() {
    let record = one(r#"{"title": "Only a Title", "authors": "A. Bee, C. Dee and E. Eff"}"#);
    assert_eq!((record.source, record.authors.len(), record.author_count), (SourceKind::Jsonl, 3, None));
    assert_eq!(record.source_key, record.ids[0].to_string());
    assert!(record.source_key.starts_with("title:"));
    assert_eq!(one(r#"{"title": "T", "author_count": 5}"#).author_count, Some(5));
}

#[test]
fn shapes_can_be_mixed_in_one_file() {
    let text = [
        r#"{"title": "Own"}"#,
        r#"{"title": "Snapshot", "id": "0704.0001", "update_date": "2008-11-26"}"#,
        r#"{"title": "Daily", "id": "2503.11677", "list_date": "2025-03-18"}"#,
        r#"{"title": "Venue", "venue": "acl", "year": 2020}"#,
    ]
    .join("\n");
    let sources: Vec<_> = read(text).records.iter().map(|record| record.source).collect();
    assert_eq!(sources, [SourceKind::Jsonl, SourceKind::Arxiv, SourceKind::Arxiv, SourceKind::Paperlists]);
}

#[test]
fn chunks_parsed_apart_and_numbered_in_order_give_the_same() {
    let line = |n: u32| {
        format!(
            "{{\"id\": \"2503.{n:05}\", \"title\": \"T {n} {}\", \"list_date\": \"2025-03-{:02}\"}}\n",
            "x".repeat(200),
            1 + n / 9_000
        )
    };
    let text: String = (0..20_000).map(line).collect();
    let whole = read(&text).records;
    let mut reader = open(text.as_bytes(), &ReadOptions::new(options().observed_at)).unwrap();
    let chunks: Vec<_> = std::iter::from_fn(|| reader.next_chunk()).collect();
    assert!(chunks.len() > 2);
    let parsed: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = chunks.into_iter().map(|chunk| scope.spawn(|| chunk.parse())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut ranks = newsstand_sources::Ranks::default();
    let apart = collect(parsed.into_iter().flat_map(|parsed| ranks.number(parsed))).records;
    assert_eq!(apart, whole);
}
