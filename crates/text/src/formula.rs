//! One formula: LaTeX in, MathML or Unicode text out.

mod allow;
mod nesting;
mod normal;
mod rewrite;
mod scripts;
mod symbols;
mod unicode;

use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

pub(crate) use scripts::push_script;
pub(crate) use symbols::{greek_name, symbol};
pub(crate) use unicode::unicode;

/// The class that the converter gives to commands that it does not know; [`allow`] turns them into names.
const UNKNOWN: &str = "unknown";

/// The converter. It defines no macros: they are rewritten in [`normal`], where their growth is bounded.
static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
    let mut config =
        MathCoreConfig { ignore_unknown_commands: true, allow_unreliable_rendering: true, ..MathCoreConfig::default() };
    config.css_classes.unknown_command = UNKNOWN.into();
    LatexToMathML::new(config).unwrap_or_default()
});

/// The formula as a `<math>` element, `None` where it cannot be read. Elements and attributes come from a list of allowed
/// ones, so that nothing in the source can end the element, style the page or link anywhere.
pub(crate) fn mathml(source: &str, display: bool) -> Option<String> {
    let source = normal::normal(source)?;
    let mode = if display { MathDisplay::Block } else { MathDisplay::Inline };
    let converted = CONVERTER.convert_with_local_state(&source, mode).ok()?;
    allow::clean(&converted.mathml)
}
