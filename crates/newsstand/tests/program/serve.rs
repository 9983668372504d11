//! `newsstand serve`: the first start, pages from the sample, papers that come while it runs, and its end.

use serde_json::Value;

use crate::support::{Server, Table, lines, shared, wait_for, wait_for_sample};

/// Papers of the bundled `daily` lists' newest day stand on the front page.
const NEWEST: &str = "2026-04-30";

fn ids(answer: &Value, list: &str) -> Vec<String> {
    let papers = answer[list].as_array().unwrap_or_else(|| panic!("no {list} in {answer}"));
    papers.iter().map(|paper| paper["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn the_first_start_opens_onto_the_sample() {
    let table = Table::new();
    let started = std::time::Instant::now();
    let mut server = table.serve(&[]);
    let front = server.page("/");
    println!(
        "first page after {} ms (announced after {} ms)",
        started.elapsed().as_millis(),
        server.announced_after.as_millis()
    );
    let day = server.json(&format!("/api/v1/days/{NEWEST}"));
    let papers = day["papers"].as_array().expect("papers");
    assert!(papers.len() > 5 && day["next"].is_null(), "{NEWEST} is the newest day: {day}");
    for paper in papers {
        let id = paper["id"].as_str().expect("an id");
        assert!(front.contains(&format!("/papers/{id}\"")), "{id} is not on the front page");
    }
    let title = papers[0]["title"].as_str().expect("a title").replace(' ', "+");
    assert_eq!(
        ids(&server.json(&format!("/api/v1/search?q={}", title.replace(['&', '#', '%'], "+"))), "results")[0],
        papers[0]["id"]
    );
    let whole = wait_for_sample(&table, &server);
    assert!(whole >= 3_600, "{whole} papers");
    let new = server.json(&format!("/api/v1/days/{NEWEST}?list=new"));
    assert!(new["total"].as_u64().is_some_and(|total| total > 100), "everything of the day is there too");
    println!("{whole} papers, resident: {} MB, at most {} MB", server.resident_kib() >> 10, server.peak_kib() >> 10);
    assert!(server.peak_kib() < 400 << 10, "{} MB", server.peak_kib() >> 10);
    let ended = server.stop();
    assert_eq!(ended.code(), 0, "{}", ended.stderr);
    assert!(ended.stderr.contains("stopped"), "{}", ended.stderr);
}

#[test]
fn a_second_start_keeps_what_is_there() {
    let table = Table::new();
    let server = table.serve(&[]);
    let whole = wait_for_sample(&table, &server);
    let front = server.page("/");
    assert_eq!(server.stop().code(), 0);
    let server = table.serve(&[]);
    assert_eq!(server.papers(), whole);
    assert_eq!(server.page("/"), front, "the same edition");
    assert!(!server.log().contains("sample"), "the sample is not taken in again: {}", server.log());
    // An index is derived: without it, nothing is lost.
    assert_eq!(server.stop().code(), 0);
    let found = |server: &Server| server.json("/api/v1/search?q=diffusion&limit=10");
    let server = table.serve(&[]);
    let before = ids(&found(&server), "results");
    assert_eq!(server.stop().code(), 0);
    std::fs::remove_dir_all(table.data().join("index")).expect("the index is a folder");
    let server = table.serve(&[]);
    assert_eq!(server.page("/"), front, "pages need no index");
    wait_for("the index to be built anew", || (server.papers() == whole).then_some(()));
    assert_eq!(ids(&found(&server), "results"), before);
}

#[test]
fn an_empty_start_says_so_in_words() {
    let table = Table::new();
    let server = table.serve(&["--empty"]);
    let front = server.page("/");
    assert!(front.contains("ingest"), "it says how papers come: {front}");
    for path in [
        "/papers",
        "/papers/trending",
        "/new",
        "/about",
        "/papers?q=forests",
        "/papers/date/2026-04-30",
        "/papers/week/2026-W18",
    ] {
        let page = server.page(path);
        assert!(page.contains("<h1") && page.len() > 1_000, "{path}: {page}");
    }
    assert_eq!(server.papers(), 0);
    assert_eq!(server.json("/api/v1/search?q=forests")["results"], serde_json::json!([]));
    assert_eq!(server.get("/readyz").status, 200);
}

#[test]
fn papers_that_come_while_it_runs_are_shown_and_found() {
    let Some(file) = shared("data/hf_daily.jsonl.zst") else { return };
    let table = Table::new();
    let server = table.serve(&["--empty"]);
    assert!(server.page("/").contains("ingest"));
    for (skip, count) in [(0, 200), (200, 200)] {
        let papers = table.file("papers.jsonl", lines(&file, skip, count));
        table.ingest(&[&papers], &[]).well();
        let last: Value = serde_json::from_str(lines(&file, skip + count - 1, 1).trim()).expect("JSON");
        let (id, day) = (last["id"].as_str().expect("an id"), last["list_date"].as_str().expect("a day"));
        wait_for("the front page", || server.page("/").contains(&format!("/papers/{id}\"")).then_some(()));
        assert!(ids(&server.json(&format!("/api/v1/days/{day}")), "papers").contains(&id.to_owned()));
        let title = last["title"].as_str().expect("a title").replace([' ', '&', '#', '%', '+'], "+");
        wait_for("the search", || {
            let found = server.json(&format!("/api/v1/search?q={title}"));
            (ids(&found, "results").first().map(String::as_str) == Some(id)).then_some(())
        });
    }
    // The commands beside it read the same library.
    let run = table.run(["search", "--json", "language", "models"]).well();
    let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(ids(&found, "results").len(), 10);
    let ended = server.stop();
    assert_eq!(ended.code(), 0);
    assert!(!ended.stderr.contains("ERROR"), "{}", ended.stderr);
}

#[test]
fn own_papers_are_not_mixed_with_the_sample() {
    let Some(file) = shared("data/hf_daily.jsonl.zst") else { return };
    let table = Table::new();
    let papers = table.file("papers.jsonl", lines(&file, 0, 50));
    table.ingest(&[&papers], &[]).well();
    let server = table.serve(&[]);
    assert_eq!(server.papers(), 50);
    assert!(!server.log().contains("sample"), "{}", server.log());
}

#[test]
fn settings_reach_the_pages() {
    let table = Table::new();
    let file = table
        .file("my.toml", "title = \"Kiosk & Co\"\nbase_url = \"https://papers.example.org/\"\npage_cache_mb = 0\n");
    let server = table.serve(&["--empty", "--config", file.to_str().expect("a path")]);
    let front = server.page("/");
    assert!(front.contains("Kiosk &amp; Co") || front.contains("Kiosk &#38; Co"), "{front}");
    assert!(server.page("/about").contains("https://papers.example.org/"), "canonical links");
    assert_eq!(server.page("/"), front);
}

#[test]
fn an_answer_that_was_begun_is_finished() {
    use std::io::Write;
    let table = Table::new();
    let server = table.serve(&["--empty"]);
    let mut open = server.client().connect();
    open.write_all(b"GET /about HTTP/1.1\r\nHost: x\r\n").expect("it can be written");
    let stopping = std::thread::spawn(move || server.stop());
    // Sent while it is being asked to end; whether before or after, it must not hang.
    let _ = open.write_all(b"Connection: close\r\n\r\n");
    if let Some(answer) = crate::support::read_answer(&mut open) {
        assert_eq!(answer.status, 200);
    }
    assert_eq!(stopping.join().expect("it stops").code(), 0);
}
