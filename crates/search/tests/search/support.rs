//! Papers to find, and short ways to ask for them.

use std::path::PathBuf;

use domain::{Day, Organization, Paper, PaperId, PaperKey, StoredPaper};
use newsstand_search::eval::Collection;
use newsstand_search::{Answer, Index, Query, Snapshot};

/// What the writers of these tests may use.
pub(crate) const MEMORY: usize = 20_000_000;

/// A paper of that title and abstract, without anything else.
pub(crate) fn paper(key: i64, title: &str, abstract_text: &str) -> StoredPaper {
    let paper = Paper { abstract_text: abstract_text.to_owned(), ..Paper::new(PaperId::from_title(title), title) };
    StoredPaper::new(PaperKey(key), paper)
}

/// The paper with these authors.
pub(crate) fn by(mut stored: StoredPaper, authors: &[&str]) -> StoredPaper {
    stored.paper.authors = authors.iter().map(|name| (*name).to_owned()).collect();
    stored
}

/// The paper, shown on that day with so many votes.
pub(crate) fn shown(mut stored: StoredPaper, day: &str, votes: u32) -> StoredPaper {
    stored.shown = Some(day.parse::<Day>().unwrap());
    stored.counts.votes = votes;
    stored
}

/// The paper with these categories and, where it is not empty, an organisation.
pub(crate) fn placed(mut stored: StoredPaper, categories: &[&str], organization: &str) -> StoredPaper {
    stored.paper.categories = categories.iter().map(|id| (*id).to_owned()).collect();
    stored.paper.organization = Organization::named(organization);
    stored
}

/// An index of these papers in a temporary folder.
pub(crate) fn index_of(papers: &[StoredPaper]) -> Index {
    let index = Index::temporary().unwrap();
    write(&index, papers, 1);
    index
}

/// Adds papers and commits.
pub(crate) fn write(index: &Index, papers: &[StoredPaper], cursor: i64) {
    let mut writer = index.writer(MEMORY).unwrap();
    writer.upsert(papers).unwrap();
    writer.commit(cursor).unwrap();
}

/// A handful of papers about different things.
pub(crate) fn library() -> Vec<StoredPaper> {
    let papers = [
        ("Attention Is All You Need", "The transformer is based solely on attention, dispensing with recurrence."),
        ("Deep Residual Learning for Image Recognition", "Residual networks are easier to optimize when very deep."),
        ("Robots That Learn to Grasp", "Dexterous manipulation of unknown objects with a robotic hand."),
        (
            "Gradient-Based Learning Applied to Document Recognition",
            "Convolutional networks read handwritten characters.",
        ),
        ("Galaxy Rotation Curves Without Dark Matter", "We fit the rotation of spiral galaxies by modified gravity."),
        ("A Survey of Protein Folding", "Predicting the structure of a protein from its sequence of amino acids."),
    ];
    let mut papers: Vec<_> = (1..).zip(papers).map(|(key, (title, text))| paper(key, title, text)).collect();
    papers[3].paper.authors = vec!["Yann LeCun".to_owned(), "Léon Bottou".to_owned()];
    papers[1].paper.keywords = vec!["computer vision".to_owned()];
    papers
}

/// The keys of an answer.
pub(crate) fn keys(answer: &Answer) -> Vec<i64> {
    answer.hits.iter().map(|hit| hit.key.0).collect()
}

/// The keys of the papers that are found.
pub(crate) fn found(snapshot: &Snapshot, text: &str) -> Vec<i64> {
    keys(&snapshot.search(&Query::words(text)).unwrap())
}

/// The key of the first paper found; 0 where there is none.
pub(crate) fn first(snapshot: &Snapshot, text: &str) -> i64 {
    found(snapshot, text).first().copied().unwrap_or_default()
}

/// The Daily Papers as a collection with autoscholar's questions, if they are here.
pub(crate) fn daily_papers() -> Option<Collection> {
    let (queries, file) = (shared("eval/autoscholar")?, shared("data/hf_daily.jsonl.zst")?);
    Some(Collection::read(&queries, &[file], "test").unwrap())
}

/// A file of the shared data, if it is here.
#[expect(clippy::print_stdout, reason = "says which test was skipped")]
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let folder = std::env::var_os("NEWSSTAND_SHARED").map_or_else(|| PathBuf::from(here), PathBuf::from);
    let path = folder.join(path);
    if !path.exists() {
        println!("skipped: there is no {}", path.display());
    }
    path.exists().then_some(path)
}
