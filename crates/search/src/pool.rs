//! The threads that share a query, one a processor, each kept to its own.
//!
//! A thread that splits off work wakes another for it, which Linux may put behind it on the same processor while another is idle: of two on
//! the two processors of a virtual machine the second came in more than half of the cases not within 0.4 ms, a fifth of a whole search, and
//! kept to its own always after 0.06.

use std::sync::LazyLock;

use rayon::ThreadPool;

/// How many threads there is something to do for at once.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The threads of those who have none of their own; `None` where they cannot be made.
pub(crate) fn shared() -> Option<&'static ThreadPool> {
    static SHARED: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(processors());
        let pool = pool.thread_name(|index| format!("search-{index}")).start_handler(keep_to_processor);
        // Without it, work that is begun and panics would end the program.
        pool.panic_handler(|_| ()).build().ok()
    });
    SHARED.as_ref()
}

/// Keeps each thread of the pool, of one of which this is called, to a processor of its own.
pub(crate) fn keep_to_processors() {
    rayon::broadcast(|thread| keep_to_processor(thread.index()));
}

/// Keeps this thread of a pool, by its place in it, to the processor of that place. Does nothing where the pool may not use each of the
/// machine's processors alike: under a quota others would be kept to the same ones.
#[cfg(target_os = "linux")]
fn keep_to_processor(place: usize) {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    // What the program may use, by its first thread, which is never kept to a processor.
    let Ok(allowed) = sched_getaffinity(Some(rustix::process::getpid())) else { return };
    let mut places = (0..CpuSet::MAX_CPU).filter(|processor| allowed.is_set(*processor));
    if allowed.count() as usize == processors()
        && let Some(processor) = places.nth(place)
    {
        let mut own = CpuSet::new();
        own.set(processor);
        // Where it is not allowed, it goes on as before.
        let _ = sched_setaffinity(None, &own);
    }
}

#[cfg(not(target_os = "linux"))]
fn keep_to_processor(_place: usize) {}

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
