//! The kinds of sources, with their words and what may stand behind the colon.

/// A kind of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Arxiv,
    ArxivToday,
    ArxivQuery,
    HfDaily,
    Oai,
    OpenAlex,
    Crossref,
    EuropePmc,
    SemanticScholar,
    SemanticScholarLike,
    Dblp,
    Biorxiv,
    Medrxiv,
    OpenReview,
    Acl,
    Pmlr,
    Feed,
    Bibtex,
}

/// What stands behind the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Nothing, ever.
    Nothing,
    /// Something such as this, or nothing.
    Perhaps(&'static str),
    /// Something such as this.
    Always(&'static str),
}

/// Each kind, its word, and what is said behind it.
const KINDS: [(Kind, &str, Of); 18] = [
    (Kind::Arxiv, "arxiv", Of::Perhaps("cs.CL")),
    (Kind::ArxivToday, "arxiv-today", Of::Always("cs.CL")),
    (Kind::ArxivQuery, "arxiv-query", Of::Always("cat:cs.IR AND abs:retrieval")),
    (Kind::HfDaily, "hf-daily", Of::Nothing),
    (Kind::Oai, "oai", Of::Always("https://example.org/oai")),
    (Kind::OpenAlex, "openalex", Of::Always("primary_topic.id:T10028")),
    (Kind::Crossref, "crossref", Of::Always("issn:1533-7928")),
    (Kind::EuropePmc, "europe-pmc", Of::Always("TITLE_ABS:microbiome")),
    (Kind::SemanticScholar, "s2", Of::Always("sparse attention")),
    (Kind::SemanticScholarLike, "s2-like", Of::Always("2401.01234")),
    (Kind::Dblp, "dblp", Of::Always("sparse attention")),
    (Kind::Biorxiv, "biorxiv", Of::Nothing),
    (Kind::Medrxiv, "medrxiv", Of::Nothing),
    (Kind::OpenReview, "openreview", Of::Always("ICLR.cc/2025/Conference")),
    (Kind::Acl, "acl", Of::Always("2025")),
    (Kind::Pmlr, "pmlr", Of::Always("v235")),
    (Kind::Feed, "feed", Of::Always("https://example.org/feed.xml")),
    (Kind::Bibtex, "bibtex", Of::Always("https://example.org/papers.bib")),
];

impl Kind {
    /// The kind with that word, and what it wants.
    pub(super) fn of_word(word: &str) -> Option<(Self, Of)> {
        KINDS.iter().find(|(_, known, _)| *known == word).map(|(kind, _, of)| (*kind, *of))
    }

    /// Its word.
    pub(super) fn word(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, word, _)| word)
    }
}

/// All sources, each by an example.
pub(super) fn known() -> String {
    KINDS.map(|(_, word, _)| example(word)).join(", ")
}

/// How a kind is written.
pub(super) fn example(word: &str) -> String {
    match Kind::of_word(word) {
        Some((_, Of::Perhaps(of) | Of::Always(of))) => format!("{word}:{of}"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Preset;

    #[test]
    fn every_example_is_a_source_and_is_printed_as_it_was_read() {
        for (_, word, of) in KINDS {
            let text = example(word);
            let preset: Preset = text.parse().unwrap();
            assert_eq!(preset.to_string(), text);
            assert!(preset.source("name", None).is_ok(), "{text}");
            assert_eq!(word.parse::<Preset>().is_err(), matches!(of, Of::Always(_)), "{word}");
        }
    }
}
