//! The bundled sample: real papers of arXiv with the days on which they stood on lists, so that a new Newsstand opens onto
//! a living page. How it was made and what may be shipped of it stands in `sample/README.md`.

use domain::Timestamp;
use engine::{EngineError, IngestReport, Newsstand};
use sources::ReadOptions;

/// The `daily` lists: what the front page shows.
static DAILY: &[u8] = include_bytes!("../sample/daily.jsonl.zst");

/// The `new` lists.
static NEW: &[u8] = include_bytes!("../sample/new.jsonl.zst");

/// Takes in the papers of the front page and makes them findable.
pub(crate) async fn take_front_page(newsstand: &Newsstand) -> Result<IngestReport, EngineError> {
    let report = newsstand.ingest_bytes("sample/daily.jsonl.zst", DAILY, options()).await?;
    newsstand.catch_up().await?;
    Ok(report)
}

/// Takes in all other papers of the sample.
pub(crate) async fn take_rest(newsstand: &Newsstand) -> Result<IngestReport, EngineError> {
    newsstand.ingest_bytes("sample/new.jsonl.zst", NEW, options()).await
}

fn options() -> ReadOptions {
    ReadOptions::new(Timestamp::now())
}
