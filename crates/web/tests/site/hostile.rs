//! What nobody asks in good faith: it ends in words or in sensible results, never in a 500.

use crate::support::{Site, between, plain};

#[tokio::test(flavor = "multi_thread")]
async fn questions_of_all_kinds() {
    let site = Site::new().await;
    let long = "x".repeat(10_000);
    let many = "word+".repeat(199);
    let deep = format!("{}a{}", "%28".repeat(150), "%29".repeat(150));
    for query in [
        "%00%01%02",
        "%ff%fe%fd",
        "%22unbalanced",
        "%22%22%22",
        "-",
        "--",
        "-attention",
        "%2B%2B%2B",
        "title%3A",
        "title%3A%5Ba+TO",
        "AND+OR+NOT",
        "*",
        "%3F%3F%3F",
        "%5C%5C",
        "%24%5Cfrac%7B",
        "%F0%9F%92%A9+%E2%80%AE+%EF%BB%BF",
        "%27%3B+DROP+TABLE+papers%3B--",
        "..%2F..%2Fetc%2Fpasswd",
        &long,
        &many,
        &deep,
    ] {
        for address in [format!("/papers?q={query}"), format!("/api/v1/search?q={query}&explain=1")] {
            let answer = site.get(&address).await;
            let short: String = address.chars().take(80).collect();
            assert!(matches!(answer.status.as_u16(), 200 | 400), "{short}: {}", answer.status);
            assert!(answer.body.len() > 50, "{short}");
        }
    }
    let refused = site.get(&format!("/papers?q={long}")).await;
    assert_eq!(refused.status, 400);
    assert!(plain(&refused.text()).contains("10000 characters"));
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_all_kinds() {
    let site = Site::new().await;
    for address in [
        "/papers/%00",
        "/papers/%ff",
        "/papers/..%2f..%2fetc%2fpasswd",
        "/papers/%3Cscript%3E",
        "/papers//",
        "/author/%20",
        "/author/%ff",
        "/org/%2e%2e",
        "/category/%00",
        "/keyword/%E2%80%AE",
        "/assets/../Cargo.toml",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/papers/date/%00",
        "/api/v1/papers/%ff",
        "/api/v1/days/%00",
        "/?page=%00",
    ] {
        let answer = site.get(address).await;
        assert!(matches!(answer.status.as_u16(), 400 | 404), "{address}: {}", answer.status);
        assert!(!answer.text().contains("<script>"), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_cannot_become_markup() {
    let site = Site::new().await;
    let mut pages = vec![site.page("/papers?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%20onfocus%3D%22x").await];
    for address in [
        "/papers/date/2026-04-24",
        "/papers/2604.22222",
        "/papers/trending",
        "/papers?q=script+quotes+bold",
        "/org/b-bobby-b-tables",
        "/category/cs.CR",
        "/papers?q=a&category=%22%3E%3Cscript%3E",
        "/papers?q=a&organization=%3Cb%3E",
    ] {
        pages.push(site.page(address).await);
    }
    pages.push(site.get("/papers/%3Cscript%3E").await.text());
    pages.push(site.get("/nothing?%3Cscript%3E").await.text());
    for page in pages {
        for script in between(&page, "<script", "</script>") {
            assert!(script.starts_with(" src=\"/assets/"), "{script}");
        }
        for forbidden in
            ["<img", "<b>bold", "<i>Mallory", "<b>Bobby", "<u>inj", " onfocus=\"", " style=", "javascript:"]
        {
            let seen =
                page.contains(forbidden) && !page.contains(&format!("&lt;{}", forbidden.trim_start_matches('<')));
            assert!(!seen, "{forbidden}");
        }
    }
}
