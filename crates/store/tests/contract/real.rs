//! Real papers from the shared data, as they would be written.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use domain::{
    Counts, Day, Field, Links, ListName, Listing, Observation, Organization, Paper, PaperId, SourceKind, Timestamp,
    Told,
};
use newsstand_store::{PaperWrite, Said};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    id: String,
    title: String,
    #[serde(rename = "abstract")]
    abstract_text: Option<String>,
    authors: Vec<String>,
    #[serde(default)]
    categories: Vec<String>,
    list_date: Day,
    upvotes: Option<u32>,
    comments: Option<u32>,
    upvotes_observed_at: Option<Timestamp>,
    organization_name: Option<String>,
    github_repo: Option<String>,
}

/// At most `most` papers of the arXiv lists, then at most `most` of the Daily Papers, each paper once with all its list
/// days; `None` where the shared data is absent.
pub(crate) fn papers(most: usize) -> Option<Vec<PaperWrite>> {
    let mut papers: Vec<PaperWrite> = Vec::new();
    let mut places: HashMap<PaperId, usize> = HashMap::new();
    for (file, source) in [("arxiv_daily.jsonl.zst", SourceKind::Arxiv), ("hf_daily.jsonl.zst", SourceKind::HfDaily)] {
        for line in lines(file)?.take(most) {
            let write = paper_write(serde_json::from_str(&line).unwrap(), source);
            if let Some(place) = places.get(&write.paper.id) {
                papers[*place].listings.extend(write.listings);
            } else {
                places.insert(write.paper.id.clone(), papers.len());
                papers.push(write);
            }
        }
    }
    Some(papers)
}

fn lines(file: &str) -> Option<impl Iterator<Item = String>> {
    let shared = std::env::var_os("NEWSSTAND_SHARED")
        .map_or(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let file = std::fs::File::open(shared.join("data").join(file)).ok()?;
    Some(BufReader::new(zstd::Decoder::new(file).unwrap()).lines().map(Result::unwrap))
}

fn paper_write(line: Line, source: SourceKind) -> PaperWrite {
    let id: PaperId = line.id.parse().unwrap();
    let mut told = Told::default();
    for field in [Field::Title, Field::Abstract, Field::Authors, Field::Categories] {
        told.set(field, source);
    }
    let counts = Counts { votes: line.upvotes.unwrap_or(0), comments: line.comments.unwrap_or(0) };
    let list = if source == SourceKind::HfDaily { ListName::Daily } else { ListName::New };
    let seen = line.upvotes_observed_at.map(|at| (source, Observation { counts, at }));
    PaperWrite {
        key: None,
        told,
        counts,
        shown: id.arxiv_month(),
        listed: Some(line.list_date),
        ids: vec![id.clone(), format!("doi:10.48550/arxiv.{id}").parse().unwrap()],
        said: vec![Said { source, source_key: line.id, digest: domain::key_of(&line.title) }],
        listings: vec![Listing { list, day: line.list_date, rank: None }],
        observations: seen.into_iter().collect(),
        change: true,
        paper: Paper {
            abstract_text: line.abstract_text.unwrap_or_default(),
            author_count: u32::try_from(line.authors.len()).unwrap(),
            authors: line.authors,
            categories: line.categories,
            organization: line.organization_name.as_deref().and_then(Organization::named),
            links: Links { code: line.github_repo, ..Links::default() },
            ..Paper::new(id, line.title)
        },
    }
}
