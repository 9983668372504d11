//! Asking the DNS.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::lookup::Lookup as Answer;
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;

use crate::MailError;

/// How long a server may take, and how often it is asked.
const PATIENCE: Duration = Duration::from_secs(3);
const ATTEMPTS: usize = 2;

/// Records that were found, none where there are none; or why nothing can be said.
pub(super) type Found<T> = Result<Vec<T>, String>;

/// What is asked for. Tests answer from a table.
pub(super) trait Lookup: Sync {
    /// Texts of a name, each put together.
    fn txt(&self, name: &str) -> impl Future<Output = Found<String>> + Send;
    /// Addresses of a host, of both kinds.
    fn addresses(&self, name: &str) -> impl Future<Output = Found<IpAddr>> + Send;
    /// Hosts that take the mail of a name, without the dot at their end, with their preference.
    fn mx(&self, name: &str) -> impl Future<Output = Found<(u16, String)>> + Send;
    /// Names of an address.
    fn names(&self, address: IpAddr) -> impl Future<Output = Found<String>> + Send;
}

/// The servers of the system, or one that was named.
#[derive(Clone)]
pub struct Dns {
    resolver: TokioResolver,
}

impl std::fmt::Debug for Dns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dns")
    }
}

impl Dns {
    /// The servers that the system names, or this one.
    ///
    /// # Errors
    /// Where the system names none.
    pub fn new(server: Option<SocketAddr>) -> Result<Self, MailError> {
        let error = |error: NetError| MailError::Dns(error.to_string());
        let mut builder = match server {
            Some(server) => {
                let at = |mut connection: ConnectionConfig| {
                    connection.port = server.port();
                    connection
                };
                let ways = vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())];
                let servers = vec![NameServerConfig::new(server.ip(), true, ways)];
                let config = ResolverConfig::from_name_servers(servers);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
            None => TokioResolver::builder_tokio().map_err(error)?,
        };
        builder.options_mut().timeout = PATIENCE;
        builder.options_mut().attempts = ATTEMPTS;
        Ok(Self { resolver: builder.build().map_err(error)? })
    }
}

/// Of each record what `read` knows.
fn all<T>(name: &str, answer: Result<Answer, NetError>, read: impl Fn(&RData) -> Option<T>) -> Found<T> {
    match answer {
        Ok(answer) => Ok(answer.answers().iter().filter_map(|record| read(&record.data)).collect()),
        Err(error) if error.is_no_records_found() => Ok(Vec::new()),
        Err(error) => Err(format!("the DNS says nothing of {name}: {error}")),
    }
}

/// A name of which no suffix of the system's settings is tried.
fn whole(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

fn without_dot(name: &impl ToString) -> String {
    name.to_string().trim_end_matches('.').to_ascii_lowercase()
}

impl Lookup for Dns {
    async fn txt(&self, name: &str) -> Found<String> {
        all(name, self.resolver.txt_lookup(whole(name)).await, |data| match data {
            RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
            _ => None,
        })
    }

    async fn addresses(&self, name: &str) -> Found<IpAddr> {
        let address = |data: &RData| match data {
            RData::A(address) => Some(IpAddr::V4(address.0)),
            RData::AAAA(address) => Some(IpAddr::V6(address.0)),
            _ => None,
        };
        let mut found = all(name, self.resolver.ipv4_lookup(whole(name)).await, address)?;
        found.extend(all(name, self.resolver.ipv6_lookup(whole(name)).await, address)?);
        Ok(found)
    }

    async fn mx(&self, name: &str) -> Found<(u16, String)> {
        let mut found = all(name, self.resolver.mx_lookup(whole(name)).await, |data| match data {
            RData::MX(mx) => Some((mx.preference, without_dot(&mx.exchange))),
            _ => None,
        })?;
        found.sort();
        Ok(found)
    }

    async fn names(&self, address: IpAddr) -> Found<String> {
        all(&address.to_string(), self.resolver.reverse_lookup(address).await, |data| match data {
            RData::PTR(name) => Some(without_dot(&name.0)),
            _ => None,
        })
    }
}
