//! A server on loopback that says what it is told to, byte by byte, and notes when it was asked. It serves as a proxy, so that it
//! stands for any host.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::fetch::{Client, Clock, Settings, VirtualClock};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// How it was asked.
    pub(crate) method: String,
    /// What was sent with it.
    pub(crate) body: Vec<u8>,
    /// The whole address that was asked for.
    pub(crate) address: String,
    /// The header lines, in lower case.
    pub(crate) headers: Vec<String>,
    /// When, by the clock of the test.
    pub(crate) at: Timestamp,
}

/// What the server does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Sends this.
    Say(Vec<u8>),
    /// Sends this again and again, until nobody listens.
    Flood(Vec<u8>),
    /// Sends one byte every hundredth of a second.
    Drip,
    /// Says nothing more and keeps the connection.
    Hang,
}

/// A running server; it ends with the test's runtime.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) clock: Arc<VirtualClock>,
    seen: Arc<Mutex<Vec<Seen>>>,
    sent: Arc<Mutex<usize>>,
}

/// Where the clock of every test begins.
pub(crate) const START: &str = "2026-03-18T20:00:00Z";

impl Server {
    /// Answers each request with what `script` says to it and to the number of those before.
    pub(crate) async fn start(script: impl Fn(&Seen, usize) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let clock = Arc::new(VirtualClock::new(START.parse().expect("a time")));
        let server = Self { port, clock, seen: Arc::default(), sent: Arc::default() };
        let (running, script) = (server.clone(), Arc::new(script));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (server, script) = (running.clone(), Arc::clone(&script));
                tokio::spawn(async move { server.serve(stream, &*script).await });
            }
        });
        server
    }

    async fn serve(&self, mut stream: TcpStream, script: &(impl Fn(&Seen, usize) -> Vec<Act> + Sync)) -> Option<()> {
        let head = read_head(&mut stream).await?;
        let mut lines = head.lines();
        let mut first = lines.next()?.split(' ').map(str::to_owned);
        let (method, address) = (first.next()?, first.next()?);
        let headers: Vec<String> = lines.map(str::to_ascii_lowercase).collect();
        let length = headers.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or_default()];
        stream.read_exact(&mut body).await.ok()?;
        let seen = Seen { method, body, address, headers, at: self.clock.now() };
        let before = {
            let mut all = self.seen.lock().expect("no panic");
            all.push(seen.clone());
            all.len() - 1
        };
        for act in script(&seen, before) {
            match act {
                Act::Say(bytes) => stream.write_all(&bytes).await.ok()?,
                Act::Flood(bytes) => loop {
                    stream.write_all(&bytes).await.ok()?;
                    *self.sent.lock().expect("no panic") += bytes.len();
                },
                Act::Drip => loop {
                    stream.write_all(b"x").await.ok()?;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                },
                Act::Hang => std::future::pending().await,
            }
        }
        stream.shutdown().await.ok()
    }

    /// Everything that was asked so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no panic").clone()
    }

    /// How many bytes of floods were sent.
    pub(crate) fn sent(&self) -> usize {
        *self.sent.lock().expect("no panic")
    }

    /// Settings of a client that goes through this server, and is not patient.
    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings::new("Newsstand-test/1 (+https://example.org)");
        settings.proxy = Some(format!("http://127.0.0.1:{}", self.port));
        (settings.patience, settings.most_time) = (Duration::from_millis(300), Duration::from_secs(2));
        settings
    }

    /// Such a client.
    pub(crate) fn client(&self) -> Client {
        let clock: Arc<dyn Clock> = self.clock.clone();
        Client::new(&self.settings(), clock).expect("a client")
    }
}

async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

/// A whole answer.
pub(crate) fn answer(status: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Vec<Act> {
    let body = body.as_ref();
    let length = format!("Content-Length: {}", body.len());
    let status = format!("HTTP/1.1 {status}");
    let lines = [status.as_str(), "Connection: close", &length].into_iter().chain(headers.iter().copied());
    let head = lines.chain(["", ""]).collect::<Vec<_>>().join("\r\n");
    vec![Act::Say([head.as_bytes(), body].concat())]
}

/// The beginning of an answer, as it stands.
pub(crate) fn raw(head: &str) -> Act {
    Act::Say(head.replace('\n', "\r\n").into_bytes())
}
