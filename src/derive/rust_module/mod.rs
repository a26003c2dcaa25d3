//! From a model to the description of a Rust module.
//!
//! In: a checked model and a way to closed forms. Out: a [`RustModule`] with parameters, charts, costs, differentials,
//! metrics, cometrics, vectors, flows and maps in every chart, with reference values computed by enclosures at simple
//! points, and identity tests for flows that are fields. It must not write code or files.

mod choice;
mod conditions;
mod conserved;
mod identities;
mod maps;
mod references;
mod rules;
mod values;

use super::ClosedForms;
use super::size::inverse_explodes;
use super::words::{domain_in_words, range_in_words, unit_text};
use crate::emit::rust::{
    ChartDescription, CoordinateDescription, DrawDescription, FunctionDescription, ParameterDescription, RustModule,
    Shape,
};
use crate::emit::text::ascii;
use crate::enclosure::{Point, Value as Enclosed, evaluate};
use crate::geometry::chart::Chart;
use crate::model::{ChartId, Model, random_region};
use crate::numerics::economy::economical;
use crate::numerics::gauss::with_gauss_rules;
use crate::numerics::nearest::nearest_f64;
use crate::numerics::solve::LinearSystem;
use crate::symbolic::{Expr, Fact, Rational, Symbol};
use choice::Form;
use std::collections::BTreeMap;

/// The description, and what had to be left out with the reason.
#[must_use]
pub fn module(model: &Model, name: &str, closed: ClosedForms<'_>) -> (RustModule, Vec<String>) {
    let mut builder = Builder {
        model,
        closed,
        left_out: Vec::new(),
        formal: BTreeMap::new(),
        module: RustModule { name: name.to_owned(), ..RustModule::default() },
    };
    builder.parameters();
    for id in model.chart_ids() {
        builder.chart(id);
    }
    for field in &model.fields {
        builder.field(field);
    }
    builder.transition_maps();
    builder.smooth_maps();
    builder.conserved();
    builder.reference_tests();
    builder.domain_tests();
    builder.identity_tests();
    builder.keep_charts_in_use();
    (builder.module, builder.left_out)
}

struct Builder<'a, 'c> {
    model: &'a Model,
    closed: ClosedForms<'c>,
    module: RustModule,
    left_out: Vec<String>,
    /// Outputs with formal expectations, of which the functions compute approximations.
    formal: BTreeMap<String, Vec<Expr>>,
}

/// A function to be added.
struct Draft<'d> {
    name: String,
    doc: String,
    /// Left sides of its equations, one per output.
    left: Vec<String>,
    units: Vec<String>,
    shape: Shape,
    outputs: &'d [Expr],
    facts: &'d [Fact],
    /// A system that the outputs solve, with the words for it.
    system: Option<(LinearSystem, Vec<String>)>,
}

impl Builder<'_, '_> {
    fn parameters(&mut self) {
        for param in &self.model.params {
            self.module.parameters.push(ParameterDescription {
                symbol: param.variable.symbol.clone(),
                doc: match range_in_words(&param.variable) {
                    words if words.is_empty() => String::new(),
                    words => format!("`{}`, with `{words}`.", param.variable.symbol.name()),
                },
                unit: unit_text(&param.unit),
                conditions: conditions::of_variable(&param.variable),
                example: param.value.as_ref().and_then(rational).map(|q| nearest_f64(&q)).filter(|x| x.is_finite()),
            });
        }
    }

    fn chart(&mut self, id: ChartId) {
        let Some(chart) = self.model.chart(id) else { return };
        let mut domain = domain_in_words(chart);
        let coordinates = chart.coordinates.iter().map(|c| CoordinateDescription {
            symbol: c.variable.symbol.clone(),
            unit: unit_text(&c.unit),
            // The whole domain stands at the first coordinate.
            domain: std::mem::take(&mut domain),
        });
        let coordinates = coordinates.collect();
        let conditions = conditions::of_chart(chart);
        self.module.charts.push(ChartDescription { name: chart.full_name(), coordinates, conditions });
    }

    /// `C_in_var`; plain `C` where the manifold has one chart.
    fn name_in(&self, name: &str, id: ChartId) -> String {
        match (self.model.manifolds.get(id.manifold), self.model.chart(id)) {
            (Some(manifold), Some(chart)) if manifold.charts.len() > 1 => format!("{name}_in_{}", chart.name),
            _ => name.to_owned(),
        }
    }

    /// What the differential of a cost is called: `d_C`, unless something declared is.
    fn differential_name(&self, label: &str, id: ChartId) -> String {
        let short = format!("d_{label}");
        let is_taken =
            self.model.fields.iter().any(|f| f.name == short) || self.model.smooth_maps.iter().any(|m| m.name == short);
        self.name_in(&if is_taken { format!("differential_of_{label}") } else { short }, id)
    }

