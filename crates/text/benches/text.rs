//! What a page of 50 real papers costs: HTML with MathML, keyphrases, the central sentence, a citation.

#![expect(clippy::unwrap_used, reason = "a bench that cannot read its papers has failed")]

use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use newsstand_text as text;

/// Title and abstract of 50 papers from the middle of the shared list; `None` where it is absent.
fn papers() -> Option<Vec<(String, String)>> {
    let folder = std::env::var_os("NEWSSTAND_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let compressed = std::fs::File::open(folder.join("data/arxiv_daily.jsonl.zst")).ok()?;
    let lines = BufReader::new(zstd::Decoder::new(compressed).unwrap()).lines();
    let read = |line: std::io::Result<String>| {
        let paper: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = |field: &str| paper.get(field).unwrap().as_str().unwrap().to_owned();
        (text("title"), text("abstract"))
    };
    Some(lines.skip(20_000).take(50).map(read).collect())
}

fn page(criterion: &mut Criterion) {
    let Some(papers) = papers() else {
        criterion.bench_function("skipped: no shared papers", |bencher| bencher.iter(|| ()));
        return;
    };
    let mut bench = |name: &str, each: fn(&str, &str)| {
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| papers.iter().for_each(|(title, text)| each(title, text)));
        });
    };
    bench("50 abstracts to HTML and MathML", |_, text| drop(black_box(text::render(text))));
    bench("50 abstracts to plain text", |_, text| drop(black_box(text::plain(text))));
    bench("50 central sentences", |title, text| {
        black_box(text::central_sentence(title, text));
    });
    bench("keyphrases of 50 papers", |title, text| drop(black_box(text::keyphrases(title, text, 6))));
}

criterion_group!(benches, page);
criterion_main!(benches);
