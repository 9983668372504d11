//! The shapes that a JSON object with a paper can have, told apart by its keys.

mod arxiv_daily;
mod arxiv_snapshot;
mod hf_day;
mod hf_flat;
pub(crate) mod hf_row;
mod own;
pub(crate) mod paperlists;

use domain::{Record, SourceKind};

use crate::answers::csl;
use crate::collector::Collector;
use crate::fields::{Fields, Notes};
use crate::format::FORMATS;
use crate::json::{Json, Object};
use crate::{Format, links};

/// Whose way of writing a paper it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A whole answer of the Daily Papers API with the day on which it was saved.
    HfDay,
    /// A row of such an answer.
    HfRow,
    /// A Daily Paper with its fields in one level.
    HfFlat,
    /// arXiv's metadata snapshot.
    ArxivSnapshot,
    /// arXiv metadata with the day of a list.
    ArxivDaily,
    /// A list of conference papers.
    Paperlists,
    /// An item of CSL-JSON.
    Csl,
    /// Newsstand's own.
    Own,
}

impl Shape {
    /// The shape of an object that has these keys. Order matters: the keys that only one shape has come first.
    fn of(object: &Object<'_>) -> Option<Self> {
        let has = |keys: &[&str]| keys.iter().all(|key| object.has(key));
        if has(&["response"]) {
            Some(Self::HfDay)
        } else if has(&["paper"]) || has(&["publishedAt", "title"]) {
            Some(Self::HfRow)
        } else if has(&["authors_parsed"]) || has(&["versions", "categories"]) || has(&["update_date"]) {
            Some(Self::ArxivSnapshot)
        } else if has(&["list_date", "upvotes"]) {
            Some(Self::HfFlat)
        } else if has(&["list_date"]) {
            Some(Self::ArxivDaily)
        } else if has(&["venue", "year"]) {
            Some(Self::Paperlists)
        } else if has(&["type", "title"]) && ["issued", "container-title", "DOI", "URL"].iter().any(|key| has(&[key])) {
            Some(Self::Csl)
        } else {
            has(&["title"]).then_some(Self::Own)
        }
    }

    /// Whether a file of that format may hold it.
    fn fits(self, format: Format) -> bool {
        match format {
            Format::Auto | Format::Jsonl | Format::SavedPage | Format::Answer(_) => true,
            Format::HfDaily => matches!(self, Self::HfDay | Self::HfRow | Self::HfFlat),
            Format::ArxivJson => matches!(self, Self::ArxivSnapshot | Self::ArxivDaily),
        }
    }
}

/// Reads whatever papers `object` holds.
pub(crate) fn read(object: &Object<'_>, collector: &mut Collector<'_>) {
    let format = collector.context.format;
    match Shape::of(object).filter(|shape| shape.fits(format)) {
        Some(Shape::HfDay) => hf_day::read(object, collector),
        Some(Shape::HfRow) => paper(object, collector, hf_row::record),
        Some(Shape::HfFlat) => paper(object, collector, hf_flat::record),
        Some(Shape::ArxivSnapshot) => paper(object, collector, arxiv_snapshot::record),
        Some(Shape::ArxivDaily) => paper(object, collector, arxiv_daily::record),
        Some(Shape::Paperlists) => paper(object, collector, paperlists::record),
        Some(Shape::Csl) => {
            paper(object, collector, |fields, collector| csl::record(fields, collector, SourceKind::Library));
        }
        Some(Shape::Own) => paper(object, collector, own::record),
        None => collector.lost(&stranger(object, format)),
    }
}

/// Why a paper was lost.
pub(crate) type Lost = String;

/// Reads one paper with `record` and hands it on with its warnings.
pub(crate) fn paper<'o, 'a>(
    object: &'o Object<'a>,
    collector: &mut Collector<'_>,
    record: impl FnOnce(&Fields<'_, 'a>, &Collector<'_>) -> Result<Record, Lost>,
) {
    let notes = Notes::default();
    let result = record(&Fields::new(object, &notes), collector);
    for note in notes.into_vec() {
        collector.warn(&note);
    }
    match result {
        Ok(record) => collector.record(record),
        Err(reason) => collector.lost(&reason),
    }
}

/// The reason for losing a paper without a title, with its id so that it can be found.
pub(crate) fn no_title(fields: &Fields<'_, '_>) -> Lost {
    match fields.value("id") {
        Some(id) => format!("no title; its id is {id}"),
        None => "no title".to_owned(),
    }
}

/// The first of the media under `key` that is a picture; the others are films.
fn first_picture(fields: &Fields<'_, '_>, key: &str) -> Option<String> {
    let media = fields.list(key, |value| match value {
        Json::Text(text) => links::address(text),
        _ => None,
    });
    media.into_iter().find(|address| links::is_picture(address))
}

/// The message for an object of another shape.
fn stranger(object: &Object<'_>, format: Format) -> String {
    let keys: Vec<String> = object.keys().take(8).map(|key| key.chars().take(40).collect()).collect();
    let expected = if format == Format::Auto { "no paper".to_owned() } else { format!("no paper in {format}") };
    format!("an object with the keys {:?} is {expected}; hint: {FORMATS}", keys.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn shape(text: &str) -> Option<Shape> {
        let Json::Object(object) = parse(text).unwrap() else { panic!("no object") };
        Shape::of(&object)
    }

    #[test]
    fn keys_tell_shapes_apart() {
        assert_eq!(shape(r#"{"list_date": "2024-05-27", "response": []}"#), Some(Shape::HfDay));
        assert_eq!(shape(r#"{"paper": {}, "title": "T"}"#), Some(Shape::HfRow));
        assert_eq!(shape(r#"{"title": "T", "list_date": "2024-05-27", "upvotes": 1}"#), Some(Shape::HfFlat));
        assert_eq!(shape(r#"{"title": "T", "list_date": "2024-05-27", "comment": null}"#), Some(Shape::ArxivDaily));
        assert_eq!(shape(r#"{"title": "T", "authors_parsed": []}"#), Some(Shape::ArxivSnapshot));
        assert_eq!(shape(r#"{"title": "T", "venue": "acl", "year": 2024}"#), Some(Shape::Paperlists));
        assert_eq!(shape(r#"{"type": "article", "title": "T", "DOI": "10.1000/182"}"#), Some(Shape::Csl));
        assert_eq!(shape(r#"{"title": "T"}"#), Some(Shape::Own));
        assert_eq!(shape(r#"{"name": "T"}"#), None);
    }
}
