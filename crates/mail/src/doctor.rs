//! Whether mail is set up so that letters arrive: settings, relay, names in the DNS, each with what to do about it.

mod base;
mod dkim;
mod dmarc;
mod dns;
mod finding;
mod keys;
mod names;
mod relay;
mod returns;
mod spf;
mod tags;
mod trial;

use std::net::IpAddr;
use std::path::PathBuf;

use lettre::message::Mailbox;

pub use dns::Dns;
pub use finding::{Finding, Level};

/// What is to be looked at: the settings, as they stand there.
#[derive(Debug, Clone, Default)]
pub struct MailSetup {
    /// Under which address the site is reached.
    pub base_url: String,
    /// Who writes.
    pub from: String,
    /// The address to which letters go back; empty where it is that of who writes.
    pub return_address: String,
    /// Where what comes back is fetched from; empty where another program hands it over.
    pub returns: String,
    /// The addresses of the relays.
    pub relays: Vec<String>,
    /// The folder into which letters are put.
    pub folder: String,
    /// The keys: their selectors and files.
    pub keys: Vec<(String, PathBuf)>,
    /// The addresses from which letters reach other hosts, where the operator names them.
    pub senders: Vec<IpAddr>,
}

/// The addresses from which letters go out, as far as they are known.
#[derive(Debug, Clone, Default)]
struct Senders {
    addresses: Vec<IpAddr>,
    /// Whether the operator named them: what was guessed from the relay's name may be wrong.
    are_certain: bool,
}

impl Senders {
    /// How bad it is when something is wrong with one of them.
    fn level(&self) -> Level {
        if self.are_certain { Level::Wrong } else { Level::Warning }
    }
}

/// Looks at everything that can be looked at.
pub async fn examine(setup: &MailSetup, dns: &Dns) -> Vec<Finding> {
    let mut findings = base::examine(&setup.base_url, dns).await;
    let from = match setup.from.parse::<Mailbox>() {
        Ok(mailbox) => mailbox.email.domain().to_ascii_lowercase(),
        Err(error) => {
            let hint = "mail_from = \"Papers <papers@example.org>\"";
            findings.push(Finding::wrong("mail_from", format!("{:?} is no sender: {error}", setup.from)).hint(hint));
            return findings;
        }
    };
    findings.push(Finding::ok("mail_from", format!("letters come from {}", setup.from)));
    let returned = setup.return_address.rsplit_once('@').map_or(from.clone(), |(_, host)| host.to_ascii_lowercase());
    let (found, guessed) = relay::examine(setup, dns).await;
    findings.extend(found);
    let senders = if setup.senders.is_empty() {
        Senders { addresses: guessed, are_certain: false }
    } else {
        Senders { addresses: setup.senders.clone(), are_certain: true }
    };
    // Side by side: a name server that does not answer is waited for once.
    let (spf, dkim, dmarc, returns, names) = tokio::join!(
        spf::examine(&returned, &senders, dns),
        dkim::examine(&from, &setup.keys, dns),
        dmarc::examine((&from, &returned), !setup.keys.is_empty(), dns),
        returns::examine(setup, &returned, dns),
        names::examine(&senders, dns),
    );
    findings.extend([spf, dkim, dmarc, returns, names].into_iter().flatten());
    findings
}
