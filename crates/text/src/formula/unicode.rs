//! A formula as one line of Unicode text.

use unicode_normalization::UnicodeNormalization;

use super::scripts::push_script;
use super::symbols::symbol;
use crate::markup::command_name;

/// Deeper groups than this are printed without regard to what they mean.
const MAX_DEPTH: usize = 16;

/// `\alpha^2 \le \frac{1}{2}` as `α² ≤ 1/2`. What Unicode has no sign for stays readable: names without backslash,
/// arguments without braces.
pub(crate) fn unicode(source: &str) -> String {
    let mut reader = Reader { source, at: 0 };
    let mut out = String::with_capacity(source.len());
    while reader.peek().is_some() {
        reader.group(&mut out, MAX_DEPTH);
    }
    let mut line = String::with_capacity(out.len());
    for word in out.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.source.get(self.at..).and_then(|rest| rest.chars().next())
    }

    /// Appends everything up to the brace that closes this group, and passes it.
    fn group(&mut self, out: &mut String, depth: usize) {
        while let Some(c) = self.peek() {
            if c == '}' {
                self.at += 1;
                return;
            }
            self.item(out, depth);
        }
    }

    /// Appends one thing: a character, a group, a command with its arguments, a script.
    fn item(&mut self, out: &mut String, depth: usize) {
        let Some(c) = self.peek() else { return };
        if c == '\\' {
            return self.command(out, depth);
        }
        self.at += c.len_utf8();
        match c {
            '{' => {
                if let Some(depth) = depth.checked_sub(1) {
                    self.group(out, depth);
                }
            }
            '^' | '_' => {
                let content = self.argument(depth);
                push_script(out, &content, c == '^');
            }
            '$' | '}' => {}
            c if c.is_control() || matches!(c, '~' | '&') => out.push(' '),
            c => out.push(c),
        }
    }

    /// The next thing, by itself.
    fn argument(&mut self, depth: usize) -> String {
        while let Some(blank) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += blank.len_utf8();
        }
        let mut content = String::new();
        if let Some(depth) = depth.checked_sub(1)
            && self.peek() != Some('}')
        {
            self.item(&mut content, depth);
        }
        content
    }

    fn command(&mut self, out: &mut String, depth: usize) {
        let Some(name) = command_name(self.source, self.at) else {
            self.at += 1;
            return;
        };
        self.at += 1 + name.len();
        if let Some(printed) = symbol(name) {
            return self.symbol(out, printed);
        }
        match name {
            "left" | "right" | "big" | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" | "bigg" | "Bigg" | "mathrm"
            | "mathbf" | "mathit" | "mathsf" | "mathtt" | "mathcal" | "mathscr" | "mathfrak" | "boldsymbol" | "bm"
            | "text" | "textrm" | "textbf" | "textit" | "texttt" | "textsc" | "textsf" | "mbox" | "operatorname"
            | "rm" | "bf" | "it" | "cal" | "displaystyle" | "ensuremath" | "emph" | "underline" | "limits" | "!"
            | "em" | "substack" | "mathop" | "rlap" | "llap" | "smash" => {
                self.skip_blank();
                self.skip_full_stop(name);
            }
            "frac" | "tfrac" | "dfrac" | "nicefrac" | "sfrac" => self.fraction(out, depth),
            "binom" | "tbinom" | "dbinom" => {
                let (above, below) = (self.argument(depth), self.argument(depth));
                out.extend(["binom(", &above, ", ", &below, ")"]);
            }
            "sqrt" => {
                let content = self.argument(depth);
                out.push('√');
                push_tight(out, &content);
            }
            "mathbb" | "mathds" | "mathbbm" => {
                let content = self.argument(depth);
                out.extend(content.chars().map(double_struck));
            }
            "begin" | "end" | "label" | "tag" | "color" | "textcolor" => drop(self.argument(depth)),
            "," | ":" | ";" | " " | "quad" | "qquad" | "\\" | "thinspace" | "space" => out.push(' '),
            "colon" => out.push(':'),
            "textbackslash" => out.push('\\'),
            "|" => out.push('‖'),
            "{" | "}" | "%" | "&" | "#" | "_" | "$" => out.push_str(name),
            name => self.accent_or_name(out, name, depth),
        }
    }

    /// A sign; the blank that only ended the command's name is no blank, one on both sides is.
    fn symbol(&mut self, out: &mut String, printed: &str) {
        let spaced = out.is_empty() || out.ends_with(char::is_whitespace);
        out.push_str(printed);
        if !spaced || out.trim_start() == printed {
            self.skip_blank();
        }
    }

    fn skip_blank(&mut self) {
        if self.peek() == Some(' ') {
            self.at += 1;
        }
    }

    /// `\left.` is no delimiter.
    fn skip_full_stop(&mut self, name: &str) {
        if matches!(name, "left" | "right") && self.peek() == Some('.') {
            self.at += 1;
        }
    }

    fn fraction(&mut self, out: &mut String, depth: usize) {
        let numerator = self.argument(depth);
        let denominator = self.argument(depth);
        push_tight(out, &numerator);
        out.push('/');
        push_tight(out, &denominator);
    }

    /// An accent over its argument, or the name of a function or macro.
    fn accent_or_name(&mut self, out: &mut String, name: &str, depth: usize) {
        let mark = match name {
            "hat" | "widehat" => '\u{302}',
            "tilde" | "widetilde" | "Tilde" => '\u{303}',
            "bar" | "overline" => '\u{304}',
            "vec" => '\u{20d7}',
            "dot" => '\u{307}',
            "ddot" => '\u{308}',
            "not" => '\u{338}',
            _ => {
                if out.ends_with(|c: char| c.is_alphanumeric()) {
                    out.push(' ');
                }
                out.push_str(name);
                return;
            }
        };
        let content = self.argument(depth);
        let mut marked = content.clone();
        if content.chars().count() == 1 {
            marked.push(mark);
        }
        out.extend(marked.nfc());
    }
}

