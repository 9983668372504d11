//! One request, with everything to which it leads.

use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{
    ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LINK, LOCATION,
    RETRY_AFTER,
};
use reqwest::{Proxy, Response, StatusCode, redirect};

use super::{Client, Settings, body};
use crate::answer::next_link;
use crate::error::chain;
use crate::guard::{PRIVATE, PublicOnly, is_public};
use crate::{Address, Answer, Content, FetchError, Request, Validators};

/// How often an answer may lead on.
const REDIRECTS: usize = 5;

/// What came of asking one address.
enum Step {
    /// It is elsewhere.
    Elsewhere(Address),
    /// It is here.
    Here(Answer),
}

/// The client beneath, which follows nothing by itself.
pub(super) fn http(settings: &Settings) -> Result<reqwest::Client, FetchError> {
    let unable = |error: &dyn Error| FetchError::Unable { reason: chain(error) };
    // Whoever was first has chosen the same.
    drop(rustls::crypto::ring::default_provider().install_default());
    let agent = HeaderValue::from_str(&settings.user_agent).map_err(|error| unable(&error))?;
    let mut builder = reqwest::Client::builder()
        .user_agent(agent)
        .redirect(redirect::Policy::none())
        .connect_timeout(settings.patience)
        .read_timeout(settings.patience)
        .timeout(settings.most_time)
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(Duration::from_secs(30));
    if !settings.allow_private {
        builder = builder.dns_resolver(Arc::new(PublicOnly));
    }
    if let Some(proxy) = &settings.proxy {
        builder = builder.proxy(Proxy::all(proxy).map_err(|error| unable(&error))?);
    }
    builder.build().map_err(|error| unable(&error))
}

impl Client {
    /// Fetches once, wherever it leads.
    pub(super) async fn fetch_once(&self, request: &Request) -> Result<Answer, FetchError> {
        let mut address = request.address.clone();
        for _ in 0..=REDIRECTS {
            match self.ask(&address, request).await? {
                Step::Here(answer) => return Ok(answer),
                Step::Elsewhere(next) if address.is_downgraded_by(&next) => {
                    return Err(astray(request, &format!("from a sealed connection to {next}")));
                }
                Step::Elsewhere(next) => address = next,
            }
        }
        Err(astray(request, &format!("more than {REDIRECTS} times elsewhere, last to {address}")))
    }

    async fn ask(&self, address: &Address, request: &Request) -> Result<Step, FetchError> {
        self.guard(address)?;
        let resting = |until| FetchError::Busy { address: address.clone(), status: 0, until };
        let mut provider = self.budgets.turn(address.host()).await.map_err(resting)?;
        let asked = self.http.get(with_secrets(address, request).url().clone()).headers(headers(address, request)?);
        let response = asked.send().await.map_err(|error| broken(address, error))?;
        let status = response.status();
        if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            let until = provider.refuse(self.clock.now(), text(response.headers(), &RETRY_AFTER));
            return Err(FetchError::Busy { address: address.clone(), status: status.as_u16(), until });
        }
        if status.is_server_error() {
            return Err(FetchError::Failed { address: address.clone(), status: status.as_u16() });
        }
        provider.answered();
        if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
            let target = text(response.headers(), &LOCATION);
            let target = target.ok_or_else(|| astray(request, &format!("{address} leads on, but not where")))?;
            // A server may repeat what it was asked.
            return Ok(Step::Elsewhere(address.join(target)?.without(&request.secrets)));
        }
        let content = content(address, request, response).await?;
        // The provider is held until all of it has come: one connection at a time.
        drop(provider);
        Ok(Step::Here(Answer { address: address.clone(), at: self.clock.now(), content }))
    }

    /// Refuses addresses that are private by themselves; names are looked at when they are resolved.
    pub(super) fn guard(&self, address: &Address) -> Result<(), FetchError> {
        let host = address.host().trim_start_matches('[').trim_end_matches(']');
        match host.parse::<IpAddr>() {
            Ok(ip) if !self.allow_private && !is_public(ip) => {
                Err(FetchError::Private { address: address.clone(), host: host.to_owned() })
            }
            _ => Ok(()),
        }
    }
}

/// What is in an answer that is not elsewhere.
async fn content(address: &Address, request: &Request, response: Response) -> Result<Content, FetchError> {
    if response.status() == StatusCode::NOT_MODIFIED {
        return Ok(Content::Unchanged);
    }
    let (status, headers) = (response.status().as_u16(), response.headers());
    let validators = Validators {
        etag: text(headers, &ETAG).map(str::to_owned),
        last_modified: text(headers, &LAST_MODIFIED).map(str::to_owned),
    };
    let next = next_link(headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok()));
    let bytes = body::read(address, response, request.most_bytes).await?;
    Ok(Content::Body { status, bytes, validators, next })
}

/// The headers of a request; the provider's own only where it was asked itself.
fn headers(address: &Address, request: &Request) -> Result<HeaderMap, FetchError> {
    let mut headers = HeaderMap::new();
    let bad = |name: &str| FetchError::BadAddress {
        address: request.address.to_string(),
        reason: format!("its header {name:?} cannot be sent"),
    };
    let known = [(IF_NONE_MATCH, &request.known.etag), (IF_MODIFIED_SINCE, &request.known.last_modified)];
    for (name, value) in known.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        // What the server wrote can be sent back to it, unless something was changed on the way.
        headers.extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
    }
    if may_know_keys(address, request) {
        for (name, value) in &request.headers {
            headers.extend([secret_header(name, value).ok_or_else(|| bad(name))?]);
        }
    }
    Ok(headers)
}

/// A header that nobody prints; nothing where it is none.
pub(super) fn secret_header(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some((name.parse().ok()?, value))
}

/// The address as it is asked.
fn with_secrets(address: &Address, request: &Request) -> Address {
    let pairs = request.secrets.iter().filter(|_| may_know_keys(address, request));
    address.with(pairs.map(|(name, value)| (name.as_str(), value.as_str())))
}

/// Whether what is secret may go to an address.
fn may_know_keys(address: &Address, request: &Request) -> bool {
    address.host() == request.address.host() && !request.address.is_downgraded_by(address)
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn astray(request: &Request, reason: &str) -> FetchError {
    FetchError::Astray { address: request.address.clone(), reason: reason.to_owned() }
}

/// What an error of the client beneath means.
pub(super) fn broken(address: &Address, error: reqwest::Error) -> FetchError {
    let error = error.without_url();
    let reason = chain(&error);
    let address = address.clone();
    if error.is_timeout() {
        FetchError::Slow { address }
    } else if reason.contains(PRIVATE) {
        let host = address.host().to_owned();
        FetchError::Private { address, host }
    } else {
        FetchError::Broken { address, reason }
    }
}
