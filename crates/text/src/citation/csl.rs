//! CSL-JSON, the format of citation processors: <https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>.

use domain::Paper;
use serde_json::{Map, Value, json};

use super::names::Name;
use super::venue::Venue;
use super::work::Work;

/// An array with the paper as its one item. `year` is taken where the venue names none.
pub fn csl_json(paper: &Paper, year: Option<i16>) -> String {
    let work = Work::new(paper, year);
    let kind = match work.venue {
        Venue::Conference(_) => "paper-conference",
        Venue::Journal(_) => "article-journal",
        // What CSL calls a preprint.
        Venue::Unknown => "article",
    };
    let mut item = Map::new();
    let mut put = |field: &str, value: Value| drop(item.insert(field.to_owned(), value));
    put("id", work.key().into());
    put("type", kind.into());
    put("title", work.plain_title.as_str().into());
    let people: Vec<Value> = work.names.iter().map(author).collect();
    let texts = [
        ("container-title", work.venue.name().map(crate::plain)),
        ("abstract", Some(work.plain_abstract.clone()).filter(|text| !text.is_empty())),
        ("DOI", work.doi.map(str::to_owned)),
        ("publisher", work.arxiv.filter(|_| work.venue == Venue::Unknown).map(|_| "arXiv".to_owned())),
        ("number", work.arxiv.map(|id| format!("arXiv:{id}"))),
        ("URL", work.address.clone()),
    ];
    if !people.is_empty() {
        put("author", people.into());
    }
    for (field, text) in texts {
        if let Some(text) = text {
            put(field, text.into());
        }
    }
    if let Some(date) = date(&work) {
        put("issued", json!({ "date-parts": [date] }));
    }
    json!([item]).to_string()
}

/// The year, month and day as far as they are known.
fn date(work: &Work<'_>) -> Option<Vec<i16>> {
    let mut date = vec![work.year?];
    date.extend(work.month_and_day.into_iter().flat_map(|(month, day)| [i16::from(month), i16::from(day)]));
    Some(date)
}

fn author(name: &Name) -> Value {
    if name.group {
        return json!({ "literal": name.family });
    }
    let parts = [
        ("family", &name.family),
        ("given", &name.given),
        ("non-dropping-particle", &name.particle),
        ("suffix", &name.suffix),
    ];
    let there = parts.into_iter().filter(|(_, part)| !part.is_empty());
    Value::Object(there.map(|(field, part)| (field.to_owned(), part.as_str().into())).collect())
}
