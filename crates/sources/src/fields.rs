//! Taking fields out of a JSON object that may hold anything: what has the wrong type is left out and noted.

use std::cell::RefCell;
use std::fmt;

use domain::{Day, PaperId, Timestamp};
use jiff::tz::TimeZone;

use crate::clean::{Cleaned, LIST_ITEMS, NAME_CHARS, TEXT_CHARS, TITLE_CHARS, clean};
use crate::json::{Json, Object};
use crate::{dates, latex_accents, links, markup};

/// The warnings of one paper.
#[derive(Debug, Default)]
pub(crate) struct Notes(RefCell<Vec<String>>);

impl Notes {
    pub(crate) fn add(&self, note: String) {
        self.0.borrow_mut().push(note);
    }

    pub(crate) fn into_vec(self) -> Vec<String> {
        self.0.into_inner()
    }
}

/// The fields of one object. A field that is missing, `null` or blank is `None` (or empty) everywhere.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'o, 'a> {
    object: &'o Object<'a>,
    notes: &'o Notes,
}

impl<'o, 'a> Fields<'o, 'a> {
    pub(crate) fn new(object: &'o Object<'a>, notes: &'o Notes) -> Self {
        Self { object, notes }
    }

    /// The value of `key` unless it is missing or `null`.
    pub(crate) fn value(&self, key: &str) -> Option<&'o Json<'a>> {
        self.object.get(key).filter(|value| !matches!(value, Json::Null))
    }

    /// Notes that `key` was left out.
    pub(crate) fn wrong(&self, key: &str, value: &Json<'_>, expected: &str) {
        self.notes.add(format!("{key:?} is {value}, not {expected}; left out"));
    }

    /// The title.
    pub(crate) fn title(&self, key: &str) -> Option<String> {
        self.cleaned(key, TITLE_CHARS)
    }

    /// The title, of a source that writes titles with markup.
    pub(crate) fn title_without_markup(&self, key: &str) -> Option<String> {
        let title = markup::plain(self.raw(key)?);
        Some(self.shorten(key, &title, TITLE_CHARS)).filter(|title| !title.is_empty())
    }

