//! How fast papers are indexed and queries answered: `speed QUERIES_DIR CORPUS_FILE…`

use std::path::PathBuf;
use std::time::Instant;

use newsstand_search::eval::{Collection, index, time_all};
use newsstand_search::{Query, SearchError, Sort};

#[expect(clippy::print_stdout, reason = "an example prints its results")]
fn main() -> Result<(), SearchError> {
    let arguments: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let Some((dir, corpus)) = arguments.split_first() else {
        println!("usage: speed QUERIES_DIR CORPUS_FILE…");
        return Ok(());
    };
    let collection = Collection::read(dir, corpus, "test")?;
    let model = embed::StaticModel::bundled();
    let start = Instant::now();
    for stored in &collection.papers {
        std::hint::black_box(model.embed_paper(&stored.paper.title, &stored.paper.abstract_text));
    }
    println!("embedding {} papers on one thread: {:.2?}", collection.papers.len(), start.elapsed());
    let start = Instant::now();
    let index = index(&collection)?;
    println!("indexing them, embedding included: {:.2?}", start.elapsed());
    let snapshot = index.snapshot();
    for _ in 0..std::env::var("ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(3) {
        let (p50, p99) = time_all(&collection, &snapshot)?;
        println!("{} queries of 20 papers each: p50 {p50:.3} ms, p99 {p99:.3} ms", collection.queries.len());
    }
    for (name, query) in [
        ("explained", Query { explain: true, ..Query::words("diffusion models for protein design") }),
        ("newest", Query { sort: Sort::Newest, ..Query::words("diffusion models for protein design") }),
        ("mistyped", Query::words("difusionn modls for protien desgin")),
        ("browsing", Query::default()),
    ] {
        let start = Instant::now();
        let answer = snapshot.search(&query)?;
        println!("{name}: {:.2?}, {} papers match, corrected {:?}", start.elapsed(), answer.total, answer.corrected);
    }
    let start = Instant::now();
    let keys = collection.papers.iter().step_by(1_000).map(|stored| stored.key);
    let near: usize = keys.map(|key| snapshot.similar(key, 10).len()).sum();
    println!("{near} similar papers of {} papers: {:.2?}", collection.papers.len().div_ceil(1_000), start.elapsed());
    Ok(())
}
