//! The public half of a key, as it stands in the DNS.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{KeyKind, SigningKey};

/// What of a key may be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicHalf {
    /// `rsa` or `ed25519`: the tag `k` of the record.
    pub(super) kind: &'static str,
    /// The tag `p`, as it should be.
    pub(super) value: String,
    /// The same in another form that is allowed, if there is one.
    pub(super) other: Option<String>,
    /// How many bits it has.
    pub(super) bits: usize,
}

impl PublicHalf {
    /// That of a key which letters are signed with.
    pub(super) fn of(key: &SigningKey) -> Self {
        let public = key.public();
        match key.kind() {
            // RFC 6376 (3.6.1) names the short form, all the world uses the whole (its erratum 3017 allows both).
            KeyKind::Rsa => {
                let (value, other) = (STANDARD.encode(subject_public_key(public)), Some(STANDARD.encode(public)));
                Self { kind: "rsa", value, other, bits: key.bits() }
            }
            // RFC 8463, 4: the key alone.
            KeyKind::Ed25519 => Self { kind: "ed25519", value: STANDARD.encode(public), other: None, bits: key.bits() },
        }
    }

    /// The record, without its name.
    pub(super) fn record(&self) -> String {
        format!("v=DKIM1; k={}; p={}", self.kind, self.value)
    }

    /// Whether a record's `p` is of this key.
    pub(super) fn is(&self, value: &str) -> bool {
        let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        value == self.value || self.other.as_ref() == Some(&value)
    }
}

/// Whether others on this machine may read a file.
#[cfg(unix)]
pub(super) fn is_open_to_all(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o004 != 0)
}

/// Whether others on this machine may read a file: only asked where that is told by its mode.
#[cfg(not(unix))]
pub(super) fn is_open_to_all(_: &Path) -> bool {
    false
}

/// An RSA key with the name of its kind before it (`SubjectPublicKeyInfo`: RFC 5280, 4.1; RFC 3279, 2.3.1).
fn subject_public_key(rsa: &[u8]) -> Vec<u8> {
    /// `rsaEncryption`, 1.2.840.113549.1.1.1, without parameters.
    const ALGORITHM: [u8; 15] =
        [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    // A string of bits of which none is left over.
    let bits = element(0x03, &[&[0], rsa].concat());
    element(0x30, &[&ALGORITHM, bits.as_slice()].concat())
}

/// An element of DER (X.690, 8.1): its kind, how long it is, and what is in it.
fn element(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length: Vec<u8> = length.iter().copied().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![kind];
    match length.as_slice() {
        [] => out.push(0),
        [short] if *short < 0x80 => out.push(*short),
        long => {
            out.push(0x80 | u8::try_from(long.len()).unwrap_or_default());
            out.extend(long);
        }
    }
    out.extend(content);
    out
}
