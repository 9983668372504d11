//! Asking an index: on the threads that share its queries, and back on the shortest way. To wake a thread that waits takes some 50 µs, and
//! a whole question is answered in two or three milliseconds.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use search::Snapshot;
use tokio::sync::{Semaphore, oneshot};

use crate::EngineError;

/// So many questions at once for each processor, and [`LEAST`] at least. A thread that waits for part of its own begins another question
/// meanwhile, so that the one which came first would wait for all that come behind it, each with buffers of its own.
const FOR_EACH_PROCESSOR: usize = 2;
const LEAST: usize = 8;

/// The turns of all questions; those that wait have neither thread nor buffers.
static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(turns())));

/// How many there are.
fn turns() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    (FOR_EACH_PROCESSOR * processors).max(LEAST)
}

/// What `ask` finds in the snapshot. It is not asked where the caller has gone away before its turn comes.
pub(crate) async fn answering<R: Send + 'static>(
    snapshot: Arc<Snapshot>,
    ask: impl FnOnce(&Snapshot) -> R + Send + 'static,
) -> Result<R, EngineError> {
    let turn = Arc::clone(&TURNS).acquire_owned().await.map_err(|_| EngineError::Question)?;
    let (tell, told) = oneshot::channel();
    let asked = Arc::clone(&snapshot);
    let work = move || {
        if !tell.is_closed() {
            // What panics is told by the channel, which is dropped; the threads are others' too and go on.
            let _ = catch_unwind(AssertUnwindSafe(|| ask(&asked))).map(|answer| tell.send(answer));
        }
        drop(turn);
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

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn of_many_questions_few_are_answered_at_once_and_all_in_the_end() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let index = search::Index::temporary().unwrap();
        let [now, most] = [(); 2].map(|()| Arc::new(AtomicUsize::new(0)));
        let questions: Vec<_> = (0..500)
            .map(|question| {
                let (snapshot, now, most) = (index.snapshot(), Arc::clone(&now), Arc::clone(&most));
                let ask = move |_: &Snapshot| {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::yield_now();
                    now.fetch_sub(1, Ordering::SeqCst);
                    // Some fail, and their turns are not lost.
                    assert!(question % 7 > 0, "on purpose");
                    question
                };
                tokio::spawn(answering(snapshot, ask))
            })
            .collect();
        for (number, question) in questions.into_iter().enumerate() {
            let answer = question.await.unwrap();
            assert_eq!(answer.ok(), (number % 7 > 0).then_some(number));
        }
        assert!((1..=turns()).contains(&most.load(Ordering::SeqCst)), "{most:?} of {}", turns());
    }
}
