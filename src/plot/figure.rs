//! Panels side by side on one sheet.

use super::font;
use super::labels;
use super::panel::{Layer, Panel, Polylines, Spot};
use super::scene::{Anchor, INK, Mark, PAPER, Scene, Stroke, arrow_head, circle};

/// The long side of a panel's frame, in points of paper.
const SIDE: f64 = 260.0;
/// The least ratio of a frame's sides where both axes have one scale.
const FLATTEST: f64 = 0.4;
/// Ratio of the sides of other frames.
const USUAL: f64 = 0.8;
/// Space to the left of a frame, right of it, above it, below it.
const MARGINS: [f64; 4] = [58.0, 16.0, 30.0, 46.0];
/// Sizes of type: ticks, labels, titles, words in the frame.
const TYPE: [f64; 4] = [9.5, 11.0, 11.5, 8.5];
/// Height of a line of the legend.
const LEGEND: f64 = 15.0;
/// Length of a tick and of an arrow's head.
const TICK: f64 = 4.0;
const HEAD: f64 = 6.5;
/// Lines wider than this are kept free of labels.
const BOLD: f64 = 1.2;

/// A rectangle on paper.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// Lays panels out in rows of `columns`.
#[must_use]
pub fn figure(panels: &[Panel], columns: usize, title: &str) -> Scene {
    let columns = columns.clamp(1, panels.len().max(1));
    let sizes: Vec<(f64, f64)> = panels.iter().map(size).collect();
    let rows = panels.len().div_ceil(columns);
    let [left, right, above, below] = MARGINS;
    let widths: Vec<f64> = (0..columns)
        .map(|c| sizes.iter().skip(c).step_by(columns).fold(0.0_f64, |m, s| m.max(s.0)) + left + right)
        .collect();
    let heights: Vec<f64> = (0..rows)
        .map(|r| {
            let row = panels.iter().zip(&sizes).skip(r * columns).take(columns);
            row.fold(0.0_f64, |m, (p, s)| m.max(s.1 + legend_height(p))) + above + below
        })
        .collect();
    let mut scene =
        Scene { width: widths.iter().sum(), height: heights.iter().sum(), title: title.to_owned(), marks: Vec::new() };
    for (k, (panel, size)) in panels.iter().zip(&sizes).enumerate() {
        let (row, column) = (k / columns, k % columns);
        let frame = Frame {
            left: widths[..column].iter().sum::<f64>() + left,
            top: heights[..row].iter().sum::<f64>() + above,
            width: size.0,
            height: size.1,
        };
        draw(&mut scene.marks, panel, frame);
    }
    footnotes(&mut scene, panels);
    scene
}

/// What a reader of the panels should know, below all of them.
fn footnotes(scene: &mut Scene, panels: &[Panel]) {
    let mut notes: Vec<&str> = panels.iter().map(|p| p.note.as_str()).filter(|n| !n.is_empty()).collect();
    notes.sort_unstable();
    notes.dedup();
    let mut lines: Vec<String> = Vec::new();
    for note in notes {
        lines.push(String::new());
        for word in note.split(' ') {
            let Some(line) = lines.last_mut() else { continue };
            if !line.is_empty() && 8.0 + font::width(&format!("{line} {word}"), TYPE[3]) > scene.width - 8.0 {
                lines.push(word.to_owned());
            } else {
                let gap = if line.is_empty() { "" } else { " " };
                line.push_str(gap);
                line.push_str(word);
            }
        }
    }
    for text in lines {
        let at = (8.0, scene.height + 4.0);
        scene.height += LEGEND;
        let (size, anchor) = (TYPE[3], Anchor::Start);
        scene.marks.push(Mark::Words { at, text, size, anchor, upright: false, color: INK });
    }
}

fn size(panel: &Panel) -> (f64, f64) {
    if !panel.square {
        return (SIDE, SIDE * USUAL);
    }
    let ratio = ((panel.y.high - panel.y.low) / (panel.x.high - panel.x.low)).abs();
    if ratio <= 1.0 { (SIDE, SIDE * ratio.max(FLATTEST)) } else { (SIDE / ratio.min(1.0 / FLATTEST), SIDE) }
}

