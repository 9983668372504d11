//! Temporary: serves a data folder for looking at.
#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, reason = "temporary")]
use std::path::PathBuf;
#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let options = engine::Options { data: PathBuf::from(&args[1]), database: None };
    let newsstand = engine::Newsstand::open(&options).await.unwrap();
    let now = domain::Timestamp::now();
    let paths: Vec<PathBuf> = args[3..].iter().map(PathBuf::from).collect();
    if !paths.is_empty() {
        let ingestion = engine::Ingestion { paths, options: sources::ReadOptions::new(now), now };
        println!("{:?}", newsstand.ingest(ingestion, |_| ()).await.unwrap().new);
    }
    let _following = newsstand.follow();
    let cache: u64 = std::env::var("CACHE").ok().and_then(|v| v.parse().ok()).unwrap_or(0);
    let settings = newsstand_web::WebSettings { page_cache_bytes: cache, ..newsstand_web::WebSettings::default() };
    let listener = tokio::net::TcpListener::bind(&args[2]).await.unwrap();
    axum::serve(listener, newsstand_web::router(newsstand, settings)).await.unwrap();
}
