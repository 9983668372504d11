//! Turning the pages of an answer: whoever reads on to the end meets every paper once.

use std::collections::HashSet;

use newsstand_search::eval::{Collection, index};
use newsstand_search::{Query, Snapshot};

use crate::support::{index_of, keys, paper, shared};

/// All pages of an answer one behind another, up to so many papers; checks that scores fall from first to last, across pages too.
fn turned(snapshot: &Snapshot, text: &str, (limit, most): (usize, usize)) -> Vec<i64> {
    let (mut found, mut last) = (Vec::new(), f32::INFINITY);
    while found.len() < most {
        let query = Query { offset: found.len(), limit, ..Query::words(text) };
        let page = snapshot.search(&query).unwrap();
        for hit in &page.hits {
            // But for what rounding adds to a sum.
            assert!(
                hit.score <= last + 1e-6,
                "{text}, {limit} a page, behind {}: {} after {last}",
                found.len(),
                hit.score
            );
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
    let (Some(queries), Some(file)) = (shared("eval/autoscholar"), shared("data/hf_daily.jsonl.zst")) else { return };
    let mut collection = Collection::read(&queries, &[file], "test").unwrap();
    collection.papers.truncate(4_000);
    let snapshot = index(&collection).unwrap().snapshot();
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