    /// Adds a function in closed form, unless it cannot be computed.
    fn add(&mut self, chart: &Chart, id: ChartId, draft: Draft<'_>) {
        self.add_with(chart, id, draft, Vec::new());
    }

    /// The same for a function of random numbers.
    fn add_with(&mut self, chart: &Chart, id: ChartId, draft: Draft<'_>, draws: Vec<DrawDescription>) {
        let region = self.model.region(Some(id)).and(&random_region(self.model, draft.outputs));
        let params = self.model.params.iter().map(|p| p.variable.symbol.clone());
        let inputs: Vec<Symbol> = params.chain(chart.symbols()).chain(draws.iter().map(|d| d.symbol.clone())).collect();
        let explodes = draft.system.as_ref().is_some_and(|(system, _)| inverse_explodes(&system.matrix()));
        let shown =
            if explodes { draft.outputs.to_vec() } else { (self.closed)(draft.outputs, &region, draft.facts, &[]) };
        let mut rules: Vec<&str> = Vec::new();
        let mut doc = draft.doc;
        let mut computable = |exprs: &[Expr]| -> Vec<Expr> {
            let mut one = |e: &Expr| {
                let (sum, used) = with_gauss_rules(e);
                rules.extend(used.into_iter().filter(|words| !doc.contains(words)));
                sum
            };
            exprs.iter().map(&mut one).collect()
        };
        let outputs = computable(&shown);
        rules.dedup();
        if !rules.is_empty() {
            doc = format!("{doc} Approximate: {}.", rules.join("; "));
            self.formal.insert(draft.name.clone(), shown.clone());
        }
        let mut forms = vec![Form::Expressions(outputs.clone()), Form::Expressions(economical(&outputs))];
        if !explodes && !draft.outputs.iter().any(Expr::has_mean) {
            forms.push(Form::Expressions(draft.outputs.to_vec()));
            forms.push(Form::Expressions(economical(draft.outputs)));
        }
        let divided = |form: &Form| match form {
            Form::Expressions(exprs) => Some(Form::Reciprocals(exprs.clone())),
            Form::Reciprocals(_) | Form::Solution(_) => None,
        };
        forms.extend(forms.iter().filter_map(divided).collect::<Vec<_>>());
        let equations = match &draft.system {
            Some((_, words)) if explodes => words.clone(),
            _ => equations(&draft.left, &shown, &draft.units),
        };
        if let Some((system, _)) = draft.system {
            forms.push(Form::Solution(LinearSystem {
                matrix: economical(&system.matrix),
                right: system.right.iter().map(|column| economical(column)).collect(),
                ..system.clone()
            }));
            forms.push(Form::Solution(system));
        }
        let choice = match self.choose(forms, id, &inputs) {
            Ok(choice) => choice,
            Err(error) => {
                self.left_out.push(format!("`{}`: {error}", draft.name));
                return;
            }
        };
        let reciprocals = matches!(choice.form, Form::Reciprocals(_));
        let (outputs, solves) = match choice.form {
            Form::Expressions(exprs) | Form::Reciprocals(exprs) => (exprs, None),
            Form::Solution(system) => {
                let written =
                    choice.expressions.map_or(String::new(), |n| format!(", where the inverse written out takes {n}"));
                doc = format!(
                    "{doc} By a Cholesky factorisation of the metric, which must be positive definite: \
                     {} operations{written}.",
                    choice.count.total()
                );
                (outputs, Some(system))
            }
        };
        self.module.functions.push(FunctionDescription {
            name: draft.name,
            doc,
            equations,
            chart: chart.full_name(),
            conditions: conditions::further(draft.facts, &self.model.region(Some(id)), &inputs),
            shape: draft.shape,
            outputs,
            solves,
            reciprocals,
            draws,
        });
    }

    fn keep_charts_in_use(&mut self) {
        let functions = &self.module.functions;
        self.module.charts.retain(|chart| functions.iter().any(|f| f.chart == chart.name));
    }
}

/// `dx/dt = .. [unit]`, one a line.
fn equations(left: &[String], right: &[Expr], units: &[String]) -> Vec<String> {
    let equation = |((left, e), unit): ((&String, &Expr), &String)| {
        let unit = if unit.is_empty() { String::new() } else { format!("  [{unit}]") };
        format!("{left} = {}{unit}", ascii(e))
    };
    let units = units.iter().chain(std::iter::repeat(const { &String::new() }));
    left.iter().zip(right).zip(units).map(equation).collect()
}

/// The exact rational value of a constant.
fn rational(e: &Expr) -> Option<Rational> {
    match evaluate(e, &Point::default(), 64).ok()? {
        Enclosed::Exact(q) => Some(q),
        _ => None,
    }
}
