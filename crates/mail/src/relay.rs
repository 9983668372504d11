//! One relay: its address, a connection to it, and the handing over of a message, step by step.

use std::fmt;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use percent_encoding::percent_decode_str;
use tokio::time::timeout;
use url::Url;

use crate::{MailError, Message};

/// The end of a message takes this many times as long as anything else: a relay may look through it first.
const END: u32 = 3;

/// How a connection is made private.
enum Privacy {
    /// Not at all.
    None,
    /// By STARTTLS, or not at all where `required` is not set.
    StartTls { required: bool },
    /// From its first byte.
    Tls,
}

/// A relay.
pub(crate) struct Relay {
    host: String,
    port: u16,
    privacy: Privacy,
    tls: TlsParameters,
    credentials: Option<Credentials>,
    hello: Option<String>,
    /// The share of letters that it gets, where the settings give one.
    pub(crate) share: Option<u32>,
}

impl fmt::Display for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relay({self})")
    }
}

/// Whose fault it is that a message was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The message's: it was refused for good (RFC 5321, 4.2.1: 5yz).
    Refused,
    /// The message's: not now (4yz).
    NotNow,
    /// The relay's, whatever the message: it could not be reached, or wants no mail at all now.
    Relay,
    /// Nobody's in particular: it fell silent, or talked nonsense, before it had all of the message.
    Broke,
    /// Nobody knows: the relay had all of the message and did not say what it did with it.
    Unknown,
}

/// Why a message was not taken.
#[derive(Debug)]
pub(crate) struct Stumble {
    pub(crate) fault: Fault,
    pub(crate) why: String,
    /// Whether anything came of this connection: a reply, be it a refusal.
    pub(crate) has_answered: bool,
}

/// A connection, on which messages are handed over one after another.
pub(crate) struct Line(AsyncSmtpConnection);

