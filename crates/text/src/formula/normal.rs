//! A formula's source, repaired and bounded before it is converted.
//!
//! Abstracts hold formulas as their authors pasted them: with private macros, a bare `%`, `_\rm{x}`, braces that a cut
//! left open. This pass writes them in the words that the converter reads. It also bounds what hostile input can make
//! the converter do: it recurses once for each level of nesting (measured: at most 6 kB of stack), so deeper formulas
//! than [`MAX_DEPTH`] are refused; a chain of two-argument commands without braces is bounded by the length (333 levels of
//! 1.6 kB). Nothing here expands more than once, and `\def` is an unknown command.

use super::nesting::Nesting;
use super::rewrite::{Rewrite, rewrite};
use crate::markup::command_name;

/// Nesting of braces, delimiters, environments and commands that wait for their argument.
const MAX_DEPTH: usize = 48;

/// Longer formulas than this many bytes are not converted.
const MAX_LENGTH: usize = 2_000;

/// A formula within a text within a formula has no more commands and scripts than this: it is not looked at closely.
const MAX_INNER: usize = 16;

/// The source in the converter's words; `None` where it is too long or too deep.
pub(super) fn normal(source: &str) -> Option<String> {
    if source.len() > MAX_LENGTH {
        return None;
    }
    let mut pass = Pass {
        source,
        at: 0,
        out: String::with_capacity(source.len() + 16),
        nesting: Nesting::default(),
        argument_is_text: false,
    };
    while let Some(c) = pass.rest().chars().next() {
        pass.step(c);
        if pass.nesting.depth() > MAX_DEPTH {
            return None;
        }
    }
    pass.out.extend(pass.nesting.ends());
    Some(pass.out)
}

struct Pass<'a> {
    source: &'a str,
    at: usize,
    out: String,
    nesting: Nesting,
    /// Whether a brace that opens here holds text.
    argument_is_text: bool,
}

