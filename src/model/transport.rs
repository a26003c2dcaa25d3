//! Fields carried from one chart to another by the transition maps.
//!
//! In: a value in one chart. Out: the same value in another chart of the manifold: scalars composed, vectors pushed
//! forward, one-forms and metrics pulled back by the inverse. Recipes are carried like the vectors they made.

use super::elaborator::Elaborator;
use super::kinds::{ChartId, Value};
use super::problems::{self, Failure};
use super::quantities::add_fact;
use crate::geometry::matrix::Matrix;
use crate::geometry::transition::ChartMap;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr as Term, Fact};
use crate::syntax::span::Span;

/// A change of coordinates with its Jacobians, all as functions of the new coordinates.
#[derive(Clone)]
pub(super) struct Change {
    /// The change, from old to new.
    pub map: ChartMap,
    /// `∂new^a/∂old^i` at the old point of the new coordinates.
    pub new_by_old: Matrix,
    /// `∂old^i/∂new^a`.
    pub old_by_new: Matrix,
    /// Where the change is made, in the new coordinates.
    pub overlap: Vec<Fact>,
}

impl Change {
    /// A function of the old coordinates as a function of the new ones.
    fn compose(&self, e: &Term) -> Term {
        self.substitution().apply(e)
    }

    /// Replaces the old coordinates.
    pub fn substitution(&self) -> Substitution {
        Substitution::of(self.map.source.iter().cloned().zip(self.map.inverse.iter().cloned()))
    }

    /// Facts about old coordinates as facts about new ones, with the overlap.
    fn facts(&self, facts: &[Fact]) -> Vec<Fact> {
        let mut out = self.overlap.clone();
        let mut at = self.substitution();
        for f in facts {
            add_fact(&mut out, f.with(at.apply(&f.expr)));
        }
        out
    }
}

impl Elaborator<'_> {
    /// The change of coordinates from one chart to another, made once.
    pub fn change(&mut self, from: ChartId, to: ChartId, span: Span) -> Result<Change, Failure> {
        if let Some(known) = self.changes.get(&(from, to)) {
            return Ok(known.clone());
        }
        let made = self.make_change(from, to);
        // A map that is still to be made must not be remembered as missing.
        if let Some(change) = &made {
            self.changes.insert((from, to), change.clone());
        }
        made.ok_or_else(|| self.no_way(from, to, span))
    }

    fn make_change(&self, from: ChartId, to: ChartId) -> Option<Change> {
        if from.manifold != to.manifold {
            return None;
        }
        let manifold = self.model.manifolds.get(from.manifold)?;
        let map = manifold.chart_map(from.chart, to.chart).ok()?;
        let back = manifold.chart_map(to.chart, from.chart).ok()?;
        let mut at = Substitution::of(map.source.iter().cloned().zip(map.inverse.iter().cloned()));
        let new_by_old = map.map().jacobian().map(|e| at.apply(e));
        let old_by_new = map.inverse_map().jacobian();
        Some(Change { new_by_old, old_by_new, overlap: back.overlap, map })
    }

    fn no_way(&self, from: ChartId, to: ChartId, span: Span) -> Failure {
        if from.manifold != to.manifold {
            let (a, b) = (self.manifold_name(from.manifold).to_owned(), self.manifold_name(to.manifold).to_owned());
            return problems::other_manifold((span, &a), (span, &b)).into();
        }
        if self.poisoned_maps.contains(&from.manifold) {
            return Failure::silent();
        }
        problems::no_path(span, &self.chart_name(from), &self.chart_name(to)).into()
    }

    /// The value in another chart.
    pub fn transport(&mut self, value: Value, from: ChartId, to: ChartId, span: Span) -> Result<Value, Failure> {
        if from == to {
            return Ok(value);
        }
        let c = self.change(from, to, span)?;
        let landing = match &value {
            Value::Rule(r) => self.landing(r, &c, from),
            _ => Vec::new(),
        };
        let mut carried = carry(&c, value, to);
        if let Value::Rule(r) = &mut carried {
            landing.into_iter().for_each(|f| super::quantities::add_fact(&mut r.defined_where, f));
        }
        Ok(carried)
    }

    /// A step can be seen in another chart only where it stays in its own: the conditions, in the other coordinates.
    fn landing(&self, r: &super::kinds::RuleInChart, c: &Change, from: ChartId) -> Vec<Fact> {
        let region = self.model.chart(from).map(crate::geometry::chart::Chart::region).unwrap_or_default();
        let mut over = Substitution::of(c.map.source.iter().cloned().zip(r.components.iter().cloned()));
        let facts: Vec<Fact> = region.facts().iter().map(|f| f.with(over.apply(&f.expr))).collect();
        c.facts(&facts)
    }
}

