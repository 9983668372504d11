//! The forms of a feed, and how an address names one.

use axum::http::HeaderValue;

/// How a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// RFC 4287.
    Atom,
    /// RSS 2.0, <https://www.rssboard.org/rss-specification>.
    Rss,
    /// JSON Feed 1.1, <https://www.jsonfeed.org/version/1.1/>.
    Json,
}

impl Form {
    /// All of them, the one that says most first.
    pub(crate) const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// What stands behind the last dot of an address.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::Rss => "rss",
            Self::Json => "json",
        }
    }

    /// What readers call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::Json => "JSON",
        }
    }

    /// The media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
        }
    }

    /// The media type with the encoding, where it can be said: JSON is always UTF-8.
    pub(crate) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Json => "application/feed+json",
        })
    }

    /// The form that a path asks for.
    pub(crate) fn of(path: &str) -> Option<Self> {
        split(path).map(|(_, form)| form)
    }
}

/// The path without the name of a form at its end. Only the three names count, written small: ids of categories and papers hold dots too,
/// and what stands behind those is not for this function to judge.
pub(crate) fn split(path: &str) -> Option<(&str, Form)> {
    let (stem, extension) = path.rsplit_once('.')?;
    let form = Form::ALL.into_iter().find(|form| form.extension() == extension)?;
    (!stem.is_empty() && !stem.ends_with('/')).then_some((stem, form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_three_names_count() {
        assert_eq!(split("cs.CL.atom"), Some(("cs.CL", Form::Atom)));
        assert_eq!(split("/author/x.rss"), Some(("/author/x", Form::Rss)));
        assert_eq!(split("2026-03-01.json"), Some(("2026-03-01", Form::Json)));
        assert_eq!(split("x.atom.atom"), Some(("x.atom", Form::Atom)));
        for path in [
            "cs.CL",
            "2401.01234",
            "/papers/2401.01234",
            "hep-th/9901001",
            "math.CO",
            "x.xml",
            "x.ATOM",
            "x.atom2",
            "atom",
        ] {
            assert_eq!(split(path), None, "{path}");
        }
        for path in ["", ".", ".atom", "/author/.atom", "x.", "x.atom/y", "a.json/"] {
            assert_eq!(split(path), None, "{path}");
        }
    }
}
