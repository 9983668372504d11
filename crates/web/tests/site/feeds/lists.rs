//! Which addresses are feeds, what they hold, and how they are cached.

use axum::http::Method;
use axum::http::header::{HOST, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use domain::Timestamp;
use newsstand_web::WebSettings;

use super::reading::{FORMS, elements, texts, titles};
use crate::support::{self, Site, between, links, plain};

/// A page with a feed, and the feed’s address before its form and behind it.
pub(super) const LISTS: [(&str, &str, &str); 15] = [
    ("/", "/papers", ""),
    ("/new", "/new", ""),
    ("/papers/date/2026-04-30", "/papers/date/2026-04-30", ""),
    ("/papers/date/2026-04-29", "/papers/date/2026-04-29", ""),
    ("/papers/week/2026-W18", "/papers/week/2026-W18", ""),
    ("/papers/month/2026-04", "/papers/month/2026-04", ""),
    ("/papers/trending", "/papers/trending", ""),
    ("/papers?q=attention&sort=newest", "/papers", "?q=attention&sort=newest"),
    ("/papers?q=au:vaswani", "/papers", "?q=au:vaswani"),
    ("/new/date/2026-04-29?category=math.CO", "/new/date/2026-04-29", "?category=math.CO"),
    ("/category/cs.CL", "/category/cs.CL", ""),
    ("/keyword/attention", "/keyword/attention", ""),
    ("/author/noam-shazeer", "/author/noam-shazeer", ""),
    ("/org/google-brain", "/org/google-brain", ""),
    ("/topics/crowds?sort=newest", "/topics/crowds", ""),
];

pub(super) async fn site() -> Site {
    let site = Site::new().await;
    let crowd: Vec<_> = (1..=5).map(|number| format!("2604.{number:05}").parse().unwrap()).collect();
    site.newsstand.add_topic("Crowds", &crowd, Timestamp::now()).await.unwrap();
    site
}

/// All titles of a list on its pages; of a list of merit only the first fifty, as in its feed.
async fn on_pages(site: &Site, page: &str) -> Vec<String> {
    let to = site.get(page).await.header("location").to_owned();
    let page = if to.is_empty() { page.to_owned() } else { to };
    let mut shown = support::titles(&site.page(&page).await);
    let mark = if page.contains('?') { '&' } else { '?' };
    let more = site.get(&format!("{page}{mark}page=2")).await;
    if page.contains("/date/") && more.status == 200 {
        shown.extend(support::titles(&more.text()));
    }
    shown
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_in_every_form_is_its_page() {
    let site = site().await;
    for (page, before, behind) in LISTS {
        let shown = on_pages(&site, page).await;
        // Formulas stand on pages as MathML, in feeds as text.
        let comparable = |title: &&String| !title.starts_with("Learning in");
        let told: Vec<String> = shown.iter().filter(comparable).map(|title| plain(title)).collect();
        for (form, media_type) in FORMS {
            let address = format!("{before}.{form}{behind}");
            let answer = site.get(&address).await;
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, media_type), "{address}");
            let held = titles(form, &answer.text());
            assert_eq!(held.len(), shown.len(), "{address}: {held:?}");
            let held: Vec<String> = held.iter().filter(comparable).map(|title| plain(&escaped(title))).collect();
            assert_eq!(held, told, "{address}");
        }
    }
    let (empty, whole) = ("/papers/date/2026-04-29", "/new/date/2026-04-29?category=math.CO");
    assert_eq!((on_pages(&site, empty).await.len(), on_pages(&site, whole).await.len()), (0, 60));
}

