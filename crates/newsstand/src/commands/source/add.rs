//! `newsstand source add`: a source written into the settings file.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};

use super::{made, rule};
use crate::cli::SourceAddArgs;
use crate::config::{Config, SourceSetting};
use crate::console;

/// Appends the source to the settings file, which is made where there is none.
pub(super) fn run(config: &Config, args: &SourceAddArgs) -> anyhow::Result<ExitCode> {
    let setting = SourceSetting {
        get: args.get.clone(),
        name: args.name.clone(),
        address: None,
        key: None,
        days: SourceSetting::days(),
        hours: args.hours.unwrap_or_else(SourceSetting::hours),
        list: args.list.clone(),
        only: args.only.clone(),
        first: args.first,
    };
    // What cannot be asked is not written.
    made(&setting)?;
    rule(config, &setting)?;
    if config.source.iter().any(|known| known.name() == setting.name()) {
        bail!("there is a source {:?} already\nhint: --name gives this one another name", setting.name());
    }
    let file = append(config, std::slice::from_ref(&setting))?;
    console::line(format_args!("{} was added to {}", setting.name(), file.display()))?;
    console::note("hint: newsstand source test shows what it brings; a running server asks it after its next start");
    Ok(ExitCode::SUCCESS)
}

/// Appends sources to the settings file, all or none, and says which file that is.
pub(super) fn append(config: &Config, settings: &[SourceSetting]) -> anyhow::Result<PathBuf> {
    let path = config.file()?;
    let context = || format!("cannot write {}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(context)?;
    }
    let text: String = settings.iter().map(SourceSetting::shown).collect();
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(&path).with_context(context)?;
    file.write_all(text.as_bytes()).with_context(context)?;
    Ok(path)
}