/// The value after the change of chart.
pub(super) fn carry(c: &Change, value: Value, to: ChartId) -> Value {
    match value {
        Value::Scalar(mut q) => {
            q.expr = c.compose(&q.expr);
            q.defined_where = c.facts(&q.defined_where);
            Value::Scalar(q)
        }
        Value::Tuple(v) => Value::Tuple(v),
        Value::Matrix(m) => Value::Matrix(m),
        Value::Vector(mut v) => {
            let mut at = c.substitution();
            let old: Vec<Term> = v.components.iter().map(|e| at.apply(e)).collect();
            v.components = c.new_by_old.mul_vector(&old).unwrap_or_default();
            v.defined_where = c.facts(&v.defined_where);
            v.chart = to;
            Value::Vector(v)
        }
        Value::OneForm(mut w) => {
            let mut at = c.substitution();
            let old: Vec<Term> = w.components.iter().map(|e| at.apply(e)).collect();
            w.components = c.old_by_new.transpose().mul_vector(&old).unwrap_or_default();
            w.defined_where = c.facts(&w.defined_where);
            w.chart = to;
            Value::OneForm(w)
        }
        Value::Rule(mut r) => {
            // New coordinates there: back to the old chart, the step there, and over again.
            let mut back = c.substitution();
            let stepped: Vec<Term> = r.components.iter().map(|e| back.apply(e)).collect();
            let mut over = Substitution::of(c.map.source.iter().cloned().zip(stepped));
            r.components = c.map.forward.iter().map(|e| over.apply(e)).collect();
            r.defined_where = c.facts(&r.defined_where);
            r.chart = to;
            Value::Rule(r)
        }
        Value::Metric(g) => Value::Metric(Box::new(carry_metric(c, *g, to))),
        Value::Cometric(g) => Value::Cometric(Box::new(carry_metric(c, *g, to))),
        Value::Family(mut p) => {
            let mut at = c.substitution();
            p.replace(&mut |e| at.apply(e));
            p.conditions = p.conditions.iter().map(|f| f.with(at.apply(&f.expr))).collect();
            p.defined_where = c.facts(&p.defined_where);
            p.chart = Some(to);
            Value::Family(p)
        }
    }
}

/// `K^T g K` with `K = ∂old/∂new`, and `J g^-1 J^T` with `J = ∂new/∂old` for the cometric.
fn carry_metric(c: &Change, mut g: super::kinds::MetricInChart, to: ChartId) -> super::kinds::MetricInChart {
    let mut at = c.substitution();
    let (lower, upper) = (g.components.map(|e| at.apply(e)), g.cometric.map(|e| at.apply(e)));
    if let Ok(m) = congruence(&c.old_by_new, &lower) {
        g.components = m;
    }
    if let Ok(m) = congruence(&c.new_by_old.transpose(), &upper) {
        g.cometric = m;
    }
    g.defined_where = c.facts(&g.defined_where);
    g.invertible_where = c.facts(&g.invertible_where);
    g.chart = to;
    g
}

/// `k^T m k`, literally symmetric when `m` is: of two equal entries that are differently written one is kept.
pub(super) fn congruence(k: &Matrix, m: &Matrix) -> Result<Matrix, crate::geometry::error::GeometryError> {
    let full = k.transpose().mul(&m.mul(k)?)?;
    if !m.is_literally_symmetric() {
        return Ok(full);
    }
    Ok(Matrix::from_fn(full.rows(), full.cols(), |i, j| full.at(i.min(j), i.max(j)).clone()))
}
