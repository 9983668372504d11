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
    /// Both widths, light and dark, with script and without: eight modes.
    pub fn all() -> Vec<Self> {
        let without = Self::scripted().into_iter().map(|mode| Self { script: false, ..mode });
        Self::scripted().into_iter().chain(without).collect()
    }

    /// Both widths, light and dark, with script.
    pub fn scripted() -> Vec<Self> {
        let mut modes = Vec::new();
        for width in [Width::Wide, Width::Narrow] {
            for theme in [Theme::Light, Theme::Dark] {
                modes.push(Self { width, theme, script: true });
            }
        }
        modes
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let script = if self.script { "with script" } else { "without script" };
        write!(f, "{} pixels, {}, {script}", self.width.pixels().0, self.theme.as_str())
    }
}
