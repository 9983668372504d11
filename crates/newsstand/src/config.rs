//! The settings: compiled-in defaults, then a file, then the environment, then the command line.

mod check;

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};
use serde::Deserialize;
use store::DatabaseUrl;
use toml::Table;

/// The default settings with their explanations, as a user would copy them.
pub(crate) const DEFAULTS: &str = include_str!("config.default.toml");

/// All settings, each documented in `config.default.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that an operator sets by itself")]
pub(crate) struct Config {
    pub listen: SocketAddr,
    pub title: String,
    pub base_url: String,
    pub images: bool,
    data: String,
    database: String,
    pub page_cache_mb: u32,
    pub second_tier: bool,
    pub rerank: bool,
    pub train: bool,
    pub search_log: bool,
    pub operator_key: String,
    pub contact: String,
    pub proxy: String,
    pub allow_private: bool,
    pub day_border: String,
    pub mail_from: String,
    pub mail_relay: String,
    pub mail_folder: String,
    pub mail_connections: u32,
    pub mail_domain_rate: u32,
    pub mail_spread: u16,
    pub mail_patience: u16,
    pub mail_keys: String,
    pub mail_templates: String,
    pub mail_return: String,
    pub mail_returns: String,
    pub letters_per_sender: u32,
    pub letters_per_hour: u32,
    pub client_header: String,
    pub client_seconds: u16,
    pub websub_hub: String,
    pub source: Vec<SourceSetting>,
    pub log: String,
    /// The settings file that was named or found.
    #[serde(skip)]
    file: Option<PathBuf>,
}

/// A source of papers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceSetting {
    /// What is got, such as `arxiv:cs.CL`.
    pub get: String,
    /// What it is called, if not that.
    pub name: Option<String>,
    /// Where it is asked, if not at its provider's own address.
    pub address: Option<String>,
    /// A secret of its own: a header, `name: value`, or a pair of the query, `name=value`.
    pub key: Option<String>,
    /// How many days before its first run it begins.
    #[serde(default = "SourceSetting::days")]
    pub days: u16,
    /// After how many hours the server asks it again.
    #[serde(default = "SourceSetting::hours")]
    pub hours: NonZero<u16>,
    /// The list that its papers go on: `daily`, `new` or `none`; by its kind without.
    pub list: Option<String>,
    /// Only papers of these categories, or with these words, go on it.
    #[serde(default)]
    pub only: Vec<String>,
    /// How many papers stay on each day of it; all without.
    pub first: Option<NonZero<u32>>,
}

impl SourceSetting {
    /// The days of a source that says none: over a weekend, and what was late.
    pub(crate) fn days() -> u16 {
        4
    }

    /// The hours of a source that says none: what is announced once a day is there before the first reader.
    pub(crate) fn hours() -> NonZero<u16> {
        NonZero::<u16>::MIN.saturating_add(2)
    }

    /// The setting as it stands in a file, with its key masked.
    pub(crate) fn shown(&self) -> String {
        let text = |key: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!("{key} = {}\n", toml::Value::from(value.as_str()))).unwrap_or_default()
        };
        let key = self.key.as_ref().map(|_| "***".to_owned());
        format!(
            "\n[[source]]\nget = {}\n{}{}{}{}days = {}\nhours = {}\n{}{}",
            toml::Value::from(self.get.as_str()),
            text("name", &self.name),
            text("address", &self.address),
            text("key", &key),
            text("list", &self.list),
            self.days,
            self.hours,
            if self.only.is_empty() {
                String::new()
            } else {
                format!("only = {}\n", toml::Value::from(self.only.clone()))
            },
            self.first.map(|first| format!("first = {first}\n")).unwrap_or_default(),
        )
    }

    /// What it is called.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.get)
    }
}

/// What the command line says about settings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overrides {
    /// The settings file to read, which must exist.
    pub file: Option<PathBuf>,
    /// The data folder.
    pub data: Option<PathBuf>,
    /// The database.
    pub database: Option<String>,
    /// The address to listen on.
    pub listen: Option<SocketAddr>,
}

