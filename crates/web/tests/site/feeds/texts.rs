//! Texts that nobody writes in good faith, and what an entry says of a paper.

use newsstand_web::WebSettings;
use serde_json::Value;

use super::reading::{FORMS, elements, texts, titles};
use crate::support::Site;

#[tokio::test(flavor = "multi_thread")]
async fn hostile_papers_make_sound_feeds() {
    let site = Site::new().await;
    let title = r"\u0000\u000b]]> &amp; <x a='\u0022'>\ufffe \u202egnorw\u202c \ud83d\ude00 <![CDATA[ <!-- ?>";
    let long = "Many words & <more>. ".repeat(50_000);
    site.add(&format!(
        r#"{{"id": "2604.33333", "title": "{title}", "abstract": "{long}", "authors": ["<y> & \"z\"", "\u0008"], "categories": ["cs.XX", "\"><cs"], "list": "daily", "day": "2026-04-30", "rank": 1}}"#
    ))
    .await;
    for (form, _) in FORMS {
        for address in
            [format!("/papers.{form}"), format!("/papers/trending.{form}"), format!("/category/cs.XX.{form}")]
        {
            let feed = site.page(&address).await;
            let held = titles(form, &feed);
            let ours = held.iter().find(|title| title.contains("]]>")).unwrap_or_else(|| panic!("{address}: {held:?}"));
            assert!(ours.contains('\u{1f600}') && ours.contains("<x a=") && !ours.contains('\u{b}'), "{ours}");
            assert!(feed.len() < 100_000, "a megabyte is cut: {}", feed.len());
            assert!(feed.chars().all(|c| matches!(c, '\n' | ' '..='\u{fffd}' | '\u{10000}'..)), "{address}");
            let raw =
                if form == "json" { "\"content_html\":\"<p>Many words &#38; &#60;more&#62;." } else { "&#38;#60;more" };
            assert!(feed.contains(raw), "a text is no markup: {feed}");
        }
    }
    let atom = elements(&site.page("/category/cs.XX.atom").await);
    assert_eq!(texts(&atom, "/feed/entry/author/name"), ["<y> & \"z\""], "a name of nothing is none");
    let terms: Vec<&str> =
        atom.iter().filter(|at| at.path == "/feed/entry/category").map(|at| at.attribute("term")).collect();
    assert_eq!(terms, ["cs.XX", "\"><cs"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_says_what_is_known() {
    let site = Site::new().await;
    let feed: Value = serde_json::from_str(&site.page("/author/noam-shazeer.json").await).unwrap();
    let item = &feed["items"][0];
    let content = item["content_html"].as_str().unwrap();
    for part in [
        "<p>The dominant sequence",
        "<p>1,204 votes, 7 comments</p>",
        "<a href=\"https://arxiv.org/abs/1706.03762\">arXiv</a>",
        "<a href=\"https://arxiv.org/pdf/1706.03762\">PDF</a>",
        "<a href=\"https://github.com/tensorflow/tensor2tensor\">Code</a>",
    ] {
        assert!(content.contains(part), "{part}: {content}");
    }
    assert_eq!(item["id"], "tag:newsstand,2026:/papers/1706.03762");
    assert_eq!(item["external_url"], "https://arxiv.org/abs/1706.03762");
    assert_eq!(item["date_published"], "2017-06-12T17:57:34Z");
    assert_eq!(item["date_modified"], "2026-04-30T00:00:00Z");
    assert_eq!(item["tags"], serde_json::json!(["cs.CL", "cs.LG"]));
    assert_eq!(item["authors"][1]["name"], "Noam Shazeer");
    assert!(item["summary"].as_str().unwrap().chars().count() <= 300);
    assert_eq!(item["image"], Value::Null, "pictures are shown where the operator lets them be");
    let rss = elements(&site.page("/author/noam-shazeer.rss").await);
    assert_eq!(texts(&rss, "/rss/channel/item/pubDate"), ["Mon, 12 Jun 2017 17:57:34 GMT"]);
    assert_eq!(texts(&rss, "/rss/channel/item/dc:creator")[0], "Ashish Vaswani");
    let site = Site::furnished(WebSettings { show_images: true, ..WebSettings::default() }).await;
    let feed: Value = serde_json::from_str(&site.page("/papers.json").await).unwrap();
    assert_eq!(feed["items"][0]["image"], "https://cdn.example.org/attention.png");
    assert!(!site.page("/papers.rss").await.contains("attention.png"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_of_which_little_is_known_has_an_entry() {
    let site = Site::new().await;
    site.add(r#"{"title": "Nothing but a title", "list": "daily", "day": "2026-04-23", "rank": 1}"#).await;
    for (form, _) in FORMS {
        let feed = site.page(&format!("/papers/date/2026-04-23.{form}")).await;
        assert_eq!(titles(form, &feed), ["Nothing but a title"]);
        assert!(feed.contains("No source gives an abstract."), "{feed}");
    }
    for (form, _) in FORMS {
        assert_eq!(titles(form, &Site::empty().await.page(&format!("/papers.{form}")).await), [""; 0]);
    }
}
