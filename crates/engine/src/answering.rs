//! Asking an index: on the threads that share its queries, and back on the shortest way. To wake a thread that waits takes some 50 µs, and
//! a whole question is answered in two or three milliseconds.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use search::Snapshot;
use tokio::sync::oneshot;

use crate::EngineError;

/// What `ask` finds in the snapshot. It is not asked where the caller has gone away before its turn comes.
pub(crate) async fn answering<R: Send + 'static>(
    snapshot: Arc<Snapshot>,
    ask: impl FnOnce(&Snapshot) -> R + Send + 'static,
) -> Result<R, EngineError> {
    let (tell, told) = oneshot::channel();
    let asked = Arc::clone(&snapshot);
    let work = move || {
        if !tell.is_closed() {
            // What panics is told by the channel, which is dropped; the threads are others' too and go on.
            let _ = catch_unwind(AssertUnwindSafe(|| ask(&asked))).map(|answer| tell.send(answer));
        }
    };
    if let Err(work) = snapshot.begin_among_threads(work) {
        // This thread only calls the others and waits; the answer comes from there.
        tokio::task::spawn_blocking(move || snapshot.among_threads(work));
    }
    told.await.map_err(|_| EngineError::Question)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_question_that_panics_is_an_error_and_others_are_answered() {
        let index = search::Index::temporary().unwrap();
        let broken = answering(index.snapshot(), |_| panic!("on purpose")).await;
        assert!(matches!(broken, Err(EngineError::Question)), "{broken:?}");
        assert_eq!(answering(index.snapshot(), Snapshot::len).await.unwrap(), 0);
    }
}
