//! What others should do with letters whose signatures and hosts do not fit their sender (DMARC, RFC 7489).

use super::Finding;
use super::dns::{Found, Lookup};
use super::finding::txt_record;
use super::tags::tag;

const ABOUT: &str = "DMARC";
/// Labels of a name that are walked up.
const DEEPEST: usize = 8;

/// A record, and the name at which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Policy {
    at: String,
    text: String,
}

/// `domains` are those of the sender that readers see, and of the return address.
pub(super) async fn examine(domains: (&str, &str), is_signed: bool, dns: &impl Lookup) -> Vec<Finding> {
    let (from, returned) = domains;
    let policy = match policy(from, dns).await {
        Ok(found) => found,
        Err(why) => return vec![Finding::warning(ABOUT, why)],
    };
    let hint = txt_record(&format!("_dmarc.{from}"), &format!("v=DMARC1; p=quarantine; rua=mailto:postmaster@{from}"));
    let Some(policy) = policy else {
        let says = format!("{from} has no policy: large providers want one");
        return vec![Finding::wrong(ABOUT, says).hint(hint)];
    };
    let word = tag(&policy.text, "p").unwrap_or_default();
    let says = format!("{} says p={word}", policy.at);
    let mut findings = vec![match word {
        "reject" | "quarantine" => Finding::ok(ABOUT, says),
        "none" => Finding::warning(ABOUT, format!("{says}: forged letters arrive too")).hint(hint),
        _ => Finding::wrong(ABOUT, format!("{says}, which is no policy")).hint(hint),
    }];
    findings.push(alignment((from, returned), is_signed, &policy));
    findings
}

/// One of both has to fit: the signature, which is always of the sender's own domain here, or the return address.
fn alignment((from, returned): (&str, &str), is_signed: bool, policy: &Policy) -> Finding {
    let is_strict = tag(&policy.text, "aspf") == Some("s");
    let owner = policy.at.trim_start_matches("_dmarc.");
    let is_below = |name: &str| name == owner || name.ends_with(&format!(".{owner}"));
    let is_aligned = from == returned || (!is_strict && is_below(from) && is_below(returned));
    let says = format!("letters from {from} go back to {returned}");
    match (is_aligned, is_signed) {
        (true, true) => Finding::ok(ABOUT, format!("{says}: return address and signature both fit")),
        (true, false) => Finding::warning(ABOUT, format!("{says}: it fits, but whoever forwards letters breaks that"))
            .hint("mail_keys: a signature stays"),
        (false, true) => Finding::warning(ABOUT, format!("{says}, which does not fit: only the signature counts"))
            .hint(format!("mail_return = \"bounces@{from}\"")),
        (false, false) => Finding::wrong(ABOUT, format!("{says}, which does not fit, and nothing is signed"))
            .hint(format!("mail_keys, or mail_return = \"bounces@{from}\"")),
    }
}

/// The record of the nearest name above that has one. Where an organisation's own name begins is told by the records themselves, not by a list of
/// all registries.
async fn policy(domain: &str, dns: &impl Lookup) -> Result<Option<Policy>, String> {
    let mut name = Some(domain);
    for _ in 0..DEEPEST {
        let Some(here) = name.filter(|name| name.contains('.')) else { break };
        let at = format!("_dmarc.{here}");
        let records: Found<String> = dns.txt(&at).await;
        let mut records = records?.into_iter().filter(|record| tag(record, "v") == Some("DMARC1"));
        if let Some(text) = records.next() {
            // RFC 7489, 6.6.3: several are as good as none.
            return if records.next().is_some() {
                Err(format!("{at} has several policies"))
            } else {
                Ok(Some(Policy { at, text }))
            };
        }
        name = here.split_once('.').map(|(_, above)| above);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Level;

    #[test]
    fn return_address_or_signature_has_to_fit() {
        let level = |returned: &str, is_signed: bool, text: &str| {
            let policy = Policy { at: "_dmarc.example.org".to_owned(), text: text.to_owned() };
            alignment(("papers.example.org", returned), is_signed, &policy).level
        };
        let relaxed = "v=DMARC1; p=reject";
        assert_eq!(level("papers.example.org", true, relaxed), Level::Ok);
        assert_eq!(level("bounces.example.org", true, relaxed), Level::Ok);
        assert_eq!(level("bounces.example.org", true, "v=DMARC1; p=reject; aspf=s"), Level::Warning);
        assert_eq!(level("badexample.org", true, relaxed), Level::Warning);
        assert_eq!(level("example.net", false, relaxed), Level::Wrong);
        assert_eq!(level("papers.example.org", false, relaxed), Level::Warning);
    }
}
