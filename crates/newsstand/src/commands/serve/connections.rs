//! Connections: taken one by one, each with a limit to how long it may keep the server waiting.
//!
//! A client that sends half a request and then nothing costs a connection and a file each time; a few hundred of them are all
//! that a small machine has. So heads and bodies have their time, and what is still open when the server stops has its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;
use tower_http::timeout::RequestBodyDeadlineLayer;
use tracing::{debug, warn};

/// How long a client may take for what it owes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For the head of a request, also for the next one of a connection that is kept open.
    pub head: Duration,
    /// For a body.
    pub body: Duration,
    /// For what it has asked already, once the server was told to stop.
    pub end: Duration,
}

/// At the end nobody waits longer: service managers kill after a minute and a half, impatient ones after ten seconds.
const LONGEST_END: Duration = Duration::from_secs(8);

impl Patience {
    /// With so many seconds for a head and for a body.
    pub(super) fn of_seconds(seconds: u16) -> Self {
        let asked = Duration::from_secs(u64::from(seconds.max(1)));
        Self { head: asked, body: asked, end: asked.min(LONGEST_END) }
    }
}

/// So many connections at once; further ones wait until one has ended. Each takes a file of the thousand that processes usually have.
const MOST_CONNECTIONS: usize = 512;

/// After the system gave no connection (it has no more files, say), so long nothing is asked of it.
const REST: Duration = Duration::from_secs(1);

/// Answers with `router` until `stop`, then until what was asked is answered, or its time is over.
pub(super) async fn answer(
    (listener, router): (TcpListener, Router),
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let (open, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(MOST_CONNECTIONS)));
    let router = router.layer(RequestBodyDeadlineLayer::new(patience.body));
    tokio::pin!(stop);
    loop {
        let taken = tokio::select! {
            taken = take(&listener, &places) => taken,
            () = &mut stop => break,
        };
        let Some((stream, from, place)) = taken else { continue };
        let answering = answer_one((stream, from), router.clone(), (patience, open.watcher()));
        tokio::spawn(async move {
            answering.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(patience.end, open.shutdown()).await.is_err() {
        warn!("some clients did not come to an end: they are cut off");
    }
}

/// The next connection, when there is a place for it; `None` where the system gave none.
async fn take(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, Option<OwnedSemaphorePermit>)> {
    let place = Arc::clone(places).acquire_owned().await.ok();
    match listener.accept().await {
        Ok((stream, from)) => Some((stream, from, place)),
        Err(error) => {
            warn!(%error, "no connection could be taken");
            tokio::time::sleep(REST).await;
            None
        }
    }
}

/// Answers what comes over one connection.
async fn answer_one((stream, from): (TcpStream, SocketAddr), router: Router, (patience, watcher): (Patience, Watcher)) {
    // Small answers are not held back for more; without it they only come later.
    let _ = stream.set_nodelay(true);
    let named = router.map_request(move |mut request: Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        request.map(Body::new)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(named));
    if let Err(error) = watcher.watch(connection).await {
        debug!(%from, %error, "a connection broke off");
    }
}
