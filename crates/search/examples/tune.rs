//! Compares weights where they may be chosen: scifact's training half, and titles as queries. `tune SCIFACT_DIR HF_DAILY_FILE`

use std::path::PathBuf;

use newsstand_search::eval::{Collection, index, rank_all};
use newsstand_search::weights::FieldWeight;
use newsstand_search::{Index, Query, SearchError, Snapshot, Weights};

/// Every so many papers one title is asked for.
const EVERY: usize = 11;

/// The mean reciprocal rank of papers asked for by their title with every fifth word left out.
fn titles(papers: &Collection, snapshot: &Snapshot, weights: &Weights) -> Result<f64, SearchError> {
    let (mut sum, mut asked) = (0.0, 0.0);
    for stored in papers.papers.iter().step_by(EVERY) {
        let words = stored.paper.title.split_whitespace().enumerate();
        let text: Vec<_> = words.filter(|(at, _)| at % 5 != 1).map(|(_, word)| word).collect();
        let answer = snapshot.search_with(&Query::words(text.join(" ")), weights)?;
        let rank = answer.hits.iter().position(|hit| hit.key == stored.key);
        sum += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        asked += 1.0;
    }
    Ok(sum / asked)
}

fn variants() -> Vec<(String, Weights)> {
    let base = Weights::default();
    let mut all = vec![("default".to_owned(), base)];
    let mut add = |name: &str, values: &[f32], set: fn(&mut Weights, f32)| {
        for value in values {
            let mut weights = base;
            set(&mut weights, *value);
            all.push((format!("{name} {value}"), weights));
        }
    };
    add("semantic", &[0.0, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 1.0], |w, x| w.semantic = x);
    add("floor", &[-1.0, -0.5, 0.0, 0.1, 0.15, 0.2, 0.3], |w, x| w.floor = x);
    add("span", &[0.1, 0.35, 0.5], |w, x| w.span = x);
    add("k1", &[0.7, 0.9, 1.2, 1.5, 2.0], |w, x| w.k1 = x);
    add("title weight", &[0.7, 1.0, 1.5, 2.0, 2.5, 3.0], |w, x| w.title.weight = x);
    add("title b", &[0.0, 0.3, 0.6, 0.9], |w, x| w.title.b = x);
    add("abstract b", &[0.2, 0.4, 0.5, 0.6, 0.75, 0.9], |w, x| w.abstract_text = FieldWeight { weight: 1.0, b: x });
    add("near title", &[0.0, 0.25, 0.5, 1.0], |w, x| w.near_title = x);
    all
}

#[expect(clippy::print_stdout, reason = "an example prints its results")]
fn main() -> Result<(), SearchError> {
    let arguments: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let [scifact, daily] = arguments.as_slice() else {
        println!("usage: tune SCIFACT_DIR HF_DAILY_FILE");
        return Ok(());
    };
    let train = Collection::read(scifact, &[], "train")?;
    let papers = Collection::read(scifact, std::slice::from_ref(daily), "train")?;
    let (a, b): (Index, Index) = (index(&train)?, index(&papers)?);
    println!("                       train nDCG@10  recall@100  titles MRR");
    for (name, weights) in variants() {
        let measures = rank_all(&train, &a.snapshot(), &weights)?;
        let mrr = titles(&papers, &b.snapshot(), &weights)?;
        println!("{name:<24} {:>11.4} {:>11.4} {mrr:>11.4}", measures.ndcg_at_10, measures.recall_at_100);
    }
    Ok(())
}
