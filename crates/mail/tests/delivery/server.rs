//! A relay on loopback that does what its script says, and keeps a log of what it took.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

/// A moment of a conversation (RFC 5321).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Greeting,
    Ehlo,
    Mail,
    Rcpt,
    Data,
    End,
}

pub(crate) const STAGES: [Stage; 6] = [Stage::Greeting, Stage::Ehlo, Stage::Mail, Stage::Rcpt, Stage::Data, Stage::End];

/// What is done instead of what is usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// These bytes are the answer.
    Say(&'static str),
    /// The connection ends without one.
    HangUp,
    /// There is no answer for a long time.
    Silence,
    /// The answer comes letter by letter, and never ends.
    Drip,
}

/// What was taken: for whom, and the name of the message.
pub(crate) type Taken = (String, String);

#[derive(Default)]
struct Shared {
    script: VecDeque<(Stage, Act)>,
    taken: Vec<Taken>,
    connections: usize,
}

/// The relay.
pub(crate) struct Server {
    pub(crate) port: u16,
    shared: Arc<Mutex<Shared>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared: Arc<Mutex<Shared>> = Arc::default();
        let kept = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, shared) = (stream.unwrap(), Arc::clone(&kept));
                std::thread::spawn(move || {
                    shared.lock().unwrap().connections += 1;
                    let other = stream.try_clone().unwrap();
                    talk(stream, &shared);
                    let _ = other.shutdown(Shutdown::Both);
                });
            }
        });
        Self { port, shared }
    }

    /// Does this the next time that it comes to that.
    pub(crate) fn next(&self, stage: Stage, act: Act) {
        self.shared.lock().unwrap().script.push_back((stage, act));
    }

    /// Whether everything was done that was to be.
    pub(crate) fn is_through(&self) -> bool {
        self.shared.lock().unwrap().script.is_empty()
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.shared.lock().unwrap().taken.clone()
    }

    /// The names of the messages that were taken for an address.
    pub(crate) fn taken_for(&self, address: &str) -> Vec<String> {
        self.taken().into_iter().filter(|(to, _)| to == address).map(|(_, id)| id).collect()
    }

    pub(crate) fn connections(&self) -> usize {
        self.shared.lock().unwrap().connections
    }
}

/// Answers; `None` where the conversation is over.
fn answer(out: &mut TcpStream, shared: &Mutex<Shared>, (stage, usual): (Stage, &str)) -> Option<bool> {
    let act = {
        let mut shared = shared.lock().unwrap();
        let is_next = shared.script.front().is_some_and(|(at, _)| *at == stage);
        if is_next { shared.script.pop_front().map(|(_, act)| act) } else { None }
    };
    match act {
        None => {
            out.write_all(usual.as_bytes()).ok()?;
            Some(true)
        }
        Some(Act::Say(words)) => {
            out.write_all(words.as_bytes()).ok()?;
            (!words.starts_with("421")).then_some(false)
        }
        Some(Act::HangUp) => None,
        Some(Act::Silence) => {
            sleep(Duration::from_secs(5));
            None
        }
        Some(Act::Drip) => {
            for letter in "250-still\r\n".bytes().cycle().take(50) {
                out.write_all(&[letter]).ok()?;
                sleep(Duration::from_millis(100));
            }
            None
        }
    }
}

/// One connection.
fn talk(stream: TcpStream, shared: &Mutex<Shared>) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream);
    answer(&mut out, shared, (Stage::Greeting, "220 relay\r\n"))?;
    let mut to = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let (word, rest) = line.trim_end().split_at(4.min(line.trim_end().len()));
        match word {
            "EHLO" => drop(answer(&mut out, shared, (Stage::Ehlo, "250-relay\r\n250 8BITMIME\r\n"))?),
            "MAIL" => drop(answer(&mut out, shared, (Stage::Mail, "250 well\r\n"))?),
            "RCPT" => {
                to = rest.trim_start_matches(" TO:<").trim_end_matches('>').to_owned();
                answer(&mut out, shared, (Stage::Rcpt, "250 well\r\n"))?;
            }
            "DATA" => {
                if answer(&mut out, shared, (Stage::Data, "354 go on\r\n"))? {
                    message(&mut out, &mut lines, (shared, &to))?;
                }
            }
            "QUIT" => return out.write_all(b"221 bye\r\n").ok(),
            _ => out.write_all(b"250 well\r\n").ok()?,
        }
    }
}

/// Takes a message, which is in the log before anybody hears of it; what is refused in so many words is not taken.
fn message(out: &mut TcpStream, lines: &mut BufReader<TcpStream>, (shared, to): (&Mutex<Shared>, &str)) -> Option<()> {
    let mut id = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(found) = line.strip_prefix("Message-ID: ") {
            found.trim_end().clone_into(&mut id);
        }
        if line == ".\r\n" {
            break;
        }
    }
    {
        let mut shared = shared.lock().unwrap();
        let refused =
            shared.script.front().is_some_and(|(stage, act)| *stage == Stage::End && matches!(act, Act::Say(_)));
        if !refused {
            shared.taken.push((to.to_owned(), id));
        }
    }
    answer(out, shared, (Stage::End, "250 taken\r\n")).map(drop)
}
