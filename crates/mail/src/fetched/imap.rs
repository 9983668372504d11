//! As much of IMAP (RFC 3501) as fetching unread messages takes. The grammar is `imap-proto`'s; clients that are ready-made bring a second runtime or
//! time library along, and hold answers of any size.

use std::sync::Arc;
use std::time::Duration;

use imap_proto::{AttributeValue, MailboxDatum, Response, Status};
use returned::LONGEST_RETURNED;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::arrivals::ImapFolder;

/// How long the server may take for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of an answer, at most: a message and what is said around it.
const LONGEST: usize = LONGEST_RETURNED + (1 << 20);

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A conversation with a server, with a folder open.
pub(super) struct Session {
    stream: Box<dyn Stream>,
    /// What was read and not understood yet.
    waiting: Vec<u8>,
    tag: u32,
}

impl Session {
    /// Connects, says who it is, and opens the folder.
    pub(super) async fn open(at: &ImapFolder) -> Result<Self, String> {
        let connect = TcpStream::connect((at.host.as_str(), at.port));
        let tcp = patiently(connect).await?.map_err(|error| format!("cannot connect: {error}"))?;
        let stream: Box<dyn Stream> = if at.tls { Box::new(encrypted(tcp, &at.host).await?) } else { Box::new(tcp) };
        let mut session = Self { stream, waiting: Vec::new(), tag: 0 };
        match session.answer().await? {
            Response::Data { status: Status::Ok, .. } => {
                let login = format!("LOGIN {} {}", quoted(&at.user), quoted(&at.password));
                session.command(&login).await.map_err(|why| format!("cannot log in: {why}"))?;
            }
            Response::Data { status: Status::PreAuth, .. } => {}
            _ => return Err("the server does not want to talk".to_owned()),
        }
        let select = format!("SELECT {}", quoted(&at.folder));
        session.command(&select).await.map_err(|why| format!("cannot open the folder {:?}: {why}", at.folder))?;
        Ok(session)
    }

    /// The numbers of the messages that were not read yet.
    pub(super) async fn unseen(&mut self) -> Result<Vec<u32>, String> {
        let answers = self.command("UID SEARCH UNSEEN").await?;
        let found = answers.into_iter().filter_map(|answer| match answer {
            Response::MailboxData(MailboxDatum::Search(numbers)) => Some(numbers),
            _ => None,
        });
        Ok(found.flatten().collect())
    }

    /// The beginning of a message, which stays unread; nothing where it has gone meanwhile.
    pub(super) async fn message(&mut self, number: u32) -> Result<Option<Vec<u8>>, String> {
        let answers = self.command(&format!("UID FETCH {number} (UID BODY.PEEK[]<0.{LONGEST_RETURNED}>)")).await?;
        let of_body = |value: AttributeValue<'static>| match value {
            AttributeValue::BodySection { data, .. } => data.map(std::borrow::Cow::into_owned),
            _ => None,
        };
        Ok(answers.into_iter().find_map(|answer| match answer {
            Response::Fetch(_, values) => values.into_iter().find_map(of_body),
            _ => None,
        }))
    }

    /// Marks a message as read.
    pub(super) async fn mark(&mut self, number: u32) -> Result<(), String> {
        self.command(&format!("UID STORE {number} +FLAGS.SILENT (\\Seen)")).await.map(drop)
    }

    /// Says goodbye; whether the server hears it does not matter.
    pub(super) async fn close(mut self) {
        drop(self.command("LOGOUT").await);
    }

    /// Says a command, and hears everything up to its end.
    async fn command(&mut self, words: &str) -> Result<Vec<Response<'static>>, String> {
        self.tag += 1;
        let tag = format!("n{}", self.tag);
        let line = format!("{tag} {words}\r\n");
        patiently(self.stream.write_all(line.as_bytes())).await?.map_err(|error| error.to_string())?;
        patiently(self.stream.flush()).await?.map_err(|error| error.to_string())?;
        let mut answers = Vec::new();
        loop {
            match self.answer().await? {
                Response::Done { tag: of, status, outcome } if of.0 == tag => {
                    let why = outcome.information.unwrap_or_default();
                    return if status == Status::Ok { Ok(answers) } else { Err(format!("the server says {why:?}")) };
                }
                Response::Data { status: Status::Bye, .. } if words != "LOGOUT" => {
                    return Err("the server hangs up".to_owned());
                }
                answer => answers.push(answer),
            }
        }
    }

    async fn answer(&mut self) -> Result<Response<'static>, String> {
        let mut part = [0; 8 << 10];
        loop {
            match Response::parse(&self.waiting) {
                Ok((rest, answer)) => {
                    let (answer, used) = (answer.into_owned(), self.waiting.len() - rest.len());
                    self.waiting.drain(..used);
                    return Ok(answer);
                }
                Err(error) if error.is_incomplete() => {}
                Err(_) => return Err("the server speaks no IMAP".to_owned()),
            }
            if self.waiting.len() > LONGEST {
                return Err("the server does not stop talking".to_owned());
            }
            let count = patiently(self.stream.read(&mut part)).await?.map_err(|error| error.to_string())?;
            if count == 0 {
                return Err("the server hangs up".to_owned());
            }
            self.waiting.extend(part.iter().take(count));
        }
    }
}

async fn patiently<T>(work: impl Future<Output = T>) -> Result<T, String> {
    tokio::time::timeout(PATIENCE, work).await.map_err(|_| "the server does not answer".to_owned())
}

async fn encrypted(tcp: TcpStream, host: &str) -> Result<tokio_rustls::client::TlsStream<TcpStream>, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| format!("{host}: {error}"))?;
    let connected = patiently(TlsConnector::from(Arc::new(config)).connect(name, tcp)).await?;
    connected.map_err(|error| format!("cannot encrypt the connection: {error}"))
}

/// RFC 3501, 4.3. The text has printable ASCII only.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
