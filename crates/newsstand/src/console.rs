//! What is said on the terminal. A reader that goes away early (`| head`) is no error.

use std::fmt::Display;
use std::io::{ErrorKind, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};

/// Prints a line to standard output.
pub(crate) fn line(text: impl Display) -> std::io::Result<()> {
    quiet_if_closed(writeln!(std::io::stdout().lock(), "{text}"))
}

/// Prints a line to standard error.
pub(crate) fn note(text: impl Display) {
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Prints an error with its causes, each once, and the hints after them.
pub(crate) fn error(error: &anyhow::Error) {
    note(format_args!("error: {}", told(error)));
}

fn told(error: &anyhow::Error) -> String {
    let (mut text, mut hints) = (String::new(), String::new());
    for said in error.chain().map(ToString::to_string) {
        let (said, hint) = said.split_once("\nhint:").unwrap_or((&said, ""));
        if !text.contains(said) {
            text = if text.is_empty() { said.to_owned() } else { format!("{text}: {said}") };
        }
        if !hint.is_empty() && !hints.contains(hint) {
            hints = format!("{hints}\nhint:{hint}");
        }
    }
    text + &hints
}

/// A bar of that form (as `indicatif` writes it) on a terminal; nothing where the output is a log.
pub(crate) fn bar(template: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

/// `1 paper`, `2 papers`.
pub(crate) fn counted(number: u64, unit: &str) -> String {
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

fn quiet_if_closed(result: std::io::Result<()>) -> std::io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_comes_after_the_causes() {
        let error =
            anyhow::anyhow!("address in use").context("cannot listen on :80\nhint: take another").context("broken");
        assert_eq!(told(&error), "broken: cannot listen on :80: address in use\nhint: take another");
        assert_eq!(told(&anyhow::anyhow!("same").context("same")), "same");
    }
}
