//! A drawing as lines, areas and words in points of paper, the origin at the top left.

/// A colour: red, green, blue.
pub type Color = [u8; 3];

/// Colours that remain distinct for colour-blind readers (Okabe and Ito, 2008), in the order curves take them.
pub const PALETTE: [Color; 7] =
    [[0, 114, 178], [213, 94, 0], [0, 158, 115], [204, 121, 167], [230, 159, 0], [86, 180, 233], [90, 90, 90]];
/// Axes and words.
pub const INK: Color = [26, 26, 26];
/// Level lines.
pub const LEVEL: Color = [120, 120, 120];
/// Paper.
pub const PAPER: Color = [255, 255, 255];

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Color,
    /// Its width.
    pub width: f64,
    /// Lengths of a dash and of the gap after it; none: unbroken.
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    /// An unbroken line.
    #[must_use]
    pub fn solid(color: Color, width: f64) -> Self {
        Self { color, width, dash: None }
    }
}

/// Where words stand relative to their point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// They begin there.
    Start,
    /// They are centred there.
    Middle,
    /// They end there.
    End,
}

/// A mark on the paper.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A polyline, closed or not.
    Line {
        /// Its corners.
        points: Vec<(f64, f64)>,
        /// Whether the last is joined to the first.
        closed: bool,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A filled polygon.
    Area {
        /// Its corners.
        points: Vec<(f64, f64)>,
        /// Its colour.
        fill: Color,
    },
    /// Words; the baseline passes through the point.
    Words {
        /// Where.
        at: (f64, f64),
        /// What.
        text: String,
        /// Size of the type.
        size: f64,
        /// How they stand there.
        anchor: Anchor,
        /// Turned by a quarter to the left.
        upright: bool,
        /// Their colour.
        color: Color,
    },
}

/// A whole drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Width of the paper.
    pub width: f64,
    /// Height of the paper.
    pub height: f64,
    /// What it says, for readers who cannot see it.
    pub title: String,
    /// Later marks lie on top.
    pub marks: Vec<Mark>,
}

/// A circle as a polygon.
#[must_use]
pub fn circle(center: (f64, f64), radius: f64) -> Vec<(f64, f64)> {
    const CORNERS: u32 = 24;
    (0..CORNERS)
        .map(|k| {
            let angle = f64::from(k) * std::f64::consts::TAU / f64::from(CORNERS);
            (center.0 + radius * angle.cos(), center.1 + radius * angle.sin())
        })
        .collect()
}

/// The head of an arrow whose tip is `tip`, pointing along `direction` (any length but 0).
#[must_use]
pub fn arrow_head(tip: (f64, f64), direction: (f64, f64), length: f64) -> Vec<(f64, f64)> {
    let norm = direction.0.hypot(direction.1).max(f64::MIN_POSITIVE);
    let (dx, dy) = (direction.0 / norm, direction.1 / norm);
    let base = (tip.0 - length * dx, tip.1 - length * dy);
    let half = 0.42 * length;
    vec![tip, (base.0 - half * dy, base.1 + half * dx), (base.0 + half * dy, base.1 - half * dx)]
}
