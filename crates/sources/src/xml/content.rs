//! What stands in tags and between them.

use std::borrow::Cow;

use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::BytesRef;
use quick_xml::events::attributes::Attributes;

use super::element::{Element, Node, local};

/// The text that a reference stands for: a character by its number, or by its name in HTML, which has all names of XML, of
/// the ISO sets and of DBLP's DTD.
pub(super) fn resolved<'a>(entity: &BytesRef<'a>) -> Option<Cow<'a, str>> {
    if let Some(character) = entity.resolve_char_ref().ok().flatten() {
        return Some(Cow::Owned(character.to_string()));
    }
    resolve_html5_entity(entity).map(Cow::Borrowed)
}

/// Adds `text` to the end of what `element` holds. References cut a text into pieces, which belong together.
pub(super) fn append<'a>(element: &mut Element<'a>, text: Cow<'a, str>) {
    if let Some(Node::Text(last)) = element.children.last_mut() {
        last.to_mut().push_str(&text);
    } else if !text.is_empty() {
        element.children.push(Node::Text(text));
    }
}

/// The attributes of a tag with `name` bytes of name, without those that only declare namespaces.
pub(super) fn attributes(content: &str, name: usize) -> Vec<(&str, Cow<'_, str>)> {
    let mut attributes = Attributes::new(content, name);
    let all = attributes.with_checks(false).filter_map(Result::ok);
    let value = |text: Cow<'_, str>| match unescape_with(&text, resolve_html5_entity) {
        Ok(Cow::Owned(resolved)) => Some(resolved),
        _ => None,
    };
    let pairs = all.filter(|attribute| !attribute.key.as_ref().starts_with("xmlns")).map(|attribute| {
        let resolved = if attribute.value.contains('&') { value(attribute.value.clone()) } else { None };
        (attribute.key.into_inner(), resolved.map_or(attribute.value, Cow::Owned))
    });
    pairs.filter(|(name, _)| local(name) != "schemaLocation").collect()
}
