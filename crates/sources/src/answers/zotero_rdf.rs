//! Zotero's RDF, which it exports beside `BibTeX`, RIS and CSL-JSON: RDF/XML in the words of Dublin Core, FOAF, PRISM and the Bibliographic
//! Ontology's forerunner (<https://www.zotero.org/support/kb/exporting>, <https://github.com/zotero/translators/blob/master/Zotero%20RDF.js>).
//! Built from the documentation and own examples.
//!
//! An item names what it is part of, and its attachments, by where they stand in the file, which may be behind it: the file is read twice.

use std::collections::HashMap;

use domain::{PaperId, Record, SourceKind, Timestamp};

use super::{Sheet, ids, people};
use crate::clean::{LIST_ITEMS, NAME_CHARS, TEXT_CHARS, TITLE_CHARS, clean};
use crate::collector::Collector;
use crate::shape::Lost;
use crate::xml::{Element, Part, Parts, Tags};
use crate::{code_links, dates, latex_accents, links, markup};

/// The elements that are papers, or what papers refer to. Films, pictures, letters and laws are passed over.
const WANTED: [&str; 18] = [
    "Article",
    "Description",
    "Document",
    "BookSection",
    "Book",
    "Thesis",
    "Report",
    "Manuscript",
    "ConferenceProceedings",
    "Data",
    "Patent",
    "Journal",
    "Periodical",
    "Newspaper",
    "Website",
    "Blog",
    "Forum",
    "Attachment",
];

/// What papers refer to, by its name.
type Beside = HashMap<String, Thing>;

/// A journal, a book, an attachment.
#[derive(Default)]
struct Thing {
    title: Option<String>,
    dois: Vec<PaperId>,
    pdf: Option<String>,
    /// How many papers are part of it.
    papers: usize,
}

/// What a paper is part of.
enum Whole<'e, 'a> {
    /// What stands in the paper.
    Here(&'e Element<'a>),
    /// What has this name.
    Named(&'e str),
}

/// Reads all items that can be papers. Notes and attachments are none.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    let (mut is_rdf, beside) = (false, beside(text));
    sheet.parts_of(parts(text), |sheet, part| match part {
        Part::Opened(element) => is_rdf |= element.local() == "RDF",
        Part::Whole(element) if is_paper(&element) => {
            sheet.element(&element, |tags, collector| record(tags, collector, &beside));
        }
        Part::Whole(_) => {}
    });
    if !is_rdf {
        sheet.nothing("no RDF of Zotero");
    }
}

fn parts(text: &str) -> Parts<'_, 'static> {
    Parts::new(text, &WANTED).going_on_at_any()
}

/// Whether an element is an item of a library, and none that only belongs to another.
fn is_paper(element: &Element<'_>) -> bool {
    match element.child("itemType").map(Element::text).as_deref().map(str::trim) {
        Some("attachment" | "note" | "annotation") => false,
        Some(_) => true,
        None => element.is("Article"),
    }
}

/// Everything that papers refer to.
fn beside(text: &str) -> Beside {
    let mut beside = Beside::new();
    for part in parts(text).flatten() {
        let Part::Whole(element) = part else { continue };
        if is_paper(&element) {
            if let Some(Whole::Named(name)) = whole(&element) {
                beside.entry(name.to_owned()).or_default().papers += 1;
            }
        } else if let Some(name) = element.attribute("rdf:about") {
            let papers = beside.get(name).map_or(0, |thing| thing.papers);
            beside.insert(name.to_owned(), Thing { papers, ..thing(&element) });
        }
    }
    beside
}

fn thing(element: &Element<'_>) -> Thing {
    let title = element.child("title").map(|title| clean(title.text(), NAME_CHARS).text);
    let is_pdf = element.child("type").is_some_and(|kind| kind.text().trim() == "application/pdf");
    let pdf = if is_pdf { identifiers(element).find_map(|text| links::address(&text)) } else { None };
    Thing { title: title.filter(|title| !title.is_empty()), dois: dois(element), pdf, papers: 0 }
}

/// What a paper is part of; the section of a newspaper is passed through, a series is no place of its own.
fn whole<'e, 'a>(element: &'e Element<'a>) -> Option<Whole<'e, 'a>> {
    element.all("isPartOf").find_map(|part| match (part.attribute("rdf:resource"), part.elements().next()) {
        (Some(name), _) => Some(Whole::Named(name)),
        (None, Some(inside)) if inside.is("Part") => whole(inside),
        (None, Some(inside)) if inside.is("Series") => None,
        (None, inside) => inside.map(Whole::Here),
    })
}

/// What identifies an item: numbers behind the name of their register, and addresses.
fn identifiers<'e>(element: &'e Element<'_>) -> impl Iterator<Item = String> + use<'e> {
    element.all("identifier").take(LIST_ITEMS).map(|identifier| identifier.text().trim().to_owned())
}

fn dois(element: &Element<'_>) -> Vec<PaperId> {
    identifiers(element).filter_map(|text| text.strip_prefix("DOI ").map(ids::of_text)).flatten().collect()
}

