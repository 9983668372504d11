//! The transaction that writes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZero;

use domain::{Day, ListName, PaperId, PaperKey, SourceKind, Timestamp};

use super::papers::Batch;
use super::{
    Candidate, DoubtNote, Judgement, Marks, MergeNote, PaperWrite, WordsNote, candidates, changes, ids, likeness,
    listings, merge, merges, papers, said, searches, shelves, topics,
};
use crate::StoreError;
use crate::driver::{Query, Session, Transaction};
use crate::read::{self, Merge, Provenance, Searched, Standing, Topic, TopicKey, Words};

/// A transaction, the only one that writes. Dropped without [`commit`](Self::commit), it leaves no trace.
pub struct Tx {
    transaction: Transaction,
    /// List days whose number of papers may have changed.
    touched: BTreeSet<(ListName, i64)>,
}

impl Tx {
    pub(crate) fn new(transaction: Transaction) -> Self {
        Self { transaction, touched: BTreeSet::new() }
    }

    /// What is known of these records, given as source and the source's own name; unknown ones are absent.
    pub async fn provenance(
        &mut self,
        records: &[(SourceKind, String)],
    ) -> Result<HashMap<(SourceKind, String), Provenance>, StoreError> {
        said::known(&mut self.transaction.session(), records).await
    }

    /// All papers that have one of these marks, each once, by rising key. A title or key of likeness that very many papers have in common
    /// brings none.
    pub async fn candidates(&mut self, marks: Marks<'_>) -> Result<Vec<Candidate>, StoreError> {
        candidates::find(&mut self.transaction.session(), marks).await
    }

    /// Inserts new papers and replaces stored ones, with everything that hangs on them. `at` is the moment that provenance
    /// and changes are stamped with. Returns the papers' keys in the order of `writes`. After an error the transaction
    /// must be dropped.
    pub async fn write(&mut self, writes: &[PaperWrite], at: Timestamp) -> Result<Vec<PaperKey>, StoreError> {
        if writes.is_empty() {
            return Ok(Vec::new());
        }
        let session = &mut self.transaction.session();
        let batch = Batch::prepare(session, writes).await?;
        papers::write(session, &batch).await?;
        ids::write(session, &batch).await?;
        shelves::write(session, &batch).await?;
        likeness::write(session, &batch).await?;
        listings::write(session, &batch).await?;
        said::write(session, &batch, at).await?;
        let changed = batch.iter().filter(|(_, write)| write.change).map(|(key, _)| key);
        changes::append(session, changed, (changes::UPSERT, at)).await?;
        self.touched.extend(listings::days(&batch));
        Ok(batch.keys())
    }

    /// Leaves no more than the first papers on these list days, in the order in which readers see them: as they are ranked, else by votes.
    /// A list keeps at least one.
    pub async fn keep_first(
        &mut self,
        days: impl IntoIterator<Item = (ListName, Day)>,
        first: NonZero<u32>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        for (list, day) in days {
            let session = &mut self.transaction.session();
            let gone = listings::keep_first(session, (list, day.number()), first.get()).await?;
            changes::append(session, gone.into_iter(), (changes::UPSERT, at)).await?;
            self.touched.insert((list, day.number()));
        }
        Ok(())
    }

    /// Makes one paper of two: ids, list days, observations and provenance of `from` move to `into`, `from` disappears, and
    /// a change says so. The texts of `into` stay as they are, and no change is noted for it: write it afterwards.
    pub async fn merge(&mut self, from: PaperKey, into: PaperKey, at: Timestamp) -> Result<(), StoreError> {
        if from == into {
            return Ok(());
        }
        let session = &mut self.transaction.session();
        let touched = merge::merge(session, from, into).await?;
        changes::append(session, std::iter::once(from.0), (changes::DELETE, at)).await?;
        self.touched.extend(touched);
        Ok(())
    }

    /// Where papers stand and who spoke of them; those of which nothing is known are absent.
    pub async fn standing(&mut self, papers: &[PaperKey]) -> Result<BTreeMap<PaperKey, Standing>, StoreError> {
        merges::standing(&mut self.transaction.session(), papers).await
    }

    /// Writes down what became one paper.
    pub async fn note_merges(&mut self, notes: &[MergeNote], at: Timestamp) -> Result<(), StoreError> {
        merges::note(&mut self.transaction.session(), notes, at).await
    }

    /// Keeps what records said of papers that are several; the last words of each record stand.
    pub async fn keep_words(&mut self, notes: &[WordsNote], at: Timestamp) -> Result<(), StoreError> {
        merges::keep(&mut self.transaction.session(), notes, at).await
    }

