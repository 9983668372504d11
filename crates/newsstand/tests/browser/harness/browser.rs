//! Chromium as a reader uses it.

use std::cell::RefCell;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::chromedriver::{ChromeDriver, Session};
use super::{Element, Mode, Server};

/// How long a page may take to become what is waited for. Only a broken page takes as long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser in one mode, closed when it is dropped.
pub struct Browser<'a> {
    /// The circumstances it runs in.
    pub mode: Mode,
    pub(super) server: &'a Server,
    driver: &'a ChromeDriver,
    session: Session,
    /// Addresses that a journey asks for although they cannot be answered with a page.
    pub(super) refused: RefCell<Vec<String>>,
    _profile: TempDir,
}

impl<'a> Browser<'a> {
    /// Starts a browser with an empty profile.
    pub(super) fn start(driver: &'a ChromeDriver, server: &'a Server, mode: Mode) -> Self {
        let profile = TempDir::new().expect("a temporary folder");
        let session = driver.session(profile.path());
        let browser = Self { mode, server, driver, session, refused: RefCell::default(), _profile: profile };
        let (width, height) = mode.width.pixels();
        let narrow = mode.width == super::Width::Narrow;
        let window = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": narrow});
        browser.devtools("Emulation.setDeviceMetricsOverride", &window);
        // Nothing is to move while it is looked at: that a page obeys the wish is part of what is tested.
        let media = json!({"features": [
            {"name": "prefers-color-scheme", "value": mode.theme.as_str()},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]});
        browser.devtools("Emulation.setEmulatedMedia", &media);
        browser.devtools("Emulation.setScriptExecutionDisabled", &json!({"value": !mode.script}));
        browser
    }

    /// Opens an address of the server and expects a page.
    #[track_caller]
    pub fn open(&self, path: &str) {
        self.command("POST", "/url", &json!({"url": self.server.url(path)}));
        let status = self.status();
        assert_eq!(status, 200, "{path} is answered with status {status}: {:?}", self.text("body"));
    }

    /// Opens an address that is to be refused with `status`.
    #[track_caller]
    pub fn open_refused(&self, path: &str, status: u64) {
        let url = self.server.url(path);
        self.command("POST", "/url", &json!({ "url": url }));
        assert_eq!(self.status(), status, "the status of {path}");
        self.refused.borrow_mut().push(url);
    }

    /// Clicks a link and waits until its page is there.
    #[track_caller]
    pub fn follow(&self, link: &Element) {
        let to = link.href();
        link.click();
        self.wait_for(&format!("the page {to}"), || self.url() == to);
        assert_eq!(self.status(), 200, "the status of {to}");
    }

    /// Waits until `condition` holds, and fails with the name of what was waited for when it never does.
    #[track_caller]
    pub fn wait_for(&self, what: &str, condition: impl Fn() -> bool) {
        let began = Instant::now();
        while !(condition() && self.ask("document.readyState") == "complete") {
            assert!(began.elapsed() < PATIENCE, "waited in vain for {what} at {}", self.url());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The address of the current page.
    pub fn url(&self) -> String {
        self.ask("location.href").as_str().unwrap_or_default().to_owned()
    }

    /// Path and query of the current page.
    pub fn path(&self) -> String {
        self.ask("location.pathname + location.search").as_str().unwrap_or_default().to_owned()
    }

    /// The status with which the current page was answered.
    pub fn status(&self) -> u64 {
        self.ask("performance.getEntriesByType('navigation')[0].responseStatus").as_u64().unwrap_or_default()
    }

    /// The first element that matches a selector.
    #[track_caller]
    pub fn find(&self, css: &str) -> Element<'_> {
        let found = self.all(css).into_iter().next();
        found.unwrap_or_else(|| panic!("there is no {css} on {}", self.url()))
    }

    /// All elements that match a selector, in the order of the page.
    #[track_caller]
    pub fn all(&self, css: &str) -> Vec<Element<'_>> {
        let found = self.script("return [...document.querySelectorAll(arguments[0])]", &[json!(css)]);
        found.as_array().into_iter().flatten().filter_map(|value| Element::from_value(self, value)).collect()
    }

    /// The first element that matches a selector and whose text contains `words`, in any case.
    #[track_caller]
    pub fn find_with(&self, css: &str, words: &str) -> Element<'_> {
        let script = "const [css, words] = arguments;
            return [...document.querySelectorAll(css)].find((it) => it.innerText.toLowerCase().includes(words))";
        let found = self.script(script, &[json!(css), json!(words.to_lowercase())]);
        Element::from_value(self, &found).unwrap_or_else(|| panic!("no {css} says {words:?} on {}", self.url()))
    }

    /// The text of the first match of a selector as it is seen, white space joined.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        self.find(css).text()
    }

    /// The texts of all matches of a selector.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((it) => it.innerText)";
        let texts = self.script(script, &[json!(css)]);
        let joined = |text: &Value| text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        texts.as_array().into_iter().flatten().map(joined).collect()
    }

    /// Presses and lets go a key of the keyboard: a letter, or one of the protocol's codes for the others.
    #[track_caller]
    pub fn press(&self, key: &str) {
        let actions = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
        let keyboard = json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]});
        self.command("POST", "/actions", &keyboard);
    }

    /// What an expression is on the current page.
    #[track_caller]
    pub fn ask(&self, expression: &str) -> Value {
        self.script(&format!("return {expression}"), &[])
    }

    /// What a script returns that runs on the current page, though the page itself may be forbidden to run any. A promise
    /// is waited for.
    #[track_caller]
    pub fn script(&self, script: &str, arguments: &[Value]) -> Value {
        self.command("POST", "/execute/sync", &json!({"script": script, "args": arguments}))
    }

    /// A command of Chromium's own protocol: <https://chromedevtools.github.io/devtools-protocol/>.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.command("POST", "/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// A command of the `WebDriver` protocol, under the address of the session.
    #[track_caller]
    pub(super) fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.driver.command(method, &format!("/session/{}{path}", self.session.id), body);
        answer.unwrap_or_else(|error| panic!("{error}"))
    }
}

impl Drop for Browser<'_> {
    fn drop(&mut self) {
        // Nothing in the profile is worth a decent goodbye, which on a busy machine now and then takes a minute. Asked to
        // close a browser that is gone, its driver only forgets the session.
        if self.session.process > 0 {
            let _ = Command::new("sh").arg("-c").arg(format!("kill -KILL {}", self.session.process)).status();
        }
        let _ = self.driver.command("DELETE", &format!("/session/{}", self.session.id), &Value::Null);
    }
}
