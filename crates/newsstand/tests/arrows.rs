//! The workspace's crates depend on one another only along the arrows of docs/ARCHITECTURE.md.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "without cargo's description of the workspace there is nothing to test"
)]

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// For each crate, whom it may use. Arrows point down only.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &["domain"]),
    ("embed", &["domain"]),
    ("fetch", &[]),
    ("sources", &["domain", "fetch"]),
    ("store", &["domain"]),
    ("search", &["domain", "embed", "text"]),
    ("engine", &["domain", "embed", "fetch", "search", "sources", "store", "text"]),
    ("returned", &["domain"]),
    ("mail", &["domain", "engine", "returned", "text"]),
    ("alerts", &["domain", "engine", "fetch", "text"]),
    ("web", &["domain", "engine", "search", "store", "text"]),
    (
        "newsstand",
        &[
            "alerts", "domain", "embed", "engine", "fetch", "mail", "returned", "search", "sources", "store", "text",
            "web",
        ],
    ),
];

/// Measures all of them: it may use everything, and nobody may use it.
const BENCHES: &str = "benches";

/// Outside crates that only these of ours may know.
const OWNED: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("tantivy", &["search"]),
    // Pages, and letters.
    ("askama", &["web"]),
    ("minijinja", &["mail"]),
    ("clap", &["newsstand"]),
    ("reqwest", &["fetch"]),
    ("lettre", &["mail"]),
    ("mail-parser", &["returned"]),
    ("hickory-resolver", &["mail"]),
    ("imap-proto", &["mail"]),
];

fn workspace() -> BTreeMap<String, Vec<String>> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version=1", "--manifest-path", manifest])
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let short = |name: &Value| name.as_str().unwrap_or_default().trim_start_matches("newsstand-").to_owned();
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            // Tests may look wherever they need to.
            let normal = dependencies.iter().filter(|dependency| dependency["kind"].is_null());
            (short(&package["name"]), normal.map(|dependency| short(&dependency["name"])).collect())
        })
        .collect()
}

#[test]
fn arrows_point_down_only() {
    let mut workspace = workspace();
    assert!(workspace.remove(BENCHES).is_some(), "{BENCHES} went: take its rule away");
    for (name, dependencies) in &workspace {
        assert!(!dependencies.iter().any(|dependency| dependency == BENCHES), "{name} must not use {BENCHES}");
    }
    assert_eq!(workspace.len(), ALLOWED.len(), "a crate came or went: say in ALLOWED whom it may use");
    for (name, allowed) in ALLOWED {
        for dependency in workspace[*name].iter().filter(|dependency| workspace.contains_key(*dependency)) {
            assert!(allowed.contains(&dependency.as_str()), "{name} must not use {dependency}");
        }
    }
}

#[test]
fn each_outside_world_has_one_door() {
    for (name, dependencies) in workspace().into_iter().filter(|(name, _)| name != BENCHES) {
        for (outside, owners) in OWNED {
            assert!(
                owners.contains(&name.as_str()) || !dependencies.iter().any(|d| d == outside),
                "{name} must not use {outside}: {owners:?} may"
            );
        }
    }
}
