//! What axe-core finds wrong for people who cannot see, or see little, or have no mouse:
//! <https://github.com/dequelabs/axe-core>.

use serde_json::{Value, json};

use super::Browser;

const AXE: &str = include_str!("../../assets/axe-core/axe.min.js");

/// Gathers the violations that matter, with the elements they are about.
const RUN: &str = "return axe.run(document, { iframes: false, resultTypes: ['violations'], elementRef: false }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, help, nodes }) =>
        `${id} (${help}): ${nodes.slice(0, 5).map((node) => node.html.slice(0, 200) + ' ' + (node.any[0]?.message ?? '')).join('; ')}`))";

impl Browser<'_> {
    /// Fails where axe-core finds a serious or critical violation on the current page.
    #[track_caller]
    pub fn assert_accessible(&self) {
        self.devtools("Runtime.evaluate", &json!({"expression": AXE}));
        let found = self.script(RUN, &[]);
        let found: Vec<&str> = found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert!(found.is_empty(), "{} is hard to use for some people:\n{}", self.path(), found.join("\n"));
    }
}
