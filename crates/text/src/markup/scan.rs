//! The walk through a text: finds what is more than text and cuts there.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::braces::Braces;
use super::piece::{Piece, Style, Token};
use super::{accents, address, commands, dollars, punctuation, scripts};

/// More styles than this within one another are not distinguished.
const MAX_STYLES: usize = 12;

/// A walk through a text. Everything before `pos` is understood; of that, everything from `pending` on is plain text that
/// is not yet in `tokens`.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) pos: usize,
    pending: usize,
    tokens: Vec<Token<'a>>,
    braces: OnceCell<Braces>,
    groups: Vec<Group>,
    open_styles: usize,
    pub(super) in_link: bool,
    /// Whether an opening quotation mark waits for its partner.
    pub(super) in_quotes: bool,
}

/// A pair of braces that prints nothing itself.
#[derive(Debug)]
struct Group {
    /// Where its closing brace stands.
    close: usize,
    /// Where the text goes on after it.
    resume: usize,
    /// What to close, the last first.
    styles: Vec<Style>,
    /// Whether a link ends with it.
    link: bool,
    /// Printed after it.
    after: &'static str,
}

/// Cuts `text` into tokens that cover it in order. Linear in its length.
pub(crate) fn scan(text: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner {
        text,
        pos: 0,
        pending: 0,
        tokens: Vec::new(),
        braces: OnceCell::new(),
        groups: Vec::new(),
        open_styles: 0,
        in_link: false,
        in_quotes: false,
    };
    while let Some((at, byte)) = next_special(text, scanner.pos) {
        scanner.pos = at;
        scanner.settle();
        scanner.step(byte);
        // Whatever a step does, the walk moves on.
        scanner.pos = scanner.pos.max(at + 1);
    }
    scanner.finish()
}

/// The next byte from `from` on that may begin something else than text.
fn next_special(text: &str, from: usize) -> Option<(usize, u8)> {
    let rest = text.as_bytes().get(from..)?;
    let special =
        |byte: &u8| matches!(byte, b'$' | b'\\' | b'{' | b'}' | b'^' | b'_' | b'~' | b'`' | b'\'' | b'-' | b':');
    let at = rest.iter().position(special)?;
    rest.get(at).map(|byte| (from + at, *byte))
}

impl<'a> Scanner<'a> {
    /// Understands what begins with the special byte at `pos`.
    fn step(&mut self, byte: u8) {
        match byte {
            b'$' => dollars::step(self),
            b'\\' if !accents::step(self) => commands::step(self),
            b'{' => self.open_brace(),
            b'}' => self.close_brace(),
            b'^' | b'_' => scripts::step(self),
            b':' => address::step(self),
            b'\\' => {}
            _ => punctuation::step(self, byte),
        }
    }

    /// The text from `at` on.
    pub(super) fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The byte at `at`.
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The character before `pos`.
    pub(super) fn before(&self) -> Option<char> {
        self.text.get(..self.pos).and_then(|before| before.chars().next_back())
    }

    /// The character at `at`.
    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    /// The argument in braces at `at`: what stands between them.
    pub(super) fn argument(&self, at: usize) -> Option<Range<usize>> {
        if self.byte(at) != Some(b'{') {
            return None;
        }
        self.braces.get_or_init(|| Braces::of(self.text)).inner(at)
    }

    /// Text that is not yet a token, up to `pos`.
    pub(super) fn pending_text(&self) -> &'a str {
        self.text.get(self.pending..self.pos).unwrap_or_default()
    }

    /// Puts `piece` in the place of the source from `pos` to `end`.
    pub(super) fn emit(&mut self, piece: Piece<'a>, end: usize) {
        self.flush();
        self.tokens.push(Token { piece, at: self.pos..end });
        self.pos = end;
        self.pending = end;
    }

    /// Prints `text` in the place of the source from `pos` to `end`.
    pub(super) fn print(&mut self, text: impl Into<Cow<'a, str>>, end: usize) {
        self.emit(Piece::Printed(text.into()), end);
    }

    /// Leaves out the source from `pos` to `end`.
    pub(super) fn skip(&mut self, end: usize) {
        self.flush();
        self.pos = end;
        self.pending = end;
    }

    /// Puts the pending text into a token.
    fn flush(&mut self) {
        if self.pending < self.pos {
            let piece = Piece::Text(self.pending_text());
            self.tokens.push(Token { piece, at: self.pending..self.pos });
        }
        self.pending = self.pos;
    }

    /// Enters the argument `inner`, whose braces (and all source from `pos` to them) vanish. `resume` is where the text
    /// goes on after it, `after` what is printed there.
    pub(super) fn enter(&mut self, inner: &Range<usize>, resume: usize, after: &'static str) {
        self.skip(inner.start);
        self.groups.push(Group { close: inner.end, resume, styles: Vec::new(), link: false, after });
    }

    /// Like [`enter`](Self::enter), in a style.
    pub(super) fn enter_styled(&mut self, inner: &Range<usize>, style: Style) {
        self.enter(inner, inner.end + 1, "");
        self.open_style(style);
    }

    /// Like [`enter`](Self::enter), as a link to `address` if the text is in none.
    pub(super) fn enter_link(&mut self, inner: &Range<usize>, address: String) {
        self.enter(inner, inner.end + 1, "");
        if !self.in_link {
            self.in_link = true;
            self.emit(Piece::OpenLink(Cow::Owned(address)), self.pos);
            if let Some(group) = self.groups.last_mut() {
                group.link = true;
            }
        }
    }

    /// Begins a style that lasts until the innermost group ends; outside any group nothing begins.
    pub(super) fn open_style(&mut self, style: Style) {
        let Some(group) = self.groups.last_mut() else { return };
        if self.open_styles < MAX_STYLES {
            self.open_styles += 1;
            group.styles.push(style);
            self.emit(Piece::Open(style), self.pos);
        }
    }

    fn open_brace(&mut self) {
        let Some(inner) = self.argument(self.pos) else { return };
        let content = self.text.get(inner.clone()).unwrap_or_default();
        let glued = self.before().is_some_and(char::is_alphanumeric)
            || self.char_at(inner.end + 1).is_some_and(char::is_alphanumeric);
        let word = content.chars().all(|c| c.is_alphanumeric() || c == '-');
        let protects_capitals = word && (glued || content.chars().any(char::is_uppercase));
        // Braces of LaTeX vanish; the braces of a set or of a program's text are text.
        if content.is_empty() || content.starts_with('\\') || protects_capitals {
            self.enter(&inner, inner.end + 1, "");
        }
    }

    fn close_brace(&mut self) {
        if self.groups.last().is_some_and(|group| group.close == self.pos) {
            self.leave();
        }
    }

    /// Leaves the groups whose closing brace lies behind, within something that was taken whole.
    fn settle(&mut self) {
        while self.groups.last().is_some_and(|group| group.close < self.pos) {
            self.flush();
            self.leave();
        }
    }

    fn leave(&mut self) {
        let Some(mut group) = self.groups.pop() else { return };
        while let Some(style) = group.styles.pop() {
            self.open_styles -= 1;
            self.emit(Piece::Close(style), self.pos);
        }
        if group.link {
            self.in_link = false;
            self.emit(Piece::CloseLink, self.pos);
        }
        let resume = group.resume.max(self.pos);
        if group.after.is_empty() { self.skip(resume) } else { self.print(group.after, resume) }
    }

    fn finish(mut self) -> Vec<Token<'a>> {
        self.pos = self.text.len();
        self.flush();
        while !self.groups.is_empty() {
            self.leave();
        }
        self.tokens
    }
}
