//! A relay on loopback whose log is the judge: what it took, for whom, under which name, before it said so.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use super::wait_for;

/// What was taken: for whom, and the name of the message.
pub(crate) type Taken = (String, String);

struct Log {
    taken: Mutex<Vec<Taken>>,
    more: Condvar,
    open: AtomicUsize,
    /// When so many were taken, the next waits for its answer.
    most: AtomicUsize,
}

/// The relay.
pub(crate) struct Postbox {
    port: u16,
    log: Arc<Log>,
}

impl Postbox {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let log = Arc::new(Log {
            taken: Mutex::default(),
            more: Condvar::new(),
            open: AtomicUsize::new(0),
            most: AtomicUsize::new(usize::MAX),
        });
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, log) = (stream.expect("a connection"), Arc::clone(&kept));
                log.open.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || {
                    talk(stream, &log);
                    log.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { port, log }
    }

    /// Where it is, as the settings name it.
    pub(crate) fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.log.taken.lock().expect("a log").clone()
    }

    /// Waits until all connections have ended: what a process that is no more had still sent is in the log then.
    pub(crate) fn settle(&self) {
        wait_for("the end of all connections", || (self.log.open.load(Ordering::SeqCst) == 0).then_some(()));
    }

    /// Takes no more than so many until [`Self::release`] is called: whoever sends the next waits. However fast the sender and
    /// slow the test, it is not through before.
    pub(crate) fn hold_after(&self, count: usize) {
        self.log.most.store(count, Ordering::SeqCst);
    }

    /// Takes whatever comes. What a process that is no more still waited for is not taken.
    pub(crate) fn release(&self) {
        self.hold_after(usize::MAX);
        let _taken = self.log.taken.lock().expect("a log");
        self.log.more.notify_all();
    }

    /// Waits until so many were taken, at most so long; says whether they were.
    pub(crate) fn wait_for(&self, count: usize, patience: Duration) -> bool {
        let taken = self.log.taken.lock().expect("a log");
        let waited = self.log.more.wait_timeout_while(taken, patience, |taken| taken.len() < count);
        waited.is_ok_and(|(taken, _)| taken.len() >= count)
    }
}

/// One connection (RFC 5321).
fn talk(stream: TcpStream, log: &Log) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream);
    out.write_all(b"220 postbox\r\n").ok()?;
    let mut to = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if let Some(address) = line.strip_prefix("RCPT TO:<") {
            address.trim_end_matches('>').clone_into(&mut to);
        }
        match line {
            "DATA" => {
                out.write_all(b"354 go on\r\n").ok()?;
                let id = message(&mut lines)?;
                let taken = log.taken.lock().ok()?;
                let mut held = false;
                let full = |taken: &mut Vec<Taken>| {
                    let full = taken.len() >= log.most.load(Ordering::SeqCst);
                    held |= full;
                    full
                };
                let mut taken = log.more.wait_while(taken, full).ok()?;
                if held && is_gone(lines.get_ref()) {
                    return None;
                }
                // From here on the reader has it, whatever becomes of the answer.
                taken.push((to.clone(), id));
                log.more.notify_all();
                drop(taken);
                out.write_all(b"250 taken\r\n").ok()?;
            }
            "QUIT" => return out.write_all(b"221 bye\r\n").ok(),
            _ => out.write_all(b"250 well\r\n").ok()?,
        }
    }
}

/// Whether the other side has ended the connection, which waits for an answer and so sends nothing.
fn is_gone(stream: &TcpStream) -> bool {
    let nothing_yet = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
    let gone = !nothing_yet.is_err_and(|error| error.kind() == ErrorKind::WouldBlock);
    stream.set_nonblocking(false).is_err() || gone
}

/// Reads a message to its end; its name.
fn message(lines: &mut BufReader<TcpStream>) -> Option<String> {
    let mut id = String::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            return Some(id);
        }
        if let Some(found) = line.strip_prefix(b"Message-ID: ") {
            id = String::from_utf8_lossy(found).trim_end().to_owned();
        }
    }
}
