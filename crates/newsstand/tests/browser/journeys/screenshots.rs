//! Pictures of every kind of page, to be looked at.

use std::fs;
use std::path::PathBuf;

use super::pages::kinds;
use crate::harness::{Mode, in_every};

/// How much of a long page a picture shows, in pixels.
const HEIGHT: u32 = 2400;

/// Does nothing unless `NEWSSTAND_SCREENSHOTS` names a folder.
#[test]
fn screenshots() {
    let Some(folder) = std::env::var_os("NEWSSTAND_SCREENSHOTS").map(PathBuf::from) else {
        println!("skipped: NEWSSTAND_SCREENSHOTS names no folder");
        return;
    };
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    in_every(&Mode::scripted(), |browser, sample| {
        for kind in kinds(sample) {
            kind.open(browser);
            browser.assert_fonts_loaded();
            let (width, theme) = (browser.mode.width.pixels().0, browser.mode.theme.as_str());
            let file = folder.join(format!("{}-{width}-{theme}.png", kind.name));
            fs::write(&file, browser.picture(HEIGHT)).expect("a picture is saved");
        }
    });
}
