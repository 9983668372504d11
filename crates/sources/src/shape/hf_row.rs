//! A row of an answer of the Daily Papers API. Its fields came and went between 2024 and 2026, and some stand now in the
//! row, now in its `paper`: each is looked for in both.

use domain::{Counts, Day, ListName, Listing, Observation, Organization, Place, Record, SourceKind, Timestamp};

use crate::code_links;
use crate::collector::Collector;
use crate::fields::Fields;
use crate::json::Json;
use crate::listing::list;
use crate::shape::{Lost, first_picture, no_title};

/// What is known about the answer in which a row stood.
pub(super) struct Answer {
    /// The day that was asked for.
    pub(super) day: Option<Day>,
    /// When it was given.
    pub(super) seen_at: Timestamp,
}

/// The paper of a row that stands by itself or in an answer without a day.
pub(crate) fn record(row: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let answer = Answer { day: collector.context.day, seen_at: collector.context.seen_at };
    record_of(row, &answer, collector.place())
}

/// The paper of a row.
pub(super) fn record_of(row: &Fields<'_, '_>, answer: &Answer, place: Place) -> Result<Record, Lost> {
    let both = Both { paper: row.object("paper").unwrap_or(*row), row: *row };
    let title = both.first(|fields| fields.title("title")).ok_or_else(|| no_title(&both.paper))?;
    let mut record = Record::new(SourceKind::HfDaily, title, Vec::from_iter(both.paper.id("id")), place);
    record.abstract_text = both.first(|fields| fields.text("summary"));
    record.authors = both.paper.people("authors");
    record.keywords = both.paper.names("ai_keywords");
    record.summary = both.first(|fields| fields.text("ai_summary"));
    record.published = both.paper.instant("publishedAt");
    record.organization = both.organization();
    record.links.code = both.first(|fields| fields.address("githubRepo"));
    record.links.code_stars = record.links.code.as_ref().and_then(|_| both.paper.count("githubStars"));
    record.links.project = both.first(|fields| fields.address("projectPage"));
    record.links.image = both.image();
    record.observed = both.counts().map(|counts| Observation { counts, at: answer.seen_at });
    code_links::complete(&mut record);
    if let Some(day) = answer.day.or_else(|| both.day()) {
        // The answers are sorted by date of publication, which says nothing about the place on the day's page.
        list(&mut record, Listing { list: ListName::Daily, day, rank: None });
    }
    Ok(record)
}

/// The two objects in which a field can stand.
struct Both<'o, 'a> {
    paper: Fields<'o, 'a>,
    row: Fields<'o, 'a>,
}

impl Both<'_, '_> {
    /// What the paper says, else the row.
    fn first<T>(&self, field: impl Fn(&Fields<'_, '_>) -> Option<T>) -> Option<T> {
        field(&self.paper).or_else(|| field(&self.row))
    }

    fn counts(&self) -> Option<Counts> {
        let votes = self.first(|fields| fields.count("upvotes"))?;
        Some(Counts { votes, comments: self.row.count("numComments").unwrap_or(0) })
    }

    /// The presenting organisation; in autumn 2025 it was called the submitter's.
    fn organization(&self) -> Option<Organization> {
        self.first(|fields| organization(fields, "organization"))
            .or_else(|| organization(&self.row, "submitterOrganization"))
    }

    /// The picture: the thumbnail, which early rows call `mediaUrl`, else the first medium that is one.
    fn image(&self) -> Option<String> {
        self.first(|fields| fields.address("thumbnail"))
            .or_else(|| self.row.address("mediaUrl"))
            .or_else(|| self.first(|fields| first_picture(fields, "mediaUrls")))
    }

    /// The day of the list where the answer does not tell it: that of the submission, which in 482 recorded answers is
    /// always the day of the list. Rows before March 2025 lack it; their own `publishedAt` (not the paper's) was the
    /// time at which they were listed.
    fn day(&self) -> Option<Day> {
        let submitted = self.first(|fields| fields.instant("submittedOnDailyAt"));
        submitted.or_else(|| self.row.instant("publishedAt")).and_then(Day::of)
    }
}

/// An organisation given as an object with `fullname` and `name`, or as its name alone. Its full name counts: the
/// handles of one university are several.
fn organization(fields: &Fields<'_, '_>, key: &str) -> Option<Organization> {
    let name = if let Json::Text(_) = fields.value(key)? {
        fields.name(key)
    } else {
        let organization = fields.object(key)?;
        organization.name("fullname").or_else(|| organization.name("name"))
    };
    Organization::named(&name?)
}
