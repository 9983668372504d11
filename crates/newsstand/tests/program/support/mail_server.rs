//! A mail server on loopback that takes letters, refuses some, and can be told what to say.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use super::wait_for;

/// A letter with its envelope.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) message: String,
}

/// Answers of the server instead of its usual ones, each to lines that begin so; where they stand is no matter of size.
pub(crate) type Script = &'static [(&'static str, &'static str)];

/// A server that keeps what it takes.
pub(crate) struct MailServer {
    pub(crate) port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl MailServer {
    pub(crate) fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken: Arc<Mutex<Vec<Taken>>> = Arc::default();
        let kept = Arc::clone(&taken);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, kept) = (stream.unwrap(), Arc::clone(&kept));
                std::thread::spawn(move || talk(stream, script, &kept));
            }
        });
        Self { port, taken }
    }

    /// The letter with that number, as soon as it is there.
    pub(crate) fn letter(&self, number: usize) -> Taken {
        wait_for("a letter", || self.taken.lock().unwrap().get(number).cloned())
    }

    /// How many letters were taken until now.
    pub(crate) fn count(&self) -> usize {
        self.taken.lock().unwrap().len()
    }
}

/// One connection (RFC 5321).
fn talk(stream: TcpStream, script: Script, kept: &Mutex<Vec<Taken>>) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream);
    let (mut from, mut to) = (String::new(), String::new());
    out.write_all(b"220 mail.example\r\n").ok()?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let address = || line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let begins = |word: &str| line.get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word));
        if let Some((_, answer)) = script.iter().find(|(word, _)| begins(word)) {
            out.write_all(format!("{answer}\r\n").as_bytes()).ok()?;
            continue;
        }
        if begins("MAIL") {
            from = address();
        }
        if begins("RCPT") {
            to = address();
        }
        let answer = match () {
            () if begins("EHLO") => "250-mail.example\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n",
            () if begins("QUIT") => return out.write_all(b"221 bye\r\n").ok(),
            () if begins("DATA") => {
                out.write_all(b"354 go on\r\n").ok()?;
                let mut message = Vec::new();
                while !message.ends_with(b"\r\n.\r\n") {
                    if lines.read_until(b'\n', &mut message).ok()? == 0 {
                        return None;
                    }
                }
                let message = String::from_utf8_lossy(&message).replace("=\r\n", "").replace("=3D", "=");
                kept.lock().unwrap().push(Taken { from: from.clone(), to: to.clone(), message });
                "250 taken\r\n"
            }
            () => "250 well\r\n",
        };
        out.write_all(answer.as_bytes()).ok()?;
    }
}
