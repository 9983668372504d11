//! Commands of formulas that the converter does not know, in the words of those that it does.

/// What stands in the place of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rewrite {
    /// Other LaTeX.
    To(&'static str),
    /// A font switch: with an argument or as a script it is this command; else it stays.
    Font(&'static str),
    /// Nothing, nor its arguments, of which it has so many.
    Drop(u8),
    /// The character with the hexadecimal number in its argument.
    CodePoint,
}

/// What to write for the command `name` (without its backslash); `None` leaves it.
pub(super) fn rewrite(name: &str) -> Option<Rewrite> {
    Some(match name {
        "rm" => Rewrite::Font("mathrm"),
        "bf" => Rewrite::Font("mathbf"),
        "it" => Rewrite::Font("mathit"),
        "cal" => Rewrite::Font("mathcal"),
        "sf" => Rewrite::Font("mathsf"),
        "tt" => Rewrite::Font("mathtt"),
        "ensuremath" | "displaystyle" | "textstyle" | "nonumber" | "notag" | "centering" | "small" | "scriptsize"
        | "footnotesize" | "tiny" | "large" | "Large" | "normalsize" | "xspace" | "smash" | "nolimits"
        | "allowbreak" | "mathop" | "mathpunct" | "mathord" | "mathopen" | "mathclose" | "mathbin" | "mathrel"
        | "mathinner" | "protect" | "relax" | "em" | "boldmath" | "rlap" | "llap" => Rewrite::Drop(0),
        "label" | "tag" | "ref" | "eqref" | "cite" | "vspace" | "color" | "footnote" => Rewrite::Drop(1),
        "unicode" => Rewrite::CodePoint,
        _ => Rewrite::To(replacement(name)?),
    })
}

fn replacement(name: &str) -> Option<&'static str> {
    Some(match name {
        "eps" => r"\epsilon ",
        "veps" => r"\varepsilon ",
        "Tilde" | "wt" => r"\widetilde ",
        "Hat" => r"\hat ",
        "Bar" => r"\bar ",
        "mbox" | "hbox" | "textup" | "textsl" | "textmd" | "emph" | "url" | "textsuperscript" => r"\text ",
        "dotsc" | "dotso" | "hdots" => r"\ldots ",
        "msun" | "Msun" => r"M_\odot ",
        "lsun" | "Lsun" => r"L_\odot ",
        "sun" => r"\odot ",
        "nicefrac" | "sfrac" | "flatfrac" => r"\tfrac ",
        "half" => r"\tfrac12 ",
        "mathds" | "bb" | "mathbbm" => r"\mathbb ",
        "bold" | "vct" | "bv" | "mat" => r"\mathbf ",
        "pmb" => r"\boldsymbol ",
        "mc" => r"\mathcal ",
        "mleft" => r"\left",
        "mright" => r"\right",
        // In text these are letters; in a formula only somebody's macros are called so.
        "H" => "H ",
        "L" => "L ",
        "R" | "RR" | "bbR" | "Real" | "reals" => r"\mathbb{R}",
        "NN" | "bbN" => r"\mathbb{N}",
        "bbE" | "EE" => r"\mathbb{E}",
        "cO" | "calO" | "bigO" | "bigo" | "order" | "mathcalO" => r"\mathcal{O}",
        "cA" => r"\mathcal{A}",
        "cF" => r"\mathcal{F}",
        "cH" => r"\mathcal{H}",
        "cN" => r"\mathcal{N}",
        "cS" => r"\mathcal{S}",
        "otilde" | "Ot" => r"\widetilde{O}",
        "degr" | "arcdeg" | "deg" | "degree" => "°",
        "arcsec" => "″",
        "arcmin" => "′",
        "upmu" | "micron" => r"\mu ",
        "AA" | "angstrom" => "Å",
        "si" | "SI" | "ce" => r"\mathrm ",
        _ => return None,
    })
}
