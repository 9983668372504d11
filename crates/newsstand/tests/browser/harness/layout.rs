//! Whether a page fits its window and is set in its own type.

use serde_json::{Value, json};

use super::Browser;

/// Elements that reach beyond the right border, other than what stands in a box that scrolls by itself.
const TOO_WIDE: &str = "const width = arguments[0];
    const scrolls = (it) => it && it !== document.body && it !== document.documentElement &&
        (getComputedStyle(it).overflowX !== 'visible' || scrolls(it.parentElement));
    return [...document.body.querySelectorAll('*')]
        .filter((it) => it.getBoundingClientRect().right > width + 1 && !scrolls(it))
        .map((it) => it.outerHTML.slice(0, 160)).slice(0, 5)";

/// The typefaces in which text of the page is to be set first of all but that are not there, and the faces that could not
/// be loaded. What the reader's system brings along (`ui-monospace`) is no concern of the page's.
const FONTS: &str = "return document.fonts.ready.then((fonts) => {
    const faces = [...fonts], name = (family) => family.replaceAll(/[\"']/g, '').trim();
    const of = (status) => faces.filter((face) => face.status === status).map(({ family }) => name(family));
    const hasWords = (it) => [...it.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());
    const set = [...document.body.querySelectorAll('*')].filter((it) => it.checkVisibility() && hasWords(it));
    const wanted = new Set(set.map((it) => name(getComputedStyle(it).fontFamily.split(',')[0])));
    const missing = [...wanted].filter((family) => !of('loaded').includes(family) && !family.startsWith('ui-'));
    return [...missing, ...of('error')];
})";

impl Browser<'_> {
    /// Fails where the page is wider than the window, and names what sticks out.
    #[track_caller]
    pub fn assert_fits(&self) {
        let width = self.mode.width.pixels().0;
        let page = self.ask("document.scrollingElement.scrollWidth").as_u64().unwrap_or_default();
        let culprits = || self.script(TOO_WIDE, &[Value::from(width)]);
        assert!(
            page <= u64::from(width),
            "{} is {page} pixels wide, the window {width}: {:#}",
            self.path(),
            culprits()
        );
    }

    /// Fails where text is set in another typeface than the style sheet wants.
    #[track_caller]
    pub fn assert_fonts_loaded(&self) {
        let missing = self.script(FONTS, &[]);
        assert_eq!(missing, Value::Array(Vec::new()), "typefaces that are not there on {}", self.path());
    }

    /// A PNG of the page's first `height` pixels, or of all of it where it is shorter.
    #[track_caller]
    pub fn picture(&self, height: u32) -> Vec<u8> {
        let page = self.ask("document.documentElement.scrollHeight").as_u64().unwrap_or_default();
        let (_, window) = self.mode.width.pixels();
        let width = self.ask("window.innerWidth").as_u64().unwrap_or_default();
        let height = page.clamp(u64::from(window), u64::from(height.max(window)));
        let clip = json!({"x": 0, "y": 0, "width": width, "height": height, "scale": 1});
        let parameters = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
        let picture = self.devtools("Page.captureScreenshot", &parameters);
        base64(picture["data"].as_str().unwrap_or_default())
    }
}

/// Bytes from base64 (RFC 4648, section 4). A crate for one picture would be too much.
fn base64(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.bytes().filter_map(digit).map(u32::from).collect();
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for four in digits.chunks(4) {
        let bits = four.iter().fold(0_u32, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}

/// What a letter of base64 stands for; none for the padding at the end.
fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
