//! Where queries are answered: their parts are shared by the threads of a pool.

use rayon::ThreadPool;

use super::WORTH_A_THREAD;
use crate::snapshot::Deep;
use crate::together::are_several;
use crate::{Snapshot, pool};

impl Snapshot {
    /// Does `work` on the threads that share this snapshot's queries, and waits for it: those of the second tier, which read questions, or
    /// shared ones. Among few papers, and where this is a thread of some pool already, it is done by this thread.
    pub fn among_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match (self.reading(), self.sharing()) {
            (Some(deep), _) => deep.tier().among_threads(work),
            (None, Some(pool)) if !are_several() => pool.install(work),
            (None, _) => work(),
        }
    }

    /// Begins `work` on one of these threads, and does not wait for it. Gives it back where nothing can be begun without a thread that
    /// waits. Of what panics in it the log alone tells.
    pub fn begin_among_threads<W: FnOnce() + Send + 'static>(&self, work: W) -> Result<(), W> {
        match (self.reading(), self.sharing()) {
            (None, Some(pool)) => pool.spawn(work),
            _ => return Err(work),
        }
        Ok(())
    }

    /// The second tier, where it has read anything.
    fn reading(&self) -> Option<&Deep> {
        self.deep.as_deref().filter(|deep| deep.papers > 0)
    }

    /// The threads of those who have none of their own, where there are papers enough for several.
    fn sharing(&self) -> Option<&'static ThreadPool> {
        (self.reading().is_none() && self.docs.len() >= WORTH_A_THREAD).then(pool::shared).flatten()
    }
}
