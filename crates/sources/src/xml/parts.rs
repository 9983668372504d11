//! A document as a stream of its parts.

use std::borrow::Cow;
use std::iter;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::content::{self, append, attributes};
use super::element::{Element, Node, local};

/// How deep elements may lie in each other. Real answers reach 12.
const DEPTH: usize = 100;
/// How many nodes one paper may have. The largest real one (5,000 authors with their places) has 60,000.
const NODES: usize = 500_000;
/// After how many broken records the rest is given up, so that hostile input cannot have itself be read again and again.
const BROKEN: usize = 100;
/// How long the name of a record may be, with its prefix, to be found again after a break.
const LONGEST_NAME: usize = 64;

/// A part of a document.
#[derive(Debug, PartialEq)]
pub(crate) enum Part<'a> {
    /// An element that holds wanted ones, without what it holds.
    Opened(Element<'a>),
    /// A wanted element with all it holds.
    Whole(Element<'a>),
}

/// The parts of a document in their order: the wanted elements whole, at whatever depth, and those around them opened.
/// Where a record is broken, the reason comes in its place, and reading goes on at the next.
pub(crate) struct Parts<'a, 'w> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where in `text` the reader began.
    base: usize,
    wanted: &'w [&'w str],
    /// Those at which reading goes on after a break.
    begins: &'w [&'w str],
    open: Vec<&'a str>,
    broken: usize,
    ended: bool,
    /// The first entity that nobody knows.
    unknown: Option<String>,
}

impl<'a, 'w> Parts<'a, 'w> {
    /// The parts of `text`; names of `wanted` are without prefix. After a break, reading goes on at the first of them.
    pub(crate) fn new(text: &'a str, wanted: &'w [&'w str]) -> Self {
        let (reader, open) = (reader_of(text), Vec::new());
        let begins = wanted.get(..1).unwrap_or_default();
        Self { text, reader, base: 0, wanted, begins, open, broken: 0, ended: false, unknown: None }
    }

    /// The same, but after a break reading goes on at whichever of the wanted comes next.
    pub(crate) fn going_on_at_any(self) -> Self {
        Self { begins: self.wanted, ..self }
    }

    /// The first entity that was met and is not known: it stands in the texts as it was written.
    pub(crate) fn unknown_entity(&self) -> Option<&str> {
        self.unknown.as_deref()
    }

    /// Where in the text the next event begins.
    fn reached(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX - self.base)
    }

    /// The next event, and where its tag stands in the text.
    fn event(&mut self) -> Result<(Event<'a>, usize), String> {
        let start = self.reached();
        self.reader.read_event().map(|event| (event, start)).map_err(|error| format!("broken XML: {error}"))
    }

