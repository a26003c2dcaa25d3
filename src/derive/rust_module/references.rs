//! Reference values: exact entries at simple points, where double precision comes close to them.

use super::super::Assignment;
use super::conditions::satisfied;
use super::{Builder, rational};
use crate::emit::rust::{FunctionDescription, ReferenceTest};
use crate::enclosure::{Point, Value as Enclosed, evaluate, simple_points, value_to_digits};
use crate::model::{ChartId, random_region};
use crate::numerics::nearest::{is_exact, nearest_f64};
use crate::symbolic::{Expr, Rational, Symbol, Variable};
use std::collections::BTreeMap;

/// Points tried for each function and for each identity.
const CANDIDATES: usize = 60;
/// Digits of reference values that are not rational.
const DIGITS: usize = 30;
/// Allowed error of values, relative to the largest entry; the tests chosen stay well within.
pub(super) const TOLERANCE: f64 = 1e-12;
/// Points tried for a function that approximates expectations.
const FORMAL_POINTS: usize = 3;
/// Allowed error of the Gauss rules at the points of the tests, over one, two and three variables.
const FORMAL_TOLERANCE: [f64; 3] = [1e-8, 1e-5, 1e-3];
/// Digits of the reference values then.
const FORMAL_DIGITS: [usize; 3] = [17, 9, 6];

impl Builder<'_, '_> {
    pub(super) fn reference_tests(&mut self) {
        let mut tests = Vec::new();
        let mut points = BTreeMap::new();
        for function in &self.module.functions {
            let Some(id) = self.chart_id(&function.chart) else { continue };
            let drawn: Vec<Symbol> = function.draws.iter().map(|d| d.symbol.clone()).collect();
            let points = points.entry((id, drawn.clone())).or_insert_with(|| self.points_with(id, &drawn));
            // Rigorous numbers of expectations are dear: a few points are enough.
            let most = if self.formal.contains_key(&function.name) { FORMAL_POINTS } else { usize::MAX };
            tests.extend(points.iter().take(most).find_map(|point| self.reference_test(function, id, point)));
        }
        self.module.reference_tests = tests;
    }

    pub(super) fn chart_id(&self, full_name: &str) -> Option<ChartId> {
        self.model.chart_ids().find(|id| self.model.chart(*id).is_some_and(|c| c.full_name() == full_name))
    }

    /// Simple points of a chart that are exact doubles, params included; examples first.
    pub(super) fn points(&self, id: ChartId) -> Vec<Vec<(Symbol, Rational)>> {
        self.points_with(id, &[])
    }

