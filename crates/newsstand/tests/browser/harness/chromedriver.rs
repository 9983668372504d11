//! The `chromedriver` process and its protocol, W3C `WebDriver`: <https://www.w3.org/TR/webdriver2/>.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::wire;

/// Nothing but pages under test may reach for the network, and nothing may draw on a display.
const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// A running `chromedriver`, stopped when it is dropped.
pub(super) struct ChromeDriver {
    child: Child,
    address: SocketAddr,
}

/// One browser that it started.
pub(super) struct Session {
    pub(super) id: String,
    /// The process of Chromium itself.
    pub(super) process: u64,
}

impl ChromeDriver {
    /// Starts it on a free port.
    pub(super) fn start() -> Self {
        for program in ["chromium", "chromedriver"] {
            assert!(
                is_on_path(program),
                "{program} is not installed, and the browser tests need it\nhint: apt-get install chromium \
                 chromium-driver, or set NEWSSTAND_SKIP_BROWSER=1 to leave these tests out"
            );
        }
        let child = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("chromedriver starts");
        let output = BufReader::new(child.stdout.take().expect("its output is piped"));
        let port = output.lines().map_while(Result::ok).find_map(|line| {
            line.strip_prefix("ChromeDriver was started successfully on port ")?.trim_end_matches('.').parse().ok()
        });
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.expect("chromedriver says its port")));
        Self { child, address }
    }

    /// One command of the protocol; the answer's value, or the protocol's words on what went wrong.
    pub(super) fn command(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let (status, bytes) =
            wire::request(self.address, method, path, &body).map_err(|error| format!("{method} {path}: {error}"))?;
        let mut answer: Value = serde_json::from_slice(&bytes).map_err(|error| format!("{method} {path}: {error}"))?;
        match status {
            200 => Ok(answer["value"].take()),
            _ => Err(format!("{method} {path}: {}: {}", answer["value"]["error"], answer["value"]["message"])),
        }
    }

    /// Starts a browser that keeps what it stores in `profile`, and writes down its console and its requests.
    pub(super) fn session(&self, profile: &Path) -> Session {
        let mut arguments: Vec<String> = FLAGS.map(String::from).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {"args": arguments},
        }}});
        let session = self.command("POST", "/session", &wanted).expect("Chromium starts");
        let id = session["sessionId"].as_str().expect("a session has an id").to_owned();
        Session { id, process: session["capabilities"]["goog:processID"].as_u64().unwrap_or_default() }
    }
}

impl Drop for ChromeDriver {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
