//! Web addresses in texts, each with the words before it.

use std::iter;
use std::sync::LazyLock;

use memchr::memmem;

use crate::clean::ADDRESS_BYTES;
use crate::links;

/// How addresses begin: some hosts are also written without `https://` before them.
const STARTS: [&str; 5] = ["http", "github.com/", "huggingface.co/", "gitlab.com/", "www."];

/// How many bytes may stand behind the last address of a text: what people put around addresses.
const LAST: usize = 3;

/// An address and the words of its sentence before it, in lower case.
#[derive(Debug)]
pub(crate) struct Mention {
    pub(super) before: String,
    pub(super) url: String,
    /// Whether the text ends with it.
    pub(super) is_last: bool,
}

impl Mention {
    /// The host without `www.` and the path without its first slash.
    pub(super) fn parts(&self) -> (&str, &str) {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        (host.strip_prefix("www.").unwrap_or(host), path)
    }

    /// Whether the words before it hold any of these.
    pub(super) fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.before.contains(word))
    }

    /// The address as a link.
    pub(super) fn address(&self) -> String {
        let url = self.url.trim_end_matches(['/', '#']);
        url.strip_suffix(".git").unwrap_or(url).to_owned()
    }
}

/// All web addresses in `text`, which is one clean line.
pub(crate) fn mentions(text: &str) -> Vec<Mention> {
    if !may_have_one(text) {
        return Vec::new();
    }
    let (mut starts, mut rest, mut words) = (Starts::new(text), 0, String::new());
    let next = iter::from_fn(|| {
        let at = starts.next(rest)?;
        let (before, found) = (text.get(rest..at)?, text.get(at..)?);
        let url = found.get(..found.find(ends_address).unwrap_or(found.len()).max(4))?;
        rest = at + url.len();
        let own = sentence_end(before);
        if !goes_on(&own) {
            words = own;
        }
        let is_last = text.len() - rest <= LAST;
        Some(address(url).map(|url| Mention { before: words.clone(), url, is_last }))
    });
    next.flatten().collect()
}

/// Whether there may be an address: most texts have none, and that is soon known. All but those that begin with `www.` have a slash.
fn may_have_one(text: &str) -> bool {
    static FINDERS: LazyLock<[memmem::Finder<'static>; 3]> =
        LazyLock::new(|| ["http", ".com/", "www."].map(memmem::Finder::new));
    let [scheme, host, www] = &*FINDERS;
    let has = |finder: &memmem::Finder<'_>| finder.find(text.as_bytes()).is_some();
    memchr::memchr(b'/', text.as_bytes()).is_some() && (has(scheme) || has(host)) || has(www)
}

/// The places where addresses may begin, found in one walk for each way to begin.
struct Starts<'t> {
    text: &'t str,
    /// The next place of each; the length of the text where there is none.
    next: [usize; STARTS.len()],
}

impl<'t> Starts<'t> {
    fn new(text: &'t str) -> Self {
        let find = |start: &str| memmem::find(text.as_bytes(), start.as_bytes()).unwrap_or(text.len());
        let mut starts = Self { text, next: STARTS.map(find) };
        starts.pass(0);
        starts
    }

    /// The first at or behind `from`.
    fn next(&mut self, from: usize) -> Option<usize> {
        self.pass(from);
        self.next.iter().copied().min().filter(|at| *at < self.text.len())
    }

    /// Passes over those before `from`, and over those that are the end of something longer.
    fn pass(&mut self, from: usize) {
        let text = self.text;
        for (next, start) in self.next.iter_mut().zip(STARTS) {
            while *next < text.len() && (*next < from || start != "http" && !is_free(text, *next)) {
                let behind = from.max(*next + 1);
                *next = text.get(behind..).and_then(|rest| rest.find(start)).map_or(text.len(), |at| behind + at);
            }
        }
    }
}

/// Whether what begins at `at` is not the end of a longer word or address.
fn is_free(text: &str, at: usize) -> bool {
    !text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || "./@-".contains(c)))
}

/// An address as it is written in a text, with its scheme.
fn address(url: &str) -> Option<String> {
    // What is far too long for an address is not looked at more closely.
    let whole = Some(url).filter(|url| url.len() <= 2 * ADDRESS_BYTES)?;
    let whole = if whole.starts_with("http") { trimmed(whole) } else { format!("https://{}", trimmed(whole)) };
    links::address(&whole)
}

/// Whether words only go on from one address to the next, so that those before the first belong to both.
fn goes_on(words: &str) -> bool {
    let words = words.trim_matches(|c: char| !c.is_alphabetic());
    matches!(words, "and" | "or")
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`')
}

/// An address without LaTeX's escapes and without the punctuation behind it.
fn trimmed(url: &str) -> String {
    let plain = ["\\_", "\\%", "\\#", "\\&", "\\~"]
        .into_iter()
        .fold(url.to_owned(), |url, escape| url.replace(escape, escape.trim_start_matches('\\')));
    let mut end = plain.split('\\').next().unwrap_or_default();
    loop {
        let shorter = end.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', ']', '$']);
        let unopened = shorter.ends_with(')') && shorter.matches('(').count() < shorter.matches(')').count();
        let shorter = if unopened { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if shorter == end {
            return end.to_owned();
        }
        end = shorter;
    }
}

/// The last sentence of `before`, of at most about 250 bytes, in lower case.
fn sentence_end(before: &str) -> String {
    let start = (before.len().saturating_sub(250)..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(0);
    let near = before.get(start..).unwrap_or_default();
    let sentence = [". ", "! ", "? ", "; "].iter().filter_map(|end| near.rfind(end)).max();
    sentence.and_then(|at| near.get(at + 1..)).unwrap_or(near).to_lowercase()
}
