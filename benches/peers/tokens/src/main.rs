//! The word pieces of real abstracts against the reference, the `tokenizers` crate: do they agree, piece by piece, and what does
//! each take? Newsstand and the reference take turns on one thread, on the same texts.

use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use newsstand_embed::StaticModel;
use tokenizers::Tokenizer;

/// Texts looked at.
const TEXTS: usize = 100_000;
/// Texts in a turn.
const TURN: usize = 2_000;

fn main() -> anyhow::Result<()> {
    let shared = PathBuf::from(std::env::var_os("NEWSSTAND_SHARED").unwrap_or_else(|| "../shared".into()));
    let papers = papers(&shared)?;
    let mut reference =
        Tokenizer::from_file(shared.join("model/tokenizer.json")).map_err(|error| anyhow!("{error}"))?;
    // The file asks for texts of one length: whole texts are compared here.
    reference.with_padding(None).with_truncation(None).map_err(|error| anyhow!("{error}"))?;
    let (mut differ, mut pieces, mut characters) = (Vec::new(), 0, 0);
    let mut took = Took::default();
    for turn in papers.chunks(TURN) {
        let texts: Vec<String> = turn.iter().map(|(title, text)| format!("{title}\n{text}")).collect();
        let ours = took.ours(&texts);
        let theirs = took.theirs(&reference, &texts)?;
        took.embedding(turn);
        for ((text, ours), theirs) in texts.iter().zip(&ours).zip(&theirs) {
            pieces += ours.len();
            characters += text.len();
            if ours != theirs {
                differ.push(text.clone());
            }
        }
    }
    for text in differ.iter().take(5) {
        eprintln!("differs: {text:?}");
    }
    let n = papers.len();
    let rate = |time: Duration| n as f64 / time.as_secs_f64();
    println!(
        "{n} titles with abstracts, {pieces} word pieces, {:.1} MB; {} differ from the reference\n",
        characters as f64 / 1e6,
        differ.len()
    );
    println!("| on one thread | texts a second | times the reference |\n|---|---|---|");
    for (what, time) in [
        ("`tokenizers`", took.reference),
        ("Newsstand: word pieces", took.pieces),
        ("Newsstand: vectors by the static table", took.vectors),
    ] {
        println!("| {what} | {:.0} | {:.1} |", rate(time), rate(time) / rate(took.reference));
    }
    Ok(())
}

/// The time taken.
#[derive(Default)]
struct Took {
    pieces: Duration,
    reference: Duration,
    vectors: Duration,
}

impl Took {
    fn ours(&mut self, texts: &[String]) -> Vec<Vec<u32>> {
        let tokenizer = StaticModel::bundled().tokenizer();
        let start = Instant::now();
        let all = texts.iter().map(|text| {
            let mut pieces = Vec::with_capacity(text.len() / 4);
            tokenizer.encode(text, &mut pieces);
            pieces
        });
        let all = all.collect();
        self.pieces += start.elapsed();
        all
    }

    fn theirs(&mut self, reference: &Tokenizer, texts: &[String]) -> anyhow::Result<Vec<Vec<u32>>> {
        let start = Instant::now();
        // Without offsets, which nobody asks for here: the reference's fastest way.
        let all = texts.iter().map(|text| Ok(reference.encode_fast(text.as_str(), false)?.get_ids().to_vec()));
        let all = all.collect::<Result<_, tokenizers::Error>>().map_err(|error| anyhow!("{error}"))?;
        self.reference += start.elapsed();
        Ok(all)
    }

    fn embedding(&mut self, papers: &[(String, String)]) {
        let start = Instant::now();
        for (title, text) in papers {
            black_box(StaticModel::bundled().embed_paper(title, text));
        }
        self.vectors += start.elapsed();
    }
}

/// Titles and abstracts of real papers.
fn papers(shared: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut papers = Vec::new();
    for name in ["arxiv_daily", "paperlists"] {
        let path = shared.join(format!("data/{name}.jsonl.zst"));
        let file = std::fs::File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
        for line in BufReader::new(zstd::Decoder::new(file)?).lines().take(TEXTS - papers.len()) {
            let paper: serde_json::Value = serde_json::from_str(&line?)?;
            let field = |name: &str| paper.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
            papers.push((field("title"), field("abstract")));
        }
    }
    Ok(papers)
}