/// A text as the pages print it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_with_a_feed_says_so() {
    let site = site().await;
    for (page, before, behind) in LISTS {
        let to = site.get(page).await.header("location").to_owned();
        let html = site.page(if to.is_empty() { page } else { &to }).await;
        let head = html.split("</head>").next().unwrap();
        let offered: Vec<&str> = between(head, "<link rel=\"alternate\" ", ">");
        assert_eq!(offered.len(), 3, "{page}: {offered:?}");
        let (before, behind) = if page == "/new" { ("/new", "") } else { (before, behind) };
        for ((form, media_type), link) in FORMS.iter().zip(&offered) {
            let media_type = media_type.split(';').next().unwrap();
            assert!(link.starts_with(&format!("type=\"{media_type}\" title=\"")), "{link}");
            let address = links(&format!("<a {link}")).concat();
            assert_eq!(address, format!("{before}.{form}{behind}"), "{page}");
            assert_eq!(site.get(&address).await.status, 200, "{address}");
        }
        let foot = html.split("<footer").nth(1).unwrap();
        assert!(links(foot)[0].contains(".atom"), "{page}");
    }
    for page in ["/about", "/papers", "/papers/1706.03762", "/topics"] {
        assert!(!site.page(page).await.contains("application/rss+xml"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dots_are_no_forms() {
    let site = site().await;
    for address in ["/papers/1706.03762", "/papers/2604.11111", "/category/cs.CL", "/category/math.CO"] {
        let answer = site.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/html; charset=utf-8"));
    }
    for (address, status) in [
        ("/papers/1706.03762.atom", 404),
        ("/papers/1706.03762.json", 404),
        ("/papers/hep-th/9901001.rss", 404),
        ("/papers.xml", 404),
        ("/papers.ATOM", 404),
        ("/new.atom2", 404),
        ("/papers/trending.xml", 404),
        ("/papers/date/2026-04-30.xml", 404),
        ("/papers/week/2026-W18.Atom", 404),
        ("/papers/month/2026-04.feed", 404),
        ("/author/noam-shazeer.xml", 404),
        ("/category/cs.CL.xml", 404),
        ("/topics/crowds.xml", 404),
        ("/.atom", 404),
        ("/about.atom", 404),
        ("/author/.atom", 404),
    ] {
        assert_eq!(site.get(address).await.status.as_u16(), status, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said_plainly() {
    let site = site().await;
    for (page, feed) in [
        ("/author/nobody-at-all", "/author/nobody-at-all.atom"),
        ("/category/cs.XX", "/category/cs.XX.json"),
        ("/topics/nothing", "/topics/nothing.rss"),
        ("/papers/date/2026-02-30", "/papers/date/2026-02-30.atom"),
        ("/papers?q=a&sort=best", "/papers.json?q=a&sort=best"),
        ("/org/%ff", "/org/%ff.rss"),
    ] {
        let (page, answer) = (site.get(page).await, site.get(feed).await);
        assert_eq!(answer.status, page.status, "{feed}");
        assert!(answer.status.is_client_error(), "{feed}");
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8", "{feed}");
        assert_eq!(answer.header("cache-control"), "no-store", "{feed}");
        assert!(answer.body.len() > 20 && !answer.text().contains('<'), "{}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_often_is_answered_shortly() {
    let site = site().await;
    for (_, before, behind) in LISTS {
        for (form, _) in FORMS {
            let address = format!("{before}.{form}{behind}");
            let first = site.get(&address).await;
            assert_eq!(first.header("cache-control"), "no-cache");
            let again = site.get_with(&address, &[(IF_NONE_MATCH, first.header("etag"))]).await;
            assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{address}");
            let head = site.call(Method::HEAD, &address).await;
            assert_eq!((head.status.as_u16(), head.body.len()), (200, 0), "{address}");
            assert_eq!(head.header("etag"), first.header("etag"), "{address}");
            assert_eq!(site.call(Method::POST, &address).await.status, 405, "{address}");
        }
    }
    let before = site.get("/papers.atom").await;
    site.add(r#"{"id": "2604.33333", "title": "Late", "abstract": "Late.", "list": "daily", "day": "2026-04-30", "rank": 3}"#)
        .await;
    let after = site.get_with("/papers.atom", &[(IF_NONE_MATCH, before.header("etag"))]).await;
    assert_eq!(after.status, 200);
    assert_eq!(titles("atom", &after.text()).last().map(String::as_str), Some("Late"));
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_whole_and_one_hosts_feed_is_not_anothers() {
    let site = site().await;
    for (host, origin) in [("a.example", "http://a.example"), ("b.example:8080", "http://b.example:8080")] {
        let feed = site.get_with("/papers.rss", &[(HOST, host)]).await.text();
        assert_eq!(texts(&elements(&feed), "/rss/channel/link"), [format!("{origin}/")]);
        assert!(feed.contains(&format!("<link>{origin}/papers/1706.03762</link>")), "{feed}");
    }
    for host in ["a.example/evil", "user@a.example", "\"><x>", ""] {
        let refused = site.get_with("/papers.rss", &[(HOST, host)]).await;
        assert_eq!(refused.status, 400, "{host}");
        assert!(refused.text().contains("base_url"), "{}", refused.text());
    }
    let settings = WebSettings { base_url: Some("https://papers.example.org/".to_owned()), ..WebSettings::default() };
    let told = Site::furnished(settings).await;
    let feed = told.get_with("/papers.rss", &[(HOST, "evil.example")]).await.text();
    assert!(!feed.contains("evil") && feed.contains("<link>https://papers.example.org/</link>"), "{feed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_feeds_are_in_one_file() {
    let site = site().await;
    let answer = site.get("/feeds.opml").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/x-opml; charset=utf-8"));
    let lines = elements(&answer.text());
    let lines: Vec<_> = lines.iter().filter(|line| line.path == "/opml/body/outline/outline").collect();
    let addresses: Vec<&str> = lines.iter().map(|line| line.attribute("xmlUrl")).collect();
    for path in ["/papers.atom", "/new.atom", "/papers/trending.atom", "/topics/crowds.atom", "/category/math.CO.atom"]
    {
        assert!(addresses.contains(&format!("http://{}{path}", support::HOST).as_str()), "{path}: {addresses:?}");
    }
    for line in lines {
        // http://opml.org/spec2.opml#subscriptionLists
        assert!(line.attribute("type") == "rss" && !line.attribute("text").is_empty(), "{line:?}");
        let path = line.attribute("xmlUrl").strip_prefix(&format!("http://{}", support::HOST)).unwrap();
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_which_feeds_there_are() {
    let site = site().await;
    assert!(links(&site.page("/").await).contains(&"/feeds".to_owned()), "every page leads there");
    let page = links(&site.page("/feeds").await);
    for link in [
        "/feeds.opml",
        "/papers.atom",
        "/new.rss",
        "/papers/trending.json",
        "/topics/crowds.atom",
        "/category/math.CO.rss",
    ] {
        assert!(page.contains(&link.to_owned()), "{link}: {page:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_knows_no_tags_is_answered_by_date() {
    let site = site().await;
    // The clock of the tests stands still.
    let now = "Fri, 01 May 2026 12:00:00 GMT";
    for (_, before, behind) in LISTS {
        for (form, _) in FORMS {
            let address = format!("{before}.{form}{behind}");
            assert_eq!(site.get(&address).await.header("last-modified"), now, "{address}");
            for (since, status) in [
                (now, 304),
                ("Sat, 02 May 2026 00:00:00 GMT", 304),
                ("Fri, 01 May 2026 11:59:59 GMT", 200),
                ("yesterday", 200),
                ("", 200),
            ] {
                let answer = site.get_with(&address, &[(IF_MODIFIED_SINCE, since)]).await;
                assert_eq!(
                    (answer.status.as_u16(), answer.body.is_empty()),
                    (status, status == 304),
                    "{address} {since:?}"
                );
                assert_eq!(answer.header("last-modified"), now);
            }
            // Tags are the better witnesses (RFC 9110, 13.1.3).
            let other = [(IF_MODIFIED_SINCE, now), (IF_NONE_MATCH, "\"other\"")];
            assert_eq!(site.get_with(&address, &other).await.status, 200, "{address}");
        }
    }
    assert_eq!(site.get("/").await.header("last-modified"), "", "a page has tags alone");
    // What changes within a second is not mistaken for what it was at its beginning.
    site.add(r#"{"id": "2604.33333", "title": "Late", "abstract": "Late.", "list": "daily", "day": "2026-04-30", "rank": 3}"#)
        .await;
    for _ in 0..2 {
        let after = site.get_with("/papers.atom", &[(IF_MODIFIED_SINCE, now)]).await;
        assert_eq!((after.status.as_u16(), after.header("last-modified")), (200, ""));
        assert!(after.text().contains("Late"));
    }
    // What has not changed is as old as it was.
    let same = site.get_with("/author/noam-shazeer.rss", &[(IF_MODIFIED_SINCE, now)]).await;
    assert_eq!((same.status.as_u16(), same.header("last-modified")), (304, now));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_is_named_by_every_feed_and_told_of_the_main_ones() {
    let hub = "https://hub.example/?a=1&b=2";
    let base_url = Some("https://papers.example/x/".to_owned());
    let settings = WebSettings { hub: Some(hub.to_owned()), base_url, ..WebSettings::default() };
    let site = Site::furnished(settings.clone()).await;
    for address in ["/papers", "/new", "/papers/trending", "/category/cs.CL", "/author/noam-shazeer"] {
        for (form, _) in FORMS {
            let feed = site.get(&format!("{address}.{form}")).await;
            // W3C Recommendation WebSub, section 4: the header is looked for first.
            let own = format!("https://papers.example/x{address}.{form}");
            assert_eq!(feed.header("link"), format!("<{hub}>; rel=\"hub\", <{own}>; rel=\"self\""));
            let text = feed.text();
            if form == "json" {
                let feed: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert_eq!(feed["hubs"], serde_json::json!([{"type": "WebSub", "url": hub}]));
                assert_eq!(feed["feed_url"], own);
            } else {
                let links: Vec<_> = elements(&text).into_iter().filter(|at| at.path.ends_with("link")).collect();
                let of = |rel| {
                    links
                        .iter()
                        .filter(|at| at.attribute("rel") == rel)
                        .map(|at| at.attribute("href"))
                        .collect::<Vec<_>>()
                };
                assert_eq!((of("hub"), of("self")), (vec![hub], vec![own.as_str()]), "{text}");
            }
        }
    }
    let before = newsstand_web::main_feeds(&site.newsstand, &settings).await.unwrap();
    assert_eq!(
        before[0].addresses,
        ["atom", "rss", "json"].map(|form| format!("https://papers.example/x/papers.{form}"))
    );
    assert!(before.len() == 5 && before.iter().all(|feed| feed.addresses.len() == 3), "{before:?}");
    assert_eq!(newsstand_web::main_feeds(&site.newsstand, &settings).await.unwrap(), before, "nothing has changed");
    site.add(r#"{"id": "2604.33333", "title": "Late", "abstract": "Late.", "list": "daily", "day": "2026-04-30", "rank": 3}"#)
        .await;
    let after = newsstand_web::main_feeds(&site.newsstand, &settings).await.unwrap();
    let changed: Vec<&str> = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| before != after)
        .map(|(at, _)| at.addresses[0].as_str())
        .collect();
    assert_eq!(changed, ["papers", "papers/trending"].map(|list| format!("https://papers.example/x/{list}.atom")));
    assert_eq!(
        newsstand_web::main_feeds(&site.newsstand, &WebSettings::default()).await.unwrap(),
        [],
        "they have no addresses"
    );
}
