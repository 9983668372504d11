//! The example of the documentation is code that works.

use crate::answers::{Asked, RefusalCode, parse};
use crate::harvest::advance::advance;
use crate::harvest::{Position, Retry, State, Window};
use crate::providers::{Heron, Provider};

const DOCUMENTATION: &str = include_str!("../../../../docs/SOURCES.md");
const READER: &str = include_str!("../answers/heron.rs");
const PROVIDER: &str = include_str!("../providers/heron.rs");

const PAGES: [&str; 2] = [
    r#"{"count": 3, "more": "c2", "preprints": [
        {"key": "h1", "title": "On  Things", "summary": "We see. Code: https://github.com/a/b", "doi": "10.1000/H1", "posted": "2026-03-02",
         "people": [{"name": "Ann Bee", "at": ["U of X"]}, {"name": "Cy Dee"}], "topics": ["things"], "page": "https://heron.example/h1"},
        {"key": "h2", "title": 7}]}"#,
    r#"{"count": 3, "preprints": [{"key": "h3", "title": "On Others", "posted": "yesterday"}]}"#,
];

fn asked() -> Asked {
    Asked::new("heron", "2026-03-18T12:00:00Z".parse().unwrap())
}

#[test]
fn the_example_is_harvested_page_by_page() {
    let base = Heron.address().parse().unwrap();
    let mut state =
        State::On(Position::start(Window::new("2026-03-01".parse().unwrap(), "2026-03-18".parse().unwrap())));
    let (mut addresses, mut papers, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for page in PAGES {
        let State::On(position) = state else { panic!("it ended early: {state:?}") };
        addresses.push(Heron.ask(&base, &position).unwrap().to_string());
        let answer = parse(Heron.kind(), page.as_bytes(), &asked());
        papers.extend(answer.records().cloned());
        problems.extend(answer.problems().map(ToString::to_string));
        state = advance(&Heron, position, &answer);
    }
    assert!(matches!(state, State::Complete(_)), "{state:?}");
    let days = "https://heron.example/preprints?from=2026-03-01&until=2026-03-18&after=";
    assert_eq!(addresses, [days.to_owned(), format!("{days}c2")]);
    let titles: Vec<&str> = papers.iter().map(|paper| paper.title.as_str()).collect();
    assert_eq!(titles, ["On Things", "On Others"]);
    assert_eq!(papers[0].ids.iter().map(domain::PaperId::as_str).collect::<Vec<_>>(), ["doi:10.1000/h1", "heron:h1"]);
    assert_eq!(papers[0].affiliations, [vec!["U of X".to_owned()], Vec::new()]);
    assert_eq!(papers[0].links.code.as_deref(), Some("https://github.com/a/b"));
    assert_eq!(problems.len(), 3, "{problems:?}");
}

#[test]
fn what_the_example_refuses_stops_the_harvest() {
    let answer = parse(Heron.kind(), br#"{"error": "no such day"}"#, &asked());
    assert_eq!(answer.refused.as_ref().unwrap().code, RefusalCode::BadQuestion);
    let position = Position::start(Window::new("2026-03-01".parse().unwrap(), "2026-03-18".parse().unwrap()));
    let State::Paused(pause) = advance(&Heron, position, &answer) else { panic!("it goes on") };
    assert_eq!((pause.retry, pause.reason.as_str()), (Retry::Never, "the question is wrong: no such day"));
}

#[test]
fn the_documentation_shows_this_code() {
    for code in [READER, PROVIDER] {
        assert!(DOCUMENTATION.contains(&format!("```rust\n{code}```\n")), "docs/SOURCES.md does not show\n{code}");
    }
    let lines = READER.lines().count() + PROVIDER.lines().count();
    assert!(lines < 100, "a provider takes {lines} lines");
    let kinds = include_str!("../answers/kind.rs");
    let (_, shown) = DOCUMENTATION.split_once("in `answers/kind.rs`:\n\n```rust\n").unwrap();
    for line in shown.split_once("```").unwrap().0.lines() {
        assert!(kinds.contains(line), "answers/kind.rs has no {line:?}");
    }
}
