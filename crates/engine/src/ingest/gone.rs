//! Papers that a provider once had and now says are gone.

use domain::{Field, PaperId, SourceKind, Timestamp};
use sources::answers::Deleted;
use store::{Marks, Said};

use super::merge;
use super::workbench::Workbench;
use crate::{EngineError, Newsstand};

/// The fingerprint of what a source no longer says. Whatever it says next is something else.
const GONE: i64 = 0;

impl Newsstand {
    /// Marks papers as withdrawn that their own source no longer has. What another source tells of too stays as it is, and so does what is not
    /// known here. Returns how many were marked.
    pub(crate) async fn take_gone(&self, gone: &[Deleted], now: Timestamp) -> Result<u64, EngineError> {
        if gone.is_empty() {
            return Ok(0);
        }
        let mut tx = self.store().begin().await?;
        let ids: Vec<PaperId> = gone.iter().map(|deleted| deleted.id.clone()).collect();
        let marks = Marks { ids: &ids, titles: &[], likeness: &[] };
        let mut bench = Workbench::new(tx.candidates(marks).await?, now);
        let marked = ids.iter().filter(|id| bench.take_away(id, source(id))).count();
        tx.write(&bench.finish().writes, now).await?;
        tx.commit().await?;
        Ok(marked as u64)
    }
}

/// Whose record has that id: repositories only delete what is their own.
fn source(id: &PaperId) -> SourceKind {
    if id.arxiv().is_some() { SourceKind::Arxiv } else { SourceKind::Oai }
}

impl Workbench {
    /// Marks a paper as withdrawn if it is known by the word of `source`, and not so already.
    fn take_away(&mut self, id: &PaperId, source: SourceKind) -> bool {
        let Some(slot) = self.slot_of(id) else { return false };
        slot.touch();
        let draft = &mut slot.draft;
        let is_its_own = draft.told.by(Field::Title) == Some(source);
        if !is_its_own || draft.paper.facts.withdrawn || !merge::take(&mut draft.told, Field::Withdrawn, source) {
            return false;
        }
        draft.paper.facts.withdrawn = true;
        slot.said.push(Said { source, source_key: id.to_string(), digest: GONE });
        true
    }
}

#[cfg(test)]
mod tests {
    use domain::{Place, Record};
    use sources::Item;

    use super::*;
    use crate::{IngestReport, Options};

    fn record(source: SourceKind, ids: &[&str], title: &str) -> Item {
        let ids = ids.iter().map(|id| id.parse().unwrap()).collect();
        Item::Record(Box::new(Record::new(source, title.to_owned(), ids, Place::default())))
    }

    fn deleted(id: &str) -> Deleted {
        Deleted { id: id.parse().unwrap(), at: None, place: Place::default() }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_its_repository_deletes_is_withdrawn_until_it_comes_again() {
        let folder = tempfile::TempDir::new().unwrap();
        let options = Options { data: folder.path().to_owned(), database: None, second_tier: false };
        let newsstand = Newsstand::open(&options).await.unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let own = || record(SourceKind::Oai, &["oai:example.org:1"], "Of One Repository");
        let items = vec![
            own(),
            record(SourceKind::Arxiv, &["2401.01234"], "Also Elsewhere"),
            record(SourceKind::Oai, &["oai:example.org:2", "2401.01234"], "Also Elsewhere"),
        ];
        let mut report = IngestReport::default();
        newsstand.take_items(items, now, &mut report).await.unwrap();
        let is_withdrawn = async |id: &str| {
            let paper = newsstand.paper(&id.parse().unwrap()).await.unwrap().unwrap();
            paper.stored.paper.facts.withdrawn
        };
        let gone = ["oai:example.org:1", "oai:example.org:2", "oai:example.org:3"].map(deleted);
        assert_eq!(newsstand.take_gone(&gone, now).await.unwrap(), 1);
        assert!(is_withdrawn("oai:example.org:1").await);
        assert!(!is_withdrawn("2401.01234").await, "arXiv has it");
        assert_eq!(newsstand.take_gone(&gone, now).await.unwrap(), 0, "once is enough");
        newsstand.take_items(vec![own()], now, &mut report).await.unwrap();
        assert!(!is_withdrawn("oai:example.org:1").await, "its repository has it again, in the same words");
    }
}
