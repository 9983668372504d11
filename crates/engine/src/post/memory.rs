//! What readers were shown before: once is enough, whether it came by mail or in a feed.

use std::collections::HashMap;

use domain::{PaperKey, Timestamp};
use store::ReaderKey;

use crate::{EngineError, Newsstand};

impl Newsstand {
    /// The ids of all papers that a reader was shown, and when first.
    pub(super) async fn all_shown_to(&self, reader: ReaderKey) -> Result<Vec<(String, Timestamp)>, EngineError> {
        let shown = self.store().all_shown_to(reader).await?;
        let keys: Vec<PaperKey> = shown.iter().map(|(paper, _)| *paper).collect();
        let stored = self.store().papers(&keys).await?;
        let ids: HashMap<PaperKey, String> =
            stored.into_iter().map(|stored| (stored.key, stored.paper.id.to_string())).collect();
        Ok(shown.into_iter().filter_map(|(paper, at)| Some((ids.get(&paper)?.clone(), at))).collect())
    }
}
