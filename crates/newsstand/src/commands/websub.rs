//! Announcing to a hub which of the main feeds have changed, as long as the server runs.

use std::sync::Arc;
use std::time::Duration;

use alerts::Hub;
use anyhow::bail;
use engine::Newsstand;
use tokio::task::JoinHandle;
use tracing::{error, info};
use web::WebSettings;

use crate::config::Config;

/// How often is looked whether papers have changed. What changes is announced as soon as it rests for so long.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// How many looks long it may change before it is announced all the same.
const PATIENCE: u32 = 60;

/// Announcing that goes on until this is dropped.
#[derive(Debug)]
pub(super) struct Announcing {
    task: JoinHandle<()>,
}

impl Drop for Announcing {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Begins to announce, if there is a hub.
pub(super) fn in_background(
    config: &Config,
    newsstand: &Newsstand,
    settings: WebSettings,
) -> anyhow::Result<Option<Announcing>> {
    if config.websub_hub.is_empty() {
        return Ok(None);
    }
    if config.base_url.is_empty() {
        bail!(
            "feeds cannot be announced to the hub: they have no address\nhint: set base_url, or leave websub_hub empty"
        );
    }
    let hub = Hub::new(&config.websub_hub, Arc::new(super::source::client(config)?))?;
    let newsstand = newsstand.clone();
    Ok(Some(Announcing { task: tokio::spawn(async move { for_ever(&newsstand, &hub, &settings).await }) }))
}

async fn for_ever(newsstand: &Newsstand, hub: &Hub, settings: &WebSettings) {
    let (mut announced, mut seen, mut looks) = (None, newsstand.version(), 0);
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let version = newsstand.version();
        let (rests, changed) = (version == seen, announced != Some(version));
        seen = version;
        looks = if changed { looks + 1 } else { 0 };
        if changed && (rests || looks >= PATIENCE) {
            looks = 0;
            if announce(newsstand, hub, settings).await {
                announced = Some(version);
            } else {
                tokio::time::sleep(LOOK_EVERY * PATIENCE).await;
            }
        }
    }
}

/// Whether the hub took all that there was to announce.
async fn announce(newsstand: &Newsstand, hub: &Hub, settings: &WebSettings) -> bool {
    let feeds = match web::main_feeds(newsstand, settings).await {
        Ok(feeds) => feeds.into_iter().map(|feed| (feed.addresses, feed.digest)).collect(),
        Err(error) => {
            error!(%error, "feeds could not be looked at");
            return false;
        }
    };
    match hub.announce_changed(newsstand, feeds).await {
        Ok((0, 0)) => true,
        Ok((taken, failed)) => {
            info!(taken, failed, "feeds announced to the hub");
            failed == 0
        }
        Err(error) => {
            error!(%error, "what was announced to the hub could not be noted");
            false
        }
    }
}
