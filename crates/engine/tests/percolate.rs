//! Letters about saved searches, written many at a time.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made has failed the test")]

use domain::{Day, Often, PaperKey, Rhythm, Subject, Timestamp, Wish};
use newsstand_engine::{
    Ingestion, LetterKind, LetterOutcome, Newsstand, Options, ReaderKey, SavedSearch, Subscription, SubscriptionKey,
    SubscriptionState,
};
use serde_json::json;
use sources::ReadOptions;
use tempfile::TempDir;

const WORDS: [&str; 8] = ["whales", "galaxies", "proteins", "robots", "markets", "glaciers", "neurons", "grammars"];

const MORNING: &str = "2026-01-05T07:00:00Z";

struct Library {
    newsstand: Newsstand,
    folder: TempDir,
}

impl Library {
    /// A library with papers about two of the words each.
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
        let library = Self { newsstand: Newsstand::open(&options).await.unwrap(), folder };
        library.list("2026-01-04", 0..40).await;
        library
    }

    async fn list(&self, day: &str, numbers: std::ops::Range<usize>) {
        let line = |number: usize| {
            let [one, other] = [number % 8, number / 8 % 8].map(|at| WORDS.get(at).copied().unwrap_or_default());
            json!({"id": format!("2601.{number:05}"), "title": format!("The {one} and {other} of case {number}"),
                "abstract": format!("We study {one}. They differ from {other}."), "list": "daily", "day": day, "votes": number,
                "observed_at": "2026-01-01T00:00:00Z"})
            .to_string()
        };
        let path = self.folder.path().join("lines.jsonl");
        std::fs::write(&path, numbers.map(line).collect::<Vec<_>>().join("\n")).unwrap();
        let now = at("2026-01-01T00:00:00Z");
        let what = Ingestion { paths: vec![path], options: ReadOptions::new(now), now };
        assert_eq!(self.newsstand.ingest(what, |_| ()).await.unwrap().lost, 0);
        self.newsstand.catch_up().await.unwrap();
    }

    /// Readers of these subjects whose letters are due.
    async fn subscribe(&self, subjects: &[String], wish: &Wish) -> Vec<SubscriptionKey> {
        let (mut tx, mut keys, now) = (self.newsstand.store().begin().await.unwrap(), Vec::new(), at(MORNING));
        for (number, text) in subjects.iter().enumerate() {
            let address = format!("reader{number}@example.org").parse().unwrap();
            let subject: Subject = text.parse().unwrap();
            let key = tx.add_subscription(&address, (&subject, wish), now).await.unwrap();
            let (state, wish) = (SubscriptionState::Active, wish.clone());
            // The store knows whose it is.
            let (reader, made, since, due) = (ReaderKey(0), now, now, now);
            let active = Subscription { key, reader, address, subject, wish, state, made, since, due };
            tx.change_subscription(&active).await.unwrap();
            keys.push(key);
        }
        tx.commit().await.unwrap();
        keys
    }

    /// The titles of the letters that are written at a moment, with why each is there, by subscription.
    async fn letters(&self, now: &str) -> Vec<(SubscriptionKey, Vec<(String, String)>, usize)> {
        self.newsstand.write_due_letters(at(now)).await.unwrap();
        let letters = self.newsstand.take_letters(at(now), 5_000).await.unwrap();
        let sent: Vec<_> = letters.iter().map(|letter| (letter.key, LetterOutcome::Sent, String::new())).collect();
        self.newsstand.note_letters(&sent, at(now)).await.unwrap();
        let held = letters.iter().filter_map(|letter| match &letter.kind {
            LetterKind::Digest { content, .. } => {
                let papers = content.papers.iter().map(|entry| (entry.stored.paper.title.clone(), entry.why.clone()));
                Some((letter.subscription.key, papers.collect(), content.total))
            }
            LetterKind::Confirmation { .. } => None,
        });
        held.collect()
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn wish(most: u8) -> Wish {
    Wish { most, least: 50, ..Wish::new(Rhythm::new(Often::Daily, 8, "Europe/Berlin").unwrap()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_written_together_hold_what_each_would_alone() {
    let library = Library::new().await;
    let subject = |number: usize| {
        let [one, other] = [number % 8, number / 8 % 8].map(|at| WORDS.get(at).copied().unwrap_or_default());
        match number % 5 {
            0 => "daily".to_owned(),
            1 => format!("search:ti:{one} case {}", number % 40),
            2 => format!("search:{one} {other}"),
            3 => format!("search:\"{one} and {other}\" -{}", WORDS.get(number % 7).copied().unwrap_or_default()),
            _ => format!("search:nothing of that kind {number}"),
        }
    };
    // More than are written at a time.
    let subjects: Vec<String> = (0..1_100).map(subject).collect();
    let wish = wish(3);
    let mut expected = Vec::new();
    let keys = library.subscribe(&subjects, &wish).await;
    for (key, subject) in keys.into_iter().zip(&subjects) {
        let subject = subject.parse().unwrap();
        let alone = library.newsstand.compose((&subject, &wish), None, at(MORNING)).await.unwrap();
        let papers: Vec<_> = alone.papers.into_iter().map(|entry| (entry.stored.paper.title, entry.why)).collect();
        expected.extend((!papers.is_empty()).then_some((key, papers, alone.total)));
    }
    let written = library.letters(MORNING).await;
    assert!(written.len() > 500 && written.len() < 1_000, "{} letters", written.len());
    assert_eq!(written, expected);
    assert!(written.iter().any(|(_, papers, _)| papers.iter().any(|(_, why)| why.starts_with("found by “ti:"))));
    assert_eq!(library.letters(MORNING).await, [], "once a day");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_brings_a_paper_once() {
    let library = Library::new().await;
    library.subscribe(&["search:ti:robots".to_owned()], &wish(9)).await;
    let mut titles = Vec::new();
    for now in [MORNING, "2026-01-06T07:00:00Z", "2026-01-07T07:00:00Z"] {
        for (_, papers, total) in library.letters(now).await {
            assert!(papers.len() <= 9 && papers.len() <= total, "{papers:?} of {total}");
            titles.extend(papers.into_iter().map(|(title, _)| title));
        }
        library.list("2026-01-05", 64..72).await;
    }
    assert!(titles.contains(&"The robots and whales of case 67".to_owned()), "what came later: {titles:?}");
    let number = titles.len();
    titles.sort();
    titles.dedup();
    assert!(number > 4 && titles.len() == number, "each once: {titles:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_arrives_is_told_to_those_who_look_for_it() {
    let library = Library::new().await;
    let texts = ["ti:whales", "ti:galaxies", "whales robots", "venue:neurips", "ti:wales"];
    let searches: Vec<_> = texts.iter().map(|text| SavedSearch { text: (*text).to_owned(), least: 0.01 }).collect();
    let days = "2026-01-02".parse::<Day>().unwrap()..="2026-01-06".parse().unwrap();
    let before = library.newsstand.percolate(searches.clone(), days.clone()).await.unwrap();
    assert_eq!(before.iter().map(|found| !found.is_empty()).collect::<Vec<_>>(), [true, true, true, false, true]);
    // Number 64 is about whales alone.
    library.list("2026-01-05", 64..65).await;
    let id = "arxiv:2601.00064".parse().or_else(|_| "2601.00064".parse()).unwrap();
    let new: PaperKey = library.newsstand.store().paper(&id).await.unwrap().unwrap().key;
    let told = library.newsstand.percolate_new(searches.clone(), days.clone(), &[new]).await.unwrap();
    let all = library.newsstand.percolate(searches, days).await.unwrap();
    for (told, all) in told.iter().zip(&all) {
        let expected: Vec<_> = all.iter().filter(|found| found.paper == new).copied().collect();
        assert_eq!(*told, expected);
    }
    assert_eq!(told.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0, 1, 0, 1], "the published index is asked");
}
