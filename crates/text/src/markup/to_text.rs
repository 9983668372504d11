//! Tokens as plain text.

use super::piece::{Piece, Style, Token};
use super::scan::scan;
use crate::formula;

/// `text` without LaTeX.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut printer = Printer { scripts: Vec::new(), link: None };
    for token in scan(text) {
        printer.token(token, &mut out);
    }
    out
}

/// What is open while tokens are printed.
struct Printer<'a> {
    /// Where the open scripts began in the output.
    scripts: Vec<usize>,
    /// The open link's address and where its text began in the output.
    link: Option<(std::borrow::Cow<'a, str>, usize)>,
}

impl<'a> Printer<'a> {
    fn token(&mut self, token: Token<'a>, out: &mut String) {
        match token.piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Printed(text) => out.push_str(&text),
            Piece::Formula { source, .. } => out.push_str(&formula::unicode(source)),
            Piece::Open(Style::Superscript | Style::Subscript) => self.scripts.push(out.len()),
            Piece::Close(style @ (Style::Superscript | Style::Subscript)) => {
                let start = self.scripts.pop().unwrap_or(out.len());
                let content = out.split_off(start.min(out.len()));
                formula::push_script(out, &content, style == Style::Superscript);
            }
            Piece::Open(_) | Piece::Close(_) => {}
            Piece::OpenLink(address) => self.link = Some((address, out.len())),
            Piece::CloseLink => self.close_link(out),
        }
    }

    /// A link's address follows its text, unless it is the text.
    fn close_link(&mut self, out: &mut String) {
        let Some((address, start)) = self.link.take() else { return };
        if out.get(start..).is_none_or(|label| label != address) {
            out.push_str(" (");
            out.push_str(&address);
            out.push(')');
        }
    }
}