    /// Writes down what may be one paper, each pair once.
    pub async fn note_doubts(&mut self, notes: &[DoubtNote], at: Timestamp) -> Result<(), StoreError> {
        merges::doubt(&mut self.transaction.session(), notes, at).await
    }

    /// Says that two papers are not one, which settles a doubt about them.
    pub async fn part(&mut self, pair: (PaperKey, PaperKey), at: Timestamp) -> Result<(), StoreError> {
        merges::part(&mut self.transaction.session(), pair, at).await
    }

    /// The merges of a paper by rising number, and the words kept of its records.
    pub async fn merges_of(&mut self, paper: PaperKey) -> Result<(Vec<Merge>, Vec<Words>), StoreError> {
        merges::of(&mut self.transaction.session(), paper).await
    }

    /// Takes these ids from a paper, and all its list days and observations: write it afterwards with what it has of these.
    pub async fn take_apart(&mut self, paper: PaperKey, ids: &[PaperId]) -> Result<(), StoreError> {
        let touched = merges::take_apart(&mut self.transaction.session(), paper, ids).await?;
        self.touched.extend(touched);
        Ok(())
    }

    /// Says of which paper a merge is, and how that was before.
    pub async fn correct_merge(&mut self, number: i64, kept: (PaperKey, &str)) -> Result<(), StoreError> {
        merges::correct(&mut self.transaction.session(), number, kept).await
    }

    /// Forgets a merge that was undone, and of both its papers the words, where no other merge wants them.
    pub async fn forget_merge(&mut self, number: i64, papers: [PaperKey; 2]) -> Result<(), StoreError> {
        let session = &mut self.transaction.session();
        merges::forget(session, number).await?;
        merges::forget_words(session, papers).await
    }

    /// Adds to what was searched for on a day, each query once, and forgets what was before another.
    pub async fn note_searches(&mut self, day: Day, searches: &[Searched], before: Day) -> Result<(), StoreError> {
        let session = &mut self.transaction.session();
        searches::note(session, day, searches).await?;
        searches::forget(session, before).await
    }

    /// The topic of that slug, as this transaction sees it.
    pub async fn topic(&mut self, slug: &str) -> Result<Option<Topic>, StoreError> {
        Ok(read::topics(&mut self.transaction.session(), Some(slug)).await?.pop())
    }

    /// Makes a topic without papers; `None` where the slug is another's.
    pub async fn add_topic(&mut self, slug: &str, name: &str, at: Timestamp) -> Result<Option<TopicKey>, StoreError> {
        let key = topics::insert(&mut self.transaction.session(), slug, name).await?;
        self.note_topics(at).await?;
        Ok(key)
    }

    /// Gives a topic another slug and name. Fails where the slug is another's: look for it first.
    pub async fn rename_topic(
        &mut self,
        topic: TopicKey,
        names: (&str, &str),
        at: Timestamp,
    ) -> Result<(), StoreError> {
        topics::rename(&mut self.transaction.session(), topic, names).await?;
        self.note_topics(at).await
    }

    /// Writes down what was judged about papers and a topic; what was judged about them before is forgotten.
    pub async fn judge(
        &mut self,
        (topic, judgement): (TopicKey, Judgement),
        papers: &[PaperKey],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        topics::judge(&mut self.transaction.session(), (topic, judgement), papers).await?;
        self.note_topics(at).await
    }

    /// Removes a topic with all that was judged.
    pub async fn remove_topic(&mut self, topic: TopicKey, at: Timestamp) -> Result<(), StoreError> {
        topics::remove(&mut self.transaction.session(), topic).await?;
        self.note_topics(at).await
    }

    /// Appends a change of topics to the log.
    async fn note_topics(&mut self, at: Timestamp) -> Result<(), StoreError> {
        changes::append(&mut self.transaction.session(), std::iter::once(0), (changes::TOPIC, at)).await
    }

    /// Appends a change of what is known of sources to the log.
    pub(crate) async fn note_source(&mut self, at: Timestamp) -> Result<(), StoreError> {
        changes::append(&mut self.transaction.session(), std::iter::once(0), (changes::SOURCE, at)).await
    }

    pub(super) fn session(&mut self) -> Session<'_> {
        self.transaction.session()
    }

    /// Executes a statement within the transaction.
    pub(crate) async fn execute(&mut self, query: Query) -> Result<u64, StoreError> {
        self.transaction.session().execute(query).await
    }

    /// Makes everything visible at once.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        listings::count_days(&mut self.transaction.session(), &self.touched).await?;
        self.transaction.commit().await
    }
}
