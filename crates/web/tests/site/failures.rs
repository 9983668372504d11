//! Pages and answers for what cannot be had.

use axum::http::Method;

use crate::support::{Site, links, plain};

#[tokio::test(flavor = "multi_thread")]
async fn name_the_value_and_help() {
    let site = Site::new().await;
    for (address, status, words) in [
        ("/nothing/here", 404, "There is nothing at this address"),
        ("/papers/2401.99999", 404, "The paper 2401.99999 is not here"),
        ("/papers/what-is-this", 404, "what-is-this"),
        ("/papers/date/2026-02-30", 400, "“2026-02-30” is not"),
        ("/papers/date/yesterday", 400, "yesterday"),
        ("/papers/week/2026-W54", 400, "2026-W54"),
        ("/papers/month/2026-13", 400, "“2026-13” is not"),
        ("/category/cs.CL?sort=best", 400, "“best” is not an order"),
        ("/new/date/0000-00-00", 400, "0000-00-00"),
        ("/?page=0", 400, "“0” is not a page"),
        ("/?page=-1", 400, "“-1” is not a page"),
        ("/?page=999999999", 400, "“999999999” is not a page"),
        ("/?page=2", 404, "There is no page 2"),
        ("/papers?q=a&sort=best", 400, "“best” is not an order"),
        ("/papers?q=a&code=maybe", 400, "maybe"),
        ("/papers?q=a&when=now", 400, "“now” is not a stretch of time"),
        ("/papers?q=a&from=x", 400, "is not a day"),
        ("/papers?q=a&from=2026-04-02&to=2026-04-01", 400, "lies after"),
        ("/papers?q=a&page=201", 400, "too far"),
        ("/assets/newsstand.css", 404, "no such file"),
    ] {
        let answer = site.get(address).await;
        let page = answer.text();
        assert_eq!(answer.status, status, "{address}: {}", plain(&page));
        assert!(plain(&page).contains(words), "{address}: {}", plain(&page));
        assert!(links(&page).contains(&"/papers/trending".to_owned()), "{address} leads nowhere");
        assert_eq!(page.matches("<h1").count(), 1, "{address}");
        assert_eq!(answer.header("cache-control"), "no-store", "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keep_the_ways_to_the_sections() {
    let site = Site::new().await;
    site.page("/").await;
    let page = site.get("/nothing/here").await.text();
    for link in ["/papers/week/2026-W18", "/papers/month/2026-04", "/new"] {
        assert!(links(&page).contains(&link.to_owned()), "{link}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_too_many_leads_to_the_page() {
    let site = Site::new().await;
    for (asked, address) in [
        ("/about/", "/about"),
        ("/new/", "/new"),
        ("/papers/?q=attention", "/papers?q=attention"),
        ("/papers/date/2026-04-30/", "/papers/date/2026-04-30"),
        ("/papers/1706.03762/", "/papers/1706.03762"),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let answer = site.call(method, asked).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (308, address), "{asked}");
        }
    }
    for elsewhere in ["//evil.example/", "//evil.example", "/%2Fevil.example//"] {
        let answer = site.get(elsewhere).await;
        assert!(!answer.header("location").starts_with("//"), "{elsewhere} leads to {}", answer.header("location"));
    }
    assert_eq!(site.call(Method::POST, "/about/").await.header("location"), "", "only what is read is sent on");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_reading_is_possible() {
    let site = Site::new().await;
    for address in ["/", "/papers/1706.03762", "/api/v1/search", "/healthz"] {
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            let answer = site.call(method, address).await;
            assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET,HEAD"), "{address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_is_the_page_without_its_body() {
    let site = Site::new().await;
    for address in ["/", "/papers/1706.03762", "/papers?q=attention", "/api/v1/search?q=attention", "/nothing"] {
        let (head, get) = (site.call(Method::HEAD, address).await, site.get(address).await);
        assert_eq!(head.status, get.status, "{address}");
        assert!(head.body.is_empty(), "{address}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{address}");
        assert_eq!(head.header("etag"), get.header("etag"), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_store_is_not_the_readers_business() {
    let site = Site::new().await;
    site.newsstand.store().close().await;
    let page = site.get("/papers/1706.03762").await;
    assert_eq!(page.status, 500);
    let words = plain(&page.text());
    assert!(words.contains("The press has stopped") && words.contains("Try again in a moment."), "{words}");
    let program = site.get("/api/v1/papers/1706.03762").await;
    assert_eq!((program.status.as_u16(), &program.json()["error"]["code"]), (500, &"internal".into()));
    for answer in [&page, &program] {
        let text = answer.text().to_lowercase();
        for detail in ["sql", "pool", "closed", "database", "newsstand.db"] {
            assert!(!text.contains(detail), "{detail}: {text}");
        }
    }
    assert_eq!(site.get("/readyz").await.status, 503);
    assert_eq!(site.get("/healthz").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_process_says_how_it_is() {
    let site = Site::empty().await;
    assert_eq!(site.page("/healthz").await, "ok\n");
    assert_eq!(site.page("/readyz").await, "ready\n");
    assert!(site.page("/robots.txt").await.contains("User-agent: *"));
}
