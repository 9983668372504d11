//! What a text that is no JSON is, by its beginning.

use super::AnswerKind;
use super::bibtex;
use crate::xml::{Part, Parts};

/// The kind of answer or library that begins with `head`.
pub(crate) fn recognised(head: &str) -> Option<AnswerKind> {
    let start = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with('<') {
        return xml(start);
    }
    let mut lines = start.lines().map(str::trim_end);
    let is_ris = |line: &str| line.starts_with("TY  - ") || matches!(line, "PT J" | "PT B" | "PT C" | "PT S");
    if lines.clone().take(10).any(is_ris) {
        return Some(AnswerKind::Ris);
    }
    let is_comment = |line: &str| line.starts_with(['@', '%']) || line.is_empty();
    let begins = lines.next().is_some_and(is_comment);
    (begins && bibtex::has_entry(start)).then_some(AnswerKind::Bibtex)
}

/// The kind of an XML document, by its first element and by what only one provider has.
fn xml(text: &str) -> Option<AnswerKind> {
    let Some(Ok(Part::Opened(root))) = Parts::new(text, &[]).next() else { return None };
    let has = |words: &str| text.contains(words);
    let kind = match root.local() {
        "OAI-PMH" | "record" => AnswerKind::Oai,
        "feed" | "rss" if has("announce_type") || has("rss.arxiv.org") => AnswerKind::ArxivFeed,
        "feed" if has("arxiv.org/api/") => AnswerKind::ArxivApi,
        "RDF" if has("zotero.org/namespaces/") => AnswerKind::ZoteroRdf,
        "feed" | "rss" | "RDF" => AnswerKind::Feed,
        "dblp" => AnswerKind::Dblp,
        "collection" if has("<volume") => AnswerKind::Acl,
        _ => return None,
    };
    Some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart_by_their_beginnings() {
        for (text, kind) in [
            ("<?xml version='1.0'?>\n<!-- <x> -->\n<OAI-PMH xmlns='x'>", Some(AnswerKind::Oai)),
            ("<record><header>", Some(AnswerKind::Oai)),
            ("<rss version='2.0'><channel><arxiv:announce_type>", Some(AnswerKind::ArxivFeed)),
            ("<feed xmlns='x'><id>https://arxiv.org/api/UY2</id>", Some(AnswerKind::ArxivApi)),
            ("<feed xmlns='x'>", Some(AnswerKind::Feed)),
            ("<rdf:RDF>", Some(AnswerKind::Feed)),
            (
                "<rdf:RDF xmlns:z=\"http://www.zotero.org/namespaces/export#\">\n<bib:Article",
                Some(AnswerKind::ZoteroRdf),
            ),
            ("<!DOCTYPE dblp SYSTEM \"dblp.dtd\">\n<dblp>", Some(AnswerKind::Dblp)),
            ("<collection id=\"2022.acl\">\n<volume id='1'>", Some(AnswerKind::Acl)),
            ("<html><body>", None),
            ("\u{feff}\n\nTY  - JOUR\n", Some(AnswerKind::Ris)),
            ("1.\nTY  - JOUR\n", Some(AnswerKind::Ris)),
            ("FN Clarivate\nVR 1.0\nPT J\n", Some(AnswerKind::Ris)),
            ("% Encoding: UTF-8\n\n@article{a, title={x}}", Some(AnswerKind::Bibtex)),
            ("@someone wrote this", None),
            ("Get trending papers in your email inbox!", None),
            ("", None),
        ] {
            assert_eq!(recognised(text), kind, "{text}");
        }
    }
}
