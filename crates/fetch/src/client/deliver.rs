//! Handing something over, once: whoever does so keeps what is to be repeated, and when.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, Response, StatusCode};

use super::Client;
use super::ask::{broken, secret_header, text};
use crate::{Address, Delivery, FetchError, Reply, Verb};

impl Client {
    /// Hands something over. Nothing is repeated, and no redirection followed: it is an answer like others. Errors are told of what did not
    /// arrive, or of whose arrival nothing is known, and name the host alone.
    pub async fn deliver(&self, delivery: &Delivery) -> Result<Reply, FetchError> {
        let shown = delivery.address.origin();
        self.guard(&shown)?;
        let headers = headers(delivery, &shown)?;
        let resting = |until| FetchError::Busy { address: shown.clone(), status: 0, until };
        let mut provider = self.budgets.turn(shown.host()).await.map_err(resting)?;
        let method = match delivery.verb {
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
        };
        let began = self.clock.now();
        let sent = self.http.request(method, delivery.address.url().clone()).headers(headers);
        let sent = sent.body(delivery.body.clone()).timeout(delivery.most_time.max(Duration::from_millis(1)));
        let response = sent.send().await.map_err(|error| broken(&shown, error))?;
        let status = response.status();
        let again = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE)
            .then(|| provider.refuse(self.clock.now(), text(response.headers(), &RETRY_AFTER)));
        if again.is_none() {
            provider.answered();
        }
        let beginning = beginning(response, delivery.most_bytes).await;
        drop(provider);
        let took = self.clock.now().duration_since(began);
        Ok(Reply { status: status.as_u16(), began: beginning, again, took })
    }
}

fn headers(delivery: &Delivery, shown: &Address) -> Result<HeaderMap, FetchError> {
    let bad = |name: &str| FetchError::BadAddress {
        address: shown.to_string(),
        reason: format!("its header {name:?} cannot be sent"),
    };
    let header = |(name, value): &(String, String)| secret_header(name, value).ok_or_else(|| bad(name));
    delivery.headers.iter().map(header).collect()
}

/// At most so many bytes of an answer. The status has said what became of it: that the rest is endless, slow or broken changes nothing.
async fn beginning(mut response: Response, most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < most
        && let Ok(Some(chunk)) = response.chunk().await
    {
        bytes.extend_from_slice(&chunk);
    }
    bytes.truncate(most);
    bytes
}
