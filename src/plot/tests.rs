//! Level lines, streamlines, balls, fixed points, axes, and the bytes of pictures.

use super::axis::Axis;
use super::balls::{ball, steepest_descent};
use super::contours::{Grid, level_lines};
use super::figure::figure;
use super::fixed_points::{Plane, fixed_points};
use super::panel::{Layer, Panel, Spot};
use super::png::png;
use super::raster::Canvas;
use super::scene::{PALETTE, Stroke, circle};
use super::streamlines::streamlines;
use super::svg::svg;

fn axis(low: f64, high: f64) -> Axis {
    Axis { label: "x".into(), low, high, log: false }
}

#[test]
fn level_lines_lie_on_their_level_and_close() {
    let f = |x: f64, y: f64| x * x + 4.0 * y * y;
    let (x, y) = (axis(-3.0, 3.0), axis(-3.0, 3.0));
    let lines = level_lines(&f, &Grid::new(&f, &x, &y), 4.0);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].iter().all(|(x, y)| (f(*x, *y) - 4.0).abs() < 1e-6));
    assert_eq!(lines[0].first(), lines[0].last(), "closed");
    let saddle = |x: f64, y: f64| x * y;
    let lines = level_lines(&saddle, &Grid::new(&saddle, &x, &y), 1.0);
    assert_eq!(lines.len(), 2, "two branches");
    let partial = |x: f64, y: f64| if x > 0.0 { y } else { f64::NAN };
    let lines = level_lines(&partial, &Grid::new(&partial, &x, &y), 0.05);
    assert!(lines.iter().flatten().all(|(x, _)| *x >= 0.0) && lines.len() == 1);
}

#[test]
fn streamlines_follow_the_field_and_keep_apart() {
    let field = |x: f64, y: f64| (-y, x);
    let (x, y) = (axis(-1.0, 1.0), axis(-1.0, 1.0));
    let lines = streamlines(&field, &x, &y, 1.0);
    assert!(lines.len() > 8, "{}", lines.len());
    for line in &lines {
        let radius = line[0].0.hypot(line[0].1);
        assert!(line.iter().all(|(x, y)| (x.hypot(*y) - radius).abs() < 1e-4));
    }
    assert_eq!(lines, streamlines(&field, &x, &y, 1.0), "the same every time");
    let nowhere = |_: f64, _: f64| (f64::NAN, 0.0);
    assert!(streamlines(&nowhere, &x, &y, 1.0).is_empty());
}

#[test]
fn balls_are_unit_balls_and_descent_is_steepest() {
    let g = [[2.0, 1.0], [1.0, 3.0]];
    let length = |u: (f64, f64)| g[0][0] * u.0 * u.0 + 2.0 * g[0][1] * u.0 * u.1 + g[1][1] * u.1 * u.1;
    let ring = ball((1.0, 2.0), g, 0.25).unwrap();
    assert!(ring.iter().all(|(x, y)| (length(((x - 1.0) / 0.25, (y - 2.0) / 0.25)) - 1.0).abs() < 1e-12));
    // SM-10 at (1, 2): the partial derivatives are (20, 10).
    let s = steepest_descent(g, (20.0, 10.0)).unwrap();
    assert!((s.0 + 0.7071067811865475).abs() < 1e-15 && s.1.abs() < 1e-15);
    assert_eq!(ball((0.0, 0.0), [[1.0, 2.0], [2.0, 1.0]], 1.0), None, "not definite");
    assert_eq!(steepest_descent(g, (0.0, 0.0)), None);
}

struct Cubic;

impl Plane for Cubic {
    fn field(&self, x: f64, y: f64) -> (f64, f64) {
        (x - x * x * x, -y)
    }

    fn jacobian(&self, x: f64, _: f64) -> [[f64; 2]; 2] {
        [[1.0 - 3.0 * x * x, 0.0], [0.0, -1.0]]
    }
}

