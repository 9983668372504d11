//! What stands behind an operator's colon: from text to a typed condition.

use domain::PaperId;

use super::days::Days;
use super::facts::{Fact, Standing};
use super::hint::quoted;
use super::names::{Field, before_colon};
use super::tokens::{is_quote, keyword};
use super::tree::{Form, Node, Pattern, Place, TermField, Text, UnknownField};
use crate::Sort;
use crate::languages::Language;
use crate::words::words;

/// The fewest letters before a `*`: fewer begin too many words.
const SHORTEST_PREFIX: usize = 3;

/// A value as it was typed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'a> {
    Word(&'a str),
    /// In quotation marks.
    Phrase(&'a str),
    /// In square brackets.
    Interval(&'a str),
}

/// What a value was read as.
pub(super) enum Read {
    Node(Node),
    Sort(Sort),
    Like(PaperId),
    /// There was nothing in it.
    Nothing,
}

/// Reads the value of an operator, or bare words. What it cannot be is text, and something is said about it. `typed` is the
/// whole with the operator.
pub(super) fn read(field: Option<Field>, value: Value<'_>, typed: &str) -> (Read, Option<String>) {
    let content = match value {
        Value::Word(text) => text.to_owned(),
        Value::Phrase(text) | Value::Interval(text) => collapsed(&text.replace(is_quote, " ")),
    };
    if content.is_empty() {
        return (Read::Nothing, None);
    }
    let known = match field {
        None => return words_in(Place::Anywhere, value, content),
        Some(Field::Text(place)) => return words_in(place, value, content),
        Some(field) => typed_value(field, value, &content),
    };
    match known {
        Ok(read) => (read.0, read.1.map(str::to_owned)),
        Err(expected) => {
            let message = format!("{} was searched for as words: {expected}", quoted(typed));
            (Read::Node(as_text(value, content, typed)), Some(message))
        }
    }
}

/// What was not understood, as words.
fn as_text(value: Value<'_>, content: String, typed: &str) -> Node {
    let (form, words) = match value {
        Value::Word(_) => (Form::Words, typed.to_owned()),
        Value::Phrase(_) | Value::Interval(_) => (Form::Phrase, content),
    };
    Node::Text(Text { place: Place::Anywhere, form, words })
}

/// What was read and what to say about it; or else what was expected.
type Typed = Result<(Read, Option<&'static str>), &'static str>;

fn typed_value(field: Field, value: Value<'_>, content: &str) -> Typed {
    let node = |node| Ok((Read::Node(node), None));
    match field {
        Field::Term(field) => node(Node::Term(field, pattern(field, value, content)?)),
        Field::Count(count) => {
            let numbers = content.parse().map_err(|()| "a number belongs here, such as 10, >10 or 5..20")?;
            node(Node::Count(count, numbers))
        }
        Field::Days => node(Node::Days(days(value, content)?)),
        Field::Updated => {
            let instead = "the day of the last version is not known, so the day of publication was compared";
            Ok((Read::Node(Node::Days(days(value, content)?)), Some(instead)))
        }
        Field::Has => node(Node::Has(fact(content)?)),
        Field::Is => node(Node::Is(standing(content)?)),
        Field::Sort => Ok((Read::Sort(sort(content)?), None)),
        Field::Like => {
            // Printed last, a bracket in it would close one that was open before.
            let id = content.parse().ok().filter(|_| !content.contains([']', '}']));
            Ok((Read::Like(id.ok_or("a paper's id belongs here, such as 2401.01234")?), None))
        }
        Field::Unknown(unknown) => Ok((Read::Node(Node::Unknown(unknown, content.to_owned())), Some(note(unknown)))),
        Field::Text(_) => Err("words belong here"),
    }
}

fn note(field: UnknownField) -> &'static str {
    match field {
        UnknownField::By => "nothing is known yet about who brought papers in, so this was left out",
        UnknownField::Report => "nothing is known about the numbers of reports, so this was left out",
    }
}

fn days(value: Value<'_>, content: &str) -> Result<Days, &'static str> {
    let read = match value {
        Value::Interval(_) => Days::from_interval(content),
        Value::Word(_) | Value::Phrase(_) => content.parse().ok(),
    };
    read.ok_or("a date belongs here, such as 2026, 2026-04, 2026-01..2026-03 or 7d")
}

fn fact(content: &str) -> Result<Fact, &'static str> {
    Fact::named(content).ok_or(
        "what a paper can have is abstract, arxiv, authors, citations, code, comment, date, doi, image, keywords, org, \
         project, summary, venue or votes",
    )
}

fn standing(content: &str) -> Result<Standing, &'static str> {
    Standing::named(content).ok_or("a paper can be new or daily")
}

fn sort(content: &str) -> Result<Sort, &'static str> {
    Sort::named(content).ok_or("orders are relevance, newest, votes and citations")
}