    fn step(&mut self) -> Result<Option<Part<'a>>, (String, usize)> {
        loop {
            let start = self.reached();
            let (event, _) = self.event().map_err(|reason| (reason, start))?;
            match event {
                Event::Start(tag) => {
                    let element = self.element(start, tag.name().as_ref().len(), tag.len());
                    if self.wanted.contains(&element.local()) {
                        return self.whole(element).map(|whole| Some(Part::Whole(whole))).map_err(|why| (why, start));
                    }
                    self.open.push(element.name);
                    if self.open.len() > DEPTH {
                        return Err((too_deep(), start));
                    }
                    return Ok(Some(Part::Opened(element)));
                }
                Event::Empty(tag) => {
                    let element = self.element(start, tag.name().as_ref().len(), tag.len());
                    let wanted = self.wanted.contains(&element.local());
                    return Ok(Some(if wanted { Part::Whole(element) } else { Part::Opened(element) }));
                }
                Event::End(_) => {
                    self.open.pop();
                }
                Event::Eof => return self.end().map_err(|reason| (reason, self.text.len())),
                _ => {}
            }
        }
    }

    /// The end of the text, which must not lie inside an element.
    fn end(&mut self) -> Result<Option<Part<'a>>, String> {
        self.ended = true;
        match self.open.last() {
            Some(name) => Err(format!("the document breaks off inside <{name}>")),
            None => Ok(None),
        }
    }

    /// The element whose tag begins at `start` with `<`, without what it holds.
    fn element(&self, start: usize, name: usize, content: usize) -> Element<'a> {
        let content = self.text.get(start + 1..start + 1 + content).unwrap_or_default();
        let attributes = if content.len() > name { attributes(content, name) } else { Vec::new() };
        Element { name: content.get(..name).unwrap_or_default(), attributes, children: Vec::new() }
    }

    /// Everything up to the end of `root`, which was just opened.
    fn whole(&mut self, root: Element<'a>) -> Result<Element<'a>, String> {
        let (mut stack, mut nodes) = (Vec::new(), 0_usize);
        let mut current = root;
        loop {
            let (event, start) = self.event()?;
            nodes += 1;
            if nodes > NODES {
                return Err(format!("<{}> holds more than {NODES} nodes", current.name));
            }
            match event {
                Event::Start(tag) => {
                    let element = self.element(start, tag.name().as_ref().len(), tag.len());
                    stack.push(std::mem::replace(&mut current, element));
                    if stack.len() > DEPTH {
                        return Err(too_deep());
                    }
                }
                Event::Empty(tag) => {
                    let element = self.element(start, tag.name().as_ref().len(), tag.len());
                    current.children.push(Node::Element(element));
                }
                Event::End(_) => match stack.pop() {
                    Some(parent) => {
                        let child = std::mem::replace(&mut current, parent);
                        current.children.push(Node::Element(child));
                    }
                    None => return Ok(current),
                },
                Event::Text(text) => append(&mut current, text.into_inner()),
                Event::CData(text) => append(&mut current, text.into_inner()),
                Event::GeneralRef(entity) => append(&mut current, self.resolved(&entity)),
                Event::Eof => return Err(format!("the document breaks off inside <{}>", current.name)),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// The text that a reference stands for; one that nobody knows stays as it is written.
    fn resolved(&mut self, entity: &BytesRef<'a>) -> Cow<'a, str> {
        content::resolved(entity).unwrap_or_else(|| {
            self.unknown.get_or_insert_with(|| entity.chars().take(40).collect());
            Cow::Owned(format!("&{};", &**entity))
        })
    }

    /// Goes on at the next record behind `start`.
    fn recover(&mut self, start: usize) {
        self.broken += 1;
        self.open.clear();
        let next = (self.broken < BROKEN).then(|| self.next_record(start + 1)).flatten();
        match next {
            Some(next) => {
                self.base = next;
                self.reader = reader_of(self.text.get(next..).unwrap_or_default());
            }
            None => self.ended = true,
        }
    }

    fn next_record(&self, from: usize) -> Option<usize> {
        let from = (from..=self.text.len()).find(|at| self.text.is_char_boundary(*at))?;
        let rest = self.text.get(from..)?;
        let starts = rest.match_indices('<').map(|(at, _)| at);
        let fits = |at: &usize| {
            let tag = rest.get(at + 1..).unwrap_or_default();
            let end = tag.bytes().take(LONGEST_NAME).position(|b| matches!(b, b' ' | b'>' | b'\t' | b'\n' | b'\r'));
            end.and_then(|end| tag.get(..end)).is_some_and(|name| self.begins.contains(&local(name)))
        };
        starts.into_iter().find(fits).map(|at| from + at)
    }
}

impl<'a> Iterator for Parts<'a, '_> {
    type Item = Result<Part<'a>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.step() {
            Ok(part) => part.map(Ok),
            Err((reason, start)) => {
                let line = 1 + self.text.get(..start).map_or(0, |before| before.matches('\n').count());
                if !self.ended {
                    self.recover(start);
                }
                Some(Err(format!("{reason} (line {line})")))
            }
        }
    }
}

impl iter::FusedIterator for Parts<'_, '_> {}

fn reader_of(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    // Behind a broken record the ends of what was open around it come without their beginnings.
    config.allow_unmatched_ends = true;
    reader
}

fn too_deep() -> String {
    format!("elements lie more than {DEPTH} deep in each other")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<String> {
        let show = |part: Result<Part<'_>, String>| match part {
            Ok(Part::Opened(element)) => format!("<{}>", element.name),
            Ok(Part::Whole(element)) => format!("{}={}", element.name, element.text()),
            Err(reason) => reason,
        };
        Parts::new(text, &["r"]).map(show).collect()
    }

    #[test]
    fn wanted_elements_come_whole() {
        let text = "<?xml version='1.0'?><!DOCTYPE a><a x='1'><b><r>1 &lt; <i>2</i><![CDATA[&]]></r></b><n:r/></a>";
        assert_eq!(parts(text), ["<a>", "<b>", "r=1 < 2&", "n:r="]);
    }

    #[test]
    fn entities_are_resolved_by_name_and_number_and_others_stay() {
        let text = "<!DOCTYPE a [<!ENTITY own \"x\">]><a><r>&auml;&#228;&#xe4;&nbsp;&own; A&B</r></a>";
        let mut parts = Parts::new(text, &["r"]);
        let Some(Ok(Part::Whole(element))) = parts.nth(1) else { panic!("no record") };
        assert_eq!(element.text(), "äää\u{a0}&own; A&B");
        assert_eq!(parts.unknown_entity(), Some("own"));
    }

    #[test]
    fn attributes_are_read_without_declarations() {
        let mut parts = Parts::new("<r xmlns:x='u' a='1 &amp; &uuml;' x:b=\"2\" c/>", &["r"]);
        let Some(Ok(Part::Whole(element))) = parts.next() else { panic!("no record") };
        assert_eq!((element.attribute("a"), element.attribute("x:b")), (Some("1 & ü"), Some("2")));
        assert_eq!(element.attributes.len(), 2);
    }

    #[test]
    fn a_broken_record_is_lost_alone() {
        let found = parts("<a><r>1</r>\n<r><b>2</r>\n<r>3</r></a>");
        assert_eq!((found.len(), found[1].as_str(), found[3].as_str()), (4, "r=1", "r=3"));
        assert!(found[2].starts_with("broken XML: ") && found[2].ends_with("(line 2)"), "{}", found[2]);
    }

    #[test]
    fn a_document_that_breaks_off_says_where() {
        assert_eq!(parts("<a><r>1</r>").last().unwrap(), "the document breaks off inside <a> (line 1)");
        assert_eq!(parts("<a><r>1</r>\n<r><b>").last().unwrap(), "the document breaks off inside <b> (line 2)");
    }

    #[test]
    fn depth_and_nodes_and_repetitions_are_bounded() {
        assert!(parts(&format!("<a><r>{}", "<b>".repeat(100_000)))[1].contains("more than 100 deep"));
        assert!(parts(&"<b>".repeat(100_000)).last().unwrap().contains("more than 100 deep"));
        assert!(parts(&format!("<r>{}</r>", "<b/>".repeat(600_000)))[0].contains("more than 500000 nodes"));
        assert_eq!(parts(&"<r><!--".repeat(10_000)).len(), BROKEN);
    }
}
