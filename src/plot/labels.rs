//! Where the numbers of level lines stand.
//!
//! In: level lines on paper, what the labels should keep clear of, the room. Out: a place for each label, on its line. A
//! line gets a label where the paper around is emptiest: far from other lines, from spots and rings, from other labels and
//! from the frame. A label that would stand on another one or on a spot is left out; short pieces have none.

use super::font;

/// A point on paper.
type Point = (f64, f64);

/// Pieces shorter than this carry no label, unless no piece of their level is longer than it.
const SHORT: f64 = 70.0;
/// No piece shorter than this carries a label.
const TINY: f64 = 26.0;
/// Distance of the places that are tried along a line.
const STRIDE: f64 = 5.0;
/// Clearances beyond these count no further: from other lines, from labels, from obstacles.
const FAR: [f64; 3] = [10.0, 60.0, 14.0];
/// Weights of the three.
const WEIGHTS: [f64; 3] = [2.0, 0.35, 2.5];
/// How much a place at the end of a line is worse than one in the middle.
const MIDDLE: f64 = 8.0;
/// Room between two labels at least.
const APART: f64 = 4.0;

/// The lines of a level.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// Its number.
    pub text: String,
    /// Its pieces.
    pub pieces: Vec<Vec<Point>>,
}

/// The room for labels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// A rectangle around a label.
#[derive(Clone, Copy, Debug)]
struct Box2 {
    at: Point,
    half: (f64, f64),
}

impl Box2 {
    /// The distance of a point from the rectangle; 0 inside.
    fn distance(&self, p: Point) -> f64 {
        let out = |d: f64, h: f64| (d.abs() - h).max(0.0);
        out(p.0 - self.at.0, self.half.0).hypot(out(p.1 - self.at.1, self.half.1))
    }

    fn gap(&self, other: &Self) -> f64 {
        let out = |d: f64, h: f64| (d.abs() - h).max(0.0);
        out(self.at.0 - other.at.0, self.half.0 + other.half.0)
            .hypot(out(self.at.1 - other.at.1, self.half.1 + other.half.1))
    }
}

/// Places labels of a size of type; `obstacles` are discs.
#[must_use]
pub(super) fn placed(levels: &[Level], obstacles: &[(Point, f64)], room: Room, size: f64) -> Vec<(Point, String)> {
    let mut boxes: Vec<Box2> = Vec::new();
    let mut out = Vec::new();
    let spread: Vec<Vec<Vec<Point>>> =
        levels.iter().map(|l| l.pieces.iter().map(|p| evenly(p, STRIDE)).collect()).collect();
    for (k, level) in levels.iter().enumerate() {
        let half = (0.5 * font::width(&level.text, size) + 1.5, 0.5 * size);
        let lengths: Vec<f64> = level.pieces.iter().map(|p| length(p)).collect();
        let longest = lengths.iter().copied().fold(0.0, f64::max);
        let others: Vec<Point> =
            spread.iter().enumerate().filter(|(j, _)| *j != k).flat_map(|(_, l)| l.iter().flatten().copied()).collect();
        for (piece, length) in spread[k].iter().zip(&lengths) {
            if *length < TINY || (*length < SHORT && *length < longest) {
                continue;
            }
            let fits = |at: &Point| {
                at.0 - half.0 > room.left + 2.0
                    && at.0 + half.0 < room.right - 2.0
                    && at.1 - half.1 > room.top + 2.0
                    && at.1 + half.1 < room.bottom - 2.0
            };
            let mut best: Option<(f64, Box2)> = None;
            #[allow(clippy::cast_precision_loss)] // numbers of places
            for (i, at) in piece.iter().enumerate().filter(|(_, at)| fits(at)) {
                let here = Box2 { at: *at, half };
                let nearest = |points: &mut dyn Iterator<Item = f64>| points.fold(f64::MAX, f64::min);
                let line = nearest(&mut others.iter().map(|p| here.distance(*p)));
                let label = nearest(&mut boxes.iter().map(|b| here.gap(b)));
                let thing = nearest(&mut obstacles.iter().map(|(p, r)| here.distance(*p) - r));
                if label < APART || thing < 0.0 {
                    continue;
                }
                let off = (i as f64 + 0.5) / piece.len() as f64 - 0.5;
                let score: f64 =
                    [line, label, thing].iter().zip(FAR).zip(WEIGHTS).map(|((d, far), w)| w * d.min(far)).sum::<f64>()
                        - MIDDLE * off * off;
                if best.as_ref().is_none_or(|(s, _)| score > *s) {
                    best = Some((score, here));
                }
            }
            if let Some((_, found)) = best {
                boxes.push(found);
                out.push((found.at, level.text.clone()));
            }
        }
    }
    out
}

fn length(line: &[Point]) -> f64 {
    line.windows(2).map(|p| (p[1].0 - p[0].0).hypot(p[1].1 - p[0].1)).sum()
}

/// Points of a line at equal distances along it.
fn evenly(line: &[Point], stride: f64) -> Vec<Point> {
    let mut out: Vec<Point> = line.first().copied().into_iter().collect();
    let mut left = stride;
    for pair in line.windows(2) {
        let (mut a, b) = (pair[0], pair[1]);
        loop {
            let d = (b.0 - a.0).hypot(b.1 - a.1);
            // What is not finite ends here too.
            if d <= left || d.is_nan() {
                left -= d.min(left);
                break;
            }
            a = (a.0 + left / d * (b.0 - a.0), a.1 + left / d * (b.1 - a.1));
            out.push(a);
            left = stride;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { left: 0.0, top: 0.0, right: 200.0, bottom: 200.0 };

    fn line(y: f64) -> Level {
        Level { text: format!("{y}"), pieces: vec![vec![(0.0, y), (200.0, y)]] }
    }

    #[test]
    fn a_label_stands_on_its_line_off_obstacles_and_other_labels() {
        let levels = [line(50.0), line(56.0), line(120.0)];
        let obstacles = [((100.0, 120.0), 30.0)];
        let found = placed(&levels, &obstacles, ROOM, 8.0);
        assert_eq!(found.len(), 3);
        for ((_, y), text) in &found {
            assert_eq!(text, &format!("{y}"));
        }
        assert!((found[2].0.0 - 100.0).abs() > 35.0, "{found:?}");
        assert!((found[0].0.0 - found[1].0.0).abs() > 12.0, "{found:?}");
    }

    #[test]
    fn short_pieces_and_crowded_places_have_none() {
        let short = Level { text: "1".into(), pieces: vec![vec![(50.0, 50.0), (60.0, 50.0)]] };
        assert!(placed(&[short], &[], ROOM, 8.0).is_empty());
        let outside = Level { text: "1".into(), pieces: vec![vec![(0.0, 1.0), (200.0, 1.0)]] };
        assert!(placed(&[outside], &[], ROOM, 8.0).is_empty(), "it would cross the frame");
        let crowd: Vec<Level> = (0..8)
            .map(|k| Level {
                text: "1000".into(),
                pieces: vec![vec![(80.0, 80.0 + f64::from(k)), (120.0, 80.0 + f64::from(k))]],
            })
            .collect();
        assert!(placed(&crowd, &[], ROOM, 8.0).len() < 4);
    }

    #[test]
    fn both_branches_of_a_level_are_labelled() {
        let level = Level {
            text: "5".into(),
            pieces: vec![vec![(10.0, 20.0), (190.0, 20.0)], vec![(10.0, 150.0), (190.0, 150.0)]],
        };
        assert_eq!(placed(&[level], &[], ROOM, 8.0).len(), 2);
    }
}
