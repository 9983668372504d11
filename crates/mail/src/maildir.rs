//! A maildir: each message a file, complete from the moment at which it is seen (<https://cr.yp.to/proto/maildir.html>).

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Puts a message into the folder, which is made where there is none.
pub(crate) fn put(folder: &Path, bytes: &[u8]) -> std::io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    for part in ["tmp", "new", "cur"] {
        std::fs::create_dir_all(folder.join(part))?;
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}.M{}P{}Q{count}.newsstand", now.as_secs(), now.subsec_micros(), std::process::id());
    let unseen = folder.join("tmp").join(&name);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&unseen)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&unseen, folder.join("new").join(&name))
}
