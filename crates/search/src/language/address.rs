//! Queries that were copied from an address: `search_query=au:del_maestro+AND+ti:%22quantum+criticality%22`.

use super::names::{Field, before_colon};
use super::tokens::is_quote;

/// The signs by which an encoded query is known, where it has no white space.
const SIGNS: [&str; 10] = ["%22", "%28", "%29", "%20", "%5B", "%5b", "+AND+", "+OR+", "+ANDNOT+", "+TO+"];

/// What stands before the query in arXiv's addresses.
const PARAMETER: &str = "search_query=";

/// The query that an address or the value of its parameter holds; `None` for a text that is none.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return None;
    }
    if text.contains(is_quote) {
        return None;
    }
    if let Some((_, rest)) = text.split_once(PARAMETER) {
        return Some(decode(rest.split('&').next().unwrap_or_default()));
    }
    let begins = text.trim_start_matches("%28").trim_start_matches('-');
    let has_field = before_colon(begins).and_then(Field::named).is_some();
    let brackets = text.contains(['(', ')']);
    (has_field && !brackets && SIGNS.iter().any(|sign| text.contains(sign))).then(|| decode(text))
}

/// Decodes the form of the parameters of an address (`+` is a space); what is no text afterwards becomes spaces. Nothing is left
/// that could be decoded again.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let hex = after.first_chunk::<2>().and_then(|digits| std::str::from_utf8(digits).ok());
        match (byte, hex.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(decoded)) => {
                rest = after.get(2..).unwrap_or_default();
                bytes.push(decoded);
            }
            (other, _) => bytes.push(*other),
        }
    }
    let text = String::from_utf8_lossy(&bytes).replace(PARAMETER, " ");
    text.replace(['+', '%', '\u{fffd}'], " ")
}

/// The text in a form that is not [`decoded`], for words that stand alone by accident.
pub(super) fn never_decoded(text: &str) -> String {
    if decoded(text).is_some() { text.replace([':', '+', '%', '='], "·") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_decoded() {
        for (text, query) in [
            ("au:del_maestro+AND+ti:%22quantum+criticality%22", "au:del_maestro AND ti:\"quantum criticality\""),
            ("http://export.arxiv.org/api/query?search_query=all:electron&start=0&max_results=10", "all:electron"),
            ("%28ti:a+OR+ti:b%29+ANDNOT+cat:cs.LG", "(ti:a OR ti:b) ANDNOT cat:cs.LG"),
            ("submittedDate:%5B202301010600+TO+202401010600%5D", "submittedDate:[202301010600 TO 202401010600]"),
            ("ti:%c3%a9t%C3%A9+OR+ti:%ff", "ti:été OR ti: "),
        ] {
            assert_eq!(decoded(text).as_deref(), Some(query), "{text}");
        }
    }

    #[test]
    fn texts_are_left_alone() {
        for text in ["", "C++", "ti:a AND ti:b", "a+b", "50%22", "x:%22", "ti:\"a\"%22", "ti:graph", "a%"] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_is_decoded_twice() {
        let once = decoded("ti:%252522+OR+x").unwrap();
        assert_eq!(decoded(&once), None, "{once}");
        assert_eq!(decoded(&decoded("date:%2522").unwrap_or_default()), None);
    }
}
