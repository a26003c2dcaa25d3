//! What a statement speaks of: the domain, the conditions of definition, and the functions it quantifies over.

use super::Place;
use super::rejection::Rejection;
use crate::certificate::Witness;
use crate::enclosure::counterexample::{instantiated, without_metrics_elsewhere};
use crate::enclosure::instances::{INSTANCES, substitution};
use crate::enclosure::{Point, Program, QuantifiedFunctions, Sign, SymbolicMetric, Value, decide_sign};
use crate::model::{ChartId, Divergence, Model};
use crate::polynomial::text::rational;
use crate::symbolic::definition::definition;
use crate::symbolic::{Expr, Fact, FunctionSymbol, Kind, Region, Relation};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Precisions at which a point is tried, in bits.
const PRECISIONS: [usize; 4] = [64, 128, 256, 512];

/// A statement's place: where it is considered and what it quantifies over.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The chart, for witnesses.
    pub chart: Option<ChartId>,
    /// Variables with ranges, and conditions of the domain.
    pub region: Region,
    /// Conditions of definition.
    pub defined_where: Vec<Fact>,
    /// Unspecified functions and generic metrics that occur.
    pub functions: QuantifiedFunctions,
    /// Divergences of laws that may stand in it, with their numbers in the model.
    pub divergences: Vec<(usize, Arc<Divergence>)>,
}

impl Setting {
    /// The place of a statement without a model: a region, nothing unspecified.
    #[must_use]
    pub fn of_region(region: Region) -> Self {
        Self {
            chart: None,
            region,
            defined_where: Vec::new(),
            functions: QuantifiedFunctions::default(),
            divergences: Vec::new(),
        }
    }

    /// The same without what is assumed of formal expectations: a rule that puts something in their place shows more than
    /// is asked for.
    #[must_use]
    pub fn without_means(&self) -> Self {
        let mut out = self.clone();
        out.region.conditions.retain(|f| !f.expr.has_mean());
        out.defined_where.retain(|f| !f.expr.has_mean());
        out
    }

    /// The part of the region where everything is defined.
    pub fn defined_region(&self) -> Region {
        let mut region = self.region.clone();
        for f in &self.defined_where {
            if !region.conditions.contains(f) {
                region.conditions.push(f.clone());
            }
        }
        region
    }
}

impl Setting {
    /// Where a statement about `exprs` is considered.
    #[must_use]
    pub fn new(model: &Model, chart: Option<ChartId>, region: &Region, defined_where: &[Fact], exprs: &[Expr]) -> Self {
        let mut all: Vec<Expr> = exprs.to_vec();
        all.extend(region.conditions.iter().chain(defined_where).map(|f| f.expr.clone()));
        Self {
            chart,
            region: super::inverted::concluded(region),
            defined_where: defined_where.to_vec(),
            functions: functions_in(model, &all),
            divergences: divergences_in(model, exprs),
        }
    }

    /// The same with its facts numbered.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::new(&self.region, &self.defined_where)
    }

    /// At the point every fact certainly holds and every expression certainly has a value: the statement is not empty.
    ///
    /// # Errors
    /// When this is not certain.
    pub fn check_point(&self, exprs: &[Expr], witness: &Witness) -> Result<(), Rejection> {
        let turns = if self.functions.is_empty() { 1 } else { INSTANCES };
        let values: Option<Vec<_>> = witness.point.iter().map(|text| rational(text)).collect();
        let values = values.ok_or(Rejection::Point)?;
        if witness.instance >= turns || values.len() != self.region.variables.len() {
            return Err(Rejection::Point);
        }
        let mut substitution = substitution(&self.functions.instance(witness.instance));
        let region = instantiated(&without_metrics_elsewhere(&self.region, &self.functions), &mut substitution);
        let mut facts = region.facts();
        facts.extend(self.defined_where.iter().map(|f| f.with(substitution.apply(&f.expr))));
        // What is put in may hide that a part is undefined: `0 * 1/0`. So what the parts need is read off before.
        if !self.functions.is_empty() {
            let needs = exprs.iter().flat_map(definition);
            facts.extend(needs.map(|f| f.with(substitution.apply(&f.expr))));
        }
        if region.variables.iter().zip(&values).any(|(v, q)| v.integer && !q.is_integer()) {
            return Err(Rejection::Point);
        }
        let point = Point::exact(region.variables.iter().map(|v| v.symbol.clone()).zip(values));
        for f in &facts {
            let sign = decide_sign(&f.expr, &point, 512).map_err(|_| Rejection::Point)?;
            let holds = match f.relation {
                Relation::Positive => sign == Sign::Positive,
                Relation::NonNegative => matches!(sign, Sign::Positive | Sign::Zero),
                Relation::NonZero => matches!(sign, Sign::Positive | Sign::Negative),
                Relation::Zero => sign == Sign::Zero,
            };
            if !holds {
                return Err(Rejection::Point);
            }
        }
        let exprs: Vec<Expr> = exprs.iter().map(|e| substitution.apply(e)).collect();
        let program = Program::new(&exprs).map_err(|_| Rejection::Point)?;
        let defined = PRECISIONS.iter().any(|bits| {
            let has_value = |v: &Value| matches!(v, Value::Exact(_) | Value::Enclosed(_));
            program.evaluate(&point, *bits).is_ok_and(|values| values.iter().all(has_value))
        });
        if defined { Ok(()) } else { Err(Rejection::Point) }
    }
}

/// The divergences whose symbols all occur.
fn divergences_in(model: &Model, exprs: &[Expr]) -> Vec<(usize, Arc<Divergence>)> {
    if model.divergences.is_empty() {
        return Vec::new();
    }
    let symbols: BTreeSet<_> = exprs.iter().flat_map(Expr::symbols).collect();
    let occurs = |d: &Arc<Divergence>| d.value.symbols().iter().all(|s| symbols.contains(s));
    let all = model.divergences.iter().enumerate().filter(|(_, d)| occurs(d));
    all.map(|(number, d)| (number, Arc::clone(d))).collect()
}

/// The unspecified functions of expressions; components of a generic metric are kept together.
fn functions_in(model: &Model, exprs: &[Expr]) -> QuantifiedFunctions {
    let mut names: BTreeSet<FunctionSymbol> = BTreeSet::new();
    for e in Expr::deep_nodes_of(exprs) {
        if let Kind::Unspecified { function, .. } = e.kind() {
            names.insert(function.clone());
        }
    }
    let mut out = QuantifiedFunctions { functions: Vec::new(), metrics: Vec::new() };
    for g in &model.symbolic_metrics {
        if g.functions.iter().any(|f| names.contains(f)) {
            let dim = model.chart(g.chart).map_or(0, crate::geometry::chart::Chart::dim);
            let place = |i: usize, j: usize| {
                let (i, j) = (i.min(j), i.max(j));
                i * dim - i * (i + 1) / 2 + j
            };
            let entries: Option<Vec<Vec<FunctionSymbol>>> =
                (0..dim).map(|i| (0..dim).map(|j| g.functions.get(place(i, j)).cloned()).collect()).collect();
            if let Some(entries) = entries {
                out.metrics.push(SymbolicMetric { entries });
                for f in &g.functions {
                    names.remove(f);
                }
            }
        }
    }
    out.functions = names.into_iter().collect();
    out
}
