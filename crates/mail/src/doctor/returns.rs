//! Letters that come back: whether somebody takes them.

use returned::ReturnAddress;

use super::dns::Lookup;
use super::{Finding, MailSetup};
use crate::fetched::{Arrivals, reach};

const ABOUT: &str = "mail_return";

pub(super) async fn examine(setup: &MailSetup, host: &str, dns: &impl Lookup) -> Vec<Finding> {
    let mut findings = vec![exchange(host, dns).await];
    if setup.return_address.is_empty() {
        let says = "letters that cannot be delivered go back to mail_from, and are counted nowhere";
        findings.push(Finding::warning(ABOUT, says).hint(format!("mail_return = \"bounces@{host}\" (docs/POST.md)")));
        return findings;
    }
    if let Err(error) = setup.return_address.parse::<ReturnAddress>() {
        let said = error.to_string();
        let (says, hint) = said.split_once("\nhint: ").unwrap_or((&said, "mail_return = \"bounces@example.org\""));
        findings.push(Finding::wrong(ABOUT, says).hint(hint));
        return findings;
    }
    findings.push(arrivals(&setup.returns).await);
    findings
}

async fn arrivals(place: &str) -> Finding {
    const ABOUT: &str = "mail_returns";
    if place.is_empty() {
        let says = "nothing is fetched: what comes back has to be handed to `newsstand digest returned`";
        return Finding::warning(ABOUT, says)
            .hint("mail_returns = \"maildir:/path\", or a pipe of the mail server (docs/POST.md)");
    }
    let arrivals = match place.parse::<Arrivals>() {
        Ok(arrivals) => arrivals,
        Err(error) => {
            let said = error.to_string();
            let (says, hint) = said.split_once("\nhint: ").unwrap_or((&said, "mail_returns = \"maildir:/path\""));
            return Finding::wrong(ABOUT, says).hint(hint);
        }
    };
    match reach(&arrivals).await {
        Ok(waiting) => Finding::ok(ABOUT, format!("{arrivals} can be read; {waiting} wait there")),
        Err(why) => Finding::wrong(ABOUT, format!("{arrivals}: {why}"))
            .hint("the folder, or user and password, of mail_returns"),
    }
}

/// RFC 5321, 5.1, and RFC 7505 about hosts that take none.
async fn exchange(host: &str, dns: &impl Lookup) -> Finding {
    const ABOUT: &str = "MX";
    let hint = format!("{host}. IN MX 10 mail.{host}.");
    let hosts = match dns.mx(host).await {
        Ok(hosts) => hosts,
        Err(why) => return Finding::warning(ABOUT, why),
    };
    match hosts.first() {
        Some((_, name)) if name.is_empty() => {
            Finding::wrong(ABOUT, format!("{host} says that it takes no mail: letters cannot come back")).hint(hint)
        }
        Some((_, name)) => match dns.addresses(name).await {
            Ok(found) if found.is_empty() => {
                Finding::wrong(ABOUT, format!("{name}, which takes the mail of {host}, has no address"))
                    .hint(format!("{name}. IN A 192.0.2.1"))
            }
            Ok(_) => Finding::ok(ABOUT, format!("what comes back to {host} is taken by {name}")),
            Err(why) => Finding::warning(ABOUT, why),
        },
        None if dns.addresses(host).await.is_ok_and(|found| !found.is_empty()) => {
            Finding::warning(ABOUT, format!("{host} names no host that takes its mail: it is tried itself")).hint(hint)
        }
        None => {
            Finding::wrong(ABOUT, format!("nobody takes the mail of {host}: many refuse letters from there")).hint(hint)
        }
    }
}