/// Appends `content`, in parentheses where a reader could not tell where it ends.
fn push_tight(out: &mut String, content: &str) {
    let content = content.trim();
    if content.chars().all(|c| c.is_alphanumeric() || c == '.') {
        out.push_str(content);
    } else {
        out.push('(');
        out.push_str(content);
        out.push(')');
    }
}

fn double_struck(c: char) -> char {
    match c {
        'C' => 'ℂ',
        'N' => 'ℕ',
        'P' => 'ℙ',
        'Q' => 'ℚ',
        'R' => 'ℝ',
        'Z' => 'ℤ',
        'E' => '𝔼',
        'F' => '𝔽',
        'H' => 'ℍ',
        'S' => '𝕊',
        '1' => '𝟙',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_it_in_unicode() {
        for (source, expected) in [
            (r"\alpha^2", "α²"),
            (r"2.5\times", "2.5×"),
            (r"O(n \log n)", "O(n log n)"),
            (r"\mathcal{O}(\sqrt{T})", "O(√T)"),
            (r"x \in \mathbb{R}^{d}", "x ∈ ℝᵈ"),
            (r"\frac{1}{2} \le \frac{a+b}{c}", "1/2 ≤ (a+b)/c"),
            (r"\hat{x}_{ij}", "x̂ᵢⱼ"),
            (r"\ell_p", "ℓ_p"),
            (r"10^{-3}", "10⁻³"),
            (r"M_{\rm BH} \sim 10^{9} M_\odot", "M_BH ∼ 10⁹ M⊙"),
            (r"\left(\sum_{i=1}^n x_i\right)", "(∑ᵢ₌₁ⁿ xᵢ)"),
            (r"90^\circ", "90°"),
            (r"\mathsf{NP}\text{-hard} -1", "NP-hard -1"),
            (r"\alpha\beta", "αβ"),
            (r"\sim 5\%", "∼5%"),
            (r"\binom{n}{2} \not\equiv 0", "binom(n, 2) ≢0"),
            (r"\foo{x}", "foox"),
            ("x^\u{3000}2\\sqrt\u{a0}y", "x²√y"),
        ] {
            assert_eq!(unicode(source), expected, "{source}");
        }
    }

    #[test]
    fn survives_what_is_no_formula() {
        for source in ["}", "{", r"\", r"\frac", "^", "_{", r"\sqrt{", "}}}{{{", r"\hat"] {
            let _ = unicode(source);
        }
        let _ = unicode(&r"\sqrt{".repeat(100_000));
        let _ = unicode(&"^".repeat(100_000));
    }
}
