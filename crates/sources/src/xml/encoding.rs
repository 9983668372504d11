//! Bytes as text: byte order marks, declared encodings, and what is neither.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

/// How far into a document its declaration is looked for, in bytes.
const DECLARATION: usize = 200;

/// A text, and what had to be done to make it one.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Why some characters are replaced, where some are.
    pub(crate) note: Option<String>,
}

/// `bytes` as text: by its byte order mark, else by the encoding that an XML declaration names, else as UTF-8. What does not
/// decode is replaced by U+FFFD and noted.
pub(crate) fn decoded(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return in_encoding(bytes.get(mark..).unwrap_or_default(), encoding);
    }
    in_encoding(bytes, declared(bytes).unwrap_or(UTF_8))
}

fn in_encoding<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    if encoding != UTF_8 {
        let (text, replaced) = encoding.decode_without_bom_handling(bytes);
        let note = replaced.then(|| format!("not all of it is {}; the rest was replaced", encoding.name()));
        return Decoded { text, note };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), note: None },
        Err(error) => {
            let note = format!("invalid UTF-8 at byte {}, replaced", error.valid_up_to() + 1);
            Decoded { text: String::from_utf8_lossy(bytes), note: Some(note) }
        }
    }
}

/// The encoding that `<?xml … encoding="…"?>` names. A declaration that could be read as ASCII is not UTF-16, whatever it
/// says (XML 1.0, 4.3.3).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION))?;
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.iter().position(|b| *b == b'>')?;
    let declaration = std::str::from_utf8(declaration.get(..end)?).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let label = value.strip_prefix(['"', '\''])?.split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, bool) {
        let decoded = decoded(bytes);
        (decoded.text.into_owned(), decoded.note.is_some())
    }

    #[test]
    fn a_declared_encoding_counts() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>Caf\xe9</a>";
        assert!(read(latin).0.ends_with("<a>Caf\u{e9}</a>"));
        let lie = b"<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>x</a>";
        assert!(read(lie).0.ends_with("<a>x</a>"));
        assert_eq!(read(b"<?xml version=\"1.0\"?>\xc3\xa9"), ("<?xml version=\"1.0\"?>é".to_owned(), false));
    }

    #[test]
    fn byte_order_marks_count_more_and_go_away() {
        assert_eq!(read(b"\xef\xbb\xbf<a/>"), ("<a/>".to_owned(), false));
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(read(&wide), ("<a>é</a>".to_owned(), false));
    }

    #[test]
    fn what_does_not_decode_is_replaced_and_noted() {
        assert_eq!(read(b"a\xe9b"), ("a\u{fffd}b".to_owned(), true));
        assert_eq!(decoded(b"a\xe9b").note.as_deref(), Some("invalid UTF-8 at byte 2, replaced"));
    }
}
