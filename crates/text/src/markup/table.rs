//! What the commands of running text do.

use super::piece::Style;

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Prints these characters.
    Print(&'static str),
    /// Sets its argument in a style.
    Wrap(Style),
    /// Sets the rest of the group in a style.
    Switch(Style),
    /// Prints its argument as it stands.
    Show,
    /// Prints its argument in parentheses.
    Parenthesis,
    /// Prints its second argument.
    ShowSecond,
    /// Prints the first of its two arguments.
    ShowFirst,
    /// Prints nothing, nor do that many arguments.
    Forget(u8),
    /// Links its second argument to its first.
    Link,
    /// Links its argument to itself.
    Address,
    /// Its argument is a formula.
    Formula,
    /// A formula's command with that many arguments, outside of any formula.
    Stray(u8),
    /// Begins an environment.
    Begin,
    /// Ends one.
    End,
}

/// What the command `name` (without its backslash) does in running text; `None` where it is not known.
pub(crate) fn action(name: &str) -> Option<Action> {
    Some(match name {
        "textbf" | "mathbf" | "bm" => Action::Wrap(Style::Strong),
        "emph" | "textit" | "textsl" => Action::Wrap(Style::Emphasis),
        "texttt" | "code" => Action::Wrap(Style::Code),
        "textsc" => Action::Wrap(Style::SmallCaps),
        "underline" | "uline" | "ul" => Action::Wrap(Style::Underline),
        "textsuperscript" | "textsuper" => Action::Wrap(Style::Superscript),
        "textsubscript" => Action::Wrap(Style::Subscript),
        "em" | "it" | "sl" | "itshape" => Action::Switch(Style::Emphasis),
        "bf" | "bfseries" => Action::Switch(Style::Strong),
        "tt" | "ttfamily" => Action::Switch(Style::Code),
        "sc" | "scshape" => Action::Switch(Style::SmallCaps),
        "text" | "textrm" | "textsf" | "textup" | "textmd" | "textnormal" | "mbox" | "hbox" | "mathrm" | "mathit"
        | "mathsf" | "num" | "ac" | "acs" | "acl" | "acp" | "ce" | "SI" | "SIrange" | "qty" | "si" | "added"
        | "replaced" | "title" | "textquote" | "enquote" | "ion" | "boldsymbol" => Action::Show,
        "footnote" | "footnotetext" => Action::Parenthesis,
        "textcolor" | "foreignlanguage" | "colorbox" | "hyperlink" | "hyperref" => Action::ShowSecond,
        "texorpdfstring" => Action::ShowFirst,
        "href" => Action::Link,
        "url" | "path" | "nolinkurl" => Action::Address,
        "ensuremath" => Action::Formula,
        "begin" => Action::Begin,
        "end" => Action::End,
        _ => return forgotten(name).or_else(|| stray(name)).or_else(|| printed(name).map(Action::Print)),
    })
}

/// Commands that print nothing.
fn forgotten(name: &str) -> Option<Action> {
    Some(Action::Forget(match name {
        "rm" | "sf" | "sffamily" | "rmfamily" | "normalfont" | "small" | "large" | "Large" | "footnotesize"
        | "scriptsize" | "tiny" | "noindent" | "xspace" | "centering" | "protect" | "left" | "right" | "big"
        | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" | "displaystyle" | "textstyle" | "limits" | "nolimits"
        | "maketitle" | "quad" | "qquad" | "par" | "newline" | "linebreak" | "smallskip" | "medskip" | "bigskip"
        | "indent" => 0,
        "cite" | "citep" | "citet" | "citealp" | "citealt" | "citeauthor" | "citeyear" | "Citet" | "Cref" | "cref"
        | "parencite" | "textcite" | "autocite" | "ref" | "eqref" | "autoref" | "label" | "vspace" | "hspace"
        | "thanks" | "color" | "footnotemark" | "index" | "fontsize" | "vskip" | "hskip" | "deleted" => 1,
        _ => return None,
    }))
}

/// Commands that only formulas have.
fn stray(name: &str) -> Option<Action> {
    Some(Action::Stray(match name {
        "frac" | "tfrac" | "dfrac" | "binom" => 2,
        "sqrt" | "mathbb" | "mathcal" | "mathfrak" | "mathscr" | "hat" | "widehat" | "tilde" | "widetilde" | "bar"
        | "overline" | "vec" | "dot" | "ddot" | "operatorname" => 1,
        _ => return None,
    }))
}

/// The characters that a command without arguments prints.
fn printed(name: &str) -> Option<&'static str> {
    punctuation(name).or_else(|| letter(name)).or_else(|| term(name)).or_else(|| crate::formula::symbol(name))
}

/// Signs that TeX needs a command for.
fn punctuation(name: &str) -> Option<&'static str> {
    Some(match name {
        "%" => "%",
        "&" => "&",
        "#" => "#",
        "_" | "textunderscore" => "_",
        "$" => "$",
        "{" => "{",
        "}" => "}",
        "," | "thinspace" | ":" | ";" => "\u{202f}",
        " " | "\n" | "\\" | "space" | "tabularnewline" => " ",
        "!" | "-" | "/" | "@" | "+" => "",
        "|" => "‖",
        "\"" => "\"",
        "'" | "textquotesingle" => "'",
        "textbackslash" => "\\",
        "textasciitilde" => "~",
        "textasciicircum" => "^",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "textendash" => "–",
        "textemdash" => "—",
        "textbar" => "|",
        "textless" => "<",
        "textgreater" => ">",
        "textellipsis" => "…",
        "textrightarrow" => "→",
        "textbullet" | "item" => " • ",
        "S" => "§",
        "P" => "¶",
        _ => return None,
    })
}

/// Letters that ASCII does not have.
fn letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "ss" => "ß",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "aa" => "å",
        "AA" | "angstrom" => "Å",
        "i" => "ı",
        "j" => "ȷ",
        _ => return None,
    })
}

/// Units, marks and abbreviations.
fn term(name: &str) -> Option<&'static str> {
    Some(match name {
        "texttimes" => "×",
        "textmu" | "micro" | "micron" => "µ",
        "textdegree" | "degree" | "deg" | "degr" | "arcdeg" => "°",
        "celsius" => "°C",
        "textregistered" | "circledR" => "®",
        "texttrademark" => "™",
        "copyright" | "textcopyright" => "©",
        "arcsec" => "″",
        "arcmin" => "′",
        "msun" | "Msun" => "M☉",
        "pounds" => "£",
        "euro" | "texteuro" => "€",
        "LaTeX" => "LaTeX",
        "TeX" => "TeX",
        "eg" => "e.g.",
        "ie" => "i.e.",
        "etal" => "et al.",
        "etc" => "etc.",
        _ => return None,
    })
}
