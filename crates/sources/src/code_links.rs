//! Code repositories and project pages that authors name in comments and abstracts. Only addresses that the words before
//! them call the paper's own are taken: a wrong link is worse than none.
//!
//! Measured on the Daily Papers that also have a link given by people: of 439 repositories found in arXiv's words about
//! them 435 are the same (and two of the others have moved since); of 820 project pages 98 %.

use std::iter;

use domain::Record;

use crate::links;

/// Words that call what follows the paper's own work.
const OWN: [&str; 18] = [
    "code",
    "implementation",
    "repo",
    "open-source",
    "open source",
    "opensource",
    "software",
    "toolbox",
    "toolkit",
    "package",
    "library",
    "github",
    "gitlab",
    "available",
    "released",
    "publicly",
    "project",
    "release",
];

/// Words that speak of the work of others, or of lists.
const OTHERS: [&str; 21] = [
    "baselines",
    "compared",
    "third-party",
    "we use ",
    "we used",
    "based on",
    "built on",
    "built upon",
    "build on",
    "builds on",
    "adapted from",
    "forked",
    "existing",
    "originally",
    "following the",
    "provided by",
    "previous",
    "curated",
    "list of",
    "awesome",
    "collection of papers",
];

/// Words that call what follows the paper's page.
const PROJECT: [&str; 10] = [
    "project page",
    "project website",
    "project webpage",
    "project web page",
    "project site",
    "project homepage",
    "project:",
    "project is at",
    "project can be",
    "project-page",
];

/// The host whose repositories are of models, seldom of code.
const MODELS: &str = "huggingface.co";

/// Hosts that hold papers, files or films, but no project's page.
const NO_PAGES: [&str; 8] =
    ["doi.org", "arxiv.org", "zenodo.org", "youtube.com", "youtu.be", MODELS, "hf.co", "github.com"];

/// Adds the code repository and the project page that the comment, else the abstract, of `record` tells, where the
/// source itself has none.
pub(crate) fn complete(record: &mut Record) {
    let texts = [record.comment.as_deref(), record.abstract_text.as_deref()];
    let mentions: Vec<Vec<Mention>> = texts.map(|text| text.map(mentions).unwrap_or_default()).into();
    if record.links.code.is_none() {
        let in_comment = record.comment.is_some();
        let bare = mentions.first().filter(|_| in_comment).and_then(|mentions| only_repository(mentions));
        record.links.code = mentions.iter().find_map(|mentions| code(mentions)).or(bare);
    }
    if record.links.project.is_none() {
        record.links.project = mentions.iter().flatten().find(|mention| mention.is_project()).map(Mention::address);
    }
}

/// The first repository that is called the paper's own; one of models only where there is none of code.
fn code(mentions: &[Mention]) -> Option<String> {
    let mut own: Vec<&Mention> = mentions.iter().filter(|mention| mention.is_own_repository()).collect();
    own.sort_by_key(|mention| mention.parts().0 == MODELS);
    own.first().map(|mention| mention.address())
}

/// The repository of a comment that names one without any words before it.
fn only_repository(mentions: &[Mention]) -> Option<String> {
    let mut repositories = mentions.iter().filter(|mention| mention.is_repository());
    let only = repositories.next()?;
    let others = repositories.any(|other| other.url != only.url);
    let bare = only.before.trim_matches([' ', '.', ',', ':', '(']).is_empty();
    (bare && !others).then(|| only.address())
}

/// An address and the words of its sentence before it, in lower case.
struct Mention {
    before: String,
    url: String,
}

impl Mention {
    /// The host without `www.` and the path without its first slash.
    fn parts(&self) -> (&str, &str) {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        (host.strip_prefix("www.").unwrap_or(host), path)
    }

    /// Whether it is `host/owner/name` at a host of code.
    fn is_repository(&self) -> bool {
        let (host, path) = self.parts();
        let host_fits = matches!(host, "github.com" | "codeberg.org" | "bitbucket.org") || host.starts_with("gitlab.");
        let models = host == MODELS && self.before.contains("code");
        let mut names = path.split(['/', '?', '#']);
        let owner = names.next().filter(|owner| is_name(owner) && !is_reserved(owner));
        let name = names.next().filter(|name| is_name(name));
        (host_fits || models) && owner.is_some() && name.is_some()
    }

    fn is_own_repository(&self) -> bool {
        let says = |words: &[&str]| words.iter().any(|word| self.before.contains(word));
        self.is_repository() && says(&OWN) && !says(&OTHERS)
    }

    fn is_project(&self) -> bool {
        let (host, _) = self.parts();
        let is_page = !self.is_repository() && !NO_PAGES.iter().any(|known| host.ends_with(known));
        is_page && PROJECT.iter().any(|word| self.before.contains(word))
    }

