//! Learning the embedding table from the library: gathering the texts, asking the larger model where it is wanted, training, and
//! keeping the new table if it is better than the one in use.

mod background;
mod gather;
mod teach;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use embed::train::{Measured, Plan, TrainError, begin, measured, train};
use embed::{StaticModel, Transformer};
use sources::ReadOptions;

pub use self::background::Training;
use crate::models::{Models, write_whole};
use crate::{EngineError, Newsstand};

/// The file in the folder of models that says how large the library was when it was last learned from.
const LAST: &str = "last-training";

/// With which table training begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TrainingStart {
    /// The one that is compiled into the binary.
    #[default]
    Bundled,
    /// The one in use.
    InUse,
    /// The bundled transformer's own vectors of word pieces, which have learned from no paper: see [`embed::train::begin()`].
    Transformer,
    /// One in a file, in the layout of the bundled one.
    File(PathBuf),
}

/// Whose vectors of titles the table is drawn towards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TrainingTeacher {
    /// Those of the bundled transformer that have been kept already.
    #[default]
    Kept,
    /// Those of the bundled transformer; what is missing is computed first (some milliseconds a title) and kept.
    Transformer,
    /// Nobody's.
    Nobody,
}

/// What to train on, and how.
#[derive(Debug, Clone, Default)]
pub struct TrainingRequest {
    /// How.
    pub plan: Plan,
    /// With which table to begin.
    pub start: TrainingStart,
    /// Who teaches.
    pub teacher: TrainingTeacher,
    /// Files of papers to learn from instead of the library, and how to read them.
    pub files: Option<(Vec<PathBuf>, ReadOptions)>,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TrainingProgress {
    /// So many papers were read.
    Reading(usize),
    /// The larger model has read so many titles, of so many.
    Teaching(usize, usize),
    /// Batches are being learned.
    Learning(embed::train::Progress),
}

/// Told how far it has come; may break training off.
pub type TrainingObserver = Arc<dyn Fn(TrainingProgress) -> ControlFlow<()> + Send + Sync>;

/// What came of it.
#[derive(Debug)]
pub struct TrainingReport {
    /// Papers with title and abstract that were learned from or measured on.
    pub papers: usize,
    /// Batches learned.
    pub steps: usize,
    /// The measure of the table at the start.
    pub before: Measured,
    /// The measure of the table in use.
    pub in_use: Measured,
    /// The measure of the trained table.
    pub after: Measured,
    /// The trained model.
    pub model: StaticModel,
}

impl TrainingReport {
    /// Whether the trained table is better than the one in use.
    pub fn is_better(&self) -> bool {
        self.after.mrr > self.in_use.mrr
    }

    /// Writes the trained table into a file.
    pub fn write(&self, path: &std::path::Path) -> Result<(), EngineError> {
        write_whole(path, self.model.file())
    }
}

impl Newsstand {
    /// Learns a table. Nothing is kept of it but the larger model's vectors: see [`keep_table`](Self::keep_table).
    pub async fn train(
        &self,
        request: TrainingRequest,
        observer: TrainingObserver,
    ) -> Result<TrainingReport, EngineError> {
        // A table of another vocabulary cannot be measured by these lessons: the own one is to be surpassed then.
        let in_use = Some(self.index().model()).filter(StaticModel::is_trainable);
        let models = self.models().clone();
        let in_use = in_use.unwrap_or_else(|| models.own_table());
        let start = start(&request.start, &in_use)?;
        let texts = gather::texts(self, StaticModel::bundled(), request.files.as_ref(), &observer).await?;
        let (sender, receiver) = tokio::sync::oneshot::channel();
        // A thread of its own: the observer may lower its priority, which nobody can raise again.
        std::thread::spawn(move || {
            // Nobody waits any more where sending fails.
            drop(sender.send(learn(&models, (start, &in_use), texts, (&request, &observer))));
        });
        receiver.await.unwrap_or(Err(TrainError::BrokenOff.into()))
    }

    /// Whether the first tier is the table of this library, trained or bundled, and not one that an operator has chosen.
    pub fn goes_by_own_table(&self) -> bool {
        self.models().choice().first.is_none()
    }

    /// Makes a trained table the one in use if it is better (unless an operator has chosen another), and notes how large the library was; returns whether it is. The index
    /// is built anew by whoever follows the store next.
    pub async fn keep_table(&self, report: &TrainingReport) -> Result<bool, EngineError> {
        if report.is_better() {
            self.models().keep(&report.model)?;
            self.adopt_table();
        }
        let papers = self.totals().await?.papers;
        self.models().write(LAST, papers.to_string().as_bytes())?;
        Ok(report.is_better())
    }
}

/// The table to begin with; `None` where it depends on the texts to learn from.
fn start(start: &TrainingStart, in_use: &StaticModel) -> Result<Option<StaticModel>, EngineError> {
    match start {
        TrainingStart::Bundled => Ok(Some(StaticModel::bundled().clone())),
        TrainingStart::InUse => Ok(Some(in_use.clone())),
        TrainingStart::Transformer => Ok(None),
        TrainingStart::File(path) => {
            let named = |source| EngineError::File { path: path.clone(), source };
            let bytes = std::fs::read(path).map_err(named)?;
            let table = StaticModel::bundled().with_table(bytes.into());
            table.map(Some).map_err(|source| EngineError::Table { path: path.clone(), source })
        }
    }
}

/// The part that computes.
fn learn(
    models: &Models,
    (start, in_use): (Option<StaticModel>, &StaticModel),
    texts: gather::Texts,
    (request, observer): (&TrainingRequest, &TrainingObserver),
) -> Result<TrainingReport, EngineError> {
    let gather::Texts { lessons, titles } = texts;
    let teacher = teach::teacher(models, request.teacher, &titles, observer)?;
    drop(titles);
    let start = start.map_or_else(|| begin(Transformer::bundled_network(), &lessons), Ok)?;
    let mut tell = |progress| observer(TrainingProgress::Learning(progress));
    let trained = train(&start, &lessons, teacher.as_ref(), (&request.plan, &mut tell))?;
    let in_use = if in_use.identity() == start.identity() {
        trained.before
    } else {
        measured(in_use, &lessons, request.plan.threads)
    };
    let (papers, steps) = (lessons.len(), trained.steps);
    Ok(TrainingReport { papers, steps, before: trained.before, in_use, after: trained.after, model: trained.model })
}
