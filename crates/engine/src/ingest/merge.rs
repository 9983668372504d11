//! How what a source says becomes part of a paper.
//!
//! Every field has one teller: the most trusted source that spoke of it. Among equals the later word stands. Votes,
//! comments and citations are running counts seen at different hours, so the highest seen stands, whatever the order of arrival.

mod facts;

use domain::{Counts, Day, Field, IdKind, Paper, PaperId, Record, SourceKind, StoredPaper, Timestamp, Told};
use serde::{Deserialize, Serialize};

/// A paper while records are merged into it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Draft {
    pub paper: Paper,
    pub told: Told,
    pub counts: Counts,
    pub shown: Option<Day>,
    pub listed: Option<Day>,
}

impl Draft {
    /// The paper as it is stored.
    pub(crate) fn of_stored(stored: StoredPaper) -> Self {
        let StoredPaper { paper, told, counts, shown, listed, .. } = stored;
        Self { paper, told, counts, shown, listed }
    }

    /// A paper of which `record`, seen at a moment, is the first word.
    pub(crate) fn new(record: &Record, seen: Timestamp) -> Self {
        let id = best_id(&record.ids).cloned().unwrap_or_else(|| PaperId::from_title(&record.title));
        let paper = Paper::new(id, "");
        let mut draft = Self { paper, told: Told::default(), counts: Counts::default(), shown: None, listed: None };
        draft.merge(record, seen);
        draft
    }

    /// Takes in what `record`, seen at a moment, says.
    pub(crate) fn merge(&mut self, record: &Record, seen: Timestamp) {
        self.better_id(&record.ids);
        self.note_changes(record, seen);
        self.merge_texts(record);
        self.merge_facts(record);
        self.merge_links(record);
        self.merge_authors(record);
        if let Some(seen) = record.observed {
            self.counts.votes = self.counts.votes.max(seen.counts.votes);
            self.counts.comments = self.counts.comments.max(seen.counts.comments);
        }
        self.merge_days(record.listing.map(|listing| listing.day));
    }

