//! Text in, better text out: LaTeX of titles and abstracts as HTML with MathML or as plain Unicode, sentences, the most
//! central sentence, keyphrases, excerpts, citations.
//!
//! Every function is pure: no input or output, no clock, no state. Nothing here trusts its input: whatever a title holds,
//! the HTML is well formed and safe under a strict content security policy, and the work is linear in its length.

mod abbreviations;
mod central;
pub mod citation;
mod excerpt;
mod formula;
mod html;
mod keyphrases;
mod line;
mod markup;
mod mathml;
mod numbers;
mod sentences;
mod spoken;
mod words;

pub use abbreviations::{Abbreviation, abbreviations};
pub use central::central_sentence;
pub use excerpt::excerpt;
pub use html::Html;
pub use keyphrases::keyphrases;
pub use line::{clipped, line};
pub use markup::{plain, render, render_marked};
pub use numbers::{authors_line, compact_number};
pub use sentences::sentences;
pub use spoken::{command_word, sign_name};
