//! What is noted of searches, and who may see it.

use axum::http::header;
use domain::Timestamp;
use newsstand_web::WebSettings;

use crate::support::{Site, between, plain};

fn settings(search_log: bool) -> WebSettings {
    WebSettings { search_log, operator_key: Some("open sesame".to_owned()), ..WebSettings::default() }
}

/// Opens a paper from the answer to a search.
async fn open_from(site: &Site, host: &str, from: &str) {
    let headers = [(header::HOST, "here"), (header::REFERER, &format!("http://{host}{from}"))];
    assert_eq!(site.get_with("/papers/2604.00001", &headers).await.status, 200);
}

const PAGE: &str = "/operator/searches?key=open%20sesame";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_searched_for_and_not_opened_is_shown() {
    let site = Site::furnished(settings(true)).await;
    for path in
        ["/papers?q=crowd", "/papers?q=crowd&page=2", "/papers?q=no+such+thing", "/papers?q=%3Cb%3E+crowd", "/papers"]
    {
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
    assert_eq!(site.get("/papers?q=no+such+thing").await.status, 200, "from the cache of pages");
    open_from(&site, "here", "/papers?q=crowd&sort=votes").await;
    open_from(&site, "elsewhere", "/papers?q=no+such+thing").await;
    open_from(&site, "here", "/papers/2604.00002?q=no+such+thing").await;
    site.newsstand.write_searches(now()).await.unwrap();
    let answer = site.get(PAGE).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let page = site.page(PAGE).await;
    let rows = |heading: &str| -> Vec<String> {
        let (_, section) = page.split_once(heading).unwrap();
        let (section, _) = section.split_once("</section>").unwrap();
        between(section, "<tr><td>", "</td>").into_iter().map(plain).collect()
    };
    assert!(plain(&page).contains("4 searches in the last 30 days, 3 of them different, and 1 paper opened"), "{page}");
    assert_eq!(rows("Nobody opened a paper"), ["no such thing", "&#60;b&#62; crowd"], "those asked most first");
    assert_eq!(rows("The slowest").len(), 3);
    assert!(!page.contains("<b> crowd"), "queries are texts");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_noted_unless_it_was_asked_for() {
    let site = Site::furnished(settings(false)).await;
    site.page("/papers?q=crowd").await;
    site.newsstand.write_searches(now()).await.unwrap();
    let text = plain(&site.page(PAGE).await);
    assert!(text.contains("0 searches") && text.contains("Nothing is taken down at present"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_knows_the_key_sees_the_page() {
    let site = Site::furnished(settings(true)).await;
    for path in [
        "/operator/searches",
        "/operator/searches?key=",
        "/operator/searches?key=open",
        "/operator/searches?key=open+sesamf",
    ] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
    for days in ["0", "91", "x", "-1"] {
        assert_eq!(site.get(&format!("{PAGE}&days={days}")).await.status, 400, "{days}");
    }
    assert_eq!(site.get(&format!("{PAGE}&days=90")).await.status, 200);
    let open = Site::furnished(WebSettings { search_log: true, ..WebSettings::default() }).await;
    assert_eq!(open.get("/operator/searches?key=").await.status, 404, "without a key there is no page");
}

fn now() -> Timestamp {
    crate::support::clock()
}
