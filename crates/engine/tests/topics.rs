//! Topics from their making to what a reader sees, and similar papers without second entries.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made has failed the test")]

use domain::{PaperId, Timestamp};
use newsstand_engine::{
    EngineError, Ingestion, Judgement, Newsstand, Options, Page, TopicError, TopicQuery, TopicView,
};
use search::Sort;
use sources::ReadOptions;
use tempfile::TempDir;

/// A paper's line: ids, titles and texts here hold neither quotes nor backslashes.
fn line(id: &str, title: &str, text: &str) -> String {
    format!(
        r#"{{"id": "{id}", "title": "{title}", "abstract": "{text}", "authors": ["Ada Byron"], "list": "new", "day": "2026-04-29"}}"#
    )
}

/// Twenty papers on swarms and twenty on proteins.
fn library() -> Vec<String> {
    let paper = |number: usize| {
        let (subject, text) = if number < 20 {
            ("Robots", "Swarm robotics lets many simple robots form flocks by local rules")
        } else {
            ("Proteins", "Protein folding is predicted from amino acids by learned potentials")
        };
        line(
            &format!("2604.{:05}", number + 1),
            &format!("{subject} observed, report {number}"),
            &format!("{text}, run {number}."),
        )
    };
    (0..40).map(paper).collect()
}

struct Site {
    newsstand: Newsstand,
    folder: TempDir,
}

impl Site {
    async fn of(lines: &[String]) -> Self {
        let folder = TempDir::new().unwrap();
        let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
        let site = Self { newsstand: Newsstand::open(&options).await.unwrap(), folder };
        site.ingest(lines).await;
        site
    }

    async fn ingest(&self, lines: &[String]) {
        let path = self.folder.path().join("papers.jsonl");
        std::fs::write(&path, lines.join("\n")).unwrap();
        let what = Ingestion { paths: vec![path], options: ReadOptions::new(now()), now: now() };
        self.newsstand.ingest(what, |_| ()).await.unwrap();
        self.newsstand.refresh().await.unwrap();
        self.newsstand.catch_up().await.unwrap();
    }

    async fn topic(&self, slug: &str) -> Option<TopicView> {
        let query = TopicQuery { slug: slug.to_owned(), sort: Sort::Relevance, page: Page::default() };
        self.newsstand.topic(&query).await.unwrap()
    }
}

fn now() -> Timestamp {
    "2026-05-01T00:00:00Z".parse().unwrap()
}

/// The ids of the papers with these numbers.
fn ids(numbers: impl IntoIterator<Item = usize>) -> Vec<PaperId> {
    numbers.into_iter().map(|number| format!("2604.{:05}", number + 1).parse().unwrap()).collect()
}

