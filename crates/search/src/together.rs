//! Parts of a query, shared by the threads of a pool of `rayon`.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How long a helper waits between two looks: a few hundred nanoseconds.
const SPINS: usize = 16;

thread_local! {
    /// How many things under way on this thread may wait for others.
    static WAITING: Cell<usize> = const { Cell::new(0) };
}

/// Whether this thread is one of a pool, so that others may take over what it splits off.
pub(crate) fn are_several() -> bool {
    rayon::current_thread_index().is_some()
}

/// Does both, on two threads where this is one of a pool; otherwise one behind the other: to call another thread takes longer than most
/// parts of a query.
pub(crate) fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    if !are_several() {
        return (a(), b());
    }
    let _waiting = Waiting::begin();
    rayon::join(a, b)
}

/// Keeps another thread of the present pool awake, as long as one has nothing else to do, until it is dropped: it takes over what is
/// split off. One that fell asleep takes longer to wake up than most parts of a query take, such as half of a product of matrices.
#[derive(Debug)]
pub(crate) struct Helped {
    done: Arc<AtomicBool>,
}

impl Helped {
    /// Begins, where this is a thread of a pool. Nobody waits for the helper.
    pub(crate) fn begin() -> Self {
        let done = Arc::new(AtomicBool::new(false));
        if are_several() {
            let until = Arc::clone(&done);
            rayon::spawn(move || help(&until));
        }
        Self { done }
    }
}

impl Drop for Helped {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Release);
    }
}

/// Takes over what others split off until a query is answered. A thread on which a query waits looks for other work meanwhile, and may
/// come here: it must not stay, or what waits below would go on only after that query, or never, where that query waits for it in turn.
/// (Where `rten` waits for a part of a product it is not seen, and may be kept until another query ends. Never until its own: a query
/// calls its helper before it splits anything, and what was split off first is taken over first.)
fn help(done: &AtomicBool) {
    while WAITING.get() == 0 && !done.load(Ordering::Acquire) {
        if rayon::yield_now() != Some(rayon::Yield::Executed) {
            (0..SPINS).for_each(|_| std::hint::spin_loop());
        }
    }
}

/// That something on this thread may wait, until it is dropped.
struct Waiting;

impl Waiting {
    fn begin() -> Self {
        WAITING.set(WAITING.get() + 1);
        Self
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.set(WAITING.get().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn pool(threads: usize) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
    }

    /// The numbers below 2 to the `depth`, added up by halves, each with a helper of its own.
    fn sum(from: u64, depth: u32) -> u64 {
        let _helped = Helped::begin();
        let half = 1 << depth.saturating_sub(1);
        if depth == 0 {
            return from;
        }
        let (before, behind) = both(|| sum(from, depth - 1), || sum(from + half, depth - 1));
        before + behind
    }

    #[test]
    fn helpers_help_and_never_keep_one_another_waiting() {
        let expected = (0..1 << 10).sum::<u64>();
        assert_eq!(sum(0, 10), expected, "without a pool");
        for threads in [1, 2, 3, 8] {
            let pool = pool(threads);
            std::thread::scope(|scope| {
                for _ in 0..6 {
                    scope.spawn(|| (0..4).for_each(|_| assert_eq!(pool.install(|| sum(0, 10)), expected)));
                }
            });
        }
    }

    #[test]
    fn helpers_go_when_what_they_help_fails() {
        let pool = pool(2);
        let helpers = std::sync::Mutex::new(Vec::new());
        let ask = |ends_well: bool| {
            pool.install(|| {
                let helped = Helped::begin();
                helpers.lock().unwrap().push(Arc::downgrade(&helped.done));
                both(|| assert!(ends_well, "on purpose"), || sum(0, 4))
            })
        };
        ask(true);
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| ask(false))).is_err());
        // The helper holds on to what it looks at for as long as it stays.
        let deadline = Instant::now() + Duration::from_mins(1);
        while helpers.lock().unwrap().iter().any(|helper| helper.strong_count() > 0) {
            assert!(Instant::now() < deadline, "a helper stays");
            std::thread::yield_now();
        }
    }
}
