//! SIGKILL at random moments: whatever was cut off, the next run completes, and nothing is lost or doubled.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use domain::normalized_title;
use search::Query;

use crate::support::{Library, Running, Table, lines, shared, wait_for, wait_for_sample};

/// How many kills the test does; `NEWSSTAND_KILLS` says otherwise.
const KILLS: u32 = 20;

/// At most so many hit one library before a run is left in peace: later ones would find the work done.
const KILLS_OF_ONE: u32 = 5;

/// Every so many papers one title is searched.
const EVERY: usize = 31;

/// The share by which equal scores may differ.
const ALIKE: f32 = 1e-3;

/// What a library answers to a query: ids and scores of the best papers.
type Found = Vec<(String, f32)>;

/// Everything that must be the same: the store's content and what searching finds.
struct State {
    store: std::collections::BTreeMap<String, String>,
    indexed: usize,
    found: Vec<(String, Found)>,
}

fn state(library: &Library) -> State {
    assert_eq!(library.catch_up(), 0, "the program left nothing to be indexed");
    let store = library.dump();
    let mut papers = library.papers();
    papers.sort_by(|a, b| a.paper.id.cmp(&b.paper.id));
    let titles = papers.iter().step_by(EVERY).map(|stored| normalized_title(&stored.paper.title));
    let words = ["diffusion", "large language models", "graph neural network theory", "yann lecun", "robots that walk"];
    let queries = titles.chain(words.map(str::to_owned));
    let found = queries.map(|text| (text.clone(), answers(library, &text))).collect();
    State { store, indexed: library.papers_in_index(), found }
}

fn answers(library: &Library, text: &str) -> Found {
    let found = library.search(&Query { limit: 20, ..Query::words(text) });
    let mut found: Vec<_> = found.papers.iter().map(|hit| (hit.stored.paper.id.to_string(), hit.score)).collect();
    // Equal scores have no order of their own.
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found
}

#[track_caller]
fn assert_same(undisturbed: &State, killed: &State) {
    assert_eq!(undisturbed.indexed, undisturbed.store.len(), "the index holds each paper once");
    assert_eq!(killed.indexed, undisturbed.indexed, "papers in the index");
    for (id, paper) in &undisturbed.store {
        assert_eq!(Some(paper), killed.store.get(id), "{id} differs");
    }
    assert_eq!(undisturbed.store.len(), killed.store.len(), "papers that nobody gave");
    assert_eq!(undisturbed.found.len(), killed.found.len());
    for ((text, undisturbed), (_, killed)) in undisturbed.found.iter().zip(&killed.found) {
        assert_found_alike(text, undisturbed, killed);
    }
}

/// Asserts that two libraries give the same answer: rank for rank the same score, and each paper with the score that it has
/// on the other side. Scores may differ a little, and near ties stand the other way round: how rare a word is is counted
/// over papers that were replaced, too, until the part of the index in which they stood is merged.
#[track_caller]
fn assert_found_alike(text: &str, undisturbed: &Found, killed: &Found) {
    let near = |a: f32, b: f32| (a - b).abs() <= ALIKE * a.abs().max(b.abs());
    let differ = || format!("{text:?}\nundisturbed: {undisturbed:?}\nkilled: {killed:?}");
    assert_eq!(undisturbed.len(), killed.len(), "{}", differ());
    for ((_, a), (_, b)) in undisturbed.iter().zip(killed) {
        assert!(near(*a, *b), "{}", differ());
    }
    let worst = undisturbed.last().map_or(0.0, |(_, score)| *score);
    for (here, there) in [(undisturbed, killed), (killed, undisturbed)] {
        for (id, score) in here {
            let other = there.iter().find(|(other, _)| other == id).map(|(_, score)| *score);
            // A paper that ties with the last one may have been cut off.
            assert!(near(other.unwrap_or(worst), *score), "{id}: {}", differ());
        }
    }
}

/// Three thousand real papers of four sources, among which some are the same.
fn files(table: &Table) -> Option<Vec<PathBuf>> {
    let (arrived, picked) = (shared("data/arxiv_daily.jsonl.zst")?, shared("data/hf_daily.jsonl.zst")?);
    let (conferences, pages) = (shared("data/paperlists.jsonl.zst")?, shared("seeds")?);
    Some(vec![
        table.file("a.jsonl", lines(&arrived, 0, 2_000)),
        table.file("b.jsonl", lines(&picked, 2_574, 600)),
        table.file("c.jsonl", lines(&conferences, 20_000, 400)),
        pages,
    ])
}