#[test]
fn fixed_points_are_found_once_each_with_their_stability() {
    let mut found = fixed_points(&Cubic, &axis(-2.0, 2.0), &axis(-1.0, 1.0));
    found.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let places: Vec<(i32, bool)> = found.iter().map(|((x, _), s)| ((x * 1e9).round() as i32, *s)).collect();
    assert_eq!(places, [(-1_000_000_000, true), (0, false), (1_000_000_000, true)]);
}

#[test]
fn ticks_are_round_numbers_within_the_range() {
    let texts = |a: &Axis| a.ticks().into_iter().map(|(_, t)| t).collect::<Vec<_>>();
    assert_eq!(texts(&axis(0.0, 8.0)), ["0", "2", "4", "6", "8"]);
    assert_eq!(
        texts(&axis(-0.5, 0.5)),
        ["\u{2212}0.4", "\u{2212}0.2", "0.0", "0.2", "0.4"].map(|t| if t == "0.0" { "0" } else { t })
    );
    let log = Axis { log: true, ..axis(1e-3, 1e2) };
    assert_eq!(texts(&log), ["0.001", "0.01", "0.1", "1", "10", "100"]);
    let tiny = axis(0.0, 2e-7);
    assert_eq!(texts(&tiny)[1], "5·10⁻⁸");
}

#[test]
fn areas_cover_their_pixels() {
    let mut canvas = Canvas::new(20, 20);
    canvas.fill(&[vec![(2.0, 3.0), (10.5, 3.0), (10.5, 9.0), (2.0, 9.0)]], [0, 0, 0]);
    let at = |c: &Canvas, x: usize, y: usize| c.pixels[3 * (20 * y + x)];
    assert_eq!((at(&canvas, 2, 3), at(&canvas, 9, 8), at(&canvas, 1, 5), at(&canvas, 11, 5)), (0, 0, 255, 255));
    assert_eq!(at(&canvas, 10, 5), 128, "half a pixel");
    let mut disc = Canvas::new(20, 20);
    disc.fill(&[circle((10.0, 10.0), 6.0)], [0, 0, 0]);
    let dark: f64 = disc.pixels.chunks(3).map(|p| 1.0 - f64::from(p[0]) / 255.0).sum();
    // The area of a regular polygon with 24 corners.
    let expected = 12.0 * 36.0 * (std::f64::consts::TAU / 24.0).sin();
    assert!((dark - expected).abs() < 0.3, "{dark} {expected}");
    let mut line = Canvas::new(20, 20);
    line.stroke(&[(2.0, 10.0), (18.0, 10.0)], false, Stroke::solid([0, 0, 0], 2.0));
    assert_eq!((at(&line, 10, 9), at(&line, 10, 10), at(&line, 10, 12)), (0, 0, 255));
}

#[test]
fn the_same_panel_gives_the_same_bytes() {
    let panel = Panel {
        title: "a < b & c".into(),
        x: axis(0.0, 1.0),
        y: Axis { log: true, ..axis(0.1, 10.0) },
        square: false,
        layers: vec![
            Layer::Lines {
                lines: vec![vec![(-1.0, 1.0), (2.0, 1.0)]],
                stroke: Stroke::solid(PALETTE[0], 1.0),
                arrow: Some(0.5),
            },
            Layer::Spots { at: vec![(0.5, 1.0), (5.0, 1.0)], spot: Spot::Full, color: PALETTE[1] },
        ],
        legend: vec![("σ̇ = ω".into(), Stroke::solid(PALETTE[0], 1.0))],
        note: "a note".into(),
    };
    let scene = figure(&[panel.clone(), panel], 2, "two");
    let text = svg(&scene);
    assert_eq!(text, svg(&scene));
    assert!(text.contains("a &lt; b &amp; c") && text.contains("@generated by geoflow"));
    assert!(!text.contains("NaN") && !text.contains("inf"));
    let bytes = png(&scene).unwrap();
    assert_eq!(bytes, png(&scene).unwrap());
    assert_eq!(&bytes[1..4], b"PNG");
}
