//! Postfix's `smtp-sink`: a server that takes messages and throws them away, made to measure those who send.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// A running `smtp-sink`, which ends with this.
pub(crate) struct Sink {
    port: u16,
    process: Child,
}

impl Sink {
    pub(crate) fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        // It refuses to run as root, and only root may say as whom else.
        let script = "if [ \"$(id -u)\" = 0 ]; then set -- -u nobody \"$@\"; fi; exec smtp-sink \"$@\"";
        let mut process = Command::new("sh")
            .args(["-c", script, "sh", &format!("127.0.0.1:{port}"), "256"])
            .stderr(Stdio::null())
            .spawn()
            .context("smtp-sink cannot be started\nhint: apt-get install postfix (no configuration is needed)")?;
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            ensure!(process.try_wait()?.is_none(), "smtp-sink ended");
            ensure!(started.elapsed() < Duration::from_secs(10), "smtp-sink does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Self { port, process })
    }

    pub(crate) fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // Both fail where it has ended, which is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
