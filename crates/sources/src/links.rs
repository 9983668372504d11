//! Addresses as sources give them.

use crate::clean::ADDRESS_BYTES;

/// `text` if it is an absolute `http` or `https` address of sensible length that can stand in a page; its scheme in
/// lower case.
pub(crate) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let scheme = ["https", "http"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
    let host = rest.split(['/', '?', '#']).next()?;
    // A name before the host (`user@host`) only serves to make an address look like another.
    let host_fits = host.contains('.') && !host.contains('@') && !host.starts_with('.');
    let fits = host_fits && text.len() <= ADDRESS_BYTES && !rest.contains(is_forbidden);
    fits.then(|| format!("{scheme}://{rest}"))
}

/// What an address never holds as it stands (RFC 3986, 2): white space, controls, quotes and brackets of HTML.
fn is_forbidden(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

/// Whether an address ends like a picture that browsers show.
pub(crate) fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("png" | "jpg" | "jpeg" | "gif" | "webp" | "avif"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_web_addresses_pass() {
        assert_eq!(address(" HTTPS://Example.org/a?b#c "), Some("https://Example.org/a?b#c".to_owned()));
        for text in [
            "",
            "example.org",
            "/a",
            "javascript:alert(1)",
            "ftp://example.org",
            "https://localhost",
            "https://user@example.org",
            "https://example.org/a b",
            "https://example.org/\"x",
            "https:///path.x",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
        assert_eq!(address(&format!("https://example.org/{}", "a".repeat(3000))), None);
    }

    #[test]
    fn knows_pictures() {
        assert!(is_picture("https://x.org/a.PNG?b"));
        assert!(!is_picture("https://x.org/a.mp4"));
    }
}
