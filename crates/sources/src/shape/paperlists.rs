//! A line of a list of conference papers: `{"id": "3dv:2025:05T81ScPFb", "venue": "3dv", "year": 2025, …}`.

use domain::{PaperId, Record, SourceKind};

use crate::collector::Collector;
use crate::fields::Fields;
use crate::json::Json;
use crate::shape::{Lost, no_title};

/// The names of venues in print, by their keys.
const VENUES: [(&str, &str); 26] = [
    ("3dv", "3DV"),
    ("aaai", "AAAI"),
    ("acl", "ACL"),
    ("acml", "ACML"),
    ("aistats", "AISTATS"),
    ("alt", "ALT"),
    ("automl", "AutoML"),
    ("coling", "COLING"),
    ("colm", "COLM"),
    ("colt", "COLT"),
    ("corl", "CoRL"),
    ("cvpr", "CVPR"),
    ("eccv", "ECCV"),
    ("emnlp", "EMNLP"),
    ("iccv", "ICCV"),
    ("iclr", "ICLR"),
    ("icml", "ICML"),
    ("icra", "ICRA"),
    ("ijcai", "IJCAI"),
    ("iros", "IROS"),
    ("naacl", "NAACL"),
    ("rss", "RSS"),
    ("siggraph", "SIGGRAPH"),
    ("uai", "UAI"),
    ("wacv", "WACV"),
    ("www", "WWW"),
];

/// The paper of a line. Its year stands in the venue and nowhere else: a date of publication made of it would be a day on
/// which nothing appeared.
pub(super) fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title("title").ok_or_else(|| no_title(fields))?;
    let own = fields.raw("id");
    let mut ids = Vec::from_iter(fields.id("arxiv_id"));
    ids.extend(doi(fields));
    ids.extend(own.and_then(|key| without_publisher(key).parse().ok()));
    let mut record = Record::new(SourceKind::Paperlists, title, ids, collector.place());
    if let Some(key) = own.filter(|key| key.len() <= 200) {
        key.clone_into(&mut record.source_key);
    }
    record.abstract_text = fields.text("abstract");
    record.authors = fields.people("authors");
    record.affiliations = affiliations(fields, record.authors.len());
    record.keywords = fields.names("keywords");
    record.summary = fields.text("tldr");
    record.citations = fields.count("citations");
    record.venue = venue(fields);
    record.links.code = fields.address("code");
    record.links.project = fields.address("project");
    record.links.pdf = fields.address("pdf");
    record.links.page = fields.address("url");
    Ok(record)
}

/// The places of each of so many authors, several with a plus between them; nothing where the list has another length, since it does not say
/// whose they are.
fn affiliations(fields: &Fields<'_, '_>, authors: usize) -> Vec<Vec<String>> {
    let places = fields.list("affiliations", |value| {
        let Json::Text(text) = value else { return Some(Vec::new()) };
        let places = text.split('+').map(str::trim).filter(|place| !place.is_empty());
        Some(places.map(str::to_owned).collect::<Vec<_>>())
    });
    let is_of_all = places.len() == authors && places.iter().any(|places| !places.is_empty());
    if is_of_all { places } else { Vec::new() }
}

/// The DOI.
fn doi(fields: &Fields<'_, '_>) -> Option<PaperId> {
    let doi = PaperId::from_pasted(without_publisher(fields.raw("doi")?)).filter(|id| id.doi().is_some());
    fields.or_wrong("doi", doi, "a DOI")
}

/// Some lists have the address of the paper at its publisher in the place of ids; at one publisher it ends in the DOI.
fn without_publisher(id: &str) -> &str {
    id.strip_prefix("https://link.springer.com/chapter/").unwrap_or(id)
}

/// The venue as it is printed: `NeurIPS 2024`.
fn venue(fields: &Fields<'_, '_>) -> Option<String> {
    let key = fields.name("venue")?;
    let year = fields.count("year").filter(|year| (1900..=2199).contains(year));
    let name = venue_name(&key, year).unwrap_or(&key);
    Some(year.map_or_else(|| name.to_owned(), |year| format!("{name} {year}")))
}

/// The name in print of the venue with that key.
pub(crate) fn venue_name(key: &str, year: Option<u32>) -> Option<&'static str> {
    match (key, year) {
        // It was renamed after the meeting of 2017.
        ("nips" | "neurips", Some(..=2017)) => Some("NIPS"),
        ("nips" | "neurips", _) => Some("NeurIPS"),
        _ => VENUES.iter().find(|(known, _)| *known == key).map(|(_, name)| *name),
    }
}
