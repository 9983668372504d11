//! Suggestions while one types: every beginning of real titles and names, as typed and with a typing error.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use domain::PaperKey;
use search::Index;
use serde::{Deserialize, Serialize};

use super::synthetic::Stock;
use super::{build, in_own_process, size_of};
use crate::process;
use crate::samples::Samples;
use crate::table::{self, Table};

/// Sizes without an argument.
const SIZES: [u32; 1] = [100_000];

/// How many titles are typed, and as many names.
const TYPED: u32 = 200;

/// Nobody types more letters than this before choosing.
const LONGEST: usize = 40;

/// Suggestions in an answer: as the page asks for.
const LIMIT: usize = 8;

/// What typing took, in milliseconds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Typing {
    rows: Vec<(String, usize, [f64; 3], f64)>,
    /// Anonymous memory with the index open, before and after typing.
    anonymous_mb: [f64; 2],
    /// The files of suggestions.
    disk_mb: f64,
    /// From a commit of one paper to its suggestion.
    new_ms: f64,
}

/// Measures at each size and prints a table each.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let sizes: Vec<u32> =
        options.iter().map(|size| size.parse()).collect::<Result<_, _>>().context("sizes are numbers")?;
    for size in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        let folder = tempfile::tempdir()?;
        let (index, papers) = (folder.path().join("index").to_string_lossy().into_owned(), size.to_string());
        table::note(format_args!("suggest: Newsstand indexes {size} synthetic papers"));
        let built: build::Built = in_own_process(&["build", "newsstand", &index, &papers])?;
        table::note("suggest: typing");
        let typing: Typing = in_own_process(&["type", &index])?;
        let mut table = Table::new(["what is typed", "answers", "p50 ms", "p99 ms", "most ms", "found, %"]);
        for (name, count, [p50, p99, most], found) in &typing.rows {
            let time = |ms: &f64| format!("{ms:.3}");
            table.row(&[
                name.clone(),
                count.to_string(),
                time(p50),
                time(p99),
                time(most),
                format!("{:.0}", found * 100.0),
            ]);
        }
        table.print(&format!("Suggestions: {size} synthetic papers"))?;
        let [before, after] = typing.anonymous_mb;
        table::say(format_args!(
            "RssAnon {before:.0} MB before typing, {after:.0} MB after; {:.0} MB of suggestions on disk; a new paper is suggested {:.0} ms \
             after its commit began; {:.0} papers indexed a second",
            typing.disk_mb, typing.new_ms, built.papers_a_second
        ))?;
    }
    Ok(())
}

/// Types into the index of a folder.
pub(super) fn step(folder: &Path) -> Result<Typing> {
    let index = Index::open(folder)?;
    let before = process::anonymous_mb()?;
    let (titles, names) = typed(u32::try_from(index.snapshot().len())?)?;
    let texts = process::anonymous_mb()?;
    let mut rows = Vec::new();
    for (name, texts) in [("titles", &titles), ("names", &names)] {
        rows.push(time(&index, name, texts, str::to_owned));
        rows.push(time(&index, &format!("{name}, two letters exchanged"), texts, mistyped));
    }
    let after = before + process::anonymous_mb()? - texts;
    let new_ms = suggested_after(&index)?;
    Ok(Typing { rows, anonymous_mb: [before, after], disk_mb: size_of(&folder.join("suggest"))? as f64 / 1e6, new_ms })
}

/// Titles and names of papers evenly among all.
fn typed(papers: u32) -> Result<(Vec<String>, Vec<String>)> {
    let stock = Stock::read()?;
    let (mut titles, mut names) = (Vec::new(), Vec::new());
    for at in 0..TYPED.min(papers) {
        let stored = stock.paper(u32::try_from(u64::from(at) * u64::from(papers) / u64::from(TYPED.min(papers)))?)?;
        titles.push(stored.paper.title);
        names.extend(stored.paper.authors.into_iter().next());
    }
    Ok((titles, names))
}

/// Types every beginning of the texts, changed by `spoil`; once before to warm up. Answers with name, number of answers, p50, p99 and the
/// longest time, and how many texts were among the suggestions at their end.
fn time(index: &Index, name: &str, texts: &[String], spoil: fn(&str) -> String) -> (String, usize, [f64; 3], f64) {
    let (snapshot, mut samples, mut found) = (index.snapshot(), Samples::default(), 0);
    for round in 0..2 {
        (samples, found) = if round == 1 { Default::default() } else { (samples, found) };
        for text in texts {
            let written = spoil(text);
            let mut last = Vec::new();
            for (end, _) in written.char_indices().skip(1).take(LONGEST) {
                let beginning = written.get(..end).unwrap_or_default();
                last = samples.time(|| snapshot.suggest(beginning, LIMIT));
            }
            found += usize::from(last.iter().any(|one| domain::slug(&one.text) == domain::slug(text)));
        }
    }
    let share = found as f64 / texts.len().max(1) as f64;
    (name.to_owned(), samples.len(), [samples.p50(), samples.p99(), samples.quantile(1.0)], share)
}

/// The text with two letters exchanged in the middle of its longest word.
fn mistyped(text: &str) -> String {
    let longest = text.split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default();
    let mut letters: Vec<char> = longest.chars().collect();
    let middle = letters.len() / 2;
    if middle > 0 {
        letters.swap(middle - 1, middle);
    }
    text.replacen(longest, &letters.into_iter().collect::<String>(), 1)
}

/// Milliseconds from the beginning of a commit of one paper to its first suggestion.
fn suggested_after(index: &Index) -> Result<f64> {
    let mut stored = Stock::read()?.paper(1)?;
    stored.key = PaperKey(i64::MAX);
    "Quizzical Zebras".clone_into(&mut stored.paper.title);
    let mut writer = index.writer(15_000_000)?;
    writer.upsert(&[stored])?;
    let started = Instant::now();
    writer.commit(index.cursor() + 1)?;
    let found = index.snapshot().suggest("quizzical z", LIMIT);
    anyhow::ensure!(!found.is_empty(), "the new paper is not suggested");
    Ok(started.elapsed().as_secs_f64() * 1e3)
}
