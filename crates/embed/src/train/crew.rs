//! Several threads at one list of work.

use std::sync::{Mutex, PoisonError};

/// Gives each item to `work`, on `threads` threads at once. Which thread takes an item is chance; where items share nothing,
/// the outcome is the same for any number of threads.
pub(super) fn each<T: Send>(threads: usize, items: impl Iterator<Item = T> + Send, work: impl Fn(T) + Sync) {
    if threads <= 1 {
        return items.for_each(work);
    }
    let queue = Mutex::new(items);
    let take = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let toil = || {
        while let Some(item) = take() {
            work(item);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(toil);
        }
        toil();
    });
}
