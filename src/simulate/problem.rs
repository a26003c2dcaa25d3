//! From a model to systems: a flow in a chart, with values for all params.
//!
//! In: a checked model, the name of a flow, a chart, values, a way to closed forms. Out: a [`Problem`], or what is
//! missing. It must not read text.

use super::system::System;
use crate::derive::{Assignment, ClosedForms};
use crate::model::{ChartId, Kind, Model, Value};
use crate::numerics::gauss::with_gauss_rules;
use crate::numerics::lower::{LoweringError, lower};
use crate::numerics::program::Program;
use crate::symbolic::{Expr, Fact, Symbol};
use crate::units::Unit;

/// A flow ready to be integrated.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The flow's name.
    pub flow: String,
    /// The chart.
    pub chart: ChartId,
    /// Its full name.
    pub chart_name: String,
    /// Names of the coordinates.
    pub coordinates: Vec<String>,
    /// Their units.
    pub units: Vec<Unit>,
    /// The unit of time.
    pub time_unit: Unit,
    /// The components, with the values put in.
    pub components: Vec<Expr>,
    /// Made by a recipe of the chart at hand: other charts make other flows.
    pub chart_dependent: bool,
    /// The field as a program.
    pub system: System,
    /// Rules that approximate expectations without a closed form, in words.
    pub numeric: Vec<&'static str>,
}

/// Why a flow cannot be integrated.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemError {
    /// There is no flow (or vector field) of that name.
    NoFlow {
        /// What there is.
        flows: Vec<String>,
    },
    /// It has no components in that chart.
    NotInChart,
    /// Params without a value.
    NoValue {
        /// Their names.
        params: Vec<String>,
    },
    /// Something has no value in doubles.
    Lowering(LoweringError),
}

impl Problem {
    /// The flow of that name in a chart.
    ///
    /// # Errors
    /// [`ProblemError`].
    pub fn new(
        model: &Model,
        flow: &str,
        chart: ChartId,
        values: &[(Symbol, Expr)],
        closed: ClosedForms<'_>,
    ) -> Result<Self, ProblemError> {
        let is_flow = |f: &&crate::model::Field| matches!(f.kind, Kind::Flow | Kind::Vector);
        let Some(field) = model.fields.iter().filter(is_flow).find(|f| f.name == flow) else {
            return Err(ProblemError::NoFlow { flows: flows(model) });
        };
        let there = if field.manifold == chart.manifold { field.in_chart(chart.chart) } else { None };
        let (Some(Value::Vector(vector)), Some(c)) = (there, model.chart(chart)) else {
            return Err(ProblemError::NotInChart);
        };
        let region = model.region(Some(chart));
        let closed = closed(&vector.components, &region, &vector.defined_where, &[]);
        let at = Assignment { chart: None, values: values.to_vec() };
        let mut components: Vec<Expr> = closed.iter().map(|e| at.apply(e)).collect();
        let mut numeric = Vec::new();
        if components.iter().any(Expr::has_mean) {
            for e in &mut components {
                let (approximated, used) = with_gauss_rules(e);
                *e = approximated;
                numeric.extend(used);
            }
            numeric.sort_unstable();
            numeric.dedup();
        }
        let facts: Vec<Fact> = vector.defined_where.iter().map(|f| f.with(at.apply(&f.expr))).collect();
        let mut region = at.remaining(&region);
        let coordinates = c.symbols();
        let missing = missing(&components, &facts, &region, &coordinates);
        if !missing.is_empty() {
            return Err(ProblemError::NoValue { params: missing });
        }
        region.variables.retain(|v| coordinates.contains(&v.symbol));
        let system = System::new(&components, &region, &facts).map_err(ProblemError::Lowering)?;
        Ok(Self {
            flow: flow.to_owned(),
            chart,
            chart_name: c.full_name(),
            coordinates: coordinates.iter().map(|s| s.name().to_owned()).collect(),
            units: model.coordinate_units(chart),
            time_unit: Unit::one().div(&vector.per).unwrap_or_else(|_| Unit::one()),
            components,
            chart_dependent: vector.chart_dependent,
            system,
            numeric,
        })
    }
}

/// Params that occur and have no value.
pub(super) fn missing(
    components: &[Expr],
    facts: &[Fact],
    region: &crate::symbolic::Region,
    coordinates: &[Symbol],
) -> Vec<String> {
    let bounds = region.variables.iter().filter(|v| coordinates.contains(&v.symbol));
    let bounds: Vec<Expr> = bounds.flat_map(|v| [&v.lower, &v.upper]).filter_map(|b| b.value().cloned()).collect();
    let conditions = facts.iter().chain(&region.conditions).map(|f| &f.expr);
    let all = components.iter().chain(conditions).chain(&bounds);
    let mut out: Vec<String> = Vec::new();
    for symbol in all.flat_map(Expr::symbols) {
        if !coordinates.contains(&symbol) && !out.iter().any(|n| n == symbol.name()) {
            out.push(symbol.name().to_owned());
        }
    }
    out.sort();
    out
}

/// The flows of a model, by name.
#[must_use]
pub fn flows(model: &Model) -> Vec<String> {
    model.fields_of(Kind::Flow).map(|f| f.name.clone()).collect()
}

/// The change of coordinates as a program, with the values put in.
///
/// # Errors
/// `None` where no maps lead there, or it has no value in doubles.
#[must_use]
pub fn change_of_chart(model: &Model, from: ChartId, to: ChartId, values: &[(Symbol, Expr)]) -> Option<Program> {
    if from.manifold != to.manifold {
        return None;
    }
    let map = model.manifolds.get(from.manifold)?.chart_map(from.chart, to.chart).ok()?;
    let at = Assignment { chart: None, values: values.to_vec() };
    let forward: Vec<Expr> = map.forward.iter().map(|e| at.apply(e)).collect();
    lower(&forward, &map.source).ok()
}
