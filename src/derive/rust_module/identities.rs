//! Identity tests: what is one field in several charts is carried to itself by the maps between them.
//!
//! Flows and vectors that are fields by construction are tested under every declared map; whatever else a claim `prove
//! invariant` speaks of (recipes, costs, one-forms, metrics) along the path of the claim.

use super::super::Assignment;
use super::Builder;
use super::references::{TOLERANCE, is_close};
use crate::emit::rust::{Carried, IdentityTest};
use crate::enclosure::simple_points;
use crate::model::{ChartId, Claim, ClaimKind, Field, GivenPart, MadeIn, Value};
use crate::symbolic::{Expr, Fact, Rational, Region, Symbol};
use crate::syntax::ast::Verb;

/// Points of an identity test.
const IDENTITY_POINTS: usize = 3;

impl Builder<'_, '_> {
    /// The tests of fields, then those of claims that they leave out.
    pub(super) fn identity_tests(&mut self) {
        let mut tests = Vec::new();
        for field in &self.model.fields {
            let is_field = |c: usize| matches!(field.in_chart(c), Some(Value::Vector(v)) if !v.chart_dependent);
            let Some(manifold) = self.model.manifolds.get(field.manifold) else { continue };
            for map in manifold.maps.iter().filter(|m| is_field(m.from) && is_field(m.to)) {
                tests.extend(self.identity_test(field, map.from, map.to, Carried::Vector, &map.overlap));
            }
        }
        for claim in self.model.claims.iter().filter(|c| c.verb == Verb::Prove) {
            for test in self.claimed(claim) {
                if !tests.iter().any(|t: &IdentityTest| t.source == test.source && t.target == test.target) {
                    tests.push(test);
                }
            }
        }
        self.module.identity_tests = tests;
    }

    /// One test for each step of a claim `prove invariant F under a -> b -> ..`; none where it fixes params.
    fn claimed(&self, claim: &Claim) -> Vec<IdentityTest> {
        let ClaimKind::Invariant { made, .. } = &claim.kind else { return Vec::new() };
        let Some(field) = made.first().and_then(|first| self.field_made(first)) else { return Vec::new() };
        let conditions = claim.given.iter().map(|g| match g {
            GivenPart::Condition(fact) => Some(fact.clone()),
            GivenPart::Values(_) | GivenPart::OfCoordinates => None,
        });
        let Some(given) = conditions.collect::<Option<Vec<Fact>>>() else { return Vec::new() };
        let mut tests = Vec::new();
        for step in made.windows(2) {
            let [a, b] = step else { continue };
            let carried = match (&a.value, &b.value) {
                (Value::Vector(_), Value::Vector(_)) => Carried::Vector,
                (Value::Scalar(_), Value::Scalar(_)) => Carried::Scalar,
                (Value::OneForm(_), Value::OneForm(_)) => Carried::OneForm,
                (Value::Metric(_), Value::Metric(_)) => Carried::Metric,
                _ => continue,
            };
            let maps = self.model.manifolds.get(field.manifold).map(|m| m.maps.as_slice()).unwrap_or_default();
            // Backwards, the points at which the identity holds show where the map has an inverse.
            let forward = maps.iter().find(|m| (m.from, m.to) == (a.chart.chart, b.chart.chart));
            let known = forward.is_some() || maps.iter().any(|m| (m.to, m.from) == (a.chart.chart, b.chart.chart));
            let overlap = forward.map(|m| m.overlap.as_slice()).unwrap_or_default();
            let facts: Vec<Fact> = overlap.iter().chain(&given).cloned().collect();
            if known {
                tests.extend(self.identity_test(field, a.chart.chart, b.chart.chart, carried, &facts));
            }
        }
        tests
    }

    /// The field that a claim speaks of: the one with the same components where it was made.
    fn field_made(&self, made: &MadeIn) -> Option<&Field> {
        self.model.fields.iter().find(|f| {
            f.manifold == made.chart.manifold
                && f.in_chart(made.chart.chart).is_some_and(|v| v.components() == made.value.components())
        })
    }

    fn identity_test(
        &self,
        field: &Field,
        from: usize,
        to: usize,
        carried: Carried,
        facts: &[Fact],
    ) -> Option<IdentityTest> {
        let id = |chart: usize| ChartId { manifold: field.manifold, chart };
        let name = self.map_name(field.manifold, from, to);
        let mut test = IdentityTest {
            name: format!("{}_{name}", field.name),
            carried,
            source: self.name_in(&field.name, id(from)),
            target: self.name_in(&field.name, id(to)),
            jacobian: format!("{name}_jacobian"),
            map: name,
            parameters: Vec::new(),
            points: Vec::new(),
            tolerance: TOLERANCE,
        };
        self.find_identity_points(&mut test, id(from), facts);
        (!test.points.is_empty()).then_some(test)
    }

    /// Points of the overlap at which the identity also holds in double precision; one set of parameters for all.
    fn find_identity_points(&self, test: &mut IdentityTest, from: ChartId, overlap: &[Fact]) {
        for point in self.points(from).iter().filter(|p| holds(overlap, p)) {
            let Some((parameters, x)) = self.inputs(from, point) else { continue };
            if !test.points.is_empty() && parameters != test.parameters {
                continue;
            }
            let sides = self.sides(test, &parameters, &x);
            if sides.is_some_and(|(found, expected)| is_close(&found, &expected, TOLERANCE / 4.0)) {
                test.parameters = parameters;
                test.points.push(x);
                if test.points.len() == IDENTITY_POINTS {
                    return;
                }
            }
        }
    }

    /// What the test compares, in double precision.
    fn sides(&self, test: &IdentityTest, parameters: &[f64], x: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
        let at = |name: &str, x: &[f64]| {
            let function = self.module.functions.iter().find(|f| f.name == name)?;
            self.computed(function, parameters, x)
        };
        let (source, image) = (at(&test.source, x)?, at(&test.map, x)?);
        let target = at(&test.target, &image)?;
        let (n, m) = (x.len().max(1), image.len());
        let j = at(&test.jacobian, x)?;
        let pulled = |w: &[f64]| -> Vec<f64> { (0..n).map(|k| (0..m).map(|i| j[i * n + k] * w[i]).sum()).collect() };
        Some(match test.carried {
            Carried::Scalar => (target, source),
            Carried::Vector => {
                let pushed = j.chunks(n).map(|row| row.iter().zip(&source).map(|(a, b)| a * b).sum()).collect();
                (target, pushed)
            }
            Carried::OneForm => (pulled(&target), source),
            Carried::Metric => {
                let rows: Vec<Vec<f64>> = target.chunks(m.max(1)).map(&pulled).collect();
                let column = |k: usize| rows.iter().map(|row| row[k]).collect::<Vec<f64>>();
                ((0..n).flat_map(|k| pulled(&column(k))).collect(), source)
            }
        })
    }
}

/// Whether the conditions certainly hold at the point.
pub(super) fn holds(facts: &[Fact], point: &[(Symbol, Rational)]) -> bool {
    let fixed = point.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone())));
    let at = Assignment { chart: None, values: fixed.collect() };
    let region = at.remaining(&Region { variables: Vec::new(), conditions: facts.to_vec() });
    simple_points(&region, 1).is_ok_and(|mut points| points.next().is_some())
}
