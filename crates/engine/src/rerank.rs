//! Having the transformer look at the best papers once more: the index orders, the store has the texts.

use std::sync::Arc;

use search::{Answer, Query, RERANKED, Reranking, Weights};

use crate::answering::answering;
use crate::{EngineError, Newsstand};

impl Newsstand {
    /// Answers `first`, and reranks the answer for `query`. One question at a time is reranked, since each keeps a core for some
    /// seconds; the others wait without a thread. Where the caller goes away, the work ends with the paper that is being looked at.
    pub(crate) async fn reranked(&self, query: &Query, first: Query) -> Result<Answer, EngineError> {
        let snapshot = self.snapshot();
        let answer = answering(Arc::clone(&snapshot), move |snapshot| snapshot.search(&first)).await??;
        let keys: Vec<_> = answer.hits.iter().take(RERANKED).map(|hit| hit.key).collect();
        let papers = self.store().papers(&keys).await?;
        let _turn = self.reranking().lock().await;
        let (query, waiting) = (query.clone(), Arc::new(()));
        let awaited = Arc::downgrade(&waiting);
        let reranked = tokio::task::spawn_blocking(move || {
            let go_on = || awaited.strong_count() > 0;
            let asked = Reranking { query: &query, weights: &Weights::default(), papers: &papers, go_on: &go_on };
            snapshot.rerank(answer, &asked)
        });
        let reranked = reranked.await??;
        drop(waiting);
        Ok(reranked)
    }
}
