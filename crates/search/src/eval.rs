//! Measuring: how well, and how fast, the queries of test collections are answered; by several configurations beside one another.

mod by_query;
mod calibration;
mod collection;
mod configuration;
pub mod estimate;
mod lines;
mod measures;
mod random;
mod randomization;
mod report;
mod run;

use std::path::{Path, PathBuf};

pub use by_query::{Missing, QueryRow, by_query};
pub use calibration::expected_calibration_error;
pub use collection::{Collection, Judged};
pub use configuration::Configuration;
pub use measures::{Measures, measure};
pub use randomization::{Significance, paired_randomization};
pub use report::{Comparison, Report};
pub use run::{Answered, Run};

use embed::StaticModel;

use crate::{Index, SearchError};

/// Papers are given to the index in batches of this size.
const BATCH: usize = 4_096;

/// Indexes the collection in `dir` into a temporary folder, asks its queries and measures the answers that readers would get. The layout
/// is that of BEIR: `corpus.jsonl`, `queries.jsonl`, `qrels/SPLIT.tsv`, the first two also with `.zst`. Where `corpus` names files,
/// the papers are read from these instead.
pub fn evaluate(dir: &Path, corpus: &[PathBuf], split: &str) -> Result<Report, SearchError> {
    let collection = Collection::read(dir, corpus, split)?;
    let snapshot = index(&collection)?.snapshot();
    Ok(Run::of(&collection, &snapshot, &Configuration::shipped())?.report())
}

/// An index of the collection's papers in a temporary folder.
pub fn index(collection: &Collection) -> Result<Index, SearchError> {
    index_with_model(collection, StaticModel::bundled().clone())
}

/// The same with vectors of that model.
pub fn index_with_model(collection: &Collection, model: StaticModel) -> Result<Index, SearchError> {
    let index = Index::temporary_with_model(model)?;
    let mut writer = index.writer(128 << 20)?;
    for batch in collection.papers.chunks(BATCH) {
        writer.upsert(batch)?;
    }
    writer.commit(1)?;
    writer.finish()?;
    Ok(index)
}
