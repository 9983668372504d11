//! Letters that come back, and how often letters may be asked for.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a fixture that cannot be made has failed the test")]

use std::net::IpAddr;

use domain::{MailAddress, Often, ReturnKind, ReturnedMail, Rhythm, Subject, Timestamp, Wish};
use jiff::SignedDuration;
use newsstand_engine::{
    Aftermath, AskLimits, Asked, Asking, LetterKey, LetterKind, LetterOutcome, Newsstand, Options, Purpose, Returns,
    SubscriptionState,
};
use tempfile::TempDir;

struct Office {
    newsstand: Newsstand,
    returns: Returns,
    _folder: TempDir,
}

impl Office {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
        let newsstand = Newsstand::open(&options).await.unwrap();
        Self { returns: newsstand.returns().await.unwrap(), newsstand, _folder: folder }
    }

    /// Asks for letters on empty days too, and confirms it. Returns the word of the page on which they are changed.
    async fn subscribe(&self, address: &str, now: &str) -> String {
        let asked =
            self.newsstand.ask_for_letters(&self::address(address), (&daily(), &wish()), at(now)).await.unwrap();
        assert_eq!(asked, Asked::Written);
        let letter = self.newsstand.take_letters(at(now), 9).await.unwrap().pop().unwrap();
        let LetterKind::Confirmation { confirm } = &letter.kind else { panic!("{letter:?} asks for nothing") };
        let subscription = self.newsstand.confirm(&confirm.0, at(now)).await.unwrap();
        self.note(letter.key, (LetterOutcome::Sent, ""), now).await;
        self.newsstand.token(subscription.key, Purpose::Manage, None).await.unwrap().0
    }

    async fn note(&self, letter: LetterKey, (outcome, why): (LetterOutcome, &str), now: &str) {
        self.newsstand.note_letters(&[(letter, outcome, why.to_owned())], at(now)).await.unwrap();
    }

    /// The letters of a moment, sent.
    async fn letters(&self, now: &str) -> Vec<LetterKey> {
        self.newsstand.write_due_letters(at(now)).await.unwrap();
        let letters: Vec<_> =
            self.newsstand.take_letters(at(now), 9).await.unwrap().iter().map(|letter| letter.key).collect();
        for letter in &letters {
            self.note(*letter, (LetterOutcome::Sent, ""), now).await;
        }
        letters
    }

    async fn comes_back(&self, letter: LetterKey, kind: ReturnKind, now: &str) -> Aftermath {
        let words = vec!["a".repeat(32), self.returns.word(letter)];
        let mail = ReturnedMail { words, kind: Some(kind), why: "550 no".to_owned(), ..ReturnedMail::default() };
        self.returns.take(&mail, at(now)).await.unwrap()
    }

    async fn state(&self, manage: &str) -> SubscriptionState {
        self.newsstand.subscriptions(manage, Purpose::Manage, at("2026-01-01T00:00:00Z")).await.unwrap().0.state
    }
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

