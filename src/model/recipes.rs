//! Operators of geometry: differential, gradient, partials, lengths, pullbacks, constructed metrics.
//!
//! In: expressions and a scope with a chart. Out: fields made in that chart. Partial derivatives are taken there, so a
//! recipe asked for in another chart is made anew in it.

use super::elaborator::Elaborator;
use super::fields::geometry_error;
use super::function_values::differentiability;
use super::kinds::{ChartId, Kind, MetricInChart, OneFormInChart, Raised, Value, VectorInChart};
use super::names::{Scope, names_joined};
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact, scale_factor};
use crate::geometry::jacobian::jacobian;
use crate::geometry::matrix::Matrix;
use crate::symbolic::{Expr as Term, Fact, Symbol};
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::span::Span;
use crate::units::Unit;

impl<'a> Elaborator<'a> {
    pub(super) fn here(&self, scope: &Scope, span: Span) -> Result<ChartId, Failure> {
        scope.chart.ok_or_else(|| {
            problems::chart_needed(
                span,
                "derivatives are taken in a chart".into(),
                "add `in chart` or `on M.chart`".into(),
            )
            .into()
        })
    }

    pub(super) fn symbols(&self, chart: ChartId) -> Vec<Symbol> {
        self.model.chart(chart).map(crate::geometry::chart::Chart::symbols).unwrap_or_default()
    }

    /// A metric. A declared one owes its definiteness; one that is written where it is used is not checked there, so
    /// that its inverse counts only where its determinant does not vanish.
    pub fn metric_argument(&mut self, e: &Expr, scope: &Scope) -> Result<MetricInChart, Failure> {
        let mut g = self.any_metric(e, scope)?;
        if g.invertible_where.is_empty() && !self.is_definite(e) {
            let determinant = g.components.determinant().map_err(|x| geometry_error(&x, e.span))?;
            add_fact(&mut g.invertible_where, Fact::nonzero(determinant));
        }
        Ok(g)
    }

    /// Declared, or definite by construction.
    pub(super) fn is_definite(&self, e: &Expr) -> bool {
        match &e.kind {
            ExprKind::Name(p) => self.lookup(&names_joined(p)).is_some_and(|id| {
                matches!(self.declarations[id].item.kind, crate::syntax::ast::ItemKind::Metric { .. })
            }),
            ExprKind::Call { callee, .. } => matches!(names_joined(callee).as_str(), "Euclidean" | "symbolic"),
            _ => false,
        }
    }

    pub(super) fn any_metric(&mut self, e: &Expr, scope: &Scope) -> Result<MetricInChart, Failure> {
        match self.eval(e, scope)? {
            Value::Metric(g) => Ok(*g),
            Value::Matrix(m) => match scope.chart {
                Some(chart) => self.matrix_as_metric(&m, chart, e.span, false),
                None => Err(problems::wrong_kind(e.span, "a metric", Kind::Matrix, None).into()),
            },
            other => {
                let help = match other.kind() {
                    Kind::Scalar => {
                        Some("the second argument is a metric, such as `Euclidean(chart)` or `Fisher(p)`".to_owned())
                    }
                    Kind::Family => Some("the Fisher metric of a family is `Fisher(p)`".to_owned()),
                    _ => None,
                };
                Err(problems::wrong_kind(e.span, "a metric", other.kind(), help).into())
            }
        }
    }

    /// `w_i = ∂_i C`
    pub fn differential(&mut self, c: &Expr, scope: &Scope) -> Result<OneFormInChart, Failure> {
        let chart = self.here(scope, c.span)?;
        let q = match self.eval(c, scope)? {
            Value::Scalar(q) => q,
            other => {
                let help = (other.kind() == Kind::Metric)
                    .then(|| "the arguments are a cost and a metric, in this order".to_owned());
                return Err(problems::wrong_kind(c.span, "a cost to differentiate", other.kind(), help).into());
            }
        };
        let row = jacobian(std::slice::from_ref(&q.expr), &self.symbols(chart));
        let mut defined_where = q.defined_where;
        differentiability(std::slice::from_ref(&q.expr)).into_iter().for_each(|f| add_fact(&mut defined_where, f));
        Ok(OneFormInChart { chart, components: row.entries().to_vec(), unit: q.unit, defined_where })
    }

