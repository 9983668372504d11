//! The threads that share a query, one a processor, each kept to its own.
//!
//! A thread that splits off work wakes another for it, which Linux may put behind it on the same processor while another is idle: of two on
//! the two processors of a virtual machine the second came in more than half of the cases not within 0.4 ms, a fifth of a whole search, and
//! kept to its own always after 0.06.

use std::sync::LazyLock;

use rayon::ThreadPool;

use crate::scheduling::{keep_to_processor, let_in_at_once};
use crate::together::are_several;

/// How many threads there is something to do for at once.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The threads of those who have none of their own; `None` where they cannot be made.
pub(crate) fn shared() -> Option<&'static ThreadPool> {
    static SHARED: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(processors());
        let pool = pool.thread_name(|index| format!("search-{index}")).start_handler(prepare);
        // Without it, work that is begun and panics would end the program.
        pool.panic_handler(|_| ()).build().ok()
    });
    SHARED.as_ref()
}

/// Prepares a thread of a pool that is to share queries, by its place in it.
pub(crate) fn prepare(place: usize) {
    keep_to_processor(place);
    let_in_at_once();
}

/// Has each thread of the pool, of one of which this is called, do something by its place in it. Does nothing on any other thread.
pub(crate) fn on_each_thread(work: impl Fn(usize) + Sync) {
    if are_several() {
        rayon::broadcast(|thread| work(thread.index()));
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn each_thread_stays_on_a_processor_of_its_own() {
        use rustix::thread::{CpuSet, sched_getaffinity};
        let allowed = sched_getaffinity(Some(rustix::process::getpid())).unwrap();
        if allowed.count() as usize != processors() {
            println!("skipped: of {} processors {} may be used at once", allowed.count(), processors());
            return;
        }
        let sets: Vec<CpuSet> = shared().unwrap().broadcast(|_| sched_getaffinity(None).unwrap());
        let own = |set: &CpuSet| (0..CpuSet::MAX_CPU).filter(|processor| set.is_set(*processor)).collect::<Vec<_>>();
        let mut processors: Vec<Vec<usize>> = sets.iter().map(own).collect();
        assert!(processors.iter().all(|of_thread| of_thread.len() == 1), "{processors:?}");
        processors.sort_unstable();
        processors.dedup();
        assert_eq!(processors.len(), sets.len());
        // Who made them stays free.
        assert_eq!(sched_getaffinity(None).unwrap(), allowed);
    }
}
