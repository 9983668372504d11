//! HTML that is safe to put into a page.

use std::fmt;

/// HTML whose text is escaped and whose elements were built here: it goes into a page as it stands. Holds no scripts, no
/// style attributes, no event handlers, and no addresses but `http` and `https`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// `text` with everything escaped that HTML gives a meaning.
    pub fn escaped(text: &str) -> Self {
        let mut html = Self(String::with_capacity(text.len() + text.len() / 16));
        html.push_text(text);
        html
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, owned.
    pub fn into_string(self) -> String {
        self.0
    }

    /// An empty piece with room for `bytes`.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Appends text, escaped.
    pub(crate) fn push_text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            let (before, special) = rest.split_at(at);
            self.0.push_str(before);
            self.0.push_str(match special.as_bytes().first() {
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                Some(b'"') => "&quot;",
                _ => "&#39;",
            });
            rest = special.get(1..).unwrap_or_default();
        }
        self.0.push_str(rest);
    }

    /// Appends HTML that the caller vouches for.
    pub(crate) fn push_markup(&mut self, markup: &str) {
        self.0.push_str(markup);
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
