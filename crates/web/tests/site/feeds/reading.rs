//! Reading a feed as a program does: well-formed, or the test has failed.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

/// The forms with their media types.
pub(super) const FORMS: [(&str, &str); 3] = [
    ("atom", "application/atom+xml; charset=utf-8"),
    ("rss", "application/rss+xml; charset=utf-8"),
    ("json", "application/feed+json"),
];

/// An element: its path from the root, its attributes, its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    pub(super) path: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// All elements of a document in their order.
pub(super) fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let (mut open, mut done): (Vec<usize>, Vec<Element>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}")) {
            Event::Start(start) => {
                let above = open.last().map_or("", |index: &usize| done[*index].path.as_str());
                let path = format!("{above}/{}", start.name().as_ref() as &str);
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                let attributes = attributes.collect();
                open.push(done.len());
                done.push(Element { path, attributes, text: String::new() });
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => say(&mut done, &open, &text),
            Event::GeneralRef(entity) => {
                let entity = format!("&{};", &*entity);
                say(&mut done, &open, &quick_xml::escape::unescape(&entity).unwrap());
            }
            Event::CData(_) => panic!("feeds escape: {xml}"),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{xml}");
    done
}

fn say(done: &mut [Element], open: &[usize], text: &str) {
    if let Some(index) = open.last() {
        done[*index].text.push_str(text);
    }
}

/// The texts of all elements at a path.
pub(super) fn texts(elements: &[Element], path: &str) -> Vec<String> {
    elements.iter().filter(|element| element.path == path).map(|element| element.text.clone()).collect()
}

/// The titles of the papers in a feed, in order.
pub(super) fn titles(form: &str, feed: &str) -> Vec<String> {
    match form {
        "atom" => texts(&elements(feed), "/feed/entry/title"),
        "rss" => texts(&elements(feed), "/rss/channel/item/title"),
        _ => {
            let feed: Value = serde_json::from_str(feed).unwrap();
            let items = feed["items"].as_array().unwrap();
            items.iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
        }
    }
}
