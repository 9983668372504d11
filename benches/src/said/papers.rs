//! The texts of the papers, and what they say.

use std::time::Instant;

use anyhow::Result;
use serde::Deserialize;
use sources::{Said, said_of_itself};

use crate::shared;

/// A line of a file.
#[derive(Deserialize)]
struct Line {
    id: String,
    title: String,
    #[serde(rename = "abstract", default)]
    abstract_text: Option<String>,
    #[serde(default)]
    comment: Option<String>,
    #[serde(default)]
    github_repo: Option<String>,
}

/// A paper, and what it says of itself.
#[derive(Debug)]
pub(crate) struct Paper {
    /// Its id at arXiv.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) abstract_text: String,
    pub(crate) comment: Option<String>,
    /// The repository that people gave.
    pub(crate) repository: Option<String>,
    pub(crate) said: Said,
}

/// All papers, and how long reading what they say took in all, in seconds.
#[derive(Debug)]
pub(crate) struct Papers {
    pub(crate) all: Vec<Paper>,
    pub(crate) seconds: f64,
}

/// Reads the two files of papers. A paper that stands in both is read twice: the one knows comments, the other repositories.
pub(crate) fn read() -> Result<Papers> {
    let (mut all, mut seconds) = (Vec::new(), 0.0);
    for file in shared::papers() {
        for line in shared::lines(&file)? {
            let Line { id, title, abstract_text, comment, github_repo } = serde_json::from_str(&line?)?;
            let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (abstract_text, comment) =
                (one_line(&abstract_text.unwrap_or_default()), comment.as_deref().map(one_line));
            let start = Instant::now();
            let said = said_of_itself(&title, Some(&abstract_text), comment.as_deref(), None);
            seconds += start.elapsed().as_secs_f64();
            all.push(Paper { id, title, abstract_text, comment, repository: github_repo, said });
        }
    }
    Ok(Papers { all, seconds })
}
