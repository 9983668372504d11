//! A library with readers, and a postman who goes round in it.

use std::time::Duration;

use domain::{MailAddress, Often, Rhythm, Timestamp, Wish};
use engine::{Newsstand, Options};
use newsstand_mail::{Delivered, Office, Pace, Patience, Postman, Transport};
use tempfile::TempDir;

pub(crate) const NOW: &str = "2026-01-05T07:00:00Z";

/// Long enough on a busy machine.
pub(crate) const PATIENT: Patience = Patience { answer: Duration::from_secs(20), rest: Duration::from_millis(20) };

pub(crate) struct Library {
    pub(crate) newsstand: Newsstand,
    _folder: TempDir,
}

/// How a letter stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stands {
    pub(crate) state: String,
    pub(crate) tries: u32,
    pub(crate) error: String,
    pub(crate) at: Timestamp,
}

impl Library {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
        Self { newsstand: Newsstand::open(&options).await.unwrap(), _folder: folder }
    }

    /// Somebody asks for letters: one that asks for confirmation is to be sent.
    pub(crate) async fn ask(&self, address: &str, now: Timestamp) {
        let address: MailAddress = address.parse().unwrap();
        let about = "daily".parse().unwrap();
        self.newsstand.ask_for_letters(&address, (&about, &wish()), now).await.unwrap();
    }

    /// Somebody has asked and confirmed, and wants a line on empty days; a letter is due at eight in the morning.
    pub(crate) async fn subscribe(&self, address: &str, now: Timestamp) {
        self.ask(address, now).await;
        let letter = self.newsstand.take_letters(now, 100).await.unwrap().pop().unwrap();
        let engine::LetterKind::Confirmation { confirm } = &letter.kind else { unreachable!("{letter:?}") };
        self.newsstand.confirm(&confirm.0, now).await.unwrap();
        let sent = (letter.key, engine::LetterOutcome::Sent, String::new());
        self.newsstand.note_letters(&[sent], now).await.unwrap();
    }

    /// The last letter of an address.
    pub(crate) async fn letter(&self, address: &str) -> Stands {
        let store = self.newsstand.store();
        let known = store.subscriptions_of(&address.parse().unwrap()).await.unwrap();
        let letter = store.letters(known[0].key, 1).await.unwrap().remove(0);
        Stands { state: letter.state, tries: letter.tries, error: letter.error, at: letter.at }
    }

    pub(crate) fn postman(&self, relays: &str, (connections, patience): (u32, Patience), pace: Pace) -> Postman {
        let office = Office::new("Papers", "https://papers.example.org", "papers@example.org", Vec::new()).unwrap();
        let transport = Transport::smtp_with(relays, connections, patience).unwrap();
        Postman::new(self.newsstand.clone(), office, transport).with_pace(pace)
    }
}

pub(crate) fn wish() -> Wish {
    Wish { most: 5, when_empty: true, ..Wish::new(Rhythm::new(Often::Daily, 8, "Europe/Berlin").unwrap()) }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn after(now: Timestamp, minutes: i64) -> Timestamp {
    now.checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap()
}

/// Goes round until something was sent or given up; relays may need a moment of rest before.
pub(crate) async fn until_settled(postman: &Postman, now: Timestamp) -> Delivered {
    for minute in 0..200 {
        let delivered = postman.round(after(now, minute)).await.unwrap();
        if delivered.sent + delivered.failed + delivered.again > 0 {
            return delivered;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    unreachable!("nothing came of it")
}