fn wish() -> Wish {
    Wish { most: 5, when_empty: true, ..Wish::new(Rhythm::new(Often::Daily, 8, "UTC").unwrap()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_not_there_gets_nothing_more() {
    let office = Office::new().await;
    let manage = office.subscribe("reader@example.org", "2026-01-01T12:00:00Z").await;
    let letter = office.letters("2026-01-02T08:00:00Z").await[0];
    let aftermath = office.comes_back(letter, ReturnKind::Gone, "2026-01-02T08:01:00Z").await;
    assert_eq!(aftermath, Aftermath::Suppressed(address("reader@example.org"), ReturnKind::Gone));
    assert_eq!(office.state(&manage).await, SubscriptionState::Ended);
    assert!(office.letters("2026-01-03T08:00:00Z").await.is_empty());
    let (reader, now) = (address("reader@example.org"), at("2026-01-04T08:00:00Z"));
    let asked = office.newsstand.ask_for_letters(&reader, (&daily(), &wish()), now).await.unwrap();
    assert_eq!(asked, Asked::Silent);
    let (kept_back, _) = office.returns.kept_back().await.unwrap();
    assert_eq!(
        (kept_back[0].address.as_str(), kept_back[0].why.as_str()),
        ("reader@example.org", "no such address: 550 no")
    );
    let known = office.newsstand.export_address(&manage, now).await.unwrap();
    assert_eq!((known.returned[0].1, known.returned[0].2.as_str()), ("gone", "550 no"));
    // The operator may let it be asked again.
    assert!(office.returns.release(&reader, now).await.unwrap());
    assert!(!office.returns.release(&reader, now).await.unwrap());
    let asked = office.newsstand.ask_for_letters(&reader, (&daily(), &wish()), now).await.unwrap();
    assert_eq!(asked, Asked::Written);
    // What is forgotten is forgotten whole.
    office.newsstand.erase_address(&manage, now).await.unwrap();
    assert_eq!(office.comes_back(letter, ReturnKind::Gone, "2026-01-04T09:00:00Z").await, Aftermath::Forgotten);
    assert!(office.newsstand.store().returned(&reader, Timestamp::MIN).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_ends_everything_at_once() {
    let office = Office::new().await;
    let first = office.subscribe("reader@example.org", "2026-01-01T12:00:00Z").await;
    let other = office.subscribe("neighbour@example.org", "2026-01-01T12:00:00Z").await;
    let letter = office.letters("2026-01-02T08:00:00Z").await[0];
    let aftermath = office.comes_back(letter, ReturnKind::Complaint, "2026-01-02T09:00:00Z").await;
    assert_eq!(aftermath, Aftermath::Suppressed(address("reader@example.org"), ReturnKind::Complaint));
    assert_eq!(office.state(&first).await, SubscriptionState::Ended);
    assert_eq!(office.state(&other).await, SubscriptionState::Active, "a neighbour did not complain");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_three_times_rests_for_thirty_days() {
    let office = Office::new().await;
    let manage = office.subscribe("reader@example.org", "2026-01-01T12:00:00Z").await;
    for (day, expected) in [(2, false), (3, false), (4, true)] {
        let now = format!("2026-01-{day:02}T08:00:00Z");
        let letter = office.letters(&now).await[0];
        for _ in 0..2 {
            // Told twice, counted once.
            let aftermath = office.comes_back(letter, ReturnKind::Permanent, &now).await;
            assert!(expected || matches!(aftermath, Aftermath::Noted(..)), "{day}: {aftermath:?}");
        }
        assert_eq!(office.state(&manage).await == SubscriptionState::Paused, expected, "{day}");
    }
    assert!(office.letters("2026-01-20T08:00:00Z").await.is_empty());
    // By itself, when the time has passed.
    assert_eq!(office.letters("2026-02-03T08:00:00Z").await.len(), 1);
    assert_eq!(office.state(&manage).await, SubscriptionState::Active);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_or_the_operator_wakes_resting_letters() {
    let office = Office::new().await;
    let manage = office.subscribe("reader@example.org", "2026-01-01T12:00:00Z").await;
    let rest = async |days: [u8; 3]| {
        for day in days {
            let now = format!("2026-01-{day:02}T08:00:00Z");
            let letter = office.letters(&now).await[0];
            office.comes_back(letter, ReturnKind::Permanent, &now).await;
        }
        assert_eq!(office.state(&manage).await, SubscriptionState::Paused);
    };
    rest([2, 3, 4]).await;
    let (_, resting) = office.returns.kept_back().await.unwrap();
    assert_eq!((resting.len(), resting[0].due), (1, at("2026-02-03T08:00:00Z")));
    office.newsstand.resume_letters(&manage, at("2026-01-05T09:00:00Z")).await.unwrap();
    assert_eq!(office.letters("2026-01-06T08:00:00Z").await.len(), 1);
    let letter = office.letters("2026-01-07T08:00:00Z").await[0];
    assert!(matches!(
        office.comes_back(letter, ReturnKind::Permanent, "2026-01-07T08:00:00Z").await,
        Aftermath::Paused(..)
    ));
    assert!(office.returns.release(&address("reader@example.org"), at("2026-01-07T09:00:00Z")).await.unwrap());
    assert_eq!(office.state(&manage).await, SubscriptionState::Active);
    // Resting letters can be ended.
    let letter = office.letters("2026-01-08T08:00:00Z").await[0];
    office.comes_back(letter, ReturnKind::Permanent, "2026-01-08T08:00:00Z").await;
    office.newsstand.end_letters(&manage, false, at("2026-01-08T09:00:00Z")).await.unwrap();
    assert_eq!(office.state(&manage).await, SubscriptionState::Ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_was_not_signed_here_changes_nothing() {
    let office = Office::new().await;
    let manage = office.subscribe("reader@example.org", "2026-01-01T12:00:00Z").await;
    let letter = office.letters("2026-01-02T08:00:00Z").await[0];
    let word = office.returns.word(letter);
    assert!(word.len() == 32 && word.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b)), "{word}");
    assert_eq!(office.returns.letter(&word), Some(letter));
    assert_eq!(office.returns.letter(&word.to_uppercase()), Some(letter), "hosts on the way may change that");
    let stranger = Office::new().await.returns.word(letter);
    let mut forged: Vec<String> = vec![String::new(), stranger, word.chars().skip(1).collect(), format!("{word}a")];
    for place in 0..word.len() {
        let mut other = word.clone().into_bytes();
        other[place] = if other[place] == b'a' { b'b' } else { b'a' };
        forged.push(String::from_utf8(other).unwrap());
    }
    for word in forged {
        assert_eq!(office.returns.letter(&word), None, "{word}");
        let mail = ReturnedMail { words: vec![word], kind: Some(ReturnKind::Complaint), ..ReturnedMail::default() };
        assert_eq!(office.returns.take(&mail, at("2026-01-02T09:00:00Z")).await.unwrap(), Aftermath::Unsigned);
    }
    let harmless = ReturnedMail { words: vec![word], ..ReturnedMail::default() };
    assert_eq!(office.returns.take(&harmless, at("2026-01-02T09:00:00Z")).await.unwrap(), Aftermath::Harmless);
    assert_eq!(office.state(&manage).await, SubscriptionState::Active);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_forwarded_to_is_not_the_readers() {
    let office = Office::new().await;
    let manage = office.subscribe("Reader@example.org", "2026-01-01T12:00:00Z").await;
    let letter = office.letters("2026-01-02T08:00:00Z").await[0];
    let gone = |receiver: &str| ReturnedMail {
        words: vec![office.returns.word(letter)],
        kind: Some(ReturnKind::Gone),
        receivers: vec![receiver.to_owned()],
        why: String::new(),
    };
    let aftermath = office.returns.take(&gone("elsewhere@example.net"), at("2026-01-02T09:00:00Z")).await.unwrap();
    assert_eq!(aftermath, Aftermath::Noted(address("Reader@example.org"), ReturnKind::Permanent));
    assert_eq!(office.state(&manage).await, SubscriptionState::Active);
    let aftermath = office.returns.take(&gone("READER@Example.org"), at("2026-01-02T09:00:00Z")).await.unwrap();
    assert!(matches!(aftermath, Aftermath::Suppressed(..)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_relay_refuses_counts_where_it_says_why() {
    let office = Office::new().await;
    let refused = async |who: &str, why: &str, outcome: LetterOutcome| {
        let manage = office.subscribe(who, "2026-01-01T12:00:00Z").await;
        office.newsstand.write_due_letters(at("2026-01-02T08:00:00Z")).await.unwrap();
        let letter = office.newsstand.take_letters(at("2026-01-02T08:00:00Z"), 9).await.unwrap().pop().unwrap().key;
        office.note(letter, (outcome, why), "2026-01-02T08:00:00Z").await;
        let returned = office.newsstand.store().returned(&address(who), Timestamp::MIN).await.unwrap();
        (office.state(&manage).await, returned.len())
    };
    let failed = LetterOutcome::Failed;
    let (active, ended) = (SubscriptionState::Active, SubscriptionState::Ended);
    let gone = "permanent error (550): 5.1.1 <a@example.org>: nobody of that name";
    assert_eq!(refused("a@example.org", gone, failed.clone()).await, (ended, 1));
    assert_eq!(refused("b@example.org", "permanent error (550): relaying denied", failed.clone()).await, (active, 0));
    assert_eq!(refused("c@example.org", "permanent error (554): 5.7.1 not you", failed.clone()).await, (active, 1));
    assert_eq!(refused("d@example.org", "permanent error (550): 5.0.0 no", failed).await, (active, 0));
    let again = LetterOutcome::Again(at("2026-01-02T08:02:00Z"));
    assert_eq!(refused("e@example.org", "transient error (450): 4.2.1 later", again).await, (active, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn senders_and_the_site_may_ask_so_often_an_hour() {
    let office = Office::new().await;
    let limits = AskLimits { sender: 2, site: 5 };
    let ask = async |from: &str, now: &str| {
        let from: Option<IpAddr> = Some(from.parse().unwrap());
        office.newsstand.may_ask(from, limits, at(now)).await.unwrap()
    };
    let one = "192.0.2.1";
    assert_eq!(ask(one, "2026-01-01T12:00:00Z").await, Asking::Welcome);
    assert_eq!(ask(one, "2026-01-01T12:30:00Z").await, Asking::Welcome);
    let wait = ask(one, "2026-01-01T12:31:00Z").await;
    assert_eq!(wait, Asking::SenderLater(SignedDuration::from_mins(39)), "the first ten minutes are over at 13:10");
    assert_eq!(ask(one, "2026-01-01T13:10:00Z").await, Asking::Welcome);
    // Others, and who is not known, share the limit of the site; what was refused did not count.
    for other in ["2001:db8::1", "2001:db8::ffff"] {
        assert_eq!(ask(other, "2026-01-01T13:10:00Z").await, Asking::Welcome);
    }
    assert!(matches!(ask("2001:db8::2:1", "2026-01-01T13:10:00Z").await, Asking::SenderLater(_)), "one network");
    assert_eq!(office.newsstand.may_ask(None, limits, at("2026-01-01T13:10:00Z")).await.unwrap(), Asking::Welcome);
    assert!(matches!(ask("203.0.113.5", "2026-01-01T13:11:00Z").await, Asking::SiteLater(_)));
    assert_eq!(ask("203.0.113.5", "2026-01-01T14:20:00Z").await, Asking::Welcome);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_tell_afterwards_who_asked() {
    let office = Office::new().await;
    let from: IpAddr = "192.0.2.1".parse().unwrap();
    let limits = AskLimits::default();
    office.newsstand.may_ask(Some(from), limits, at("2026-01-01T23:55:00Z")).await.unwrap();
    let kept = async || {
        let mut tx = office.newsstand.store().begin().await.unwrap();
        let salt = tx.salt("2026-01-01".parse().unwrap(), "none").await.unwrap();
        let site = tx.asked("", Timestamp::MIN).await.unwrap();
        (salt, site.len())
    };
    let (salt, rows) = kept().await;
    assert!(salt != "none" && rows == 1);
    office.newsstand.forget_senders(at("2026-01-02T00:30:00Z")).await.unwrap();
    assert_eq!(kept().await, (salt, 1), "within the hour");
    office.newsstand.forget_senders(at("2026-01-02T01:30:00Z")).await.unwrap();
    assert_eq!(kept().await, ("none".to_owned(), 0), "also where nobody asks any more");
}
