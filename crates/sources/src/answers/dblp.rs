//! DBLP's XML: the dump, or single records (<https://dblp.org/xml/docu/dblpxml.pdf>). Its DTD is not read: the entities that it
//! declares are those of HTML. Pages of people and whole volumes are no papers and are passed over.

use domain::{PaperId, Record, SourceKind};

use super::{Sheet, ids, people};
use crate::collector::Collector;
use crate::shape::Lost;
use crate::xml::{Element, Part, Tags};

/// The elements that are papers.
pub(crate) const PAPERS: [&str; 6] = ["article", "inproceedings", "incollection", "phdthesis", "mastersthesis", "data"];

/// Reads all papers.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    let mut is_dblp = false;
    sheet.parts(text, &PAPERS, |sheet, part| match part {
        Part::Opened(element) => is_dblp |= element.is("dblp"),
        Part::Whole(element) if element.attribute("key").is_some() => {
            is_dblp = true;
            sheet.element(&element, record);
        }
        Part::Whole(_) => {}
    });
    if !is_dblp {
        sheet.nothing("no XML of DBLP");
    }
}

/// The paper of a record.
fn record(tags: &Tags<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let key = tags.element.attribute("key").unwrap_or_default();
    let title = tags.title("title").ok_or_else(|| format!("no title; its key is {key:?}"))?;
    let mut record = Record::new(SourceKind::Dblp, without_stop(&title).to_owned(), ids(tags, key), collector.place());
    people::put_names(&mut record, tags.names("author").iter().map(|name| without_number(name).to_owned()));
    record.year = tags.year("year");
    record.pages = tags.name("pages");
    record.venue = venue(tags);
    record.journal_ref = reference(tags);
    record.withdrawn = tags.element.attribute("publtype") == Some("withdrawn");
    record.links.page = editions(tags.element)
        .find_map(|address| crate::links::address(&address))
        .filter(|address| !address.contains("doi.org/"));
    Ok(record)
}

/// The addresses of the paper's electronic editions.
fn editions<'e>(element: &'e Element<'_>) -> impl Iterator<Item = std::borrow::Cow<'e, str>> {
    element.all("ee").map(Element::text)
}

/// Ids of its editions, arXiv's first, then DBLP's own key.
fn ids(tags: &Tags<'_, '_>, key: &str) -> Vec<PaperId> {
    let (arxiv, others): (Vec<_>, Vec<_>) =
        editions(tags.element).flat_map(|address| ids::of_address(address.trim())).partition(|id| id.arxiv().is_some());
    // Papers of arXiv are volumes of a journal called CoRR.
    let corr = tags.raw("volume").and_then(|volume| PaperId::from_pasted(volume.strip_prefix("abs/")?));
    arxiv.into_iter().chain(corr).chain(others).chain(ids::in_register("dblp", key)).collect()
}

/// A journal, or a meeting with its year.
fn venue(tags: &Tags<'_, '_>) -> Option<String> {
    tags.name("journal").or_else(|| {
        let meeting = tags.name("booktitle").or_else(|| tags.name("school"))?;
        Some(tags.raw("year").map_or_else(|| meeting.clone(), |year| format!("{meeting} {year}")))
    })
}

/// Journal, volume, number and year as one text: `Acta Inf. 33(7), 1996`.
fn reference(tags: &Tags<'_, '_>) -> Option<String> {
    let (journal, volume) = (tags.name("journal")?, tags.name("volume")?);
    let number = tags.name("number").map(|number| format!("({number})")).unwrap_or_default();
    let year = tags.name("year").map(|year| format!(", {year}")).unwrap_or_default();
    Some(format!("{journal} {volume}{number}{year}"))
}

/// DBLP ends every title with a full stop.
pub(super) fn without_stop(title: &str) -> &str {
    title.strip_suffix('.').filter(|rest| !rest.ends_with('.') && !rest.is_empty()).unwrap_or(title)
}

/// A name without the number that tells people of one name apart: `Manish Singh 0001`.
pub(super) fn without_number(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((name, number)) if number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => name,
    }
}