    /// Takes in another paper that turned out to be the same one.
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.better_id(std::slice::from_ref(&other.paper.id));
        // Of citations the most stands, whoever counted them.
        for (field, source) in other.told.iter().filter(|(field, _)| *field != Field::Citations) {
            if self.told.by(field).is_none_or(|mine| trust(field, source) > trust(field, mine)) {
                take_field(&mut self.paper, &other.paper, field);
                self.told.set(field, source);
            }
        }
        self.absorb_facts(other);
        self.paper.author_count = self.paper.author_count.max(other.paper.author_count);
        self.counts.votes = self.counts.votes.max(other.counts.votes);
        self.counts.comments = self.counts.comments.max(other.counts.comments);
        self.shown = if self.listed.is_none() { other.shown.or(self.shown) } else { self.shown };
        self.merge_days(other.listed);
    }

    fn better_id(&mut self, ids: &[PaperId]) {
        if let Some(id) = best_id(ids).filter(|id| standing(id) > standing(&self.paper.id)) {
            self.paper.id = id.clone();
        }
    }

    fn merge_texts(&mut self, record: &Record) {
        let (paper, told) = (&mut self.paper, &mut self.told);
        let mut field = |field, present: bool| present && take(told, field, record.source);
        if field(Field::Title, !record.title.is_empty()) {
            paper.title.clone_from(&record.title);
        }
        if let Some(text) =
            record.abstract_text.as_ref().filter(|text| !text.is_empty() && field(Field::Abstract, true))
        {
            paper.abstract_text.clone_from(text);
        }
        if field(Field::Categories, !record.categories.is_empty()) {
            paper.categories.clone_from(&record.categories);
        }
        if field(Field::Keywords, !record.keywords.is_empty()) {
            paper.keywords.clone_from(&record.keywords);
        }
        if field(Field::Organization, record.organization.is_some()) {
            paper.organization.clone_from(&record.organization);
        }
        if field(Field::Published, record.published.is_some()) {
            paper.published = record.published;
        }
        if field(Field::Venue, record.venue.is_some()) {
            paper.venue.clone_from(&record.venue);
        }
        if field(Field::Comment, record.comment.is_some()) {
            paper.comment.clone_from(&record.comment);
        }
        if field(Field::Summary, record.summary.is_some()) {
            paper.summary.clone_from(&record.summary);
        }
    }

    fn merge_links(&mut self, record: &Record) {
        let (links, told) = (&mut self.paper.links, &mut self.told);
        let mut field = |field, present: bool| present && take(told, field, record.source);
        if field(Field::Code, record.links.code.is_some()) {
            if links.code != record.links.code {
                links.code_stars = None;
            }
            links.code.clone_from(&record.links.code);
            links.code_stars = record.links.code_stars.or(links.code_stars);
        }
        if field(Field::Project, record.links.project.is_some()) {
            links.project.clone_from(&record.links.project);
        }
        if field(Field::Pdf, record.links.pdf.is_some()) {
            links.pdf.clone_from(&record.links.pdf);
        }
        if field(Field::Image, record.links.image.is_some()) {
            links.image.clone_from(&record.links.image);
        }
        if links.page.is_none() {
            links.page.clone_from(&record.links.page);
        }
    }

    fn merge_authors(&mut self, record: &Record) {
        if !record.authors.is_empty() && take(&mut self.told, Field::Authors, record.source) {
            // Places stand beside the names in their order, so who tells the names tells them too, unless it has none and the names are the same.
            if !record.affiliations.is_empty() || self.paper.authors != record.authors {
                self.paper.facts.affiliations.clone_from(&record.affiliations);
                self.told.set(Field::Affiliations, record.source);
            }
            self.paper.authors.clone_from(&record.authors);
        }
        let named = u32::try_from(self.paper.authors.len()).unwrap_or(u32::MAX);
        // A number is only needed while nobody gives the names.
        self.paper.author_count =
            if named > 0 { named } else { record.author_count.unwrap_or(0).max(self.paper.author_count) };
    }

    /// The day that readers see: of publication, else the first list day, else the month in the arXiv id.
    fn merge_days(&mut self, listed: Option<Day>) {
        let first_listed = match (self.listed, listed) {
            // Without a list day so far, `shown` was only the month of the id.
            (None, new) => new,
            (Some(_), new) => [self.shown, new].into_iter().flatten().min(),
        };
        self.listed = self.listed.max(listed);
        let published = self.paper.published.and_then(Day::of);
        self.shown = published.or(first_listed).or_else(|| self.paper.id.arxiv_month()).or(self.shown);
    }
}

/// Whether `source` may tell `field` now; if so it is its teller from here on.
pub(super) fn take(told: &mut Told, field: Field, source: SourceKind) -> bool {
    let allowed = told.by(field).is_none_or(|teller| trust(field, source) >= trust(field, teller));
    if allowed {
        told.set(field, source);
    }
    allowed
}

/// How far a source's word on a field is trusted. arXiv knows its own texts best; its code and project links, and those of most
/// others, are only found in prose, so whoever was told them by people knows better; whose work a paper is,
/// most sources only tell by where the authors are; keywords of a conference are the authors' own; where a preprint appeared, its own comment says before anybody else and less well. The rest follows the order of [`SourceKind`].
fn trust(field: Field, source: SourceKind) -> u8 {
    match (field, source) {
        (Field::Code | Field::Project, source) if !is_told_links(source) => 1,
        (Field::Organization, source) if !is_told_organization(source) => 0,
        (_, SourceKind::SavedPage) => 1,
        (_, SourceKind::Jsonl) => 2,
        (Field::Keywords | Field::Venue | Field::Pdf, SourceKind::Paperlists) => 50,
        // Of what became of a preprint, whoever printed it knows more.
        (Field::Venue, SourceKind::Arxiv) => 9,
        (_, SourceKind::Library) => 3,
        (_, SourceKind::Feed) => 4,
        (_, SourceKind::SemanticScholar) => 5,
        (_, SourceKind::Openalex) => 6,
        (_, SourceKind::EuropePmc) => 7,
        (_, SourceKind::Dblp) => 8,
        (_, SourceKind::Paperlists) => 30,
        (_, SourceKind::HfDaily) => 40,
        (_, SourceKind::Oai) => 41,
        (_, SourceKind::Crossref) => 42,
        (_, SourceKind::Proceedings) => 43,
        (_, SourceKind::Acl) => 51,
        (_, SourceKind::Openreview) => 52,
        (_, SourceKind::Biorxiv) => 53,
        (_, SourceKind::Arxiv) => 60,
    }
}

