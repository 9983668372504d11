//! What a reader does, done in real Chromium with the built binary and its bundled sample: at two widths, in light and
//! dark, with script and without. Each test starts its own server and browsers.
//!
//! Needs Debian's `chromium` and `chromium-driver`. `NEWSSTAND_SKIP_BROWSER=1` leaves these tests out.
//! `NEWSSTAND_SCREENSHOTS=DIR` has the test `screenshots` save pictures of every kind of page.

#![expect(
    unreachable_pub,
    reason = "`pub` says what the journeys may use of the harness; the binary itself exports nothing"
)]

#[cfg(test)]
mod harness;
#[cfg(test)]
mod journeys;
