//! Panels of curves, and functions of a param.
//!
//! In: curves with labels; or a model's functions, the param they are drawn over, values of a second param. Out: a panel.
//! A function is sampled where it bends: pieces are halved until they are straight on paper, so that jumps stand upright.

use super::axis::Axis;
use super::panel::{Layer, Panel};
use super::request::{FigureError, Inputs};
use super::scene::{INK, PALETTE, Stroke};
use super::words;
use crate::derive::{Assignment, ClosedForms};
use crate::emit::text::ascii;
use crate::model::{AxisRequest, CurvePanel, Subject};
use crate::numerics::gauss::lower_with_gauss_rules;
use crate::numerics::interpret::Interpreter;
use crate::simulate::System;
use crate::symbolic::{Expr, Symbol};
use crate::units::Unit;

/// Width of a curve.
pub(super) const WIDTH: f64 = 1.7;
/// Width of a reference.
const REFERENCE: f64 = 1.1;
/// Pieces of a function at first.
const PIECES: u32 = 240;
/// Halvings of a piece.
const DEEPEST: u32 = 24;
/// A piece is straight if its middle is off by less than this part of the height.
const STRAIGHT: f64 = 5e-4;

/// A line with its words in the legend.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    pub label: String,
    /// Drawn dashed and in the colour of words: a threshold, a limit.
    pub reference: bool,
    pub points: Vec<(f64, f64)>,
}

/// A panel of curves; without an axis upwards it is fitted to them, with these words.
#[must_use]
pub(super) fn curves_panel(
    title: String,
    (x, y, label): (Axis, Option<Axis>, String),
    curves: Vec<Curve>,
    width: f64,
) -> Panel {
    let y = y.unwrap_or_else(|| fitted(label, curves.iter().flat_map(|c| c.points.iter().map(|p| p.1))));
    let (layers, legend, note) = (Vec::new(), Vec::new(), String::new());
    let mut panel = Panel { title, x, y, square: false, layers, legend, note };
    let mut k = 0;
    for curve in curves {
        let dash = [None, Some((6.0, 3.0)), Some((1.5, 3.0))][k / PALETTE.len() % 3];
        let stroke = if curve.reference {
            Stroke { dash: Some((4.0, 3.0)), ..Stroke::solid(INK, REFERENCE) }
        } else {
            k += 1;
            Stroke { dash, ..Stroke::solid(PALETTE[(k - 1) % PALETTE.len()], width) }
        };
        panel.layers.push(Layer::Lines { lines: vec![curve.points], stroke, arrow: None });
        panel.legend.push((curve.label, stroke));
    }
    if panel.legend.len() == 1 {
        panel.legend.clear();
    }
    panel
}

/// A quantity in a legend.
pub(super) fn name_of(subject: &Subject) -> String {
    if subject.label.is_empty() { ascii(&subject.expr) } else { words::name(&subject.label) }
}

/// The axis upwards, where its range is given, and its words: a name of its own, or all quantities, with the unit.
pub(super) fn upwards(
    inputs: Inputs<'_>,
    subjects: &[Subject],
    range: Option<&(String, AxisRequest)>,
) -> Result<(Option<Axis>, String), FigureError> {
    let names = match range {
        Some((name, _)) => words::name(name),
        None => subjects.iter().map(name_of).collect::<Vec<_>>().join(", "),
    };
    let label = match subjects.first().map(|s| &s.unit) {
        Some(unit) if *unit != Unit::one() => format!("{names} [{}]", unit.unicode()),
        _ => names,
    };
    let axis = range.map(|(_, r)| inputs.axis(r, label.clone())).transpose()?;
    Ok((axis, label))
}

/// One member of a family: the values of all params but the one to the right, and its words.
pub(super) fn members(inputs: Inputs<'_>, family: Option<&(Symbol, Vec<Expr>)>) -> Vec<(String, Vec<(Symbol, Expr)>)> {
    let Some((symbol, list)) = family else { return vec![(String::new(), inputs.values.to_vec())] };
    let member = |value: &Expr| {
        let mut values: Vec<_> = inputs.values.iter().filter(|(s, _)| s != symbol).cloned().collect();
        values.push((symbol.clone(), value.clone()));
        (format!("{} = {}", words::name(symbol.name()), ascii(value)), values)
    };
    list.iter().map(member).collect()
}

