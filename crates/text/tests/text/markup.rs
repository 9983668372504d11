//! Whether HTML is well formed and holds nothing that a strict content security policy or a careful reader would refuse.

const ELEMENTS: [&str; 9] = ["a", "code", "em", "mark", "span", "strong", "sub", "sup", "u"];

const MATH: [&str; 26] = [
    "math",
    "menclose",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
];

/// Why `html` is not good, in words; `None` where it is.
pub(crate) fn fault(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut parts = html.split('<');
    let mut fault = parts.next().and_then(text_fault);
    for part in parts {
        let Some((tag, text)) = part.split_once('>') else { return Some(format!("unfinished tag <{part}")) };
        fault = fault.or_else(|| tag_fault(tag, &mut open)).or_else(|| text_fault(text));
    }
    fault.or_else(|| (!open.is_empty()).then(|| format!("never closed: {open:?}")))
}

fn tag_fault<'a>(tag: &'a str, open: &mut Vec<&'a str>) -> Option<String> {
    if let Some(name) = tag.strip_prefix('/') {
        return (open.pop() != Some(name)).then(|| format!("</{name}> closes nothing"));
    }
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let in_math = open.contains(&"math");
    let text_in_math = open.contains(&"mtext") && ["b", "code", "em", "i", "span", "u"].contains(&name);
    let known = if in_math { MATH.contains(&name) || text_in_math } else { ELEMENTS.contains(&name) || name == "math" };
    let nested_link = name == "a" && open.contains(&"a");
    open.push(name);
    if !known || nested_link {
        return Some(format!("<{tag}> within {open:?}"));
    }
    attributes_fault(attributes)
}

fn attributes_fault(attributes: &str) -> Option<String> {
    let mut rest = attributes;
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once("=\"") else { return Some(format!("attributes {attributes}")) };
        let Some((value, after)) = after.split_once('"') else { return Some(format!("attributes {attributes}")) };
        let web = value.starts_with("http://") || value.starts_with("https://");
        let bad = name == "style" || name.starts_with("on") || name == "src" || (name == "href" && !web);
        if bad || !name.bytes().all(|b| b.is_ascii_lowercase()) {
            return Some(format!("attribute {name}={value}"));
        }
        rest = after.trim_start();
    }
    None
}

fn text_fault(text: &str) -> Option<String> {
    let entity =
        |after: &str| ["amp;", "lt;", "gt;", "quot;", "#39;", "nbsp;"].iter().any(|entity| after.starts_with(entity));
    let escaped = !text.contains(['>', '"']) && text.split('&').skip(1).all(entity);
    (!escaped).then(|| format!("text not escaped: {text}"))
}

/// The text of `html` without its tags.
pub(crate) fn text_of(html: &str) -> String {
    html.split('<').enumerate().map(|(at, part)| if at == 0 { part } else { part.split_once('>').unwrap().1 }).collect()
}

#[test]
fn finds_faults() {
    assert_eq!(fault("a <em>b</em> &amp; <a href=\"https://x.org\" rel=\"nofollow\">c</a>"), None);
    for bad in [
        "<em>",
        "</em>",
        "<em></strong>",
        "a & b",
        "<script></script>",
        "<a href=\"javascript:x\"></a>",
        "<math style=\"x\"></math>",
        "<math><em></em></math>",
        "<mi></mi>",
        "a > b",
        "<em onclick=\"x\"></em>",
        "<em",
    ] {
        assert!(fault(bad).is_some(), "{bad}");
    }
}