    /// `v^i = g^ij ∂_j C`, or that divided by its length.
    pub fn gradient(&mut self, e: &Expr, c: &Expr, g: &Expr, scope: &Scope, steepest: bool) -> Result<Value, Failure> {
        let (w, g) = match (self.differential(c, scope), self.metric_argument(g, scope)) {
            (Ok(w), Ok(g)) => (w, g),
            (Err(a), Err(b)) => return Err(a.and(b)),
            (Err(f), _) | (_, Err(f)) => return Err(f),
        };
        let v = self.raised(&w, &g, e.span)?;
        if !steepest {
            return Ok(Value::Vector(v));
        }
        let length = self.length_of(&w.components, &g.cometric, e.span)?;
        let per = self.root(&g.squared_length, e.span)?.inverse();
        let mut defined_where = v.defined_where;
        add_fact(&mut defined_where, Fact::positive(length.clone()));
        let inverse = length.sqrt().recip();
        let components = v.components.iter().map(|x| x * &inverse).collect();
        Ok(Value::Vector(VectorInChart { components, per, defined_where, raised: None, ..v }))
    }

    fn raised(&self, w: &OneFormInChart, g: &MetricInChart, span: Span) -> Result<VectorInChart, Failure> {
        let components = g.cometric.mul_vector(&w.components).map_err(|e| geometry_error(&e, span))?;
        let per = w.unit.div(&g.squared_length).map_err(|_| problems::exponent_too_large(span))?.simplified();
        let mut defined_where = w.defined_where.clone();
        let facts = g.defined_where.iter().chain(&g.invertible_where);
        facts.for_each(|f| add_fact(&mut defined_where, f.clone()));
        let (metric, cometric) = (g.components.clone(), g.cometric.clone());
        let raised = Raised { metric, cometric, covector: w.components.clone(), factors: Vec::new() };
        let raised = Some(Box::new(raised));
        Ok(VectorInChart { chart: w.chart, components, per, defined_where, chart_dependent: false, raised })
    }

    /// `v^i = ∂_i C` in the chart at hand.
    pub fn partials(&mut self, e: &Expr, c: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let w = self.differential(c, scope)?;
        let units = self.model.coordinate_units(w.chart);
        let mut components = Vec::new();
        let mut leader: Option<(usize, Unit)> = None;
        for (i, (w_i, x)) in w.components.iter().zip(&units).enumerate() {
            let too_large = |_| -> Failure { problems::exponent_too_large(c.span).into() };
            let per = w.unit.div(&x.mul(x).map_err(too_large)?).map_err(too_large)?;
            let (first, common) = leader.get_or_insert((i, per.clone()));
            match Unit::conversion(&per, common) {
                Some(f) => components.push(w_i * &scale_factor(&f)),
                None => return Err(self.no_velocity(e, c, w.chart, (*first, i))),
            }
        }
        let per = leader.map_or_else(Unit::one, |(_, u)| u).simplified();
        Ok(Value::Vector(VectorInChart {
            chart: w.chart,
            components,
            per,
            defined_where: w.defined_where,
            chart_dependent: true,
            raised: None,
        }))
    }

    /// `partials(C, chart)`: a vector field, made in that chart.
    pub fn partials_in(&mut self, e: &Expr, c: &Expr, chart: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let there = self.chart_from(chart, scope)?;
        let made = self.partials(e, c, &Scope::on(there))?;
        let made = match made {
            Value::Vector(v) => Value::Vector(VectorInChart { chart_dependent: false, ..v }),
            other => other,
        };
        match scope.chart {
            Some(here) => self.transport(made, there, here, e.span),
            None => Ok(made),
        }
    }