impl Config {
    /// Puts the settings together. `env` looks up a variable of the environment.
    pub(crate) fn load(overrides: &Overrides, env: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let mut table: Table = DEFAULTS.parse().context("the compiled-in settings are broken")?;
        let named = overrides.file.clone().or_else(|| env("NEWSSTAND_CONFIG").map(PathBuf::from));
        let data = overrides.data.clone().or_else(|| env("NEWSSTAND_DATA").map(PathBuf::from));
        let beside_data = data.or_else(default_data).map(|folder| folder.join("newsstand.toml"));
        let file = named.or_else(|| beside_data.filter(|file| file.is_file()));
        if let Some(file) = &file {
            overlay_file(&mut table, file)?;
        }
        overlay_env(&mut table, env)?;
        let mut config: Self = table.try_into().context("a setting of the environment is wrong")?;
        if let Some(data) = &overrides.data {
            config.data = data.display().to_string();
        }
        config.database = overrides.database.clone().unwrap_or(config.database);
        config.listen = overrides.listen.unwrap_or(config.listen);
        config.file = file;
        Ok(config)
    }

    /// The data folder.
    pub(crate) fn data(&self) -> anyhow::Result<PathBuf> {
        if !self.data.is_empty() {
            return Ok(PathBuf::from(&self.data));
        }
        default_data().context("this system names no folder for application data\nhint: name one with --data DIR")
    }

    /// The settings file, which may not be there yet.
    pub(crate) fn file(&self) -> anyhow::Result<PathBuf> {
        self.file.clone().map_or_else(|| Ok(self.data()?.join("newsstand.toml")), Ok)
    }

    /// The database, unless it is the SQLite file in the data folder.
    pub(crate) fn database(&self) -> anyhow::Result<Option<DatabaseUrl>> {
        (!self.database.is_empty())
            .then(|| self.database.parse())
            .transpose()
            .context("the setting `database` is wrong")
    }

    /// The settings as a file, with passwords masked.
    pub(crate) fn shown(&self) -> anyhow::Result<String> {
        let database = self.database()?.map(|url| url.to_string()).unwrap_or_default();
        let text = |value: &str| toml::Value::from(value).to_string();
        Ok([
            ("listen", text(&self.listen.to_string())),
            ("title", text(&self.title)),
            ("base_url", text(&self.base_url)),
            ("images", self.images.to_string()),
            ("data", text(&self.data()?.display().to_string())),
            ("database", text(&database)),
            ("page_cache_mb", self.page_cache_mb.to_string()),
            ("second_tier", self.second_tier.to_string()),
            ("rerank", self.rerank.to_string()),
            ("train", self.train.to_string()),
            ("search_log", self.search_log.to_string()),
            ("operator_key", text(if self.operator_key.is_empty() { "" } else { "***" })),
            ("contact", text(&self.contact)),
            ("proxy", text(if self.proxy.contains('@') { "***" } else { &self.proxy })),
            ("allow_private", self.allow_private.to_string()),
            ("day_border", text(&self.day_border)),
            ("mail_from", text(&self.mail_from)),
            ("mail_relay", text(if self.mail_relay.contains('@') { "***" } else { &self.mail_relay })),
            ("mail_folder", text(&self.mail_folder)),
            ("mail_connections", self.mail_connections.to_string()),
            ("mail_domain_rate", self.mail_domain_rate.to_string()),
            ("mail_spread", self.mail_spread.to_string()),
            ("mail_patience", self.mail_patience.to_string()),
            ("mail_keys", text(&self.mail_keys)),
            ("mail_templates", text(&self.mail_templates)),
            ("mail_return", text(&self.mail_return)),
            ("mail_returns", text(if self.mail_returns.contains('@') { "***" } else { &self.mail_returns })),
            ("letters_per_sender", self.letters_per_sender.to_string()),
            ("letters_per_hour", self.letters_per_hour.to_string()),
            ("client_header", text(&self.client_header)),
            ("client_seconds", self.client_seconds.to_string()),
            ("websub_hub", text(&self.websub_hub)),
            ("log", text(&self.log)),
        ]
        .map(|(key, value)| format!("{key} = {value}\n"))
        .into_iter()
        .chain(self.source.iter().map(SourceSetting::shown))
        .collect())
    }
}

/// The platform's place for application data: on Linux `$XDG_DATA_HOME/newsstand` or `~/.local/share/newsstand`.
fn default_data() -> Option<PathBuf> {
    choose_native_strategy().ok().map(|places| places.data_dir().join("newsstand"))
}

