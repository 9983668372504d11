//! `newsstand config`: the settings in force.

use std::process::ExitCode;

use crate::cli::ConfigArgs;
use crate::config::{Config, DEFAULTS};
use crate::console;

pub(super) fn run(config: &Config, args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    let text = if args.defaults { DEFAULTS.to_owned() } else { config.shown()? };
    console::line(text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}
