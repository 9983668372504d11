//! `newsstand serve`: the pages, the API, and the work behind them.

use std::process::ExitCode;

use anyhow::Context;
use domain::Timestamp;
use engine::Newsstand;
use tokio::net::TcpListener;
use tracing::{error, info};
use web::WebSettings;

use crate::cli::ServeArgs;
use crate::config::Config;
use crate::{console, sample};

pub(super) async fn run(config: &Config, args: &ServeArgs) -> anyhow::Result<ExitCode> {
    // The address first: a second server on one port must not begin to work on the data.
    let listener = TcpListener::bind(config.listen).await.with_context(|| {
        format!(
            "cannot listen on {}\nhint: another address is chosen with --listen, as in --listen 127.0.0.1:0",
            config.listen
        )
    })?;
    let newsstand = super::open_to_search(config).await?;
    let fill = !args.empty && sample::is_owed(&newsstand).await?;
    if fill {
        sample::take_front_page(&newsstand).await?;
    }
    let (following, reading) = (newsstand.follow(), newsstand.read_in_background());
    let training = config.train.then(|| newsstand.train_as_it_grows());
    let rest = fill.then(|| tokio::spawn(take_rest(newsstand.clone())));
    let noting = config.search_log.then(|| newsstand.note_searches_in_background());
    let gathering = super::source::in_background(config, &newsstand)?;
    let router = web::router(newsstand.clone(), web_settings(config));
    let address = listener.local_addr().context("the listening socket has no address")?;
    console::line(format_args!("{} is at http://{address}/ (stop it with Ctrl-C)", config.title))?;
    info!(%address, data = %config.data()?.display(), "serving");
    axum::serve(listener, router).with_graceful_shutdown(stop_asked()).await.context("the server broke off")?;
    drop((following, reading, training, noting, gathering));
    newsstand.write_searches(Timestamp::now()).await?;
    if let Some(rest) = rest {
        rest.abort();
        // What it has stored stays; the next start takes in what is still owed.
        let _ = rest.await;
    }
    newsstand.store().close().await;
    info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// The part of the sample that the front page does not need, while that page is already being read.
async fn take_rest(newsstand: Newsstand) {
    match sample::take_rest(&newsstand).await {
        Ok(report) => info!(papers = report.records(), "the bundled sample is in"),
        Err(error) => error!(%error, "the bundled sample could not be taken in"),
    }
}

fn web_settings(config: &Config) -> WebSettings {
    WebSettings {
        title: config.title.clone(),
        show_images: config.images,
        rerank: config.rerank,
        base_url: (!config.base_url.is_empty()).then(|| config.base_url.trim_end_matches('/').to_owned()),
        page_cache_bytes: u64::from(config.page_cache_mb) << 20,
        search_log: config.search_log,
        operator_key: (!config.operator_key.is_empty()).then(|| config.operator_key.clone()),
    }
}

/// Waits for Ctrl-C, or for the signal by which service managers stop a process.
async fn stop_asked() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => stream.recv().await,
            Err(_) => std::future::pending().await,
        };
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
