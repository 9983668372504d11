//! Just enough HTTP for one local server: a request, its answer, the connection closed. `ChromeDriver` and the server under
//! test are asked in this way, so that no client library can hide what they answer.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A page or a script that takes longer is broken.
const TIMEOUT: Duration = Duration::from_mins(1);

/// Sends one request and reads the whole answer: its status and its body.
pub(super) fn request(to: SocketAddr, method: &str, path: &str, body: &str) -> io::Result<(u16, Vec<u8>)> {
    request_with(to, (method, path), ("application/json", body))
}

/// The same with a body of some type.
pub(super) fn request_with(
    to: SocketAddr,
    (method, path): (&str, &str),
    (kind, body): (&str, &str),
) -> io::Result<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(to)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all((head + body).as_bytes())?;
    let mut reader = BufReader::new(stream);
    let status = line(&mut reader)?.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| io::Error::other("the answer has no status"))?;
    let mut length = None;
    loop {
        let header = line(&mut reader)?;
        match header.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = Vec::new();
    // ChromeDriver leaves the connection open whatever it is asked: only the length says where the answer ends.
    reader.take(length.unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    Ok((status, bytes))
}

fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}