impl Relay {
    /// A relay by its address: `smtp://host:port`, `smtp://user:password@host?tls=required` (STARTTLS) or `smtps://user:password@host`; behind the host may
    /// stand the name that is said in greeting, `share=2` among the parameters.
    pub(crate) fn parse(address: &str) -> Result<Self, MailError> {
        let error = |why: &dyn fmt::Display| MailError::Relay(why.to_string());
        let url = Url::parse(address).map_err(|why| error(&why))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| error(&"it names no host"))?;
        let (mut tls, mut share) = (None, None);
        for (name, value) in url.query_pairs() {
            match &*name {
                "tls" => tls = Some(value.into_owned()),
                "share" => share = Some(value.parse().map_err(|_| error(&format_args!("{value:?} is no share")))?),
                other => return Err(error(&format_args!("there is no parameter {other:?}"))),
            }
        }
        let (privacy, port) = match (url.scheme(), tls.as_deref()) {
            ("smtp", None) => (Privacy::None, 25),
            ("smtp", Some("required")) => (Privacy::StartTls { required: true }, 587),
            ("smtp", Some("opportunistic")) => (Privacy::StartTls { required: false }, 587),
            ("smtps", None) => (Privacy::Tls, 465),
            (scheme, None) => return Err(error(&format_args!("{scheme:?} is neither smtp nor smtps"))),
            (_, Some(tls)) => return Err(error(&format_args!("tls={tls} cannot be had"))),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(String::from).map_err(|why| error(&why));
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None => None,
        };
        let hello = Some(url.path().trim_matches('/').to_owned()).filter(|name| !name.is_empty());
        let bare = host.trim_matches(['[', ']']).to_owned();
        let tls = TlsParameters::new(bare.clone()).map_err(|why| error(&why))?;
        Ok(Self { host: bare, port: url.port().unwrap_or(port), privacy, tls, credentials, hello, share })
    }

    /// A new connection, past its greeting, made private, known by name.
    pub(crate) async fn connect(&self, own: &str, patience: Duration) -> Result<Line, Stumble> {
        let stumble = |why: &dyn fmt::Display| Stumble {
            fault: Fault::Relay,
            why: format!("{self}: {why}"),
            has_answered: false,
        };
        // Each of its steps has an answer to wait for; together they may take as long as three of them.
        match timeout(patience * 3, self.dial(own, patience)).await {
            Ok(Ok(connection)) => Ok(Line(connection)),
            Ok(Err(error)) => Err(stumble(&error)),
            Err(_) => Err(stumble(&format_args!("no connection within {} s", (patience * 3).as_secs()))),
        }
    }

    async fn dial(&self, own: &str, patience: Duration) -> Result<AsyncSmtpConnection, Error> {
        let hello = ClientId::Domain(self.hello.as_deref().unwrap_or(own).to_owned());
        let tls = matches!(self.privacy, Privacy::Tls).then(|| self.tls.clone());
        let to = (self.host.as_str(), self.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(to, Some(patience), &hello, tls, None).await?;
        if let Privacy::StartTls { required } = self.privacy
            && (required || connection.can_starttls())
        {
            connection.starttls(self.tls.clone(), &hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        Ok(connection)
    }

    /// Hands a message over on a connection. Afterwards the connection is good for another one where the message was taken, or refused in due form.
    pub(crate) async fn hand_over(
        &self,
        line: &mut Line,
        message: &Message,
        patience: Duration,
    ) -> Result<(), Stumble> {
        let handed = line.hand_over(message, patience).await;
        handed.map_err(|stumble| Stumble { why: format!("{self}, {}", stumble.why), ..stumble })
    }
}

impl Line {
    async fn hand_over(&mut self, message: &Message, patience: Duration) -> Result<(), Stumble> {
        let address = |text: &str| {
            let parsed = text.parse::<Address>();
            parsed.map_err(|error| Stumble::refused(format!("{text:?}: {error}")))
        };
        let (from, to) = (address(&message.from)?, address(&message.to)?);
        let options = self.options(&to, &message.bytes)?;
        self.step("MAIL", Mail::new(Some(from), options), patience).await?;
        self.step("RCPT", Rcpt::new(to, Vec::new()), patience).await?;
        self.step("DATA", Data, patience).await?;
        // In one piece with its end: in two, the second would wait until the first was acknowledged (RFC 896), forty milliseconds on many systems.
        let text = Dotted(&message.bytes);
        match timeout(patience * END, self.0.command(text)).await {
            Ok(Ok(answer)) if answer.code().severity == Severity::PositiveCompletion => Ok(()),
            Ok(Ok(answer)) => Err(Stumble::odd("end of the message", &answer, Fault::Unknown)),
            Ok(Err(error)) => Err(Stumble::of("end of the message", &error, Fault::Unknown)),
            Err(_) => Err(Stumble::late("end of the message", patience * END, Fault::Unknown)),
        }
    }

    async fn step(&mut self, name: &str, command: impl fmt::Display, patience: Duration) -> Result<(), Stumble> {
        let expected = if name == "DATA" { Severity::PositiveIntermediate } else { Severity::PositiveCompletion };
        match timeout(patience, self.0.command(command)).await {
            Ok(Ok(answer)) if answer.code().severity == expected => Ok(()),
            Ok(Ok(answer)) => Err(Stumble::odd(name, &answer, Fault::Broke)),
            Ok(Err(error)) => Err(Stumble::of(name, &error, Fault::Broke)),
            Err(_) => Err(Stumble::late(name, patience, Fault::Broke)),
        }
    }

    /// What the relay must be able to do for this message (RFC 6152, RFC 6531).
    fn options(&self, to: &Address, bytes: &[u8]) -> Result<Vec<MailParameter>, Stumble> {
        let mut options = Vec::new();
        let can = |what: Extension| self.0.server_info().supports_feature(what);
        if !AsRef::<str>::as_ref(to).is_ascii() {
            if !can(Extension::SmtpUtfEight) {
                return Err(Stumble::refused("the relay knows ASCII addresses only (SMTPUTF8)".to_owned()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !bytes.is_ascii() {
            if !can(Extension::EightBitMime) {
                return Err(Stumble::refused("the relay knows ASCII messages only (8BITMIME)".to_owned()));
            }
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(options)
    }

    /// Whether the connection can be used for another message after one was refused on it.
    pub(crate) async fn begins_anew(&mut self, patience: Duration) -> bool {
        matches!(timeout(patience, self.0.command(Rset)).await, Ok(Ok(_)))
    }

    /// Says goodbye.
    pub(crate) async fn hang_up(mut self, patience: Duration) {
        // Whatever comes of it, the connection ends.
        let _ = timeout(patience, self.0.command(Quit)).await;
    }
}

impl Stumble {
    fn refused(why: String) -> Self {
        Self { fault: Fault::Refused, why, has_answered: true }
    }

    /// By what the relay said, or else `silent`.
    fn of(step: &str, error: &Error, silent: Fault) -> Self {
        let why = format!("{step}: {error}");
        let Some(code) = error.status() else { return Self { fault: silent, why, has_answered: false } };
        let code = code.to_string();
        let fault = match (code.as_str(), error.is_permanent()) {
            // It ends the connection, or wants to be spoken to otherwise, whatever the message (RFC 5321, 3.8; RFC 4954, 6; RFC 3207, 4).
            ("421" | "530" | "534" | "535" | "538", _) => Fault::Relay,
            (_, true) => Fault::Refused,
            (_, false) => Fault::NotNow,
        };
        Self { fault, why, has_answered: true }
    }

    /// An answer that is none to what was said.
    fn odd(step: &str, answer: &Response, fault: Fault) -> Self {
        let said = answer.first_line().unwrap_or_default();
        Self { fault, why: format!("{step}: unexpected answer {} {said}", answer.code()), has_answered: false }
    }

    fn late(step: &str, patience: Duration, fault: Fault) -> Self {
        Self { fault, why: format!("{step}: no answer within {} s", patience.as_secs()), has_answered: false }
    }
}

/// A message as it is sent: a dot before each line that begins with one, and one on a line of its own at the end (RFC 5321, 4.5.2).
struct Dotted<'a>(&'a [u8]);

impl fmt::Display for Dotted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What this program writes is UTF-8.
        let text = std::str::from_utf8(self.0).map_err(|_| fmt::Error)?;
        let text = text.strip_suffix("\r\n").unwrap_or(text);
        for line in text.split("\r\n") {
            if line.starts_with('.') {
                f.write_str(".")?;
            }
            f.write_str(line)?;
            f.write_str("\r\n")?;
        }
        f.write_str(".\r\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_relays_are_read() {
        for (address, shown, share) in [
            ("smtp://localhost", "localhost:25", None),
            ("smtp://127.0.0.1:2525/papers.example.org", "127.0.0.1:2525", None),
            ("smtp://me%40here:se%2Fcret@mail.example.org?tls=required", "mail.example.org:587", None),
            ("smtp://mail.example.org?tls=opportunistic&share=3", "mail.example.org:587", Some(3)),
            ("smtps://me:secret@mail.example.org?share=0", "mail.example.org:465", Some(0)),
            ("smtp://[::1]:25", "::1:25", None),
        ] {
            let relay = Relay::parse(address).unwrap();
            assert_eq!((relay.to_string().as_str(), relay.share), (shown, share), "{address}");
            assert!(!format!("{relay:?}").contains("cret"));
        }
        for (address, said) in [
            ("", "relay"),
            ("mail.example.org", "relay"),
            ("gopher://a", "gopher"),
            ("smtp://a?tls=maybe", "tls=maybe"),
            ("smtps://a?tls=required", "tls=required"),
            ("smtp://a?share=many", "many"),
            ("smtp://a?colour=red", "colour"),
            ("smtp:///path", "host"),
        ] {
            let error = Relay::parse(address).unwrap_err().to_string();
            assert!(error.contains(said), "{address}: {error}");
        }
    }

    #[test]
    fn lines_that_begin_with_a_dot_arrive_with_it() {
        let sent = |text: &str| Dotted(text.as_bytes()).to_string();
        assert_eq!(sent("a\r\n.\r\n.b\r\n"), "a\r\n..\r\n..b\r\n.\r\n");
        assert_eq!(sent("."), "..\r\n.\r\n");
        assert_eq!(sent(""), "\r\n.\r\n");
    }
}
