//! Which address is answered by what.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use domain::Timestamp;
use engine::Newsstand;
use tower_http::catch_panic::CatchPanicLayer;

use crate::failure::Failure;
use crate::settings::WebSettings;
use crate::site::Site;
use crate::{api, assets, cache, feeds, finish, health, pages, search_log};

/// Everything that Newsstand answers over HTTP.
pub fn router(newsstand: Newsstand, settings: WebSettings) -> Router {
    router_at(newsstand, settings, Timestamp::now)
}

/// [`router`] by another clock than the system's: the time decides which dates carry a year, and which days are to come.
pub fn router_at(newsstand: Newsstand, settings: WebSettings, clock: fn() -> Timestamp) -> Router {
    let site = Site::new(newsstand, settings, clock);
    let mut pages = pages().route_layer(from_fn_with_state(site.clone(), cache::pages));
    if site.settings().search_log {
        pages = pages.route_layer(from_fn_with_state(site.clone(), search_log::note));
    }
    Router::new()
        .merge(pages)
        .route("/status", get(pages::status::show))
        .route("/operator/searches", get(pages::searches::show))
        .merge(api())
        .route("/assets/{*name}", get(assets::serve))
        .route("/favicon.ico", get(assets::favicon))
        .route("/robots.txt", get(pages::robots))
        .route("/healthz", get(health::lives))
        .route("/readyz", get(health::ready))
        .fallback(async || Failure::not_found("no_such_page", "there is nothing at this address"))
        .method_not_allowed_fallback(async || Failure::method_not_allowed())
        .layer(CatchPanicLayer::custom(finish::panicked))
        .layer(from_fn_with_state(site.clone(), finish::finish))
        .with_state(site)
}

fn pages() -> Router<Site> {
    Router::new()
        .route("/", get(pages::front::show))
        .route("/papers", get(pages::search::show))
        .route("/papers/date/{day}", get(pages::edition::day))
        .route("/papers/week/{week}", get(pages::edition::week))
        .route("/papers/month/{month}", get(pages::edition::month))
        .route("/papers/trending", get(pages::trending::show))
        .route("/papers/{*id}", get(pages::paper::show))
        .route("/new", get(pages::front::new))
        .route("/new/date/{day}", get(pages::edition::new_day))
        .route("/author/{slug}", get(pages::shelf::author))
        .route("/org/{slug}", get(pages::shelf::organization))
        .route("/category/{id}", get(pages::shelf::category))
        .route("/keyword/{slug}", get(pages::shelf::keyword))
        .route("/topics", get(pages::topics::show))
        .route("/topics/{slug}", get(pages::topic::show))
        .route("/topics/{slug}/feed.atom", get(feeds::topic::answer))
        .route("/about", get(pages::about::show))
}

fn api() -> Router<Site> {
    Router::new()
        .route("/api/v1/search", get(api::search::answer))
        .route("/api/v1/suggest", get(api::suggest::answer))
        .route("/api/v1/papers/{*id}", get(api::paper::answer))
        .route("/api/v1/days/{day}", get(api::day::answer))
        .route("/api/v1/status", get(api::status::answer))
        .route("/api/v1/topics", get(api::topics::answer))
        .route("/api/v1/topics/{slug}", get(api::topic::answer))
}
