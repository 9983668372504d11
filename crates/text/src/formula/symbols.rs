//! The characters that formulas' commands print.

/// The Unicode characters of the command `name` (without its backslash), where it stands for a symbol.
pub(crate) fn symbol(name: &str) -> Option<&'static str> {
    greek(name).or_else(|| relation(name)).or_else(|| operator(name)).or_else(|| arrow(name)).or_else(|| other(name))
}

/// The Greek letters by the names of their commands.
const GREEK: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ϵ"),
    ("eps", "ϵ"),
    ("varepsilon", "ε"),
    ("veps", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("vartheta", "ϑ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("upmu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("varpi", "ϖ"),
    ("rho", "ρ"),
    ("varrho", "ϱ"),
    ("sigma", "σ"),
    ("varsigma", "ς"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "ϕ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Upsilon", "Υ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
];

fn greek(name: &str) -> Option<&'static str> {
    GREEK.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)
}

/// The name of a small Greek letter, the same for all its shapes; `None` for other characters.
pub(crate) fn greek_name(letter: char) -> Option<&'static str> {
    if !('α'..='ϵ').contains(&letter) {
        return None;
    }
    if letter == 'ο' {
        return Some("omicron");
    }
    let is_it = |printed: &str| printed.starts_with(letter);
    let (name, _) = GREEK.iter().find(|(_, printed)| is_it(printed))?;
    Some(name.strip_prefix("var").unwrap_or(name))
}

fn relation(name: &str) -> Option<&'static str> {
    Some(match name {
        "le" | "leq" | "leqslant" => "≤",
        "ge" | "geq" | "geqslant" => "≥",
        "ne" | "neq" => "≠",
        "ll" => "≪",
        "gg" => "≫",
        "lesssim" => "≲",
        "gtrsim" => "≳",
        "sim" => "∼",
        "simeq" => "≃",
        "approx" => "≈",
        "cong" => "≅",
        "equiv" => "≡",
        "propto" => "∝",
        "prec" => "≺",
        "succ" => "≻",
        "preceq" => "⪯",
        "succeq" => "⪰",
        "in" => "∈",
        "notin" => "∉",
        "ni" => "∋",
        "subset" => "⊂",
        "supset" => "⊃",
        "subseteq" => "⊆",
        "supseteq" => "⊇",
        "mid" => "∣",
        "parallel" => "∥",
        "perp" => "⊥",
        "models" => "⊨",
        "vdash" => "⊢",
        "asymp" => "≍",
        "coloneqq" => "≔",
        "triangleq" => "≜",
        "lt" => "<",
        "gt" => ">",
        _ => return None,
    })
}

fn operator(name: &str) -> Option<&'static str> {
    Some(match name {
        "times" => "×",
        "cdot" => "⋅",
        "pm" => "±",
        "mp" => "∓",
        "div" => "÷",
        "ast" => "∗",
        "star" => "⋆",
        "circ" => "∘",
        "bullet" => "•",
        "oplus" => "⊕",
        "ominus" => "⊖",
        "otimes" => "⊗",
        "odot" | "sun" => "⊙",
        "wedge" | "land" => "∧",
        "vee" | "lor" => "∨",
        "neg" | "lnot" => "¬",
        "cup" => "∪",
        "cap" => "∩",
        "setminus" => "∖",
        "sum" => "∑",
        "prod" => "∏",
        "int" => "∫",
        "oint" => "∮",
        "partial" => "∂",
        "nabla" => "∇",
        "bigcup" => "⋃",
        "bigcap" => "⋂",
        "bigoplus" => "⨁",
        "bigotimes" => "⨂",
        "top" => "⊤",
        "bot" => "⊥",
        "dagger" => "†",
        "ddagger" => "‡",
        _ => return None,
    })
}

fn arrow(name: &str) -> Option<&'static str> {
    Some(match name {
        "to" | "rightarrow" => "→",
        "leftarrow" | "gets" => "←",
        "leftrightarrow" => "↔",
        "Rightarrow" | "implies" => "⇒",
        "Leftarrow" => "⇐",
        "Leftrightarrow" | "iff" => "⇔",
        "longrightarrow" => "⟶",
        "longleftarrow" => "⟵",
        "mapsto" => "↦",
        "uparrow" => "↑",
        "downarrow" => "↓",
        "updownarrow" => "↕",
        "Uparrow" => "⇑",
        "Downarrow" => "⇓",
        "hookrightarrow" => "↪",
        "rightleftharpoons" => "⇌",
        "leadsto" | "rightsquigarrow" => "⇝",
        "nearrow" => "↗",
        "searrow" => "↘",
        _ => return None,
    })
}

fn other(name: &str) -> Option<&'static str> {
    Some(match name {
        "infty" => "∞",
        "ell" => "ℓ",
        "hbar" => "ℏ",
        "Re" => "ℜ",
        "Im" => "ℑ",
        "aleph" => "ℵ",
        "emptyset" | "varnothing" => "∅",
        "forall" => "∀",
        "exists" => "∃",
        "ldots" | "dots" | "dotsc" | "hdots" => "…",
        "cdots" | "dotsb" => "⋯",
        "vdots" => "⋮",
        "ddots" => "⋱",
        "langle" => "⟨",
        "rangle" => "⟩",
        "lfloor" => "⌊",
        "rfloor" => "⌋",
        "lceil" => "⌈",
        "rceil" => "⌉",
        "lbrace" => "{",
        "rbrace" => "}",
        "lvert" | "rvert" | "vert" => "|",
        "Vert" | "lVert" | "rVert" => "‖",
        "prime" => "′",
        "square" | "Box" => "□",
        "blacksquare" => "■",
        "triangle" => "△",
        "diamond" => "⋄",
        "checkmark" => "✓",
        "angle" => "∠",
        "degree" | "degr" | "arcdeg" | "deg" => "°",
        "AA" | "angstrom" => "Å",
        "imath" => "ı",
        "jmath" => "ȷ",
        "clubsuit" => "♣",
        "spadesuit" => "♠",
        "heartsuit" => "♡",
        "diamondsuit" => "♢",
        "flat" => "♭",
        "sharp" => "♯",
        _ => return None,
    })
}
