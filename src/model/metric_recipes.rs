//! Metrics by recipe: Euclidean in a chart, the Hessian of a function, symbolic components.
//!
//! In: the arguments of the recipe. Out: a metric in a chart, with units and conditions. It must not decide anything.

use super::SymbolicMetric;
use super::elaborator::Elaborator;
use super::fields::{geometry_error, metric_of};
use super::kinds::{ChartId, Kind, MetricInChart, Value};
use super::missing_scales::is_scale_of;
use super::names::Scope;
use super::problems::{self, Failure};
use super::quantities::Quantity;
use crate::geometry::jacobian::jacobian;
use crate::geometry::matrix::Matrix;
use crate::symbolic::{Expr as Term, Fact, FunctionSymbol, Rational};
use crate::syntax::ast::{Arg, Expr, ExprKind};
use crate::syntax::span::Span;
use crate::units::Unit;

/// Ranks of the functions of symbolic metrics.
const SYMBOLIC_RANK: u32 = 25_000;

impl<'a> Elaborator<'a> {
    /// The unit matrix of a chart, carried to the chart at hand: the metric whose gradient is `partials(.., chart)`.
    /// Numbers only; it says nothing about units.
    pub fn unit_metric_of(&mut self, chart: &Expr, scope: &Scope) -> Result<MetricInChart, Failure> {
        let there = self.chart_from(chart, scope)?;
        let identity = Matrix::identity(self.symbols(there).len());
        let made = metric_of(there, identity, Unit::one(), Vec::new(), chart.span)?;
        let here = self.here(scope, chart.span)?;
        match self.transport(Value::Metric(Box::new(made)), there, here, chart.span)? {
            Value::Metric(g) => Ok(*g),
            _ => Err(Failure::silent()),
        }
    }

    /// The chart an argument names.
    pub(super) fn chart_from(&self, e: &Expr, scope: &Scope) -> Result<ChartId, Failure> {
        match self.chart_argument(e) {
            Some(path) => {
                self.resolve_chart(path, scope.chart.map(|c| c.manifold).filter(|_| path.segments.len() == 1))
            }
            None => {
                Err(problems::wrong_kind(e.span, "a chart", Kind::Scalar, Some("name it: `M.chart`".into())).into())
            }
        }
    }

    /// `Euclidean(chart, scale = { q: 1 [mV] })`: `ds^2` is the sum of `(dx_i / s_i)^2`.
    pub fn euclidean(&mut self, e: &Expr, args: &[Arg], scope: &Scope) -> Result<Value, Failure> {
        let form = "Euclidean(chart, scale = { q: 1 [mV] })";
        let bad = |headline: &str| -> Failure {
            problems::bad_call(e.span, headline.into(), format!("the form is `{form}`")).into()
        };
        let (Some(first), rest) = (args.iter().find(|a| a.name.is_none()), args.iter().filter(|a| a.name.is_some()))
        else {
            return Err(bad("`Euclidean` needs a chart"));
        };
        let chart = self.chart_from(&first.value, scope)?;
        let mut scales: Vec<(&crate::syntax::ast::Ident, &Expr)> = Vec::new();
        for a in rest {
            match (&a.value.kind, a.name.as_ref().map(|n| n.name.as_str())) {
                (ExprKind::Record(fields), Some("scale")) => scales.extend(fields.iter().map(|(n, e)| (n, e))),
                _ => return Err(bad("`Euclidean` takes a chart and `scale = { .. }`")),
            }
        }
        if args.iter().filter(|a| a.name.is_none()).count() != 1 {
            return Err(bad("`Euclidean` takes one chart"));
        }
        let coordinates = self.model.chart(chart).map(|c| c.coordinates.clone()).unwrap_or_default();
        for (name, _) in &scales {
            if !coordinates.iter().any(|c| is_scale_of(name, c)) {
                let what = format!("`{}` has no coordinate", self.chart_name(chart));
                return Err(problems::bad_call(
                    name.span,
                    format!("{what} `{}`", name.name),
                    format!("the form is `{form}`"),
                )
                .into());
            }
        }
        let mut lengths = Vec::new();
        for c in &coordinates {
            let scale = match scales.iter().find(|(n, _)| is_scale_of(n, c)) {
                Some((_, s)) => self.scalar(s, &Scope::closed())?,
                None => Quantity::number(Rational::from_integer(1.into())),
            };
            let one = Quantity::new(Term::one(), c.unit.clone());
            let ratio = Quantity::product(&[(&one, false), (&scale, true)])
                .and_then(|q| q.power_rational(&Rational::from_integer(2.into())))
                .map_err(|x| self.quantity_error(x, e, (e.span, e.span), "/"))?;
            lengths.push(ratio);
        }
        let made = self.sum_of_squares(e, args, chart, &lengths)?;
        match scope.chart {
            Some(here) => self.transport(Value::Metric(Box::new(made)), chart, here, e.span),
            None => Ok(Value::Metric(Box::new(made))),
        }
    }