    /// `sharp(w, g)`, `flat(v, g)`.
    pub fn musical(&mut self, name: &str, x: &Expr, g: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let value = self.eval(x, scope)?;
        let g = self.metric_argument(g, scope)?;
        match (name, value) {
            ("sharp", Value::OneForm(w)) => Ok(Value::Vector(self.raised(&w, &g, x.span)?)),
            ("flat", Value::Vector(v)) => {
                self.expect_field(&v, x)?;
                let components = g.components.mul_vector(&v.components).map_err(|e| geometry_error(&e, x.span))?;
                let unit = v.per.mul(&g.squared_length).map_err(|_| problems::exponent_too_large(x.span))?.simplified();
                let mut defined_where = v.defined_where;
                g.defined_where.into_iter().for_each(|f| add_fact(&mut defined_where, f));
                Ok(Value::OneForm(OneFormInChart { chart: v.chart, components, unit, defined_where }))
            }
            (_, other) => {
                let expected = if name == "sharp" { "a one-form" } else { "a vector field" };
                Err(problems::wrong_kind(x.span, expected, other.kind(), None).into())
            }
        }
    }

    fn expect_field(&self, v: &VectorInChart, e: &Expr) -> Result<(), Failure> {
        if v.chart_dependent {
            return Err(problems::needs_field(e.span, "this vector").into());
        }
        Ok(())
    }

    fn length_of(&self, x: &[Term], m: &Matrix, span: Span) -> Result<Term, Failure> {
        let mx = m.mul_vector(x).map_err(|e| geometry_error(&e, span))?;
        Ok(Term::sum(x.iter().zip(&mx).map(|(a, b)| a * b)))
    }

    pub(super) fn root(&self, u: &Unit, span: Span) -> Result<Unit, Failure> {
        u.pow(crate::units::Exponent::new(1, 2)).map_err(|_| problems::exponent_too_large(span).into())
    }

    /// `√(g(v, v))`, or `√(g^ij w_i w_j)` for a one-form.
    pub fn norm(&mut self, x: &Expr, g: &Expr, scope: &Scope) -> Result<Quantity, Failure> {
        let value = self.eval(x, scope)?;
        let g = self.metric_argument(g, scope)?;
        let ds = self.root(&g.squared_length, x.span)?;
        let too_large = |_| -> Failure { problems::exponent_too_large(x.span).into() };
        let mut inverse: &[Fact] = &[];
        let (square, unit, facts) = match &value {
            Value::Vector(v) => {
                self.expect_field(v, x)?;
                (
                    self.length_of(&v.components, &g.components, x.span)?,
                    v.per.mul(&ds).map_err(too_large)?,
                    &v.defined_where,
                )
            }
            Value::OneForm(w) => {
                inverse = &g.invertible_where;
                (
                    self.length_of(&w.components, &g.cometric, x.span)?,
                    w.unit.div(&ds).map_err(too_large)?,
                    &w.defined_where,
                )
            }
            other => {
                return Err(problems::wrong_kind(x.span, "a vector field or a one-form", other.kind(), None).into());
            }
        };
        let mut q = Quantity::new(square.sqrt(), unit.simplified());
        let all = facts.iter().chain(&g.defined_where).chain(inverse);
        all.for_each(|f| add_fact(&mut q.defined_where, f.clone()));
        Ok(q.given(Fact::nonnegative(square)))
    }

    /// `g(u, v)`
    pub fn inner(&mut self, u: &Expr, v: &Expr, g: &Expr, scope: &Scope) -> Result<Quantity, Failure> {
        let (a, b) = (self.vector_argument(u, scope)?, self.vector_argument(v, scope)?);
        let g = self.metric_argument(g, scope)?;
        let gv = g.components.mul_vector(&b.components).map_err(|e| geometry_error(&e, v.span))?;
        let expr = Term::sum(a.components.iter().zip(&gv).map(|(x, y)| x * y));
        let unit = a
            .per
            .mul(&b.per)
            .and_then(|p| p.mul(&g.squared_length))
            .map_err(|_| problems::exponent_too_large(u.span))?;
        let mut q = Quantity::new(expr, unit.simplified());
        let facts = a.defined_where.into_iter().chain(b.defined_where).chain(g.defined_where);
        facts.for_each(|f| add_fact(&mut q.defined_where, f));
        Ok(q)
    }

