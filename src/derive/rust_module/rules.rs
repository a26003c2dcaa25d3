//! Discrete rules as functions: one step with the random numbers as an argument, and the expected step.

use super::super::words::{law_in_words, unit_text};
use super::{Builder, Draft};
use crate::emit::rust::{DrawDescription, Shape};
use crate::geometry::chart::Chart;
use crate::model::{ChartId, RandomVariable, RuleInChart, mean_of_rule};

impl Builder<'_, '_> {
    pub(super) fn rule(&mut self, label: &str, chart: &Chart, id: ChartId, rule: &RuleInChart) {
        let n = chart.dim();
        let drawn = |r: &&RandomVariable| rule.components.iter().any(|e| e.contains(&r.symbol));
        let draws: Vec<DrawDescription> = self.model.randoms.iter().filter(drawn).map(draw).collect();
        let left = chart.coordinates.iter().map(|c| format!("new {}", c.variable.symbol.name())).collect();
        let units: Vec<String> = chart.coordinates.iter().map(|c| unit_text(&c.unit)).collect();
        let name = self.name_in(label, id);
        let is_random = !draws.is_empty();
        let doc = format!("One step of the rule `{label}`.");
        let draft = Draft {
            name,
            doc,
            left,
            units: units.clone(),
            shape: Shape::Vector(n),
            outputs: &rule.components,
            facts: &rule.defined_where,
            system: None,
        };
        self.add_with(chart, id, draft, draws);
        if !is_random {
            return;
        }
        let Some((outputs, facts)) = mean_of_rule(self.model, rule) else {
            self.left_out.push(format!("the expected step of `{label}`: no rule finds it"));
            return;
        };
        let left = chart.coordinates.iter().map(|c| format!("expected new {}", c.variable.symbol.name())).collect();
        let name = self.name_in(&format!("expected_{label}"), id);
        let doc = format!("The expected step of the rule `{label}`: the mean over its random numbers.");
        let draft =
            Draft { name, doc, left, units, shape: Shape::Vector(n), outputs: &outputs, facts: &facts, system: None };
        self.add(chart, id, draft);
    }
}

fn draw(r: &RandomVariable) -> DrawDescription {
    DrawDescription { symbol: r.symbol.clone(), law: law_in_words(&r.law), unit: unit_text(&r.unit) }
}
