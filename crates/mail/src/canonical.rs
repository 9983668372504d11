//! The form in which a message is signed: `relaxed` for its header and its body (RFC 6376, 3.4.2 and 3.4.4).

/// The fields of a message's header in their order: names, and values as they stand there.
pub(crate) type Fields<'a> = Vec<(&'a str, &'a str)>;

const END: &[u8] = b"\r\n";

/// The fields of the header, and the body. Lines end in CR LF.
pub(crate) fn parts(message: &[u8]) -> (Fields<'_>, &[u8]) {
    let at = find(message, b"\r\n\r\n").map_or(message.len(), |at| at + END.len());
    let (head, rest) = message.split_at(at);
    let body = rest.strip_prefix(END).unwrap_or(rest);
    // What this program writes is UTF-8; what is not would be no field.
    let head = std::str::from_utf8(head).unwrap_or_default();
    (fields(head), body)
}

fn fields(head: &str) -> Fields<'_> {
    let (mut fields, mut begin) = (Fields::new(), 0);
    for (end, _) in head.match_indices("\r\n") {
        let next = end + END.len();
        let goes_on = head.get(next..).is_some_and(|rest| rest.starts_with([' ', '\t']));
        if !goes_on {
            fields.extend(head.get(begin..end).and_then(|field| field.split_once(':')));
            begin = next;
        }
    }
    fields
}

/// The names of what is signed, in small letters, and all of it in canonical form: of each name the last field, and those of `closed` once more, which
/// says that there is no other.
pub(crate) fn signed(fields: &Fields<'_>, names: &[&str], closed: &[&str]) -> (Vec<String>, String) {
    let (mut present, mut text) = (Vec::new(), String::new());
    for name in names {
        let Some((_, value)) = fields.iter().rfind(|(field, _)| field.eq_ignore_ascii_case(name)) else { continue };
        present.push(name.to_ascii_lowercase());
        text.push_str(&relaxed(name, value));
    }
    let again: Vec<String> = closed.iter().map(|name| name.to_ascii_lowercase()).collect();
    let again = again.into_iter().filter(|name| present.contains(name)).collect::<Vec<_>>();
    present.extend(again);
    (present, text)
}

/// A field: its name in small letters, its value in one line, each run of blanks one space, none around it.
pub(crate) fn relaxed(name: &str, value: &str) -> String {
    let words: Vec<&str> = value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    format!("{}:{}\r\n", name.to_ascii_lowercase(), words.join(" "))
}

/// A body: each run of blanks in a line one space, none at its end, no empty lines at the end of all.
pub(crate) fn body(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let (mut rest, mut filled) = (body, 0);
    while !rest.is_empty() {
        let end = find(rest, END);
        let (line, after) = rest.split_at(end.unwrap_or(rest.len()));
        let before = out.len();
        push_line(&mut out, line);
        let is_empty = out.len() == before;
        out.extend(END);
        if !is_empty {
            filled = out.len();
        }
        rest = after.strip_prefix(END).unwrap_or_default();
    }
    out.truncate(filled);
    out
}

fn push_line(out: &mut Vec<u8>, line: &[u8]) {
    let mut blank = false;
    for byte in line {
        if matches!(byte, b' ' | b'\t') {
            blank = true;
            continue;
        }
        if blank {
            out.push(b' ');
        }
        blank = false;
        out.push(*byte);
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_examples_of_the_specification() {
        // RFC 6376, 3.4.5.
        let message = b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
        let (fields, text) = parts(message);
        let lines: Vec<String> = fields.iter().map(|(name, value)| relaxed(name.trim(), value)).collect();
        assert_eq!(lines, ["a:X\r\n", "b:Y Z\r\n"]);
        assert_eq!(body(text), b" C\r\nD E\r\n");
    }

    #[test]
    fn a_body_without_an_end_gets_one_and_an_empty_one_none() {
        for (given, expected) in
            [("", ""), ("\r\n\r\n", ""), (" \t\r\n", ""), ("a", "a\r\n"), ("a\r\n b \r\n\r\n", "a\r\n b\r\n")]
        {
            assert_eq!(body(given.as_bytes()), expected.as_bytes(), "{given:?}");
        }
    }

    #[test]
    fn signs_the_last_of_each_and_says_that_there_is_no_other() {
        let (fields, _) = parts(b"Subject: one\r\nFrom: a\r\nsubject: two\r\n\r\n");
        let (names, text) = signed(&fields, &["From", "Subject", "Reply-To"], &["From", "Reply-To"]);
        assert_eq!(names, ["from", "subject", "from"]);
        assert_eq!(text, "from:a\r\nsubject:two\r\n");
    }

    #[test]
    fn hostile_messages_have_parts_too() {
        for (message, count) in [
            ("", 0),
            ("\r\n", 0),
            ("a", 0),
            (" a: b\r\n", 1),
            ("a: b\r\n c", 0),
            ("\r\n\r\n\r\n", 0),
            ("x\r\ny: z\r\n\r\n", 1),
        ] {
            assert_eq!(parts(message.as_bytes()).0.len(), count, "{message:?}");
        }
        assert_eq!(parts(b"a: \xff\r\n\r\nb").0.len(), 0);
    }
}