    fn vector_argument(&mut self, e: &Expr, scope: &Scope) -> Result<VectorInChart, Failure> {
        match self.eval(e, scope)? {
            Value::Vector(v) => Ok(v),
            Value::Tuple(v) => self.tuple_as_vector(&v, self.here(scope, e.span)?, e.span),
            other => {
                let help = (other.kind() == Kind::OneForm).then(|| "raise its index: `sharp(w, g)`".to_owned());
                Err(problems::wrong_kind(e.span, "a vector field", other.kind(), help).into())
            }
        }
    }

    /// `w_i v^i`
    pub fn pairing(&mut self, w: &Expr, v: &Expr, scope: &Scope) -> Result<Quantity, Failure> {
        let form = match self.eval(w, scope)? {
            Value::OneForm(w) => w,
            other => {
                let help = (other.kind() == Kind::Scalar).then(|| "the differential of a cost is `d(C)`".to_owned());
                return Err(problems::wrong_kind(w.span, "a one-form", other.kind(), help).into());
            }
        };
        let field = self.vector_argument(v, scope)?;
        let expr = Term::sum(form.components.iter().zip(&field.components).map(|(x, y)| x * y));
        let unit = form.unit.mul(&field.per).map_err(|_| problems::exponent_too_large(w.span))?;
        let mut q = Quantity::new(expr, unit.simplified());
        form.defined_where.into_iter().chain(field.defined_where).for_each(|f| add_fact(&mut q.defined_where, f));
        Ok(q)
    }

    /// `det(g)`, `inverse(g)`.
    pub fn matrix_function(&mut self, name: &str, e: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let value = self.eval(e, scope)?;
        let (g, upper) = match value {
            Value::Metric(g) => (g, false),
            Value::Cometric(g) => (g, true),
            Value::Matrix(m) if m.rows.iter().all(|r| r.len() == m.rows.len()) => {
                return self.plain_matrix_function(name, &m, e);
            }
            other => return Err(problems::wrong_kind(e.span, "a metric or a square matrix", other.kind(), None).into()),
        };
        if name == "inverse" {
            let mut g = g;
            let facts = std::mem::take(&mut g.invertible_where);
            facts.into_iter().for_each(|f| add_fact(&mut g.defined_where, f));
            return Ok(if upper { Value::Metric(g) } else { Value::Cometric(g) });
        }
        let (matrix, ds2) =
            if upper { (&g.cometric, g.squared_length.inverse()) } else { (&g.components, g.squared_length.clone()) };
        let expr = matrix.determinant().map_err(|x| geometry_error(&x, e.span))?;
        let mut unit = Unit::one();
        for x in self.model.coordinate_units(g.chart) {
            let xx = x.mul(&x).and_then(|xx| if upper { unit.mul(&xx) } else { unit.div(&xx) });
            unit = xx.and_then(|u| u.mul(&ds2)).map_err(|_| problems::exponent_too_large(e.span))?;
        }
        Ok(Value::Scalar(Quantity { defined_where: g.defined_where, ..Quantity::new(expr, unit.simplified()) }))
    }

    /// The same for a matrix of plain numbers.
    fn plain_matrix_function(
        &mut self,
        name: &str,
        m: &super::kinds::QuantityMatrix,
        e: &Expr,
    ) -> Result<Value, Failure> {
        let n = m.rows.len();
        let mut numbers = Vec::new();
        for q in m.rows.iter().flatten() {
            numbers.push(q.pure().map_err(|x| self.quantity_error(x, e, (e.span, e.span), name))?);
        }
        let matrix = Matrix::from_fn(n, n, |i, j| numbers[i * n + j].clone());
        let det = matrix.determinant().map_err(|x| geometry_error(&x, e.span))?;
        let facts = Value::Matrix(m.clone()).defined_where();
        if name == "det" {
            return Ok(Value::Scalar(Quantity { defined_where: facts, ..Quantity::plain(det) }));
        }
        let inverse = matrix.inverse().map_err(|x| geometry_error(&x, e.span))?;
        let entry = |i: usize, j: usize| {
            Quantity { defined_where: facts.clone(), ..Quantity::plain(inverse.at(i, j).clone()) }
                .given(Fact::nonzero(det.clone()))
        };
        let rows = (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect();
        Ok(Value::Matrix(super::kinds::QuantityMatrix { rows }))
    }
}
