//! The pieces of a query's text.

use std::ops::Range;

use super::names::Field;

/// A piece of a query's text with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind<'a>,
    /// Where it stands.
    pub range: Range<usize>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// A bracket that is closed further on.
    Open,
    /// Its partner.
    Close,
    /// A hyphen before what is left out.
    Minus,
    And,
    Or,
    AndNot,
    Not,
    /// An operator and its colon; what belongs to it follows at once.
    Field(Field),
    /// Anything up to white space.
    Word(&'a str),
    /// What stands in quotation marks.
    Phrase(&'a str),
    /// What stands in square brackets behind an operator.
    Interval(&'a str),
}

/// Whether a piece of text is a word of the language's own.
pub(super) fn keyword(word: &str) -> Option<Kind<'static>> {
    match word {
        "AND" => Some(Kind::And),
        "OR" => Some(Kind::Or),
        "NOT" => Some(Kind::Not),
        "ANDNOT" => Some(Kind::AndNot),
        _ => None,
    }
}

/// The characters that quote. Which of them opens and which closes makes no difference.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}
