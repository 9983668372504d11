//! The forms of messages: one file each, that says what a destination looks like and prints what is handed over there. What is new is added
//! to the list below.

mod discord;
mod matrix;
mod mattermost;
mod ntfy;
mod slack;
mod webhook;

use domain::Destination;
use fetch::{Address, Delivery};

use crate::AlertError;
use crate::told::Told;

/// A form of messages.
pub(crate) struct Form {
    /// What it is called where a destination is named.
    name: &'static str,
    /// How a destination looks.
    example: &'static str,
    /// Looks at a destination, and completes it; else what is wrong with it.
    prepare: fn(Destination) -> Result<Destination, String>,
    /// What is handed over there.
    delivery: fn(&Address, &Destination, &Told<'_>) -> Result<Delivery, AlertError>,
}

const FORMS: [&Form; 6] = [&webhook::FORM, &slack::FORM, &discord::FORM, &mattermost::FORM, &ntfy::FORM, &matrix::FORM];

/// The names of all forms, as in `webhook, slack`.
pub fn printed_forms() -> String {
    FORMS.map(|form| form.name).join(", ")
}

/// A destination as it is kept: looked at, and completed with a secret of its own where its form wants one.
///
/// # Errors
/// Where it is none of its form.
pub fn prepared(destination: Destination) -> Result<Destination, AlertError> {
    let form = form(&destination)?;
    address(form, &destination)?;
    if destination.secret.chars().any(|c| c.is_control() || !c.is_ascii()) {
        return Err(form.wrong("its secret holds characters that cannot be sent".to_owned()));
    }
    (form.prepare)(destination).map_err(|why| form.wrong(why))
}

/// What is handed over at a destination.
pub(crate) fn delivery(destination: &Destination, told: &Told<'_>) -> Result<Delivery, AlertError> {
    let form = form(destination)?;
    (form.delivery)(&address(form, destination)?, destination, told)
}

impl Form {
    fn wrong(&self, why: String) -> AlertError {
        AlertError::NoDestination { form: self.name, why, example: self.example }
    }
}

fn form(destination: &Destination) -> Result<&'static Form, AlertError> {
    let found = FORMS.into_iter().find(|form| form.name == destination.form);
    found.ok_or_else(|| AlertError::NoForm { name: destination.form.clone(), known: printed_forms() })
}

/// The address; what is wrong with it would be told with it, and it is a secret.
fn address(form: &Form, destination: &Destination) -> Result<Address, AlertError> {
    destination.address.parse().map_err(|_| form.wrong("its address is none that can be asked".to_owned()))
}

/// A destination that needs nothing but its address.
fn as_it_is(destination: Destination) -> Result<Destination, String> {
    if destination.secret.is_empty() {
        Ok(destination)
    } else {
        Err("it takes no token: its address is the secret".to_owned())
    }
}

/// Text in which these characters mean nothing: a backslash stands before each.
fn behind_backslashes(text: &str, special: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special.contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
pub(crate) mod tests {
    use domain::{AlertWish, Counts, Paper, PaperKey, StoredPaper, Timestamp};
    use engine::{Alert, AlertKey, AlertMessage, AlertState, Composed, Entry};

    use super::*;

    /// Whatever could be meant for a reader's client, in one title.
    pub(crate) const HOSTILE: &str = "@everyone @channel <!channel> <@U1> </a><script>alert(1)</script> [x](javascript:y) **b** _i_ `c` \
        ~s~ # h &amp; \u{202e}gnp.exe\u{202c} a\r\nBcc: x \u{7} 🐝 שלום \"q\" 'r' \\ | :bomb: ||x||";

    pub(crate) fn entry(id: &str, title: &str) -> Entry {
        let mut paper = Paper::new(id.parse().unwrap(), title);
        paper.authors = (1..=5).map(|number| format!("Author {number}")).collect();
        "First. Second one. Third.".clone_into(&mut paper.abstract_text);
        let counts = Counts { votes: 7, comments: 1 };
        let stored = StoredPaper { counts, ..StoredPaper::new(PaperKey(1), paper) };
        Entry::new(stored, "found by “x”, 71 %")
    }

    pub(crate) fn message(about: &str, entries: Vec<Entry>, total: usize) -> AlertMessage {
        let at: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        let alert = Alert {
            key: AlertKey(3),
            subject: about.parse().unwrap(),
            destination: "webhook:https://example.org/hook".parse().unwrap(),
            wish: AlertWish::DEFAULT,
            state: AlertState::Active,
            why: String::new(),
            made: at,
            muted: at,
            due: at,
        };
        let content = Composed { papers: entries, total, missed: Vec::new() };
        AlertMessage { key: None, id: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W".to_owned(), alert, content, made: at, tries: 1 }
    }

    /// What a destination is handed about these papers.
    pub(crate) fn handed(to: &str, secret: &str, entries: Vec<Entry>, total: usize) -> Delivery {
        let destination: Destination = to.parse().unwrap();
        let destination = prepared(Destination { secret: secret.to_owned(), ..destination }).unwrap();
        let message = message("search:x", entries, total);
        let told =
            Told::of(("Papers", "https://papers.example.org"), &message, "2026-11-22T08:00:09Z".parse().unwrap());
        delivery(&destination, &told).unwrap()
    }

    /// The same, as JSON.
    pub(crate) fn json(to: &str, secret: &str, entries: Vec<Entry>, total: usize) -> serde_json::Value {
        serde_json::from_slice(&handed(to, secret, entries, total).body).unwrap()
    }

    /// As many papers with as long names as there can be.
    pub(crate) fn crowd(count: usize) -> Vec<Entry> {
        let long = "*Ẅ🐝<@&".repeat(1_000);
        (0..count).map(|number| entry(&format!("2601.{number:05}"), &long)).collect()
    }

    #[test]
    fn what_is_no_destination_is_refused_without_its_secrets() {
        for (to, secret, said) in [
            ("carrier:https://example.org/s3cret", "", "there are webhook, slack"),
            ("webhook:https://example.org/s3cret", "s3cret", "whsec_"),
            ("webhook:https://example.org/s3cret", "whsec_czNjcmV0", "24"),
            ("webhook:https://me:s3cret@example.org/", "", "none that can be asked"),
            ("slack:https://example.org/s3cret", "s3cret", "takes no token"),
            ("ntfy:https://ntfy.example/", "", "topic"),
            ("ntfy:https://ntfy.example/a%20b", "", "topic"),
            ("ntfy:https://ntfy.example/s3cret", "a\nb", "cannot be sent"),
            ("matrix:https://matrix.example/!room:example.org", "", "token"),
            ("matrix:https://matrix.example/room", "s3cret", "room"),
        ] {
            let destination: Destination = to.parse().unwrap();
            let error = prepared(Destination { secret: secret.to_owned(), ..destination }).unwrap_err().to_string();
            assert!(error.contains(said) && !error.contains("s3cret"), "{to}: {error}");
        }
    }
}