fn shown(view: &TopicView) -> Vec<&str> {
    view.papers.iter().map(|member| member.stored.paper.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_is_made_seen_corrected_and_removed() {
    let site = Site::of(&library()).await;
    let before = site.newsstand.version();
    let made = site.newsstand.add_topic("Robot  swarms", &ids(0..5), now()).await.unwrap();
    assert_eq!((made.slug.as_str(), made.name.as_str(), made.accepted), ("robot-swarms", "Robot swarms", 5));
    assert!(site.newsstand.version() > before, "cached pages lapse");

    let view = site.topic("Robot swarms").await.unwrap();
    assert!(
        view.total >= 15 && view.papers.iter().all(|it| it.stored.paper.title.starts_with("Robots")),
        "{:?}",
        shown(&view)
    );
    assert_eq!(view.accepted.len(), 5);
    assert_eq!(view.papers.iter().filter(|it| it.is_example).count(), 5);
    assert!(view.papers.iter().all(|it| !it.shared.is_empty()));

    let corrected =
        site.newsstand.judge_topic("robot-swarms", (Judgement::Rejected, &ids([4, 9])), now()).await.unwrap();
    assert_eq!((corrected.accepted, corrected.rejected), (4, 2), "who is rejected is no example any more");
    let view = site.topic("robot-swarms").await.unwrap();
    assert!(!shown(&view).contains(&"2604.00005") && !shown(&view).contains(&"2604.00010"), "{:?}", shown(&view));
    assert_eq!(view.rejected.len(), 2);
    site.newsstand.judge_topic("robot-swarms", (Judgement::Forgotten, &ids([9])), now()).await.unwrap();
    assert!(shown(&site.topic("robot-swarms").await.unwrap()).contains(&"2604.00010"));

    let renamed = site.newsstand.rename_topic("robot-swarms", "Flocks", now()).await.unwrap();
    assert_eq!((renamed.slug.as_str(), renamed.accepted), ("flocks", 4));
    assert!(site.topic("robot-swarms").await.is_none() && site.topic("flocks").await.is_some());
    let listed = site.newsstand.topics().await.unwrap();
    assert_eq!(listed.iter().map(|topic| topic.name.as_str()).collect::<Vec<_>>(), ["Flocks"]);
    site.newsstand.remove_topic("flocks", now()).await.unwrap();
    assert!(site.newsstand.topics().await.unwrap().is_empty() && site.topic("flocks").await.is_none());
    assert_eq!(site.newsstand.totals().await.unwrap().papers, 40, "papers stay");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_says_why_and_changes_nothing() {
    let site = Site::of(&library()).await;
    let newsstand = &site.newsstand;
    newsstand.add_topic("Swarms", &ids(0..2), now()).await.unwrap();
    let version = newsstand.version();
    let failed = |error: EngineError| match error {
        EngineError::Topic(error) => error,
        other => panic!("{other}"),
    };
    let unknown = newsstand.add_topic("New", &ids([1, 90, 91]), now()).await.map_err(failed).unwrap_err();
    assert_eq!(unknown.to_string(), "no paper here has the id 2604.00091, 2604.00092");
    let taken = newsstand.add_topic("swarms!", &ids([7]), now()).await.map_err(failed).unwrap_err();
    assert!(taken.to_string().contains("\"Swarms\""), "{taken}");
    let nobody = newsstand.judge_topic("herds", (Judgement::Accepted, &ids([1])), now()).await.map_err(failed);
    assert!(matches!(nobody, Err(TopicError::Unknown(name)) if name == "herds"));
    let last = newsstand.judge_topic("swarms", (Judgement::Rejected, &ids([0, 1])), now()).await.map_err(failed);
    assert!(matches!(last, Err(TopicError::NoExample(_))));
    assert!(matches!(newsstand.add_topic("None", &[], now()).await.map_err(failed), Err(TopicError::NoExample(_))));
    for name in ["", "  ", "!?", &"x".repeat(100_000)] {
        assert!(newsstand.add_topic(name, &ids([1]), now()).await.is_err(), "{}", name.len());
    }
    assert!(newsstand.remove_topic("herds", now()).await.is_err());
    assert_eq!(newsstand.version(), version);
    assert_eq!(site.topic("swarms").await.unwrap().accepted.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_paper_falls_in_and_pages_hold_all() {
    let site = Site::of(&library()).await;
    site.newsstand.add_topic("Swarms", &ids(0..5), now()).await.unwrap();
    let total = site.topic("swarms").await.unwrap().total;
    site.ingest(&[line(
        "2604.09999",
        "Robots again",
        "Swarm robotics lets many simple robots form flocks by local rules, once more.",
    )])
    .await;
    let view = site.topic("swarms").await.unwrap();
    assert_eq!(view.total, total + 1);
    assert!(shown(&view).contains(&"2604.09999"));
    let mut paged = Vec::new();
    for number in 1..=20 {
        let page = Page { number, size: 2 };
        let query = TopicQuery { slug: "swarms".to_owned(), sort: Sort::Newest, page };
        let part = site.newsstand.topic(&query).await.unwrap().unwrap();
        assert_eq!(part.total, total + 1);
        paged.extend(part.papers.iter().map(|member| member.stored.paper.id.clone()));
    }
    paged.sort();
    paged.dedup();
    assert_eq!(paged.len() as u64, total + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn similar_papers_are_each_shown_once() {
    let text = "We let many simple robots form flocks by local rules and measure how the flock turns when a predator comes near";
    let twice = [
        // Another register's entry of the first, with another abstract; a second version of a neighbour; and real neighbours.
        line("2604.00001", "Flocks of Robots Turn Away From Predators in Time", text),
        line(
            "openreview:abc",
            "Flocks of Robots Turn Away From the Predators in Time",
            &format!("{text}, as the camera-ready version says"),
        ),
        line("2604.00003", "Flocking Drones Follow a Leader Through Dense Forests", &format!("{text} in forests")),
        line(
            "openreview:def",
            "Flocking Drones Follow the Leader Through Dense Forests",
            &format!("{text} in dense forests"),
        ),
        line("2604.00005", "Swarm Report, Part 1", &format!("{text}, first part")),
        line("2604.00006", "Swarm Report, Part 2", &format!("{text}, second part of the report")),
    ];
    let site = Site::of(&library().split_off(20).into_iter().chain(twice).collect::<Vec<_>>()).await;
    let paper = site.newsstand.paper(&"2604.00001".parse().unwrap()).await.unwrap().unwrap();
    let titles: Vec<&str> = paper.similar.iter().map(|near| near.stored.paper.title.as_str()).collect();
    assert!(!titles.iter().any(|title| title.starts_with("Flocks of Robots")), "{titles:?}");
    assert_eq!(titles.iter().filter(|title| title.starts_with("Flocking Drones")).count(), 1, "{titles:?}");
    assert_eq!(
        titles.iter().filter(|title| title.starts_with("Swarm Report")).count(),
        2,
        "parts are papers: {titles:?}"
    );
    assert!(paper.similar.is_sorted_by(|a, b| a.closeness >= b.closeness));
}
