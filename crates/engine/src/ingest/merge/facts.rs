//! What became of a paper: what later words of its source changed, and what is known beside its texts.

use domain::{Crossed, Field, Record, Revision, SourceKind, Timestamp};

use super::{Draft, take};

impl Draft {
    /// Notes what `record`, seen at a moment, changes of what its own source said before. To be called before it is taken in.
    pub(super) fn note_changes(&mut self, record: &Record, seen: Timestamp) {
        if !is_home(record.source) {
            return;
        }
        let told_before = |field| self.told.by(field) == Some(record.source);
        let (paper, at) = (&mut self.paper, record.updated.unwrap_or(seen));
        let title = told_before(Field::Title) && paper.title != record.title;
        let other_abstract = record.abstract_text.as_ref().is_some_and(|text| *text != paper.abstract_text);
        let abstract_text = told_before(Field::Abstract) && other_abstract;
        if title || abstract_text {
            let revisions = &mut paper.facts.revisions;
            let revision = Revision { at, title, abstract_text };
            if let Some(same) = revisions.iter_mut().find(|known| known.at == at) {
                (same.title, same.abstract_text) = (same.title || title, same.abstract_text || abstract_text);
            } else {
                revisions.push(revision);
                revisions.sort_by_key(|revision| revision.at);
            }
        }
        if told_before(Field::Categories) {
            let known = |category: &&String| {
                paper.categories.contains(category)
                    || paper.facts.crossed.iter().any(|crossed| crossed.category == **category)
            };
            let new: Vec<_> = record.categories.iter().filter(|category| !known(category)).cloned().collect();
            paper.facts.crossed.extend(new.into_iter().map(|category| Crossed { at: seen, category }));
        }
    }

    /// Takes in what `record` says beside texts, links and names.
    pub(super) fn merge_facts(&mut self, record: &Record) {
        let (facts, told) = (&mut self.paper.facts, &mut self.told);
        let mut field = |field, present: bool| present && take(told, field, record.source);
        if field(Field::Versions, !record.versions.is_empty()) {
            facts.add_versions(&record.versions);
        }
        if field(Field::JournalRef, record.journal_ref.is_some()) {
            facts.journal_ref.clone_from(&record.journal_ref);
        }
        if field(Field::Pages, record.pages.is_some()) {
            facts.pages.clone_from(&record.pages);
        }
        if field(Field::Language, record.language.is_some()) {
            facts.language.clone_from(&record.language);
        }
        facts.year = facts.year.or(record.year);
        if field(Field::Withdrawn, record.withdrawn) {
            facts.withdrawn = true;
        } else if told.by(Field::Withdrawn) == Some(record.source) {
            // Whoever took it back has brought it again.
            facts.withdrawn = false;
            told.forget(Field::Withdrawn);
        }
        if record.citations > facts.citations {
            facts.citations = record.citations;
            told.set(Field::Citations, record.source);
        }
    }

    /// Takes in what became of another paper that turned out to be the same one.
    pub(super) fn absorb_facts(&mut self, other: &Self) {
        let (mine, theirs) = (&mut self.paper.facts, &other.paper.facts);
        mine.add_versions(&theirs.versions);
        for revision in &theirs.revisions {
            if !mine.revisions.contains(revision) {
                mine.revisions.push(*revision);
            }
        }
        mine.revisions.sort_by_key(|revision| revision.at);
        let new =
            theirs.crossed.iter().filter(|crossed| mine.crossed.iter().all(|known| known.category != crossed.category));
        let new: Vec<_> = new.cloned().collect();
        mine.crossed.extend(new);
        mine.crossed.sort_by_key(|crossed| crossed.at);
        mine.year = mine.year.or(theirs.year);
        if theirs.citations > mine.citations {
            mine.citations = theirs.citations;
            other.told.by(Field::Citations).into_iter().for_each(|source| self.told.set(Field::Citations, source));
        }
    }
}

/// Whether a source is where the paper itself lies, so that another word there is another version.
fn is_home(source: SourceKind) -> bool {
    matches!(source, SourceKind::Arxiv | SourceKind::Biorxiv | SourceKind::Openreview | SourceKind::Acl)
}

