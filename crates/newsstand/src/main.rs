//! The `newsstand` binary: one program, its roles as sub-commands.

mod cli;
mod commands;
mod config;
mod console;
mod sample;

use std::process::ExitCode;

use clap::Parser;

use cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) => {
            console::error(&error);
            ExitCode::from(2)
        }
    }
}
