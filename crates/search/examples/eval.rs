//! Measures search on test collections: `eval [--split NAME] [--corpus FILE]… DIR…`

use std::path::PathBuf;

use newsstand_search::SearchError;
use newsstand_search::eval::evaluate;

#[expect(clippy::print_stdout, reason = "an example prints its results")]
fn main() -> Result<(), SearchError> {
    let (mut split, mut corpus, mut dirs) = ("test".to_owned(), Vec::new(), Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--split" => split = arguments.next().unwrap_or(split),
            "--corpus" => corpus.extend(arguments.next().map(PathBuf::from)),
            _ => dirs.push(PathBuf::from(argument)),
        }
    }
    println!("collection     queries  nDCG@10  recall@100    MRR   p50 ms   p99 ms");
    for dir in dirs {
        let r = evaluate(&dir, &corpus, &split)?;
        let name = &r.collection;
        let (ndcg, recall, mrr) = (r.ndcg_at_10, r.recall_at_100, r.mrr);
        println!(
            "{name:<14} {:>7} {ndcg:>8.4} {recall:>11.4} {mrr:>6.4} {:>8.3} {:>8.3}",
            r.queries, r.p50_ms, r.p99_ms
        );
    }
    Ok(())
}
