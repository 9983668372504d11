//! What providers answer, as papers: bytes in, an [`Answer`] out. Pure: nothing is fetched, no clock is read.
//!
//! [`parse`] reads one answer of one [`AnswerKind`]. An answer holds papers and problems like a file does, and beside them
//! what only an answer has: what to ask next ([`Next`]), how much there is in all, what the provider deleted, and why it
//! refused ([`Refusal`]). It is never an error: what cannot be read is a problem among its items.
//!
//! # Adding a provider
//! One file in `answers/`: a function that takes the text and a `Sheet` and writes papers on it, and a line in
//! [`AnswerKind`] that names it. `docs/SOURCES.md` walks through a whole one, and `answers/biorxiv.rs` is a real one
//! of less than 100 lines: a JSON API with pages, errors and versions. For JSON, fields are taken with `Fields`; for XML with `Tags`;
//! both leave out what has the wrong form, note it, and clean texts as the rest of this crate does.

mod acl;
mod arxiv_api;
mod arxiv_feed;
pub(crate) mod arxiv_parts;
mod bibtex;
mod biorxiv;
mod crossref;
pub(crate) mod csl;
pub(crate) mod dblp;
mod dblp_search;
mod europe_pmc;
mod feed;
#[cfg(test)]
mod heron;
mod hf_daily;
mod ids;
mod json_lines;
mod kind;
mod next;
mod oai;
mod openalex;
mod openreview;
mod people;
mod recognise;
mod refusal;
mod ris;
mod semantic_scholar;
mod sheet;
mod zotero_rdf;

use std::sync::Arc;

use domain::{Day, PaperId, Place, Problem, Record, Severity, Timestamp};

use crate::chunk::Context;
use crate::detect::Layout;
use crate::{Format, Item};

pub use kind::{AnswerKind, UnknownAnswer};
pub use next::Next;
pub use oai::Repository;
pub(crate) use recognise::recognised;
pub use refusal::{Refusal, RefusalCode};
pub(crate) use sheet::Sheet;

/// What was asked, as far as reading the answer needs it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What problems and places call the answer, such as its address without secrets.
    pub name: Arc<str>,
    /// When the answer came: when counts count as observed.
    pub at: Timestamp,
    /// The day that was asked for, where a day was: the Daily Papers of that day stand on its list.
    pub day: Option<Day>,
    /// The status of HTTP with which the answer came; `None` for files. An answer with a status from 400 on whose body
    /// states no error is refused with that status.
    pub status: Option<u16>,
}

impl Asked {
    /// Asked for nothing in particular, answered at `at`.
    pub fn new(name: impl Into<Arc<str>>, at: Timestamp) -> Self {
        Self { name: name.into(), at, day: None, status: None }
    }
}

/// One answer of a provider.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// Papers and problems in the order of the answer. The place of each is the answer's name and its position in it, from 1.
    pub items: Vec<Item>,
    /// What to ask next; `None` at the end of the results.
    pub next: Option<Next>,
    /// How many results there are in all, where the provider says so.
    pub total: Option<u64>,
    /// Papers that the provider no longer has.
    pub deleted: Vec<Deleted>,
    /// The error that the provider states in the place of results.
    pub refused: Option<Refusal>,
    /// What the provider says about an answer without papers, where that is no error: OAI-PMH's `noRecordsMatch`.
    pub remark: Option<String>,
    /// What a repository says of itself (OAI-PMH's `Identify`).
    pub repository: Option<Repository>,
    /// When the provider says that it answered. A harvest goes on from here, not from the time of one's own clock.
    pub answered: Option<Timestamp>,
}

impl Answer {
    /// The papers.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.items.iter().filter_map(|item| match item {
            Item::Record(record) => Some(record.as_ref()),
            Item::Problem(_) => None,
        })
    }

    /// What could not be read.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.items.iter().filter_map(|item| match item {
            Item::Problem(problem) => Some(problem),
            Item::Record(_) => None,
        })
    }
}

/// A paper that a provider once had and now says is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deleted {
    /// Its id.
    pub id: PaperId,
    /// When it was deleted, where that is told.
    pub at: Option<Timestamp>,
    /// Where that stands.
    pub place: Place,
}

/// Reads `bytes`, an answer of `kind`. Never fails: see [`Answer`]. Takes time and memory in proportion to `bytes`, whatever
/// they hold; how many there may be is for the caller to say.
pub fn parse(kind: AnswerKind, bytes: &[u8], asked: &Asked) -> Answer {
    let context = Context {
        file: Arc::clone(&asked.name),
        format: Format::Auto,
        layout: Layout::Answer(kind),
        year: None,
        day: asked.day,
        seen_at: asked.at,
    };
    let mut answer = read(kind, bytes, &context);
    if let Some(status) = asked.status.filter(|status| *status >= 400) {
        refine(&mut answer, status, bytes);
    }
    answer
}

/// Makes an answer with a status of failure one that is refused, and its code one that says more.
fn refine(answer: &mut Answer, status: u16, bytes: &[u8]) {
    match &mut answer.refused {
        Some(refusal) if refusal.code == RefusalCode::BadQuestion => refusal.code = RefusalCode::of_status(status),
        Some(_) => {}
        None => {
            answer.refused = Some(Refusal::of_status(status, bytes));
            // That the body of an error is no answer is no news.
            answer.items.retain(|item| matches!(item, Item::Record(_)));
        }
    }
}

/// Reads an answer as [`parse`] does, or a file that holds one.
pub(crate) fn read(kind: AnswerKind, bytes: &[u8], context: &Context) -> Answer {
    read_from(kind, bytes, Sheet::new(context))
}

fn read_from(kind: AnswerKind, bytes: &[u8], mut sheet: Sheet<'_>) -> Answer {
    let decoded = crate::xml::decoded(bytes);
    if let Some(note) = &decoded.note {
        sheet.warn(note);
    }
    if decoded.text.trim().is_empty() {
        sheet.lost("empty");
    } else {
        kind.read(&decoded.text, &mut sheet);
    }
    sheet.finish()
}

/// Reads a file that holds an answer. What an answer says beside papers becomes problems.
pub(crate) fn read_file(kind: AnswerKind, bytes: &[u8], context: &Context, items: &mut Vec<Item>) {
    let answer = read(kind, bytes, context);
    items.extend(answer.items);
    let problem = |place, severity, reason| Item::Problem(Problem { place, severity, reason });
    items.extend(
        answer.deleted.into_iter().map(|deleted| {
            problem(deleted.place, Severity::Warning, format!("{} was deleted at its source", deleted.id))
        }),
    );
    let refused = answer.refused.map(|refusal| format!("no papers but an error, {refusal}"));
    items.extend(refused.map(|reason| problem(context.place(1), Severity::Lost, reason)));
}

/// Reads one paper of DBLP's dump, the `number`th.
pub(crate) fn read_element(bytes: &[u8], number: u64, context: &Context, items: &mut Vec<Item>) {
    items.extend(read_from(AnswerKind::Dblp, bytes, Sheet::starting_at(context, number)).items);
}
