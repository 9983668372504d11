//! A running `newsstand serve`.

use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Answer, Client, Finished, Running};

/// A server on a port of its own; it is killed when this is dropped.
pub(crate) struct Server {
    running: Running,
    client: Client,
    /// From the start of the process to the line that says where it listens.
    pub(crate) announced_after: Duration,
}

impl Server {
    /// Starts the server and waits until it says where it is.
    pub(crate) fn start(command: Command) -> Self {
        let started = Instant::now();
        let mut running = Running::start(command);
        let address = running.wait_for_line(announced_address);
        Self { running, client: Client::new(address), announced_after: started.elapsed() }
    }

    /// A client that speaks with it.
    pub(crate) fn client(&self) -> Client {
        self.client
    }

    /// `GET` of a path.
    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.client.get(path)
    }

    /// `GET` of a page that must be there; its text.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    /// `GET` of JSON that must be there.
    #[track_caller]
    pub(crate) fn json(&self, path: &str) -> Value {
        let text = self.page(path);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error} in {text}"))
    }

    /// The number of papers that a search finds.
    #[track_caller]
    pub(crate) fn total(&self, words: &str) -> u64 {
        let answer = self.json(&format!("/api/v1/search?q={}", words.replace(' ', "+")));
        answer["total"].as_u64().expect("a total")
    }

    /// How many papers the index holds.
    #[track_caller]
    pub(crate) fn papers(&self) -> u64 {
        self.json("/api/v1/search?limit=1")["total"].as_u64().expect("a total")
    }

    /// The largest resident memory until now, in KiB.
    pub(crate) fn peak_kib(&mut self) -> u64 {
        self.running.peak_kib()
    }

    /// The resident memory now, in KiB.
    pub(crate) fn resident_kib(&self) -> u64 {
        self.running.resident_kib()
    }

    /// Its log until now.
    pub(crate) fn log(&self) -> String {
        self.running.stderr()
    }

    /// Stops it as a service manager does.
    pub(crate) fn stop(self) -> Finished {
        self.running.terminate()
    }

    /// Kills it; returns whether it was still alive.
    pub(crate) fn kill(self) -> bool {
        self.running.kill()
    }
}

/// The address in a line such as `Newsstand is at http://127.0.0.1:8080/ (stop it with Ctrl-C)`.
fn announced_address(line: &str) -> Option<SocketAddr> {
    line.split_once(" is at http://")?.1.split_once('/')?.0.parse().ok()
}
