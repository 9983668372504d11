//! `ETag`, compression, and the page cache.

use axum::http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
use newsstand_web::WebSettings;

use crate::support::{Site, between, titles};

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_page_is_not_sent_again() {
    let site = Site::new().await;
    let first = site.get("/").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(first.header("cache-control"), "no-cache");
    let again = site.get_with("/", &[(IF_NONE_MATCH, &tag)]).await;
    assert_eq!(again.status, 304);
    assert!(again.body.is_empty());
    assert_eq!(again.header("etag"), tag);
    assert!(!again.header("content-security-policy").is_empty());
    let packed = site.get_with("/", &[(IF_NONE_MATCH, &tag), (ACCEPT_ENCODING, "br")]).await;
    assert_eq!(packed.status, 304, "the same page, packed or not");
    assert_eq!(site.get_with("/", &[(IF_NONE_MATCH, "W/\"0\"")]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_papers_changes_the_page() {
    let site = Site::new().await;
    let before = site.get("/").await;
    site.add(r#"{"id": "2604.33333", "title": "A late arrival", "abstract": "Late.", "list": "daily", "day": "2026-04-30", "rank": 3, "votes": 1}"#)
        .await;
    let after = site.get_with("/", &[(IF_NONE_MATCH, before.header("etag"))]).await;
    assert_eq!(after.status, 200);
    assert_eq!(titles(&after.text()).last().map(String::as_str), Some("A late arrival"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_travel_packed() {
    let site = Site::new().await;
    let plain = site.get("/").await;
    for (accepted, encoding) in [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")] {
        for _ in 0..2 {
            let packed = site.get_with("/", &[(ACCEPT_ENCODING, accepted)]).await;
            assert_eq!(packed.header("content-encoding"), encoding, "{accepted}");
            assert_eq!(packed.header("vary"), "accept-encoding");
            assert_eq!(packed.header("content-length"), packed.body.len().to_string());
            assert!(packed.body.len() * 2 < plain.body.len());
            assert_eq!(unpacked(&packed.body, encoding), plain.body);
        }
    }
    assert_eq!(plain.header("content-encoding"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_are_kept_for_ever_under_hashed_names() {
    let site = Site::empty().await;
    let page = site.page("/").await;
    let mut assets: Vec<&str> = between(&page, "\"/assets/", "\"");
    let style = assets.iter().find(|name| name.starts_with("newsstand-")).copied().unwrap();
    assert!(assets.len() >= 5, "{assets:?}");
    let sheet = site.page(&format!("/assets/{style}")).await;
    assets.extend(between(&sheet, "url(\"", "\""));
    for name in assets {
        let asset = site.get(&format!("/assets/{name}")).await;
        assert_eq!(asset.status, 200, "{name}");
        assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable", "{name}");
        let hash = name.rsplit_once('.').unwrap().0.rsplit_once('-').unwrap().1;
        assert!(hash.len() == 10 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
        let packed = site.get_with(&format!("/assets/{name}"), &[(ACCEPT_ENCODING, "br")]).await;
        let encoding = if name.ends_with("woff2") { "" } else { "br" };
        assert_eq!(packed.header("content-encoding"), encoding, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_cache_the_pages_are_the_same() {
    let (with, without) =
        (Site::new().await, Site::furnished(WebSettings { page_cache_bytes: 0, ..WebSettings::default() }).await);
    for address in ["/", "/papers/trending", "/papers/month/2026-04"] {
        let first = with.page(address).await;
        assert_eq!(with.page(address).await, first, "{address}: the second time from the cache");
        assert_eq!(without.page(address).await, first, "{address}");
    }
}

fn unpacked(body: &[u8], encoding: &str) -> Vec<u8> {
    use std::io::Read;
    let mut out = Vec::new();
    match encoding {
        "gzip" => flate2::read::GzDecoder::new(body).read_to_end(&mut out).unwrap(),
        _ => brotli::Decompressor::new(body, 4096).read_to_end(&mut out).unwrap(),
    };
    out
}
