//! Signatures of messages: DKIM (RFC 6376) with RSA and with Ed25519 (RFC 8463).

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;

use crate::MailError;
use crate::canonical::{self, Fields};

/// What is signed, where it stands in a message: everything that a reader or a program acts upon. RFC 8058 (section 4) wants both headers of
/// unsubscribing among it.
const SIGNED: [&str; 12] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Reply-To",
];

/// What is signed once more than it stands in a message: somebody who adds another breaks the signature (RFC 6376, 8.15).
const CLOSED: [&str; 5] = ["From", "To", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post"];

const SIGNATURE: &str = "DKIM-Signature";

/// Characters of a line of the header.
const COLUMNS: usize = 74;

/// What kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA: a file in PEM with `RSA PRIVATE KEY` (PKCS #1) or `PRIVATE KEY` (PKCS #8).
    Rsa,
    /// Ed25519: the 32 bytes of the seed in base64, or a file in PEM with `PRIVATE KEY`.
    Ed25519,
}

/// A key under a selector, read once and ready to sign.
pub struct SigningKey {
    selector: String,
    secret: Secret,
}

enum Secret {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("selector", &self.selector)
            .field("kind", &self.kind())
            .finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Reads a key; the public half stands in the domain's `SELECTOR._domainkey`.
    ///
    /// # Errors
    /// Where the file cannot be read or holds no such key, or the selector is none.
    pub fn read(selector: &str, path: &Path) -> Result<Self, MailError> {
        let error = |why: &dyn fmt::Display| MailError::Key { path: path.to_owned(), why: why.to_string() };
        let text = std::fs::read_to_string(path).map_err(|why| error(&why))?;
        let is_selector =
            !selector.is_empty() && selector.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
        if !is_selector {
            return Err(error(&format_args!("{selector:?} is no selector")));
        }
        let secret = Secret::read(&text).map_err(|why| error(&why))?;
        Ok(Self { selector: selector.to_owned(), secret })
    }

    /// Its kind.
    pub fn kind(&self) -> KeyKind {
        match self.secret {
            Secret::Rsa(_) => KeyKind::Rsa,
            Secret::Ed25519(_) => KeyKind::Ed25519,
        }
    }

    /// The public half: of RSA a `RSAPublicKey` in DER (RFC 8017, A.1.1), of Ed25519 its 32 bytes.
    pub(crate) fn public(&self) -> &[u8] {
        match &self.secret {
            Secret::Rsa(pair) => pair.public_key().as_ref(),
            Secret::Ed25519(pair) => pair.public_key().as_ref(),
        }
    }

    /// How many bits it has.
    pub(crate) fn bits(&self) -> usize {
        match &self.secret {
            Secret::Rsa(pair) => pair.public().modulus_len() * 8,
            Secret::Ed25519(_) => 256,
        }
    }

    /// The header with the signature of a message of which these are the header fields and the hash of the body.
    fn header(&self, fields: &Fields<'_>, (domain, body_hash): (&str, &str), at: Timestamp) -> Result<String, String> {
        let (names, mut signed) = canonical::signed(fields, &SIGNED, &CLOSED);
        let (selector, second) = (&self.selector, at.as_second());
        let value = format!(
            "v=1; a={}; c=relaxed/relaxed; d={domain}; s={selector};\r\n\tt={second}; h={};\r\n\tbh={body_hash};\r\n\tb=",
            self.secret.algorithm(),
            folded(&names, ":"),
        );
        signed.push_str(canonical::relaxed(SIGNATURE, &value).trim_end());
        let signature = STANDARD.encode(self.secret.sign(signed.as_bytes())?);
        let lines: Vec<&str> = (0..signature.len()).step_by(COLUMNS).filter_map(|at| part(&signature, at)).collect();
        Ok(format!("{SIGNATURE}: {value}{}\r\n", lines.join("\r\n\t")))
    }
}

impl Secret {
    fn read(text: &str) -> Result<Self, String> {
        if !text.contains("-----BEGIN") {
            let seed = STANDARD.decode(text.trim()).map_err(|error| error.to_string());
            return seed
                .and_then(|seed| Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|error| error.to_string()))
                .map(Self::Ed25519)
                .map_err(|error| {
                    format!("it is no seed of Ed25519: {error}\nhint: `openssl rand -base64 32` makes one")
                });
        }
        let hint = "hint: `openssl genrsa 2048` makes one; RSA has at least 2048 bits (RFC 8301)";
        let rsa = |pair: Result<RsaKeyPair, ring::error::KeyRejected>| {
            pair.map(|pair| Self::Rsa(Box::new(pair))).map_err(|error| format!("{error}\n{hint}"))
        };
        match PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|error| format!("{error}\n{hint}"))? {
            PrivateKeyDer::Pkcs1(der) => rsa(RsaKeyPair::from_der(der.secret_pkcs1_der())),
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                let edwards = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map(Self::Ed25519);
                edwards.or_else(|_| rsa(RsaKeyPair::from_pkcs8(der)))
            }
            _ => Err(format!("it is a key of another kind\n{hint}")),
        }
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "rsa-sha256",
            Self::Ed25519(_) => "ed25519-sha256",
        }
    }

    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, String> {
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature)
                    .map_err(|_| "the RSA key cannot sign".to_owned())?;
                Ok(signature)
            }
            // It is the hash that is signed (RFC 8463, 3).
            Self::Ed25519(pair) => Ok(pair.sign(digest(&SHA256, text).as_ref()).as_ref().to_vec()),
        }
    }
}

/// The message in bytes, with a signature of each key before it.
pub(crate) fn signed(
    message: &[u8],
    keys: &[SigningKey],
    (domain, at): (&str, Timestamp),
) -> Result<Vec<u8>, MailError> {
    if keys.is_empty() {
        return Ok(message.to_vec());
    }
    let (fields, body) = canonical::parts(message);
    let body_hash = STANDARD.encode(digest(&SHA256, &canonical::body(body)));
    let mut bytes = Vec::with_capacity(message.len() + 1_000 * keys.len());
    for key in keys {
        let header = key.header(&fields, (domain, &body_hash), at).map_err(MailError::Build)?;
        bytes.extend(header.into_bytes());
    }
    bytes.extend(message);
    Ok(bytes)
}

/// Words in lines, with `between` behind each but the last.
fn folded(words: &[String], between: &str) -> String {
    let (mut out, mut column) = (String::new(), 20);
    for (number, word) in words.iter().enumerate() {
        if column + word.len() > COLUMNS {
            out.push_str("\r\n\t");
            column = 0;
        }
        out.push_str(word);
        if number + 1 < words.len() {
            out.push_str(between);
        }
        column += word.len() + between.len();
    }
    out
}

fn part(text: &str, at: usize) -> Option<&str> {
    text.get(at..(at + COLUMNS).min(text.len()))
}
