//! Letters: who gets which, and when.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a fixture that cannot be made has failed the test")]

use std::path::PathBuf;

use domain::{MailAddress, Often, Rhythm, Subject, Timestamp, Wish};
use newsstand_engine::{
    Asked, EngineError, Entry, Ingestion, Letter, LetterKind, LetterOutcome, Newsstand, Options, PostError, Purpose,
    SubscriptionState,
};
use serde_json::json;
use sources::ReadOptions;
use tempfile::TempDir;

#[path = "post/clocks.rs"]
mod clocks;
#[path = "post/readers.rs"]
mod readers;

struct Library {
    newsstand: Newsstand,
    folder: TempDir,
}

impl Library {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
        Self { newsstand: Newsstand::open(&options).await.unwrap(), folder }
    }

    /// Puts papers on the picked list of a day, with as many votes as their number.
    async fn list(&self, day: &str, numbers: std::ops::Range<u32>) {
        self.add(numbers.map(|number| paper(number, ("daily", day), ""))).await;
    }

    /// Takes papers in.
    async fn add(&self, papers: impl Iterator<Item = String>) {
        let path: PathBuf = self.folder.path().join("lines.jsonl");
        std::fs::write(&path, papers.collect::<Vec<_>>().join("\n")).unwrap();
        let now = at("2026-01-01T00:00:00Z");
        let what = Ingestion { paths: vec![path], options: ReadOptions::new(now), now };
        let report = self.newsstand.ingest(what, |_| ()).await.unwrap();
        assert_eq!(report.lost, 0, "{:?}", report.problems);
    }

    /// Asks for letters, and presses the button of the letter that comes. Returns the word of the page on which they are changed.
    async fn subscribe(&self, address: &str, wish: &Wish, now: &str) -> String {
        self.subscribe_to(address, (&daily(), wish), now).await
    }

    /// The same about something else than the day's list.
    async fn subscribe_to(&self, address: &str, wanted: (&Subject, &Wish), now: &str) -> String {
        let asked = self.newsstand.ask_for_letters(&self::address(address), wanted, at(now)).await.unwrap();
        assert_eq!(asked, Asked::Written);
        let letter = self.taken(now).await.pop().unwrap();
        let LetterKind::Confirmation { confirm } = &letter.kind else { panic!("{letter:?} asks for nothing") };
        let subscription = self.newsstand.confirm(&confirm.0, at(now)).await.unwrap();
        self.sent(&[letter], now).await;
        self.newsstand.token(subscription.key, Purpose::Manage, None).await.unwrap().0
    }

    async fn taken(&self, now: &str) -> Vec<Letter> {
        self.newsstand.take_letters(at(now), 100).await.unwrap()
    }

    async fn sent(&self, letters: &[Letter], now: &str) {
        let outcomes: Vec<_> = letters.iter().map(|letter| (letter.key, LetterOutcome::Sent, String::new())).collect();
        self.newsstand.note_letters(&outcomes, at(now)).await.unwrap();
    }

    /// The titles of the letters that are due and sent at a moment.
    async fn letters(&self, now: &str) -> Vec<Vec<String>> {
        self.newsstand.write_due_letters(at(now)).await.unwrap();
        let letters = self.taken(now).await;
        self.sent(&letters, now).await;
        letters.iter().map(titles).collect()
    }
}

/// A paper on a list of a day, with as many votes as its number.
fn paper(number: u32, (list, day): (&str, &str), category: &str) -> String {
    let categories: Vec<&str> = Some(category).into_iter().filter(|category| !category.is_empty()).collect();
    json!({"id": format!("2601.{number:05}"), "title": format!("Paper number {number}"), "abstract": format!("What {number} says."),
        "categories": categories, "list": list, "day": day, "votes": number, "observed_at": "2026-01-01T00:00:00Z"})
    .to_string()
}

fn titles(letter: &Letter) -> Vec<String> {
    let LetterKind::Digest { content, .. } = &letter.kind else { panic!("{letter:?} is no digest") };
    content.papers.iter().map(number).collect()
}