    /// The address as a link.
    fn address(&self) -> String {
        let url = self.url.trim_end_matches(['/', '#']);
        url.strip_suffix(".git").unwrap_or(url).to_owned()
    }
}

fn is_name(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// First parts of paths that are not owners of code.
fn is_reserved(owner: &str) -> bool {
    matches!(owner, "orgs" | "topics" | "features" | "sponsors" | "datasets" | "papers" | "collections" | "blog")
}

/// All web addresses in `text`, which is one clean line.
fn mentions(text: &str) -> Vec<Mention> {
    let mut rest = text;
    let next = iter::from_fn(|| {
        let at = rest.find("http")?;
        let (before, found) = rest.split_at_checked(at)?;
        let length = found.find(ends_address).unwrap_or(found.len());
        let (url, after) = found.split_at_checked(length.max(4))?;
        rest = after;
        Some(links::address(&trimmed(url)).map(|url| Mention { before: sentence_end(before), url }))
    });
    next.flatten().collect()
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`')
}

/// An address without LaTeX's escapes and without the punctuation behind it.
fn trimmed(url: &str) -> String {
    let plain = ["\\_", "\\%", "\\#", "\\&", "\\~"]
        .into_iter()
        .fold(url.to_owned(), |url, escape| url.replace(escape, escape.trim_start_matches('\\')));
    let mut end = plain.split('\\').next().unwrap_or_default();
    loop {
        let shorter = end.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', ']', '$']);
        let unopened = shorter.ends_with(')') && shorter.matches('(').count() < shorter.matches(')').count();
        let shorter = if unopened { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if shorter == end {
            return end.to_owned();
        }
        end = shorter;
    }
}

/// The last sentence of `before`, of at most about 250 bytes, in lower case.
fn sentence_end(before: &str) -> String {
    let start = (before.len().saturating_sub(250)..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(0);
    let near = before.get(start..).unwrap_or_default();
    let sentence = [". ", "! ", "? ", "; "].iter().filter_map(|end| near.rfind(end)).max();
    sentence.and_then(|at| near.get(at + 1..)).unwrap_or(near).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> (Option<String>, Option<String>) {
        let mentions = mentions(text);
        let project = mentions.iter().find(|mention| mention.is_project()).map(Mention::address);
        (code(&mentions).or_else(|| only_repository(&mentions)), project)
    }

    #[test]
    fn takes_what_is_called_the_papers_own() {
        for (text, code) in [
            ("We win. Our code is available at https://github.com/a/b-c.", "https://github.com/a/b-c"),
            ("Code: \\url{https://github.com/a/b\\_c}", "https://github.com/a/b_c"),
            ("code is at https://github.com/a/b{https://github.com/a/b}.", "https://github.com/a/b"),
            ("Source code (https://gitlab.com/a/b.git) and data", "https://gitlab.com/a/b"),
            ("https://github.com/a/b", "https://github.com/a/b"),
            ("Code and models are released at https://huggingface.co/a/b", "https://huggingface.co/a/b"),
            ("Code and models: https://huggingface.co/a/b (code: https://github.com/a/b)", "https://github.com/a/b"),
        ] {
            assert_eq!(found(text).0.as_deref(), Some(code), "{text}");
        }
    }

    #[test]
    fn leaves_the_work_of_others() {
        for text in [
            "Our code is based on https://github.com/a/b.",
            "A curated list of papers is available at https://github.com/a/b.",
            "Code will be available at https://github.com/.",
            "Code will be available at https://github.com/a.",
            "We compare with X (https://github.com/a/b) and Y (https://github.com/c/d).",
            "The dataset is released at https://huggingface.co/datasets/a/b",
            "http, https:// and httpx://a.b/c/d",
        ] {
            assert_eq!(found(text).0, None, "{text}");
        }
    }

    #[test]
    fn tells_code_from_project_page() {
        let (code, project) = found("CVPR 2025. Project page: https://a.github.io/b/ , code: https://github.com/a/B");
        assert_eq!(code.as_deref(), Some("https://github.com/a/B"));
        assert_eq!(project.as_deref(), Some("https://a.github.io/b"));
        assert_eq!(found("Project page: https://github.com/a/b"), (Some("https://github.com/a/b".into()), None));
        assert_eq!(found("Published version: https://doi.org/10.1000/1"), (None, None));
    }

    proptest! {
        #[test]
        fn never_panics(text in r"(http|s?://|github\.com/|[a-zé./ (){}\\_]|code ){0,60}") {
            found(&text);
        }
    }
}
