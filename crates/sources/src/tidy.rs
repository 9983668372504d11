//! The last look at a record: whatever its source wrote and its reader forgot, texts are clean lines, and lists have an end.

use domain::{Organization, Record};

use crate::clean::{LIST_ITEMS, NAME_CHARS, TITLE_CHARS, clean, is_clean};
use crate::institution::institution_of;
use crate::shape::Lost;

/// `record` with its short texts cleaned, and without those in which nothing is left. Running texts are cleaned where they are read.
///
/// # Errors
/// Where no title is left.
pub(crate) fn tidied(mut record: Record) -> Result<Record, Lost> {
    neaten(&mut record.title, TITLE_CHARS);
    if record.title.is_empty() {
        return Err(format!("no title; its key is {:?}", record.source_key));
    }
    neaten(&mut record.source_key, NAME_CHARS);
    if record.source_key.is_empty() {
        record.source_key = record.ids.first().map(ToString::to_string).unwrap_or_default();
    }
    people(&mut record);
    if record.organization.is_none() {
        record.organization = institution_of(&record.affiliations).and_then(|name| Organization::named(&name));
    }
    neaten_all(&mut record.categories);
    neaten_all(&mut record.keywords);
    record.versions.truncate(LIST_ITEMS);
    for text in [&mut record.venue, &mut record.journal_ref, &mut record.pages, &mut record.language] {
        if let Some(inside) = text {
            neaten(inside, NAME_CHARS);
        }
        without_nothing(text);
    }
    [&mut record.abstract_text, &mut record.comment, &mut record.summary].into_iter().for_each(without_nothing);
    Ok(record)
}

/// Authors and their places stay beside each other.
fn people(record: &mut Record) {
    record.affiliations.iter_mut().for_each(neaten_all);
    if record.affiliations.is_empty() {
        return neaten_all(&mut record.authors);
    }
    let people = record.authors.drain(..).zip(record.affiliations.drain(..)).map(|(mut name, places)| {
        neaten(&mut name, NAME_CHARS);
        (name, places)
    });
    let named: Vec<_> = people.filter(|(name, _)| !name.is_empty()).take(LIST_ITEMS).collect();
    (record.authors, record.affiliations) = named.into_iter().unzip();
}

fn neaten_all(texts: &mut Vec<String>) {
    texts.truncate(LIST_ITEMS);
    texts.retain_mut(|text| {
        neaten(text, NAME_CHARS);
        !text.is_empty()
    });
}

/// Most texts are clean already, and then nothing is copied.
fn neaten(text: &mut String, max_chars: usize) {
    if !is_clean(text, max_chars) {
        *text = clean(text.as_str(), max_chars).text;
    }
}

fn without_nothing(text: &mut Option<String>) {
    if text.as_ref().is_some_and(String::is_empty) {
        *text = None;
    }
}

#[cfg(test)]
mod tests {
    use domain::{Place, SourceKind};

    use super::*;

    fn record(title: &str) -> Record {
        Record::new(SourceKind::Library, title.to_owned(), Vec::new(), Place { file: "f".into(), line: 1 })
    }

    #[test]
    fn whatever_a_reader_forgot_is_clean_in_the_end() {
        let mut raw = record(" On\u{7} \n Things ");
        raw.authors = vec!["Ann  Bee ".to_owned(), "\u{1}".to_owned(), "Cy".to_owned()];
        raw.affiliations = vec![vec!["U\n of X".to_owned(), String::new()], Vec::new(), Vec::new()];
        raw.keywords = vec![" ".to_owned(), "a\tb".to_owned()];
        raw.categories = vec!["c".repeat(1_000)];
        (raw.pages, raw.abstract_text) = (Some("\u{0}".to_owned()), Some(String::new()));
        let tidy = tidied(raw).unwrap();
        assert_eq!((tidy.title.as_str(), &tidy.authors), ("On Things", &vec!["Ann Bee".to_owned(), "Cy".to_owned()]));
        assert_eq!(tidy.affiliations, [vec!["U of X".to_owned()], Vec::new()]);
        assert_eq!((tidy.keywords, tidy.categories), (vec!["a b".to_owned()], vec!["c".repeat(NAME_CHARS)]));
        assert_eq!((tidy.pages, tidy.abstract_text), (None, None));
        assert!(tidied(record("\u{7} ")).unwrap_err().starts_with("no title"));
    }
}
