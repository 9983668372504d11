//! How the system's scheduler is to treat threads: those who search come first, those who write step back for them.
//!
//! Linux alone has this of single threads, so that elsewhere nothing is done; where the system refuses, work goes on as before.

#[cfg(target_os = "linux")]
pub(crate) use linux::{keep_to_processor, let_in_at_once, step_back};

#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::{keep_to_processor, let_in_at_once, step_back};

/// Does `work` on a thread that [steps back](step_back), as those do that it starts, and waits for it.
pub(crate) fn politely<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    let done = std::thread::scope(|scope| {
        let polite = scope.spawn(|| {
            step_back();
            work()
        });
        polite.join()
    });
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(target_os = "linux")]
mod linux {
    use libc::{SCHED_FLAG_KEEP_POLICY, SYS_sched_setattr, sched_attr};
    use rustix::process::{getpid, getpriority_process, nice};
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    use crate::pool::processors;

    /// The shortest turn that Linux gives, in nanoseconds: usual is one millisecond to three.
    const SHORT: u64 = 100_000;

    /// How far who writes steps back: beside a thread that searches without a pause it gets a tenth of a processor.
    const BACK: i32 = 10;

    /// Keeps this thread of a pool, by its place in it, to the processor of that place. Does nothing where the pool may not use each of the
    /// machine's processors alike: under a quota others would be kept to the same ones.
    pub(crate) fn keep_to_processor(place: usize) {
        // What the program may use, by its first thread, which is never kept to a processor.
        let Ok(allowed) = sched_getaffinity(Some(getpid())) else { return };
        let mut places = (0..CpuSet::MAX_CPU).filter(|processor| allowed.is_set(*processor));
        if allowed.count() as usize == processors()
            && let Some(processor) = places.nth(place)
        {
            let mut own = CpuSet::new();
            own.set(processor);
            let _ = sched_setaffinity(None, &own);
        }
    }

    /// Lets this thread be let in as soon as it has something to do, not when whoever has the processor has had its turn, which without it
    /// ends at a tick of the clock, up to four milliseconds later. Its own turns are short in return (Linux 6.12 and later: "latency nice"
    /// of EEVDF).
    pub(crate) fn let_in_at_once() {
        let size = u32::try_from(size_of::<sched_attr>()).unwrap_or_default();
        let flags = u64::try_from(SCHED_FLAG_KEEP_POLICY).unwrap_or_default();
        let own = getpriority_process(None).unwrap_or_default();
        let wanted = sched_attr {
            size,
            sched_policy: 0,
            sched_flags: flags,
            sched_nice: own,
            sched_priority: 0,
            sched_runtime: SHORT,
            sched_deadline: 0,
            sched_period: 0,
        };
        #[expect(unsafe_code, reason = "no safe interface has this call")]
        // SAFETY: the call reads as many bytes as `size` says, which are all of `wanted`, and writes nothing. 0 is the calling thread.
        let _ = unsafe { libc::syscall(SYS_sched_setattr, 0, &raw const wanted, 0) };
    }

    /// Lets this thread, and those that it starts, have the processor when nobody searches, and a little of it otherwise.
    pub(crate) fn step_back() {
        let _ = nice(BACK);
    }
}

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    pub(crate) fn keep_to_processor(_place: usize) {}

    pub(crate) fn let_in_at_once() {}

    pub(crate) fn step_back() {}
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::Index;
    use crate::pool::shared;

    /// The name and the niceness of a thread, by its folder in `/proc` (proc(5): fields 2 and 19 of `stat`).
    fn thread(folder: &Path) -> Option<(String, i32)> {
        let stat = std::fs::read_to_string(folder.join("stat")).ok()?;
        let (name, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
        Some((name.to_owned(), rest.split_whitespace().nth(16)?.parse().ok()?))
    }

    fn own_niceness() -> i32 {
        thread(Path::new("/proc/thread-self")).unwrap().1
    }

    #[test]
    fn who_works_politely_steps_back_with_those_it_starts_and_who_asked_for_it_does_not() {
        let before = own_niceness();
        let (own, started) = politely(|| (own_niceness(), std::thread::spawn(own_niceness).join().unwrap()));
        assert!(own > before, "{own} is not more than {before}");
        assert_eq!((started, own_niceness()), (own, before));
    }

    #[test]
    #[should_panic(expected = "it cannot be written")]
    fn what_panics_politely_panics() {
        politely(|| panic!("it cannot be written"));
    }

    #[test]
    fn threads_of_a_writer_step_back_for_those_that_search() {
        let before = own_niceness();
        let index = Index::temporary().unwrap();
        let mut writer = index.writer(15_000_000).unwrap();
        // After a commit others make documents searchable than those the writer began with.
        writer.commit(1).unwrap();
        shared().unwrap().broadcast(|_| ());
        let folders = std::fs::read_dir("/proc/self/task").unwrap();
        let threads: Vec<_> = folders.filter_map(|folder| thread(&folder.unwrap().path())).collect();
        let nicenesses = |names: &str| -> Vec<i32> {
            threads.iter().filter(|(name, _)| name.starts_with(names)).map(|(_, niceness)| *niceness).collect()
        };
        // Those of the lexical index: who makes documents searchable, who brings parts together, and who keeps the list of parts.
        for writing in ["thrd-tantivy", "merge_thread", "segment_updater"] {
            let found = nicenesses(writing);
            assert!(!found.is_empty() && found.iter().all(|niceness| *niceness > before), "{writing}: {threads:?}");
        }
        let searching = nicenesses("search-");
        assert!(!searching.is_empty() && searching.iter().all(|niceness| *niceness == before), "{threads:?}");
    }

    #[test]
    fn threads_that_share_queries_are_let_in_at_once() {
        let kernel = rustix::system::uname().release().to_string_lossy().into_owned();
        let version: Vec<u32> = kernel.split(['.', '-']).map_while(|part| part.parse().ok()).take(2).collect();
        if version < vec![6, 12] {
            println!("skipped: Linux {kernel} has turns of one length only");
            return;
        }
        let slices = |_: rayon::BroadcastContext<'_>| {
            let about = std::fs::read_to_string("/proc/thread-self/sched").unwrap_or_default();
            let slice = about
                .lines()
                .find_map(|line| line.strip_prefix("se.slice")?.rsplit(':').next()?.trim().parse::<u64>().ok());
            (slice, own_niceness())
        };
        let before = own_niceness();
        for (slice, niceness) in shared().unwrap().broadcast(slices) {
            assert_eq!(niceness, before);
            match slice {
                Some(slice) => assert!(slice <= 1_000_000, "a turn takes {slice} ns"),
                None => println!("skipped: this kernel does not say how long a turn is"),
            }
        }
    }
}
