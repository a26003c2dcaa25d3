//! Along smooth maps: pullbacks of functions, one-forms and metrics, Jacobians.
//!
//! In: a named map and a value of its target. Out: the value on its source. It must not decide anything.

use super::SmoothMap;
use super::elaborator::Elaborator;
use super::fields::{geometry_error, metric_of};
use super::kinds::{Kind, OneFormInChart, Value};
use super::names::{Scope, names_joined};
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use crate::geometry::jacobian::jacobian;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr as Term, Fact};
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::span::Span;

impl<'a> Elaborator<'a> {
    /// A smooth map by its name.
    pub fn smooth_map_named(&self, e: &Expr) -> Result<SmoothMap, Failure> {
        let ExprKind::Name(path) = &e.kind else {
            return Err(problems::wrong_kind(e.span, "the name of a smooth map", Kind::Scalar, None).into());
        };
        let name = names_joined(path);
        if let Some(m) = self.model.smooth_maps.iter().find(|m| m.name == name) {
            return Ok(m.clone());
        }
        match self.lookup(&name) {
            Some(id) if self.declarations[id].kind() == Kind::Map => Err(Failure::silent()),
            Some(id) => Err(problems::wrong_kind(e.span, "a smooth map", self.declarations[id].kind(), None).into()),
            None => Err(self.unknown_of_kind(path, Kind::Map)),
        }
    }

    /// `pullback(map, g)`: `J^T (g o map) J`; scalars and one-forms are pulled back too.
    pub fn pullback(&mut self, e: &Expr, map: &Expr, g: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let map = self.smooth_map_named(map)?;
        let value = self.eval(g, &Scope::on(map.to))?;
        let made = self.pulled_back(&map, value, e.span)?;
        match scope.chart {
            Some(here) => self.transport(made, map.from, here, e.span),
            None => Ok(made),
        }
    }

    /// A value on the target of a map, on its source.
    pub fn pulled_back(&self, map: &SmoothMap, value: Value, span: Span) -> Result<Value, Failure> {
        let (source, target) = (self.symbols(map.from), self.symbols(map.to));
        let mut at = Substitution::of(target.into_iter().zip(map.components.iter().cloned()));
        let j = jacobian(&map.components, &source);
        let facts = |at: &mut Substitution, facts: &[Fact]| {
            let mut out = map.defined_where.clone();
            facts.iter().for_each(|f| add_fact(&mut out, f.with(at.apply(&f.expr))));
            out
        };
        match value {
            Value::Scalar(mut q) => {
                q.expr = at.apply(&q.expr);
                q.defined_where = facts(&mut at, &q.defined_where);
                Ok(Value::Scalar(q))
            }
            Value::OneForm(w) => {
                let along: Vec<Term> = w.components.iter().map(|x| at.apply(x)).collect();
                let components = j.transpose().mul_vector(&along).map_err(|x| geometry_error(&x, span))?;
                let defined_where = facts(&mut at, &w.defined_where);
                Ok(Value::OneForm(OneFormInChart { chart: map.from, components, unit: w.unit, defined_where }))
            }
            Value::Metric(g) => {
                let along = g.components.map(|x| at.apply(x));
                let m = super::transport::congruence(&j, &along).map_err(|x| geometry_error(&x, span))?;
                let defined_where = facts(&mut at, &g.defined_where);
                let mut pulled = metric_of(map.from, m, g.squared_length, defined_where, span)?;
                // `det(J^T g J) = det(J)^2 det(g)` for a square Jacobian, and g has an inverse.
                let determinant = if j.rows() == j.cols() { j.determinant() } else { pulled.components.determinant() };
                let determinant = determinant.map_err(|x| geometry_error(&x, span))?;
                add_fact(&mut pulled.invertible_where, Fact::nonzero(determinant));
                for f in &g.invertible_where {
                    add_fact(&mut pulled.invertible_where, f.with(at.apply(&f.expr)));
                }
                Ok(Value::Metric(Box::new(pulled)))
            }
            other => {
                let help =
                    (other.kind() == Kind::Vector).then(|| "vectors are pushed forward, not pulled back".to_owned());
                Err(problems::wrong_kind(span, "a scalar, one-form or metric to pull back", other.kind(), help).into())
            }
        }
    }

    /// `jacobian(map)`: `∂f^a/∂x^i` as a matrix of numbers.
    pub fn jacobian_of(&mut self, e: &Expr, map: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let map = self.smooth_map_named(map)?;
        if scope.chart != Some(map.from) {
            let help = format!("add `in {}`", self.chart_name(map.from));
            return Err(problems::chart_needed(
                e.span,
                "a Jacobian is written in the chart the map starts in".into(),
                help,
            )
            .into());
        }
        let j = jacobian(&map.components, &self.symbols(map.from));
        let (above, below) = (self.model.coordinate_units(map.to), self.model.coordinate_units(map.from));
        let mut rows = Vec::new();
        for (i, a) in above.iter().enumerate() {
            let mut row = Vec::new();
            for (k, b) in below.iter().enumerate() {
                let unit = a.div(b).map_err(|_| problems::exponent_too_large(e.span))?.simplified();
                row.push(Quantity {
                    defined_where: map.defined_where.clone(),
                    ..Quantity::new(j.at(i, k).clone(), unit)
                });
            }
            rows.push(row);
        }
        Ok(Value::Matrix(super::kinds::QuantityMatrix { rows }))
    }
}