/// A register's name as it is compared: ids in their one spelling.
fn pattern(field: TermField, value: Value<'_>, content: &str) -> Result<Pattern, &'static str> {
    let begun = content.trim_end_matches('*');
    let open = matches!(value, Value::Word(_)) && begun.len() < content.len() && is_plain(begun);
    if open {
        return Ok(Pattern { value: begun.to_ascii_lowercase(), open });
    }
    let value = match field {
        TermField::Id => {
            content.parse::<PaperId>().map_err(|_| "a paper's id belongs here, such as 2401.01234")?.into()
        }
        TermField::Doi => {
            let id = PaperId::from_pasted(content);
            id.as_ref().and_then(PaperId::doi).ok_or("a DOI belongs here, such as 10.1000/182")?.to_owned()
        }
        TermField::Language => {
            Language::named(content).ok_or("this language is not known; en, de and zh are")?.code().to_owned()
        }
        TermField::Category | TermField::Organization => content.to_owned(),
    };
    Ok(Pattern { value, open })
}

/// Words, a phrase, or the beginning of a word.
fn words_in(place: Place, value: Value<'_>, content: String) -> (Read, Option<String>) {
    let text = |form, words| Node::Text(Text { place: anywhere_if(place, form), form, words });
    let Value::Word(word) = value else {
        let content = if place == Place::Authors { collapsed(&content.replace('_', " ")) } else { content };
        if content.is_empty() {
            return (Read::Nothing, None);
        }
        let name = place == Place::Authors && is_plain(&content);
        return (Read::Node(text(if name { Form::Words } else { Form::Phrase }, content)), None);
    };
    if place == Place::Anywhere {
        return match prefix(word) {
            Prefix::Of(begun) => (Read::Node(text(Form::Prefix, begun.to_owned())), None),
            other => (Read::Node(text(Form::Words, content)), other.hint(word)),
        };
    }
    let (bare, boosted) = without_boost(word);
    let hint = boosted.then(|| format!("{} was read without its weight: fields have fixed ones", quoted(word)));
    match prefix(bare) {
        Prefix::Of(begun) => (Read::Node(text(Form::Prefix, begun.to_owned())), hint),
        other => {
            let bare = bare.trim_end_matches('*');
            let words = if place == Place::Authors { collapsed(&bare.replace('_', " ")) } else { bare.to_owned() };
            let hint = hint.or_else(|| other.hint(word));
            if words.is_empty() {
                return (Read::Nothing, hint);
            }
            let form = if is_plain(&words) && (place != Place::All || is_bare_plain(&words)) {
                Form::Words
            } else {
                Form::Phrase
            };
            (Read::Node(text(form, words)), hint)
        }
    }
}

/// A phrase or prefix is a condition anyway.
fn anywhere_if(place: Place, form: Form) -> Place {
    if place == Place::All && form != Form::Words { Place::Anywhere } else { place }
}

/// What a `*` at the end of a word means.
enum Prefix<'a> {
    /// The word begins so.
    Of(&'a str),
    /// There is none.
    No,
    /// Too little stands before it.
    Short,
    /// Not one word stands before it.
    Several,
}

impl Prefix<'_> {
    fn hint(&self, word: &str) -> Option<String> {
        match self {
            Self::Of(_) | Self::No => None,
            Self::Short => Some(format!("{}: at least {SHORTEST_PREFIX} letters stand before a *", quoted(word))),
            Self::Several => Some(format!("{}: a single word stands before a *", quoted(word))),
        }
    }
}

/// Whether a word that was typed is the beginning of words.
pub(super) fn is_prefix(word: &str) -> bool {
    matches!(prefix(word), Prefix::Of(_))
}

fn prefix(word: &str) -> Prefix<'_> {
    let Some(begun) = word.strip_suffix('*') else { return Prefix::No };
    let mut parts = words(begun);
    match parts.next() {
        None => Prefix::No,
        Some(range) if range != (0..begun.len()) => Prefix::Several,
        Some(_) if begun.chars().count() < SHORTEST_PREFIX => Prefix::Short,
        Some(_) => Prefix::Of(begun),
    }
}

/// The word without the weight that other search engines take: `word^2`, `word~3`.
fn without_boost(word: &str) -> (&str, bool) {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '^' || c == '~');
    let weight = word.get(bare.len()..).unwrap_or_default();
    match weight.find(['^', '~']) {
        Some(at) if bare.len() + at > 0 => (word.get(..bare.len() + at).unwrap_or(word), true),
        _ => (word, false),
    }
}

/// Whether a value is read as it stands when it is printed without quotation marks: alone it could be taken for an encoded address.
pub(super) fn is_plain(value: &str) -> bool {
    let special = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '%' | '+' | '=') || is_quote(c);
    !value.is_empty()
        && !value.contains(special)
        && !value.starts_with(['[', '{'])
        && !value.ends_with('*')
        && !without_boost(value).1
}

/// Whether bare words are read as one condition when they are printed without quotation marks.
pub(super) fn is_bare_plain(words: &str) -> bool {
    is_plain(words)
        && words.starts_with(char::is_alphanumeric)
        && keyword(words).is_none()
        && before_colon(words).is_none()
}

/// A text with its white space collapsed.
pub(super) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
