//! Matrix (spec.matrix.org, client-server API: "Sending events to a room", "m.room.message"): a notice in a room, in HTML and as text, put
//! under a name for which the server takes it once however often it comes.

use domain::Destination;
use fetch::{Address, Delivery, Verb};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::json;

use super::Form;
use crate::AlertError;
use crate::told::{Paper, Told, more};

/// The most bytes of the texts: an event has 65,536 with all that the server adds ("Size limits").
const MOST: usize = 40_000;

pub(super) const FORM: Form =
    Form { name: "matrix", example: "matrix:https://matrix.example.org/!room:example.org", prepare, delivery };

fn prepare(destination: Destination) -> Result<Destination, String> {
    room(&destination)?;
    if destination.secret.is_empty() {
        return Err("it needs the access token of who speaks there".to_owned());
    }
    Ok(destination)
}

fn delivery(address: &Address, destination: &Destination, told: &Told<'_>) -> Result<Delivery, AlertError> {
    let wrong = |why| FORM.wrong(why);
    let room = room(destination).map_err(wrong)?;
    let print = |papers: &[Paper<'_>], left| (text(told, papers, left), html(told, papers, left));
    let (text, html) = told.fitting(|(text, html): &(String, String)| text.len() + html.len() <= MOST, print);
    let body = json!({
        "msgtype": "m.notice",
        "body": text,
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        // Nobody is meant, whatever stands in a title ("User and room mentions").
        "m.mentions": {},
    });
    let [room, id] = [&room, &told.message.id].map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string());
    let put = address.join(&format!("/_matrix/client/v3/rooms/{room}/send/m.room.message/{id}"))?;
    let delivery = Delivery { verb: Verb::Put, ..Delivery::json(put, serde_json::to_vec(&body)?) };
    Ok(delivery.with("authorization", &format!("Bearer {}", destination.secret)))
}

fn text(told: &Told<'_>, papers: &[Paper<'_>], left: usize) -> String {
    let item = |paper: &Paper<'_>| {
        let said = [&paper.byline, &paper.why, &paper.href].into_iter().filter(|said| !said.is_empty());
        said.fold(format!("• {}", paper.title), |item, said| format!("{item}\n  {said}"))
    };
    let heading = format!("{} {}", told.heading, told.page);
    std::iter::once(heading).chain(papers.iter().map(item)).chain(more(left)).collect::<Vec<_>>().join("\n")
}

fn html(told: &Told<'_>, papers: &[Paper<'_>], left: usize) -> String {
    let link = |href: &str, text: &str| format!("<a href=\"{}\">{}</a>", escaped(href), escaped(text));
    let item = |paper: &Paper<'_>| {
        let said = paper.lines(|said| format!("<br>{}", escaped(said)));
        format!("<li>{}{said}</li>", link(&paper.href, &paper.title))
    };
    let items: String = papers.iter().map(item).collect();
    let list = if items.is_empty() { String::new() } else { format!("<ul>{items}</ul>") };
    let rest = more(left).map(|more| format!("<p>{more}</p>")).unwrap_or_default();
    format!("<p><strong>{}</strong></p>{list}{rest}", link(&told.page, &told.heading))
}

/// The id of the room, the last part of the address.
fn room(destination: &Destination) -> Result<String, String> {
    let wrong = || "its address does not end in the id of a room, such as !abc:example.org".to_owned();
    let (_, room) = destination.address.rsplit_once('/').ok_or_else(wrong)?;
    let room = percent_decode_str(room).decode_utf8().map_err(|_| wrong())?;
    if room.starts_with('!') && room.len() > 1 && room.len() <= 255 { Ok(room.into_owned()) } else { Err(wrong()) }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::tests::{HOSTILE, crowd, entry, handed, json};

    const TO: &str = "matrix:https://matrix.example/!r/oom:example.org";

    #[test]
    fn it_is_put_into_the_room_under_its_name() {
        let to = "matrix:https://matrix.example/!ro%2Fom:example.org";
        let delivery = handed(to, "syt_x", vec![entry("2601.00001", HOSTILE)], 3);
        assert_eq!(delivery.verb, Verb::Put);
        assert_eq!(
            delivery.address.to_string(),
            "https://matrix.example/_matrix/client/v3/rooms/%21ro%2Fom%3Aexample%2Eorg/send/m.room.message/msg%5F2KWPBgLlAfxdpx2AI54pPJ85f4W"
        );
        assert!(delivery.headers.contains(&("authorization".to_owned(), "Bearer syt_x".to_owned())));
        let body: serde_json::Value = serde_json::from_slice(&delivery.body).unwrap();
        assert_eq!((&body["msgtype"], &body["m.mentions"]), (&"m.notice".into(), &json!({})));
        let html = body["formatted_body"].as_str().unwrap();
        assert!(html.contains("&lt;/a&gt;&lt;script&gt;") && !html.contains("<script"), "{html}");
        assert!(html.contains("<a href=\"https://papers.example.org/papers/2601.00001\">@everyone"), "{html}");
        assert_eq!((html.matches('<').count(), html.contains('\u{202e}')), (16, false), "{html}");
        let text = body["body"].as_str().unwrap();
        assert_eq!(text.lines().count(), 6, "{text}");
    }

    #[test]
    fn a_room_is_one_part_of_an_address() {
        assert!(room(&TO.parse().unwrap()).is_err());
        assert_eq!(room(&"matrix:https://m.example/!a:b".parse().unwrap()).unwrap(), "!a:b");
    }

    #[test]
    fn its_limits_are_kept() {
        let body = json("matrix:https://matrix.example/!a:b", "x", crowd(200), 200);
        assert!(body.to_string().len() <= 50_000, "{}", body.to_string().len());
    }
}
