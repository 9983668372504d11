//! Headers of safety, and that nothing comes from elsewhere.

use newsstand_web::WebSettings;

use crate::support::{Site, between};

/// An address of every kind of answer.
const EVERY_KIND: [&str; 20] = [
    "/",
    "/papers",
    "/papers?q=attention",
    "/papers/date/2026-04-30",
    "/papers/date/2026-04-25",
    "/papers/week/2026-W18",
    "/papers/month/2026-04",
    "/papers/trending",
    "/papers/1706.03762",
    "/new/date/2026-04-30",
    "/author/noam-shazeer",
    "/org/google-brain",
    "/category/cs.CL",
    "/keyword/attention",
    "/about",
    "/nothing",
    "/papers/date/x",
    "/api/v1/search?q=a",
    "/api/nothing",
    "/healthz",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_its_headers() {
    let site = Site::new().await;
    for address in EVERY_KIND {
        let answer = site.get(address).await;
        let policy = answer.header("content-security-policy");
        for rule in
            ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
        {
            assert!(policy.contains(rule), "{address}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{address}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert!(!answer.header("referrer-policy").is_empty() && !answer.header("permissions-policy").is_empty());
        assert_eq!(answer.header("set-cookie"), "", "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_whole_and_loads_nothing_from_elsewhere() {
    let site = Site::new().await;
    for address in EVERY_KIND.into_iter().filter(|address| !address.starts_with("/api") && *address != "/healthz") {
        let page = site.get(address).await.text();
        assert_eq!(page.matches("<h1").count(), 1, "{address} has one main heading");
        assert_eq!(page.matches("<main").count(), 1, "{address}");
        assert_eq!(page.matches(r#"id="search""#).count(), 1, "{address}");
        for source in between(&page, " src=\"", "\"") {
            assert!(source.starts_with("/assets/"), "{address}: {source}");
        }
        for link in between(&page, "<link ", ">").iter().filter(|link| !link.contains("canonical")) {
            assert!(link.contains("href=\"/"), "{address}: {link}");
        }
        for inline in ["<style", " style=\"", " onclick", " onload", "href=\"javascript:"] {
            assert!(!page.contains(inline), "{address}: {inline}");
        }
        for level in [("<h3", "<h2"), ("<h2", "<h1")] {
            let deeper = page.find(level.0).unwrap_or(usize::MAX);
            assert!(deeper > page.find(level.1).unwrap(), "{address}: {} comes before {}", level.0, level.1);
        }
        let ids = between(&page, " id=\"", "\"");
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(ids.len(), unique.len(), "{address} has an id twice: {ids:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_the_operators_choice() {
    let without = Site::new().await;
    assert!(!without.page("/").await.contains("<img"));
    let site = Site::furnished(WebSettings { show_images: true, ..WebSettings::default() }).await;
    let answer = site.get("/").await;
    assert!(answer.text().contains(r#"src="https://cdn.example.org/attention.png" alt="""#));
    assert!(answer.header("content-security-policy").contains("img-src 'self' https:;"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_knows_its_address_names_it() {
    let settings = WebSettings {
        base_url: Some("https://papers.example.org/".to_owned()),
        title: "The <Lab>".to_owned(),
        ..WebSettings::default()
    };
    let site = Site::furnished(settings).await;
    let page = site.page("/papers/1706.03762").await;
    assert!(page.contains(r#"<link rel="canonical" href="https://papers.example.org/papers/1706.03762">"#));
    assert!(!page.contains("The <Lab>") && page.contains("The &#60;Lab&#62;"), "the name is text");
    let found = site.json("/api/v1/papers/1706.03762").await;
    assert_eq!(found["url"], "https://papers.example.org/papers/1706.03762");
}
