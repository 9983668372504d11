//! Which address is answered by what.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use domain::Timestamp;
use engine::Newsstand;
use tower_http::catch_panic::CatchPanicLayer;

use crate::failure::Failure;
use crate::feeds::{Form, alone, beside};
use crate::settings::WebSettings;
use crate::site::Site;
use crate::{api, assets, cache, feeds, finish, health, links, pages, search_log, slashes};

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
        .merge(letters())
        .merge(api())
        .route("/assets/{*name}", get(assets::serve))
        .route("/favicon.ico", get(assets::favicon))
        .route("/robots.txt", get(pages::robots))
        .route("/healthz", get(health::lives))
        .route("/readyz", get(health::ready))
        .fallback(async || Failure::not_found("no_such_page", "there is nothing at this address"))
        .method_not_allowed_fallback(async || Failure::method_not_allowed())
        .layer(from_fn(slashes::take_off))
        .layer(CatchPanicLayer::custom(finish::panicked))
        .layer(from_fn_with_state(site.clone(), finish::finish))
        .with_state(site)
}

fn pages() -> Router<Site> {
    let pages = Router::new()
        .route("/", get(pages::front::show))
        .route("/papers", get(pages::search::show))
        .route("/papers/date/{day}", beside(pages::edition::day, feeds::edition::day))
        .route("/papers/week/{week}", beside(pages::edition::week, feeds::edition::week))
        .route("/papers/month/{month}", beside(pages::edition::month, feeds::edition::month))
        .route("/papers/trending", get(pages::trending::show))
        .route("/papers/{*id}", get(pages::paper::show))
        .route("/new", get(pages::front::new))
        .route("/new/date/{day}", beside(pages::edition::new_day, feeds::edition::new_day))
        .route("/author/{slug}", beside(pages::shelf::author, feeds::shelf::author))
        .route("/org/{slug}", beside(pages::shelf::organization, feeds::shelf::organization))
        .route("/category/{id}", beside(pages::shelf::category, feeds::shelf::category))
        .route("/keyword/{slug}", beside(pages::shelf::keyword, feeds::shelf::keyword))
        .route("/topics", get(pages::topics::show))
        .route("/topics/{slug}", beside(pages::topic::show, feeds::topic::feed))
        .route("/topics/{slug}/feed.atom", get(feeds::topic::moved))
        .route(feeds::opml::ADDRESS, get(feeds::opml::answer))
        .route("/feeds", get(pages::feeds::show))
        .route("/about", get(pages::about::show));
    // Where no part of the path varies, each form is an address: `/papers/{*id}` takes whatever else ends in one for a paper’s id.
    Form::ALL.iter().fold(pages, |pages, form| {
        pages
            .route(&links::feed("/papers", *form), alone(feeds::search::feed))
            .route(&links::feed("/papers/trending", *form), alone(feeds::trending::feed))
            .route(&links::feed("/new", *form), alone(feeds::edition::new))
    })
}

fn letters() -> Router<Site> {
    let letters = Router::new()
        .route("/letters", get(pages::letters::show).post(pages::letters::ask))
        .route("/letters/preview", get(pages::letters::preview))
        .route("/letters/confirm/{token}", get(pages::letters::confirm_page).post(pages::letters::confirm))
        .route("/letters/{token}", get(pages::letters::manage).post(pages::letters::change))
        .route("/letters/{token}/end", get(pages::letters::end_page).post(pages::letters::end))
        .route("/letters/{token}/resume", post(pages::letters::resume))
        .route("/letters/{token}/erase", get(pages::letters::erase_page).post(pages::letters::erase))
        .route("/letters/{token}/export", get(pages::letters::export))
        .route("/letters/{token}/feed", post(pages::letters::change_feed));
    Form::ALL.iter().fold(letters, |letters, form| {
        letters.route(&links::feed("/letters/{token}/feed", *form), get(feeds::private::answer))
    })
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
