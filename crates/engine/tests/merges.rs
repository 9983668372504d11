//! Papers that became one without a common id: taking them apart, and settling doubts.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made has failed the test")]

use std::path::PathBuf;

use domain::{PaperId, Timestamp};
use newsstand_engine::{EngineError, Ingestion, MergeError, Newsstand, Options, Page, PaperDetail};
use serde_json::{Value, json};
use sources::ReadOptions;
use tempfile::TempDir;

struct Library {
    newsstand: Newsstand,
    folder: TempDir,
}

const SWARMS: &str = "We study how swarms of small robots decide where to go when no single robot knows the way and each of them can hear only \
    its nearest neighbours and show that simple rules of voting lead the swarm to the better of two nests in most trials";
const MARKETS: &str = "Prices of electricity in coupled markets depend on the weather of all regions and a forecast that is made for each \
    region alone misses what flows between them while a joint model with graph structure halves the error of the day ahead price";

impl Library {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
        Self { newsstand: Newsstand::open(&options).await.unwrap(), folder }
    }

    /// Takes in lines; the file's name does not matter. Returns how many papers were new and how many joined one.
    async fn take(&self, lines: &[Value]) -> (u64, u64) {
        let text = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        let path: PathBuf = self.folder.path().join("lines.jsonl");
        std::fs::write(&path, text).unwrap();
        let what = Ingestion { paths: vec![path], options: ReadOptions::new(now()), now: now() };
        let report = self.newsstand.ingest(what, |_| ()).await.unwrap();
        assert_eq!(report.lost, 0, "{:?}", report.problems);
        (report.new, report.merged)
    }

    async fn paper(&self, id: &str) -> PaperDetail {
        self.newsstand.paper(&self::id(id)).await.unwrap().unwrap()
    }

    async fn merge_numbers(&self) -> Vec<i64> {
        self.newsstand.merges(Page::default()).await.unwrap().0.iter().map(|merge| merge.number).collect()
    }
}