fn legend_height(panel: &Panel) -> f64 {
    #[allow(clippy::cast_precision_loss)] // a handful of lines
    let lines = legend_lines(panel).len() as f64;
    if lines > 0.0 { lines * LEGEND + 4.0 } else { 0.0 }
}

/// The legend's entries, as many on a line as fit.
fn legend_lines(panel: &Panel) -> Vec<Vec<(f64, &(String, Stroke))>> {
    let width = size(panel).0;
    let mut lines: Vec<Vec<(f64, &(String, Stroke))>> = Vec::new();
    let mut left = 0.0;
    for entry in &panel.legend {
        let needed = 28.0 + font::width(&entry.0, TYPE[0]) + 14.0;
        if lines.is_empty() || left + needed > width + MARGINS[1] {
            lines.push(Vec::new());
            left = 0.0;
        }
        if let Some(line) = lines.last_mut() {
            line.push((left, entry));
        }
        left += needed;
    }
    lines
}

fn draw(marks: &mut Vec<Mark>, panel: &Panel, frame: Frame) {
    let place = |(x, y): (f64, f64)| {
        (frame.left + panel.x.fraction(x) * frame.width, frame.top + (1.0 - panel.y.fraction(y)) * frame.height)
    };
    let obstacles = obstacles(panel, &place);
    for layer in &panel.layers {
        draw_layer(marks, layer, frame, &place, &obstacles);
    }
    border(marks, panel, frame);
}

fn draw_layer(
    marks: &mut Vec<Mark>,
    layer: &Layer,
    frame: Frame,
    place: &dyn Fn((f64, f64)) -> (f64, f64),
    obstacles: &[((f64, f64), f64)],
) {
    match layer {
        Layer::Lines { lines, stroke, arrow } => {
            for line in lines {
                let line: Vec<(f64, f64)> = line.iter().map(|p| place(*p)).collect();
                for piece in clipped(&line, frame) {
                    let head = arrow.and_then(|at| arrow_on(&piece, at));
                    marks.push(Mark::Line { points: thinned(piece), closed: false, stroke: *stroke });
                    if let Some(points) = head {
                        marks.push(Mark::Area { points, fill: stroke.color });
                    }
                }
            }
        }
        Layer::Rings { rings, stroke } => {
            for ring in rings {
                let mut ring: Vec<(f64, f64)> = ring.iter().map(|p| place(*p)).collect();
                ring.extend(ring.first().copied());
                let whole = ring.iter().all(|p| inside(*p, frame));
                if whole {
                    ring.pop();
                    marks.push(Mark::Line { points: ring, closed: true, stroke: *stroke });
                } else {
                    let pieces = clipped(&ring, frame).into_iter();
                    marks.extend(pieces.map(|points| Mark::Line { points, closed: false, stroke: *stroke }));
                }
            }
        }
        Layer::Labels { levels, color } => {
            let on_paper = |(text, lines): &(String, Polylines)| labels::Level {
                text: text.clone(),
                pieces: lines
                    .iter()
                    .flat_map(|l| clipped(&l.iter().map(|p| place(*p)).collect::<Vec<_>>(), frame))
                    .collect(),
            };
            let levels: Vec<labels::Level> = levels.iter().map(on_paper).collect();
            let room = labels::Room {
                left: frame.left,
                top: frame.top,
                right: frame.left + frame.width,
                bottom: frame.top + frame.height,
            };
            for (at, text) in labels::placed(&levels, obstacles, room, TYPE[3]) {
                label_marks(marks, at, text, *color);
            }
        }
        Layer::Spots { at, spot, color } => {
            for p in at.iter().map(|p| place(*p)).filter(|p| inside(*p, frame)) {
                spot_marks(marks, p, *spot, *color);
            }
        }
    }
}

/// A number on its line, on a piece of paper of its own.
fn label_marks(marks: &mut Vec<Mark>, at: (f64, f64), text: String, color: super::scene::Color) {
    let (w, h) = (0.5 * font::width(&text, TYPE[3]) + 1.5, 0.5 * TYPE[3]);
    let corners = vec![(at.0 - w, at.1 - h), (at.0 + w, at.1 - h), (at.0 + w, at.1 + h), (at.0 - w, at.1 + h)];
    marks.push(Mark::Area { points: corners, fill: PAPER });
    let at = (at.0, at.1 + 0.36 * TYPE[3]);
    marks.push(Mark::Words { at, text, size: TYPE[3], anchor: Anchor::Middle, upright: false, color });
}

