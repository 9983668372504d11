//! The sentence that says most of an abstract.

/// The most central sentence of an abstract; `None` where it has no sentence.
pub fn central_sentence<'a>(_title: &str, abstract_text: &'a str) -> Option<&'a str> {
    crate::sentences(abstract_text).into_iter().next()
}
