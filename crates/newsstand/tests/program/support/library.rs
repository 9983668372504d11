//! What the program has left behind, read by the engine in this process.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::{PaperKey, StoredPaper};
use engine::{CatchUp, Found, Newsstand, Options};
use search::Query;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::{Server, Table};

/// Papers that are read from the store at a time.
const AT_A_TIME: usize = 2_000;

/// How many readers write out a library side by side.
const READERS: usize = 8;

/// An opened store and index.
pub(crate) struct Library {
    runtime: Runtime,
    newsstand: Newsstand,
}

/// A library written out without the store's own numbers: each paper under its id, with everything that hangs on it.
pub(crate) type Dump = BTreeMap<String, String>;

impl Library {
    /// Opens the library in the folder `data`, its store at `database` where that is given.
    pub(crate) fn open(data: &Path, database: Option<&str>) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let database = database.map(|url| url.parse().expect("the address of a database"));
        let options = Options { data: data.to_owned(), database, second_tier: false };
        let newsstand = runtime.block_on(Newsstand::open(&options)).expect("the library opens");
        Self { runtime, newsstand }
    }

    /// Runs a use case.
    pub(crate) fn ask<T, E: std::fmt::Debug>(&self, question: impl AsyncFnOnce(&Newsstand) -> Result<T, E>) -> T {
        self.runtime.block_on(question(&self.newsstand)).expect("the engine answers")
    }

    /// How many papers the index still had to take in; a library that the program has finished has none.
    pub(crate) fn catch_up(&self) -> u64 {
        match self.ask(Newsstand::catch_up) {
            CatchUp::Done { papers } => papers,
            CatchUp::Elsewhere => panic!("another process is writing the index"),
        }
    }

    /// Searches.
    pub(crate) fn search(&self, query: &Query) -> Found {
        self.ask(async |newsstand| newsstand.search(query).await)
    }

    /// The ids of the papers that the index holds but not the store, or the other way round, by their numbers.
    pub(crate) fn papers_in_index(&self) -> usize {
        self.newsstand.snapshot().len()
    }

    /// All papers by the change log, in the order in which they last changed.
    pub(crate) fn papers(&self) -> Vec<StoredPaper> {
        let keys = self.ask(async |newsstand| {
            let (mut keys, mut after) = (BTreeMap::new(), 0);
            loop {
                let changes = newsstand.store().changes(after, 10_000).await?;
                let Some(last) = changes.last() else { break };
                after = last.seq;
                keys.extend(changes.iter().map(|change| (change.paper, change.seq)));
            }
            Ok::<_, store::StoreError>(keys)
        });
        let mut keys: Vec<(PaperKey, i64)> = keys.into_iter().collect();
        keys.sort_by_key(|(_, seq)| *seq);
        let keys: Vec<_> = keys.into_iter().map(|(key, _)| key).collect();
        let some = |keys: &[PaperKey]| self.ask(async |newsstand| newsstand.store().papers(keys).await);
        keys.chunks(AT_A_TIME).flat_map(some).collect()
    }

    /// Everything in the store: papers, ids, provenance, listings, observations. Moments of arrival are left out, since
    /// two runs have two of them.
    pub(crate) fn dump(&self) -> Dump {
        let papers = self.papers();
        let share = papers.len().div_ceil(READERS).max(1);
        self.runtime.block_on(async {
            let shares = papers.chunks(share).map(|share| written_out(self.newsstand.clone(), share.to_vec()));
            shares.collect::<JoinSet<_>>().join_all().await.into_iter().flatten().collect()
        })
    }

    /// Whether the index holds all that the store holds, without doing anything about it.
    pub(crate) fn is_indexed(&self) -> bool {
        self.newsstand.index().cursor() >= self.ask(Newsstand::refresh)
    }
}

async fn written_out(newsstand: Newsstand, papers: Vec<StoredPaper>) -> Vec<(String, String)> {
    let mut written = Vec::with_capacity(papers.len());
    for StoredPaper { key, paper, counts, shown, listed, told, .. } in papers {
        let store = newsstand.store();
        let ids = store.ids(key).await.expect("ids");
        let mut listings = store.listings(key).await.expect("listings");
        listings.sort_by_key(|listing| (listing.day, listing.list, listing.rank));
        let said = store.provenance(key).await.expect("provenance").into_iter();
        let mut said: Vec<_> = said.map(|said| (said.source, said.source_key, said.digest)).collect();
        said.sort();
        let seen = store.observations(key).await.expect("observations");
        let rest = format!("{counts:?} {shown:?} {listed:?} {told:?}\n{ids:?}\n{listings:?}\n{said:?}\n{seen:?}");
        written.push((paper.id.to_string(), format!("{paper:?}\n{rest}")));
    }
    written
}

/// Asks again until the answer is there; a deadline, not a guess, ends it.
#[track_caller]
pub(crate) fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_mins(2);
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The number of papers once the log says that the bundled sample is in and the index holds all of it. That the number stands still
/// would say nothing: the index commits in parts, and stands still between two of them.
#[track_caller]
pub(crate) fn wait_for_sample(table: &Table, server: &Server) -> u64 {
    wait_for("the sample", || server.log().contains("the bundled sample is in").then_some(()));
    wait_for("an index that has caught up", || table.library().is_indexed().then_some(()));
    let whole = table.library().papers_in_index() as u64;
    wait_for("a snapshot of all of it", || (server.papers() == whole).then_some(()));
    whole
}