/// Whether a source is told where code and project lie, rather than finding that in the texts.
fn is_told_links(source: SourceKind) -> bool {
    matches!(source, SourceKind::Jsonl | SourceKind::Paperlists | SourceKind::HfDaily | SourceKind::Acl)
}

/// Whether a source is told whose work a paper is, rather than finding that in the places of the authors.
fn is_told_organization(source: SourceKind) -> bool {
    matches!(source, SourceKind::Jsonl | SourceKind::HfDaily)
}

fn take_field(mine: &mut Paper, other: &Paper, field: Field) {
    match field {
        Field::Title => mine.title.clone_from(&other.title),
        Field::Abstract => mine.abstract_text.clone_from(&other.abstract_text),
        Field::Authors => {
            mine.authors.clone_from(&other.authors);
            mine.facts.affiliations.clone_from(&other.facts.affiliations);
        }
        Field::Categories => mine.categories.clone_from(&other.categories),
        Field::Keywords => mine.keywords.clone_from(&other.keywords),
        Field::Organization => mine.organization.clone_from(&other.organization),
        Field::Published => mine.published = other.published,
        Field::Venue => mine.venue.clone_from(&other.venue),
        Field::Comment => mine.comment.clone_from(&other.comment),
        Field::Summary => mine.summary.clone_from(&other.summary),
        Field::Code => {
            mine.links.code.clone_from(&other.links.code);
            mine.links.code_stars = other.links.code_stars;
        }
        Field::Project => mine.links.project.clone_from(&other.links.project),
        Field::Pdf => mine.links.pdf.clone_from(&other.links.pdf),
        Field::Image => mine.links.image.clone_from(&other.links.image),
        // Places come with the names; what sources tell of versions and citations is put together.
        Field::Affiliations | Field::Versions | Field::Citations => {}
        Field::Withdrawn => mine.facts.withdrawn = other.facts.withdrawn,
        Field::JournalRef => mine.facts.journal_ref.clone_from(&other.facts.journal_ref),
        Field::Pages => mine.facts.pages.clone_from(&other.facts.pages),
        Field::Language => mine.facts.language.clone_from(&other.facts.language),
    }
}

/// The id to show: arXiv's before a register's, before a DOI, before the title's; the first among equals.
fn best_id(ids: &[PaperId]) -> Option<&PaperId> {
    ids.iter().rev().max_by_key(|id| standing(id))
}

fn standing(id: &PaperId) -> u8 {
    match id.kind() {
        IdKind::Title => 0,
        IdKind::Doi => 1,
        IdKind::Other => 2,
        IdKind::Arxiv => 3,
    }
}

#[cfg(test)]
mod tests {
    use domain::{ListName, Listing, Observation, Place};

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn record(source: SourceKind, id: &str, title: &str) -> Record {
        let place = Place { file: "test".into(), line: 1 };
        Record::new(source, title.to_owned(), vec![id.parse().unwrap()], place)
    }

    fn listed(mut record: Record, day: &str) -> Record {
        record.listing = Some(Listing { list: ListName::New, day: day.parse().unwrap(), rank: None });
        record
    }

    fn seen(mut record: Record, votes: u32, comments: u32) -> Record {
        record.observed = Some(Observation { counts: Counts { votes, comments }, at: Timestamp::UNIX_EPOCH });
        record
    }