impl<'a> Pass<'a> {
    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self, c: char) {
        self.at += c.len_utf8();
        match c {
            '\\' => self.command(),
            '{' => {
                let text = self.argument_is_text || self.nesting.in_text();
                self.open("{", text, "}");
            }
            // Without a partner it is left out.
            '}' => self.out.extend(self.nesting.close_brace()),
            '^' | '_' if !self.nesting.in_text() => {
                self.nesting.wait();
                self.out.push(c);
            }
            '$' if self.nesting.in_text() => self.math_in_text(),
            '%' | '#' | '$' | '_' => {
                self.out.push('\\');
                self.plain(c);
            }
            '~' => self.out.push_str("\\ "),
            c if c.is_whitespace() || c.is_control() => self.out.push(' '),
            '⁄' | '∕' => self.plain('/'),
            c => self.plain(c),
        }
    }

    /// Something that takes no argument: what waited for one has it.
    fn plain(&mut self, c: char) {
        self.out.push(c);
        self.nesting.settle();
        self.argument_is_text = false;
    }

    /// A brace opens, for which `begin` is written, and `end` where it closes.
    fn open(&mut self, begin: &str, text: bool, end: &'static str) {
        self.nesting.open_brace(text, end);
        self.argument_is_text = false;
        self.out.push_str(begin);
    }

    /// A dollar sign in a text: the formula up to the next one is taken out of the text.
    fn math_in_text(&mut self) {
        let Some(length) = self.rest().find('$') else { return };
        let inner = self.rest().get(..length).unwrap_or_default();
        let commands = inner.matches(['\\', '^', '_']).count();
        let simple = !inner.contains(['{', '}']) && !inner.is_empty() && commands <= MAX_INNER;
        if simple && self.nesting.texts() == 1 {
            self.out.push('}');
            self.out.push_str(inner);
            self.out.push_str(r"\text{");
        }
        self.at += length + 1;
    }

    fn command(&mut self) {
        let Some(name) = command_name(self.source, self.at - 1) else { return };
        let start = self.at - 1;
        self.at += name.len();
        if let Some(letter) = self.accented_letter(name) {
            return self.plain(letter);
        }
        match rewrite(name) {
            Some(Rewrite::To(other)) => self.write(other),
            Some(Rewrite::Font(font)) => self.font(font, start),
            Some(Rewrite::Drop(count)) => (0..count).for_each(|_| self.skip_argument()),
            Some(Rewrite::CodePoint) => self.code_point(),
            None => self.known(name, start),
        }
    }

    /// Writes LaTeX in the place of a command.
    fn write(&mut self, other: &str) {
        self.out.push_str(other);
        self.nesting.wait();
        self.argument_is_text = other == r"\text ";
    }

    /// A command that stays as it is.
    fn known(&mut self, name: &str, start: usize) {
        match name {
            "textcolor" | "href" | "hyperlink" | "colorbox" => return self.skip_argument(),
            "left" | "right" => return self.delimiter(name),
            "substack" if self.rest().starts_with('{') => return self.stack(),
            "begin" => self.nesting.open_pair(),
            "end" => self.nesting.close_pair(),
            "text" | "textrm" | "texttt" | "textsf" | "textbf" | "textit" | "textsc" => self.argument_is_text = true,
            _ => {}
        }
        if name.len() > 1 {
            self.nesting.wait();
        }
        self.out.push_str(self.source.get(start..self.at).unwrap_or_default());
    }

    /// `\left` and `\right`: angle brackets are often written as signs of comparison.
    fn delimiter(&mut self, name: &str) {
        self.out.push('\\');
        self.out.push_str(name);
        let angle = if name == "left" { ('<', r"\langle ") } else { ('>', r"\rangle ") };
        if self.rest().starts_with(angle.0) {
            self.at += 1;
            self.out.push_str(angle.1);
        }
        if name == "left" { self.nesting.open_pair() } else { self.nesting.close_pair() }
    }

    /// `\substack{a \\ b}`, which the converter does not know, as the environment that it does know.
    fn stack(&mut self) {
        self.at += 1;
        self.nesting.wait();
        self.open(r"{\begin{subarray}{l}", false, r"\end{subarray}}");
    }

    /// `\rm{x}` and `_\rm x` mean the command with an argument; `{\rm x}` is a switch, which the converter knows.
    fn font(&mut self, font: &str, start: usize) {
        let script = self.out.ends_with(['_', '^']);
        if script || self.rest().trim_start().starts_with('{') {
            self.out.push('\\');
            self.out.push_str(font);
            self.out.push(' ');
        } else {
            self.out.push_str(self.source.get(start..self.at).unwrap_or_default());
        }
        self.nesting.wait();
    }

    /// `\r{A}` or `\'e`: an accent of text in a formula.
    fn accented_letter(&mut self, name: &str) -> Option<char> {
        let braced = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(base, _)| base);
        let by_letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if name.len() > 1 || (by_letter && braced.is_none()) || matches!(name, "=" | "~") {
            return None;
        }
        let base = braced.or_else(|| self.rest().get(..1))?;
        let letter = crate::markup::accent(name, base)?;
        self.at += base.len() + if braced.is_some() { 2 } else { 0 };
        Some(letter)
    }

    /// `\unicode{x1D7D8}`.
    fn code_point(&mut self) {
        let Some((digits, _)) = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}')) else { return };
        self.at += digits.len() + 2;
        let number = match digits.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        };
        // Letters, punctuation, arrows and symbols; no signs of the source, nothing invisible.
        let printable = |c: &char| {
            c.is_alphanumeric()
                || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2190}'..='\u{2bff}')
        };
        if let Some(c) = number.and_then(char::from_u32).filter(printable) {
            self.plain(c);
        }
    }

    /// Leaves out the argument in braces that follows.
    fn skip_argument(&mut self) {
        let mut depth = 0_usize;
        for (at, c) in self.rest().char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ if depth == 0 => return,
                _ => {}
            }
            if depth == 0 {
                self.at += at + 1;
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_what_authors_paste() {
        for (source, expected) in [
            (r"\xi_\rm{ion}", r"\xi_\mathrm {ion}"),
            (r"\textbf{28.5%", r"\textbf{28.5\%}"),
            (r"FinMeeting}", "FinMeeting"),
            (r"\left<t\right>", r"\left\langle t\right\rangle "),
            (r"L_{2500\,\r{A}}", r"L_{2500\,Å}"),
            (r"\unicode{x1D7D8}+\eps\unicode{x25CF}\unicode{x3c}", "𝟘+\\epsilon ●"),
            (r"\textcolor{red}{x}\label{eq:a}", "{x}"),
            (r"x \text{ if $y$ holds}", r"x \text{ if }y\text{ holds}"),
            (r"\texttt{a_b}", r"\texttt{a\_b}"),
            (r"\sum_{\substack{i \\ j}", r"\sum_{{\begin{subarray}{l}i \\ j\end{subarray}}}"),
        ] {
            assert_eq!(normal(source).as_deref(), Some(expected), "{source}");
        }
    }

    #[test]
    fn refuses_what_is_too_deep_or_long() {
        for bomb in ["{", r"\sqrt", r"\hat ", "x^{", r"\left(", r"\begin{matrix}", r"\sqrt{\hat ", "^"] {
            let deep = bomb.repeat(MAX_LENGTH / bomb.len());
            assert_eq!(normal(&deep), None, "{bomb}");
        }
        assert_eq!(normal(&"x".repeat(MAX_LENGTH + 1)), None);
        assert!(normal(&"x^{2}+".repeat(300)).is_some());
    }
}