    /// A running text.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.cleaned(key, TEXT_CHARS)
    }

    /// A name or other short text.
    pub(crate) fn name(&self, key: &str) -> Option<String> {
        self.cleaned(key, NAME_CHARS)
    }

    /// A text as it stands.
    pub(crate) fn raw(&self, key: &str) -> Option<&'o str> {
        match self.value(key)? {
            Json::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            other => {
                self.wrong(key, other, "a text");
                None
            }
        }
    }

    fn cleaned(&self, key: &str, max_chars: usize) -> Option<String> {
        Some(self.shorten(key, self.raw(key)?, max_chars)).filter(|text| !text.is_empty())
    }

    fn shorten(&self, key: &str, text: &str, max_chars: usize) -> String {
        let Cleaned { text, cut } = clean(latex_accents::decode(text), max_chars);
        if cut {
            self.notes.add(format!("{key:?} is longer than {max_chars} characters; cut"));
        }
        text
    }

    /// A list of short texts without repetitions.
    pub(crate) fn names(&self, key: &str) -> Vec<String> {
        let mut names: Vec<String> = self.list(key, |value| self.name_of(key, value));
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    /// The names of people: a list of texts or of objects with a `name`. Repetitions stay, since two authors of a paper
    /// can have one name.
    pub(crate) fn people(&self, key: &str) -> Vec<String> {
        self.list(key, |value| self.name_of(key, value))
    }

    /// The name that `value` is or has. Authors whom the Daily Papers mark `hidden` only hide their account there: they
    /// are authors all the same.
    fn name_of(&self, key: &str, value: &Json<'_>) -> Option<String> {
        let name = match value {
            Json::Text(text) => text.as_ref(),
            Json::Object(object) => {
                let Some(Json::Text(text)) = object.get("name") else {
                    self.notes.add(format!("{key:?} holds an object without a name; left out"));
                    return None;
                };
                text.as_ref()
            }
            other => {
                self.notes.add(format!("{key:?} holds {other}; left out"));
                return None;
            }
        };
        // arXiv's `The Team: A. Bee` arrives as three names, the second of them a colon.
        Some(self.shorten(key, name, NAME_CHARS)).filter(|name| name.chars().any(char::is_alphanumeric))
    }

    /// Each value of a list through `read`.
    pub(crate) fn list<T>(&self, key: &str, read: impl Fn(&'o Json<'a>) -> Option<T>) -> Vec<T> {
        match self.value(key) {
            Some(Json::List(values)) => {
                if values.len() > LIST_ITEMS {
                    self.notes.add(format!("{key:?} is a list of {}; cut to {LIST_ITEMS}", values.len()));
                }
                let mut found = Vec::with_capacity(values.len().min(LIST_ITEMS));
                found.extend(values.iter().take(LIST_ITEMS).filter_map(read));
                found
            }
            Some(Json::Text(text)) if text.trim().is_empty() => Vec::new(),
            Some(other) => {
                self.wrong(key, other, "a list");
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// A count. Numbers written as texts are read too.
    pub(crate) fn count(&self, key: &str) -> Option<u32> {
        let value = self.value(key)?;
        let count = match value {
            Json::Whole(count) => u32::try_from(*count).ok(),
            Json::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        if count.is_none() {
            self.wrong(key, value, "a count");
        } else if matches!(value, Json::Text(_)) {
            self.notes.add(format!("{key:?} is {value}, not a count; read as one"));
        }
        count
    }

    /// A moment: RFC 3339, or a date or time without a zone, which then is UTC.
    pub(crate) fn instant(&self, key: &str) -> Option<Timestamp> {
        let text = self.raw(key)?;
        let civil = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
        let instant = text.parse().ok().or_else(|| civil().map(|zoned| zoned.timestamp()));
        // A moment outside the years of a `Day` is no date of a paper.
        self.or_wrong(key, instant.filter(|instant| Day::of(*instant).is_some()), "a time such as 2026-04-30T12:00:00Z")
    }

    /// A day, `YYYY-MM-DD`.
    pub(crate) fn day(&self, key: &str) -> Option<Day> {
        self.or_wrong(key, self.raw(key)?.parse().ok(), "a day such as 2026-04-30")
    }

    /// A web address.
    pub(crate) fn address(&self, key: &str) -> Option<String> {
        self.or_wrong(key, links::address(self.raw(key)?), "a web address")
    }

    /// A paper's id.
    pub(crate) fn id(&self, key: &str) -> Option<PaperId> {
        self.or_wrong(key, self.raw(key)?.parse().ok(), "a paper's id")
    }

    /// A DOI; where there are several between spaces, all of them.
    pub(crate) fn dois(&self, key: &str) -> Vec<PaperId> {
        let parse = |text: &str| PaperId::from_pasted(text).filter(|id| id.doi().is_some());
        let dois = self.raw(key).into_iter().flat_map(str::split_whitespace);
        dois.filter_map(|text| self.or_wrong(key, parse(text), "a DOI")).collect()
    }

    /// A list of objects; what is none is left out and noted.
    pub(crate) fn objects(&self, key: &str) -> impl Iterator<Item = Self> + use<'o, 'a> {
        let notes = self.notes;
        let objects = self.list(key, |value| match value {
            Json::Object(object) => Some(object),
            other => {
                notes.add(format!("{key:?} holds {other}; left out"));
                None
            }
        });
        objects.into_iter().map(move |object| Self { object, notes })
    }

    /// A text, or a number as one: ids come as both.
    pub(crate) fn text_of(&self, key: &str) -> Option<String> {
        match self.value(key)? {
            Json::Whole(number) => Some(number.to_string()),
            _ => self.raw(key).map(str::to_owned),
        }
    }

    /// Whether it is `true`.
    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.value(key) == Some(&Json::Bool(true))
    }

    /// A year, as a number or a text that begins with one.
    pub(crate) fn year(&self, key: &str) -> Option<i16> {
        let text = self.text_of(key)?;
        self.or_wrong(key, dates::year(&text), "a year")
    }

    /// Two values as a range, such as pages: `853-858`, or the first alone.
    pub(crate) fn range(&self, first: &str, last: &str) -> Option<String> {
        let (first, last) = (self.name(first)?, self.name(last));
        Some(last.filter(|last| *last != first).map_or_else(|| first.clone(), |last| format!("{first}-{last}")))
    }

    /// The numbers of a date in the manner of CSL, `{"date-parts": [[2024, 5, 16]]}`: year, month, day, or fewer.
    pub(crate) fn date_parts(&self) -> Vec<i64> {
        let dates = self.list("date-parts", |date| if let Json::List(parts) = date { Some(parts) } else { None });
        let number = |part: &Json<'_>| match part {
            Json::Whole(number) => Some(*number),
            Json::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        dates.first().map(|parts| parts.iter().map_while(number).take(3).collect()).unwrap_or_default()
    }

    /// The object itself.
    pub(crate) fn as_object(&self) -> &'o Object<'a> {
        self.object
    }

    /// An object.
    pub(crate) fn object(&self, key: &str) -> Option<Fields<'o, 'a>> {
        match self.value(key)? {
            Json::Object(object) => Some(Fields { object, notes: self.notes }),
            other => {
                self.wrong(key, other, "an object");
                None
            }
        }
    }

    /// `parsed`, noting the value of `key` where there is none.
    pub(crate) fn or_wrong<T>(&self, key: &str, parsed: Option<T>, expected: &str) -> Option<T> {
        if parsed.is_none()
            && let Some(value) = self.value(key)
        {
            self.wrong(key, value, expected);
        }
        parsed
    }
}

impl fmt::Debug for Fields<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.object.fmt(f)
    }
}
