//! Announcements to a WebSub hub (W3C Recommendation, 23 January 2018): "this has changed". What a publisher says to its hub is left to the
//! two (section 6); hubs take the form of PubSubHubbub 0.4 (section 7.1).

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::{EngineError, Newsstand};
use fetch::{Address, Client, Delivery, FetchError};
use tracing::warn;

/// Under which name is kept what was announced.
const ANNOUNCED: &str = "announced to the hub";

/// A hub.
#[derive(Debug, Clone)]
pub struct Hub {
    address: Address,
    client: Arc<Client>,
}

impl Hub {
    /// The hub at an address.
    ///
    /// # Errors
    /// Where it is none that can be asked.
    pub fn new(address: &str, client: Arc<Client>) -> Result<Self, FetchError> {
        Ok(Self { address: address.parse()?, client })
    }

    /// Announces those of these feeds that have changed since they were last announced: each is several addresses of the same content, and a
    /// digest of it. What the hub did not take is announced again the next time. Of a feed that was never seen before is only noted how it
    /// stands, so that a new hub is not told of all there is. Returns how many addresses were taken, and how many were not.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn announce_changed(
        &self,
        newsstand: &Newsstand,
        feeds: Vec<(Vec<String>, u64)>,
    ) -> Result<(u64, u64), EngineError> {
        let store = newsstand.store();
        let kept = store.setting(ANNOUNCED).await?.unwrap_or_default();
        // Written by this program; what cannot be read was never announced.
        let before: BTreeMap<String, String> = serde_json::from_str(&kept).unwrap_or_default();
        let (mut after, mut taken, mut failed) = (BTreeMap::new(), 0, 0);
        for (addresses, digest) in feeds {
            let Some(name) = addresses.first().cloned() else { continue };
            let digest = format!("{digest:016x}");
            let known = before.get(&name);
            if known.is_none_or(|known| *known == digest) {
                after.insert(name, digest);
                continue;
            }
            let mut is_whole = true;
            for address in &addresses {
                // A hub that does not answer is not asked dozens of times.
                let is_taken = failed < 3 && self.announce(address).await;
                taken += u64::from(is_taken);
                failed += u64::from(!is_taken);
                is_whole &= is_taken;
            }
            let noted = if is_whole { digest } else { known.cloned().unwrap_or_default() };
            after.insert(name, noted);
        }
        if before != after {
            // Texts can always be printed.
            store.set_setting(ANNOUNCED, &serde_json::to_string(&after).unwrap_or_default()).await?;
        }
        Ok((taken, failed))
    }

    /// Announces that what stands at an address has changed; whether the hub took it.
    async fn announce(&self, changed: &str) -> bool {
        let form = [("hub.mode", "publish"), ("hub.url", changed), ("hub.topic", changed)];
        match self.client.deliver(&Delivery::form(self.address.clone(), form)).await {
            Ok(reply) if (200..300).contains(&reply.status) => return true,
            Ok(reply) => warn!(feed = changed, status = reply.status, "the hub did not take an announcement"),
            Err(error) => warn!(feed = changed, %error, "the hub does not answer"),
        }
        false
    }
}