fn overlay_file(table: &mut Table, file: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let said: Table = text.parse().with_context(|| format!("{} is not valid TOML", file.display()))?;
    for (key, value) in said {
        if !table.contains_key(&key) {
            let known: Vec<_> = table.keys().map(String::as_str).collect();
            bail!("{}: there is no setting {key:?}\nhint: the settings are {}", file.display(), known.join(", "));
        }
        table.insert(key, value);
    }
    // Types are checked here, where the file can still be named.
    let checked: Result<Config, _> = table.clone().try_into();
    checked.map(drop).with_context(|| format!("{}: a setting has a wrong value", file.display()))
}

/// Each key from `NEWSSTAND_<KEY>`, read in the type that the default has.
fn overlay_env(table: &mut Table, env: impl Fn(&str) -> Option<String>) -> anyhow::Result<()> {
    for (key, value) in table.iter_mut() {
        let name = format!("NEWSSTAND_{}", key.to_uppercase());
        let Some(text) = env(&name) else { continue };
        *value = match value {
            toml::Value::Boolean(_) => {
                let parsed: Result<bool, _> = text.parse();
                parsed.with_context(|| format!("{name}={text:?} is neither true nor false"))?.into()
            }
            toml::Value::Integer(_) => {
                let parsed: Result<i64, _> = text.parse();
                parsed.with_context(|| format!("{name}={text:?} is not a whole number"))?.into()
            }
            _ => text.into(),
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    fn with_file(text: &str) -> anyhow::Result<Config> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("newsstand.toml");
        std::fs::write(&file, text).unwrap();
        Config::load(&Overrides { file: Some(file), ..Overrides::default() }, nothing)
    }

    #[test]
    fn the_defaults_are_complete() {
        let empty = tempfile::tempdir().unwrap();
        let overrides = Overrides { data: Some(empty.path().to_owned()), ..Overrides::default() };
        let config = Config::load(&overrides, nothing).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert!(config.database().unwrap().is_none());
        for key in DEFAULTS.parse::<Table>().unwrap().keys().filter(|key| *key != "source") {
            assert!(config.shown().unwrap().contains(&format!("{key} = ")), "{key} is not shown");
        }
    }

    #[test]
    fn every_default_is_explained() {
        let mut explained = false;
        for line in DEFAULTS.lines() {
            assert!(!line.contains(" = ") || line.starts_with('#') || explained, "no comment before {line}");
            explained = line.starts_with('#');
        }
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("newsstand.toml"), "title = \"File\"\npage_cache_mb = 8").unwrap();
        let overrides = Overrides { data: Some(folder.path().to_owned()), ..Overrides::default() };
        let config = Config::load(&overrides, |name| (name == "NEWSSTAND_TITLE").then(|| "Env".to_owned())).unwrap();
        assert_eq!((config.title.as_str(), config.page_cache_mb), ("Env", 8));
    }

    #[test]
    fn wrong_settings_are_named() {
        let said = |text| format!("{:#}", with_file(text).unwrap_err());
        assert!(said("titel = 1").contains("\"titel\""));
        assert!(said("title = 1").contains("newsstand.toml"));
        assert!(said("title = ").contains("TOML"));
        assert!(said("listen = \"here\"").contains("listen"), "{}", said("listen = \"here\""));
        let env = |name: &str| (name == "NEWSSTAND_IMAGES").then(|| "maybe".to_owned());
        assert!(
            format!("{:#}", Config::load(&Overrides::default(), env).unwrap_err())
                .contains("NEWSSTAND_IMAGES=\"maybe\"")
        );
    }

    #[test]
    fn what_is_shown_is_a_settings_file_again() {
        let config = with_file(
            "title = \"Ours\"\n[[source]]\nget = \"feed:https://example.org/a\"\nname = \"a \\\"b\\\"\"\nkey = \"x: secret\"\n\
             [[source]]\nget = \"hf-daily\"\nhours = 1",
        );
        let config = config.unwrap();
        let shown = config.shown().unwrap();
        assert!(!shown.contains("secret"), "{shown}");
        let again = with_file(&shown).unwrap();
        assert_eq!((again.title.as_str(), again.source.len()), ("Ours", 2));
        assert_eq!(again.source[0].name(), "a \"b\"");
        assert_eq!(again.source[1], config.source[1]);
    }

    #[test]
    fn passwords_are_masked() {
        let config = with_file("database = \"postgres://me:secret@db/papers\"").unwrap();
        assert!(!config.shown().unwrap().contains("secret"));
    }
}
