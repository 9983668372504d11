//! Following a record to what it says of an address (RFC 7208, 4.6 to 6).

use std::net::IpAddr;
use std::pin::Pin;

use super::super::dns::{Found, Lookup};
use super::record::{Mechanism, Qualifier, Record, Widths};

/// RFC 7208, 4.6.4: receivers look up so much and no more, and give up at so many names that hold nothing.
const LOOKUPS: usize = 10;
const VOID: usize = 2;
const MX: usize = 10;

/// What a record says of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// This, by that term.
    Said(Qualifier, String),
    /// Nothing, or there is none.
    Nothing,
    /// It hangs on this term, which is not followed here.
    Unsure(String),
    /// It cannot be used.
    Broken(String),
    /// The DNS does not answer.
    Unanswered(String),
}

/// One address on its way through a record.
pub(super) struct Walk<'d, D> {
    dns: &'d D,
    address: IpAddr,
    lookups: usize,
    void: usize,
    unsure: Option<String>,
}

/// Why a walk ends early.
enum End {
    Broken(String),
    Unanswered(String),
}

type Step<T> = Result<T, End>;
type Boxed<'w, T> = Pin<Box<dyn Future<Output = T> + Send + 'w>>;

impl<'d, D: Lookup> Walk<'d, D> {
    /// At the beginning.
    pub(super) fn new(dns: &'d D, address: IpAddr) -> Self {
        Self { dns, address: address.to_canonical(), lookups: 0, void: 0, unsure: None }
    }

    /// What the record of a name says.
    pub(super) async fn outcome(mut self, domain: &str) -> Outcome {
        match self.follow(domain.to_owned()).await {
            Ok(Some((Qualifier::Pass, term))) => Outcome::Said(Qualifier::Pass, term),
            Ok(_) if self.unsure.is_some() => Outcome::Unsure(self.unsure.unwrap_or_default()),
            Ok(Some((qualifier, term))) => Outcome::Said(qualifier, term),
            Ok(None) => Outcome::Nothing,
            Err(End::Broken(why)) => Outcome::Broken(why),
            Err(End::Unanswered(why)) => Outcome::Unanswered(why),
        }
    }

