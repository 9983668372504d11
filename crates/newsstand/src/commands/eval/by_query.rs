//! The table of single queries: one line each, with tabs between the columns.

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Context;
use search::eval::{Collection, Missing, QueryRow, Run, by_query};

/// Writes the queries' table to a file or to standard output.
pub(super) struct ByQuery {
    out: Box<dyn Write>,
    name: String,
    started: bool,
}

impl ByQuery {
    /// A table in the file of that name; `-` is standard output.
    pub(super) fn create(name: &str) -> anyhow::Result<Self> {
        let out: Box<dyn Write> = if name == "-" {
            Box::new(std::io::stdout())
        } else {
            let file = File::create(name).with_context(|| format!("cannot write {name}"))?;
            Box::new(BufWriter::new(file))
        };
        Ok(Self { out, name: name.to_owned(), started: false })
    }

    /// Adds a collection's queries, with what these runs made of them.
    pub(super) fn add(&mut self, collection: &Collection, runs: &[&Run]) -> anyhow::Result<()> {
        if !std::mem::replace(&mut self.started, true) {
            self.line(&heads(runs))?;
        }
        for row in by_query(collection, runs) {
            self.line(&cells(collection, &row))?;
        }
        Ok(())
    }

    /// Makes sure that everything is written.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.out.flush().with_context(|| format!("cannot write {}", self.name))
    }

    fn line(&mut self, cells: &[String]) -> anyhow::Result<()> {
        match writeln!(self.out, "{}", cells.join("\t")) {
            // A reader that goes away early (`| head`) is no error.
            Err(error) if self.name == "-" && error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            written => written.with_context(|| format!("cannot write {}", self.name)),
        }
    }
}

fn heads(runs: &[&Run]) -> Vec<String> {
    let measured = runs
        .iter()
        .flat_map(|run| ["ndcg@10", "recall@100", "mrr"].map(|measure| format!("{} {measure}", run.configuration)));
    let first = ["collection", "query-id", "query"].map(str::to_owned).into_iter();
    let last = ["difference", "missing", "relevance", "rank", "title"].map(str::to_owned);
    first.chain(measured).chain(last).collect()
}

fn cells(collection: &Collection, row: &QueryRow<'_>) -> Vec<String> {
    let measured = row.measures.iter().flat_map(|measures| {
        [measures.ndcg_at_10, measures.recall_at_100, measures.mrr].map(|figure| format!("{figure:.4}"))
    });
    let first = [&collection.name, &row.query.id, &row.query.text].map(|text| in_a_cell(text)).into_iter();
    let mut cells: Vec<_> = first.chain(measured).collect();
    cells.push(format!("{:+.4}", row.difference));
    cells.extend(row.missing.map_or_else(Default::default, |missing| missing_cells(collection, missing)));
    cells
}

/// Id, relevance, rank and title of the best paper that is missing among the first ten.
fn missing_cells(collection: &Collection, missing: Missing) -> [String; 4] {
    let rank = missing.rank.map_or_else(|| ">100".to_owned(), |rank| rank.to_string());
    let title = collection.paper(missing.key).map_or("(not in the corpus)", |stored| &stored.paper.title);
    [in_a_cell(collection.id(missing.key)), missing.relevance.to_string(), rank, in_a_cell(title)]
}

/// The text on one line and without tabs.
fn in_a_cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
