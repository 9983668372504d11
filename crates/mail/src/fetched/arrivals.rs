//! Where what comes back is fetched from.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::MailError;

/// A place at which messages arrive that came back.
#[derive(Clone, PartialEq, Eq)]
pub enum Arrivals {
    /// A folder into which another program puts them.
    Maildir(PathBuf),
    /// A folder on another host.
    Imap(ImapFolder),
}

/// A folder of an IMAP account.
#[derive(Clone, PartialEq, Eq)]
pub struct ImapFolder {
    pub(super) host: String,
    pub(super) port: u16,
    /// Whether the connection is encrypted from its beginning.
    pub(super) tls: bool,
    pub(super) user: String,
    pub(super) password: String,
    pub(super) folder: String,
}

impl Arrivals {
    /// How often is looked there.
    pub(super) fn every(&self) -> Duration {
        match self {
            Self::Maildir(_) => Duration::from_secs(5),
            Self::Imap(_) => Duration::from_mins(1),
        }
    }
}

impl fmt::Debug for Arrivals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arrivals({self})")
    }
}

/// Without the password.
impl fmt::Display for Arrivals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Maildir(path) => write!(f, "maildir:{}", path.display()),
            Self::Imap(ImapFolder { host, port, tls, folder, .. }) => {
                write!(f, "imap{}://{host}:{port}/{folder}", if *tls { "s" } else { "" })
            }
        }
    }
}

impl FromStr for Arrivals {
    type Err = MailError;

    fn from_str(text: &str) -> Result<Self, MailError> {
        if let Some(path) = text.strip_prefix("maildir:").filter(|path| !path.is_empty()) {
            return Ok(Self::Maildir(path.into()));
        }
        // The address is not repeated: it may hold a password.
        let error = |why: &str| MailError::Returns(why.to_owned());
        let url = Url::parse(text).map_err(|why| error(&why.to_string()))?;
        let tls = match url.scheme() {
            "imaps" => true,
            "imap" => false,
            other => return Err(error(&format!("{other:?} is no way to fetch mail"))),
        };
        let decoded = |part: &str| percent_decode_str(part).decode_utf8().map(String::from);
        let part = |part: &str, what: &str| {
            let text = decoded(part).map_err(|_| error(&format!("{what} is no text")))?;
            // Neither can be said in one line otherwise (RFC 3501, 4.3).
            let is_plain = !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
            if is_plain { Ok(text) } else { Err(error(&format!("{what} is missing, or has letters beyond ASCII"))) }
        };
        let folder = url.path().trim_start_matches('/');
        Ok(Self::Imap(ImapFolder {
            host: url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| error("there is no host"))?.to_owned(),
            port: url.port().unwrap_or(if tls { 993 } else { 143 }),
            tls,
            user: part(url.username(), "the user")?,
            password: part(url.password().unwrap_or_default(), "the password")?,
            folder: part(if folder.is_empty() { "INBOX" } else { folder }, "the folder")?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_by_their_address() {
        let of = |text: &str| text.parse::<Arrivals>();
        assert_eq!(of("maildir:/var/mail/back").unwrap(), Arrivals::Maildir("/var/mail/back".into()));
        let Arrivals::Imap(folder) = of("imaps://me%40example.org:a%2Fb%22@mail.example.org/Returned/2026").unwrap()
        else {
            panic!("a folder of IMAP")
        };
        assert_eq!((folder.host.as_str(), folder.port, folder.tls), ("mail.example.org", 993, true));
        assert_eq!((folder.user.as_str(), folder.password.as_str()), ("me@example.org", "a/b\""));
        assert_eq!(folder.folder, "Returned/2026");
        assert!(!format!("{:?}", Arrivals::Imap(folder)).contains("a/b"));
        assert!(of("imap://me:word@127.0.0.1:1143").unwrap().to_string().ends_with("127.0.0.1:1143/INBOX"));
        for wrong in [
            "",
            "maildir:",
            "/var/mail",
            "pop3://me:secret@host/INBOX",
            "imaps://host/INBOX",
            "imaps://me@host/INBOX",
            "imaps://me:se%0d%0acret@host/INBOX",
            "imaps://me:secret@host/%C3%BC",
        ] {
            let said = of(wrong).unwrap_err().to_string();
            assert!(said.contains("hint:") && !said.contains("secret"), "{wrong}: {said}");
        }
    }
}