    /// Boxed: a record leads to others.
    fn follow(&mut self, domain: String) -> Boxed<'_, Step<Option<(Qualifier, String)>>> {
        Box::pin(async move {
            let record = self.record(&domain).await?;
            for term in record.terms {
                if self.matches(&term.mechanism, (&domain, &term.text)).await? {
                    return Ok(Some((term.qualifier, term.text)));
                }
            }
            let Some(next) = record.redirect else { return Ok(None) };
            self.count(&next)?;
            self.follow(next).await
        })
    }

    async fn record(&mut self, domain: &str) -> Step<Record> {
        let texts = answered(self.dns.txt(domain).await)?;
        let mut records = texts.iter().filter(|text| Record::is_one(text));
        let (first, second) = (records.next(), records.next());
        match (first, second) {
            (Some(text), None) => text.parse().map_err(|why| End::Broken(format!("that of {domain}: {why}"))),
            (None, _) => Err(End::Broken(format!("{domain} has none"))),
            _ => Err(End::Broken(format!("{domain} has several"))),
        }
    }

    async fn matches(&mut self, mechanism: &Mechanism, (domain, text): (&str, &str)) -> Step<bool> {
        match mechanism {
            Mechanism::All => Ok(true),
            Mechanism::Net(net, width) => Ok(is_within(self.address, *net, *width)),
            Mechanism::Include(host) if is_plain(host) => {
                self.count(text)?;
                Ok(matches!(self.follow(host.clone()).await?, Some((Qualifier::Pass, _))))
            }
            Mechanism::A(host, widths) if host.as_deref().is_none_or(is_plain) => {
                self.count(text)?;
                let found = self.addresses(host.as_deref().unwrap_or(domain)).await?;
                Ok(found.iter().any(|found| self.is_near(*found, *widths)))
            }
            Mechanism::Mx(host, widths) if host.as_deref().is_none_or(is_plain) => {
                self.count(text)?;
                self.of_exchange(host.as_deref().unwrap_or(domain), *widths).await
            }
            Mechanism::Exists(host) if is_plain(host) => {
                self.count(text)?;
                Ok(!self.addresses(host).await?.is_empty())
            }
            // Names made of what the letter says (7), and names of addresses, which nobody should use any more (5.5).
            _ => {
                self.count(text)?;
                self.unsure.get_or_insert_with(|| text.to_owned());
                Ok(false)
            }
        }
    }

    async fn of_exchange(&mut self, host: &str, widths: Widths) -> Step<bool> {
        let hosts = answered(self.dns.mx(host).await)?;
        self.count_void(hosts.is_empty(), host)?;
        if hosts.len() > MX {
            return Err(End::Broken(format!("{host} has more than {MX} hosts that take its mail")));
        }
        for (_, name) in hosts.iter().filter(|(_, name)| !name.is_empty()) {
            let found = answered(self.dns.addresses(name).await)?;
            if found.iter().any(|found| self.is_near(*found, widths)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn addresses(&mut self, host: &str) -> Step<Vec<IpAddr>> {
        let found = answered(self.dns.addresses(host).await)?;
        self.count_void(found.is_empty(), host)?;
        Ok(found)
    }

    fn is_near(&self, found: IpAddr, Widths(four, six): Widths) -> bool {
        is_within(self.address, found, if found.is_ipv4() { four } else { six })
    }

    fn count(&mut self, at: &str) -> Step<()> {
        self.lookups += 1;
        let why = || format!("it takes more than {LOOKUPS} lookups (at {at})");
        if self.lookups > LOOKUPS { Err(End::Broken(why())) } else { Ok(()) }
    }

    fn count_void(&mut self, is_void: bool, at: &str) -> Step<()> {
        self.void += usize::from(is_void);
        let why = || format!("it names more than {VOID} hosts that are not there (at {at})");
        if self.void > VOID { Err(End::Broken(why())) } else { Ok(()) }
    }
}

fn answered<T>(found: Found<T>) -> Step<Vec<T>> {
    found.map_err(End::Unanswered)
}

fn is_plain(host: &str) -> bool {
    !host.contains('%')
}

/// Whether an address is in a network of so many bits.
fn is_within(address: IpAddr, net: IpAddr, width: u8) -> bool {
    let of = |bits: u128, all: u32| bits.checked_shr(all.saturating_sub(width.into())).unwrap_or(0);
    match (address, net) {
        (IpAddr::V4(address), IpAddr::V4(net)) => of(address.to_bits().into(), 32) == of(net.to_bits().into(), 32),
        (IpAddr::V6(address), IpAddr::V6(net)) => of(address.to_bits(), 128) == of(net.to_bits(), 128),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Answers from a table: texts by name, addresses by host, mail hosts by name.
    #[derive(Default)]
    struct Table(HashMap<(&'static str, String), Vec<String>>);

    impl Table {
        fn with(mut self, kind: &'static str, name: &str, value: &str) -> Self {
            self.0.entry((kind, name.to_owned())).or_default().push(value.to_owned());
            self
        }

        fn of(&self, kind: &'static str, name: &str) -> Found<String> {
            if name == "silent.example" {
                Err("no answer".to_owned())
            } else {
                Ok(self.0.get(&(kind, name.to_owned())).cloned().unwrap_or_default())
            }
        }
    }

    impl Lookup for Table {
        async fn txt(&self, name: &str) -> Found<String> {
            self.of("txt", name)
        }

        async fn addresses(&self, name: &str) -> Found<IpAddr> {
            Ok(self.of("a", name)?.iter().map(|text| text.parse().unwrap()).collect())
        }

        async fn mx(&self, name: &str) -> Found<(u16, String)> {
            Ok(self.of("mx", name)?.into_iter().map(|host| (10, host)).collect())
        }

        async fn names(&self, _: IpAddr) -> Found<String> {
            Ok(Vec::new())
        }
    }

    async fn of(table: &Table, address: &str) -> Outcome {
        Walk::new(table, address.parse().unwrap()).outcome("example.org").await
    }

    fn said(qualifier: Qualifier, term: &str) -> Outcome {
        Outcome::Said(qualifier, term.to_owned())
    }

    #[tokio::test]
    async fn each_mechanism_finds_its_hosts() {
        let table = Table::default()
            .with("txt", "example.org", "unrelated words")
            .with("txt", "example.org", "v=spf1 ip4:192.0.2.0/28 ip6:2001:db8:1::/48 a:web.example/31 mx include:other.example ?exists:here.example -all")
            .with("a", "web.example", "198.51.100.6")
            .with("mx", "example.org", "mail.example")
            .with("a", "mail.example", "203.0.113.5")
            .with("a", "mail.example", "2001:db8:2::5")
            .with("txt", "other.example", "v=spf1 ip4:203.0.113.77 ~all");
        for (address, term) in [
            ("192.0.2.15", "ip4:192.0.2.0/28"),
            ("::ffff:192.0.2.15", "ip4:192.0.2.0/28"),
            ("2001:db8:1:ffff::1", "ip6:2001:db8:1::/48"),
            ("198.51.100.7", "a:web.example/31"),
            ("2001:db8:2::5", "mx"),
            ("203.0.113.77", "include:other.example"),
        ] {
            assert_eq!(of(&table, address).await, said(Qualifier::Pass, term), "{address}");
        }
        assert_eq!(
            of(&table, "192.0.2.16").await,
            said(Qualifier::Fail, "-all"),
            "what is included says nothing of all"
        );
        let table = table.with("a", "here.example", "127.0.0.2");
        assert_eq!(of(&table, "192.0.2.16").await, said(Qualifier::Neutral, "?exists:here.example"));
    }

    #[tokio::test]
    async fn records_lead_to_others_and_end_somewhere() {
        let moved = Table::default().with("txt", "example.org", "v=spf1 redirect=_spf.example.org").with(
            "txt",
            "_spf.example.org",
            "v=spf1 ip4:192.0.2.1",
        );
        assert_eq!(of(&moved, "192.0.2.1").await, said(Qualifier::Pass, "ip4:192.0.2.1"));
        assert_eq!(of(&moved, "192.0.2.2").await, Outcome::Nothing);
        let circle = Table::default().with("txt", "example.org", "v=spf1 include:example.org -all");
        assert!(matches!(of(&circle, "192.0.2.1").await, Outcome::Broken(why) if why.contains("more than 10 lookups")));
        let dead = Table::default().with("txt", "example.org", "v=spf1 include:gone.example -all");
        assert!(matches!(of(&dead, "192.0.2.1").await, Outcome::Broken(why) if why.contains("gone.example has none")));
        let void = Table::default().with("txt", "example.org", "v=spf1 a:x.example a:y.example a:z.example -all");
        assert!(matches!(of(&void, "192.0.2.1").await, Outcome::Broken(why) if why.contains("not there")));
        let silent = Table::default().with("txt", "example.org", "v=spf1 include:silent.example -all");
        assert!(matches!(of(&silent, "192.0.2.1").await, Outcome::Unanswered(_)));
        assert!(matches!(of(&Table::default(), "192.0.2.1").await, Outcome::Broken(_)));
    }

    #[tokio::test]
    async fn what_is_not_followed_is_said() {
        let macros =
            Table::default().with("txt", "example.org", "v=spf1 exists:%{i}._spf.example.org ip4:192.0.2.9 -all");
        assert_eq!(of(&macros, "192.0.2.9").await, said(Qualifier::Pass, "ip4:192.0.2.9"));
        assert_eq!(of(&macros, "192.0.2.1").await, Outcome::Unsure("exists:%{i}._spf.example.org".to_owned()));
    }
}
