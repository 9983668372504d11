//! Test collections in BEIR layout, and how their answers are scored.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use domain::{Paper, PaperId, PaperKey, StoredPaper};
use serde::Deserialize;

use crate::shared;

/// Questions with the papers that answer them.
#[derive(Debug)]
pub(crate) struct Collection {
    /// The papers; a paper's key is its position from 1.
    pub(crate) papers: Vec<StoredPaper>,
    /// The judged questions.
    pub(crate) questions: Vec<Question>,
}

/// A question with its judgements.
#[derive(Debug, Default)]
pub(crate) struct Question {
    /// What is asked.
    pub(crate) text: String,
    /// The relevant papers with their grades.
    pub(crate) relevant: HashMap<PaperKey, u32>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(alias = "_id")]
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default, rename = "abstract", alias = "text")]
    text: Option<String>,
}

/// Reads the collection of that name, whose papers stand in its own corpus, or in `corpus` where it has none.
pub(crate) fn read(name: &str, corpus: &[PathBuf]) -> Result<Collection> {
    let folder = shared::collection(name);
    let own = [folder.join("corpus.jsonl.zst")];
    let (mut papers, mut keys) = (Vec::new(), HashMap::new());
    for file in if corpus.is_empty() { &own } else { corpus } {
        for line in shared::lines(file)? {
            let line = parse(&line?, file)?;
            // A paper that stands in two files counts as the first.
            if let Entry::Vacant(place) = keys.entry(line.id) {
                let key = PaperKey(i64::try_from(papers.len())? + 1);
                papers.push(stored(key, line.title.as_deref().unwrap_or_default(), line.text.unwrap_or_default()));
                place.insert(key);
            }
        }
    }
    let mut judged = judgements(&folder.join("qrels/test.tsv"), &keys)?;
    let questions = questions(name)?.into_iter().filter_map(|(id, text)| {
        let relevant = judged.remove(&id)?;
        Some(Question { text, relevant })
    });
    Ok(Collection { questions: questions.collect(), papers })
}

/// All questions of the collection of that name, with their ids.
pub(crate) fn questions(name: &str) -> Result<Vec<(String, String)>> {
    let file = shared::collection(name).join("queries.jsonl");
    let lines = shared::lines(&file)?;
    lines.map(|line| parse(&line?, &file).map(|line| (line.id, line.text.unwrap_or_default()))).collect()
}

fn parse(line: &str, file: &Path) -> Result<Line> {
    serde_json::from_str(line).with_context(|| format!("{} holds a line that is no document", file.display()))
}

/// For each question's id the relevant papers with their grades.
fn judgements(file: &Path, keys: &HashMap<String, PaperKey>) -> Result<HashMap<String, HashMap<PaperKey, u32>>> {
    let mut judged: HashMap<String, HashMap<PaperKey, u32>> = HashMap::new();
    // The first line names the columns.
    for line in shared::lines(file)?.skip(1) {
        let line = line?;
        let mut cells = line.split('\t');
        let (Some(question), Some(paper), Some(grade)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let grade: u32 = grade.trim().parse().with_context(|| format!("{} has a grade {grade:?}", file.display()))?;
        if let Some(key) = keys.get(paper).filter(|_| grade > 0) {
            judged.entry(question.to_owned()).or_default().insert(*key, grade);
        }
    }
    Ok(judged)
}

/// A paper that is nothing but a title and an abstract.
pub(crate) fn stored(key: PaperKey, title: &str, abstract_text: String) -> StoredPaper {
    let paper = Paper { abstract_text, ..Paper::new(PaperId::from_title(title), title) };
    StoredPaper::new(key, paper)
}

/// nDCG at `depth` (Järvelin and Kekäläinen 2002; gain = grade, discount log2(rank + 1), as in `trec_eval` and BEIR).
pub(crate) fn ndcg(found: &[PaperKey], relevant: &HashMap<PaperKey, u32>, depth: usize) -> f64 {
    let dcg = |grades: &[u32]| {
        let gains = grades.iter().take(depth).zip(2_u32..);
        gains.map(|(grade, discount)| f64::from(*grade) / f64::from(discount).log2()).sum::<f64>()
    };
    let mut ideal: Vec<u32> = relevant.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let got: Vec<u32> = found.iter().map(|key| relevant.get(key).copied().unwrap_or_default()).collect();
    let best = dcg(&ideal);
    if best > 0.0 { dcg(&got) / best } else { 0.0 }
}

/// The share of the relevant papers that stand among the first `depth`.
pub(crate) fn recall(found: &[PaperKey], relevant: &HashMap<PaperKey, u32>, depth: usize) -> f64 {
    let hits = found.iter().take(depth).filter(|key| relevant.contains_key(key)).count();
    hits as f64 / relevant.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graded(grades: &[(i64, u32)]) -> HashMap<PaperKey, u32> {
        grades.iter().map(|(key, grade)| (PaperKey(*key), *grade)).collect()
    }

    fn found(keys: &[i64]) -> Vec<PaperKey> {
        keys.iter().map(|key| PaperKey(*key)).collect()
    }

    #[test]
    fn scores_are_those_of_the_literature() {
        let relevant = graded(&[(1, 1), (2, 1)]);
        assert!((ndcg(&found(&[1, 2]), &relevant, 10) - 1.0).abs() < 1e-12);
        // (1/log2(3) + 1/log2(4)) / (1 + 1/log2(3))
        assert!((ndcg(&found(&[9, 1, 2]), &relevant, 10) - 0.693_426_4).abs() < 1e-6);
        assert!(ndcg(&found(&[9, 1]), &relevant, 1).abs() < 1e-12);
        assert!((recall(&found(&[9, 1]), &relevant, 100) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn grades_count() {
        let relevant = graded(&[(1, 3), (2, 1)]);
        assert!(ndcg(&found(&[1, 2]), &relevant, 10) > ndcg(&found(&[2, 1]), &relevant, 10));
    }

    #[test]
    fn reads_a_real_collection() {
        if !shared::collection("scifact").is_dir() {
            crate::table::say("skipped: no test collections").unwrap();
            return;
        }
        let scifact = read("scifact", &[]).unwrap();
        assert_eq!((scifact.papers.len(), scifact.questions.len()), (5_183, 300));
        assert_eq!(scifact.questions.iter().map(|question| question.relevant.len()).sum::<usize>(), 339);
    }
}
