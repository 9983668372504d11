//! A Daily Paper on one level: `{"id", "title", "abstract", "authors", "list_date", "upvotes", "comments", …}`.

use domain::{Counts, ListName, Listing, Observation, Organization, Record, SourceKind};

use crate::code_links;
use crate::collector::Collector;
use crate::fields::Fields;
use crate::item::RANK_BY_POSITION;
use crate::listing::list;
use crate::shape::{Lost, first_picture, no_title};

/// The paper of a line. Its rank is its position among the lines of the day, which are sorted by votes as the day's page
/// was.
pub(super) fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title("title").ok_or_else(|| no_title(fields))?;
    let mut record = Record::new(SourceKind::HfDaily, title, Vec::from_iter(fields.id("id")), collector.place());
    record.abstract_text = fields.text("abstract");
    record.authors = fields.people("authors");
    record.keywords = fields.names("ai_keywords");
    record.summary = fields.text("ai_summary");
    record.published = fields.instant("published_at");
    let organization = fields.name("organization").or_else(|| fields.name("organization_name"));
    record.organization = organization.and_then(|name| Organization::named(&name));
    record.links.code = fields.address("github_repo");
    record.links.code_stars = record.links.code.as_ref().and_then(|_| fields.count("github_stars"));
    record.links.project = fields.address("project_page");
    record.links.image = fields.address("thumbnail").or_else(|| first_picture(fields, "media_urls"));
    code_links::complete(&mut record);
    if let Some(votes) = fields.count("upvotes") {
        let counts = Counts { votes, comments: fields.count("comments").unwrap_or(0) };
        let at = fields.instant("upvotes_observed_at").unwrap_or(collector.context.seen_at);
        record.observed = Some(Observation { counts, at });
    }
    if let Some(day) = fields.day("list_date") {
        list(&mut record, Listing { list: ListName::Daily, day, rank: RANK_BY_POSITION });
    }
    Ok(record)
}
