//! Taking fields out of an XML element: the counterpart of [`crate::fields::Fields`].

use std::borrow::Cow;

use domain::{PaperId, Timestamp};

use crate::clean::{Cleaned, LIST_ITEMS, NAME_CHARS, TEXT_CHARS, TITLE_CHARS, clean};
use crate::fields::Notes;
use crate::xml::Element;
use crate::{dates, latex_accents};

/// The fields of one element. A field that is missing or blank is `None` (or empty) everywhere; names are as in
/// [`Element::is`].
#[derive(Clone, Copy)]
pub(crate) struct Tags<'o, 'a> {
    pub(crate) element: &'o Element<'a>,
    notes: &'o Notes,
}

impl<'o, 'a> Tags<'o, 'a> {
    pub(crate) fn new(element: &'o Element<'a>, notes: &'o Notes) -> Self {
        Self { element, notes }
    }

    /// The fields of the first element of that name in this one.
    pub(crate) fn inside(&self, name: &str) -> Option<Self> {
        self.element.child(name).map(|element| Self { element, ..*self })
    }

    /// The fields of each element of that name in this one.
    pub(crate) fn each(&self, name: &'static str) -> impl Iterator<Item = Self> + use<'o, 'a> {
        let notes = self.notes;
        self.element.all(name).take(LIST_ITEMS).map(move |element| Self { element, notes })
    }

    /// The text as it stands, trimmed.
    pub(crate) fn raw(&self, name: &str) -> Option<Cow<'o, str>> {
        self.element.child(name).map(|element| trimmed(element.text())).filter(|text| !text.is_empty())
    }

    /// The title.
    pub(crate) fn title(&self, name: &str) -> Option<String> {
        self.cleaned(name, self.element.child(name)?, TITLE_CHARS)
    }

    /// A running text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.cleaned(name, self.element.child(name)?, TEXT_CHARS)
    }

    /// A name or other short text.
    pub(crate) fn name(&self, name: &str) -> Option<String> {
        self.cleaned(name, self.element.child(name)?, NAME_CHARS)
    }

    /// Each short text of that name, also those that say the same.
    pub(crate) fn names(&self, name: &'static str) -> Vec<String> {
        let elements = self.element.all(name).take(LIST_ITEMS);
        elements.filter_map(|element| self.cleaned(name, element, NAME_CHARS)).collect()
    }

    /// Each running text of that name.
    pub(crate) fn texts(&self, name: &'static str) -> Vec<String> {
        let elements = self.element.all(name).take(LIST_ITEMS);
        elements.filter_map(|element| self.cleaned(name, element, TEXT_CHARS)).collect()
    }

    fn cleaned(&self, name: &str, element: &Element<'_>, max_chars: usize) -> Option<String> {
        let raw = element.text();
        let Cleaned { text, cut } = clean(latex_accents::decode(raw), max_chars);
        if cut {
            self.note(format!("<{name}> is longer than {max_chars} characters; cut"));
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// The paper's id in the text of that name.
    pub(crate) fn id(&self, name: &str) -> Option<PaperId> {
        let text = self.raw(name)?;
        self.or_wrong((name, &text), text.parse().ok(), "a paper's id")
    }

    /// A DOI; where there are several between spaces or semicolons, all of them.
    pub(crate) fn dois(&self, name: &str) -> Vec<PaperId> {
        let Some(text) = self.raw(name) else { return Vec::new() };
        let parse = |text: &str| PaperId::from_pasted(text).filter(|id| id.doi().is_some());
        let words = text.split(|c: char| c.is_whitespace() || c == ';').filter(|word| !word.is_empty());
        words.filter_map(|word| self.or_wrong((name, word), parse(word), "a DOI")).collect()
    }

    /// A moment in any of the ways of writing that [`dates::instant`] knows.
    pub(crate) fn instant(&self, name: &str) -> Option<Timestamp> {
        let text = self.raw(name)?;
        self.or_wrong((name, &text), dates::instant(&text), "a time such as 2026-04-30T12:00:00Z")
    }

    /// A day, or a year alone.
    pub(crate) fn year(&self, name: &str) -> Option<i16> {
        let text = self.raw(name)?;
        self.or_wrong((name, &text), dates::year(&text), "a year")
    }

    /// Notes something about the paper.
    pub(crate) fn note(&self, note: String) {
        self.notes.add(note);
    }

    /// `parsed`, noting the name and text that were to be read where there is none.
    pub(crate) fn or_wrong<T>(&self, (name, text): (&str, &str), parsed: Option<T>, expected: &str) -> Option<T> {
        if parsed.is_none() {
            let short: String = text.chars().take(60).collect();
            self.note(format!("<{name}> is {short:?}, not {expected}; left out"));
        }
        parsed
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
