//! Settings that are text to TOML and something else to Newsstand: what they are not is said at once, not when they are first used.

use anyhow::{Context, anyhow, ensure};
use axum::http::{HeaderName, Uri};
use engine::DayBorder;

use super::Config;

impl Config {
    /// Refuses addresses that are none, a day's border that is no time of a place, and a header that is no name.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        for (key, value) in [("base_url", &self.base_url), ("proxy", &self.proxy), ("websub_hub", &self.websub_hub)] {
            ensure!(
                value.is_empty() || is_web_address(value),
                "the setting `{key}` is wrong: {} is no address\nhint: one begins with http:// or https:// and names a host",
                shown(value)
            );
        }
        self.day_border.parse::<DayBorder>().context("the setting `day_border` is wrong")?;
        let header = &self.client_header;
        if !header.is_empty() {
            HeaderName::try_from(header.as_str()).map_err(|_| {
                anyhow!(
                    "the setting `client_header` is wrong: {header:?} is no name of a header\nhint: X-Forwarded-For is one"
                )
            })?;
        }
        Ok(())
    }
}

fn is_web_address(text: &str) -> bool {
    let named = |uri: &Uri| uri.host().is_some_and(|host| !host.is_empty());
    text.parse::<Uri>().is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && named(&uri))
}

/// A value as an error may repeat it: what holds a sign of a password does not.
fn shown(value: &str) -> String {
    if value.contains('@') { "the value".to_owned() } else { format!("{value:?}") }
}
