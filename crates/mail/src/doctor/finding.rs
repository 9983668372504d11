//! What was found.

use serde::Serialize;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Ok,
    /// It works, or may work; it could be better, or could not be looked at.
    Warning,
    /// Letters will be lost.
    Wrong,
}

impl Level {
    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Wrong => "wrong",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What: a setting, `SPF`, `DKIM` …
    pub about: &'static str,
    /// How it stands.
    pub level: Level,
    /// In words.
    pub says: String,
    /// What to do: a setting, or a record of the DNS as it is to be added.
    pub hint: Option<String>,
}

impl Finding {
    pub(super) fn ok(about: &'static str, says: impl Into<String>) -> Self {
        Self::of(Level::Ok, about, says)
    }

    pub(super) fn warning(about: &'static str, says: impl Into<String>) -> Self {
        Self::of(Level::Warning, about, says)
    }

    pub(super) fn wrong(about: &'static str, says: impl Into<String>) -> Self {
        Self::of(Level::Wrong, about, says)
    }

    pub(super) fn of(level: Level, about: &'static str, says: impl Into<String>) -> Self {
        Self { about, level, says: says.into(), hint: None }
    }

    /// With what to do about it.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A TXT record as it stands in a zone: strings of at most 255 bytes (RFC 1035, 3.3), which readers put together again (RFC 7208, 3.3; RFC 6376,
/// 3.6.2.2).
pub(super) fn txt_record(name: &str, value: &str) -> String {
    let bytes = value.as_bytes();
    let strings = bytes.chunks(255).map(|part| format!("\"{}\"", String::from_utf8_lossy(part)));
    format!("{name}. IN TXT {}", strings.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_records_are_printed_in_parts() {
        assert_eq!(txt_record("a.example", "v=spf1 -all"), "a.example. IN TXT \"v=spf1 -all\"");
        let long = txt_record("a.example", &"x".repeat(300));
        assert_eq!(long, format!("a.example. IN TXT \"{}\" \"{}\"", "x".repeat(255), "x".repeat(45)));
    }
}
