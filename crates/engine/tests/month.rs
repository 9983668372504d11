//! A month as it happened: what was recorded of each day, replayed as if it were today, makes the same lists as the files of that month.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a fixture that cannot be made has failed the test"
)]

/// Under the name by which the server knows it.
mod fetch {
    pub(crate) use ::fetch::*;
}
#[expect(dead_code, reason = "other tests use more of it")]
#[path = "../../fetch/tests/fetching/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::fetch::Clock as _;
use domain::{Day, ListName, Span, Timestamp};
use jiff::SignedDuration;
use newsstand_engine::{EditionQuery, Ingestion, ListRule, Newsstand, Options, Page, Wanted};
use serde_json::Value;
use server::{Server, answer};
use sources::harvest::Source;
use sources::{Preset, ReadOptions};
use tempfile::TempDir;

/// The month, and its days.
const MONTH: (&str, &str) = ("2026-03-20", "2026-04-20");

/// What is recorded: for each day what the Daily Papers answered, and the papers that arXiv announced.
struct Recorded {
    picked: BTreeMap<Day, Vec<Value>>,
    announced: BTreeMap<Day, Vec<Value>>,
    /// The lines of the files.
    lines: Vec<String>,
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn is_inside(day: Day) -> bool {
    (self::day(MONTH.0)..=self::day(MONTH.1)).contains(&day)
}

/// What is recorded of the month; `None` (and a line that says so) where there is nothing.
fn recorded() -> Option<Recorded> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("NEWSSTAND_SHARED").map_or(default, PathBuf::from).join("data");
    if !folder.exists() {
        println!("skipped: {} is absent", folder.display());
        return None;
    }
    let mut recorded = Recorded { picked: BTreeMap::new(), announced: BTreeMap::new(), lines: Vec::new() };
    for name in ["hf_daily_raw", "arxiv_daily"] {
        let file = std::fs::File::open(folder.join(format!("{name}.jsonl.zst"))).unwrap();
        for line in BufReader::new(zstd::Decoder::new(file).unwrap()).lines() {
            let line = line.unwrap();
            let value: Value = serde_json::from_str(&line).unwrap();
            let listed = day(value["list_date"].as_str().unwrap());
            let is_language = value["categories"].as_array().is_some_and(|all| all.iter().any(|id| id == "cs.CL"));
            if !is_inside(listed) || name == "arxiv_daily" && !is_language {
                continue;
            }
            match value["response"].as_array() {
                Some(papers) => drop(recorded.picked.insert(listed, papers.clone())),
                None => recorded.announced.entry(listed).or_default().push(value),
            }
            recorded.lines.push(line);
        }
    }
    Some(recorded)
}

impl Recorded {
    /// What the Daily Papers say of a day at a moment: nothing of days to come, in the morning the first half, in the evening all but each
    /// seventh, and on the next day everything.
    fn picked_at(&self, day: Day, now: Timestamp) -> Vec<Value> {
        let age = now.duration_since(day.midnight());
        let papers = self.picked.get(&day).cloned().unwrap_or_default();
        let is_there = |at: usize| match age.as_hours() {
            ..0 => false,
            0..12 => at < papers.len() / 2,
            12..24 => at % 7 != 6,
            _ => true,
        };
        papers.iter().enumerate().filter(|(at, _)| is_there(*at)).map(|(_, paper)| paper.clone()).collect()
    }

    /// arXiv's listing at a moment: that of the last day that has one, on its own day without each ninth paper; before it those ninth ones of the day before, and
    /// some that stood there already.
    fn feed_at(&self, now: Timestamp) -> String {
        let mut days = self.announced.range(..=Day::of(now).unwrap()).rev();
        let (Some((today, papers)), before) = (days.next(), days.next()) else { return feed("") };
        let late = before.into_iter().flat_map(|(day, papers)| {
            let again = papers.iter().enumerate().filter(|(at, _)| at % 9 == 8 || at % 5 == 0);
            again.map(|(_, paper)| item(paper, *day, "new"))
        });
        let new = papers
            .iter()
            .enumerate()
            .filter(|(at, _)| at % 9 != 8 || *today < Day::of(now).unwrap())
            .map(|(_, paper)| item(paper, *today, "cross"));
        // A paper of another day with a new version is not new.
        let replaced = before
            .into_iter()
            .flat_map(|(_, papers)| papers.iter().take(3))
            .map(|paper| item(paper, *today, "replace"));
        feed(&late.chain(new).chain(replaced).collect::<String>())
    }

    fn last_day(&self) -> Day {
        *self.picked.keys().chain(self.announced.keys()).max().unwrap()
    }
}

fn feed(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:arxiv=\"http://arxiv.org/schemas/atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>{items}</channel></rss>"
    )
}

