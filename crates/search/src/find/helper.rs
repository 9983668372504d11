//! A second thread that stays at hand while a query is answered.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    /// How many queries this thread is answering: one that waits for a part of the first may have begun another.
    static ANSWERING: Cell<usize> = const { Cell::new(0) };
}

/// Keeps another thread of the present pool awake, as long as one has nothing else to do, until it is dropped: it takes over what the query
/// splits off. One that fell asleep takes longer to wake up than most parts of a query take, such as half of a product of matrices.
#[derive(Debug)]
pub(super) struct Helped {
    done: Arc<AtomicBool>,
}

impl Helped {
    /// Begins, where this is a thread of a pool of `rayon`. Nobody waits for the helper.
    pub(super) fn begin() -> Self {
        ANSWERING.set(ANSWERING.get() + 1);
        let done = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&done);
        if rayon::current_thread_index().is_some() {
            rayon::spawn(move || help(&until));
        }
        Self { done }
    }
}

impl Drop for Helped {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Release);
        ANSWERING.set(ANSWERING.get().saturating_sub(1));
    }
}

/// How long a helper waits between two looks: a few hundred nanoseconds.
const SPINS: usize = 16;

/// Takes over what others split off until the query is answered. A thread that waits for a part of a query of its own must not: were it
/// to help another query meanwhile, whose thread helped its own, both would wait for ever.
fn help(done: &AtomicBool) {
    while ANSWERING.get() == 0 && !done.load(Ordering::Acquire) {
        if rayon::yield_now() != Some(rayon::Yield::Executed) {
            (0..SPINS).for_each(|_| std::hint::spin_loop());
        }
    }
}
