//! Fetching what came back, again and again.

use std::io::Read;
use std::path::{Path, PathBuf};

use domain::Timestamp;
use engine::{Aftermath, Returns};
use returned::{LONGEST_RETURNED, ReturnAddress, read_returned};
use tokio::task::JoinHandle;
use tracing::{debug, info, warn};

use super::Arrivals;
use super::imap::Session;
use crate::MailError;

/// Messages that are taken in one round.
const TOGETHER: usize = 500;

/// What one round has brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// Messages that were looked at.
    pub messages: u64,
    /// Those that were about a letter of ours and told of a failure.
    pub counted: u64,
}

/// Fetches what came back, and draws the consequences.
#[derive(Debug, Clone)]
pub struct Collector {
    returns: Returns,
    address: ReturnAddress,
    arrivals: Arrivals,
}

/// Fetching that goes on until this is dropped.
#[derive(Debug)]
pub struct Collecting {
    task: JoinHandle<()>,
}

impl Drop for Collecting {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Collector {
    /// Who fetches from there what came back to an address.
    pub fn new(returns: Returns, address: ReturnAddress, arrivals: Arrivals) -> Self {
        Self { returns, address, arrivals }
    }

    /// Looks there for ever. A place that cannot be reached is named in the log once, and once more when it can be again.
    pub fn in_background(self) -> Collecting {
        let rounds = async move {
            let mut is_broken = false;
            loop {
                let round = self.round(Timestamp::now()).await;
                match &round {
                    Ok(_) if is_broken => info!(from = %self.arrivals, "letters that come back can be fetched again"),
                    Err(error) if !is_broken => {
                        warn!(from = %self.arrivals, %error, "letters that come back cannot be fetched");
                    }
                    _ => {}
                }
                is_broken = round.is_err();
                tokio::time::sleep(self.arrivals.every()).await;
            }
        };
        Collecting { task: tokio::spawn(rounds) }
    }

    /// Takes what is there, each message once: it is marked as read when its consequences are in the store.
    ///
    /// # Errors
    /// Where the place cannot be reached, or the store fails. What was not marked is taken again.
    pub async fn round(&self, now: Timestamp) -> Result<Collected, MailError> {
        match &self.arrivals {
            Arrivals::Maildir(folder) => self.take_folder(folder, now).await,
            Arrivals::Imap(folder) => {
                let error = |why| MailError::Arrivals { from: self.arrivals.to_string(), why };
                let mut session = Session::open(folder).await.map_err(error)?;
                let mut collected = Collected::default();
                for number in session.unseen().await.map_err(error)?.into_iter().take(TOGETHER) {
                    if let Some(message) = session.message(number).await.map_err(error)? {
                        self.take(&message, &mut collected, now).await?;
                    }
                    session.mark(number).await.map_err(error)?;
                }
                session.close().await;
                Ok(collected)
            }
        }
    }

    /// A maildir (<https://cr.yp.to/proto/maildir.html>): what is new stands in `new`; what was read stands in `cur`, with a mark.
    async fn take_folder(&self, folder: &Path, now: Timestamp) -> Result<Collected, MailError> {
        let error = |why: std::io::Error| MailError::Folder { path: folder.to_owned(), source: why };
        let mut collected = Collected::default();
        for path in new_in(folder).map_err(error)? {
            match beginning(&path) {
                Ok(message) => self.take(&message, &mut collected, now).await?,
                // Another process has taken it.
                Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => continue,
                Err(other) => return Err(error(other)),
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let read = if name.contains(":2,") { name } else { format!("{name}:2,S") };
            match std::fs::rename(&path, folder.join("cur").join(read)) {
                Err(other) if other.kind() != std::io::ErrorKind::NotFound => return Err(error(other)),
                _ => {}
            }
        }
        Ok(collected)
    }

    async fn take(&self, message: &[u8], collected: &mut Collected, now: Timestamp) -> Result<(), MailError> {
        let read = read_returned(message, &self.address);
        let aftermath = self.returns.take(&read, now).await?;
        collected.messages += 1;
        match &aftermath {
            Aftermath::Unsigned | Aftermath::Forgotten | Aftermath::Harmless => {
                debug!(?aftermath, "a message came back that changes nothing");
            }
            Aftermath::Noted(address, kind) => {
                collected.counted += 1;
                info!(address = address.masked(), kind = kind.as_str(), why = read.why, "a letter came back");
            }
            Aftermath::Paused(address, until) => {
                collected.counted += 1;
                info!(address = address.masked(), %until, why = read.why, "letters came back too often: they rest");
            }
            Aftermath::Suppressed(address, kind) => {
                collected.counted += 1;
                info!(address = address.masked(), kind = kind.as_str(), why = read.why, "no letters go there any more");
            }
        }
        Ok(())
    }
}

/// The new messages, the oldest names first.
fn new_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join("new"))? {
        let entry = entry?;
        if entry.file_type()?.is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
            found.push(entry.path());
        }
    }
    std::fs::create_dir_all(folder.join("cur"))?;
    found.sort_unstable();
    found.truncate(TOGETHER);
    Ok(found)
}

fn beginning(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LONGEST_RETURNED as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a place can be read, and how many messages wait there, which stay unread.
pub(crate) async fn reach(arrivals: &Arrivals) -> Result<usize, String> {
    match arrivals {
        Arrivals::Maildir(folder) => new_in(folder).map(|found| found.len()).map_err(|error| error.to_string()),
        Arrivals::Imap(folder) => {
            let mut session = Session::open(folder).await?;
            let waiting = session.unseen().await?.len();
            session.close().await;
            Ok(waiting)
        }
    }
}
