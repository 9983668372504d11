//! How fast real files are read and parsed, on one core. Prints one table.
//!
//! Needs the shared data (`NEWSSTAND_SHARED`).
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints and may stop")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use newsstand_sources::{Item, Ranks, ReadOptions, Reader};

fn main() {
    let shared = std::env::var_os("NEWSSTAND_SHARED")
        .map_or(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let files = ["arxiv_daily.jsonl.zst", "hf_daily.jsonl.zst", "hf_daily_raw.jsonl.zst", "paperlists.jsonl.zst"];
    println!("{:<24}{:>9}{:>14}{:>10}{:>10}", "file", "papers", "papers/s", "cut", "parse");
    for name in files {
        let path = shared.join("data").join(name);
        if !path.exists() {
            println!("skipped: {} is absent", path.display());
            continue;
        }
        let (papers, cutting, parsing) = (0..3).map(|_| read(&path)).min_by_key(|it| it.1 + it.2).unwrap();
        let rate = papers as f64 / (cutting + parsing).as_secs_f64();
        println!("{name:<24}{papers:>9}{rate:>14.0}{:>7} ms{:>7} ms", cutting.as_millis(), parsing.as_millis());
    }
}

/// How many papers a file holds, how long it took to decompress it and cut it into lines, and how long to parse these.
fn read(path: &Path) -> (usize, Duration, Duration) {
    let options = ReadOptions::new("2026-11-21T12:00:00Z".parse().unwrap());
    let mut reader = Reader::open(path, &options).unwrap();
    let (mut papers, mut parsing, mut ranks) = (0, Duration::ZERO, Ranks::default());
    let start = Instant::now();
    while let Some(chunk) = reader.next_chunk() {
        let start = Instant::now();
        let items = ranks.number(chunk.parse());
        papers += items.iter().filter(|item| matches!(item, Item::Record(_))).count();
        drop(items);
        parsing += start.elapsed();
    }
    (papers, start.elapsed().saturating_sub(parsing), parsing)
}
