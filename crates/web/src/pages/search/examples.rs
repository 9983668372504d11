//! Examples of what can be asked, made of the library's own papers: each of them finds something.

use domain::StoredPaper;
use engine::Page;
use search::Sort;

use super::ask;
use crate::failure::Failure;
use crate::site::Site;
use crate::views::filters::{Asked, When};
use crate::views::frequent::most_frequent;
use crate::views::link::Link;

/// A way of asking, with examples.
pub(crate) struct Way {
    pub(crate) words: &'static str,
    pub(crate) examples: Vec<Link>,
}

/// How many of the papers with most votes examples are made of.
const PAPERS: u32 = 50;

/// Votes that an example may ask for, the best first.
const VOTES: [u32; 4] = [20, 10, 5, 1];

/// The ways of asking that have examples here.
pub(super) async fn ways(site: &Site) -> Result<Vec<Way>, Failure> {
    let best = most_voted(site, Asked::default()).await?;
    let recent = most_voted(site, Asked { when: Some(When::Month), code: true, ..Asked::default() }).await?;
    let mut ways = Vec::new();
    for (words, texts) in suggested(&best, &recent) {
        let mut examples = Vec::new();
        for text in texts {
            let asked = Asked { text, ..Asked::default() };
            if finds(site, &asked).await? {
                let href = asked.address().into_string();
                examples.push(Link::new(href, asked.text));
            }
        }
        ways.push(Way { words, examples });
    }
    let code = Asked { sort: Some(Sort::Newest), code: true, ..Asked::default() };
    if finds(site, &code).await? {
        let link = Link::new(code.address().into_string(), "the newest papers with code");
        ways.push(Way { words: "Everything, without any words", examples: vec![link] });
    }
    ways.retain(|way| !way.examples.is_empty());
    Ok(ways)
}

/// Whether a search finds anything, as it is written.
async fn finds(site: &Site, asked: &Asked) -> Result<bool, Failure> {
    let found = ask(site, asked, Page { number: 1, size: 1 }).await?;
    Ok(!found.papers.is_empty() && found.corrected.is_none())
}

async fn most_voted(site: &Site, asked: Asked) -> Result<Vec<StoredPaper>, Failure> {
    let asked = Asked { sort: Some(Sort::Votes), ..asked };
    let found = ask(site, &asked, Page { number: 1, size: PAPERS }).await?;
    Ok(found.papers.into_iter().map(|hit| hit.stored).collect())
}

/// What may serve as an example of each way of asking; whether it finds anything is not known yet.
fn suggested(best: &[StoredPaper], recent: &[StoredPaper]) -> Vec<(&'static str, Vec<String>)> {
    let subjects = subjects(best);
    let [first, second, third] = [0, 1, 2].map(|at| subjects.get(at));
    let phrase = first.map(|subject| format!("\"{subject}\""));
    let without = second.zip(third).map(|(wanted, other)| format!("{wanted} -{}", last_word(other)));
    let either = first.zip(second).map(|(one, other)| format!("{} OR {}", value(one), value(other)));
    let narrow = [by_author(best), in_category(best), of_last_days(recent), either];
    let like = best.first().map(|stored| format!("like:{}", stored.paper.id));
    vec![
        ("A question or a topic", vec!["do language models plan ahead".to_owned()]),
        ("Words that must stand together", phrase.into_iter().collect()),
        ("Words that must be absent", without.into_iter().collect()),
        ("Operators narrow", narrow.into_iter().flatten().collect()),
        ("Papers like one", like.into_iter().collect()),
    ]
}

/// What papers are about: their most frequent keywords; where they have none, what stands side by side in most of their titles.
fn subjects(papers: &[StoredPaper]) -> Vec<String> {
    let keywords = papers.iter().flat_map(|stored| stored.paper.keywords.iter().map(|keyword| keyword.to_lowercase()));
    let mut subjects = texts(most_frequent(keywords.filter(|keyword| is_plain(keyword))));
    // Two words show what quotation marks are for.
    subjects.sort_by_key(|subject| !subject.contains(' '));
    if subjects.len() < 3 {
        let pairs = papers.iter().flat_map(|stored| neighbours(&stored.paper.title));
        subjects.extend(texts(most_frequent(pairs)));
    }
    subjects
}

fn texts(counted: Vec<(String, usize)>) -> Vec<String> {
    counted.into_iter().map(|(words, _)| words).collect()
}

/// Each two long words of a title that stand side by side.
fn neighbours(title: &str) -> Vec<String> {
    let words: Vec<&str> = title.split(' ').collect();
    let long = |pair: &&[&str]| pair.iter().all(|word| word.len() > 4 && word.bytes().all(|b| b.is_ascii_alphabetic()));
    words.windows(2).filter(long).map(|pair| pair.join(" ").to_lowercase()).collect()
}

/// A word of a title, and the author who wrote most of these papers.
fn by_author(papers: &[StoredPaper]) -> Option<String> {
    let surname =
        |name: &String| name.rsplit(' ').next().filter(|name| name.len() > 2 && is_plain(name)).map(str::to_lowercase);
    let (author, _) =
        most_frequent(papers.iter().flat_map(|stored| stored.paper.authors.iter().take(8).filter_map(surname)))
            .into_iter()
            .next()?;
    let own =
        papers.iter().find(|stored| stored.paper.authors.iter().filter_map(surname).any(|name| name == author))?;
    let word =
        own.paper.title.split(' ').filter(|word| word.is_ascii() && is_plain(word)).max_by_key(|word| word.len())?;
    Some(format!("ti:{} au:{author}", word.to_lowercase()))
}

/// The most frequent category, with the subject most frequent in it.
fn in_category(papers: &[StoredPaper]) -> Option<String> {
    let (category, _) =
        most_frequent(papers.iter().filter_map(|stored| stored.paper.categories.first())).into_iter().next()?;
    let own: Vec<StoredPaper> =
        papers.iter().filter(|stored| stored.paper.categories.contains(category)).cloned().collect();
    Some(format!("{} cat:{category}", subjects(&own).into_iter().next()?))
}

/// What the newest papers with code are about, as far as readers voted for them.
fn of_last_days(recent: &[StoredPaper]) -> Option<String> {
    let votes = VOTES.into_iter().find(|votes| recent.iter().any(|stored| stored.counts.votes > *votes))?;
    let own: Vec<StoredPaper> = recent.iter().filter(|stored| stored.counts.votes > votes).cloned().collect();
    Some(format!("{} date:30d has:code votes:>{votes}", subjects(&own).into_iter().next()?))
}

fn last_word(words: &str) -> &str {
    words.rsplit(' ').next().unwrap_or(words)
}

/// Words as one value.
fn value(words: &str) -> String {
    if words.contains(' ') { format!("\"{words}\"") } else { words.to_owned() }
}

/// Whether a text has nothing in it that the language of the search reads as a sign.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-') && !text.starts_with('-')
}
