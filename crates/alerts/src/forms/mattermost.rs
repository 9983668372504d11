//! Mattermost's incoming webhooks (docs.mattermost.com: "Incoming webhooks"): a text in Markdown.

use fetch::{Address, Delivery};
use serde_json::json;

use super::{Form, as_it_is, behind_backslashes};
use crate::AlertError;
use crate::told::{Paper, Told, more};

/// The most characters of a text ("Incoming webhooks": longer ones are split into several posts).
const MOST: usize = 16_000;

/// What means something in Markdown as it is read there ("Format messages").
const SPECIAL: &str = "\\*_~`|>#-[]()<!:$";

pub(super) const FORM: Form = Form {
    name: "mattermost",
    example: "mattermost:https://chat.example.org/hooks/…",
    prepare: as_it_is,
    delivery: |address, _, told| delivery(address, told),
};

fn delivery(address: &Address, told: &Told<'_>) -> Result<Delivery, AlertError> {
    let print = |papers: &[Paper<'_>], left| message(told, papers, left);
    let text = told.fitting(|text: &String| text.chars().count() <= MOST, print);
    Ok(Delivery::json(address.clone(), serde_json::to_vec(&json!({"text": text}))?))
}

fn message(told: &Told<'_>, papers: &[Paper<'_>], left: usize) -> String {
    let item = |paper: &Paper<'_>| {
        let said = paper.lines(|said| format!("  \n  {}", escaped(said)));
        format!("\n- [{}]({}){said}", escaped(&paper.title), paper.href)
    };
    let heading = format!("**[{}]({})**\n", escaped(&told.heading), told.page);
    let rest = more(left).map(|more| format!("\n\n{more}"));
    std::iter::once(heading).chain(papers.iter().map(item)).chain(rest).collect()
}

/// Text that is nothing but text. Who is meant by an @ is told whatever stands before it, and what stands between < and > is read before
/// Markdown is, as Slack would ("Slack compatibility"): something without width stands behind both.
fn escaped(text: &str) -> String {
    behind_backslashes(text, SPECIAL).replace('@', "@\u{200b}").replace('<', "<\u{200b}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::tests::{HOSTILE, crowd, entry, json};

    const TO: &str = "mattermost:https://chat.example.org/hooks/x";

    #[test]
    fn titles_mean_nothing_and_call_nobody() {
        let body = json(TO, "", vec![entry("2601.00001", HOSTILE)], 3);
        let text = body["text"].as_str().unwrap();
        assert!(text.starts_with("**[New papers found by “x”](https://papers.example.org/papers?q=x)**\n"), "{text}");
        for gone in ["@everyone", "@channel", "<!channel>", "<@U1>", " [x]", "](javascript", " **b", " `c", " # h"] {
            assert!(!text.contains(gone), "{gone} is in {text}");
        }
        assert!(text.contains("](https://papers.example.org/papers/2601.00001)  \n  Author 1"), "{text}");
        assert!(text.ends_with("\n\n2 more"), "{text}");
        assert_eq!(text.lines().count(), 7, "a title has no lines of its own: {text}");
    }

    #[test]
    fn its_limits_are_kept() {
        let body = json(TO, "", crowd(100), 100);
        assert!(body["text"].as_str().unwrap().chars().count() <= MOST);
    }
}
