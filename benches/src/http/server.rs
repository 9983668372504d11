//! The built server as a process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::{library, process};

/// A running server; it is killed when this is dropped.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    address: SocketAddr,
    started: Instant,
}

impl Server {
    /// Starts the server on a data folder, with these variables, and waits until it tells its address.
    pub(super) fn start(data: &Path, variables: &[(&str, &str)]) -> Result<Self> {
        let started = Instant::now();
        let mut child = Command::new(library::binary()?)
            .arg("--data")
            .arg(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("NEWSSTAND_LOG", "warn")
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().context("the server has no output")?;
        // Made before the address is read, so that a server that tells none is ended too.
        let mut server = Self { child, address: ([127, 0, 0, 1], 0).into(), started };
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        server.address = address_in(&line).with_context(|| format!("the server told no address: {line:?}"))?;
        Ok(server)
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// How long ago it was started.
    pub(super) fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// The CPU time that it has used, in seconds.
    pub(super) fn cpu_seconds(&self) -> Result<f64> {
        process::cpu_seconds(self.child.id())
    }

    /// The memory that it has resident, in MiB.
    pub(super) fn resident_mib(&self) -> Result<f64> {
        process::resident_mib(self.child.id())
    }

    /// Waits until it has used next to no CPU time for two seconds, at most a minute.
    pub(super) fn wait_until_idle(&self) -> Result<()> {
        for _ in 0..30 {
            let before = self.cpu_seconds()?;
            std::thread::sleep(Duration::from_secs(2));
            if self.cpu_seconds()? - before < 0.05 {
                break;
            }
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in `… is at http://127.0.0.1:8080/ …`.
fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("http://")?;
    rest.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_tells_its_address() {
        let line = "Newsstand is at http://127.0.0.1:4711/ (stop it with Ctrl-C)\n";
        assert_eq!(address_in(line), Some(([127, 0, 0, 1], 4711).into()));
        assert_eq!(address_in(""), None);
    }
}
