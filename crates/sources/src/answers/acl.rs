//! A collection of the ACL Anthology (<https://github.com/acl-org/acl-anthology>, `data/xml`): volumes with their papers. Ids are
//! not written there but made, as the Anthology makes them (<https://aclanthology.org/info/ids/>).

use domain::{Record, SourceKind};

use super::{Sheet, ids, people};
use crate::collector::Collector;
use crate::shape::{Lost, paperlists};
use crate::xml::{Element, Part, Tags};
use crate::{code_links, links};

/// What all papers of a volume have in common.
#[derive(Default)]
struct Volume {
    collection: String,
    id: String,
    venue: Option<String>,
    book: Option<String>,
    year: Option<i16>,
}

/// Reads all papers. The front matter of a volume is none.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    let mut volume = Volume::default();
    sheet.parts(text, &["paper", "meta"], |sheet, part| match part {
        Part::Opened(element) => match element.local() {
            "collection" => volume.collection = id_of(&element),
            "volume" => {
                volume = Volume { collection: volume.collection.clone(), id: id_of(&element), ..Volume::default() }
            }
            _ => {}
        },
        // An event has a `meta` too, but it comes after all volumes.
        Part::Whole(element) if element.is("meta") => meta(&element, &mut volume),
        Part::Whole(element) => sheet.element(&element, |tags, collector| record(tags, collector, &volume)),
    });
    if volume.collection.is_empty() {
        sheet.nothing("no collection of the ACL Anthology");
    }
}

fn id_of(element: &Element<'_>) -> String {
    element.attribute("id").unwrap_or_default().to_owned()
}

/// The title, year and venue of a volume.
fn meta(element: &Element<'_>, volume: &mut Volume) {
    let text = |name: &str| element.child(name).map(|child| crate::clean::clean(child.text(), 500).text);
    volume.book = text("booktitle");
    volume.year = text("year").and_then(|year| crate::dates::year(&year));
    let year = volume.year.and_then(|year| u32::try_from(year).ok());
    let name = text("venue").and_then(|key| paperlists::venue_name(&key, year));
    volume.venue = name.zip(year).map(|(name, year)| format!("{name} {year}")).or_else(|| volume.book.clone());
}

/// A paper.
fn record(tags: &Tags<'_, '_>, collector: &Collector<'_>, volume: &Volume) -> Result<Record, Lost> {
    let id = anthology_id(volume, tags.element.attribute("id").unwrap_or_default());
    let title = tags.title("title").ok_or_else(|| format!("no title; its id is {id:?}"))?;
    let own = ids::in_register("acl", &id);
    let ids = own.into_iter().chain(tags.dois("doi")).collect();
    let mut record = Record::new(SourceKind::Acl, title, ids, collector.place());
    record.abstract_text = tags.text("abstract");
    people::put(&mut record, tags.each("author").map(|author| person(&author)));
    record.venue.clone_from(&volume.venue);
    record.journal_ref.clone_from(&volume.book);
    record.year = volume.year;
    record.pages = tags.name("pages");
    record.language = tags.name("language");
    record.withdrawn = tags.inside("retracted").is_some() || tags.inside("removed").is_some();
    record.links.page = links::address(&format!("https://aclanthology.org/{id}"));
    record.links.pdf = tags.raw("url").and_then(|url| pdf(&url));
    record.links.code = tags.inside("pwccode").and_then(|code| links::address(code.element.attribute("url")?));
    code_links::complete(&mut record);
    Ok(record)
}

fn person(author: &Tags<'_, '_>) -> (String, Vec<String>) {
    let part = |name| author.raw(name).unwrap_or_default();
    (people::joined([&part("first"), &part("last"), ""]), author.names("affiliation"))
}

/// Where the PDF lies: at the address that is told, or at the Anthology under the name that is told.
fn pdf(url: &str) -> Option<String> {
    if url.contains("://") {
        links::address(url)
    } else {
        links::address(&format!("https://aclanthology.org/{url}.pdf"))
    }
}

/// The id of a paper: `2022.acl-long.1`; in collections before 2020, `J89-1001` with one digit for the volume and three for
/// the paper, or two and two in collections with many volumes (workshops, and some others).
fn anthology_id(volume: &Volume, paper: &str) -> String {
    let Volume { collection, id, .. } = volume;
    if collection.contains('.') {
        return format!("{collection}-{id}.{paper}");
    }
    let (Ok(number), Ok(paper)) = (id.parse::<u32>(), paper.parse::<u32>()) else {
        return format!("{collection}-{id}.{paper}");
    };
    let two = collection.starts_with('W') || collection == "C69" || (collection == "D19" && number >= 5);
    if two { format!("{collection}-{number:02}{paper:02}") } else { format!("{collection}-{number}{paper:03}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_as_the_anthology_makes_them() {
        for (collection, volume, paper, id) in [
            ("2022.acl", "long", "1", "2022.acl-long.1"),
            ("J89", "1", "2", "J89-1002"),
            ("L06", "1", "123", "L06-1123"),
            ("W05", "12", "3", "W05-1203"),
            ("D19", "1", "7", "D19-1007"),
            ("D19", "50", "7", "D19-5007"),
        ] {
            let volume = Volume { collection: collection.to_owned(), id: volume.to_owned(), ..Volume::default() };
            assert_eq!(anthology_id(&volume, paper), id);
        }
    }
}
