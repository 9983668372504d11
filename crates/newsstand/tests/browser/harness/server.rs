//! The built binary, serving its sample from a fresh data folder.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::{Sample, wire};

/// How long the sample may take until all of it can be found, in an unoptimised build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running server, killed when it is dropped.
pub struct Server {
    child: Child,
    address: SocketAddr,
    /// Held open, so that the server's next line finds a reader.
    _output: BufReader<ChildStdout>,
    folder: TempDir,
}

impl Server {
    /// Starts it on a free port and waits until the whole sample can be read and found.
    pub fn start(sample: &Sample) -> Self {
        Self::start_with(sample, |_, _| ())
    }

    /// The same with other settings; `set` is also told the server's folder.
    pub fn start_with(sample: &Sample, set: impl Fn(&mut Command, &Path)) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let log = File::create(folder.path().join("log")).expect("a file for the log");
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsstand"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("NEWSSTAND_")) {
            command.env_remove(name);
        }
        // What readers see does not depend on it, and the browsers need the cores.
        command.env("NEWSSTAND_SECOND_TIER", "false");
        set(&mut command, folder.path());
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path().join("data"));
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("the binary starts");
        let mut output = BufReader::new(child.stdout.take().expect("its output is piped"));
        let mut line = String::new();
        output.read_line(&mut line).expect("its output can be read");
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once('/')?.0.parse().ok());
        let log = || fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        let address = address.unwrap_or_else(|| panic!("the server does not say its address: {line:?}\n{}", log()));
        let server = Self { child, address, _output: output, folder };
        server.wait_until_ready(sample);
        server
    }

    /// The folder that holds everything of it.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Sends a form as a program does, and returns the status.
    pub fn post(&self, path: &str, form: &str) -> u16 {
        wire::request_with(self.address, ("POST", path), ("application/x-www-form-urlencoded", form))
            .map_or(0, |(status, _)| status)
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A JSON answer, or nothing where the status is not 200.
    pub fn json(&self, path: &str) -> Option<Value> {
        let (status, bytes) = wire::request(self.address, "GET", path, "").ok()?;
        (status == 200).then(|| serde_json::from_slice(&bytes).ok())?
    }

    fn wait_until_ready(&self, sample: &Sample) {
        let began = Instant::now();
        while !(self.is_ready() && self.has_found(&sample.last)) {
            let log = || fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(began.elapsed() < PATIENCE, "the sample was not taken in within {PATIENCE:?}\n{}", log());
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn is_ready(&self) -> bool {
        wire::request(self.address, "GET", "/readyz", "").is_ok_and(|(status, _)| status == 200)
    }

    /// Whether the paper that is taken in last is in the index with its category, which only its last record tells.
    fn has_found(&self, [id, title, category]: &[String; 3]) -> bool {
        let words: String = title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '+' }).collect();
        let found = self.json(&format!("/api/v1/search?limit=5&category={category}&q={words}"));
        let results = found.as_ref().and_then(|found| found["results"].as_array());
        results.is_some_and(|results| results.iter().any(|paper| paper["id"] == id.as_str()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
