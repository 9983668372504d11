//! `/topics`, `/topics/{slug}`, its feed, and both as JSON.

use axum::http::Method;
use domain::PaperId;
use engine::Judgement;
use newsstand_web::WebSettings;

use crate::support::{Answer, Site, between, links, plain, titles};

/// The numbered papers of the site's crowd.
fn crowd(numbers: std::ops::RangeInclusive<u32>) -> Vec<PaperId> {
    numbers.map(|number| format!("2604.{number:05}").parse().unwrap()).collect()
}

async fn with_topic(settings: WebSettings) -> Site {
    let site = Site::furnished(settings).await;
    let now = domain::Timestamp::now();
    site.newsstand.add_topic("Crowds & <b>more</b>", &crowd(1..=5), now).await.unwrap();
    site.newsstand.judge_topic("crowds-b-more-b", (Judgement::Rejected, &crowd(60..=60)), now).await.unwrap();
    site
}

const TOPIC: &str = "/topics/crowds-b-more-b";

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_shows_its_papers_and_why() {
    let site = with_topic(WebSettings::default()).await;
    assert!(links(&site.page("/").await).contains(&"/topics".to_owned()));
    let list = site.page("/topics").await;
    assert!(plain(&list).contains("Crowds & <b>more</b>") || list.contains("Crowds &#38; &#60;b&#62;more"), "{list}");
    assert!(links(&list).contains(&TOPIC.to_owned()));
    let page = site.page(TOPIC).await;
    let shown = titles(&page);
    assert_eq!(shown.len(), 50);
    assert!(shown.iter().all(|title| title.starts_with("A crowd, part") && title != "A crowd, part 60"), "{shown:?}");
    let why: Vec<String> = between(&page, r#"<details class="why">"#, "</details>").into_iter().map(plain).collect();
    assert_eq!(why.len(), 50);
    assert!(why.iter().all(|why| why.contains("Why this is here") && why.contains("crowd")), "{why:?}");
    for part in ["Examples", "Not in this topic", "newsstand topic reject crowds-b-more-b", "59 papers"] {
        assert!(plain(&page).contains(part), "{part}");
    }
    assert_eq!(titles(&site.page(&format!("{TOPIC}?page=2")).await).len(), 9);
    assert!(!page.contains("<b>more</b>"), "names are texts");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_on_offer_are_about_the_topic() {
    let page = with_topic(WebSettings { letters: true, ..WebSettings::default() }).await.page(TOPIC).await;
    let about = TOPIC.trim_start_matches("/topics/");
    assert!(page.contains(&format!("<a href=\"/letters?about=topic:{about}\">Letters about this</a>")), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_topics_there_is_no_link_but_a_page_that_says_how() {
    let site = Site::new().await;
    assert!(!links(&site.page("/").await).contains(&"/topics".to_owned()));
    assert!(plain(&site.page("/topics").await).contains("newsstand topic add"));
    assert_eq!(site.json("/api/v1/topics").await["topics"], serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_lead_to_the_address_and_nothing_else_is_there() {
    let site = with_topic(WebSettings::default()).await;
    let typed = site.get("/topics/Crowds%20&%20%3Cb%3Emore%3C/b%3E").await;
    assert_eq!(typed.status, 404, "a slash parts addresses");
    let typed = site.get("/topics/Crowds%20%3Cb%3EMORE%20b").await;
    assert_eq!((typed.status.as_u16(), typed.header("location")), (308, TOPIC));
    for (address, status) in [
        ("/topics/nobody", 404),
        ("/topics/nobody.atom", 404),
        ("/topics/nobody/feed.atom", 404),
        ("/api/v1/topics/nobody", 404),
        (&format!("{TOPIC}?page=3"), 404),
        (&format!("{TOPIC}?page=0"), 400),
        (&format!("{TOPIC}?sort=upwards"), 400),
        (&format!("/api/v1{TOPIC}?limit=1000"), 400),
        ("/topics/%ff", 400),
        ("/topics/%00%0a", 404),
        (&format!("/topics/{}", "x".repeat(5_000)), 404),
    ] {
        let answer: Answer = site.get(address).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
    }
    let refused = site.get("/api/v1/topics/nobody").await.json();
    assert_eq!(refused["error"]["code"], "no_such_topic");
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        assert_eq!(site.call(method, TOPIC).await.status, 405, "topics are only read here");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_read_the_same() {
    let site =
        with_topic(WebSettings { base_url: Some("https://papers.example.org".to_owned()), ..WebSettings::default() })
            .await;
    let listed = site.json("/api/v1/topics").await;
    assert_eq!(listed["topics"][0]["slug"], "crowds-b-more-b");
    assert_eq!(listed["topics"][0]["url"], format!("https://papers.example.org{TOPIC}"));
    let topic = site.json(&format!("/api/v1{TOPIC}?limit=10&page=2")).await;
    assert_eq!((&topic["total"], &topic["page"], &topic["pages"]), (&59.into(), &2.into(), &6.into()));
    assert_eq!(topic["papers"].as_array().unwrap().len(), 10);
    assert_eq!(topic["rejected"], serde_json::json!(["2604.00060"]));
    assert_eq!(topic["examples"].as_array().unwrap().len(), 5);
    assert!(topic["features"][0]["weight"].as_f64() > Some(0.0));
    let score = topic["papers"][0]["score"].as_f64().unwrap();
    assert!(score >= topic["threshold"].as_f64().unwrap(), "{topic}");
    assert!(!topic["papers"][0]["because"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_is_atom() {
    let site =
        with_topic(WebSettings { base_url: Some("https://papers.example.org".to_owned()), ..WebSettings::default() })
            .await;
    let page = site.page(TOPIC).await;
    let link = between(&page, r#"<link rel="alternate" type="application/atom+xml""#, ">").concat();
    assert!(link.contains(&format!("href=\"{TOPIC}.atom\"")), "{link}");
    let former = site.get(&format!("{TOPIC}/feed.atom")).await;
    assert_eq!((former.status.as_u16(), former.header("location")), (308, format!("{TOPIC}.atom").as_str()));
    let answer = site.get(&format!("{TOPIC}.atom")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/atom+xml; charset=utf-8"));
    let feed = answer.text();
    check_atom(&feed);
    assert_eq!(feed.matches("<entry>").count(), 50);
    assert!(feed.contains("<title>A crowd, part 59</title>") && !feed.contains("part 60<"));
    assert!(feed.contains("href=\"https://papers.example.org/papers/2604.00059\""));
    assert!(feed.contains("<updated>2026-04-29T00:00:00Z</updated>") && feed.contains("<name>Crowd Member 59</name>"));
    let known = answer.header("etag").to_owned();
    let again = site.get_with(&format!("{TOPIC}.atom"), &[(axum::http::header::IF_NONE_MATCH, &known)]).await;
    assert_eq!(again.status, 304, "who asks often is answered shortly");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_papers_make_a_sound_feed() {
    let site = Site::new().await;
    let line = r#"{"id": "2604.33333", "title": "\u0000\u000b]]> &amp; <x>\ufffe", "abstract": "<!-- \u0001 -- $a<b$ &nbsp;", "authors": ["<y>", "\u0008"], "categories": ["\"cs\""], "list": "new", "day": "2026-04-29"}"#;
    site.add(line).await;
    site.newsstand
        .add_topic("x", &["2604.33333".parse().unwrap(), "2604.22222".parse().unwrap()], domain::Timestamp::now())
        .await
        .unwrap();
    let feed = site.get("/topics/x.atom").await.text();
    check_atom(&feed);
    assert!(!feed.contains("<script") && !feed.contains("<x>"), "{feed}");
}

/// Asserts that a text is well-formed XML as far as this feed could break it, and has what RFC 4287 (4.1.1, 4.1.2) asks for.
fn check_atom(feed: &str) {
    assert!(
        feed.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"")
    );
    assert!(feed.chars().all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)), "{feed:?}");
    let mut open: Vec<&str> = Vec::new();
    for part in feed.split('<').skip(2) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains("]]>"), "{text}");
        let entities = ["amp;", "lt;", "gt;", "quot;", "#"];
        let sound = |text: &str| text.split('&').skip(1).all(|rest| entities.iter().any(|name| rest.starts_with(name)));
        assert!(sound(tag) && sound(text), "{part}");
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{part}");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let (head, entries) = feed.split_once("<entry>").unwrap();
    for part in [head].into_iter().chain(entries.split("<entry>")) {
        for element in ["id", "title", "updated"] {
            assert_eq!(part.matches(&format!("<{element}>")).count(), 1, "{element}: {part}");
        }
        let id = between(part, "<id>", "</id>").concat();
        assert!(id.starts_with("tag:") || id.starts_with("https://"), "an IRI with a scheme: {id}");
        let updated = between(part, "<updated>", "</updated>").concat();
        assert!(updated.parse::<domain::Timestamp>().is_ok(), "{updated}");
        assert_eq!(part.matches("<link rel=\"alternate\"").count(), 1, "{part}");
    }
    assert!(head.contains("<link rel=\"self\"") && head.contains("<author><name>"), "{head}");
    let ids: std::collections::HashSet<_> = between(feed, "<id>", "</id>").into_iter().collect();
    assert_eq!(ids.len(), feed.matches("<id>").count(), "each id once");
}
