//! What the journeys stand on: the built binary on a fresh data folder, Chromium in one [`Mode`], and the sample's own
//! files as the word on what the pages must show.

mod axe;
mod browser;
mod chromedriver;
mod element;
mod layout;
mod letters;
mod mode;
mod sample;
mod server;
mod watch;
mod wire;

pub use browser::Browser;
pub use element::Element;
pub use letters::path_in;
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
    in_every_on(Server::start, modes, journey);
}

/// The same with a server that sends letters into a folder.
pub fn in_every_with_letters(modes: &[Mode], journey: impl Fn(&Browser, &Sample) + Sync) {
    in_every_on(Server::start_with_letters, modes, journey);
}

fn in_every_on(start: fn(&Sample) -> Server, modes: &[Mode], journey: impl Fn(&Browser, &Sample) + Sync) {
    if is_skipped() {
        return;
    }
    let driver = ChromeDriver::start();
    let sample = Sample::read();
    let server = start(&sample);
    let travel = |mode: Mode| {
        let browser = Browser::start(&driver, &server, mode);
        journey(&browser, &sample);
        browser.assert_clean();
    };
    let failed: Vec<String> = modes.chunks(AT_ONCE).flat_map(|batch| failures(batch, &travel)).collect();
    assert!(failed.is_empty(), "failed in {} of {} modes: {}", failed.len(), modes.len(), failed.join("; "));
}

/// Travels in some modes at a time, and names those in which that failed.
fn failures(modes: &[Mode], travel: &(impl Fn(Mode) + Sync)) -> Vec<String> {
    thread::scope(|scope| {
        let start = |mode: &Mode| {
            let (name, mode) = (mode.to_string(), *mode);
            thread::Builder::new().name(name).spawn_scoped(scope, move || travel(mode)).expect("a thread starts")
        };
        let threads: Vec<_> = modes.iter().map(start).collect();
        let ends = modes.iter().zip(threads.into_iter().map(thread::ScopedJoinHandle::join));
        ends.filter(|(_, end)| end.is_err()).map(|(mode, _)| mode.to_string()).collect()
    })
}
