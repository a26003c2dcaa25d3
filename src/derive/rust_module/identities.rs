//! Identity tests: a flow that is a field is carried to itself by every declared map.

use super::super::Assignment;
use super::Builder;
use super::references::{TOLERANCE, is_close};
use crate::emit::rust::IdentityTest;
use crate::enclosure::simple_points;
use crate::model::{ChartId, Value};
use crate::symbolic::{Expr, Fact, Rational, Region, Symbol};

/// Points of an identity test.
const IDENTITY_POINTS: usize = 3;

impl Builder<'_, '_> {
    /// Flows and vectors that are fields are carried to themselves by every declared map.
    pub(super) fn identity_tests(&mut self) {
        let mut tests = Vec::new();
        for field in &self.model.fields {
            let is_field = |c: usize| matches!(field.in_chart(c), Some(Value::Vector(v)) if !v.chart_dependent);
            let Some(manifold) = self.model.manifolds.get(field.manifold) else { continue };
            for map in manifold.maps.iter().filter(|m| is_field(m.from) && is_field(m.to)) {
                let (from, to) = (
                    ChartId { manifold: field.manifold, chart: map.from },
                    ChartId { manifold: field.manifold, chart: map.to },
                );
                let name = self.map_name(field.manifold, map.from, map.to);
                let mut test = IdentityTest {
                    name: format!("{}_{name}", field.name),
                    source: self.name_in(&field.name, from),
                    target: self.name_in(&field.name, to),
                    jacobian: format!("{name}_jacobian"),
                    map: name,
                    parameters: Vec::new(),
                    points: Vec::new(),
                    tolerance: TOLERANCE,
                };
                self.find_identity_points(&mut test, from, &map.overlap);
                if !test.points.is_empty() {
                    tests.push(test);
                }
            }
        }
        self.module.identity_tests = tests;
    }

    /// Points of the overlap at which the identity also holds in double precision; one set of parameters for all.
    fn find_identity_points(&self, test: &mut IdentityTest, from: ChartId, overlap: &[Fact]) {
        let find = |name: &str| self.module.functions.iter().find(|f| f.name == name);
        let (Some(source), Some(target), Some(map), Some(jacobian)) =
            (find(&test.source), find(&test.target), find(&test.map), find(&test.jacobian))
        else {
            return;
        };
        for point in self.points(from).iter().filter(|p| holds(overlap, p)) {
            let Some((parameters, x)) = self.inputs(from, point) else { continue };
            if !test.points.is_empty() && parameters != test.parameters {
                continue;
            }
            let carried = || {
                let (v, j) = (self.computed(source, &parameters, &x)?, self.computed(jacobian, &parameters, &x)?);
                let rows = j.chunks(v.len().max(1));
                let carried: Vec<f64> = rows.map(|row| row.iter().zip(&v).map(|(a, b)| a * b).sum()).collect();
                let image = self.computed(map, &parameters, &x)?;
                Some((self.computed(target, &parameters, &image)?, carried))
            };
            if carried().is_some_and(|(found, carried)| is_close(&found, &carried, TOLERANCE / 4.0)) {
                test.parameters = parameters;
                test.points.push(x);
                if test.points.len() == IDENTITY_POINTS {
                    return;
                }
            }
        }
    }
}

/// Whether the conditions certainly hold at the point.
pub(super) fn holds(facts: &[Fact], point: &[(Symbol, Rational)]) -> bool {
    let fixed = point.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone())));
    let at = Assignment { chart: None, values: fixed.collect() };
    let region = at.remaining(&Region { variables: Vec::new(), conditions: facts.to_vec() });
    simple_points(&region, 1).is_ok_and(|mut points| points.next().is_some())
}