fn now() -> Timestamp {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

fn id(text: &str) -> PaperId {
    text.parse().unwrap()
}

/// A preprint, as it stands on a list.
fn preprint() -> Value {
    json!({"id": "2601.00001", "title": "SwarmVote: Nests for Robots", "abstract": SWARMS, "authors": ["Ada Byron", "Wei Liu"],
        "categories": ["cs.RO"], "list": "new", "day": "2026-01-05", "votes": 3, "observed_at": "2026-01-05T12:00:00Z"})
}

/// What a conference says of it, or of another paper by the same people.
fn published() -> Value {
    json!({"id": "icra:2026:7", "title": "SwarmVote: How Small Robots Choose", "abstract": SWARMS, "authors": ["A. Byron", "W. Liu"],
        "venue": "ICRA 2026", "list": "daily", "day": "2026-03-01", "rank": 2})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_is_written_down_and_can_be_undone() {
    let library = Library::new().await;
    library.take(&[preprint()]).await;
    assert_eq!(library.take(&[published()]).await, (0, 1));
    assert_eq!(library.paper("icra:2026:7").await.stored.paper.id, id("2601.00001"));
    // What is said later belongs to whom it was said of.
    let mut later = published();
    later["keywords"] = json!(["swarms"]);
    let mut seen = preprint();
    (seen["votes"], seen["observed_at"]) = (json!(9), json!("2026-01-06T12:00:00Z"));
    library.take(&[later, seen]).await;

    let (merges, total) = library.newsstand.merges(Page::default()).await.unwrap();
    assert_eq!((total, merges[0].kept.0.as_str(), merges[0].joined.0.as_str()), (1, "2601.00001", "icra:2026:7"));
    assert!(merges[0].why.contains("100 % of the names"), "{}", merges[0].why);
    let (kept, joined) = library.newsstand.undo_merge(merges[0].number, now()).await.unwrap();
    assert_eq!((kept.paper.id.as_str(), joined.paper.id.as_str()), ("2601.00001", "icra:2026:7"));
    let (kept, joined) = (library.paper("2601.00001").await, library.paper("icra:2026:7").await);
    assert_ne!(kept.stored.key, joined.stored.key);
    assert_eq!(kept.stored.paper.title, "SwarmVote: Nests for Robots");
    assert_eq!((kept.stored.paper.venue.as_deref(), kept.stored.counts.votes), (None, 9));
    assert_eq!(joined.stored.paper.title, "SwarmVote: How Small Robots Choose");
    assert_eq!((joined.stored.paper.venue.as_deref(), joined.stored.counts.votes), (Some("ICRA 2026"), 0));
    assert_eq!(joined.stored.paper.keywords, ["swarms"]);
    let days = |detail: &PaperDetail| detail.listings.iter().map(|listing| listing.day.to_string()).collect::<Vec<_>>();
    assert_eq!((days(&kept), days(&joined)), (vec!["2026-01-05".to_owned()], vec!["2026-03-01".to_owned()]));
    let records =
        |detail: &PaperDetail| detail.provenance.iter().map(|said| said.source_key.clone()).collect::<Vec<_>>();
    assert_eq!(
        (records(&kept), records(&joined)),
        (vec!["2601.00001@2026-01-05".to_owned()], vec!["icra:2026:7@2026-03-01".to_owned()])
    );
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 2);
    assert!(library.merge_numbers().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_apart_stays_apart() {
    let library = Library::new().await;
    library.take(&[preprint(), published()]).await;
    let number = library.merge_numbers().await[0];
    library.newsstand.undo_merge(number, now()).await.unwrap();
    assert_eq!(library.take(&[preprint(), published()]).await, (0, 0));
    let mut changed = published();
    changed["venue"] = json!("ICRA 2026, Vienna");
    library.take(&[changed]).await;
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 2);
    assert_eq!(library.paper("icra:2026:7").await.stored.paper.venue.as_deref(), Some("ICRA 2026, Vienna"));
    // Nor does a record bring them together that names both.
    library.take(&[json!({"id": "2601.00001", "ids": ["icra:2026:7"], "title": "SwarmVote: Nests for Robots"})]).await;
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 2);
    let again = library.newsstand.undo_merge(number, now()).await;
    assert!(matches!(again, Err(EngineError::Merge(MergeError::NoMerge { .. }))), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_merge_is_undone_and_the_later_one_stands() {
    let library = Library::new().await;
    let third = json!({"id": "hal:77", "title": "SwarmVote: Nests for robots", "abstract": SWARMS, "authors": ["Byron, Ada", "Liu, Wei"],
        "keywords": ["nests"]});
    library.take(&[preprint()]).await;
    library.take(&[published()]).await;
    library.take(&[third]).await;
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 1);
    let numbers = library.merge_numbers().await;
    library.newsstand.undo_merge(numbers[1], now()).await.unwrap();
    assert_eq!(library.paper("hal:77").await.stored.paper.id, id("2601.00001"), "it is like the preprint");
    assert_eq!(library.paper("2601.00001").await.stored.paper.keywords, ["nests"]);
    assert_eq!(library.paper("icra:2026:7").await.stored.paper.id, id("icra:2026:7"));
    library.newsstand.undo_merge(numbers[0], now()).await.unwrap();
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 3);
    let alone = library.paper("2601.00001").await.stored;
    assert!(alone.paper.keywords.is_empty() && alone.paper.venue.is_none(), "{:?}", alone.paper);
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_that_were_put_together_twice_are_taken_apart_from_the_outside() {
    let library = Library::new().await;
    let third =
        json!({"id": "hal:77", "title": "Other Words for the Same", "authors": ["Ada Byron"], "keywords": ["nests"]});
    library.take(&[third]).await;
    library.take(&[preprint()]).await;
    library.take(&[published()]).await;
    library.take(&[json!({"id": "hal:77", "ids": ["2601.00001"], "title": "Other Words for the Same"})]).await;
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 1);
    let numbers = library.merge_numbers().await;
    let refused = library.newsstand.undo_merge(numbers[1], now()).await.unwrap_err().to_string();
    assert_eq!(refused, "merge 2 made the paper of merge 1 part of another: undo 2 first");
    library.newsstand.undo_merge(numbers[0], now()).await.unwrap();
    assert_eq!(library.paper("hal:77").await.stored.paper.title, "Other Words for the Same");
    assert_eq!(library.paper("icra:2026:7").await.stored.paper.id, id("2601.00001"));
    library.newsstand.undo_merge(numbers[1], now()).await.unwrap();
    for (paper, title) in [
        ("hal:77", "Other Words for the Same"),
        ("2601.00001", "SwarmVote: Nests for Robots"),
        ("icra:2026:7", "SwarmVote: How Small Robots Choose"),
    ] {
        assert_eq!(
            (library.paper(paper).await.stored.paper.id, library.paper(paper).await.stored.paper.title.as_str()),
            (id(paper), title)
        );
    }
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doubt_is_listed_not_guessed_and_can_be_settled_both_ways() {
    let library = Library::new().await;
    let same_name = |id: &str, text: &str| json!({"id": id, "title": "SwarmVote: Nests for Robots", "abstract": text, "authors": ["Ada Byron", "Wei Liu"]});
    assert_eq!(library.take(&[preprint(), same_name("x:1", MARKETS)]).await, (2, 0));
    let (doubts, total) = library.newsstand.doubts(Page::default()).await.unwrap();
    assert_eq!((total, doubts[0].one.paper.id.as_str(), doubts[0].other.paper.id.as_str()), (1, "2601.00001", "x:1"));
    assert!(doubts[0].why.contains("titles 100 % alike"), "{}", doubts[0].why);

    library.newsstand.part_papers((&id("x:1"), &id("2601.00001")), now()).await.unwrap();
    assert_eq!(library.newsstand.doubts(Page::default()).await.unwrap().1, 0);
    library.take(&[same_name("x:1", SWARMS)]).await;
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 2, "it is not asked again");

    let whole = library.newsstand.join_papers((&id("x:1"), &id("2601.00001")), now()).await.unwrap();
    assert_eq!((whole.paper.id, library.newsstand.totals().await.unwrap().papers), (id("2601.00001"), 1));
    let number = library.merge_numbers().await[0];
    library.newsstand.undo_merge(number, now()).await.unwrap();
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 2);
    assert_eq!(library.paper("x:1").await.provenance.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_of_one_title_without_ids_are_told_apart_by_their_authors() {
    let library = Library::new().await;
    let editorial = |author: &str| json!({"title": "Editorial", "authors": [author]});
    assert_eq!(library.take(&[editorial("Ada Byron"), editorial("Charles Babbage")]).await.0, 2);
    // Again, and one by one: nobody takes the other's place.
    for author in ["Ada Byron", "Charles Babbage"] {
        library.take(&[editorial(author)]).await;
    }
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 2);
    let title = PaperId::from_title("Editorial");
    let ada = library.newsstand.paper(&title).await.unwrap().unwrap();
    assert_eq!(ada.stored.paper.authors, ["Ada Byron"]);
    // More of one title than tell anything.
    let many: Vec<Value> =
        (0..70).map(|number| json!({"title": "Editorial", "abstract": format!("Number {number}.")})).collect();
    library.take(&many).await;
    let papers = library.newsstand.totals().await.unwrap().papers;
    assert_eq!(library.take(&many).await.0, 0);
    assert_eq!(library.newsstand.totals().await.unwrap().papers, papers);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_joined_is_named() {
    let library = Library::new().await;
    library.take(&[preprint()]).await;
    let paper = id("2601.00001");
    let same = library.newsstand.join_papers((&paper, &paper), now()).await.unwrap_err().to_string();
    assert_eq!(same, "2601.00001 and 2601.00001 are ids of one paper already");
    let none = library.newsstand.part_papers((&paper, &id("x:404")), now()).await.unwrap_err().to_string();
    assert_eq!(none, "there is no paper x:404");
    let none = library.newsstand.undo_merge(i64::MAX, now()).await.unwrap_err().to_string();
    assert!(none.contains("9223372036854775807"), "{none}");
}
