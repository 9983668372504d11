//! Taking papers in, from files to what a reader finds.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made has failed the test")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::{ListName, PaperId, SourceKind, Timestamp};
use newsstand_engine::{CatchUp, EditionQuery, IngestReport, Ingestion, Newsstand, Options, Page};
use search::Query;
use sources::ReadOptions;
use tempfile::TempDir;

const ARXIV: &str = r#"{"id": "2401.01234", "title": "Sparse Forests Grow Quickly", "abstract": "We grow sparse forests on a small budget.", "authors": ["Ada Byron", "Grace Hopper"], "categories": ["cs.LG", "stat.ML"], "comment": null, "list_date": "2024-01-04", "source": "x"}"#;
const PICKED: &str = r#"{"id": "2401.01234", "title": "Sparse forests grow quickly", "abstract": "We grow sparse forests on a small budget.", "authors": ["Ada Byron", "Grace Hopper"], "published_at": "2024-01-02T17:34:15.000Z", "list_date": "2024-01-05", "upvotes": 32, "comments": 3, "upvotes_observed_at": "2024-01-05T16:54:31Z", "organization": null, "organization_name": null, "github_repo": "https://github.com/ada/forests", "github_stars": 12}"#;
const CONFERENCE: &str = r#"{"id": "nips:2024:777", "title": "Sparse forests grow quickly.", "abstract": "We grow sparse forests on a small budget.", "authors": ["A. Byron", "G. Hopper"], "affiliations": [], "venue": "nips", "year": 2024, "keywords": ["forests"], "tldr": "", "url": "https://example.org/777", "pdf": "", "arxiv_id": null, "code": null, "doi": null}"#;

struct Library {
    newsstand: Newsstand,
    folder: TempDir,
}

impl Library {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
        Self { newsstand: Newsstand::open(&options).await.unwrap(), folder }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    async fn ingest(&self, path: &Path) -> IngestReport {
        let now: Timestamp = "2024-06-01T00:00:00Z".parse().unwrap();
        let what = Ingestion { paths: vec![path.to_owned()], options: ReadOptions::new(now), now };
        self.newsstand.ingest(what, |_| ()).await.unwrap()
    }

    async fn ingest_text(&self, name: &str, lines: &[&str]) -> IngestReport {
        let path = self.file(name, lines.join("\n"));
        self.ingest(&path).await
    }
}

