//! The parts into which a text is cut.

use std::borrow::Cow;
use std::ops::Range;

/// How a stretch of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Emphasised.
    Emphasis,
    /// Bold.
    Strong,
    /// In the typewriter's face.
    Code,
    /// In small capitals.
    SmallCaps,
    /// Underlined.
    Underline,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
}

/// One part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text as it stands in the source.
    Text(&'a str),
    /// What a command prints in its place.
    Printed(Cow<'a, str>),
    /// A formula: its LaTeX without the delimiters.
    Formula {
        /// The LaTeX.
        source: &'a str,
        /// Whether it stands on a line of its own.
        display: bool,
    },
    /// A style begins. Every opening has its closing, properly nested.
    Open(Style),
    /// The style that was opened last ends.
    Close(Style),
    /// A link to that `http` or `https` address begins. Links do not nest.
    OpenLink(Cow<'a, str>),
    /// The link ends.
    CloseLink,
}

/// A part of a text and the bytes of the source that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// What it is.
    pub(crate) piece: Piece<'a>,
    /// Where it stood.
    pub(crate) at: Range<usize>,
}
