//! Where queries are answered: their parts are shared by the threads of a pool.

use super::WORTH_A_THREAD;
use crate::{Snapshot, pool};

impl Snapshot {
    /// Does `work` on the threads that share this snapshot's queries, and waits for it: those of the second tier, which read questions, or
    /// shared ones. Among few papers that is the thread that asks, as on one of those threads itself.
    pub fn among_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match self.deep.as_ref().filter(|deep| deep.papers > 0) {
            Some(deep) => deep.tier().among_threads(work),
            None if self.docs.len() < WORTH_A_THREAD => work(),
            None => match pool::shared() {
                Some(pool) => pool.install(work),
                None => work(),
            },
        }
    }

    /// Begins `work` on one of these threads, and does not wait for it. Gives it back where nothing can be begun without a thread that
    /// waits. It must not panic: nobody would be there to hear of it.
    pub fn begin_among_threads<W: FnOnce() + Send + 'static>(&self, work: W) -> Result<(), W> {
        let reads = self.deep.as_ref().is_some_and(|deep| deep.papers > 0);
        match pool::shared().filter(|_| !reads && self.docs.len() >= WORTH_A_THREAD) {
            Some(pool) => pool.spawn(work),
            None => return Err(work),
        }
        Ok(())
    }
}
