//! How fast answers of providers are parsed, on one core: real records, repeated until an answer has 2 MB. Prints one table.
//!
//! Needs the shared data (`NEWSSTAND_SHARED`). An argument picks the answers whose names contain it.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints and may stop")]

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use newsstand_sources::answers::{AnswerKind, Asked, parse};

/// The one of Newsstand's binary.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long an answer is, in bytes: as one of arXiv's with a thousand papers, and as two of the pieces in which files are read.
const ANSWER: usize = 2 << 20;

/// How often it is parsed; the shortest time counts, for other work on the machine only ever adds to it.
const ROUNDS: usize = 100;

/// A file, and the elements of it that are repeated.
struct Case {
    name: &'static str,
    kind: AnswerKind,
    file: &'static str,
    /// The first and the last piece of text of a record; everything between the first of the one and the last of the other
    /// is repeated. Empty: the whole file, or as much of it as an answer holds.
    record: (&'static str, &'static str),
}

const CASES: [Case; 13] = [
    Case {
        name: "OAI-PMH, arXiv",
        kind: AnswerKind::Oai,
        file: "arxiv-oai/ListRecords.arXiv.hep-ex.xml",
        record: ("<record>", "</record>"),
    },
    Case {
        name: "OAI-PMH, arXivRaw",
        kind: AnswerKind::Oai,
        file: "arxiv-oai/ListRecords.arXivRaw.resumptionToken.xml",
        record: ("<record>", "</record>"),
    },
    Case {
        name: "OAI-PMH, oai_dc",
        kind: AnswerKind::Oai,
        file: "arxiv-oai/ListRecords.oai_dc.20230125.xml",
        record: ("<record>", "</record>"),
    },
    Case {
        name: "arXiv query API",
        kind: AnswerKind::ArxivApi,
        file: "arxiv-api/q_testing_s0_m10_bc5a6c384fe9.status200.atom.xml",
        record: ("<entry>", "</entry>"),
    },
    Case {
        name: "metadata snapshot",
        kind: AnswerKind::JsonLines,
        file: "kaggle-arxiv/arxiv-metadata-oai-snapshot.subset.json",
        record: ("", ""),
    },
    Case {
        name: "arXiv, lines by day",
        kind: AnswerKind::JsonLines,
        file: "../data/arxiv_daily.jsonl.zst",
        record: ("", ""),
    },
    Case {
        name: "Daily Papers, lines",
        kind: AnswerKind::JsonLines,
        file: "../data/hf_daily.jsonl.zst",
        record: ("", ""),
    },
    Case {
        name: "conferences, lines",
        kind: AnswerKind::JsonLines,
        file: "../data/paperlists.jsonl.zst",
        record: ("", ""),
    },
    Case {
        name: "Daily Papers",
        kind: AnswerKind::HfDaily,
        file: "hf/api_daily_papers.2025-04-15.json",
        record: ("[", "]"),
    },
    Case {
        name: "Semantic Scholar",
        kind: AnswerKind::SemanticScholar,
        file: "semantic-scholar/test_get_papers_return_not_found.0.status200.json",
        record: ("[", "]"),
    },
    Case {
        name: "DBLP",
        kind: AnswerKind::Dblp,
        file: "dblp/dblp-dump-sample.2017.xml",
        record: ("<article", "</article>"),
    },
    Case {
        name: "ACL Anthology",
        kind: AnswerKind::Acl,
        file: "acl-anthology/2022.acl.xml",
        record: ("<paper id", "</paper>"),
    },
    Case { name: "RIS", kind: AnswerKind::Ris, file: "bib-export/example_wos.ris", record: ("PT J", "\nER") },
];

fn main() {
    let shared = std::env::var_os("NEWSSTAND_SHARED")
        .map_or(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    println!("{:<22}{:>9}{:>9}{:>12}", "answer", "papers", "MB/s", "papers/s");
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    for case in CASES.into_iter().filter(|case| case.name.contains(&wanted)) {
        let path = shared.join("wire").join(case.file);
        if !path.exists() {
            println!("skipped: {} is absent", path.display());
            continue;
        }
        measure(&case, &path);
    }
}

fn measure(case: &Case, path: &Path) {
    let text = repeated(&read(path), case);
    let asked = Asked::new("bench", "2026-11-22T12:00:00Z".parse().unwrap());
    let mut best = f64::INFINITY;
    let mut papers = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let answer = parse(case.kind, text.as_bytes(), &asked);
        best = best.min(start.elapsed().as_secs_f64());
        papers = answer.records().count();
    }
    let megabytes = text.len() as f64 / 1e6;
    println!("{:<22}{papers:>9}{:>9.0}{:>12.0}", case.name, megabytes / best, papers as f64 / best);
}

/// The text of a file; of a compressed one the first lines.
fn read(path: &Path) -> String {
    if path.extension().is_none_or(|ending| ending != "zst") {
        return std::fs::read_to_string(path).unwrap();
    }
    let mut start = Vec::new();
    zstd::Decoder::new(File::open(path).unwrap()).unwrap().take(ANSWER as u64).read_to_end(&mut start).unwrap();
    let end = start.iter().rposition(|b| *b == b'\n').unwrap();
    start.truncate(end);
    String::from_utf8(start).unwrap()
}

/// The text of a file with its records repeated.
fn repeated(text: &str, case: &Case) -> String {
    let (first, last) = case.record;
    let start = text.find(first).unwrap();
    let end = text.rfind(last).unwrap() + last.len();
    // The brackets of a list stay, those of its rows are repeated with commas between them.
    let in_list = first == "[";
    let (start, end) = if in_list { (start + 1, end - 1) } else { (start, end) };
    let (head, rest) = text.split_at(start);
    let (records, tail) = rest.split_at(end - start);
    let mut all = head.to_owned();
    let mut separator = "";
    while all.len() < ANSWER {
        all.push_str(separator);
        all.push_str(records);
        separator = if in_list { "," } else { "\n" };
    }
    all.push_str(tail);
    all
}