    #[test]
    fn the_more_trusted_word_stands_in_either_order() {
        let (hf, arxiv) = (
            record(SourceKind::HfDaily, "2401.01234", "as shown"),
            record(SourceKind::Arxiv, "2401.01234", "As Written"),
        );
        for order in [[&hf, &arxiv], [&arxiv, &hf]] {
            let mut draft = Draft::new(order[0], NOW);
            draft.merge(order[1], NOW);
            assert_eq!(draft.paper.title, "As Written");
            assert_eq!(draft.told.by(Field::Title), Some(SourceKind::Arxiv));
        }
    }

    #[test]
    fn a_repository_told_by_people_beats_one_found_in_prose() {
        let mut found = record(SourceKind::Arxiv, "2401.01234", "T");
        found.links.code = Some("https://github.com/a/baseline".to_owned());
        let mut told = record(SourceKind::HfDaily, "2401.01234", "T");
        (told.links.code, told.links.code_stars) = (Some("https://github.com/a/ours".to_owned()), Some(7));
        let mut draft = Draft::new(&told, NOW);
        draft.merge(&found, NOW);
        assert_eq!(draft.paper.links.code.as_deref(), Some("https://github.com/a/ours"));
        assert_eq!(draft.paper.links.code_stars, Some(7));
    }

    #[test]
    fn counts_are_the_highest_seen() {
        let mut draft = Draft::new(&seen(record(SourceKind::HfDaily, "2401.01234", "T"), 39, 1), NOW);
        draft.merge(&seen(record(SourceKind::SavedPage, "2401.01234", "T"), 0, 4), NOW);
        assert_eq!(draft.counts, Counts { votes: 39, comments: 4 });
    }

    #[test]
    fn the_shown_day_is_the_first_that_is_known() {
        let bare = record(SourceKind::Arxiv, "2401.01234", "T");
        let mut draft = Draft::new(&bare, NOW);
        assert_eq!(draft.shown.unwrap().to_string(), "2024-01-01", "the month of the id");
        draft.merge(&listed(bare.clone(), "2024-01-05"), NOW);
        assert_eq!(draft.shown.unwrap().to_string(), "2024-01-05", "a list day says more than a month");
        draft.merge(&listed(bare.clone(), "2024-01-04"), NOW);
        draft.merge(&listed(bare.clone(), "2024-02-04"), NOW);
        assert_eq!(draft.shown.unwrap().to_string(), "2024-01-04");
        assert_eq!(draft.listed.unwrap().to_string(), "2024-02-04");
        let dated = Record { published: Some("2024-01-03T10:00:00Z".parse().unwrap()), ..bare };
        draft.merge(&dated, NOW);
        assert_eq!(draft.shown.unwrap().to_string(), "2024-01-03", "publication says most");
    }

    #[test]
    fn a_better_id_takes_the_place_of_the_title() {
        let mut page = record(SourceKind::SavedPage, "2401.01234", "A Title");
        page.ids = vec![PaperId::from_title("A Title")];
        let mut draft = Draft::new(&page, NOW);
        assert_eq!(draft.paper.id.kind(), IdKind::Title);
        draft.merge(&record(SourceKind::Paperlists, "nips:2024:7", "A Title"), NOW);
        draft.merge(&record(SourceKind::HfDaily, "2401.01234", "A Title"), NOW);
        draft.merge(&page, NOW);
        assert_eq!(draft.paper.id.as_str(), "2401.01234");
    }

    #[test]
    fn names_count_more_than_a_number() {
        let mut page = record(SourceKind::SavedPage, "2401.01234", "T");
        page.author_count = Some(8);
        let mut draft = Draft::new(&page, NOW);
        assert_eq!(draft.paper.author_count, 8);
        let mut named = record(SourceKind::Arxiv, "2401.01234", "T");
        named.authors = vec!["A B".to_owned(), "C D".to_owned()];
        draft.merge(&named, NOW);
        draft.merge(&page, NOW);
        assert_eq!(draft.paper.author_count, 2);
    }

    #[test]
    fn merging_again_changes_nothing() {
        let one = listed(seen(record(SourceKind::HfDaily, "2401.01234", "T"), 3, 1), "2024-01-05");
        let mut draft = Draft::new(&one, NOW);
        let before = draft.clone();
        draft.merge(&one, NOW);
        assert_eq!(draft, before);
    }
}
