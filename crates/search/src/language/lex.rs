//! From text to tokens, in one pass: every character is looked at a fixed number of times.

use std::ops::Range;

use super::hint::{Hint, MOST_HINTS, quoted};
use super::names::{Field, before_colon, nearest};
use super::tokens::{Kind, Token, is_quote, keyword};

/// Brackets deeper than this only separate words.
const DEEPEST: usize = 24;

/// The tokens of a text. Brackets among them have partners, and behind an operator stands what belongs to it.
pub(super) fn lex(text: &str) -> (Vec<Token<'_>>, Vec<Hint>) {
    let quotes = text.char_indices().filter(|(_, c)| is_quote(*c)).map(|(at, _)| at).collect();
    let last_square = text.rfind([']', '}']).unwrap_or_default();
    let (tokens, open, hints) = (Vec::new(), Vec::new(), Vec::new());
    let mut lexer = Lexer { text, at: 0, quotes, next_quote: 0, last_square, tokens, open, hints };
    while lexer.step() {}
    lexer.drop_open_brackets();
    (lexer.tokens, lexer.hints)
}

struct Lexer<'a> {
    text: &'a str,
    /// How far it has been read.
    at: usize,
    /// Where quotation marks stand: they are partners two by two.
    quotes: Vec<usize>,
    /// How many of them have been read.
    next_quote: usize,
    /// Where the last square bracket closes.
    last_square: usize,
    tokens: Vec<Token<'a>>,
    /// Where the tokens of brackets stand that are not yet closed; `None` for those that only separate.
    open: Vec<Option<usize>>,
    hints: Vec<Hint>,
}

impl<'a> Lexer<'a> {
    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    fn rest(&self) -> &'a str {
        self.slice(self.at..self.text.len())
    }

    fn push(&mut self, kind: Kind<'a>, range: Range<usize>) {
        self.at = range.end;
        self.tokens.push(Token { kind, range });
    }

    fn hint(&mut self, range: Range<usize>, message: &str) {
        if self.hints.len() < MOST_HINTS {
            self.hints.push(Hint::new(range, message));
        }
    }

    /// Reads the next token; `false` at the end.
    fn step(&mut self) -> bool {
        let Some((start, first)) = self.rest().char_indices().find(|(_, c)| !c.is_whitespace()) else { return false };
        let is_apart = start > 0 || self.at == 0 || matches!(self.tokens.last(), Some(Token { kind: Kind::Open, .. }));
        self.at += start;
        let (at, next) = (self.at, self.rest().chars().nth(1));
        match first {
            '(' => self.open(),
            ')' => self.close(),
            c if is_quote(c) => self.quote(),
            '-' if next.is_some_and(|c| c.is_alphanumeric() || c == '(' || self.is_opening(at + 1, c)) => {
                if is_apart {
                    self.push(Kind::Minus, at..at + 1);
                } else {
                    self.at += 1;
                }
            }
            _ => self.word(),
        }
        true
    }

    /// Whether a quotation mark with a partner stands there, still unread.
    fn is_opening(&self, at: usize, c: char) -> bool {
        is_quote(c) && self.quotes.get(self.next_quote) == Some(&at) && self.next_quote + 1 < self.quotes.len()
    }

    fn open(&mut self) {
        let range = self.at..self.at + 1;
        if self.open.len() < DEEPEST {
            self.open.push(Some(self.tokens.len()));
            self.push(Kind::Open, range);
        } else {
            if self.open.len() == DEEPEST {
                self.hint(range.clone(), &format!("brackets deeper than {DEEPEST} only separate words"));
            }
            self.open.push(None);
            self.at = range.end;
        }
    }

    fn close(&mut self) {
        let range = self.at..self.at + 1;
        match self.open.pop() {
            Some(Some(_)) => self.push(Kind::Close, range),
            Some(None) => self.at = range.end,
            None => {
                self.at = range.end;
                self.hint(range, "this closing bracket has no partner");
            }
        }
    }

    fn quote(&mut self) {
        let start = self.at;
        let length = self.rest().chars().next().map_or(1, char::len_utf8);
        let end = self.quotes.get(self.next_quote + 1).copied();
        let Some(end) = end.filter(|_| self.quotes.get(self.next_quote) == Some(&start)) else {
            self.at += length;
            return self.hint(start..start + length, "this quotation mark has no partner");
        };
        self.next_quote += 2;
        let partner = self.slice(end..self.text.len()).chars().next().map_or(1, char::len_utf8);
        self.push(Kind::Phrase(self.slice(start + length..end)), start..end + partner);
    }

    /// A word, or an operator with what follows its colon.
    fn word(&mut self) {
        let rest = self.rest();
        let name = before_colon(rest);
        let after = name.map_or(0, |name| name.len() + 1);
        let next = rest.get(after..).and_then(|rest| rest.chars().next());
        let has_value = next.is_some_and(|c| !c.is_whitespace() && c != ')');
        match name.filter(|_| has_value).map(|name| (name, Field::named(name))) {
            Some((_, Some(field))) => self.field((field, after), next),
            Some((name, None)) => self.unknown(name),
            None => {
                let range = self.at..self.word_end();
                let word = self.slice(range.clone());
                self.push(keyword(word).unwrap_or(Kind::Word(word)), range);
            }
        }
    }

    fn field(&mut self, (field, length): (Field, usize), next: Option<char>) {
        let start = self.at;
        self.push(Kind::Field(field), start..start + length);
        match next {
            Some('(') => self.open(),
            Some(c) if self.is_opening(self.at, c) => self.quote(),
            Some('[' | '{') if self.at < self.last_square => {
                let end = self.rest().find([']', '}']).map_or(self.text.len(), |at| self.at + at);
                self.push(Kind::Interval(self.slice(self.at + 1..end)), self.at..end + 1);
                // Quotation marks in there are read.
                self.next_quote =
                    self.quotes.partition_point(|at| *at <= end).next_multiple_of(2).min(self.quotes.len());
            }
            Some(c) if is_quote(c) => self.quote(),
            _ => {
                let range = self.at..self.word_end();
                self.push(Kind::Word(self.slice(range.clone())), range);
            }
        }
    }

    /// A word that begins like an operator that there is not.
    fn unknown(&mut self, name: &str) {
        let range = self.at..self.word_end();
        let word = self.slice(range.clone());
        if let Some(known) = nearest(name) {
            let about = self.at..self.at + name.len() + 1;
            let message = format!("{} is no operator and was searched for as words; there is “{known}:”", quoted(word));
            self.hint(about, &message);
        }
        self.push(Kind::Word(word), range);
    }

    /// Where the word ends that begins here: before white space, a phrase, or a bracket that belongs to others. Brackets inside a
    /// word, as in `f(x)`, are its own.
    fn word_end(&self) -> usize {
        let mut depth = 0_usize;
        for (at, c) in self.rest().char_indices() {
            let ends = match c {
                '(' => {
                    depth += 1;
                    false
                }
                ')' if depth == 0 => true,
                ')' => {
                    depth -= 1;
                    false
                }
                c => c.is_whitespace() || is_quote(c),
            };
            if ends && at > 0 {
                return self.at + at;
            }
        }
        self.text.len()
    }

    /// Brackets without partners separate words and mean nothing else.
    fn drop_open_brackets(&mut self) {
        let dropped: Vec<usize> = self.open.iter().flatten().copied().collect();
        for at in dropped.iter().rev() {
            let token = self.tokens.remove(*at);
            self.hint(token.range, "this opening bracket has no partner");
        }
    }
}