/// Discs that labels keep clear of: spots, rings, and lines that are more than level lines and streamlines.
fn obstacles(panel: &Panel, place: &dyn Fn((f64, f64)) -> (f64, f64)) -> Vec<((f64, f64), f64)> {
    let mut out = Vec::new();
    for layer in &panel.layers {
        match layer {
            Layer::Spots { at, .. } => out.extend(at.iter().map(|p| (place(*p), 5.0))),
            Layer::Rings { rings, .. } => out.extend(rings.iter().flatten().map(|p| (place(*p), 2.0))),
            Layer::Lines { lines, stroke, .. } if stroke.width > BOLD => {
                out.extend(lines.iter().flatten().map(|p| (place(*p), 2.0)));
            }
            Layer::Lines { .. } | Layer::Labels { .. } => {}
        }
    }
    out
}

fn spot_marks(marks: &mut Vec<Mark>, p: (f64, f64), spot: Spot, color: super::scene::Color) {
    match spot {
        Spot::Full => marks.push(Mark::Area { points: circle(p, 4.0), fill: color }),
        Spot::Small => marks.push(Mark::Area { points: circle(p, 2.4), fill: color }),
        Spot::Open => {
            marks.push(Mark::Area { points: circle(p, 3.6), fill: PAPER });
            let stroke = Stroke::solid(color, 1.4);
            marks.push(Mark::Line { points: circle(p, 3.6), closed: true, stroke });
        }
        Spot::Cross => {
            let stroke = Stroke::solid(color, 1.4);
            for (dx, dy) in [(3.5, 3.5), (3.5, -3.5)] {
                let points = vec![(p.0 - dx, p.1 - dy), (p.0 + dx, p.1 + dy)];
                marks.push(Mark::Line { points, closed: false, stroke });
            }
        }
    }
}

/// The frame with its ticks, labels, title and legend.
fn border(marks: &mut Vec<Mark>, panel: &Panel, f: Frame) {
    let stroke = Stroke::solid(INK, 0.8);
    let (right, bottom) = (f.left + f.width, f.top + f.height);
    let corners = vec![(f.left, f.top), (right, f.top), (right, bottom), (f.left, bottom)];
    marks.push(Mark::Line { points: corners, closed: true, stroke });
    let mut words = |at: (f64, f64), text: &str, size: f64, anchor: Anchor, upright: bool| {
        let text = text.to_owned();
        marks.push(Mark::Words { at, text, size, anchor, upright, color: INK });
    };
    let mut ticks = Vec::new();
    let mut widest: f64 = 0.0;
    for (value, text) in panel.x.ticks() {
        let x = f.left + panel.x.fraction(value) * f.width;
        ticks.push(vec![(x, bottom), (x, bottom - TICK)]);
        words((x, bottom + 13.0), &text, TYPE[0], Anchor::Middle, false);
    }
    for (value, text) in panel.y.ticks() {
        let y = f.top + (1.0 - panel.y.fraction(value)) * f.height;
        ticks.push(vec![(f.left, y), (f.left + TICK, y)]);
        words((f.left - 5.0, y + 3.5), &text, TYPE[0], Anchor::End, false);
        widest = widest.max(font::width(&text, TYPE[0]));
    }
    words((f.left + 0.5 * f.width, bottom + 30.0), &panel.x.label, TYPE[1], Anchor::Middle, false);
    let column = (f.left - widest - 12.0).max(f.left - MARGINS[0] + 12.0);
    words((column, f.top + 0.5 * f.height), &panel.y.label, TYPE[1], Anchor::Middle, true);
    words((f.left + 0.5 * f.width, f.top - 9.0), &panel.title, TYPE[2], Anchor::Middle, false);
    let mut samples = Vec::new();
    for (row, line) in legend_lines(panel).iter().enumerate() {
        #[allow(clippy::cast_precision_loss)] // a handful of lines
        let y = bottom + MARGINS[3] + 1.0 + row as f64 * LEGEND;
        for (left, (text, stroke)) in line {
            let x = f.left + left;
            samples.push((vec![(x, y - 3.5), (x + 20.0, y - 3.5)], *stroke));
            words((x + 26.0, y), text, TYPE[0], Anchor::Start, false);
        }
    }
    marks.extend(ticks.into_iter().map(|points| Mark::Line { points, closed: false, stroke }));
    marks.extend(samples.into_iter().map(|(points, stroke)| Mark::Line { points, closed: false, stroke }));
}

