//! The feeds of the bundled sample, read by those who did not write them: feedparser, libxml2, the grammar of RFC 4287.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Server, Table, wait_for};

/// What a list’s file is called, its address before the form and behind it.
const LISTS: [(&str, &str, &str); 14] = [
    ("front", "/papers", ""),
    ("new", "/new", ""),
    ("day", "/papers/date/2026-04-29", ""),
    ("new-day", "/new/date/2026-04-29", "?category=cs.CL"),
    ("week", "/papers/week/2026-W17", ""),
    ("month", "/papers/month/2026-04", ""),
    ("trending", "/papers/trending", ""),
    ("search", "/papers", "?q=language+models&sort=newest"),
    ("operators", "/papers", "?q=ti%3Alearning+date%3A2026"),
    ("category", "/category/cs.CL", ""),
    ("topic", "/topics/agents", ""),
    ("author", "/author/ada-byron", ""),
    ("keyword", "/keyword/offence", ""),
    ("organisation", "/org/bobby-tables", ""),
];

/// A paper of which a reader of feeds could take offence.
const HOSTILE: &str = r#"{"id": "2604.99999", "title": "Harmless \u0000\u000b]]> &amp; <x a='\u0022'> \u202egnorw\u202c \ud83d\ude00 <![CDATA[ <!-- ?>", "abstract": "<script>alert(1)</script> & ]]> &nbsp; \ufffe", "authors": ["Ada Byron", "<y> & \"z\""], "keywords": ["offence"], "organization": "Bobby <Tables>", "categories": ["cs.CL", "\"><cs"], "list": "new", "day": "2026-04-29"}"#;

/// A Python that can import what `assets/feeds/requirements.txt` names; `None`, with a word on it, where it is not at hand.
fn python() -> Option<PathBuf> {
    let python = std::env::var_os("NEWSSTAND_TEST_PYTHON").map(PathBuf::from);
    if python.is_none() {
        println!("skipped: NEWSSTAND_TEST_PYTHON names no Python with feedparser and lxml");
    }
    python
}

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/feeds").join(name)
}

/// The server on the whole sample, with a topic of its newest day, and with one paper more.
fn server(table: &Table) -> Server {
    let server = table.serve(&[]);
    wait_for("the sample", || server.log().contains("the bundled sample is in").then_some(()));
    wait_for("the index", || (server.papers() > 3_000).then_some(()));
    let day = server.json("/api/v1/days/2026-04-30");
    let ids = day["papers"].as_array().expect("papers").iter().take(5);
    let ids: Vec<&str> = ids.map(|paper| paper["id"].as_str().expect("an id")).collect();
    let papers = table.file("papers.jsonl", HOSTILE);
    table.ingest(&[&papers], &[]).well();
    wait_for("the hostile paper", || (server.get("/papers/2604.99999").status == 200).then_some(()));
    table.run([&["topic", "add", "Agents"], ids.as_slice()].concat()).well();
    wait_for("the topic", || (server.get("/topics/agents").status == 200).then_some(()));
    server
}

/// Keeps each feed in a file of its own.
fn keep(server: &Server, folder: &Path) {
    for (name, before, behind) in LISTS {
        for form in ["atom", "rss", "json"] {
            let answer = server.get(&format!("{before}.{form}{behind}"));
            assert_eq!(answer.status, 200, "{before}.{form}{behind}: {}", answer.text());
            std::fs::write(folder.join(format!("{name}.{form}")), answer.body).expect("a file");
        }
    }
    std::fs::write(folder.join("feeds.opml"), server.get("/feeds.opml").body).expect("a file");
}

#[test]
fn strangers_read_every_feed() {
    let Some(python) = python() else { return };
    let table = Table::new();
    let server = server(&table);
    let folder = table.data().join("feeds");
    std::fs::create_dir(&folder).expect("a folder");
    keep(&server, &folder);
    let read =
        Command::new(python).arg(asset("check.py")).arg(asset("atom.rng")).arg(&folder).output().expect("Python runs");
    let (said, complaint) = (String::from_utf8_lossy(&read.stdout), String::from_utf8_lossy(&read.stderr));
    assert!(read.status.success(), "{complaint}{said}");
    let counts: BTreeMap<&str, u32> = said
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, count)| (name, count.parse().unwrap_or(0)))
        .collect();
    assert_eq!(counts.len(), LISTS.len() * 3 + 1, "{said}");
    for (name, _, _) in LISTS {
        let [atom, rss, json] = ["atom", "rss", "json"].map(|form| counts[format!("{name}.{form}").as_str()]);
        assert!(atom > 0 && atom == rss && rss == json, "{name}: {said}");
    }
    println!("{said}");
}
