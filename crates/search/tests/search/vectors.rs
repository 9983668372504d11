//! Vectors through everything that can happen to an index: they are those of an index built at once.

use std::collections::BTreeMap;

use domain::{PaperKey, StoredPaper};
use newsstand_search::{Index, IndexWriter};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::{MEMORY, index_of, paper};

/// What may happen.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A paper is written, with one of a few texts.
    Write(i64, usize),
    /// A paper is taken away.
    Delete(i64),
    /// What was written becomes true.
    Commit,
    /// The program ends before it commits, and starts again.
    Crash,
    /// So many commits of one paper each that files are merged.
    Compact(i64),
    /// What was written becomes true, and nothing is written for so long that the parts are brought together.
    Tidy,
}

fn step() -> impl Strategy<Value = Step> {
    let key = || 1_i64..12;
    prop_oneof![
        6 => (key(), 0_usize..5).prop_map(|(key, text)| Step::Write(key, text)),
        2 => key().prop_map(Step::Delete),
        2 => Just(Step::Commit),
        1 => Just(Step::Crash),
        1 => key().prop_map(Step::Compact),
        1 => Just(Step::Tidy),
    ]
}

/// A paper with one of five texts, and something of its own.
fn written(key: i64, text: usize) -> StoredPaper {
    let subjects = ["galaxies and dark matter", "protein folding", "robots that grasp", "speech", "market prices"];
    paper(key, &format!("About {} in case {key}", subjects[text]), "We measure and compare.")
}

/// An index on disk, what it was told, and what of that was committed.
struct Library {
    dir: TempDir,
    writer: IndexWriter,
    told: BTreeMap<i64, usize>,
    committed: BTreeMap<i64, usize>,
}

impl Library {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let writer = Index::open(dir.path()).unwrap().writer(MEMORY).unwrap();
        Self { dir, writer, told: BTreeMap::new(), committed: BTreeMap::new() }
    }

    fn write(&mut self, key: i64, text: usize) {
        self.writer.upsert(&[written(key, text)]).unwrap();
        self.told.insert(key, text);
    }

    fn commit(&mut self) {
        self.writer.commit(1).unwrap();
        self.committed = self.told.clone();
    }

    fn crash(self) -> Self {
        let Self { dir, writer, committed, .. } = self;
        drop(writer);
        let writer = Index::open(dir.path()).unwrap().writer(MEMORY).unwrap();
        Self { dir, writer, told: committed.clone(), committed }
    }

    fn after(mut self, step: Step) -> Self {
        match step {
            Step::Write(key, text) => self.write(key, text),
            Step::Delete(key) => {
                self.writer.delete(&[PaperKey(key)]).unwrap();
                self.told.remove(&key);
            }
            Step::Commit => self.commit(),
            Step::Crash => return self.crash(),
            Step::Compact(key) => {
                for (more, text) in (key..).zip([0, 1, 2, 3]) {
                    self.write(more, text);
                    self.commit();
                }
            }
            Step::Tidy => {
                self.commit();
                let mut reopened = self.crash();
                while reopened.writer.tidy().unwrap() {
                    std::thread::yield_now();
                }
                return reopened;
            }
        }
        self
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_vectors_are_those_of_an_index_built_at_once(steps in prop::collection::vec(step(), 1..25)) {
        let mut library = steps.into_iter().fold(Library::new(), Library::after);
        library.commit();
        let papers: Vec<StoredPaper> = library.committed.iter().map(|(key, text)| written(*key, *text)).collect();
        let rebuilt = index_of(&papers).snapshot();
        drop(library.writer);
        let opened = Index::open(library.dir.path()).unwrap().snapshot();
        prop_assert_eq!(opened.len(), papers.len());
        prop_assert_eq!((opened.without_vector(9), opened.damages()), (vec![], vec![]));
        for stored in &papers {
            let near = |snapshot: &newsstand_search::Snapshot| {
                let mut near = snapshot.similar(stored.key, 20);
                near.sort_by_key(|(key, _)| *key);
                near
            };
            prop_assert_eq!(near(&opened), near(&rebuilt), "of {:?}", stored.key);
        }
    }
}

#[test]
fn the_preselection_finds_the_nearest() {
    let papers: Vec<StoredPaper> = (0..2_000).map(|key| written(key + 1, usize::try_from(key % 5).unwrap())).collect();
    let snapshot = index_of(&papers).snapshot();
    for text in ["galaxies in case 77", "how robots grasp", "prices"] {
        let vector = embed::StaticModel::bundled().embed(text);
        let (found, exact) = (snapshot.nearest(&vector, 10), snapshot.nearest_by_scan(&vector, 10));
        let cosines = |near: &[(PaperKey, f32)]| near.iter().map(|(_, cosine)| *cosine).collect::<Vec<_>>();
        assert_eq!(cosines(&found), cosines(&exact), "{text}");
    }
}