fn ingest(table: &Table, files: &[PathBuf]) -> Running {
    let args = [PathBuf::from("ingest")].into_iter().chain(files.iter().cloned());
    Running::start(table.command(args))
}

#[test]
fn killed_ingests_end_as_an_undisturbed_one() {
    let source = Table::new();
    let Some(files) = files(&source) else { return };
    let undisturbed = Table::new();
    let whole = ingest(&undisturbed, &files).wait().well();
    println!("undisturbed: {}", whole.stdout.trim_end());
    let expected = state(&undisturbed.library());
    assert!(expected.store.len() > 3_000 && expected.found.len() >= 90, "{} queries", expected.found.len());

    let kills = std::env::var("NEWSSTAND_KILLS").map_or(KILLS, |n| n.parse().expect("NEWSSTAND_KILLS is a number"));
    let mut random = fastrand::Rng::with_seed(20_260_430);
    let (mut killed, mut libraries, mut unfinished) = (0, 0, 0);
    let started = Instant::now();
    while killed < kills {
        let table = Table::new();
        let here = random.u32(1..=KILLS_OF_ONE).min(kills - killed);
        killed += kill_some(&table, &files, here, || random.u64(0..whole.ticks.max(1)));
        libraries += 1;
        unfinished += u32::from(!is_finished(&table.library(), expected.indexed));
        ingest(&table, &files).wait().well();
        assert_same(&expected, &state(&table.library()));
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{killed} kills of {libraries} libraries in {seconds:.0} s; {unfinished} had work left for the last run");
    assert!(unfinished > 0, "all libraries were finished before the kills: they come too late");
}

fn is_finished(library: &Library, papers: usize) -> bool {
    library.is_indexed() && library.papers_in_index() == papers
}

/// Starts the ingest `kills` times and kills it after so many ticks of the processor, until one comes to its end before;
/// returns how often it was killed.
fn kill_some(table: &Table, files: &[PathBuf], kills: u32, mut after: impl FnMut() -> u64) -> u32 {
    let killed = (0..kills).take_while(|_| ingest(table, files).kill_after(after()));
    u32::try_from(killed.count()).expect("it is at most `kills`")
}

#[test]
fn a_killed_reindex_is_made_up_for() {
    let Some(file) = shared("data/arxiv_daily.jsonl.zst") else { return };
    let table = Table::new();
    let papers = table.file("papers.jsonl", lines(&file, 0, 2_000));
    table.ingest(&[&papers], &[]).well();
    let expected = state(&table.library());
    let whole = table.run(["reindex"]).well();
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..5 {
        let running = Running::start(table.command(["reindex"]));
        std::thread::sleep(whole.took.mul_f64(random.f64()));
        running.kill();
        // Readers see the index as it was, whole.
        let text = table.run(["search", &expected.found[0].0]).well().stdout;
        assert!(text.contains("  1. "), "{text}");
    }
    table.run(["reindex"]).well();
    assert_same(&expected, &state(&table.library()));
}

#[test]
fn a_first_start_that_is_killed_still_ends_with_the_whole_sample() {
    let undisturbed = Table::new();
    let server = undisturbed.serve(&[]);
    let whole = wait_for_sample(&undisturbed, &server);
    assert_eq!(server.stop().code(), 0);
    let mut random = fastrand::Rng::with_seed(11);
    for round in 0..4 {
        let table = Table::new();
        // Twice before it listens, twice while it takes in what the front page does not need.
        if round < 2 {
            let running = Running::start(table.command(["serve", "--listen", "127.0.0.1:0"]));
            std::thread::sleep(Duration::from_millis(random.u64(20..600)));
            running.kill();
        } else {
            let server = table.serve(&[]);
            std::thread::sleep(Duration::from_millis(random.u64(0..300)));
            server.kill();
        }
        let server = table.serve(&[]);
        // A quick machine may have been through before the kill: then nothing is owed, and the log says nothing.
        wait_for("the rest of the sample", || (server.papers() == whole).then_some(()));
        assert_eq!(server.stop().code(), 0);
    }
}
