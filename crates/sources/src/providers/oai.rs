//! OAI-PMH 2.0, arXiv's or any other repository's (<https://www.openarchives.org/OAI/openarchivesprotocol.html>): what was added or changed in
//! the days of the harvest.

use fetch::{Address, FetchError};

use super::Provider;
use crate::answers::{AnswerKind, Next};
use crate::harvest::Position;

/// A repository, or a set of it.
#[derive(Debug, Clone)]
pub struct Oai {
    /// The set, such as `cs:cs:CL`; all of the repository without.
    pub set: Option<String>,
    /// The format: `arXiv`, `arXivRaw` or `oai_dc`.
    pub prefix: String,
}

impl Oai {
    /// arXiv's papers of a category such as `cs.CL`, of an archive such as `cs` or `hep-th`, or all.
    pub fn arxiv(category: Option<&str>) -> Self {
        Self { set: category.map(arxiv_set), prefix: "arXiv".to_owned() }
    }
}

/// The set of a category: archives of physics stand below `physics`, others are their own group; a category stands below its
/// archive (<https://info.arxiv.org/help/oa/index.html>).
fn arxiv_set(category: &str) -> String {
    const OWN_GROUP: [&str; 7] = ["cs", "econ", "eess", "math", "q-bio", "q-fin", "stat"];
    let archive = category.split_once('.').map_or(category, |(archive, _)| archive);
    let group = if OWN_GROUP.contains(&archive) { archive } else { "physics" };
    match category.split_once('.') {
        Some((archive, subject)) => format!("{group}:{archive}:{subject}"),
        None if OWN_GROUP.contains(&archive) => archive.to_owned(),
        None => format!("{group}:{archive}"),
    }
}

impl Provider for Oai {
    fn kind(&self) -> AnswerKind {
        AnswerKind::Oai
    }

    fn address(&self) -> &'static str {
        "https://oaipmh.arxiv.org/oai"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let base = base.with([("verb", "ListRecords")]);
        // A token stands for the whole question: nothing else may be said beside it (section 3.5).
        if let Some(Next::Token { token, .. }) = &position.next {
            return Ok(base.with([("resumptionToken", token.as_str())]));
        }
        let (from, until) = (position.window.from.to_string(), position.window.until.to_string());
        let base = base.with([("metadataPrefix", self.prefix.as_str()), ("from", &from), ("until", &until)]);
        Ok(base.with(self.set.as_deref().map(|set| ("set", set))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_sets() {
        for (category, set) in [
            ("cs", "cs"),
            ("cs.CL", "cs:cs:CL"),
            ("math.GT", "math:math:GT"),
            ("q-bio.NC", "q-bio:q-bio:NC"),
            ("hep-th", "physics:hep-th"),
            ("astro-ph", "physics:astro-ph"),
            ("astro-ph.GA", "physics:astro-ph:GA"),
            ("physics.optics", "physics:physics:optics"),
            ("physics", "physics:physics"),
        ] {
            assert_eq!(arxiv_set(category), set);
        }
    }
}
