//! Leases: of several processes over one store, one at a time does what only one may do. A lease is a setting that is exchanged for another,
//! which only one of those succeeds in who saw the same.

use domain::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{EngineError, Newsstand};

/// Who holds a lease, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Holder {
    /// The machine.
    host: String,
    /// The process there.
    pid: u32,
    /// The handle in that process.
    handle: u64,
}

impl Holder {
    /// A handle of this process.
    pub(crate) fn new() -> Self {
        let mut handle = [0; 8];
        // Where the system has no random numbers, handles of one process share their leases.
        let _ = getrandom::fill(&mut handle);
        Self { host: host(), pid: std::process::id(), handle: u64::from_ne_bytes(handle) }
    }

    /// Whether its process was on this machine and is no more: it was killed before it gave back what it held.
    fn is_gone(&self) -> bool {
        self.host == host() && !is_alive(self.pid)
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Held {
    by: Holder,
    until: Timestamp,
}

impl Newsstand {
    /// Takes a lease from now on, or goes on holding it; answers until when another holds it otherwise.
    pub(crate) async fn take_lease(
        &self,
        name: &str,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<Option<Timestamp>, EngineError> {
        let setting = setting(name);
        let before = self.store().setting(&setting).await?;
        // What cannot be read was written by another version, and is long over.
        if let Some(held) = before.as_deref().and_then(|held| serde_json::from_str::<Held>(held).ok())
            && held.until > now
            && held.by != *self.holder()
            && !held.by.is_gone()
        {
            return Ok(Some(held.until));
        }
        let held = printed(&Held { by: self.holder().clone(), until });
        let taken = self.store().exchange_setting(&setting, before.as_deref(), &held).await?;
        // Somebody was faster; how long they hold it is for the next look to tell.
        Ok((!taken).then_some(until))
    }

    /// Gives a lease back that is held: another may take it from `after` on.
    pub(crate) async fn give_lease_back(&self, name: &str, after: Timestamp) -> Result<(), EngineError> {
        let setting = setting(name);
        let Some(before) = self.store().setting(&setting).await? else { return Ok(()) };
        if serde_json::from_str::<Held>(&before).is_ok_and(|held| held.by == *self.holder()) {
            let held = printed(&Held { by: self.holder().clone(), until: after });
            self.store().exchange_setting(&setting, Some(&before), &held).await?;
        }
        Ok(())
    }
}

fn setting(name: &str) -> String {
    format!("lease of {name}")
}

/// Texts, numbers and moments can always be printed.
fn printed(held: &Held) -> String {
    serde_json::to_string(held).unwrap_or_default()
}

#[cfg(unix)]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host() -> String {
    String::new()
}

/// Whether there is such a process. What may not be asked about is there.
#[cfg(unix)]
fn is_alive(pid: u32) -> bool {
    let Some(pid) = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw) else { return false };
    rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH)
}

#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    true
}
