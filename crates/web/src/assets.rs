//! Style, script, typefaces and icon: compiled in, served under names that hold a hash of their content.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use xxhash_rust::xxh3::xxh3_64;

use crate::encoding::Encoding;
use crate::failure::Failure;

/// Brotli's quality for files that are compressed once.
const EFFORT: i32 = 10;

/// The typefaces come first: the style sheet names them, and its own hash depends on theirs.
const FILES: [(&str, &[u8]); 12] = [
    ("fonts/newsreader-latin.woff2", include_bytes!("../assets/fonts/newsreader-latin.woff2")),
    ("fonts/newsreader-latin-ext.woff2", include_bytes!("../assets/fonts/newsreader-latin-ext.woff2")),
    ("fonts/newsreader-italic-latin.woff2", include_bytes!("../assets/fonts/newsreader-italic-latin.woff2")),
    ("fonts/newsreader-italic-latin-ext.woff2", include_bytes!("../assets/fonts/newsreader-italic-latin-ext.woff2")),
    ("fonts/archivo-narrow-latin.woff2", include_bytes!("../assets/fonts/archivo-narrow-latin.woff2")),
    ("fonts/archivo-narrow-latin-ext.woff2", include_bytes!("../assets/fonts/archivo-narrow-latin-ext.woff2")),
    ("fonts/newsstand-math.woff2", include_bytes!("../assets/fonts/newsstand-math.woff2")),
    ("favicon.svg", include_bytes!("../assets/favicon.svg")),
    ("theme.js", include_bytes!("../assets/theme.js")),
    ("newsstand.js", include_bytes!("../assets/newsstand.js")),
    ("suggest.js", include_bytes!("../assets/suggest.js")),
    ("newsstand.css", include_bytes!("../assets/newsstand.css")),
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(load);

static URLS: LazyLock<AssetUrls> = LazyLock::new(|| AssetUrls {
    style: url("newsstand.css"),
    script: url("newsstand.js"),
    suggest: url("suggest.js"),
    theme: url("theme.js"),
    icon: url("favicon.svg"),
    font: url("fonts/newsreader-latin.woff2"),
});

/// The addresses that every page names.
#[derive(Debug)]
pub(crate) struct AssetUrls {
    pub(crate) style: String,
    pub(crate) script: String,
    pub(crate) suggest: String,
    pub(crate) theme: String,
    pub(crate) icon: String,
    pub(crate) font: String,
}

/// One file, ready to be sent.
#[derive(Debug)]
struct Asset {
    name: &'static str,
    hashed: String,
    content_type: HeaderValue,
    plain: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
}

/// The addresses of the files that pages name.
pub(crate) fn urls() -> &'static AssetUrls {
    &URLS
}

/// `GET /assets/{*name}`: a file under its hashed name, to be kept for ever.
pub(crate) async fn serve(path: Option<Path<String>>, headers: HeaderMap) -> Result<Response, Failure> {
    let name = path.map(|Path(name)| name).unwrap_or_default();
    let asset = ASSETS
        .iter()
        .find(|asset| asset.hashed == name)
        .ok_or_else(|| Failure::not_found("no_such_asset", "there is no such file"))?;
    let encoding = Encoding::preferred(&headers);
    let (body, content_encoding) = match (encoding, &asset.brotli, &asset.gzip) {
        (Encoding::Brotli, Some(body), _) | (Encoding::Gzip, _, Some(body)) => (body.clone(), encoding.header()),
        _ => (asset.plain.clone(), None),
    };
    let mut response = body.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, asset.content_type.clone());
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    content_encoding.map(|value| out.insert(header::CONTENT_ENCODING, value));
    Ok(response)
}

/// `GET /favicon.ico`, which browsers ask for unbidden: the icon.
pub(crate) async fn favicon() -> impl IntoResponse {
    axum::response::Redirect::permanent(&urls().icon)
}

fn load() -> Vec<Asset> {
    let mut assets: Vec<Asset> = Vec::with_capacity(FILES.len());
    for (name, bytes) in FILES {
        let asset = asset(name, bytes, &assets);
        assets.push(asset);
    }
    assets
}

/// The file with references to `earlier` files replaced by their hashed names.
fn asset(name: &'static str, bytes: &'static [u8], earlier: &[Asset]) -> Asset {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let plain = match std::str::from_utf8(bytes) {
        Ok(text) if extension == "css" => {
            let linked = earlier.iter().fold(text.to_owned(), |text, asset| text.replace(asset.name, &asset.hashed));
            Bytes::from(linked)
        }
        _ => Bytes::from_static(bytes),
    };
    let hash = xxh3_64(&plain) >> 24;
    let compress = |encoding: Encoding| match extension {
        "woff2" => None, // compressed already
        _ => encoding.encode(&plain, EFFORT).ok().map(Bytes::from),
    };
    Asset {
        name,
        hashed: format!("{stem}-{hash:010x}.{extension}"),
        content_type: content_type(extension),
        gzip: compress(Encoding::Gzip),
        brotli: compress(Encoding::Brotli),
        plain,
    }
}

fn content_type(extension: &str) -> HeaderValue {
    HeaderValue::from_static(match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    })
}

fn url(name: &str) -> String {
    let hashed = ASSETS.iter().find(|asset| asset.name == name).map_or(name, |asset| asset.hashed.as_str());
    format!("/assets/{hashed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_names_typefaces_that_are_served() {
        let style = ASSETS.iter().find(|asset| asset.name == "newsstand.css").unwrap();
        let text = std::str::from_utf8(&style.plain).unwrap();
        let named: Vec<&str> =
            text.split("url(\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(url, _)| url).collect();
        assert_eq!(named.len(), 7);
        assert!(named.iter().all(|url| ASSETS.iter().any(|asset| asset.hashed == *url)), "{named:?}");
    }

    #[test]
    fn typefaces_stay_small() {
        let total: usize = ASSETS.iter().filter(|a| a.name.starts_with("fonts/")).map(|a| a.plain.len()).sum();
        assert!(total < 270_000, "{total} bytes");
    }
}
