//! Learning the static table from papers: no judgements are needed, a title is to find its own abstract, and a sentence the
//! rest of its paper.
//!
//! Each step takes a batch of papers, one pair of texts of each, and moves the rows of the table so that every text comes nearer
//! to its partner than to all others of the batch (InfoNCE). Where a larger model's vectors of the titles are at hand, two papers'
//! texts are drawn to be as near as that model finds their titles (distillation). A tenth of the papers is held out; the table that finds their abstracts by
//! their titles best is kept, and training ends when that has not improved for a while.
//!
//! The same papers, start, teacher and [`Plan`] give the same table to the last bit, with any number of threads and on any
//! processor.

mod adam;
mod bags;
mod begin;
mod crew;
mod lessons;
mod loss;
mod matrix;
mod measure;
mod onnx;
mod pairs;
mod principal;
mod quantized;
mod random;
mod run;
mod simd;
mod taught;
mod teacher;

use std::borrow::Cow;
use std::ops::ControlFlow;

pub use self::begin::begin;
pub use self::lessons::Lessons;
pub use self::measure::Measured;
pub use self::teacher::{Teacher, text_hash};
use crate::{EmbedError, StaticModel};

/// Fewer papers teach nothing that could be measured.
pub const FEWEST_PAPERS: usize = 100;

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Decides which pairs are made, and in which order.
    pub seed: u64,
    /// How many threads work. Their number does not change the outcome.
    pub threads: usize,
    /// The most papers of a batch.
    pub batch: usize,
    /// How often each paper is taken at most.
    pub epochs: usize,
    /// The most batches.
    pub steps: usize,
    /// The length of the first step; it falls to nothing until the last.
    pub rate: f32,
    /// The temperature of InfoNCE: the difference in cosine that counts as one nat.
    pub temperature: f32,
    /// How much the teacher's word weighs against InfoNCE.
    pub distillation: f32,
    /// Training ends when the measure has not improved so many times in a row.
    pub patience: usize,
}

/// Chosen on scifact's texts and the training half of its queries: the static table alone reaches nDCG@10 0.52 before, 0.61 after, and
/// 0.63 with the teacher's word on titles (0.61 where that weighs 3); rates from 0.1 to 0.2 are alike, half of it loses 0.01, 0.01 is too slow
/// (0.55), 0.4 too fast (0.60). On 74,000 papers of arXiv, 2,000 batches at this rate find held-out papers worse again; 120 batches, or
/// 400 at a rate of 0.03, as well as the table they began with, which had seen those papers.
impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            batch: 1_024,
            epochs: 40,
            steps: 400,
            rate: 0.1,
            temperature: 0.1,
            distillation: 1.0,
            patience: 6,
        }
    }
}

impl Plan {
    /// For a start that has learned from no paper yet (see [`begin()`]), and many papers. Looked at on 81,876 papers of arXiv: MRR of halves of
    /// held-out titles, nDCG@10 of the claims of scifact's training half by vectors alone, and MRR of 819 titles of other papers (Daily
    /// Papers) that look for their abstracts among 7,600.
    ///
    /// | batches, rate, temperature, distillation | half titles | claims | titles |
    /// |---|---|---|---|
    /// | the start | 0.464 | 0.344 | 0.555 |
    /// | 600, 0.1, 0.1, no teacher | 0.659 | 0.446 | 0.781 |
    /// | 600, 0.1, 0.1, 3, titles compared with titles | 0.703 | 0.487 | 0.797 |
    /// | 600, 0.1, 0.05, 3, titles compared with titles | 0.705 | 0.496 | 0.792 |
    /// | 600, 0.05, 0.05, 2, texts compared with partners, as in all below | 0.771 | 0.518 | 0.861 |
    /// | 1,200, 0.05, 0.1, 2 | 0.772 | 0.514 | 0.865 |
    /// | 1,200, 0.05, 0.05, 0.5 and 1 | 0.771 and 0.776 | 0.523 and 0.522 | 0.878 and 0.870 |
    /// | 1,200, 0.025, 0.05, 1 (chosen) | 0.777 | 0.523 | 0.871 |
    /// | 2,000, 0.03, 0.05, 1, ended after 1,300 | 0.779 | 0.521 | 0.870 |
    /// | 2,000, 0.05, 0.05, 1 | 0.775 | 0.524 | 0.872 |
    /// | a prototype's table, which had learned from the papers that are held out | 0.871 | 0.522 | 0.834 |
    ///
    /// The last rows are alike: the fewest batches that come to their end are taken.
    ///
    /// A start from the transformer's output for single pieces is worse (0.421, 0.298, 0.496) than from its vectors before the first layer.
    pub fn afresh() -> Self {
        Self { steps: 1_200, rate: 0.025, temperature: 0.05, ..Self::default() }
    }

