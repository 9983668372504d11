//! Slack's incoming webhooks (docs.slack.dev: "Sending messages using incoming webhooks"). Papers stand in a block of rich text, whose texts
//! are shown as they are; beside it there is a text for notifications, in which three characters are escaped ("Formatting message text").

use fetch::{Address, Delivery};
use serde_json::{Value, json};

use super::{Form, as_it_is};
use crate::AlertError;
use crate::told::{Paper, Told, more};

/// The most bytes of the blocks. The documentation says 50 blocks; above some 13,000 characters a message is refused all the same
/// (slackapi/bolt-js, issue 2509).
const MOST: usize = 12_000;

/// The most characters of the text ("chat.postMessage": 4,000 are recommended).
const MOST_TEXT: usize = 3_000;

pub(super) const FORM: Form = Form {
    name: "slack",
    example: "slack:https://hooks.slack.com/services/…",
    prepare: as_it_is,
    delivery: |address, _, told| delivery(address, told),
};

fn delivery(address: &Address, told: &Told<'_>) -> Result<Delivery, AlertError> {
    let print = |papers: &[Paper<'_>], left| blocks(told, papers, left);
    let blocks = told.fitting(|blocks: &Value| blocks.to_string().len() <= MOST, print);
    let body = json!({"text": fallback(told), "blocks": blocks, "unfurl_links": false, "unfurl_media": false});
    Ok(Delivery::json(address.clone(), serde_json::to_vec(&body)?))
}

fn blocks(told: &Told<'_>, papers: &[Paper<'_>], left: usize) -> Value {
    let text = |text: String| json!({"type": "text", "text": text});
    let link = |href: &str, text: &str| json!({"type": "link", "url": href, "text": text});
    let section = |elements: Vec<Value>| json!({"type": "rich_text_section", "elements": elements});
    let item = |paper: &Paper<'_>| {
        let said = paper.lines(|said| format!("\n{said}"));
        // An empty text is refused.
        let said = Some(said).filter(|said| !said.is_empty()).map(text);
        section(std::iter::once(link(&paper.href, &paper.title)).chain(said).collect())
    };
    let items: Vec<Value> = papers.iter().map(item).collect();
    let mut heading = link(&told.page, &told.heading);
    if let Some(heading) = heading.as_object_mut() {
        heading.insert("style".to_owned(), json!({"bold": true}));
    }
    let mut elements = vec![section(vec![heading])];
    if !items.is_empty() {
        elements.push(json!({"type": "rich_text_list", "style": "bullet", "elements": items}));
    }
    elements.extend(more(left).map(|more| section(vec![link(&told.page, &more)])));
    json!([{"type": "rich_text", "elements": elements}])
}

/// What is shown where there is no room for blocks.
fn fallback(told: &Told<'_>) -> String {
    let titles = told.papers.iter().map(|paper| paper.title.as_str()).collect::<Vec<_>>().join("; ");
    escaped(&text::clipped(&format!("{}: {titles}", told.heading), MOST_TEXT / 5))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::tests::{HOSTILE, crowd, entry, json};

    const TO: &str = "slack:https://hooks.example.org/services/T0/B0/x";

    #[test]
    fn papers_are_links_whose_texts_mean_nothing() {
        let body = json(TO, "", vec![entry("2601.00001", HOSTILE)], 3);
        let text = body["text"].as_str().unwrap();
        assert!(text.starts_with("New papers found by “x”: @everyone"), "{text}");
        assert!(text.contains("&lt;!channel&gt;") && !text.contains('<'), "{text}");
        let elements = &body["blocks"][0]["elements"];
        assert_eq!(elements[0]["elements"][0]["url"], "https://papers.example.org/papers?q=x");
        let item = &elements[1]["elements"][0]["elements"];
        assert_eq!(
            (&item[0]["type"], &item[0]["url"]),
            (&"link".into(), &"https://papers.example.org/papers/2601.00001".into())
        );
        assert!(item[0]["text"].as_str().unwrap().contains("<!channel> <@U1>"), "a text is no mention: {item}");
        assert_eq!(item[1]["text"], "\nAuthor 1, Author 2, Author 3 and 2 more\nfound by “x”, 71 %");
        assert_eq!(elements[2]["elements"][0]["text"], "2 more");
        assert_eq!(body["unfurl_links"], false);
    }

    #[test]
    fn its_limits_are_kept() {
        let body = json(TO, "", crowd(100), 100);
        assert!(body["blocks"].to_string().len() <= MOST);
        assert!(body["text"].as_str().unwrap().len() <= MOST_TEXT);
        let elements = body["blocks"][0]["elements"].as_array().unwrap();
        let shown = elements[1]["elements"].as_array().unwrap().len();
        assert_eq!(elements[2]["elements"][0]["text"], format!("{} more", 100 - shown));
    }
}
