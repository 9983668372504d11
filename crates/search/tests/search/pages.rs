//! Turning the pages of an answer: whoever reads on to the end meets every paper once.

use std::collections::HashSet;

use newsstand_search::{Index, Query, Snapshot};

use crate::support::{daily_papers, index_of, keys, paper, write};

/// So many of the best are compared with one another; scores need not fall behind them.
const COMPARED: usize = 100;

/// All pages of an answer one behind another, up to so many papers, each explained by what it is and not by where it stands.
fn turned(snapshot: &Snapshot, text: &str, (limit, most): (usize, usize)) -> Vec<i64> {
    let (mut found, mut last) = (Vec::new(), f32::INFINITY);
    while found.len() < most {
        let query = Query { offset: found.len(), limit, explain: true, ..Query::words(text) };
        let page = snapshot.search(&query).unwrap();
        for (place, hit) in (found.len()..).zip(&page.hits) {
            assert!(place >= COMPARED || hit.score <= last, "{text}, at {place}: {} after {last}", hit.score);
            let why = hit.explanation.as_ref().unwrap();
            assert!(why.neighbours.abs() < f32::EPSILON, "no transformer has read them: {why:?}");
            last = hit.score;
        }
        found.extend(keys(&page));
        assert!(page.hits.len() == limit || !page.more, "{text}: a page of {} has others behind it", page.hits.len());
        if !page.more {
            break;
        }
    }
    found
}

fn assert_each_once(found: &[i64], text: &str, limit: usize) {
    let different: HashSet<i64> = found.iter().copied().collect();
    assert_eq!(different.len(), found.len(), "{text}, {limit} a page");
}

#[test]
fn no_paper_comes_twice_however_far_one_reads() {
    let Some(collection) = daily_papers() else { return };
    let index = Index::temporary().unwrap();
    // Several segments, between whose documents some numbers are nobody's.
    for (papers, cursor) in collection.papers.chunks(700).take(6).zip(1..) {
        write(&index, papers, cursor);
    }
    let snapshot = index.snapshot();
    for text in ["graph", "diffusion", "language agents that plan", "recent video generation", "-ti:video reasoning"] {
        for limit in [20, 50, 100] {
            let found = turned(&snapshot, text, (limit, 2_000));
            assert!(found.len() > 800, "{text}: {}", found.len());
            assert_each_once(&found, text, limit);
        }
    }
}

/// Papers that say the same thing have one score, also at the ends of what is scored exactly at a time.
#[test]
fn equals_come_once_too() {
    let mut papers: Vec<_> = (0..1_500).map(|key| paper(key, "Volcanic ash", "Lightning in clouds.")).collect();
    papers.extend((1_500..1_700).map(|key| paper(key, &format!("Lightning network {key}"), "Channels.")));
    let snapshot = index_of(&papers).snapshot();
    for (text, limit) in [("lightning", 7), ("lightning clouds", 100), ("ti:ash lightning", 33)] {
        let found = turned(&snapshot, text, (limit, usize::MAX));
        assert_each_once(&found, text, limit);
        let ash = found.iter().filter(|key| **key < 1_500).count();
        assert_eq!(ash, 1_500, "{text}, {limit} a page");
    }
}