    /// For a table that has learned from papers of this kind, and is to keep what it is good at: few and small steps. The table that ships is
    /// a prototype's, taken on so by the 81,876 papers of arXiv that it had learned from, with the teacher's word. Looked at: MRR of halves of
    /// held-out titles; nDCG@10 of the claims of scifact's training half, by vectors alone and beside words, and beside words when the
    /// default plan has adapted the table to scifact's texts.
    ///
    /// | batches, rate, temperature, distillation | half titles | claims | beside words | adapted |
    /// |---|---|---|---|---|
    /// | the start | 0.871 | 0.521 | 0.713 | 0.724 |
    /// | 400, 0.1, 0.1, 1, ended after 140 | 0.860 | 0.514 | 0.712 | 0.723 |
    /// | 200, 0.05, 0.1, 1, ended after 70 | 0.874 | 0.521 | 0.712 | 0.725 |
    /// | 600, 0.05, 0.05, 1, ended after 270 | 0.874 | 0.522 | 0.712 | 0.718 |
    /// | 300, 0.025, 0.05, 0 | 0.875 | 0.522 | 0.712 | 0.716 |
    /// | 300, 0.025, 0.05, 1, ended after 225 | 0.877 | 0.522 | 0.712 | 0.719 |
    /// | 300, 0.025, 0.1, 1, ended after 105 | 0.876 | 0.520 | 0.713 | 0.725 |
    /// | 300, 0.025, 0.1, 3, ended after 270 | 0.876 | 0.515 | 0.711 | 0.720 |
    /// | 200, 0.0125, 0.05, 1 (chosen) | 0.877 | 0.523 | 0.712 | 0.725 |
    /// | afresh, see there, with the best of three seeds | 0.781 | 0.533 | 0.712 | 0.718 |
    pub fn gentle() -> Self {
        Self { steps: 200, rate: 0.0125, temperature: 0.05, ..Self::default() }
    }
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Batches done.
    pub step: usize,
    /// Batches in all, unless it ends early.
    pub steps: usize,
    /// The loss of the last batch, in nats.
    pub loss: f64,
    /// The measure of the best table so far.
    pub best: Measured,
}

/// What came out.
#[derive(Debug)]
pub struct Trained {
    /// The model with the best table that the run came by, in its kept form. It may be worse than the start: compare.
    pub model: StaticModel,
    /// The measure of the table at the start.
    pub before: Measured,
    /// The measure of the trained table in its kept form (int8).
    pub after: Measured,
    /// Batches done.
    pub steps: usize,
}

/// Why nothing was trained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    /// There is too little to learn from.
    #[error("{papers} papers with title and abstract are too few to learn from: it takes {FEWEST_PAPERS}")]
    TooFewPapers {
        /// Papers with title and abstract, each title once.
        papers: usize,
    },
    /// The caller had enough.
    #[error("training was broken off")]
    BrokenOff,
    /// The trained table could not be read back.
    #[error(transparent)]
    Table(#[from] EmbedError),
}

/// How well the table of `model` finds the abstracts that [`train`] would hold out of `lessons`.
pub fn measured(model: &StaticModel, lessons: &Lessons, threads: usize) -> Measured {
    measure::measure(&pairs::Division::of(lessons.by_lot()).question(), &model.rows(), threads)
}

/// Trains the table of `start` on `lessons`, which were taken apart by its tokenizer. `progress` is told after every batch and
/// may break the run off.
pub fn train(
    start: &StaticModel,
    lessons: &Lessons,
    teacher: Option<&Teacher>,
    (plan, progress): (&Plan, &mut dyn FnMut(Progress) -> ControlFlow<()>),
) -> Result<Trained, TrainError> {
    let papers = lessons.by_lot();
    if papers.len() < FEWEST_PAPERS {
        return Err(TrainError::TooFewPapers { papers: papers.len() });
    }
    let mut run = run::Run::new(start, papers, teacher, plan);
    run.learn(progress)?;
    let (before, steps) = (run.before(), run.steps_done());
    let bytes = quantized::file(run.best_rows());
    let model = start.with_table(Cow::Owned(bytes))?;
    let after = run.measure(&model.rows());
    Ok(Trained { model, before, after, steps })
}
