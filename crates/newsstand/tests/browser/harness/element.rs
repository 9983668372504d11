//! One element of the page in a browser.

use serde_json::{Value, json};

use super::Browser;

/// The key under which the protocol passes elements.
pub(super) const KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element that was found on the current page. It is worth nothing once the page has been left.
#[derive(Clone)]
pub struct Element<'a> {
    browser: &'a Browser<'a>,
    id: String,
}

impl<'a> Element<'a> {
    /// Reads the protocol's reference to an element.
    pub(super) fn from_value(browser: &'a Browser<'a>, value: &Value) -> Option<Self> {
        Some(Self { browser, id: value[KEY].as_str()?.to_owned() })
    }

    /// The reference, to be passed to a script.
    pub fn value(&self) -> Value {
        json!({ KEY: self.id })
    }

    /// Clicks into the middle of it as a mouse does: an element that is hidden, or under another, cannot be clicked.
    #[track_caller]
    pub fn click(&self) {
        self.command("click", &json!({}));
    }

    /// Types `text` into it.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        self.command("clear", &json!({}));
        self.command("value", &json!({ "text": text }));
    }

    /// The text as it is seen, white space joined.
    #[track_caller]
    pub fn text(&self) -> String {
        let text = self.browser.script("return arguments[0].innerText", &[self.value()]);
        text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The address to which a link leads, in full.
    #[track_caller]
    pub fn href(&self) -> String {
        self.browser.script("return arguments[0].href", &[self.value()]).as_str().unwrap_or_default().to_owned()
    }

    /// The first descendant that matches a selector.
    #[track_caller]
    pub fn find(&self, css: &str) -> Element<'a> {
        self.try_find(css).unwrap_or_else(|| panic!("there is no {css} in {:?}", self.text()))
    }

    /// The first descendant that matches a selector, if any does.
    #[track_caller]
    pub fn try_find(&self, css: &str) -> Option<Element<'a>> {
        let found = self.browser.script("return arguments[0].querySelector(arguments[1])", &[self.value(), json!(css)]);
        Element::from_value(self.browser, &found)
    }

    /// A script's answer about this element, which it calls `it`.
    #[track_caller]
    pub fn ask(&self, expression: &str) -> Value {
        self.browser.script(&format!("const it = arguments[0]; return {expression}"), &[self.value()])
    }

    #[track_caller]
    fn command(&self, name: &str, body: &Value) {
        self.browser.command("POST", &format!("/element/{}/{name}", self.id), body);
    }
}
