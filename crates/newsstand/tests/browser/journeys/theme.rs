//! Light and dark.

use crate::harness::{Browser, Mode, Theme, Width, in_every};

#[test]
fn the_theme_is_switched_and_remembered() {
    in_every(&Mode::scripted(), |browser, _| {
        browser.open("/");
        let system = browser.mode.theme;
        assert_eq!(shown(browser), system, "the page follows the system's setting");
        browser.find("#theme").click();
        assert_ne!(shown(browser), system, "the switch changes the theme");
        browser.open("/");
        assert_ne!(shown(browser), system, "a choice survives loading the page again");
        browser.follow(&browser.find_with("nav a", "Trending"));
        assert_ne!(shown(browser), system, "a choice holds on other pages");
        browser.press("t");
        assert_eq!(shown(browser), system, "a key switches back");
        browser.open("/");
        assert_eq!(shown(browser), system);
    });
}

#[test]
fn without_script_the_system_chooses_and_no_dead_switch_is_shown() {
    let modes = [(Width::Wide, Theme::Dark), (Width::Narrow, Theme::Light)];
    in_every(&modes.map(|(width, theme)| Mode { width, theme, script: false }), |browser, _| {
        browser.open("/");
        assert_eq!(shown(browser), browser.mode.theme);
        for button in browser.all("button:not([type=submit])") {
            assert_eq!(
                button.ask("it.checkVisibility()"),
                false,
                "{} does nothing without script",
                button.ask("it.outerHTML")
            );
        }
    });
}

/// The theme as the eye sees it: which is brighter, the ground or the letters.
fn shown(browser: &Browser) -> Theme {
    let script = "const light = (colour) => { const context = document.createElement('canvas').getContext('2d');
            context.fillStyle = colour; context.fillRect(0, 0, 1, 1);
            const [r, g, b] = context.getImageData(0, 0, 1, 1).data; return r + g + b };
        const body = getComputedStyle(document.body), root = getComputedStyle(document.documentElement);
        const ground = [body, root].map((it) => it.backgroundColor).find((it) => it !== 'rgba(0, 0, 0, 0)') ?? 'white';
        return light(ground) > light(body.color)";
    if browser.script(script, &[]) == true { Theme::Light } else { Theme::Dark }
}
