//! Compression that a client and this server both know.

use std::io::Write;

use axum::http::{HeaderMap, HeaderValue, header};
use flate2::Compression;
use flate2::write::GzEncoder;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Encoding {
    /// As it is.
    Identity,
    /// gzip (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
}

impl Encoding {
    /// The smallest that the request allows. A quality of 0 forbids (RFC 9110, 12.5.3); other qualities do not matter here.
    pub(crate) fn preferred(headers: &HeaderMap) -> Self {
        let mut best = Self::Identity;
        for value in headers.get_all(header::ACCEPT_ENCODING) {
            for part in value.to_str().unwrap_or_default().split(',') {
                let (name, quality) = part.split_once(';').unwrap_or((part, "q=1"));
                let forbidden =
                    quality.trim().strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
                match name.trim() {
                    _ if forbidden => {}
                    "br" => best = Self::Brotli,
                    "gzip" | "x-gzip" if best == Self::Identity => best = Self::Gzip,
                    _ => {}
                }
            }
        }
        best
    }

    /// The name in `Content-Encoding`; none for a body as it is.
    pub(crate) fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Brotli => Some(HeaderValue::from_static("br")),
        }
    }

    /// `body` in this encoding. `effort` is Brotli's quality, 0-11; gzip takes its own default.
    pub(crate) fn encode(self, body: &[u8], effort: i32) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(body.to_vec()),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::default());
                encoder.write_all(body)?;
                encoder.finish()
            }
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams { quality: effort, ..Default::default() };
                let mut out = Vec::with_capacity(body.len() / 3);
                brotli::BrotliCompress(&mut &*body, &mut out, &params)?;
                Ok(out)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preferred(value: &str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
        Encoding::preferred(&headers)
    }

    #[test]
    fn takes_the_best_that_is_allowed() {
        assert_eq!(preferred("gzip, deflate, br, zstd"), Encoding::Brotli);
        assert_eq!(preferred("gzip;q=1.0, br;q=0"), Encoding::Gzip);
        assert_eq!(preferred("br;q=0.000"), Encoding::Identity);
        assert_eq!(preferred("br;q=0.5"), Encoding::Brotli);
        assert_eq!(preferred("*"), Encoding::Identity);
        assert_eq!(Encoding::preferred(&HeaderMap::new()), Encoding::Identity);
    }
}
