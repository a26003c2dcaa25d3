//! Outlines and widths of words in the vendored font.

use std::sync::OnceLock;
use ttf_parser::{Face, OutlineBuilder};

/// DejaVu Sans; its licence stands beside it.
static BYTES: &[u8] = include_bytes!("../../assets/fonts/DejaVuSans.ttf");

fn face() -> Option<&'static Face<'static>> {
    static FACE: OnceLock<Option<Face<'static>>> = OnceLock::new();
    FACE.get_or_init(|| Face::parse(BYTES, 0).ok()).as_ref()
}

/// Width of words at a size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let Some(face) = face() else { return 0.6 * size };
    let scale = size / f64::from(face.units_per_em());
    text.chars().map(|c| advance(face, c) * scale).sum()
}

fn advance(face: &Face<'_>, c: char) -> f64 {
    let glyph = face.glyph_index(c).unwrap_or_default();
    f64::from(face.glyph_hor_advance(glyph).unwrap_or(0))
}

/// The outlines of words whose baseline begins at the origin, `y` downwards.
pub(super) fn outlines(text: &str, size: f64) -> Vec<Vec<(f64, f64)>> {
    let Some(face) = face() else { return Vec::new() };
    let scale = size / f64::from(face.units_per_em());
    let mut pen = Pen { scale, left: 0.0, out: Vec::new(), at: (0.0, 0.0) };
    for c in text.chars() {
        if let Some(glyph) = face.glyph_index(c) {
            face.outline_glyph(glyph, &mut pen);
        }
        pen.left += advance(face, c) * scale;
    }
    pen.out
}

struct Pen {
    scale: f64,
    left: f64,
    out: Vec<Vec<(f64, f64)>>,
    at: (f64, f64),
}

/// Straight pieces that a curve becomes.
const PIECES: u32 = 6;

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f64, f64) {
        (self.left + f64::from(x) * self.scale, -f64::from(y) * self.scale)
    }

    fn to(&mut self, p: (f64, f64)) {
        if let Some(contour) = self.out.last_mut() {
            contour.push(p);
        }
        self.at = p;
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.place(x, y);
        self.out.push(vec![self.at]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to(self.place(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (a, b, c) = (self.at, self.place(x1, y1), self.place(x, y));
        for k in 1..=PIECES {
            let t = f64::from(k) / f64::from(PIECES);
            let mix = |a: f64, b: f64, c: f64| (1.0 - t) * ((1.0 - t) * a + 2.0 * t * b) + t * t * c;
            self.to((mix(a.0, b.0, c.0), mix(a.1, b.1, c.1)));
        }
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (a, b, c, d) = (self.at, self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        for k in 1..=PIECES {
            let t = f64::from(k) / f64::from(PIECES);
            let s = 1.0 - t;
            let mix = |a: f64, b: f64, c: f64, d: f64| {
                s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
            };
            self.to((mix(a.0, b.0, c.0, d.0), mix(a.1, b.1, c.1, d.1)));
        }
    }

    fn close(&mut self) {}
}
