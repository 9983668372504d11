//! The rules of RSS 2.0 and JSON Feed 1.1, each with where it stands. Atom’s are a grammar, against which the program’s tests check.

use domain::Timestamp;
use serde_json::Value;

use super::lists::{LISTS, site};
use super::reading::{elements, texts};

/// A day of nothing has a feed all the same.
const EMPTY: &str = "/papers/date/2026-04-29";

#[tokio::test(flavor = "multi_thread")]
async fn of_rss() {
    let site = site().await;
    for (_, list, behind) in LISTS {
        let xml = site.page(&format!("{list}.rss{behind}")).await;
        let all = elements(&xml);
        // https://www.rssboard.org/rss-specification#whatIsRss: one root of version 2.0, one channel in it.
        assert!(all[0].path == "/rss" && all[0].attribute("version") == "2.0", "{xml}");
        assert_eq!(texts(&all, "/rss/channel").len(), 1);
        // #requiredChannelElements
        for name in ["title", "link", "description"] {
            let told = texts(&all, &format!("/rss/channel/{name}"));
            assert!(told.len() == 1 && !told[0].is_empty(), "{list}: {name}: {told:?}");
        }
        // #comments: addresses begin with a scheme.
        for path in ["/rss/channel/link", "/rss/channel/item/link"] {
            assert!(texts(&all, path).iter().all(|link| link.starts_with("http://")), "{list}: {path}");
        }
        // #hrelementsOfLtitemgt: a title or a description.
        let count = texts(&all, "/rss/channel/item").len();
        assert!(count > 0 || list == EMPTY, "{list}");
        assert_eq!(texts(&all, "/rss/channel/item/title").len(), count, "{list}");
        // #ltguidgtSubelementOfLtitemgt: unique; no address unless it says so.
        let mut guids = texts(&all, "/rss/channel/item/guid");
        guids.sort();
        guids.dedup();
        assert_eq!(guids.len(), count, "{list}");
        let guids = all.iter().filter(|at| at.path == "/rss/channel/item/guid");
        assert!(guids.clone().all(|guid| guid.attribute("isPermaLink") == "false"), "{list}");
        // #optionalChannelElements, #ltpubdategtSubelementOfLtitemgt: RFC 822, with four digits of the year.
        for path in ["/rss/channel/lastBuildDate", "/rss/channel/item/pubDate"] {
            for date in texts(&all, path) {
                assert!(jiff::fmt::rfc2822::parse(&date).is_ok() && date.ends_with(" GMT"), "{list}: {date}");
            }
        }
        // #ltauthorgtSubelementOfLtitemgt: an address of mail, which no paper has.
        assert!(texts(&all, "/rss/channel/item/author").is_empty(), "{list}");
        // #extendingRss: other elements have a namespace.
        for element in &all {
            if let Some((prefix, _)) = element.path.rsplit('/').next().unwrap_or_default().split_once(':') {
                assert!(!all[0].attribute(&format!("xmlns:{prefix}")).is_empty(), "{prefix}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_json_feed() {
    let site = site().await;
    for (_, list, behind) in LISTS {
        let feed: Value = serde_json::from_str(&site.page(&format!("{list}.json{behind}")).await).unwrap();
        // https://www.jsonfeed.org/version/1.1/#top-level-a-name-top-level-a: version, title and items are required.
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert!(feed["title"].as_str().is_some_and(|title| !title.is_empty()), "{list}");
        for name in ["home_page_url", "feed_url"] {
            assert!(feed[name].as_str().is_some_and(is_address), "{list}: {name}");
        }
        let items = feed["items"].as_array().unwrap();
        assert!(!items.is_empty() || list == EMPTY, "{list}");
        let mut ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), items.len(), "{list}: ids are unique");
        items.iter().for_each(check_item);
    }
}

/// <https://www.jsonfeed.org/version/1.1/#items-a-name-items-a>
#[track_caller]
fn check_item(item: &Value) {
    assert!(item["content_html"].is_string() || item["content_text"].is_string(), "one of both: {item}");
    for name in ["url", "external_url", "image"] {
        assert!(item[name].is_null() || item[name].as_str().is_some_and(is_address), "{name}: {item}");
    }
    for name in ["date_published", "date_modified"] {
        let is_instant = |text: &str| text.parse::<Timestamp>().is_ok();
        assert!(item[name].is_null() || item[name].as_str().is_some_and(is_instant), "RFC 3339: {item}");
    }
    assert!(item["summary"].is_null() || item["summary"].is_string(), "{item}");
    assert!(item["author"].is_null(), "deprecated since 1.1: {item}");
    for author in item["authors"].as_array().into_iter().flatten() {
        assert!(
            author["name"].as_str().is_some_and(|name| !name.is_empty()),
            "an author has a name, url or avatar: {item}"
        );
    }
    assert!(item["tags"].as_array().into_iter().flatten().all(Value::is_string), "{item}");
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}
