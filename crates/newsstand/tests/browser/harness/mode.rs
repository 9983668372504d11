//! The circumstances in which a reader meets the pages.

use std::fmt;

/// The width of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A desk: 1280 × 900 pixels.
    Wide,
    /// A telephone: 390 × 844 pixels.
    Narrow,
}

/// What the system's setting asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Ink on paper.
    Light,
    /// Light letters on a dark ground.
    Dark,
}

/// One set of circumstances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mode {
    /// The width of the window.
    pub width: Width,
    /// The system's setting.
    pub theme: Theme,
    /// Whether pages may run their script.
    pub script: bool,
}

impl Width {
    /// Width and height of the window in CSS pixels.
    pub fn pixels(self) -> (u32, u32) {
        match self {
            Self::Wide => (1280, 900),
            Self::Narrow => (390, 844),
        }
    }
}

impl Theme {
    /// The word of the media query `prefers-color-scheme`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Mode {
    /// Four modes in which any two circumstances meet: each width is seen light and dark, with script and without, and
    /// each theme with script and without. A fault that needs all three at once has no way to come about, since style and
    /// script know nothing of each other but the theme.
    pub fn covering() -> [Self; 4] {
        [
            Self { width: Width::Wide, theme: Theme::Light, script: true },
            Self { width: Width::Narrow, theme: Theme::Dark, script: true },
            Self { width: Width::Wide, theme: Theme::Dark, script: false },
            Self { width: Width::Narrow, theme: Theme::Light, script: false },
        ]
    }

    /// Both widths, light and dark, with script.
    pub fn scripted() -> [Self; 4] {
        [
            (Width::Wide, Theme::Light),
            (Width::Wide, Theme::Dark),
            (Width::Narrow, Theme::Light),
            (Width::Narrow, Theme::Dark),
        ]
        .map(|(width, theme)| Self { width, theme, script: true })
    }

    /// Both widths in one theme, with script or without.
    pub fn widths(theme: Theme, script: bool) -> [Self; 2] {
        [Width::Wide, Width::Narrow].map(|width| Self { width, theme, script })
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let script = if self.script { "with script" } else { "without script" };
        write!(f, "{} pixels, {}, {script}", self.width.pixels().0, self.theme.as_str())
    }
}
