//! Superscripts and subscripts in Unicode text.

/// Appends `content` raised or lowered: in Unicode's own characters where it has them all, else after `^` or `_`, in
/// parentheses where it is longer than one character. A lowered word needs only its `_`.
pub(crate) fn push_script(out: &mut String, content: &str, superscript: bool) {
    let content = content.trim();
    let map = if superscript { raised } else { lowered };
    if content.is_empty() {
        return;
    }
    if let Some(mapped) = content.chars().map(map).collect::<Option<String>>() {
        out.push_str(&mapped);
        return;
    }
    // Degrees and primes are raised by themselves.
    if superscript && matches!(content, "∘" | "°") {
        out.push('°');
        return;
    }
    if superscript && content.chars().all(|c| matches!(c, '′' | '″' | '†' | '‡' | '∗' | '⋆' | '⊤')) {
        out.push_str(content);
        return;
    }
    out.push(if superscript { '^' } else { '_' });
    let single = content.chars().all(char::is_alphanumeric) && (!superscript || content.chars().count() == 1);
    if single || content.chars().count() == 1 {
        out.push_str(content);
    } else {
        out.push('(');
        out.push_str(content);
        out.push(')');
    }
}

fn raised(c: char) -> Option<char> {
    Some(match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        '+' => '⁺',
        '-' | '−' => '⁻',
        '=' => '⁼',
        '(' => '⁽',
        ')' => '⁾',
        'n' => 'ⁿ',
        'i' => 'ⁱ',
        'k' => 'ᵏ',
        'd' => 'ᵈ',
        'm' => 'ᵐ',
        't' => 'ᵗ',
        'T' => 'ᵀ',
        _ => return None,
    })
}

fn lowered(c: char) -> Option<char> {
    Some(match c {
        '0' => '₀',
        '1' => '₁',
        '2' => '₂',
        '3' => '₃',
        '4' => '₄',
        '5' => '₅',
        '6' => '₆',
        '7' => '₇',
        '8' => '₈',
        '9' => '₉',
        '+' => '₊',
        '-' | '−' => '₋',
        '=' => '₌',
        '(' => '₍',
        ')' => '₎',
        'i' => 'ᵢ',
        'j' => 'ⱼ',
        'k' => 'ₖ',
        'n' => 'ₙ',
        'm' => 'ₘ',
        't' => 'ₜ',
        '⊙' | '☉' => c,
        _ => return None,
    })
}
