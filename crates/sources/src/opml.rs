//! Lists of feeds as readers of feeds write them: OPML, 1.0 and 2.0 (<http://opml.org/spec2.opml>), and what is nearly that. Nothing that such a
//! list names is fetched.

use crate::clean::{NAME_CHARS, REASON_CHARS, clean};
use crate::xml::{Element, Part, Parts, decoded};

/// The most feeds of a list; readers' own have some hundreds.
const MOST: usize = 1_000;

/// The longest address.
const LONGEST: usize = 2_000;

/// A feed that somebody reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// What its reader calls it; may be empty.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// The folders in which it lies, the outermost first.
    pub folders: Vec<String>,
}

/// What a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// The feeds in their order, each as often as it stands there.
    pub feeds: Vec<Subscription>,
    /// What could not be read.
    pub problems: Vec<String>,
    /// What was passed over on purpose.
    pub notes: Vec<String>,
}

/// Reads a list.
pub fn subscriptions(bytes: &[u8]) -> Subscriptions {
    let text = decoded(bytes);
    let mut list = Subscriptions::default();
    list.notes.extend(text.note);
    let (mut is_opml, mut folders) = (false, Vec::new());
    for part in Parts::new(&text.text, &["outline"]).going_on_at_any() {
        match part {
            Ok(Part::Opened(element)) => is_opml |= element.local().eq_ignore_ascii_case("opml"),
            Ok(Part::Whole(element)) => list.take(&element, &mut folders),
            // It quotes what stands there.
            Err(reason) => list.problems.push(clean(&reason, REASON_CHARS).text),
        }
    }
    if !is_opml {
        list.problems.push("this is no OPML".to_owned());
    }
    if list.feeds.len() > MOST {
        list.problems.push(format!("it holds {} feeds; the first {MOST} are taken", list.feeds.len()));
        list.feeds.truncate(MOST);
    }
    list
}

impl Subscriptions {
    /// The feeds of an outline and of those in it.
    fn take(&mut self, outline: &Element<'_>, folders: &mut Vec<String>) {
        // With a comment everything in it is one (section "What is an <outline>?").
        if attribute(outline, "isComment").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return;
        }
        let name = attribute(outline, "title").or_else(|| attribute(outline, "text")).unwrap_or_default();
        let name = clean(name, NAME_CHARS).text;
        if let Some(address) = attribute(outline, "xmlUrl") {
            self.feed(&name, address, folders);
        } else if let Some(address) = attribute(outline, "url").filter(|_| outline.elements().next().is_none()) {
            let address: String = address.chars().take(200).collect();
            self.notes.push(format!("{name:?} leads to {address:?}, which is no feed of this list"));
        }
        folders.push(name);
        outline.all("outline").for_each(|inner| self.take(inner, folders));
        folders.pop();
    }

    fn feed(&mut self, name: &str, address: &str, folders: &[String]) {
        if address.len() > LONGEST || address.chars().any(char::is_control) {
            let shown: String = address.chars().take(80).collect();
            self.problems.push(format!("{name:?} has an address that is none: {shown:?}"));
            return;
        }
        let folders = folders.iter().filter(|folder| !folder.is_empty()).cloned().collect();
        self.feeds.push(Subscription { name: name.to_owned(), address: address.to_owned(), folders });
    }
}

