//! OpenAlex: pages of works, or one work (<https://docs.openalex.org/api-entities/works/work-object>). Abstracts come as an
//! index from words to their places and are put back in order.

use domain::{PaperId, Record, SourceKind};

use super::{Next, RefusalCode, Sheet, ids, people};
use crate::clean::{TEXT_CHARS, clean};
use crate::collector::Collector;
use crate::fields::Fields;
use crate::json::{Json, Object};
use crate::shape::{Lost, no_title};
use crate::{code_links, markup};

/// The most words of an abstract.
const WORDS: usize = 50_000;

/// Reads a page of works or a single one.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| {
        let Json::Object(object) = &value else { return sheet.stranger(&value, "an answer of OpenAlex") };
        match (object.get("error"), object.get("results"), object.get("meta")) {
            (Some(Json::Text(error)), ..) => {
                let more = if let Some(Json::Text(message)) = object.get("message") { message.as_ref() } else { "" };
                sheet.refuse(RefusalCode::BadQuestion, &format!("{error} {more}"));
            }
            (_, Some(Json::List(works)), meta) => {
                sheet.objects(works, record);
                page(meta, !works.is_empty(), sheet);
            }
            // Groups are counts, not works.
            (_, None, meta @ Some(_)) if object.has("group_by") => page(meta, false, sheet),
            _ if object.has("display_name") && object.has("id") => sheet.object(object, record),
            _ => sheet.stranger(&value, "an answer of OpenAlex"),
        }
    });
}

/// How many works there are, and the cursor for the next page; behind the last page there is one empty page.
fn page(meta: Option<&Json<'_>>, has_works: bool, sheet: &mut Sheet<'_>) {
    let Some(Json::Object(meta)) = meta else { return };
    if let Some(Json::Whole(count)) = meta.get("count") {
        sheet.total(u64::try_from(*count).ok());
    }
    if let Some(Json::Text(cursor)) = meta.get("next_cursor")
        && has_works
    {
        sheet.next(Some(Next::Cursor(cursor.to_string())));
    }
}

/// A work.
fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = ["display_name", "title"].into_iter().find_map(|key| fields.title_without_markup(key));
    let title = title.ok_or_else(|| no_title(fields))?;
    let mut record = Record::new(SourceKind::Openalex, title, ids(fields), collector.place());
    record.abstract_text = fields.object("abstract_inverted_index").and_then(|index| in_order(index.as_object()));
    record.published = fields.instant("publication_date");
    record.year = if record.published.is_some() { None } else { fields.year("publication_year") };
    record.language = fields.name("language");
    record.withdrawn = fields.is_true("is_retracted");
    record.citations = fields.count("cited_by_count");
    record.keywords = fields.objects("keywords").filter_map(|keyword| keyword.name("display_name")).collect();
    record.pages = fields.object("biblio").and_then(|biblio| biblio.range("first_page", "last_page"));
    let place = fields.object("primary_location");
    record.venue = place.and_then(|place| place.object("source")).and_then(|source| source.name("display_name"));
    record.links.page = place.and_then(|place| place.address("landing_page_url"));
    let open = fields.object("best_oa_location");
    record.links.pdf = open.or(place).and_then(|place| place.address("pdf_url"));
    people::put(&mut record, fields.objects("authorships").filter_map(|authorship| person(&authorship)));
    code_links::complete(&mut record);
    Ok(record)
}

/// arXiv's id first, where the work lies there too, then the DOI and the numbers of the registers.
fn ids(fields: &Fields<'_, '_>) -> Vec<PaperId> {
    let numbers = fields.object("ids");
    let number = |key: &str| numbers.and_then(|numbers| numbers.raw(key));
    let doi = fields.raw("doi").or_else(|| number("doi")).map(ids::of_text).unwrap_or_default();
    let places = fields.objects("locations").filter_map(|place| place.raw("landing_page_url"));
    let arxiv = places.flat_map(ids::of_text).find(|id| id.arxiv().is_some());
    let own = fields.raw("id").or_else(|| number("openalex")).and_then(|id| id.rsplit('/').next());
    let own = own.and_then(|id| ids::in_register("openalex", id));
    let pubmed = number("pmid").and_then(ids::pmid).into_iter().chain(number("pmcid").and_then(ids::pmcid));
    arxiv.into_iter().chain(doi).chain(own).chain(pubmed).collect()
}

fn person(authorship: &Fields<'_, '_>) -> Option<(String, Vec<String>)> {
    let known = authorship.object("author").and_then(|author| author.name("display_name"));
    let name = known.or_else(|| authorship.name("raw_author_name"))?;
    let places: Vec<String> =
        authorship.objects("institutions").filter_map(|institution| institution.name("display_name")).collect();
    Some((name, if places.is_empty() { authorship.names("raw_affiliation_strings") } else { places }))
}

/// The abstract whose words stand at the places that `index` tells: `{"of": [1, 5], …}`, places from 0.
fn in_order(index: &Object<'_>) -> Option<String> {
    let places = |value: &Json<'_>| match value {
        Json::List(places) => {
            places.iter().filter_map(|place| if let Json::Whole(at) = place { Some(*at) } else { None }).collect()
        }
        _ => Vec::new(),
    };
    let members = index.members();
    let mut words: Vec<(i64, &str)> =
        members.flat_map(|(word, at)| places(at).into_iter().map(move |at| (at, word))).collect();
    words.sort_unstable();
    words.truncate(WORDS);
    let text = words.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
    Some(clean(markup::plain(&text), TEXT_CHARS).text).filter(|text| !text.is_empty())
}
