//! What may be meant while somebody types.

use search::Suggestion;

use crate::{EngineError, Newsstand};

impl Newsstand {
    /// At most `limit` suggestions for a query that is being typed, whose end is where one types. Asks the index alone.
    pub async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, EngineError> {
        self.questions().asked();
        let (snapshot, text) = (self.snapshot(), text.to_owned());
        Ok(tokio::task::spawn_blocking(move || snapshot.suggest(&text, limit)).await?)
    }

    /// The authors, keywords, categories and organisations whose name a whole query is.
    pub async fn named(&self, text: &str) -> Result<Vec<Suggestion>, EngineError> {
        let (snapshot, text) = (self.snapshot(), text.to_owned());
        Ok(tokio::task::spawn_blocking(move || snapshot.named(&text)).await?)
    }
}