/// An attribute however its name is written: many write `xmlurl`.
fn attribute<'e>(element: &'e Element<'_>, name: &str) -> Option<&'e str> {
    let found = element.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(found.1.trim()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let list = subscriptions(text.as_bytes());
        let shown = |feed: &Subscription| {
            let path: Vec<&str> = feed.folders.iter().map(String::as_str).chain([feed.name.as_str()]).collect();
            format!("{}={}", path.join("/"), feed.address)
        };
        let feeds = list.feeds.iter().map(shown).collect();
        (feeds, list.problems.into_iter().chain(list.notes).collect())
    }

    #[test]
    fn what_is_quoted_is_a_line() {
        let (_, said) = read("<opml><body></body\u{1}\0!\n <outline></opml>");
        assert!(!said.is_empty() && !said.concat().contains(char::is_control), "{said:?}");
    }

    #[test]
    fn feeds_are_read_with_their_folders() {
        let (feeds, problems) = read(
            "<?xml version=\"1.0\"?><opml version=\"2.0\"><head><title>Mine</title></head><body>\
             <outline text=\"AI\"><outline text=\"t\" title=\"Ärzte &amp; Co\" type=\"rss\" xmlUrl=\" https://a.example/f?x=1&amp;y=2 \"/>\
             <outline text=\"Deep\"><outline text='B' xmlurl='http://b.example/'/></outline></outline>\
             <outline text=\"C\" XMLURL=\"https://c.example/\"/>\
             <outline text=\"no\" isComment=\"true\"><outline text=\"x\" xmlUrl=\"https://x.example/\"/></outline>\
             <outline text=\"other\" type=\"include\" url=\"https://d.example/list.opml\"/></body></opml>",
        );
        assert_eq!(
            feeds,
            ["AI/Ärzte & Co=https://a.example/f?x=1&y=2", "AI/Deep/B=http://b.example/", "C=https://c.example/"]
        );
        assert_eq!(problems, ["\"other\" leads to \"https://d.example/list.opml\", which is no feed of this list"]);
    }

    #[test]
    fn what_is_broken_loses_no_more_than_itself() {
        let (feeds, problems) = read(
            "<opml><body><outline text='F'><outline text='a' xmlUrl='https://a.example/'/><outline text='b' xmlUrl='https://b.example/'>\
             <oops></outline><outline text='c' xmlUrl='https://c.example/'/></outline>\n<outline text='d' xmlUrl='https://d.example/'/></body></opml>",
        );
        assert!(feeds.contains(&"a=https://a.example/".to_owned()), "{feeds:?}");
        assert_eq!(feeds.last().unwrap(), "d=https://d.example/");
        assert!(!problems.is_empty());
        for nothing in ["", "papers", "<html><body><p>no</p></body></html>", "{\"opml\": 1}"] {
            let (feeds, problems) = read(nothing);
            assert_eq!((feeds.len(), problems.last().map(String::as_str)), (0, Some("this is no OPML")), "{nothing}");
        }
        assert_eq!(read("<opml><body/></opml>"), (Vec::new(), Vec::new()));
    }

    #[test]
    fn what_is_hostile_is_bounded() {
        let bomb = "<!DOCTYPE opml [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
             <opml><body><outline text='&b;&x;' xmlUrl='https://a.example/'/></body></opml>";
        let (feeds, _) = read(bomb);
        assert_eq!((feeds.len(), feeds[0].contains("root") || feeds[0].contains("haha")), (1, false), "{feeds:?}");
        let deep = format!("<opml><body>{}", "<outline text='f'>".repeat(100_000));
        assert!(read(&deep).1.iter().any(|problem| problem.contains("deep")));
        let many = "<outline text='f' xmlUrl='https://a.example/'/>".repeat(1_001);
        let (feeds, problems) = read(&format!("<opml><body>{many}</body></opml>"));
        assert_eq!((feeds.len(), problems), (1_000, vec!["it holds 1001 feeds; the first 1000 are taken".to_owned()]));
        let long = format!(
            "<opml><body><outline text='{0}' xmlUrl='https://a.example/{0}'/></body></opml>",
            "x".repeat(1 << 20)
        );
        assert!(read(&long).1[0].contains("an address that is none") && read(&long).1[0].len() < 2_000);
        let (feeds, _) = read("<opml><outline text='a&#10;b\u{202e}' xmlUrl='https://a.example/'/></opml>");
        assert!(!feeds[0].contains('\n'), "{feeds:?}");
    }
}
