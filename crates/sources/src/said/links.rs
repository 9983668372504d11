//! What papers link to as their own: code repositories, data, models, pages, demonstrations, films. Only addresses that the words before
//! them call the paper's own are taken: a wrong link is worse than none.

use std::collections::HashSet;

use super::mentions::{Mention, mentions};

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkRole {
    /// A repository of code.
    Code,
    /// A data set.
    Dataset,
    /// The weights of a model.
    Model,
    /// The paper's page.
    Project,
    /// Something to try out.
    Demo,
    /// A film.
    Video,
}

impl LinkRole {
    /// The word for it, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Dataset => "dataset",
            Self::Model => "model",
            Self::Project => "project",
            Self::Demo => "demo",
            Self::Video => "video",
        }
    }
}

/// An address that a paper calls its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLink {
    /// What stands there.
    pub role: LinkRole,
    /// The address: `http` or `https`, of at most 2,000 bytes.
    pub url: String,
}

/// Words that call what follows the paper's own work.
const OWN: [&str; 24] = [
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
    "resources",
    "home page",
    "homepage",
    "official page",
    "scripts",
    "artifacts",
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

/// Words that say that something is given away.
const GIVEN: [&str; 14] = [
    "available",
    "released",
    "release",
    "publicly",
    "public",
    "accessible",
    "accessed",
    "download",
    "found",
    "hosted",
    "open-source",
    "provide",
    "access",
    ":",
];

/// The host whose repositories are of models, seldom of code.
const MODELS: &str = "huggingface.co";

/// Hosts that hold papers, files or films, but no project's page.
const NO_PAGES: [&str; 8] =
    ["doi.org", "arxiv.org", "zenodo.org", "youtube.com", "youtu.be", MODELS, "hf.co", "github.com"];

/// Hosts of films.
const FILMS: [&str; 4] = ["youtube.com", "youtu.be", "vimeo.com", "bilibili.com"];

/// Hosts of data.
const DATA: [&str; 6] = ["zenodo.org", "figshare.com", "kaggle.com", "osf.io", "dataverse.harvard.edu", "doi.org"];

/// The most links of one paper.
const MOST: usize = 50;

/// What a comment and an abstract link to, each address once, in this order.
pub(super) fn found(comment: &str, abstract_text: &str) -> Vec<FoundLink> {
    let [comment, abstract_text] = [mentions(comment), mentions(abstract_text)];
    let bare = bare_repository(&comment, &abstract_text);
    let role = |mention: &Mention| {
        let is_bare = || bare.as_ref() == Some(&mention.address());
        mention.role().or_else(|| is_bare().then_some(LinkRole::Code))
    };
    let mentions = comment.iter().chain(&abstract_text);
    let links = mentions.filter_map(|mention| Some(FoundLink { role: role(mention)?, url: mention.address() }));
    let mut seen = HashSet::new();
    links.filter(|link| seen.insert(link.url.to_ascii_lowercase())).take(MOST).collect()
}

/// The first repository that is called the paper's own; one of models only where there is none of code.
pub(crate) fn code(mentions: &[Mention]) -> Option<String> {
    let mut own: Vec<&Mention> = mentions.iter().filter(|mention| mention.is_own_repository()).collect();
    own.sort_by_key(|mention| mention.parts().0 == MODELS);
    own.first().map(|mention| mention.address())
}

/// The one repository that is named without any words before it, in a comment or at the end of an abstract.
pub(crate) fn bare_repository(comment: &[Mention], abstract_text: &[Mention]) -> Option<String> {
    let in_comment = only_repository(comment).map(Mention::address);
    in_comment.or_else(|| only_repository(abstract_text).filter(|only| only.is_last).map(Mention::address))
}

fn only_repository(mentions: &[Mention]) -> Option<&Mention> {
    let mut repositories = mentions.iter().filter(|mention| mention.is_repository());
    let only = repositories.next()?;
    let others = repositories.any(|other| other.url != only.url);
    let bare = only.before.trim_matches([' ', '.', ',', ':', '(']).is_empty();
    (bare && !others).then_some(only)
}

/// The first address that is called the paper's page.
pub(crate) fn project<'m>(mentions: impl IntoIterator<Item = &'m Mention>) -> Option<String> {
    mentions.into_iter().find(|mention| mention.is_project()).map(Mention::address)
}

