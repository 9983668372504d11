//! What the browser wrote down while pages were read: its console and its requests.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Browser;

impl Browser<'_> {
    /// Fails where, since the last time, the console had a warning or an error (violations of the content security policy
    /// are errors), a request failed, or any request went to another host.
    #[track_caller]
    pub fn assert_clean(&self) {
        let mut problems = self.console_problems();
        problems.extend(self.request_problems());
        assert!(problems.is_empty(), "the browser complains:\n{}", problems.join("\n"));
    }

    fn console_problems(&self) -> Vec<String> {
        let refused = self.refused.borrow();
        let log = self.command("POST", "/se/log", &json!({"type": "browser"}));
        let loud = |entry: &&Value| matches!(entry["level"].as_str(), Some("WARNING" | "SEVERE"));
        let messages = log.as_array().into_iter().flatten().filter(loud).map(|entry| entry["message"].to_string());
        // Chromium itself calls an address that is answered with 404 an error; the journey asked for it. Its own surfaces
        // (`chrome://`) complain too when scripts are switched off before they have drawn themselves: no page of ours.
        messages
            .filter(|message| !message.starts_with("\"chrome://"))
            .filter(|message| !refused.iter().any(|url| message.contains(&format!("{url} - Failed to load"))))
            .collect()
    }

    fn request_problems(&self) -> Vec<String> {
        let log = self.command("POST", "/se/log", &json!({"type": "performance"}));
        let mut urls = BTreeMap::new();
        let mut problems = Vec::new();
        for entry in log.as_array().into_iter().flatten() {
            let message: Value =
                serde_json::from_str(entry["message"].as_str().unwrap_or_default()).unwrap_or_default();
            let (method, event) = (&message["message"]["method"], &message["message"]["params"]);
            let id = event["requestId"].as_str().unwrap_or_default().to_owned();
            match method.as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => {
                    let url = event["request"]["url"].as_str().unwrap_or_default();
                    if url.starts_with("http") || url.starts_with("ws") {
                        urls.insert(id, url.to_owned());
                    }
                }
                "Network.responseReceived" => {
                    let status = event["response"]["status"].as_u64().unwrap_or_default();
                    let url = urls.get(&id).filter(|url| status >= 400 && !self.refused.borrow().contains(url));
                    problems.extend(url.map(|url| format!("{url} was answered with {status}")));
                }
                // A page that is left while something still loads takes that back: nobody notices.
                "Network.loadingFailed" if event["canceled"] != true => {
                    problems.extend(urls.get(&id).map(|url| format!("{url} failed: {}", event["errorText"])));
                }
                _ => {}
            }
        }
        let home = self.server.url("/");
        problems
            .extend(urls.values().filter(|url| !url.starts_with(&home)).map(|url| format!("{url} is another host's")));
        problems
    }
}
