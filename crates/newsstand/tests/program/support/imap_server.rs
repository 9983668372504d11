//! As much of an IMAP server as a client needs that reads a folder.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A message and whether it was read.
#[derive(Debug, Clone)]
struct Kept {
    bytes: Vec<u8>,
    is_seen: bool,
}

/// A server with one account, `me` with the password `wo"rd`, and one folder, `Back`.
pub(crate) struct ImapServer {
    pub(crate) port: u16,
    kept: Arc<Mutex<Vec<Kept>>>,
    said: Arc<Mutex<Vec<String>>>,
}

/// What a connection is made of.
trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

impl ImapServer {
    /// A server with these messages, encrypted with a certificate for `localhost` or not at all.
    pub(crate) fn start(messages: &[Vec<u8>], tls: Option<(&[u8], &[u8])>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = messages.iter().map(|bytes| Kept { bytes: bytes.clone(), is_seen: false }).collect();
        let server = Self { port, kept: Arc::new(Mutex::new(kept)), said: Arc::default() };
        let tls = tls.map(|(certificate, key)| Arc::new(config(certificate, key)));
        let (kept, said) = (Arc::clone(&server.kept), Arc::clone(&server.said));
        std::thread::spawn(move || {
            for tcp in listener.incoming() {
                let stream = wrapped(tcp.unwrap(), tls.clone());
                let (kept, said) = (Arc::clone(&kept), Arc::clone(&said));
                std::thread::spawn(move || talk(BufReader::new(stream), &kept, &said));
            }
        });
        server
    }

    /// Whether every message was read.
    pub(crate) fn all_seen(&self) -> bool {
        self.kept.lock().unwrap().iter().all(|kept| kept.is_seen)
    }

    /// What clients said, without their tags.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said.lock().unwrap().clone()
    }
}

fn config(certificate: &[u8], key: &[u8]) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let chain = CertificateDer::pem_slice_iter(certificate).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(key).unwrap();
    builder.with_no_client_auth().with_single_cert(chain, key).unwrap()
}

fn wrapped(tcp: TcpStream, tls: Option<Arc<ServerConfig>>) -> Box<dyn Stream> {
    match tls {
        Some(config) => Box::new(StreamOwned::new(ServerConnection::new(config).unwrap(), tcp)),
        None => Box::new(tcp),
    }
}

/// One connection (RFC 3501).
fn talk(mut stream: BufReader<Box<dyn Stream>>, kept: &Mutex<Vec<Kept>>, said: &Mutex<Vec<String>>) -> Option<()> {
    write(&mut stream, b"* OK [CAPABILITY IMAP4rev1] ready\r\n")?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let (tag, words) = line.trim_end().split_once(' ')?;
        said.lock().unwrap().push(words.to_owned());
        let (before, end) = answer(words, &mut kept.lock().unwrap());
        write(&mut stream, &before)?;
        write(&mut stream, format!("{tag} {end}\r\n").as_bytes())?;
        if words == "LOGOUT" {
            return None;
        }
    }
}

fn write(stream: &mut BufReader<Box<dyn Stream>>, bytes: &[u8]) -> Option<()> {
    stream.get_mut().write_all(bytes).ok()?;
    stream.get_mut().flush().ok()
}

/// What is said before the end, and the end.
fn answer(words: &str, kept: &mut [Kept]) -> (Vec<u8>, &'static str) {
    let number = |text: &str| text.parse::<usize>().unwrap() - 100;
    match words.split(' ').collect::<Vec<_>>().as_slice() {
        ["LOGIN", rest @ ..] if rest == ["\"me\"", "\"wo\\\"rd\""] => (Vec::new(), "OK welcome"),
        ["LOGIN", ..] => (Vec::new(), "NO [AUTHENTICATIONFAILED] who are you"),
        ["SELECT", "\"Back\""] => (
            format!("* {} EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 7] well\r\n", kept.len()).into_bytes(),
            "OK [READ-WRITE] open",
        ),
        ["SELECT", ..] => (Vec::new(), "NO there is no such folder"),
        ["UID", "SEARCH", "UNSEEN"] => {
            let unseen =
                kept.iter().enumerate().filter(|(_, kept)| !kept.is_seen).map(|(at, _)| format!(" {}", at + 100));
            (format!("* SEARCH{}\r\n", unseen.collect::<String>()).into_bytes(), "OK searched")
        }
        ["UID", "FETCH", uid, rest @ ..] if rest.join(" ") == "(UID BODY.PEEK[]<0.262144>)" => {
            let (at, bytes) = (number(uid), &kept[number(uid)].bytes);
            let bytes = &bytes[..bytes.len().min(262_144)];
            let begin = format!("* {} FETCH (UID {uid} BODY[]<0> {{{}}}\r\n", at + 1, bytes.len());
            ([begin.as_bytes(), bytes, b")\r\n"].concat(), "OK fetched")
        }
        ["UID", "STORE", uid, "+FLAGS.SILENT", "(\\Seen)"] => {
            kept[number(uid)].is_seen = true;
            (Vec::new(), "OK stored")
        }
        ["LOGOUT"] => (b"* BYE\r\n".to_vec(), "OK bye"),
        _ => (Vec::new(), "BAD what"),
    }
}