impl Mention {
    fn role(&self) -> Option<LinkRole> {
        let (host, path) = self.parts();
        if host == MODELS && !self.is_own_repository() {
            return self.on_the_hub(path);
        }
        if FILMS.contains(&host) {
            return (!self.says(&OTHERS)).then_some(LinkRole::Video);
        }
        if self.is_demo() {
            return Some(LinkRole::Demo);
        }
        if self.is_own_repository() {
            return Some(if self.names_data_only() { LinkRole::Dataset } else { LinkRole::Code });
        }
        if self.is_project() {
            return Some(LinkRole::Project);
        }
        let is_data = DATA.iter().any(|known| host.ends_with(known)) && self.names_data_only();
        (is_data && self.says(&GIVEN) && !self.says(&OTHERS)).then_some(LinkRole::Dataset)
    }

    /// What a path at the host of models, data sets and demonstrations means.
    fn on_the_hub(&self, path: &str) -> Option<LinkRole> {
        let role = match path.split('/').next()? {
            "datasets" => LinkRole::Dataset,
            "spaces" => LinkRole::Demo,
            owner if is_reserved(owner) => return None,
            _ => LinkRole::Model,
        };
        let is_named = path.split('/').filter(|part| is_name(part)).count() > usize::from(role != LinkRole::Model) + 1;
        let fits = role != LinkRole::Model || self.says(&["model", "weights", "checkpoint"]);
        (is_named && fits && self.says(&GIVEN) && !self.says(&OTHERS)).then_some(role)
    }

    /// Whether the words right before it call it a demonstration.
    fn is_demo(&self) -> bool {
        let near = self
            .before
            .char_indices()
            .rev()
            .nth(39)
            .map_or(self.before.as_str(), |(at, _)| self.before.get(at..).unwrap_or_default());
        let is_near = [
            "demo:",
            "demo at",
            "demo is available",
            "demo page",
            "demo can be",
            "demos are available",
            "demos:",
            "demo available",
        ]
        .iter()
        .any(|words| near.contains(words));
        is_near && !self.says(&OTHERS) && !self.is_repository()
    }

    /// Whether the words before it speak of data and of no program.
    fn names_data_only(&self) -> bool {
        self.says(&["dataset", "data set", " data ", "data:", "corpus", "benchmark"])
            && !self.says(&[
                "code",
                "implementation",
                "software",
                "toolkit",
                "toolbox",
                "package",
                "library",
                "framework",
                "project",
                "model",
            ])
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
        self.is_repository() && self.says(&OWN) && !self.says(&OTHERS)
    }

    fn is_project(&self) -> bool {
        let (host, _) = self.parts();
        let is_page = !self.is_repository() && !NO_PAGES.iter().any(|known| host.ends_with(known));
        is_page && self.says(&PROJECT)
    }
}

fn is_name(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// First parts of paths that are not owners of code.
fn is_reserved(owner: &str) -> bool {
    matches!(
        owner,
        "orgs"
            | "topics"
            | "features"
            | "sponsors"
            | "datasets"
            | "papers"
            | "collections"
            | "blog"
            | "spaces"
            | "docs"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> Vec<(&'static str, String)> {
        found("", text).into_iter().map(|link| (link.role.as_str(), link.url)).collect()
    }

    #[test]
    fn each_address_has_the_role_that_its_words_give() {
        for (text, role) in [
            ("Our code is available at https://github.com/a/b.", "code"),
            ("Code available at: github.com/a/b", "code"),
            ("The dataset is available at https://github.com/a/b.", "dataset"),
            ("Code and data: https://github.com/a/b", "code"),
            ("The dataset is released at https://huggingface.co/datasets/a/b", "dataset"),
            ("Data are available at Zenodo (data: https://doi.org/10.5281/zenodo.1)", "dataset"),
            ("Our models are available at https://huggingface.co/a/b", "model"),
            ("Project page: https://a.github.io/b", "project"),
            ("A demo is available at https://huggingface.co/spaces/a/b", "demo"),
            ("Online demo: https://demo.example.org/", "demo"),
            ("Video: https://youtu.be/abc", "video"),
        ] {
            assert_eq!(roles(text).first().map(|(role, _)| *role), Some(role), "{text}");
        }
    }

    #[test]
    fn the_work_of_others_has_none() {
        for text in [
            "We use the model of https://huggingface.co/a/b",
            "A curated list: https://github.com/a/b",
            "Published version: https://doi.org/10.1000/1",
            "see https://huggingface.co/blog/a",
            "mail a@github.com/b/c",
        ] {
            assert_eq!(roles(text), [], "{text}");
        }
    }

    #[test]
    fn an_address_comes_once() {
        let text =
            "Code: https://github.com/a/b and code: https://github.com/A/b/. Project page: https://a.github.io/c";
        assert_eq!(roles(text).len(), 2);
    }
}
