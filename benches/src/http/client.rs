//! A client for one connection that stays open: GET over HTTP/1.1 (RFC 9112), enough for our own server and nothing else.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

/// A connection to a server.
#[derive(Debug)]
pub(super) struct Client {
    stream: BufReader<TcpStream>,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    status: u16,
    body: Vec<u8>,
}

impl Client {
    /// Connects.
    pub(super) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { stream: BufReader::with_capacity(64 << 10, stream) })
    }

    /// Asks for a path and reads the whole answer.
    pub(super) fn get(&mut self, path: &str) -> Result<Answer> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes())?;
        read(&mut self.stream).with_context(|| format!("no answer to GET {path}"))
    }
}

impl Answer {
    /// Fails unless the status is 200 and there is a body.
    pub(super) fn expect_ok(&self, path: &str) -> Result<()> {
        ensure!(self.status == 200 && !self.body.is_empty(), "GET {path} was answered with {}", self.status);
        Ok(())
    }

    /// What the search API says that it took.
    pub(super) fn took(&self) -> Result<Duration> {
        let json: serde_json::Value = serde_json::from_slice(&self.body)?;
        let took = json.get("took_ms").and_then(serde_json::Value::as_f64).context("an answer without took_ms")?;
        Ok(Duration::try_from_secs_f64(took / 1e3)?)
    }
}

fn read(stream: &mut impl BufRead) -> Result<Answer> {
    let status_line = line(stream)?;
    let status = status_line.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
    let mut length = None;
    loop {
        let header = line(stream)?.to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        length = header.strip_prefix("content-length:").map_or(length, |value| value.trim().parse().ok());
    }
    // The server knows the length of everything it sends, so that chunks need not be understood.
    let Some(length) = length else { bail!("an answer without a length: {status_line}") };
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Answer { status, body })
}

fn line(stream: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    ensure!(stream.by_ref().take(16 << 10).read_line(&mut line)? > 0, "the connection was closed");
    line.truncate(line.trim_end().len());
    Ok(line)
}

/// A text as it stands in the value of a query.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_answers_one_after_another() {
        let both = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"took_ms\": 20}HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
        let mut stream = both.as_bytes();
        let first = read(&mut stream).unwrap();
        assert_eq!((first.status, first.took().unwrap()), (200, Duration::from_millis(20)));
        assert!(read(&mut stream).unwrap().expect_ok("/x").unwrap_err().to_string().contains("404"));
        assert!(read(&mut stream).is_err());
    }

    #[test]
    fn questions_can_stand_in_an_address() {
        assert_eq!(encoded("a b&é"), "a%20b%26%C3%A9");
    }
}
