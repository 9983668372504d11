//! Discord's webhooks (discord.com/developers/docs: "Webhook Resource", "Execute Webhook"): one embed in Markdown, in which nobody is
//! mentioned ("Allowed Mentions Object").

use fetch::{Address, Delivery};
use serde_json::{Value, json};

use super::{Form, as_it_is, behind_backslashes};
use crate::AlertError;
use crate::told::{Paper, Told, more};

/// The most characters of an embed's description and title ("Embed Limits").
const MOST: usize = 4_096;
const MOST_TITLE: usize = 250;

/// What means something in Markdown as it is read there ("Markdown Text 101").
const SPECIAL: &str = "\\*_~`|>#-[]()<:";

pub(super) const FORM: Form = Form {
    name: "discord",
    example: "discord:https://discord.com/api/webhooks/…",
    prepare: as_it_is,
    delivery: |address, _, told| delivery(address, told),
};

fn delivery(address: &Address, told: &Told<'_>) -> Result<Delivery, AlertError> {
    let print = |papers: &[Paper<'_>], left| description(papers, left);
    let description = told.fitting(|text: &String| text.chars().count() <= MOST, print);
    let body: Value = json!({
        "embeds": [{
            "title": text::clipped(&escaped(&told.heading), MOST_TITLE),
            "url": told.page,
            "description": text::clipped(&description, MOST - 1),
            "footer": {"text": told.site},
        }],
        "allowed_mentions": {"parse": []},
    });
    Ok(Delivery::json(address.clone(), serde_json::to_vec(&body)?))
}

fn description(papers: &[Paper<'_>], left: usize) -> String {
    let line = |paper: &Paper<'_>| {
        let said = paper.lines(|said| format!("\n{}", escaped(said)));
        format!("**[{}]({})**{said}", escaped(&paper.title), paper.href)
    };
    papers.iter().map(line).chain(more(left)).collect::<Vec<_>>().join("\n\n")
}

/// Text that is nothing but text. Behind an @ stands what has no width, so that it names nobody even where it is quoted.
fn escaped(text: &str) -> String {
    behind_backslashes(text, SPECIAL).replace('@', "@\u{200b}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::tests::{HOSTILE, crowd, entry, json};

    const TO: &str = "discord:https://discord.example/api/webhooks/1/x";

    #[test]
    fn titles_mean_nothing_and_call_nobody() {
        let body = json(TO, "", vec![entry("2601.00001", HOSTILE)], 3);
        assert_eq!(body["allowed_mentions"]["parse"], json!([]));
        let text = body["embeds"][0]["description"].as_str().unwrap();
        assert!(text.starts_with("**[@\u{200b}everyone"), "{text}");
        for gone in ["@everyone", " <@", " [x]", "](javascript", " **b", " `c", " _i_", " ||"] {
            assert!(!text.contains(gone), "{gone} is in {text}");
        }
        assert!(text.contains("](https://papers.example.org/papers/2601.00001)**\nAuthor 1"), "{text}");
        assert!(text.ends_with("\n\n2 more"), "{text}");
    }

    #[test]
    fn its_limits_are_kept() {
        let body = json(TO, "", crowd(100), 100);
        let embed = &body["embeds"][0];
        assert!(embed["description"].as_str().unwrap().chars().count() <= MOST);
        assert!(embed["title"].as_str().unwrap().chars().count() <= 256);
        assert!(embed["description"].as_str().unwrap().ends_with(" more"));
    }
}