#[cfg(test)]
mod tests {
    use domain::{Place, Version};

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn record(source: SourceKind, title: &str, abstract_text: &str) -> Record {
        let ids = vec!["2401.01234".parse().unwrap()];
        let mut record = Record::new(source, title.to_owned(), ids, Place::default());
        record.abstract_text = Some(abstract_text.to_owned());
        record.categories = vec!["cs.CL".to_owned()];
        record
    }

    #[test]
    fn a_new_version_says_what_it_changed() {
        let (first, second) = (at("2024-01-03T00:00:00Z"), at("2024-02-03T00:00:00Z"));
        let version = |number, at| Version { number, at };
        let mut draft =
            Draft::new(&Record { versions: vec![version(1, first)], ..record(SourceKind::Arxiv, "T", "old") }, first);
        draft.merge(&record(SourceKind::HfDaily, "T", "words of another"), second);
        assert_eq!(draft.paper.facts.revisions, [], "what others say is no version");
        let newer = Record {
            updated: Some(second),
            versions: vec![version(2, second)],
            categories: vec!["cs.CL".to_owned(), "cs.IR".to_owned()],
            ..record(SourceKind::Arxiv, "T", "new")
        };
        for _ in 0..2 {
            draft.merge(&newer, at("2024-02-04T00:00:00Z"));
            let facts = &draft.paper.facts;
            assert_eq!(facts.versions.len(), 2);
            assert_eq!(facts.revisions, [Revision { at: second, title: false, abstract_text: true }]);
            assert_eq!(facts.crossed, [Crossed { at: at("2024-02-04T00:00:00Z"), category: "cs.IR".to_owned() }]);
        }
    }

    #[test]
    fn of_citations_the_most_that_anybody_counted_stands() {
        let cited = |source, citations| Record { citations, ..record(source, "T", "a") };
        let seen = Timestamp::UNIX_EPOCH;
        let mut draft = Draft::new(&cited(SourceKind::Paperlists, Some(40)), seen);
        draft.merge(&cited(SourceKind::Crossref, Some(12)), seen);
        draft.merge(&cited(SourceKind::Arxiv, None), seen);
        assert_eq!(draft.paper.facts.citations, Some(40));
        assert_eq!(draft.told.by(Field::Citations), Some(SourceKind::Paperlists));
        let mut other = Draft::new(&cited(SourceKind::Openalex, Some(55)), seen);
        other.absorb(&draft);
        assert_eq!(other.told.by(Field::Citations), Some(SourceKind::Openalex));
        draft.absorb(&other);
        assert_eq!(draft.paper.facts.citations, Some(55));
        assert_eq!(draft.told.by(Field::Citations), Some(SourceKind::Openalex));
        let unknown = Draft::new(&cited(SourceKind::Arxiv, None), seen);
        assert_eq!(unknown.paper.facts.citations, None, "none known is not none");
    }

    #[test]
    fn who_took_a_paper_back_may_bring_it_again() {
        let seen = Timestamp::UNIX_EPOCH;
        let gone = Record { withdrawn: true, ..record(SourceKind::Arxiv, "T", "a") };
        let mut draft = Draft::new(&gone, seen);
        assert!(draft.paper.facts.withdrawn);
        draft.merge(&record(SourceKind::HfDaily, "T", "a"), seen);
        assert!(draft.paper.facts.withdrawn, "another source does not know");
        draft.merge(&record(SourceKind::Arxiv, "T", "a"), seen);
        assert!(!draft.paper.facts.withdrawn);
    }

    #[test]
    fn the_better_word_on_pages_stands_whatever_the_order() {
        let pages = |source, pages: &str| Record { pages: Some(pages.to_owned()), ..record(source, "T", "a") };
        let (crossref, library) = (pages(SourceKind::Crossref, "1-15"), pages(SourceKind::Library, "15 pages"));
        for order in [[&crossref, &library], [&library, &crossref]] {
            let mut draft = Draft::new(order[0], Timestamp::UNIX_EPOCH);
            draft.merge(order[1], Timestamp::UNIX_EPOCH);
            assert_eq!(draft.paper.facts.pages.as_deref(), Some("1-15"));
        }
    }
}
