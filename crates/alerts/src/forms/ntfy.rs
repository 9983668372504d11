//! ntfy (docs.ntfy.sh: "Publish as JSON"): a notification in plain text, which opens the page when it is touched.

use domain::Destination;
use fetch::{Address, Delivery};
use serde_json::json;

use super::Form;
use crate::AlertError;
use crate::told::{Paper, Told, more};

/// The most bytes of a message; longer ones become a file ("Limitations": 4,096).
const MOST: usize = 4_000;

/// The longest name of a topic ("Publishing": letters, digits, `_` and `-`).
const LONGEST_TOPIC: usize = 64;

pub(super) const FORM: Form = Form { name: "ntfy", example: "ntfy:https://ntfy.sh/topic", prepare, delivery };

fn prepare(destination: Destination) -> Result<Destination, String> {
    topic(&destination)?;
    Ok(destination)
}

fn delivery(address: &Address, destination: &Destination, told: &Told<'_>) -> Result<Delivery, AlertError> {
    let wrong = |why| FORM.wrong(why);
    let topic = topic(destination).map_err(wrong)?;
    let message = told.fitting(|text: &String| text.len() <= MOST, message);
    let body = json!({
        "topic": topic,
        "title": told.heading,
        "message": message.get(..message.floor_char_boundary(MOST)),
        "click": told.page,
        "tags": ["newspaper"],
    });
    // JSON is published at the server's own address.
    let delivery = Delivery::json(address.join("./")?, serde_json::to_vec(&body)?);
    Ok(match destination.secret.as_str() {
        "" => delivery,
        token => delivery.with("authorization", &format!("Bearer {token}")),
    })
}

fn message(papers: &[Paper<'_>], left: usize) -> String {
    let item = |paper: &Paper<'_>| {
        let said = [&paper.byline, &paper.href].into_iter().filter(|said| !said.is_empty());
        said.fold(format!("• {}", paper.title), |item, said| format!("{item}\n{said}"))
    };
    papers.iter().map(item).chain(more(left)).collect::<Vec<_>>().join("\n\n")
}

/// The last part of the address.
fn topic(destination: &Destination) -> Result<&str, String> {
    let (before, topic) = destination.address.rsplit_once('/').unwrap_or_default();
    let is_sound = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_topic = (1..=LONGEST_TOPIC).contains(&topic.len()) && topic.bytes().all(is_sound);
    if before.ends_with('/') || !is_topic {
        return Err("its address does not end in a topic of letters, digits, _ and -".to_owned());
    }
    Ok(topic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::tests::{HOSTILE, crowd, entry, handed, json};

    #[test]
    fn it_is_published_where_the_topic_is() {
        let delivery = handed("ntfy:https://ntfy.example/base/papers_1", "tk_x", vec![entry("2601.00001", HOSTILE)], 3);
        assert_eq!(delivery.address.to_string(), "https://ntfy.example/base/");
        assert!(delivery.headers.contains(&("authorization".to_owned(), "Bearer tk_x".to_owned())));
        let body: serde_json::Value = serde_json::from_slice(&delivery.body).unwrap();
        assert_eq!(
            (&body["topic"], &body["click"]),
            (&"papers_1".into(), &"https://papers.example.org/papers?q=x".into())
        );
        let text = body["message"].as_str().unwrap();
        assert!(text.contains("https://papers.example.org/papers/2601.00001\n\n2 more"), "{text}");
        assert_eq!((text.lines().count(), text.contains('\u{202e}')), (5, false), "{text}");
        assert!(
            !handed("ntfy:https://ntfy.example/t", "", Vec::new(), 0)
                .headers
                .iter()
                .any(|(name, _)| name == "authorization")
        );
    }

    #[test]
    fn its_limits_are_kept() {
        for count in [1, 100] {
            let body = json("ntfy:https://ntfy.example/t", "", crowd(count), count);
            assert!(body["message"].as_str().unwrap().len() <= MOST);
        }
    }
}
