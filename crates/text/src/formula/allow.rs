//! The only elements and attributes that leave this crate within `<math>`.
//!
//! The converter's output is not trusted: a command's name reaches it unescaped, and it writes `style` attributes, which
//! a strict content security policy blocks, and links. What is not allowed here does not pass, and every element that is
//! opened is closed.

use super::UNKNOWN;

const ELEMENTS: [&str; 32] = [
    "math",
    "mi",
    "mn",
    "mo",
    "mrow",
    "mspace",
    "mtext",
    "msup",
    "msub",
    "msubsup",
    "mfrac",
    "msqrt",
    "mroot",
    "mover",
    "munder",
    "munderover",
    "mtable",
    "mtr",
    "mtd",
    "mpadded",
    "mphantom",
    "mmultiscripts",
    "mprescripts",
    "menclose",
    "mstyle",
    "none",
    "b",
    "i",
    "em",
    "u",
    "code",
    "span",
];

const ATTRIBUTES: [&str; 20] = [
    "display",
    "displaystyle",
    "scriptlevel",
    "lspace",
    "rspace",
    "stretchy",
    "symmetric",
    "form",
    "minsize",
    "maxsize",
    "movablelimits",
    "largeop",
    "mathvariant",
    "linethickness",
    "accent",
    "accentunder",
    "width",
    "height",
    "notation",
    "class",
];

/// Spaces wider than this many em are not made: a formula cannot push the page away.
const MAX_EM: f32 = 4.0;

/// The MathML with only allowed elements and attributes; `None` where something else is in it or tags do not pair.
pub(super) fn clean(mathml: &str) -> Option<String> {
    let mut out = String::with_capacity(mathml.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = mathml;
    while let Some(start) = rest.find('<') {
        let (text, tagged) = rest.split_at(start);
        push_text(&mut out, text)?;
        if let Some((name, after)) = unknown_command(tagged) {
            push_name(&mut out, name);
            rest = after;
            continue;
        }
        let (tag, after) = tagged.get(1..)?.split_once('>')?;
        push_tag(&mut out, tag, &mut open)?;
        rest = after;
    }
    (rest.is_empty() && open.is_empty()).then_some(out)
}

/// Text, which must be escaped already.
fn push_text(out: &mut String, text: &str) -> Option<()> {
    let entity =
        |after: &str| ["lt;", "gt;", "amp;", "quot;", "#39;", "nbsp;"].iter().any(|name| after.starts_with(name));
    let escaped = !text.contains('>') && text.split('&').skip(1).all(entity);
    if escaped {
        out.push_str(text);
    }
    escaped.then_some(())
}

/// The name of a command that the converter did not know, and what follows it.
fn unknown_command(tagged: &str) -> Option<(&str, &str)> {
    let rest = tagged.strip_prefix("<merror class=\"")?.strip_prefix(UNKNOWN)?.strip_prefix("\"><mtext>\\")?;
    rest.split_once("</mtext></merror>")
}

/// An unknown command as an operator of its name, upright as TeX sets `log`.
fn push_name(out: &mut String, name: &str) {
    if name.bytes().all(|b| b.is_ascii_alphabetic()) {
        out.push_str(if name.len() == 1 { "<mi mathvariant=\"normal\">" } else { "<mi>" });
        out.push_str(name);
        out.push_str("</mi>");
    }
}

/// A tag without its angle brackets: `name attribute="value"…`, `/name` or `name/`.
fn push_tag<'a>(out: &mut String, tag: &'a str, open: &mut Vec<&'a str>) -> Option<()> {
    if let Some(name) = tag.strip_prefix('/') {
        out.push_str("</");
        out.push_str(name);
        out.push('>');
        return (open.pop()? == name).then_some(());
    }
    let (tag, single) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    if !ELEMENTS.contains(&name) {
        return None;
    }
    out.push('<');
    out.push_str(name);
    push_attributes(out, attributes)?;
    // HTML knows "/>" in MathML; for the others an end tag is always right.
    if single {
        out.push_str("></");
        out.push_str(name);
    } else {
        open.push(name);
    }
    out.push('>');
    Some(())
}

/// The allowed ones of `name="value" name="value"…`.
fn push_attributes(out: &mut String, attributes: &str) -> Option<()> {
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        if ATTRIBUTES.contains(&name) && is_plain(value) && !is_too_wide(value) {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(value);
            out.push('"');
        }
        rest = after.trim_start();
    }
    Some(())
}

fn is_plain(value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'.' | b'-' | b'+' | b'%' | b'_'))
}

/// Lengths in other units than em are few and all of the author's making.
fn is_too_wide(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = value.get(number.len()..).unwrap_or_default();
    let limit = match unit {
        "em" => MAX_EM,
        "ex" => 2.0 * MAX_EM,
        "pt" | "px" => 12.0 * MAX_EM,
        "cm" | "mm" | "in" | "rem" | "vw" | "vh" => 0.0,
        _ => return false,
    };
    !number.is_empty() && number.parse::<f32>().is_ok_and(|length| length.abs() > limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_only_allowed_markup_pass() {
        assert_eq!(clean("<math><mi>x</mi></math>").as_deref(), Some("<math><mi>x</mi></math>"));
        assert_eq!(
            clean("<math display=\"block\"><mspace style=\"width:9em\" width=\"2em\"/></math>").as_deref(),
            Some("<math display=\"block\"><mspace width=\"2em\"></mspace></math>")
        );
        for bad in [
            "<math><script>x</script></math>",
            "<math><mi>x</math>",
            "<math></math></math>",
            "<math>",
            "<math>a > b</math>",
            "<math>&bogus;</math>",
            "<math><mtext><a href=\"x\">y</a></mtext></math>",
            "<math onclick=alert(1)>x</math>",
        ] {
            assert_eq!(clean(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_unknown_command_is_a_name() {
        let mathml = "<math><merror class=\"unknown\"><mtext>\\polylog</mtext></merror></math>";
        assert_eq!(clean(mathml).as_deref(), Some("<math><mi>polylog</mi></math>"));
    }
}
