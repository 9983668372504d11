//! `wrk` (a Debian package of that name): one page as often as 32 connections can ask for it.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::table;

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Load {
    /// Requests a second.
    pub(super) per_second: f64,
    /// All requests.
    pub(super) requests: f64,
}

/// Asks for `path` for four seconds from one thread over 32 connections. `None` where there is no wrk.
pub(super) fn run(address: SocketAddr, path: &str) -> Result<Option<Load>> {
    let output = match Command::new("wrk").args(["-t1", "-c32", "-d4s", &format!("http://{address}{path}")]).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            table::note("wrk is missing: pages a second are left out\nhint: apt-get install wrk");
            return Ok(None);
        }
        output => output.context("cannot run wrk")?,
    };
    ensure!(output.status.success(), "wrk ended with {}", output.status);
    read(&String::from_utf8_lossy(&output.stdout)).map(Some)
}

fn read(report: &str) -> Result<Load> {
    ensure!(!report.contains("Non-2xx"), "wrk met errors:\n{report}");
    let number = |line: Option<&str>| line?.split_whitespace().next()?.parse().ok();
    let per_second = number(report.lines().find_map(|line| line.strip_prefix("Requests/sec:")));
    let requests = number(report.lines().find(|line| line.contains(" requests in ")));
    let told = || format!("wrk told no figures:\n{report}");
    Ok(Load { per_second: per_second.with_context(told)?, requests: requests.with_context(told)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str =
        "Running 4s test\n  16012 requests in 4.01s, 1.20GB read\nRequests/sec:   3993.12\nTransfer/sec: 306MB\n";

    #[test]
    fn reads_what_wrk_prints() {
        assert_eq!(read(REPORT).unwrap(), Load { per_second: 3993.12, requests: 16012.0 });
        assert!(read(&format!("{REPORT}  Non-2xx or 3xx responses: 3\n")).is_err());
        assert!(read("").is_err());
    }
}
