//! `newsstand serve`: the pages, the API, and the work behind them.

mod connections;

use std::process::ExitCode;

use anyhow::Context;
use domain::Timestamp;
use engine::{AskLimits, Newsstand};
use tokio::net::TcpListener;
use tracing::{error, info};
use web::WebSettings;

use self::connections::Patience;
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
    let post = super::digest::postman(config, &newsstand).await?.map(mail::Postman::in_background);
    let returns = super::returned::in_background(config, &newsstand).await?;
    let forgetting = newsstand.forget_senders_in_background();
    let alerting = super::alert::in_background(config, &newsstand).await?;
    let announcing = super::websub::in_background(config, &newsstand, web_settings(config)?)?;
    let router = web::router(newsstand.clone(), web_settings(config)?);
    let stop = stop_asked();
    let address = listener.local_addr().context("the listening socket has no address")?;
    console::line(format_args!("{} is at http://{address}/ (stop it with Ctrl-C)", config.title))?;
    info!(%address, data = %config.data()?.display(), "serving");
    connections::answer((listener, router), Patience::of_seconds(config.client_seconds), stop).await;
    drop((following, reading, training, noting, gathering, returns, forgetting, alerting, announcing));
    if let Some(post) = post {
        post.finish().await;
    }
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

fn web_settings(config: &Config) -> anyhow::Result<WebSettings> {
    let letters = !config.mail_from.is_empty();
    Ok(WebSettings {
        title: config.title.clone(),
        show_images: config.images,
        rerank: config.rerank,
        base_url: (!config.base_url.is_empty()).then(|| config.base_url.trim_end_matches('/').to_owned()),
        page_cache_bytes: u64::from(config.page_cache_mb) << 20,
        letters,
        letter_look: letters.then(|| super::digest::look(config)).transpose()?,
        ask_limits: AskLimits { sender: config.letters_per_sender, site: config.letters_per_hour },
        client_header: (!config.client_header.is_empty()).then(|| config.client_header.clone()),
        search_log: config.search_log,
        hub: (!config.websub_hub.is_empty() && !config.base_url.is_empty()).then(|| config.websub_hub.clone()),
        operator_key: (!config.operator_key.is_empty()).then(|| config.operator_key.clone()),
    })
}

/// Waits for Ctrl-C, or for the signal by which service managers stop a process. They are heard from this call on, not from when it is first waited
/// for: whoever is told where the server is may stop it in the same moment.
#[cfg(unix)]
fn stop_asked() -> impl Future<Output = ()> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    async fn heard(signal: Option<Signal>) {
        match signal {
            Some(mut signal) => drop(signal.recv().await),
            None => std::future::pending().await,
        }
    }
    let [interrupt, terminate] = [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok());
    async move {
        tokio::select! {
            () = heard(interrupt) => {}
            () = heard(terminate) => {}
        }
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
async fn stop_asked() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
