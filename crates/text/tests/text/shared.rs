//! The real papers in the folder that `NEWSSTAND_SHARED` names.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use domain::{Links, Paper};
use serde_json::Value;

/// Title and abstract of every paper of a file of the shared folder; `None`, with a line that says so, where it is absent.
pub(crate) fn papers(file: &str) -> Option<impl Iterator<Item = Paper>> {
    let folder = std::env::var_os("NEWSSTAND_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let path = folder.join("data").join(file);
    let Ok(compressed) = std::fs::File::open(&path) else {
        #[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
        {
            eprintln!("skipped: {} is not there", path.display());
        }
        return None;
    };
    let lines = BufReader::new(zstd::Decoder::new(compressed).unwrap()).lines();
    Some(lines.map(|line| paper(&serde_json::from_str(&line.unwrap()).unwrap())))
}

fn paper(line: &Value) -> Paper {
    let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
    let list = |field: &str| {
        let items = line[field].as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let authors = list("authors");
    Paper {
        id: text("id").parse().unwrap(),
        title: text("title"),
        abstract_text: text("abstract"),
        author_count: u32::try_from(authors.len()).unwrap(),
        authors,
        categories: list("categories"),
        keywords: list("keywords"),
        organization: None,
        published: None,
        venue: line["venue"].as_str().map(|venue| format!("{} {}", venue.to_uppercase(), line["year"])),
        comment: None,
        summary: None,
        facts: domain::Facts::default(),
        links: Links::default(),
    }
}
