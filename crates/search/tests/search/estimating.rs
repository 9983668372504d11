//! Estimating quality from few judgements: scifact's own judgements answer in place of a person.

use domain::PaperKey;
use newsstand_search::Query;
use newsstand_search::eval::estimate::{Estimator, Interval, Judgement, Sampling};
use newsstand_search::eval::{Collection, Measures, index, measure};

use crate::support::shared;

/// Rankings with the judgements of their queries.
struct Judged {
    collection: Collection,
    rankings: Vec<Vec<PaperKey>>,
    scores: Vec<Vec<f64>>,
    /// The mean measures by all judgements.
    full: Measures,
}

fn judged(name: &str) -> Option<Judged> {
    let collection = Collection::read(&shared(&format!("eval/{name}"))?, &[], "test").unwrap();
    let snapshot = index(&collection).unwrap().snapshot();
    let (mut rankings, mut scores, mut full) = (Vec::new(), Vec::new(), Measures::default());
    for query in &collection.queries {
        let hits = snapshot.search(&Query::words(query.text.as_str())).unwrap().hits;
        let ranking: Vec<_> = hits.iter().map(|hit| hit.key).collect();
        full += measure(&ranking, &query.relevant);
        rankings.push(ranking);
        scores.push(hits.iter().map(|hit| f64::from(hit.score)).collect());
    }
    let full = full.divided_by(collection.queries.len());
    Some(Judged { collection, rankings, scores, full })
}

impl Judged {
    /// The estimates of nDCG and precision after so many judgements.
    fn estimate(&self, sampling: Sampling, judgements: usize, seed: u64) -> [Interval; 2] {
        let mut estimator = Estimator::new(&self.scores, sampling, seed);
        while estimator.judgements() < judgements {
            let Some(question) = estimator.question() else { break };
            let key = self.rankings[question.query][question.place];
            let relevant = self.collection.queries[question.query].relevant.contains_key(&key);
            estimator.answer(if relevant { Judgement::Relevant } else { Judgement::Irrelevant });
        }
        let _ = estimator.question();
        let estimate = estimator.estimate().unwrap();
        [estimate.ndcg_at_10, estimate.precision_at_10]
    }

    /// The share of relevant papers among the first ten, by all judgements.
    fn precision(&self) -> f64 {
        let relevant = self
            .rankings
            .iter()
            .zip(&self.collection.queries)
            .map(|(ranking, query)| ranking.iter().take(10).filter(|key| query.relevant.contains_key(key)).count());
        relevant.sum::<usize>() as f64 / (10 * self.rankings.len()) as f64
    }
}

/// Over many sessions, the mean, the root mean square error, and the share of intervals that hold the true value.
fn summary(found: &[Interval], truth: f64) -> [f64; 3] {
    let mean = |of: &dyn Fn(&Interval) -> f64| found.iter().map(of).sum::<f64>() / found.len() as f64;
    let squares = mean(&|found| (found.value - truth).powi(2));
    let held = mean(&|found| f64::from(u8::from((found.low..=found.high).contains(&truth))));
    [mean(&|found| found.value), squares.sqrt(), held]
}

#[test]
fn few_judgements_come_near_to_all() {
    let Some(judged) = judged("scifact") else { return };
    let truths = [("nDCG@10", judged.full.ndcg_at_10), ("precision@10", judged.precision())];
    let mut errors = Vec::new();
    for (sampling, judgements) in [
        (Sampling::Active, 100),
        (Sampling::Active, 200),
        (Sampling::Uniform, 200),
        (Sampling::Uniform, 400),
        (Sampling::Uniform, 800),
    ] {
        let sessions: Vec<_> = (0..200).map(|seed| judged.estimate(sampling, judgements, seed)).collect();
        for (at, (name, truth)) in truths.iter().enumerate() {
            let found: Vec<_> = sessions.iter().map(|session| session[at]).collect();
            let [mean, error, held] = summary(&found, *truth);
            println!(
                "{sampling:?} {judgements}: {name} {truth:.3}, mean {mean:.3}, error {error:.3}, held by {held:.3}"
            );
            if sampling == Sampling::Active {
                // The ideal order is that of the first twenty papers, which makes nDCG a little too high.
                assert!((mean - truth).abs() < 0.03, "{mean} is not {truth}");
                // The rare relevant paper far down weighs much, and its absence little: intervals of precision are a little short.
                let least = if at == 0 { 0.93 } else { 0.85 };
                assert!(held >= least, "{held} of the intervals hold the value");
            }
            errors.push(error);
        }
    }
    assert!(errors[2] < errors[6], "200 judgements say no more about nDCG than 400 without choice: {errors:?}");
}

#[test]
fn a_session_can_be_had_again_and_ends() {
    let scores: Vec<Vec<f64>> =
        (0..7).map(|query| (0..query * 5).map(|place| 1.0 / f64::from(place + 1)).collect()).collect();
    let play = |seed| {
        let (mut estimator, mut asked) = (Estimator::new(&scores, Sampling::Active, seed), Vec::new());
        while let Some(question) = estimator.question() {
            assert_eq!(estimator.question(), Some(question), "the same until it is answered");
            asked.push((question.query, question.place));
            let judgement = [Judgement::Relevant, Judgement::Irrelevant, Judgement::Unknown][asked.len() % 3];
            estimator.answer(judgement);
        }
        assert_eq!(estimator.queries(), 7);
        assert!(estimator.judgements() <= asked.len());
        (asked, estimator.estimate().unwrap())
    };
    assert_eq!(play(1), play(1));
    assert_ne!(play(1).0, play(2).0);
    let (asked, _) = play(3);
    let mut once = asked.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), asked.len(), "nothing is asked twice");
    assert!(asked.iter().all(|(query, place)| *place < (query * 5).min(20)));
}

#[test]
fn without_queries_there_is_nothing_to_ask() {
    let mut estimator = Estimator::new(&[], Sampling::Active, 1);
    assert_eq!((estimator.question(), estimator.estimate()), (None, None));
    estimator.answer(Judgement::Relevant);
    let mut estimator = Estimator::new(&[vec![], vec![]], Sampling::Active, 1);
    assert_eq!((estimator.question(), estimator.queries(), estimator.judgements()), (None, 2, 0));
    let estimate = estimator.estimate().unwrap();
    assert!(estimate.ndcg_at_10.value.abs() < 1e-12 && estimate.ndcg_at_10.low < 1e-12);
    let mut strange = Estimator::new(&[vec![f64::NAN, f64::INFINITY], vec![0.0]], Sampling::Active, 1);
    while strange.question().is_some() {
        strange.answer(Judgement::Irrelevant);
    }
    assert_eq!(strange.queries(), 2);
}
