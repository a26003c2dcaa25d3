//! Quantities along rules, step by step.
//!
//! In: a model, rules with initial values, a seed. Out: a panel with one curve for each quantity, rule, initial value and
//! value of a second param. Of many steps the lowest and the highest of each short stretch are drawn, in their order.

use super::axis::Axis;
use super::curves::{Curve, curves_panel, members, name_of, upwards};
use super::panel::Panel;
use super::request::{FigureError, Inputs};
use super::words;
use crate::derive::ClosedForms;
use crate::model::{PointRequest, StepsPanel};
use crate::simulate::generator::Generator;
use crate::simulate::rules::{Keep, RuleEnd, RuleProblem};

/// Stretches of a curve.
const STRETCHES: f64 = 400.0;
/// Width of a curve.
const WIDTH: f64 = 0.9;

/// The panel.
pub(super) fn panel(
    inputs: Inputs<'_>,
    request: &StepsPanel,
    closed: ClosedForms<'_>,
    remarks: &mut Vec<String>,
) -> Result<Panel, FigureError> {
    let x = inputs.axis(&request.steps, "n".into())?;
    let (y, label) = upwards(inputs, &request.subjects, request.range.as_ref())?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within the limits of the range
    let steps = x.high.max(1.0) as u64;
    let mut curves = Vec::new();
    for (name, rule) in &request.rules {
        for (member, values) in members(inputs, request.family.as_ref()) {
            let made = RuleProblem::new(inputs.model, rule, &request.subjects, &[], &values, &mut *closed);
            let mut problem = made.map_err(|cause| FigureError::Rule { rule: name.clone(), cause })?;
            let here = Inputs { values: &values, ..inputs };
            for (k, point) in request.starts.iter().enumerate() {
                let start = state(here, point)?;
                let first = start.len();
                let mut thinned: Vec<Stretches<'_>> = request.subjects.iter().map(|_| Stretches::new(&x)).collect();
                let mut g = Generator::new(request.seed);
                let (end, last, _) = problem.run(&start, steps, &Keep::All, &mut g, &|_| true, &mut |n, row| {
                    row[first..].iter().zip(&mut thinned).for_each(|(y, curve)| curve.add(n, *y));
                });
                if end != RuleEnd::Reached {
                    remarks.push(format!("`{name}` ends at step {last}: {}", end_in_words(&end)));
                }
                for (subject, curve) in request.subjects.iter().zip(thinned) {
                    let mut label = Vec::new();
                    if request.subjects.len() > 1 {
                        label.push(name_of(subject));
                    }
                    if request.rules.len() > 1 {
                        label.push(words::name(name));
                    }
                    label.extend(Some(member.clone()).filter(|m| !m.is_empty()));
                    if request.starts.len() > 1 {
                        label.push(format!("from {}", k + 1));
                    }
                    curves.push(Curve { label: label.join(", "), reference: false, points: curve.finish() });
                }
            }
        }
    }
    let title = request.title.clone().unwrap_or_default();
    Ok(curves_panel(title, (x, y, label), curves, WIDTH))
}

fn state(inputs: Inputs<'_>, point: &PointRequest) -> Result<Vec<f64>, FigureError> {
    point.values.iter().map(|e| inputs.number(e)).collect()
}

fn end_in_words(end: &RuleEnd) -> &'static str {
    match end {
        RuleEnd::Reached => "all steps are made",
        RuleEnd::LeftChart(_) => "it leaves its chart",
        RuleEnd::Condition => "a condition fails",
        RuleEnd::Diverged => "it diverges",
        RuleEnd::NoValue => "it has no finite value there",
        RuleEnd::Interrupted => "interrupted",
    }
}

/// The lowest and the highest value of each stretch of steps, which are equally long on paper.
struct Stretches<'a> {
    axis: &'a Axis,
    stretch: f64,
    /// The extremes of the stretch at hand.
    held: Option<[(u64, f64); 2]>,
    out: Vec<(f64, f64)>,
}

impl<'a> Stretches<'a> {
    fn new(axis: &'a Axis) -> Self {
        Self { axis, stretch: 0.0, held: None, out: Vec::new() }
    }

    fn add(&mut self, n: u64, y: f64) {
        if number(n) < self.axis.low {
            return;
        }
        let stretch = (self.axis.fraction(number(n)) * STRETCHES).floor();
        if stretch > self.stretch {
            self.flush();
            self.stretch = stretch;
        }
        self.held = Some(match self.held {
            None => [(n, y), (n, y)],
            Some([a, b]) => [if y < a.1 { (n, y) } else { a }, if y > b.1 { (n, y) } else { b }],
        });
    }

    fn flush(&mut self) {
        if let Some([a, b]) = self.held.take() {
            let (first, second) = if a.0 <= b.0 { (a, b) } else { (b, a) };
            self.out.push((number(first.0), first.1));
            if second.0 != first.0 {
                self.out.push((number(second.0), second.1));
            }
        }
    }

    fn finish(mut self) -> Vec<(f64, f64)> {
        self.flush();
        self.out
    }
}

#[allow(clippy::cast_precision_loss)] // steps of a drawing
fn number(n: u64) -> f64 {
    n as f64
}
