//! The bundled sample: real papers of arXiv with the days on which they stood on lists, so that a new Newsstand opens onto
//! a living page. How it was made and what may be shipped of it stands in `sample/README.md`.

use domain::Timestamp;
use engine::{EngineError, IngestReport, Newsstand};
use sources::ReadOptions;

/// The `daily` lists: what the front page shows.
static DAILY: &[u8] = include_bytes!("../sample/daily.jsonl.zst");

/// The `new` lists.
static NEW: &[u8] = include_bytes!("../sample/new.jsonl.zst");

/// The setting that says how far the sample has come; without it nobody has thought of a sample yet.
const SETTING: &str = "sample";

/// Whether the sample, or a part of it that a killed process left over, is still to be taken in. A library without papers
/// gets one; a library that began with papers of its own does not.
pub(crate) async fn is_owed(newsstand: &Newsstand) -> Result<bool, EngineError> {
    match newsstand.store().setting(SETTING).await?.as_deref() {
        Some(state) => Ok(state == "owed"),
        None if newsstand.totals().await?.papers > 0 => Ok(false),
        None => {
            newsstand.store().set_setting(SETTING, "owed").await?;
            Ok(true)
        }
    }
}

/// Takes in the papers of the front page and makes them findable.
pub(crate) async fn take_front_page(newsstand: &Newsstand) -> Result<IngestReport, EngineError> {
    let report = newsstand.ingest_bytes("sample/daily.jsonl.zst", DAILY, options()).await?;
    newsstand.catch_up().await?;
    Ok(report)
}

/// Takes in all other papers of the sample, after which none is owed.
pub(crate) async fn take_rest(newsstand: &Newsstand) -> Result<IngestReport, EngineError> {
    let report = newsstand.ingest_bytes("sample/new.jsonl.zst", NEW, options()).await?;
    newsstand.store().set_setting(SETTING, "taken").await?;
    Ok(report)
}

fn options() -> ReadOptions {
    ReadOptions::new(Timestamp::now())
}
