//! The bundled sample as its files have it: what the pages must show, known without asking Newsstand.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

use domain::normalized_title;
use serde_json::Value;

/// A paper on one day of the daily list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its id at arXiv.
    pub id: String,
    /// The title.
    pub title: String,
    /// The whole abstract.
    pub abstract_text: String,
    /// Its authors' names.
    pub authors: Vec<String>,
    /// The organisation that stands in their place, where there is one.
    pub organization: Option<String>,
    /// Its first category, where arXiv itself has the paper.
    pub category: Option<String>,
    /// Votes as observed.
    pub votes: u64,
}

/// Both lists of the sample.
#[derive(Debug)]
pub struct Sample {
    /// The daily list by day, `YYYY-MM-DD`.
    pub daily: BTreeMap<String, Vec<Listed>>,
    /// How many papers arrived on each day.
    pub new: BTreeMap<String, usize>,
    /// Id, title and first category of the paper that is taken in last.
    pub last: [String; 3],
}

impl Sample {
    /// Reads the two files.
    pub fn read() -> Self {
        let mut new = BTreeMap::new();
        let mut last = Default::default();
        let mut arxiv = BTreeMap::new();
        for paper in lines("new") {
            *new.entry(text(&paper["list_date"])).or_default() += 1;
            last = [&paper["id"], &paper["title"], &paper["categories"][0]].map(text);
            arxiv.insert(text(&paper["id"]), paper);
        }
        let mut daily: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
        for paper in lines("daily") {
            let listed = Listed::read(&paper, arxiv.get(&text(&paper["id"])));
            daily.entry(text(&paper["list_date"])).or_default().push(listed);
        }
        Self { daily, new, last }
    }

    /// The days of the daily list, newest first.
    pub fn days(&self) -> Vec<&str> {
        self.daily.keys().rev().map(String::as_str).collect()
    }

    /// The papers of a day whose key starts with `prefix`: a day, or a month.
    pub fn papers(&self, prefix: &str) -> Vec<&Listed> {
        self.daily.iter().filter(|(day, _)| day.starts_with(prefix)).flat_map(|(_, papers)| papers).collect()
    }
}

impl Listed {
    /// What the list says, save for title, abstract and authors where arXiv itself has the paper: its word counts more.
    fn read(paper: &Value, at_arxiv: Option<&Value>) -> Self {
        let told = at_arxiv.unwrap_or(paper);
        let authors = told["authors"].as_array().into_iter().flatten();
        Self {
            id: text(&paper["id"]),
            title: text(&told["title"]),
            abstract_text: text(&told["abstract"]),
            authors: authors.map(text).collect(),
            organization: paper["organization"].as_str().filter(|name| !name.is_empty()).map(str::to_owned),
            category: at_arxiv.map(|paper| text(&paper["categories"][0])),
            votes: paper["upvotes"].as_u64().unwrap_or_default(),
        }
    }

    /// Whether title and abstract are plain words: formulas and markup look otherwise on a page than in a file.
    pub fn is_plain(&self) -> bool {
        !(self.title.clone() + &self.abstract_text).contains(['$', '\\', '{', '^', '_', '~', '`', '*', '<', '&'])
    }
}

/// What is left of a text when case, punctuation and white space are no matter.
pub fn words(text: &str) -> String {
    normalized_title(text)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn lines(name: &str) -> impl Iterator<Item = Value> {
    let path = format!("{}/sample/{name}.jsonl.zst", env!("CARGO_MANIFEST_DIR"));
    let file = File::open(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let reader = BufReader::new(zstd::Decoder::new(file).expect("the sample is compressed with zstd"));
    reader.lines().map(|line| serde_json::from_str(&line.expect("a line of text")).expect("a line of JSON"))
}