/// The paper of an item.
fn record(tags: &Tags<'_, '_>, collector: &Collector<'_>, beside: &Beside) -> Result<Record, Lost> {
    let about = tags.element.attribute("rdf:about").unwrap_or_default();
    let title = title(tags).ok_or_else(|| format!("no title; its name is {about:?}"))?;
    let part_of = match whole(tags.element) {
        Some(Whole::Here(element)) => Some(&thing(element)),
        Some(Whole::Named(name)) => beside.get(name),
        None => None,
    };
    let (pubmed, comment) = remarks(tags);
    let ids = ids(tags, part_of).into_iter().chain(pubmed).collect();
    let mut record = Record::new(SourceKind::Library, title, ids, collector.place());
    record.abstract_text = tags.text("abstract");
    people::put_names(&mut record, authors(tags));
    date(tags, &mut record);
    let meeting = || tags.inside("presentedAt")?.inside("Conference")?.name("title");
    record.venue = part_of.and_then(|thing| thing.title.clone()).or_else(meeting);
    record.pages = tags.name("pages").map(|pages| pages.replace('–', "-"));
    record.language = tags.name("language");
    record.comment = comment;
    record.keywords = keywords(tags.element);
    let addresses = identifiers(tags.element).chain([about.to_owned()]).filter_map(|text| links::address(&text));
    record.links.page = addresses.into_iter().find(|address| !address.contains("doi.org/"));
    record.links.pdf = tags.element.all("link").take(LIST_ITEMS).find_map(|link| pdf(link, beside));
    code_links::complete(&mut record);
    Ok(record)
}

/// The title, in which markup is written as text.
fn title(tags: &Tags<'_, '_>) -> Option<String> {
    let text = latex_accents::decode(markup::plain(&tags.raw("title")?)).into_owned();
    Some(clean(&text, TITLE_CHARS).text).filter(|title| !title.is_empty())
}

/// The ids that stand in lines of their own among the remarks, and the other lines.
fn remarks(tags: &Tags<'_, '_>) -> (Vec<PaperId>, Option<String>) {
    let text = tags.raw("description").unwrap_or_default();
    let id = |line: &str| match line.split_once(':')? {
        ("PMID", number) => ids::pmid(number),
        ("PMCID", number) => ids::pmcid(number),
        _ => None,
    };
    let (told, others): (Vec<_>, Vec<_>) =
        text.lines().map(|line| (id(line.trim()), line)).partition(|(id, _)| id.is_some());
    let others: Vec<&str> = others.into_iter().map(|(_, line)| line).collect();
    let comment = clean(others.join(" "), TEXT_CHARS).text;
    (told.into_iter().filter_map(|(id, _)| id).collect(), Some(comment).filter(|comment| !comment.is_empty()))
}

/// The DOIs and what addresses give; arXiv's number stands where others have theirs.
fn ids(tags: &Tags<'_, '_>, part_of: Option<&Thing>) -> Vec<PaperId> {
    let about = tags.element.attribute("rdf:about").map(ids::of_address).unwrap_or_default();
    let addresses = identifiers(tags.element).filter(|text| text.contains("://"));
    // Articles leave their DOI with their journal; one that several share says nothing of any of them.
    let of_whole = part_of.filter(|thing| thing.papers <= 1).map(|thing| thing.dois.clone()).unwrap_or_default();
    let number = tags.raw("number").map(|number| ids::of_text(&number)).unwrap_or_default();
    let arxiv = |id: &PaperId| id.arxiv().is_some();
    let own = dois(tags.element).into_iter().chain(addresses.flat_map(|text| ids::of_address(&text))).chain(about);
    let all = own.chain(of_whole).chain(number.into_iter().filter(arxiv));
    let (first, others): (Vec<_>, Vec<_>) = all.partition(arxiv);
    first.into_iter().chain(others).collect()
}

/// The authors; whole groups have only a family name.
fn authors(tags: &Tags<'_, '_>) -> Vec<String> {
    let Some(list) = tags.inside("authors").and_then(|authors| authors.inside("Seq")) else { return Vec::new() };
    let people = list.each("li").filter_map(|place| place.inside("Person"));
    let name = |person: Tags<'_, '_>| {
        let given = person.raw("givenName").or_else(|| person.raw("givenname")).unwrap_or_default();
        people::joined([&given, &person.raw("surname").unwrap_or_default(), ""])
    };
    people.map(name).collect()
}

/// The day, else the year.
fn date(tags: &Tags<'_, '_>, record: &mut Record) {
    let Some(text) = tags.raw("date") else { return };
    record.published = day(&text);
    record.year = if record.published.is_some() { None } else { dates::year(&text) };
}

/// A day as people write it: `2024-01-02`, `2024/1/2`, `January 2, 2024`, `2 Jan 2024`.
fn day(text: &str) -> Option<Timestamp> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let midnight =
        |[year, month, day]: [&str; 3]| dates::midnight(year.parse().ok()?, dates::month(month)?, day.parse().ok()?);
    dates::instant(text).or_else(|| match *parts.as_slice() {
        [year, month, day] if year.len() == 4 => midnight([year, month, day]),
        [month, day, year] | [day, month, year] if month.starts_with(char::is_alphabetic) && year.len() == 4 => {
            midnight([year, month, day])
        }
        _ => None,
    })
}

/// The tags; call numbers of libraries stand among them.
fn keywords(element: &Element<'_>) -> Vec<String> {
    let words = element.all("subject").filter(|subject| subject.child("LCC").is_none()).take(LIST_ITEMS);
    words.map(|word| clean(word.text(), NAME_CHARS).text).filter(|word| !word.is_empty()).collect()
}

/// Where an attachment lies on the web, if it is a PDF.
fn pdf(link: &Element<'_>, beside: &Beside) -> Option<String> {
    match link.attribute("rdf:resource") {
        Some(name) => beside.get(name)?.pdf.clone(),
        None => thing(link.child("Attachment")?).pdf,
    }
}
