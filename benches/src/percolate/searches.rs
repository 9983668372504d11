//! Saved searches as people might keep them, from the titles, keyphrases, authors and categories of real papers.

use std::collections::HashSet;

use domain::StoredPaper;
use fastrand::Rng;

/// So many distinct searches, the same each time.
pub(crate) fn of(papers: &[StoredPaper], number: usize) -> Vec<String> {
    let (mut random, mut known, mut searches) = (Rng::with_seed(7), HashSet::new(), Vec::with_capacity(number));
    while searches.len() < number && !papers.is_empty() {
        let search = one(papers, &mut random);
        if known.insert(search.clone()) {
            searches.push(search);
        }
    }
    searches
}

fn one(papers: &[StoredPaper], random: &mut Rng) -> String {
    let Some(stored) = random.choice(papers) else { return String::new() };
    let words: Vec<&str> = stored.paper.title.split_whitespace().collect();
    let mut few = |least: usize, most: usize| {
        let length = random.usize(least..=most).min(words.len());
        let first = random.usize(0..=words.len() - length);
        words.get(first..first + length).unwrap_or_default().join(" ")
    };
    let (plain, phrase, word) = (few(3, 6), few(2, 2), few(1, 1));
    let other = random.choice(papers).map(|stored| &stored.paper);
    let other_word = other.and_then(|paper| paper.title.split_whitespace().next_back()).unwrap_or("graph");
    let paper = &stored.paper;
    let category = random.choice(&paper.categories).map_or("cs.CL", String::as_str);
    let author = random.choice(&paper.authors).map_or("Nobody", String::as_str);
    match random.u8(0..100) {
        0..35 => plain,
        35..50 => keyphrase(stored, random).unwrap_or(plain),
        50..58 => format!("\"{phrase}\""),
        58..64 => format!("ti:{word} {plain}"),
        64..74 => format!("au:\"{author}\""),
        74..84 => format!("cat:{category} {plain}"),
        84..90 => format!("{plain} -{other_word}"),
        90..94 => format!("({word} OR {other_word}) cat:{category}"),
        94..97 => format!("\"{phrase}\" OR ti:{other_word}"),
        _ => format!("au:\"{author}\" {plain}"),
    }
}

/// A keyword of a paper, or one of its keyphrases; sometimes two.
fn keyphrase(stored: &StoredPaper, random: &mut Rng) -> Option<String> {
    let keywords = &stored.paper.keywords;
    let first = random.choice(keywords)?;
    let second = random.choice(keywords).filter(|second| *second != first && random.bool());
    Some(second.map_or_else(|| first.clone(), |second| format!("{first} {second}")))
}