    /// The same with random numbers, each from the range of its law.
    fn points_with(&self, id: ChartId, drawn: &[Symbol]) -> Vec<Vec<(Symbol, Rational)>> {
        let mut region = self.model.region(Some(id));
        let exprs: Vec<Expr> = drawn.iter().map(Expr::symbol).collect();
        region = region.and(&random_region(self.model, &exprs));
        // On a grid other than the integers every number serves: the step is a formula.
        let rest = drawn.iter().filter(|s| !region.variables.iter().any(|v| v.symbol == **s));
        let rest: Vec<Variable> = rest.map(|s| Variable::real(s.clone())).collect();
        region.variables.extend(rest);
        let examples: Vec<(Symbol, Rational)> =
            self.model.example_values().into_iter().filter_map(|(s, e)| Some((s, rational(&e)?))).collect();
        let mut out = Vec::new();
        for fixed in [examples.as_slice(), &[]] {
            let at = Assignment {
                chart: None,
                values: fixed.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone()))).collect(),
            };
            let Ok(found) = simple_points(&at.remaining(&region), CANDIDATES) else { continue };
            for point in found {
                let point: Vec<(Symbol, Rational)> = fixed.iter().cloned().chain(point).collect();
                if point.iter().all(|(_, q)| is_exact(q)) {
                    out.push(point);
                }
            }
        }
        out
    }

    /// The exact value at the point, if the computation in double precision comes close to it.
    fn reference_test(
        &self,
        function: &FunctionDescription,
        id: ChartId,
        point: &[(Symbol, Rational)],
    ) -> Option<ReferenceTest> {
        let at = Point::exact(point.iter().cloned());
        let exact = self.formal.get(&function.name).unwrap_or(&function.outputs);
        let expected: Vec<String> = exact.iter().map(|e| digits(e, &at)).collect::<Option<_>>()?;
        let (parameters, coordinates) = self.inputs(id, point)?;
        let number = |s: &Symbol| point.iter().find(|(t, _)| t == s).map(|(_, q)| nearest_f64(q));
        let draws = function.draws.iter().map(|d| number(&d.symbol)).collect::<Option<Vec<f64>>>()?;
        let place = [coordinates.as_slice(), &draws].concat();
        let found = self.computed(function, &parameters, &place)?;
        // The checked form must have a value there as well.
        let values = [parameters.as_slice(), &place].concat();
        if !satisfied(&function.conditions, &self.module.inputs(function), &values) {
            return None;
        }
        let wanted: Vec<f64> = expected.iter().map(|d| d.parse().ok()).collect::<Option<_>>()?;
        let tolerance = match self.formal.get(&function.name) {
            Some(exact) => exact.iter().map(|e| of_means(&FORMAL_TOLERANCE, e)).fold(0.0, f64::max),
            None => TOLERANCE,
        };
        is_close(&found, &wanted, tolerance / 4.0).then(|| ReferenceTest {
            function: function.name.clone(),
            parameters,
            point: coordinates,
            draws,
            expected,
            tolerance,
        })
    }

    /// The numbers of params and coordinates at a point.
    pub(super) fn inputs(&self, id: ChartId, point: &[(Symbol, Rational)]) -> Option<(Vec<f64>, Vec<f64>)> {
        let number = |s: &Symbol| point.iter().find(|(t, _)| t == s).map(|(_, q)| nearest_f64(q));
        let parameters = self.model.params.iter().map(|p| number(&p.variable.symbol)).collect::<Option<Vec<_>>>()?;
        let coordinates = self.model.chart(id)?.symbols().iter().map(number).collect::<Option<Vec<_>>>()?;
        Some((parameters, coordinates))
    }

    /// The outputs in double precision; the random numbers follow the coordinates.
    pub(super) fn computed(
        &self,
        function: &FunctionDescription,
        parameters: &[f64],
        coordinates: &[f64],
    ) -> Option<Vec<f64>> {
        let program = self.module.program(function).ok()?;
        program.evaluate(&[parameters, coordinates].concat()).ok()
    }
}

/// An exact decimal where there is one of moderate length, else [`DIGITS`] certain digits.
fn digits(e: &Expr, at: &Point) -> Option<String> {
    if e.has_mean() {
        return value_to_digits(e, at, of_means(&FORMAL_DIGITS, e)).ok()?;
    }
    if let Enclosed::Exact(q) = evaluate(e, at, 128).ok()?
        && q.is_integer()
        && q.numer().bits() < 60
    {
        return Some(q.to_string());
    }
    value_to_digits(e, at, DIGITS).ok()?
}

/// The one for the largest number of variables of an expectation.
fn of_means<T: Copy>(each: &[T; 3], e: &Expr) -> T {
    let variables = e.nodes().iter().filter_map(|n| n.open_mean(0)).map(|(variables, _)| variables.len()).max();
    let [one, two, more] = *each;
    match variables {
        None | Some(0 | 1) => one,
        Some(2) => two,
        Some(_) => more,
    }
}

pub(super) fn is_close(found: &[f64], expected: &[f64], tolerance: f64) -> bool {
    let scale = expected.iter().fold(f64::MIN_POSITIVE, |s, e| s.max(e.abs()));
    let near = |(f, e): (&f64, &f64)| (f - e).abs() <= tolerance * scale;
    found.len() == expected.len() && scale.is_finite() && found.iter().zip(expected).all(near)
}