fn inside(p: (f64, f64), f: Frame) -> bool {
    const SLACK: f64 = 1e-6;
    p.0 >= f.left - SLACK && p.0 <= f.left + f.width + SLACK && p.1 >= f.top - SLACK && p.1 <= f.top + f.height + SLACK
}

/// The pieces of a line that lie in the frame.
fn clipped(line: &[(f64, f64)], f: Frame) -> Vec<Vec<(f64, f64)>> {
    let mut out: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut current: Vec<(f64, f64)> = Vec::new();
    for pair in line.windows(2) {
        let finite = pair.iter().all(|p| p.0.is_finite() && p.1.is_finite());
        match finite.then(|| segment_in(pair[0], pair[1], f)).flatten() {
            None => out.push(std::mem::take(&mut current)),
            Some((a, b)) => {
                let joined = current.last().is_some_and(|p| (p.0 - a.0).abs() + (p.1 - a.1).abs() < 1e-9);
                if !joined {
                    out.push(std::mem::take(&mut current));
                    current.push(a);
                }
                current.push(b);
            }
        }
    }
    out.push(current);
    out.retain(|piece| piece.len() > 1);
    out
}

/// The part of a segment in the frame (Liang and Barsky).
fn segment_in(a: (f64, f64), b: (f64, f64), f: Frame) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let sides = [(-dx, a.0 - f.left), (dx, f.left + f.width - a.0), (-dy, a.1 - f.top), (dy, f.top + f.height - a.1)];
    for (p, q) in sides {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            enter = enter.max(q / p);
        } else {
            leave = leave.min(q / p);
        }
    }
    (enter < leave).then_some(((a.0 + enter * dx, a.1 + enter * dy), (a.0 + leave * dx, a.1 + leave * dy)))
}

/// The head of an arrow on a line, its tip at a fraction of its length; none on lines shorter than two heads.
fn arrow_on(line: &[(f64, f64)], at: f64) -> Option<Vec<(f64, f64)>> {
    let lengths: Vec<f64> = line.windows(2).map(|p| (p[1].0 - p[0].0).hypot(p[1].1 - p[0].1)).collect();
    let total: f64 = lengths.iter().sum();
    if total < 2.0 * HEAD {
        return None;
    }
    let point = |s: f64| {
        let mut left = s.clamp(0.0, total);
        for (pair, length) in line.windows(2).zip(&lengths) {
            if left <= *length && *length > 0.0 {
                let t = left / length;
                return (pair[0].0 + t * (pair[1].0 - pair[0].0), pair[0].1 + t * (pair[1].1 - pair[0].1));
            }
            left -= length;
        }
        line[line.len() - 1]
    };
    let tip = (at * total + 0.5 * HEAD).min(total);
    let (head, tail) = (point(tip), point(tip - HEAD));
    Some(arrow_head(head, (head.0 - tail.0, head.1 - tail.1), HEAD))
}

/// Drops corners that lie within a hundredth of a point of the line between their neighbours.
fn thinned(line: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    const FLAT: f64 = 0.03;
    let mut out: Vec<(f64, f64)> = Vec::with_capacity(line.len());
    let mut skipped: Vec<(f64, f64)> = Vec::new();
    for p in line {
        let Some(last) = out.last().copied() else {
            out.push(p);
            continue;
        };
        let (dx, dy) = (p.0 - last.0, p.1 - last.1);
        let length = dx.hypot(dy).max(1e-12);
        let off = |q: &(f64, f64)| ((q.0 - last.0) * dy - (q.1 - last.1) * dx).abs() / length;
        if let Some(previous) = skipped.last().copied()
            && (skipped.iter().any(|q| off(q) > FLAT) || length > 60.0)
        {
            out.push(previous);
            skipped.clear();
        }
        skipped.push(p);
    }
    out.extend(skipped.last());
    out
}
