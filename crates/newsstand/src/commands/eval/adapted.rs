//! The table with which a collection is searched: as shipped, or trained on the collection's own papers.

use std::ops::ControlFlow;

use embed::StaticModel;
use embed::train::{Lessons, Plan, TrainError, train};
use search::eval::Collection;

use crate::cli::EvalArgs;
use crate::console;

/// The model for a collection. One with too few papers to learn from keeps the shipped table.
pub(super) fn model(args: &EvalArgs, collection: &Collection) -> anyhow::Result<StaticModel> {
    let shipped = StaticModel::bundled();
    if !args.adapt {
        return Ok(shipped.clone());
    }
    let mut lessons = Lessons::new(shipped);
    for stored in &collection.papers {
        lessons.add(&stored.paper.title, &text::sentences(&stored.paper.abstract_text));
    }
    match train(shipped, &lessons, None, (&Plan::default(), &mut |_| ControlFlow::Continue(()))) {
        Ok(trained) if trained.after.mrr > trained.before.mrr => Ok(trained.model),
        Ok(_) | Err(TrainError::TooFewPapers { .. }) => {
            console::note(format_args!("{}: its papers teach nothing, the shipped table serves", collection.name));
            Ok(shipped.clone())
        }
        Err(error) => Err(error.into()),
    }
}
