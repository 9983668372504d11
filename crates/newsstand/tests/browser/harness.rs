//! What the journeys stand on: the built binary on a fresh data folder, Chromium in one [`Mode`], and the sample's own
//! files as the word on what the pages must show.

mod axe;
mod browser;
mod chromedriver;
mod element;
mod layout;
mod mode;
mod sample;
mod server;
mod watch;
mod wire;

pub use browser::Browser;
pub use element::Element;
pub use mode::{Mode, Theme, Width};
pub use sample::{Listed, Sample, words};
pub use server::Server;

use std::thread;

use chromedriver::ChromeDriver;

/// How many browsers run at a time. More would only take turns on two cores.
const AT_ONCE: usize = 2;

/// Whether the browser tests were switched off with `NEWSSTAND_SKIP_BROWSER`. Says so, since silence would look like
/// success.
pub fn is_skipped() -> bool {
    let skipped = std::env::var_os("NEWSSTAND_SKIP_BROWSER").is_some();
    if skipped {
        println!("skipped: NEWSSTAND_SKIP_BROWSER is set");
    }
    skipped
}

/// Starts the binary with its sample, and makes `journey` once in every mode, each time in a browser of its own whose
/// console and requests must be clean at the end. A failure names the mode: it is the name of the thread.
pub fn in_every(modes: &[Mode], journey: impl Fn(&Browser, &Sample) + Sync) {
    if is_skipped() {
        return;
    }
    let driver = ChromeDriver::start();
    let sample = Sample::read();
    let server = Server::start(&sample);
    for batch in modes.chunks(AT_ONCE) {
        thread::scope(|scope| {
            for mode in batch {
                let travel = || {
                    let browser = Browser::start(&driver, &server, *mode);
                    journey(&browser, &sample);
                    browser.assert_clean();
                };
                thread::Builder::new().name(mode.to_string()).spawn_scoped(scope, travel).expect("a thread starts");
            }
        });
    }
}
