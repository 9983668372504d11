//! The one error of this crate: a text that is not what it should be.

/// A text could not be read as a value of the domain. The message names the value, what was expected, and an example.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not {expected}")]
pub struct ParseError {
    value: String,
    expected: &'static str,
}

impl ParseError {
    /// `value` is quoted in the message, cut to 80 characters so that hostile input cannot flood a log.
    pub fn new(value: &str, expected: &'static str) -> Self {
        let mut short: String = value.chars().take(80).collect();
        if short.len() < value.len() {
            short.push('…');
        }
        Self { value: short, expected }
    }

    /// The value, cut as in the message.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What was expected.
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}