    fn sum_of_squares(
        &self,
        e: &Expr,
        args: &[Arg],
        chart: ChartId,
        lengths: &[Quantity],
    ) -> Result<MetricInChart, Failure> {
        let n = lengths.len();
        let Some(first) = lengths.first() else { return Err(Failure::silent()) };
        let diagonal: Option<Vec<Term>> = lengths.iter().map(|q| q.number_in(&first.unit)).collect();
        let Some(diagonal) = diagonal else { return Err(self.missing_scales(e, args, chart, lengths)) };
        let facts = Value::Tuple(lengths.to_vec()).defined_where();
        let m = Matrix::from_fn(n, n, |i, j| if i == j { diagonal[i].clone() } else { Term::zero() });
        metric_of(chart, m, first.unit.clone(), facts, e.span)
    }

    /// `Hessian(F, chart)`: `∂_i ∂_j F` in that chart.
    pub fn hessian_metric(&mut self, e: &Expr, f: &Expr, chart: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let there = self.chart_from(chart, scope)?;
        let w = self.differential(f, &Scope::on(there))?;
        let h = jacobian(&w.components, &self.symbols(there));
        let symmetric = Matrix::from_fn(h.rows(), h.cols(), |i, j| h.at(i.min(j), i.max(j)).clone());
        let made = Value::Metric(Box::new(metric_of(there, symmetric, w.unit, w.defined_where, e.span)?));
        match scope.chart {
            Some(here) => self.transport(made, there, here, e.span),
            None => Ok(made),
        }
    }

    /// `symbolic(chart)`: a generic positive definite matrix of unspecified functions of the coordinates.
    pub fn symbolic_metric(&mut self, e: &Expr, chart: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let there = self.chart_from(chart, scope)?;
        let known = self.cache_symbolic(there, e.span);
        let n = self.symbols(there).len();
        let point: Vec<Term> = self.symbols(there).iter().map(Term::symbol).collect();
        let at = |i: usize, j: usize| {
            let (i, j) = (i.min(j), i.max(j));
            // Row i of the upper triangle starts after the rows before it.
            let k = i * n - i * i.saturating_sub(1) / 2 + (j - i);
            known.get(k).map_or_else(Term::zero, |f| Term::unspecified(f, point.clone()))
        };
        let made = metric_of(there, Matrix::from_fn(n, n, at), Unit::one(), Vec::new(), e.span)?;
        let known_metric = self.model.symbolic_metrics.iter().any(|m| m.functions == known);
        if !known_metric {
            let minors = made.components.leading_principal_minors().map_err(|x| geometry_error(&x, e.span))?;
            let assumptions = minors.into_iter().map(Fact::positive).collect();
            self.model.symbolic_metrics.push(SymbolicMetric { chart: there, functions: known, assumptions });
        }
        match scope.chart {
            Some(here) => self.transport(Value::Metric(Box::new(made)), there, here, e.span),
            None => Ok(Value::Metric(Box::new(made))),
        }
    }

    /// The functions of the symbolic metric written at this place: the same in every chart it is asked for in.
    pub(super) fn cache_symbolic(&self, chart: ChartId, span: Span) -> Vec<FunctionSymbol> {
        let n = self.symbols(chart).len();
        let owner = self.stack.last().map(|id| self.declarations[*id].name.name.clone());
        let prefix = owner.unwrap_or_else(|| format!("g{}", span.start));
        let mut out = Vec::new();
        for i in 0..n {
            for j in i..n {
                let name = format!("{prefix}_{}{}", i + 1, j + 1);
                let rank = SYMBOLIC_RANK + u32::try_from(out.len()).unwrap_or(0);
                out.push(FunctionSymbol::new(&name, n, i == j, rank));
            }
        }
        out
    }
}
