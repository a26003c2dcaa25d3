//! Conserved quantities as functions, with their differentials and a test that the flow keeps them.
//!
//! A claim alone makes no function: the closed form of the rate along the flow must be 0, at every point. What is not
//! seen to be conserved that way is left out by name.

use super::super::words::{condition, unit_text};
use super::references::TOLERANCE;
use super::{Builder, Draft};
use crate::emit::rust::{ConservationTest, Shape};
use crate::model::ConservedQuantity;
use crate::symbolic::Expr;

/// Points of a test.
const POINTS: usize = 3;

impl Builder<'_, '_> {
    /// One function for each quantity and chart; a quantity that has a function already gets a sentence.
    pub(super) fn conserved(&mut self) {
        for found in &self.model.conserved {
            let Some(chart) = self.model.chart(found.chart) else { continue };
            let flow = found.flow.clone().unwrap_or_else(|| "the flow of the claim".into());
            let name = self.name_of_conserved(found);
            let facts: Vec<_> = found.quantity.defined_where.iter().chain(&found.given).cloned().collect();
            let rate =
                (self.closed)(std::slice::from_ref(&found.rate), &self.model.region(Some(found.chart)), &facts, &[]);
            if !rate.first().is_some_and(Expr::is_zero) {
                self.left_out.push(format!(
                    "`{name}`: that it is conserved along `{flow}` is claimed, and no closed form shows it"
                ));
                continue;
            }
            let assumed: Vec<String> = found.given.iter().map(|f| format!("`{}`", condition(f).ascii)).collect();
            let given = if assumed.is_empty() { String::new() } else { format!(" where {}", assumed.join(", ")) };
            let words = format!("Conserved along `{flow}`{given}.");
            let full = self.name_in(&name, found.chart);
            if let Some(known) = self.module.functions.iter_mut().find(|f| f.name == full) {
                known.doc = format!("{} {words}", known.doc);
            } else {
                let doc = match &found.name {
                    Some(name) => format!("The quantity `{name}`. {words}"),
                    None => words.clone(),
                };
                let (left, units) = (vec![name.clone()], vec![unit_text(&found.quantity.unit)]);
                let outputs = [found.quantity.expr.clone()];
                let draft = Draft {
                    name: full,
                    doc,
                    left,
                    units,
                    shape: Shape::Scalar,
                    outputs: &outputs,
                    facts: &facts,
                    system: None,
                };
                self.add(chart, found.chart, draft);
            }
            self.differential_of_conserved(found, &name);
            self.conservation_test(found, &name);
        }
    }

    /// Its own name, the claim's label, or that of the flow.
    fn name_of_conserved(&self, found: &ConservedQuantity) -> String {
        let label = self.model.claims.get(found.claim).and_then(|c| c.label.clone());
        let of_flow = || found.flow.as_ref().map_or("conserved".to_owned(), |f| format!("conserved_along_{f}"));
        found.name.clone().or(label).unwrap_or_else(of_flow)
    }

    fn differential_of_conserved(&mut self, found: &ConservedQuantity, name: &str) {
        let full = self.differential_name(name, found.chart);
        let Some(chart) =
            self.model.chart(found.chart).filter(|_| !self.module.functions.iter().any(|f| f.name == full))
        else {
            return;
        };
        let coordinates = chart.symbols();
        let outputs: Vec<Expr> = coordinates.iter().map(|x| found.quantity.expr.derivative(x)).collect();
        let left = coordinates.iter().map(|x| format!("d{name}/d{}", x.name())).collect();
        let unit = |x: &crate::units::Unit| found.quantity.unit.div(x).map(|u| unit_text(&u)).unwrap_or_default();
        let units = self.model.coordinate_units(found.chart).iter().map(unit).collect();
        let doc = format!("The differential of `{name}`: its partial derivatives.");
        let shape = Shape::Vector(outputs.len());
        let facts = found.quantity.defined_where.clone();
        let draft = Draft { name: full, doc, left, units, shape, outputs: &outputs, facts: &facts, system: None };
        self.add(chart, found.chart, draft);
    }

    fn conservation_test(&mut self, found: &ConservedQuantity, name: &str) {
        let Some(flow) = &found.flow else { return };
        let (flow, differential) = (self.name_in(flow, found.chart), self.differential_name(name, found.chart));
        let find = |name: &str| self.module.functions.iter().find(|f| f.name == name);
        let (Some(v), Some(w)) = (find(&flow), find(&differential)) else { return };
        let (mut values, mut points) = (Vec::new(), Vec::new());
        for point in self.points(found.chart).iter().filter(|p| super::identities::holds(&found.given, p)) {
            let Some((parameters, x)) = self.inputs(found.chart, point) else { continue };
            let same = points.is_empty() || parameters == values;
            let (Some(v), Some(w)) = (self.computed(v, &parameters, &x), self.computed(w, &parameters, &x)) else {
                continue;
            };
            let terms: Vec<f64> = v.iter().zip(&w).map(|(a, b)| a * b).collect();
            let scale = terms.iter().map(|t| t.abs()).fold(f64::MIN_POSITIVE, f64::max);
            if same && terms.iter().sum::<f64>().abs() <= TOLERANCE / 4.0 * scale {
                values = parameters;
                points.push(x);
            }
            if points.len() == POINTS {
                break;
            }
        }
        if !points.is_empty() {
            let name = format!("{flow}_keeps_{name}");
            let test = ConservationTest { name, flow, differential, parameters: values, points, tolerance: TOLERANCE };
            self.module.conservation_tests.push(test);
        }
    }
}