fn id(text: &str) -> PaperId {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_sources_make_one_paper() {
    let library = Library::new().await;
    library.ingest_text("arxiv.jsonl", &[ARXIV]).await;
    let picked = library.ingest_text("hf.jsonl", &[PICKED]).await;
    assert_eq!((picked.new, picked.merged), (0, 1));
    let conference = library.ingest_text("conference.jsonl", &[CONFERENCE]).await;
    assert_eq!((conference.new, conference.merged), (0, 1), "the same title and authors are the same paper");

    assert_eq!(library.newsstand.totals().await.unwrap().papers, 1);
    let detail = library.newsstand.paper(&id("nips:2024:777")).await.unwrap().unwrap();
    assert_eq!(detail.stored.paper.id.as_str(), "2401.01234", "a former id leads to the paper");
    assert_eq!(detail.stored.paper.title, "Sparse Forests Grow Quickly", "arXiv's spelling stands");
    assert_eq!(detail.stored.counts.votes, 32);
    assert_eq!(detail.stored.paper.links.code_stars, Some(12));
    assert_eq!(detail.stored.shown.unwrap().to_string(), "2024-01-02");
    let mut sources: Vec<_> = detail.provenance.iter().map(|said| said.source).collect();
    sources.sort();
    assert_eq!(sources, [SourceKind::Paperlists, SourceKind::HfDaily, SourceKind::Arxiv]);
    let mut lists: Vec<_> = detail.listings.iter().map(|listing| (listing.list, listing.day.to_string())).collect();
    lists.sort();
    assert_eq!(lists, [(ListName::Daily, "2024-01-05".to_owned()), (ListName::New, "2024-01-04".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_again_changes_nothing() {
    let library = Library::new().await;
    let lines = [ARXIV, PICKED, CONFERENCE];
    let first = library.ingest_text("all.jsonl", &lines).await;
    assert_eq!((first.new, first.merged, first.unchanged), (1, 2, 0));
    let before = library.newsstand.refresh().await.unwrap();
    let second = library.ingest_text("all.jsonl", &lines).await;
    assert_eq!((second.new, second.changed, second.merged, second.unchanged), (0, 0, 0, 3));
    assert_eq!(library.newsstand.refresh().await.unwrap(), before, "nothing was written to the change log");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_record_can_show_two_papers_to_be_one() {
    let library = Library::new().await;
    let preprint = r#"{"id": "2401.00001", "title": "An Early Name for It", "abstract": "x", "authors": ["Ada Byron"], "categories": ["cs.LG"], "comment": null, "list_date": "2024-01-04"}"#;
    let published = r#"{"id": "nips:2024:1", "title": "A Late Name for It", "abstract": "x", "authors": ["Ada Byron"], "venue": "nips", "year": 2024, "keywords": ["names"], "arxiv_id": null}"#;
    let linked = r#"{"id": "nips:2024:1", "title": "A Late Name for It", "abstract": "x", "authors": ["Ada Byron"], "venue": "nips", "year": 2024, "keywords": ["names"], "arxiv_id": "2401.00001"}"#;
    library.ingest_text("a.jsonl", &[preprint]).await;
    library.ingest_text("b.jsonl", &[published]).await;
    library.newsstand.catch_up().await.unwrap();
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 2);
    library.ingest_text("c.jsonl", &[linked]).await;
    library.newsstand.catch_up().await.unwrap();
    assert_eq!(library.newsstand.totals().await.unwrap().papers, 1);
    assert_eq!(library.newsstand.snapshot().len(), 1, "the index follows");
    let one = library.newsstand.paper(&id("nips:2024:1")).await.unwrap().unwrap();
    assert_eq!(one.stored.paper.id.as_str(), "2401.00001");
    assert_eq!(one.stored.paper.keywords, ["names"]);
    assert_eq!(one.stored.paper.categories, ["cs.LG"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_line_costs_only_itself() {
    let library = Library::new().await;
    let report = library.ingest_text("mixed.jsonl", &[ARXIV, "{\"id\": \"2401.01235\", \"title\": ", PICKED]).await;
    assert_eq!((report.records(), report.lost), (2, 1));
    let problem = &report.problems[0];
    assert_eq!(problem.place.line, 2);
    assert!(problem.place.file.ends_with("mixed.jsonl"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_file_is_reported_and_the_others_are_read() {
    let library = Library::new().await;
    let good = library.file("good.jsonl", ARXIV);
    let now = Timestamp::UNIX_EPOCH;
    let paths = vec![library.folder.path().join("missing.jsonl"), good];
    let what = Ingestion { paths, options: ReadOptions::new(now), now };
    let report = library.newsstand.ingest(what, |_| ()).await.unwrap();
    assert_eq!((report.new, report.unreadable.len()), (1, 1));
    assert!(report.unreadable[0].contains("missing.jsonl"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stored_is_found_and_listed() {
    let library = Library::new().await;
    library.ingest_text("all.jsonl", &[ARXIV, PICKED]).await;
    assert_eq!(library.newsstand.catch_up().await.unwrap(), CatchUp::Done { papers: 1 });
    let found = library.newsstand.search(&Query::words("sparse forests")).await.unwrap();
    assert_eq!(found.papers[0].stored.paper.id.as_str(), "2401.01234");
    assert_eq!(library.newsstand.pasted("https://arxiv.org/abs/2401.01234v2").await.unwrap(), Some(id("2401.01234")));
    assert_eq!(library.newsstand.pasted("2401.99999").await.unwrap(), None);

    let day = "2024-01-05".parse().unwrap();
    let query =
        EditionQuery { list: ListName::Daily, span: domain::Span::Day(day), category: None, page: Page::default() };
    let edition = library.newsstand.edition(&query).await.unwrap();
    assert_eq!((edition.total, edition.previous, edition.next), (1, None, None));
    let trending = library.newsstand.trending(Page::default()).await.unwrap();
    assert_eq!(trending.papers[0].score.age_days, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_index_comes_back() {
    let library = Library::new().await;
    library.ingest_text("all.jsonl", &[ARXIV]).await;
    library.newsstand.catch_up().await.unwrap();
    let data = library.folder.path().join("data");
    drop(library.newsstand);
    std::fs::remove_dir_all(data.join("index")).unwrap();
    let again = Newsstand::open(&Options { data, database: None, second_tier: false }).await.unwrap();
    assert_eq!(again.catch_up().await.unwrap(), CatchUp::Done { papers: 1 });
    assert_eq!(again.search(&Query::words("forests")).await.unwrap().total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_an_index_come_together_when_nothing_is_written() {
    let library = Library::new().await;
    for number in 1..=5 {
        library
            .ingest_text(
                "one.jsonl",
                &[&ARXIV
                    .replace("2401.01234", &format!("2401.0000{number}"))
                    .replace("Sparse", &format!("Kind {number} of"))],
            )
            .await;
        library.newsstand.catch_up().await.unwrap();
    }
    let parts = || {
        let files = std::fs::read_dir(library.folder.path().join("data/index/lexical")).unwrap();
        files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "idx")).count()
    };
    assert_eq!(parts(), 5);
    let following = library.newsstand.follow();
    let together = async {
        while parts() > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), together).await.unwrap();
    // What comes meanwhile is found as ever.
    library.ingest_text("more.jsonl", &[ARXIV]).await;
    let found = async {
        while library.newsstand.search(&Query::words("forests")).await.unwrap().total < 6 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), found).await.unwrap();
    following.finish().await;
    assert_eq!(library.newsstand.snapshot().len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_store_is_not_believed() {
    let (one, other) = (Library::new().await, Library::new().await);
    one.ingest_text("one.jsonl", &[ARXIV]).await;
    one.newsstand.catch_up().await.unwrap();
    other.ingest_text("other.jsonl", &[&ARXIV.replace("2401.01234", "2401.07777").replace("Forests", "Deserts")]).await;
    other.newsstand.catch_up().await.unwrap();
    let (from, to) = (other.folder.path().join("data"), one.folder.path().join("data"));
    one.newsstand.store().close().await;
    other.newsstand.store().close().await;
    std::fs::copy(from.join("newsstand.db"), to.join("newsstand.db")).unwrap();
    let moved = Newsstand::open(&Options { data: to, database: None, second_tier: false }).await.unwrap();
    moved.catch_up().await.unwrap();
    assert_eq!(moved.search(&Query::words("deserts")).await.unwrap().total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn reindexing_keeps_what_is_found() {
    let library = Library::new().await;
    library.ingest_text("all.jsonl", &[ARXIV]).await;
    library.newsstand.catch_up().await.unwrap();
    assert_eq!(library.newsstand.reindex().await.unwrap(), CatchUp::Done { papers: 1 });
    assert_eq!(library.newsstand.snapshot().len(), 1);
    assert_eq!(library.newsstand.search(&Query::words("forests")).await.unwrap().total, 1);
}
