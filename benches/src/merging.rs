//! How often papers are known again without an id, and how often another is taken for them.
//!
//! The library is arXiv's metadata. The Daily Papers that are also there arrive without their ids, half of them changed as sources change
//! them; what must be known again is known by who made it, and so is what was wrongly joined. Beside them arrive papers that are not in the
//! library, chosen because something in it looks like them.

mod negatives;
mod perturb;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use domain::{PaperId, Timestamp};
use engine::{Ingestion, Newsstand, Options, Page};
use serde::Deserialize;
use serde_json::json;
use sources::ReadOptions;

use crate::share::interval;
use crate::table::Table;
use crate::{shared, table};
use negatives::Negative;

/// A paper as the data gives it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Paper {
    id: String,
    title: String,
    #[serde(rename = "abstract")]
    abstract_text: String,
    authors: Vec<String>,
    #[serde(default)]
    list_date: String,
}

/// A paper that arrives without its id.
#[derive(Debug, Clone)]
struct Arrival {
    /// Where it belongs; nothing where the library does not have it.
    truth: Option<String>,
    /// What was changed, or why it is hard.
    group: String,
    paper: Paper,
}

/// What arrivals lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lacking {
    Ids,
    Abstracts,
    Names,
}

/// What became of the arrivals of a group.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    arrived: u32,
    right: u32,
    wrong: u32,
    doubts: u32,
}

/// Runs the measurement and prints its tables. With `show`, the papers that were wrongly joined are printed too.
pub(crate) fn run(show: bool) -> Result<()> {
    let (library, arrivals) = prepared()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut rows = Table::new(["arriving", "papers", "precision", "95 %", "recall", "95 %", "doubts"]);
    let mut groups = BTreeMap::new();
    for lacking in [Lacking::Ids, Lacking::Abstracts, Lacking::Names] {
        let tallies = runtime.block_on(arrive(library.path(), &arrivals, lacking, show))?;
        rows.row(&row(lacking, &tallies));
        if lacking == Lacking::Ids {
            groups = tallies;
        }
    }
    rows.print("papers known again")?;
    let mut each = Table::new(["without ids", "papers", "joined rightly", "joined wrongly", "doubts"]);
    for (group, tally) in groups {
        let numbers = [tally.arrived, tally.right, tally.wrong, tally.doubts].map(|number| number.to_string());
        let [arrived, right, wrong, doubts] = numbers;
        each.row(&[group, arrived, right, wrong, doubts]);
    }
    each.print("by what was changed")
}

/// A file of the library, and what arrives.
fn prepared() -> Result<(tempfile::NamedTempFile, Vec<Arrival>)> {
    let arxiv: Vec<Paper> = read("arxiv_daily")?;
    let daily: Vec<Paper> = read("hf_daily")?;
    let known: HashSet<&str> = arxiv.iter().map(|paper| paper.id.as_str()).collect();
    let both: Vec<&Paper> = daily.iter().filter(|paper| known.contains(paper.id.as_str())).collect();
    let wanted: HashSet<&str> = both.iter().map(|paper| paper.id.as_str()).collect();
    let (negatives, twins) = negatives::chosen(&arxiv, &wanted);
    table::note(format_args!(
        "{} papers are in both; {} others are hard to tell from one that stays; {twins} works that stand there twice are left out",
        both.len(),
        negatives.len()
    ));
    let withheld: HashSet<&str> = negatives.iter().map(|negative| negative.paper.id.as_str()).collect();
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile()?;
    for line in shared::lines(&shared::data("arxiv_daily"))? {
        let line = line?;
        let paper: Paper = serde_json::from_str(&line)?;
        if !withheld.contains(paper.id.as_str()) {
            writeln!(file, "{line}")?;
        }
    }
    file.flush()?;
    let mut chance = fastrand::Rng::with_seed(2027);
    let subtitles: Vec<&str> =
        daily.iter().filter_map(|paper| paper.title.split_once(": ")).map(|(_, sub)| sub).collect();
    let positive = |(at, paper): (usize, &&Paper)| {
        let truth = Some(paper.id.clone());
        // Every other one, whatever the order of the file says about them.
        let (paper, group) = if at % 2 == 0 {
            ((*paper).clone(), "as told".to_owned())
        } else {
            perturb::changed(paper, &subtitles, &mut chance)
        };
        Arrival { truth, group, paper }
    };
    let mut arrivals: Vec<Arrival> = both.iter().enumerate().map(positive).collect();
    let negative = |Negative { paper, why }: &Negative<'_>| Arrival {
        truth: None,
        group: format!("not there: {why}"),
        paper: (*paper).clone(),
    };
    arrivals.extend(negatives.iter().map(negative));
    Ok((file, arrivals))
}

