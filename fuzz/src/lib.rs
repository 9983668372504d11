//! What reads the outside world, fed with what breaks it: one function for each way in, each with what must hold of whatever comes
//! out (see [`oracle`]). The files in `targets/` only name them. `scripts/fuzz` builds and runs them.

mod oracle;
mod returned;

use std::io::Cursor;

use sources::answers::{AnswerKind, Asked, parse};
use sources::harvest::{Position, Window};
use sources::opml::subscriptions;
use sources::{Format, Item, Limits, Preset, ReadOptions, Reader, said_of_itself};

pub use crate::returned::returned;

/// How many items of a file are looked at: compressed, a small file can hold millions.
const MOST_ITEMS: usize = 100_000;

/// Reads `bytes` as an answer of `kind`, and once more: the same must come out.
pub fn answer(kind: AnswerKind, bytes: &[u8]) {
    let mut asked = Asked::new("answer", oracle::now());
    asked.day = Some(oracle::day());
    let answer = parse(kind, bytes, &asked);
    oracle::answer(&answer, bytes.len());
    assert!(answer == parse(kind, bytes, &asked), "{kind}: the same bytes are read in two ways");
}

/// Reads `bytes` as a file of `format`, and once more: the same must come out.
pub fn file(format: Format, bytes: &[u8]) {
    let items = items(format, bytes);
    items.iter().for_each(oracle::item);
    assert!(items == self::items(format, bytes), "{format}: the same bytes are read in two ways");
}

fn items(format: Format, bytes: &[u8]) -> Vec<Item> {
    let mut options = ReadOptions::new(oracle::now());
    options.format = format;
    options.limits = Limits { record_bytes: 1 << 20, page_bytes: 1 << 20, ratio: 200 };
    match Reader::from_bytes("answer", Box::new(Cursor::new(bytes.to_vec())), &options) {
        Ok(reader) => reader.take(MOST_ITEMS).collect(),
        Err(error) => {
            oracle::words(&error.to_string());
            Vec::new()
        }
    }
}

/// Reads `bytes` as a list of feeds, and once more: the same must come out.
pub fn opml(bytes: &[u8]) {
    let list = subscriptions(bytes);
    for feed in &list.feeds {
        feed.folders.iter().chain([&feed.name]).filter(|name| !name.is_empty()).for_each(|name| oracle::words(name));
        assert!(!feed.address.is_empty() && !feed.address.contains(char::is_control), "{:?}", feed.address);
    }
    list.problems.iter().chain(&list.notes).for_each(|said| oracle::words(said));
    assert!(list == subscriptions(bytes), "the same bytes are read in two ways");
}

/// Reads `text` as the name of a source: what is read is printed as it was read, and asks at an address of the web.
pub fn preset(text: &str) {
    let preset = match text.parse::<Preset>() {
        Ok(preset) => preset,
        Err(error) => return oracle::words(&error.to_string()),
    };
    let printed = preset.to_string();
    assert_eq!(printed.parse::<Preset>().ok().as_ref(), Some(&preset), "printed as {printed:?}");
    let position = Position::start(Window::new(oracle::day(), oracle::day()));
    let asked = preset.source("source", None).map(|source| source.provider.ask(&source.base, &position));
    match asked {
        Ok(Ok(address)) => oracle::address(&address.to_string()),
        Ok(Err(error)) => oracle::words(&error.to_string()),
        Err(error) => oracle::words(&error.to_string()),
    }
}

/// Reads what a paper says of itself: the lines of `text` are its title, comment and journal reference, the rest is the abstract.
pub fn said(text: &str) {
    let mut lines = text.splitn(4, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (title, comment, reference, words) = (line(), line(), line(), line());
    let said = said_of_itself(title, Some(words), Some(comment), Some(reference));
    oracle::said(&said);
    assert_eq!(said, said_of_itself(title, Some(words), Some(comment), Some(reference)));
}
