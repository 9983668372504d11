//! What is said on the terminal. A reader that goes away early (`| head`) is no error.

use std::fmt::Display;
use std::io::{ErrorKind, Write};

/// Prints a line to standard output.
pub(crate) fn line(text: impl Display) -> std::io::Result<()> {
    quiet_if_closed(writeln!(std::io::stdout().lock(), "{text}"))
}

/// Prints a line to standard error.
pub(crate) fn note(text: impl Display) {
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Prints an error with its causes, each once.
pub(crate) fn error(error: &anyhow::Error) {
    let mut text = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    note(format_args!("error: {text}"));
}

fn quiet_if_closed(result: std::io::Result<()>) -> std::io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