fn read(name: &str) -> Result<Vec<Paper>> {
    let path = shared::data(name);
    let lines = shared::lines(&path)?;
    lines.map(|line| serde_json::from_str(&line?).with_context(|| format!("a line of {name} is no paper"))).collect()
}

/// Lets everything arrive in a library of its own, and looks where it went.
async fn arrive(library: &Path, arrivals: &[Arrival], lacking: Lacking, show: bool) -> Result<BTreeMap<String, Tally>> {
    let folder = tempfile::tempdir()?;
    let options = Options { data: folder.path().to_owned(), database: None, second_tier: false };
    let newsstand = Newsstand::open(&options).await?;
    take(&newsstand, library).await?;
    let before = newsstand.totals().await?.papers;
    let file = folder.path().join("arrivals.jsonl");
    let lines = arrivals.iter().enumerate().map(|(number, arrival)| line(number, arrival, lacking));
    std::fs::write(&file, lines.collect::<String>())?;
    take(&newsstand, &file).await?;
    let (doubts, _) = newsstand.doubts(Page { number: 1, size: u32::MAX }).await?;
    let doubtful: HashSet<i64> = doubts.iter().flat_map(|doubt| [doubt.one.key.0, doubt.other.key.0]).collect();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut seen = HashMap::new();
    for (number, arrival) in arrivals.iter().enumerate() {
        let id: PaperId = name(number).parse()?;
        let stored = newsstand.store().paper(&id).await?.with_context(|| format!("{id} went nowhere"))?;
        let went = newsstand.store().ids(stored.key).await?.iter().find_map(|id| id.arxiv().map(str::to_owned));
        let tally = tallies.entry(arrival.group.clone()).or_default();
        tally.arrived += 1;
        tally.doubts += u32::from(went.is_none() && doubtful.contains(&stored.key.0));
        // Two that arrive must not meet either.
        let met = seen.insert(stored.key, number).is_some();
        tally.right += u32::from(went.is_some() && went == arrival.truth);
        let wrong = met || went.is_some() && went != arrival.truth;
        tally.wrong += u32::from(wrong);
        if show && (wrong || arrival.truth.is_some() && went.is_none()) {
            table::note(format_args!(
                "{lacking:?}, {}: {:?} of {:?} went to {went:?} {:?}",
                arrival.group, arrival.paper.title, arrival.truth, stored.paper.title
            ));
        }
    }
    ensure!(newsstand.totals().await?.papers >= before, "papers were lost");
    Ok(tallies)
}

async fn take(newsstand: &Newsstand, file: &Path) -> Result<()> {
    let now: Timestamp = "2026-05-01T00:00:00Z".parse()?;
    let ingestion = Ingestion { paths: vec![file.to_owned()], options: ReadOptions::new(now), now };
    let report = newsstand.ingest(ingestion, |_| ()).await?;
    ensure!(
        report.lost == 0,
        "{} papers of {} could not be read: {:?}",
        report.lost,
        file.display(),
        report.problems.first()
    );
    Ok(())
}

/// An id of a register that nobody else has.
fn name(number: usize) -> String {
    format!("arrival:{number}")
}

fn line(number: usize, arrival: &Arrival, lacking: Lacking) -> String {
    let paper = &arrival.paper;
    let abstract_text = (lacking != Lacking::Abstracts).then_some(&paper.abstract_text);
    let authors = (lacking != Lacking::Names).then_some(&paper.authors);
    let line = json!({"id": name(number), "title": paper.title, "published": paper.list_date, "abstract": abstract_text, "authors": authors});
    format!("{line}\n")
}

fn row(lacking: Lacking, tallies: &BTreeMap<String, Tally>) -> [String; 7] {
    let sum = |of: fn(&Tally) -> u32| tallies.values().map(of).sum::<u32>();
    let (arrived, right, wrong) = (sum(|tally| tally.arrived), sum(|tally| tally.right), sum(|tally| tally.wrong));
    let wanted: u32 =
        tallies.iter().filter(|(group, _)| !group.starts_with("not there")).map(|(_, tally)| tally.arrived).sum();
    let what = match lacking {
        Lacking::Ids => "without ids",
        Lacking::Abstracts => "nor abstracts",
        Lacking::Names => "nor names, with abstracts",
    };
    let (precision, recall) = ((right, right + wrong), (right, wanted));
    [
        what.to_owned(),
        arrived.to_string(),
        share(precision),
        wilson(precision),
        share(recall),
        wilson(recall),
        sum(|tally| tally.doubts).to_string(),
    ]
}

fn share((part, whole): (u32, u32)) -> String {
    format!("{:.4}", f64::from(part) / f64::from(whole.max(1)))
}

fn wilson((part, whole): (u32, u32)) -> String {
    let (low, high) = interval(f64::from(part), f64::from(whole.max(1)));
    format!("{low:.4}-{high:.4}")
}
