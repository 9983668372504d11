//! Letters that the server puts into a folder.

use std::time::Duration;
use std::{fs, thread};

use super::{Browser, Sample, Server};

/// What the server believes to be its address: what stands in letters.
pub const BASE: &str = "http://papers.example";

impl Server {
    /// A server that sends letters into a folder.
    pub fn start_with_letters(sample: &Sample) -> Self {
        Self::start_with(sample, |command, folder| {
            command.env("NEWSSTAND_MAIL_FROM", "Papers <papers@example.org>").env("NEWSSTAND_BASE_URL", BASE);
            command.env("NEWSSTAND_MAIL_FOLDER", folder.join("mail"));
        })
    }
}

impl Browser<'_> {
    /// The letter to an address that holds some words, without its encoding as far as addresses need it (RFC 2045, 6.7), as soon as it is there.
    #[track_caller]
    pub fn letter(&self, to: &str, words: &str) -> String {
        for _ in 0..3_000 {
            let files = fs::read_dir(self.server.folder().join("mail/new")).into_iter().flatten().flatten();
            let texts = files.filter_map(|file| fs::read_to_string(file.path()).ok());
            let plain = texts.map(|text| text.replace("=\r\n", "").replace("=3D", "="));
            let mut wanted = plain.filter(|text| text.contains(&format!("To: {to}")) && text.contains(words));
            if let Some(letter) = wanted.next() {
                return letter;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("waited in vain for a letter to {to} with {words:?}");
    }

    /// Sends a form as a program does that is no browser; returns the status.
    pub fn post_as_a_program(&self, path: &str, form: &str) -> u16 {
        self.server.post(path, form)
    }

    /// Whatever is due some day is due now.
    pub fn pass_time(&self) {
        use sqlx::Connection;

        let file = self.server.folder().join("data/newsstand.db");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).busy_timeout(Duration::from_secs(30));
        let done = async {
            let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
            sqlx::query("UPDATE subscriptions SET due = 0 WHERE state = 'active'").execute(&mut connection).await
        };
        tokio::runtime::Runtime::new().expect("a runtime").block_on(done).expect("the database can be written");
    }
}

/// The path behind the last address in a letter that begins with `begin`, which is itself a path.
pub fn path_in(letter: &str, begin: &str) -> String {
    let (_, rest) =
        letter.rsplit_once(&format!("{BASE}{begin}")).unwrap_or_else(|| panic!("{begin} is not in {letter}"));
    let word: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    format!("{begin}{word}")
}
