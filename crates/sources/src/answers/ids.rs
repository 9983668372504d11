//! Ids as providers write them, in the spelling of [`PaperId`].

use domain::PaperId;

/// The id in an address or text such as `https://doi.org/10.1000/182`, and for a DOI of arXiv's the id at arXiv before it.
pub(super) fn of_text(text: &str) -> Vec<PaperId> {
    let Some(id) = PaperId::from_pasted(text) else { return Vec::new() };
    id.at_arxiv().into_iter().chain([id]).collect()
}

/// `register:local`, if it can be an id.
pub(super) fn in_register(register: &str, local: &str) -> Option<PaperId> {
    let local = local.trim();
    if local.is_empty() { None } else { format!("{register}:{local}").parse().ok() }
}

/// The PubMed id in `10706275` or `https://pubmed.ncbi.nlm.nih.gov/10706275`.
pub(super) fn pmid(text: &str) -> Option<PaperId> {
    let number = last_part(text);
    number.bytes().all(|b| b.is_ascii_digit()).then(|| in_register("pmid", number))?
}

/// The PubMed Central id in `PMC1234567`, `1234567` or an address that ends so.
pub(super) fn pmcid(text: &str) -> Option<PaperId> {
    let number = last_part(text).trim_start_matches("PMC");
    let fits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| in_register("pmcid", &format!("PMC{number}")))?
}

fn last_part(text: &str) -> &str {
    text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The id at OpenReview in an address such as `https://openreview.net/forum?id=05T81ScPFb`.
pub(super) fn openreview(address: &str) -> Option<PaperId> {
    let (host, query) = address.split_once('?')?;
    let fits = host.ends_with("openreview.net/forum") || host.ends_with("openreview.net/pdf");
    let id = query.split('&').find_map(|pair| pair.strip_prefix("id="))?;
    fits.then(|| in_register("openreview", id))?
}

/// All ids that an address on the web gives.
pub(super) fn of_address(address: &str) -> Vec<PaperId> {
    let found = of_text(address);
    if !found.is_empty() {
        return found;
    }
    let acl =
        address.split_once("aclanthology.org/").map(|(_, rest)| rest.trim_end_matches('/').trim_end_matches(".pdf"));
    let acl = acl.filter(|id| !id.contains('/')).and_then(|id| in_register("acl", id));
    openreview(address).or(acl).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(ids: impl IntoIterator<Item = PaperId>) -> Vec<String> {
        ids.into_iter().map(String::from).collect()
    }

    #[test]
    fn addresses_give_ids() {
        for (address, ids) in [
            ("https://doi.org/10.48550/arXiv.2401.01234", &["2401.01234", "doi:10.48550/arxiv.2401.01234"][..]),
            ("https://arxiv.org/abs/2401.01234v2", &["2401.01234"]),
            ("http://dx.doi.org/10.1007/BF03036466", &["doi:10.1007/bf03036466"]),
            ("https://openreview.net/forum?id=05T81ScPFb&x=1", &["openreview:05T81ScPFb"]),
            ("https://aclanthology.org/2022.acl-long.1.pdf", &["acl:2022.acl-long.1"]),
            ("https://example.org/paper", &[]),
            ("https://openreview.net/forum?id=<b>", &[]),
        ] {
            assert_eq!(shown(of_address(address)), ids, "{address}");
        }
    }

    #[test]
    fn numbers_of_pubmed() {
        assert_eq!(shown(pmid("https://pubmed.ncbi.nlm.nih.gov/10706275")), ["pmid:10706275"]);
        assert_eq!(shown(pmcid("https://www.ncbi.nlm.nih.gov/pmc/articles/1234567")), ["pmcid:PMC1234567"]);
        assert_eq!((pmid("x"), pmid(""), pmcid("PMC")), (None, None, None));
    }
}