fn number(entry: &Entry) -> String {
    entry.stored.paper.title.replace("Paper number ", "")
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn address(text: &str) -> MailAddress {
    text.parse().unwrap()
}

fn daily() -> Subject {
    "daily".parse().unwrap()
}

fn wish(most: u8, when_empty: bool) -> Wish {
    Wish { most, when_empty, ..Wish::new(Rhythm::new(Often::Daily, 8, "Europe/Berlin").unwrap()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_day_brings_what_was_not_sent_before() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..4).await;
    library.subscribe("reader@example.org", &wish(2, false), "2026-01-04T12:00:00Z").await;
    assert_eq!(library.letters("2026-01-05T06:59:00Z").await, [[""; 0]; 0], "not before eight");
    assert_eq!(library.letters("2026-01-05T07:00:00Z").await, [["3", "2"]], "those with the most votes first");
    assert_eq!(library.letters("2026-01-05T07:01:00Z").await, [[""; 0]; 0], "once a day");
    library.list("2026-01-05", 4..5).await;
    assert_eq!(library.letters("2026-01-06T07:00:00Z").await, [["4", "1"]], "and what had no room");
    assert_eq!(library.letters("2026-01-07T07:00:00Z").await, [[""; 0]; 0], "an empty day sends nothing");
    // Down for three days: one letter has all of them.
    library.list("2026-01-09", 5..7).await;
    library.list("2026-01-10", 7..8).await;
    assert_eq!(library.letters("2026-01-11T00:00:00Z").await, [["7", "6"]]);
    assert_eq!(library.letters("2026-01-11T07:00:00Z").await, [["5"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_a_line_gets_one_on_empty_days() {
    let library = Library::new().await;
    library.subscribe("reader@example.org", &wish(5, true), "2026-01-04T12:00:00Z").await;
    assert_eq!(library.letters("2026-01-05T07:00:00Z").await, [[""; 0]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_written_to_who_did_not_confirm() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..4).await;
    let (reader, now) = (address("reader@example.org"), "2026-01-04T12:00:00Z");
    let ask =
        async |now| library.newsstand.ask_for_letters(&reader, (&daily(), &wish(5, true)), at(now)).await.unwrap();
    for asked in [Asked::Written, Asked::Written, Asked::Written, Asked::Silent, Asked::Silent] {
        assert_eq!(ask(now).await, asked);
    }
    let letters = library.taken(now).await;
    assert_eq!(letters.len(), 3, "nobody can flood a stranger's address");
    library.sent(&letters, now).await;
    assert_eq!(library.letters("2026-01-05T07:00:00Z").await, [[""; 0]; 0]);
    // After two days the links have ended, and the address may be asked again.
    let LetterKind::Confirmation { confirm } = &letters[0].kind else { panic!("{letters:?}") };
    let late = library.newsstand.confirm(&confirm.0, at("2026-01-06T12:00:01Z")).await.unwrap_err();
    assert!(matches!(late, EngineError::Post(PostError::Expired)), "{late}");
    assert_eq!(ask("2026-01-07T12:00:00Z").await, Asked::Written);
}

#[tokio::test(flavor = "multi_thread")]
async fn confirming_twice_is_once_and_the_last_wish_stands() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..4).await;
    let now = "2026-01-04T12:00:00Z";
    let manage = library.subscribe("reader@example.org", &wish(5, false), now).await;
    library.subscribe("reader@example.org", &wish(1, false), now).await;
    let (this, others) = library.newsstand.subscriptions(&manage, Purpose::Manage, at(now)).await.unwrap();
    assert_eq!((this.wish.most, others.len()), (1, 0));
    assert_eq!(library.letters("2026-01-05T07:00:00Z").await, [["3"]]);
    let changed = library.newsstand.change_wish(&manage, wish(2, false), at(now)).await.unwrap();
    assert_eq!(changed.due, at("2026-01-05T07:00:00Z"));
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_letters_end_also_those_on_their_way() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..4).await;
    let now = "2026-01-04T12:00:00Z";
    let manage = library.subscribe("reader@example.org", &wish(5, false), now).await;
    library.newsstand.write_due_letters(at("2026-01-05T07:00:00Z")).await.unwrap();
    for _ in 0..2 {
        let ended = library.newsstand.end_letters(&manage, false, at(now)).await.unwrap();
        assert_eq!(ended.state, SubscriptionState::Ended);
    }
    assert!(library.taken("2026-01-05T07:00:00Z").await.is_empty());
    assert_eq!(library.letters("2026-01-06T07:00:00Z").await, [[""; 0]; 0]);
    let known = library.newsstand.export_address(&manage, at(now)).await.unwrap();
    assert_eq!((known.subscriptions[0].state, known.subscriptions[0].letters[0].1.as_str()), ("ended", "failed"));
    library.newsstand.erase_address(&manage, at(now)).await.unwrap();
    let gone = library.newsstand.subscriptions(&manage, Purpose::Manage, at(now)).await.unwrap_err();
    assert!(matches!(gone, EngineError::Post(PostError::Unknown)), "{gone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_was_taken_and_never_noted_is_taken_again() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..4).await;
    library.subscribe("reader@example.org", &wish(5, false), "2026-01-04T12:00:00Z").await;
    library.newsstand.write_due_letters(at("2026-01-05T07:00:00Z")).await.unwrap();
    let first = library.taken("2026-01-05T07:00:00Z").await.pop().unwrap();
    assert!(library.taken("2026-01-05T07:04:59Z").await.is_empty(), "somebody else may be sending it");
    let again = library.taken("2026-01-05T07:05:00Z").await.pop().unwrap();
    assert_eq!((again.key, again.tries, titles(&again)), (first.key, 2, titles(&first)));
    // A relay that is busy is asked again after a while that doubles; at last the letter is given up.
    let mut letter = again;
    for tries in 3..=8 {
        let outcome = letter.again(at("2026-01-05T08:00:00Z"));
        assert!(matches!(outcome, LetterOutcome::Again(_)), "{tries}");
        library
            .newsstand
            .note_letters(&[(letter.key, outcome, "450 busy".to_owned())], at("2026-01-05T08:00:00Z"))
            .await
            .unwrap();
        letter = library.taken("2026-01-06T08:00:00Z").await.pop().unwrap();
        assert_eq!(letter.tries, tries);
    }
    assert_eq!(letter.again(at("2026-01-05T08:00:00Z")), LetterOutcome::Failed);
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_about_what_was_asked_for() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..4).await;
    library.newsstand.catch_up().await.unwrap();
    let now = at("2026-01-04T20:00:00Z");
    let about = async |subject: &str| {
        let composed =
            library.newsstand.compose((&subject.parse().unwrap(), &wish(9, false)), None, now).await.unwrap();
        let mut numbers: Vec<String> = composed
            .papers
            .iter()
            .map(|entry| format!("{}: {}", entry.stored.paper.title.replace("Paper number ", ""), entry.why))
            .collect();
        numbers.sort();
        numbers
    };
    assert_eq!(about("trending").await.len(), 3);
    assert_eq!(about("search:ti:\"number 2\"").await.len(), 1);
    assert_eq!(about("category:cs.CL").await, [""; 0]);
    assert_eq!(about("author:nobody").await, [""; 0]);
    assert!(about("daily").await[0].starts_with("1: picked"));
}