/// Functions of a param.
pub(super) fn panel(
    inputs: Inputs<'_>,
    request: &CurvePanel,
    closed: ClosedForms<'_>,
    remarks: &mut Vec<String>,
) -> Result<Panel, FigureError> {
    let x = inputs.axis(&request.x, words::with_unit(request.param.name(), &request.unit))?;
    let (y, label) = upwards(inputs, &request.subjects, request.range.as_ref())?;
    let exprs: Vec<Expr> = request.subjects.iter().map(|s| s.expr.clone()).collect();
    let exprs = closed(&exprs, &inputs.model.region(None), &[], &[]);
    let mut rules = Vec::new();
    let mut curves = Vec::new();
    for (subject, expr) in request.subjects.iter().zip(&exprs) {
        let varies = |s: &Symbol| expr.contains(s);
        let family = request.family.as_ref().filter(|(s, _)| varies(s));
        for (member, mut values) in members(inputs, family) {
            values.retain(|(s, _)| *s != request.param);
            let at = Assignment { chart: None, values };
            let mut region = at.remaining(&inputs.model.region(None));
            region.variables.retain(|v| v.symbol == request.param);
            region.conditions.clear();
            let domain = System::new(&[], &region, &[])?;
            let (program, used) = lower_with_gauss_rules(&[at.apply(expr)], std::slice::from_ref(&request.param))?;
            rules.extend(used);
            let mut function = Interpreter::new(program);
            let mut value = |x: f64| {
                let guards = domain.guards(&[x]);
                let mut out = [f64::NAN];
                if domain.failing(&guards, &guards).is_none() {
                    let _ = function.evaluate(&[x], &mut out);
                }
                out[0]
            };
            let points = sampled(&mut value, &x, y.as_ref());
            if points.iter().all(|p| !p.1.is_finite()) {
                remarks.push(format!("`{}` has no value on this range", name_of(subject)));
            }
            let words: Vec<String> = [name_of(subject), member].into_iter().filter(|w| !w.is_empty()).collect();
            let alone = request.subjects.len() == 1 && !words[words.len() - 1].is_empty() && words.len() == 2;
            let label = if alone { words[1].clone() } else { words.join(", ") };
            let fixed = !varies(&request.param) || (request.family.is_some() && family.is_none());
            curves.push(Curve { label, reference: fixed && exprs.len() > 1, points });
        }
    }
    rules.sort_unstable();
    rules.dedup();
    let title = request.title.clone().unwrap_or_default();
    Ok(Panel { note: rules.join("; "), ..curves_panel(title, (x, y, label), curves, WIDTH) })
}

/// Points of a function, more where it bends or jumps.
fn sampled(f: &mut dyn FnMut(f64) -> f64, x: &Axis, y: Option<&Axis>) -> Vec<(f64, f64)> {
    let coarse: Vec<(f64, f64)> =
        (0..=PIECES).map(|k| x.value(f64::from(k) / f64::from(PIECES))).map(|x| (x, f(x))).collect();
    let fit = fitted(String::new(), coarse.iter().map(|p| p.1));
    let height = y.unwrap_or(&fit).clone();
    let mut out: Vec<(f64, f64)> = coarse.first().copied().into_iter().collect();
    for pair in coarse.windows(2) {
        halved(f, (pair[0], pair[1]), &height, DEEPEST, &mut out);
        out.push(pair[1]);
    }
    out
}

/// Points between two, where the line between them is not the function.
fn halved(
    f: &mut dyn FnMut(f64) -> f64,
    (a, b): ((f64, f64), (f64, f64)),
    height: &Axis,
    depth: u32,
    out: &mut Vec<(f64, f64)>,
) {
    let middle = 0.5 * (a.0 + b.0);
    let m = (middle, f(middle));
    let (u, v, w) = (height.fraction(a.1), height.fraction(m.1), height.fraction(b.1));
    let same_kind = u.is_finite() == v.is_finite() && v.is_finite() == w.is_finite();
    let straight = (same_kind && !v.is_finite()) || (v - 0.5 * (u + w)).abs() < STRAIGHT;
    if depth == 0 || (straight && same_kind) {
        return;
    }
    halved(f, (a, m), height, depth - 1, out);
    out.push(m);
    halved(f, (m, b), height, depth - 1, out);
}

/// An axis that holds the values with a little air.
pub(super) fn fitted(label: String, values: impl Iterator<Item = f64>) -> Axis {
    let (low, high) =
        values.filter(|v| v.is_finite()).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return Axis { label, low: 0.0, high: 1.0, log: false };
    }
    let air = if high > low { 0.05 * (high - low) } else { 0.5 * high.abs().max(1.0) };
    Axis { label, low: low - air, high: high + air, log: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps_stand_upright_and_curves_are_round() {
        let x = Axis { label: String::new(), low: 0.0, high: 1.0, log: false };
        let step = sampled(&mut |x| if x < 0.3 { 0.0 } else { 1.0 }, &x, None);
        let jump = step.windows(2).find(|p| p[0].1 != p[1].1).unwrap();
        assert!((jump[1].0 - jump[0].0).abs() < 1e-8 && (jump[0].0 - 0.3).abs() < 1e-8, "{jump:?}");
        assert!(step.len() < 600);
        let root = sampled(&mut f64::sqrt, &x, None);
        for pair in root.windows(2) {
            let middle = 0.5 * (pair[0].0 + pair[1].0);
            assert!((middle.sqrt() - 0.5 * (pair[0].1 + pair[1].1)).abs() < 1e-3);
        }
        let partial = sampled(&mut |x| if x > 0.5 { x } else { f64::NAN }, &x, None);
        let first = partial.iter().find(|p| p.1.is_finite()).unwrap();
        assert!((first.0 - 0.5).abs() < 1e-8, "drawn up to its border");
    }
}
