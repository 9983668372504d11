//! A plain HTTP/1.1 client: a connection a request, and whatever bytes a test wants to send.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Speaks with one server.
#[derive(Clone, Copy)]
pub(crate) struct Client {
    address: SocketAddr,
}

/// A server's answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Client {
    /// A client for the server at `address`.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// `GET` of a path.
    #[track_caller]
    pub(crate) fn get(self, path: &str) -> Answer {
        self.request("GET", path, &[])
    }

    /// A request without a body.
    #[track_caller]
    pub(crate) fn request(self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let headers: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (address, headers) = (self.address, headers.concat());
        let request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n");
        let shown: String = path.chars().take(100).collect();
        self.send(request.as_bytes()).unwrap_or_else(|| panic!("{method} {shown}: no answer"))
    }

    /// Any bytes. `None` where the server closes the connection without an answer.
    pub(crate) fn send(self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // A server may answer and close before it has read everything: the answer counts.
        let _ = stream.write_all(bytes);
        read_answer(&mut stream)
    }

    /// A connection, for tests that write slowly or hang up.
    pub(crate) fn connect(self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address, PATIENCE).expect("the server accepts connections");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout can be set");
        stream
    }
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Reads until the server closes the connection. The pages have a length of their own: no chunks.
pub(crate) fn read_answer(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    let mut part = [0; 1 << 14];
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // A reset after the answer is a server that did not want the rest of the request.
            Err(_) => break,
        }
    }
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = response.parse(bytes).ok()? else { return None };
    let status = response.code?;
    let headers = response.headers.iter();
    let headers: Vec<_> = headers.map(|h| (h.name.to_owned(), String::from_utf8_lossy(h.value).into_owned())).collect();
    let answer = Answer { status, headers, body: bytes[start..].to_vec() };
    assert_eq!(answer.header("transfer-encoding"), None, "this client reads no chunks");
    Some(answer)
}
