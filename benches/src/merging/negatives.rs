//! Papers of which another looks like one: they are taken out of the library, the other stays.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{compact_title, likeness_keys, name_mark, normalized_title};
use embed::StaticModel;

use super::Paper;

/// A paper that the library does not have, and what is in it that looks so.
#[derive(Debug)]
pub(super) struct Negative<'a> {
    pub(super) paper: &'a Paper,
    pub(super) why: &'static str,
}

/// Papers for whom the nearest vector is looked for, and how many of the nearest are taken.
const BY_VECTOR: (usize, usize) = (3_000, 500);

/// How many are taken of each other kind.
const EACH: usize = 400;

/// Those of `papers` that are hardest to tell from others, none of `wanted`; and the number of pairs that were left out because both are the
/// same work under two ids: the same title and first author.
pub(super) fn chosen<'a>(papers: &'a [Paper], wanted: &HashSet<&str>) -> (Vec<Negative<'a>>, usize) {
    let mut taking =
        Taking { papers, wanted, out: HashSet::new(), stays: HashSet::new(), chosen: Vec::new(), twins: 0 };
    for (why, pairs) in [
        ("but for a number", numbered(papers)),
        ("a title alike", alike(papers)),
        ("a key shared", by_key(papers)),
        ("a vector near", near(papers)),
    ] {
        let most = if why == "a vector near" { BY_VECTOR.1 } else { EACH };
        taking.take(why, &pairs, most);
    }
    (taking.chosen, taking.twins)
}

/// Pairs of papers by their places, the hardest first.
type Pairs = Vec<(usize, usize)>;

struct Taking<'a, 'w> {
    papers: &'a [Paper],
    wanted: &'w HashSet<&'w str>,
    out: HashSet<usize>,
    stays: HashSet<usize>,
    chosen: Vec<Negative<'a>>,
    twins: usize,
}

impl Taking<'_, '_> {
    fn take(&mut self, why: &'static str, pairs: &Pairs, most: usize) {
        let mut left = most;
        for (one, other) in pairs {
            let (Some(a), Some(b)) = (self.papers.get(*one), self.papers.get(*other)) else { continue };
            if left == 0 {
                return;
            }
            if is_one_work(a, b) {
                self.twins += 1;
                continue;
            }
            let free = |at: &usize, paper: &Paper| {
                !self.wanted.contains(paper.id.as_str()) && !self.out.contains(at) && !self.stays.contains(at)
            };
            // One of them goes, the other stays: else nothing in the library looks like it.
            let (goes, paper, stays) = match (free(one, a), free(other, b)) {
                (true, _) if !self.out.contains(other) => (*one, a, *other),
                (_, true) if !self.out.contains(one) => (*other, b, *one),
                _ => continue,
            };
            self.out.insert(goes);
            self.stays.insert(stays);
            self.chosen.push(Negative { paper, why });
            left -= 1;
        }
    }
}

fn is_one_work(a: &Paper, b: &Paper) -> bool {
    let first = |paper: &Paper| paper.authors.iter().find_map(|name| name_mark(name));
    compact_title(&a.title) == compact_title(&b.title) && first(a) == first(b)
}

/// Pairs whose titles are the same without their numbers: parts, years, versions.
fn numbered(papers: &[Paper]) -> Pairs {
    let plain = |title: &str| {
        let words = normalized_title(title);
        let counts = |word: &&str| {
            !word.chars().any(|c| c.is_ascii_digit())
                && !matches!(*word, "i" | "ii" | "iii" | "iv" | "v" | "vi" | "part")
        };
        words.split(' ').filter(counts).collect::<Vec<_>>().join(" ")
    };
    let mut by_plain: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, paper) in papers.iter().enumerate() {
        by_plain.entry(plain(&paper.title)).or_default().push(at);
    }
    neighbours(by_plain)
}

/// Pairs that share a key of likeness: the main title, the subtitle, or the first two authors; those with the nearer titles first.
fn by_key(papers: &[Paper]) -> Pairs {
    let mut by_key: HashMap<i64, Vec<usize>> = HashMap::new();
    for (at, paper) in papers.iter().enumerate() {
        for key in likeness_keys(&paper.title, &paper.authors) {
            by_key.entry(key).or_default().push(at);
        }
    }
    by_title(papers, neighbours(by_key))
}

/// Pairs that stand side by side where titles are sorted by their letters, or from their ends; the nearest first.
fn alike(papers: &[Paper]) -> Pairs {
    let sorted = |key: &dyn Fn(&str) -> String| {
        let mut order: Vec<(String, usize)> =
            papers.iter().enumerate().map(|(at, paper)| (key(&compact_title(&paper.title)), at)).collect();
        order.sort_unstable();
        order.iter().zip(order.iter().skip(1)).map(|((_, one), (_, other))| (*one, *other)).collect::<Pairs>()
    };
    let mut pairs = sorted(&str::to_owned);
    pairs.extend(sorted(&|title| title.chars().rev().collect()));
    by_title(papers, pairs)
}

/// Pairs of which one is the nearest vector to the other, title and abstract; the nearest first.
fn near(papers: &[Paper]) -> Pairs {
    let model = StaticModel::bundled();
    let vectors: Vec<_> = papers.iter().map(|paper| model.embed_paper(&paper.title, &paper.abstract_text)).collect();
    let step = (papers.len() / BY_VECTOR.0).max(1);
    let half = |from: usize| {
        let mut found = Vec::new();
        for (at, vector) in vectors.iter().enumerate().skip(from * step).step_by(step * 2) {
            let cosine = |(other, theirs): (usize, &embed::Vector)| (vector.cosine(theirs), other);
            let nearest = vectors.iter().enumerate().filter(|(other, _)| *other != at).map(cosine);
            found.extend(nearest.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(cosine, other)| (cosine, at, other)));
        }
        found
    };
    let mut found = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        let mut found = half(0);
        found.extend(other.join().unwrap_or_default());
        found
    });
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, at, other)| (at, other)).collect()
}

/// The first two of each group, and each further one with the first.
fn neighbours<K: Ord>(groups: impl IntoIterator<Item = (K, Vec<usize>)>) -> Pairs {
    let groups: BTreeMap<K, Vec<usize>> = groups.into_iter().collect();
    let pair = |group: &Vec<usize>| {
        let first = group.first().copied();
        group.iter().skip(1).filter_map(|other| Some((first?, *other))).collect::<Pairs>()
    };
    groups.values().flat_map(pair).collect()
}

/// The same pairs, those with the nearer titles first.
fn by_title(papers: &[Paper], pairs: Pairs) -> Pairs {
    let title = |at: usize| papers.get(at).map(|paper| compact_title(&paper.title)).unwrap_or_default();
    let distance = |(one, other): &(usize, usize)| {
        let (a, b) = (title(*one), title(*other));
        strsim::osa_distance(&a, &b) * 1_000 / a.len().max(b.len()).max(1)
    };
    let mut sorted: Vec<(usize, (usize, usize))> = pairs.into_iter().map(|pair| (distance(&pair), pair)).collect();
    sorted.sort_unstable();
    sorted.into_iter().map(|(_, pair)| pair).collect()
}