fn item(paper: &Value, day: Day, kind: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let list = |field: &str| {
        paper[field].as_array().unwrap().iter().map(|item| escaped(item.as_str().unwrap())).collect::<Vec<_>>()
    };
    let (id, title, text) =
        (paper["id"].as_str().unwrap(), paper["title"].as_str().unwrap(), paper["abstract"].as_str().unwrap());
    let categories: String = format!("<category>{}</category>", list("categories").join("</category><category>"));
    format!(
        "<item><title>{}</title><link>https://arxiv.org/abs/{id}</link><guid>oai:arXiv.org:{id}v1</guid><description>arXiv:{id}v1 Announce Type: {kind} Abstract: {}</description>{categories}<pubDate>{}</pubDate><arxiv:announce_type>{kind}</arxiv:announce_type><dc:creator>{}</dc:creator></item>",
        escaped(title),
        escaped(text),
        day.date().strftime("%a, %d %b %Y 00:00:00 -0400"),
        list("authors").join(", "),
    )
}

async fn open(folder: &TempDir) -> Newsstand {
    let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
    Newsstand::open(&options).await.unwrap()
}

/// The papers of each day of a list; those of the picked one in their order.
async fn lists(newsstand: &Newsstand, list: ListName) -> BTreeMap<String, Vec<String>> {
    let mut lists = BTreeMap::new();
    for (day, _) in &newsstand.calendar(list).await.unwrap().days {
        let page = Page { number: 1, size: 10_000 };
        let query = EditionQuery { list, span: Span::Day(*day), category: None, page };
        let edition = newsstand.edition(&query).await.unwrap();
        let mut ids: Vec<String> = edition.papers.iter().map(|stored| stored.paper.id.to_string()).collect();
        if list == ListName::New {
            ids.sort();
        }
        lists.insert(day.to_string(), ids);
    }
    lists
}

/// Fails where two newsstands have other lists, or more papers.
async fn same_lists(by_files: &Newsstand, by_days: &Newsstand) {
    by_files.refresh().await.unwrap();
    by_days.refresh().await.unwrap();
    for list in [ListName::Daily, ListName::New] {
        let (files, days) = (lists(by_files, list).await, lists(by_days, list).await);
        assert!(files.len() > 15, "{list}: {} days", files.len());
        assert_eq!(files.keys().collect::<Vec<_>>(), days.keys().collect::<Vec<_>>(), "{list}");
        for (day, papers) in files {
            assert_eq!(papers, days[&day], "{list} of {day}");
        }
    }
    let totals = (by_files.totals().await.unwrap(), by_days.totals().await.unwrap());
    assert_eq!(totals.0.papers, totals.1.papers);
    println!("{} papers on {} and {} days", totals.1.papers, totals.1.daily_days, totals.1.new_days);
}

fn source(word: &str, address: &str) -> Source {
    word.parse::<Preset>().unwrap().source(word, Some(address)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_replayed_makes_the_lists_of_its_files() {
    let Some(recorded) = recorded() else { return };
    let (direct, live) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = direct.path().join("month.jsonl");
    std::fs::write(&file, recorded.lines.join("\n")).unwrap();
    let (by_files, by_days) = (open(&direct).await, open(&live).await);
    let now: Timestamp = "2026-05-01T00:00:00Z".parse().unwrap();
    let what = Ingestion { paths: vec![file], options: ReadOptions::new(now), now };
    let report = by_files.ingest(what, |_| ()).await.unwrap();
    assert_eq!((report.lost, report.unreadable.len()), (0, 0), "{:?}", report.problems);

    let (recorded, last) = (Arc::new(recorded), day(MONTH.1));
    assert!(recorded.last_day() <= last);
    let answering = Arc::clone(&recorded);
    let server = Server::start(move |seen, _| {
        let body = match seen.address.split_once("date=") {
            Some((_, rest)) => {
                serde_json::to_string(&answering.picked_at(day(rest.get(..10).unwrap()), seen.at)).unwrap()
            }
            None => answering.feed_at(seen.at),
        };
        answer("200 OK", &[], body)
    })
    .await;
    let client = server.client();
    let picks = source("hf-daily", "http://papers.test/api/daily_papers");
    let listing = source("arxiv-today:cs.CL", "http://feeds.test/rss/");
    let rule = |list| ListRule { list: Some(list), ..ListRule::default() };
    let (daily, new) = (rule(ListName::Daily), rule(ListName::New));
    let mut today = day(MONTH.0);
    // A day longer than the month: what was late on its last day.
    while today <= last.plus(1) {
        for hour in [9, 22] {
            server.clock.move_to(today.midnight() + SignedDuration::from_hours(hour));
            let wanted = Wanted { window: None, today, days_back: 0 };
            for (source, rule) in [(&picks, &daily), (&listing, &new)] {
                let gathered = by_days.gather((&client, source, rule), wanted, |_| ()).await.unwrap();
                assert_eq!(
                    (gathered.paused, gathered.report.lost),
                    (None, 0),
                    "{today} {:?}",
                    gathered.report.problems
                );
            }
        }
        let now = server.clock.now();
        let is_final =
            |standing: Option<newsstand_engine::DayStanding>| standing.is_some_and(|standing| standing.is_final());
        assert!(!is_final(by_days.day_standing(ListName::Daily, today, now).await.unwrap()), "{today} is not over");
        assert!(
            today == day(MONTH.0)
                || is_final(by_days.day_standing(ListName::Daily, today.plus(-1), now).await.unwrap())
        );
        today = today.plus(1);
    }
    same_lists(&by_files, &by_days).await;
}
