//! `newsstand eval --estimate`: how good search is in one's own library, from a few judgements made at the terminal.

use std::path::Path;

use anyhow::{Context, bail};
use domain::StoredPaper;
use engine::CatchUp;
use search::Query;
use search::eval::estimate::{Estimate, Estimator, Interval, Journal, Judgement, KeptQuery, Question, Sampling};

use crate::cli::EvalArgs;
use crate::config::Config;
use crate::console::{self, counted};

/// How much of an abstract is shown.
const EXCERPT: usize = 700;

/// The lines that somebody types.
type Typed = std::io::Lines<std::io::StdinLock<'static>>;

/// What one query found: the papers, the best first.
type Ranking = Vec<StoredPaper>;

/// A session at the terminal.
struct Session {
    journal: Journal,
    rankings: Vec<Ranking>,
    typed: Typed,
    /// The query that was shown last.
    shown: Option<usize>,
}

pub(super) async fn run(config: &Config, args: &EvalArgs, dir: &Path) -> anyhow::Result<()> {
    let mut typed = std::io::stdin().lines();
    let journal = journal(args, dir, &mut typed)?;
    let newsstand = super::super::open(config).await?;
    if newsstand.catch_up().await? == CatchUp::Elsewhere {
        console::note("note: another process is writing the index; the newest papers may be missing");
    }
    let (mut rankings, mut scores) = (Vec::new(), Vec::new());
    for query in journal.queries() {
        let found = newsstand.search(&Query::words(query.text.as_str())).await?;
        scores.push(found.papers.iter().map(|hit| f64::from(hit.score)).collect());
        rankings.push(found.papers.into_iter().map(|hit| hit.stored).collect());
    }
    let estimator = Estimator::new(&scores, Sampling::Active, args.seed);
    Session { journal, rankings, typed, shown: None }.judge(estimator)
}

/// The folder of judgements with all queries; those of the file, or those typed where there are none at all.
fn journal(args: &EvalArgs, dir: &Path, typed: &mut Typed) -> anyhow::Result<Journal> {
    let mut journal = Journal::open(dir)?;
    if let Some(file) = &args.queries {
        journal.add_queries(file)?;
    } else if journal.queries().is_empty() {
        console::note("type queries that you would ask, one a line, and an empty line after the last:");
        while let Some(line) = typed.next().transpose()?.filter(|line| !line.trim().is_empty()) {
            journal.add_query(KeptQuery { id: String::new(), text: line.trim().to_owned() })?;
        }
    }
    if journal.queries().len() < 2 {
        bail!(
            "two queries are needed to estimate anything\nhint: the more, the better; --queries FILE reads them from a file"
        );
    }
    Ok(journal)
}

impl Session {
    /// Asks until all is judged or the judge has enough. What was judged in an earlier session is not asked again.
    fn judge(mut self, mut estimator: Estimator) -> anyhow::Result<()> {
        let mut queries = 0;
        while let Some(question) = estimator.question() {
            if std::mem::replace(&mut queries, estimator.queries()) < estimator.queries() {
                tell(&estimator)?;
            }
            let Some(judgement) = self.judgement(question)? else {
                return Ok(console::line("kept; the same command goes on from here")?);
            };
            estimator.answer(judgement);
        }
        tell(&estimator)?;
        Ok(console::line("every query was asked; more queries make the intervals narrower")?)
    }

    /// The judgement of a paper, kept or typed; none when the judge has enough.
    fn judgement(&mut self, question: Question) -> anyhow::Result<Option<Judgement>> {
        let query = self.journal.queries().get(question.query).cloned().context("a query is missing")?;
        let ranking = self.rankings.get(question.query);
        let stored = ranking.and_then(|ranking| ranking.get(question.place)).context("a paper is missing")?;
        let id = stored.paper.id.to_string();
        if let Some(known) = self.journal.judgement(&query.id, &id) {
            return Ok(Some(known));
        }
        if self.shown.replace(question.query) != Some(question.query) {
            console::line(format_args!("\nquery: {}", query.text))?;
        }
        show(stored)?;
        let judgement = ask(&mut self.typed)?;
        if let Some(judgement) = judgement {
            self.journal.record(&query.id, &id, judgement)?;
        }
        Ok(judgement)
    }
}

fn show(stored: &StoredPaper) -> std::io::Result<()> {
    let paper = &stored.paper;
    console::line(format_args!("\n  {}", text::plain(&paper.title)))?;
    console::line(format_args!("  {}", text::excerpt(&text::plain(&paper.abstract_text), EXCERPT)))
}

/// Reads a judgement; none for `q` and at the end of the input.
fn ask(typed: &mut Typed) -> anyhow::Result<Option<Judgement>> {
    loop {
        console::note("relevant? y yes, n no, s cannot say, q enough for now");
        let Some(line) = typed.next().transpose()? else { return Ok(None) };
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(Some(Judgement::Relevant)),
            "n" | "no" => return Ok(Some(Judgement::Irrelevant)),
            "s" | "skip" => return Ok(Some(Judgement::Unknown)),
            "q" | "quit" => return Ok(None),
            other => console::note(format_args!("{other:?} is none of y, n, s and q")),
        }
    }
}

/// What the judgements say so far.
fn tell(estimator: &Estimator) -> std::io::Result<()> {
    let (judgements, queries) = (estimator.judgements() as u64, estimator.queries() as u64);
    let from = format!("{} to {} queries", counted(judgements, "judgement"), queries);
    let Some(Estimate { ndcg_at_10, precision_at_10 }) = estimator.estimate() else {
        return console::line(format_args!("\n{}; an estimate needs two queries", counted(judgements, "judgement")));
    };
    let shown = |of: Interval| format!("{:.3} ({:.3} to {:.3})", of.value, of.low, of.high);
    console::line(format_args!("\nnDCG@10 {}, precision@10 {}, from {from}", shown(ndcg_at_10), shown(precision_at_10)))
}
