//! Operators of geometry: differential, gradient, partials, lengths, pullbacks, constructed metrics.
//!
//! In: expressions and a scope with a chart. Out: fields made in that chart. Partial derivatives are taken there, so a
//! recipe asked for in another chart is made anew in it.

use super::elaborator::Elaborator;
use super::fields::{geometry_error, metric_of, with_lines};
use super::function_values::differentiability;
use super::kinds::{ChartId, Kind, MetricInChart, OneFormInChart, Raised, Value, VectorInChart};
use super::names::{Scope, names_joined};
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact, scale_factor};
use super::{SmoothMap, SymbolicMetric};
use crate::diagnostics::{Code, Diagnostic};
use crate::geometry::jacobian::jacobian;
use crate::geometry::matrix::Matrix;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr as Term, Fact, FunctionSymbol, Rational, Symbol};
use crate::syntax::ast::{Arg, Expr, ExprKind};
use crate::syntax::span::Span;
use crate::units::Unit;

/// Ranks of the functions of symbolic metrics.
const SYMBOLIC_RANK: u32 = 25_000;

impl<'a> Elaborator<'a> {
    fn here(&self, scope: &Scope, span: Span) -> Result<ChartId, Failure> {
        scope.chart.ok_or_else(|| {
            problems::chart_needed(
                span,
                "derivatives are taken in a chart".into(),
                "add `in chart` or `on M.chart`".into(),
            )
            .into()
        })
    }

    fn symbols(&self, chart: ChartId) -> Vec<Symbol> {
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
    fn is_definite(&self, e: &Expr) -> bool {
        match &e.kind {
            ExprKind::Name(p) => self.lookup(&names_joined(p)).is_some_and(|id| {
                matches!(self.declarations[id].item.kind, crate::syntax::ast::ItemKind::Metric { .. })
            }),
            ExprKind::Call { callee, .. } => matches!(names_joined(callee).as_str(), "Euclidean" | "symbolic"),
            _ => false,
        }
    }

    fn any_metric(&mut self, e: &Expr, scope: &Scope) -> Result<MetricInChart, Failure> {
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
    pub fn partials(&mut self, c: &Expr, scope: &Scope) -> Result<Value, Failure> {
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
                None => return Err(self.unit_problem(c, &w, *first, i, &units)),
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

    /// Partials by coordinates of different units cannot be the velocity of one flow.
    fn unit_problem(&self, c: &Expr, w: &OneFormInChart, i: usize, j: usize, units: &[Unit]) -> Failure {
        let name = |k: usize| {
            let chart = self.model.chart(w.chart);
            chart.and_then(|x| x.coordinates.get(k)).map_or(String::new(), |x| x.variable.symbol.name().to_owned())
        };
        let (a, b) = (name(i), name(j));
        let headline = format!(
            "the partial derivatives by `{a}` and `{b}` are no velocity: the units of these coordinates differ"
        );
        let place = self.model.manifold_spans.get(w.chart.manifold).and_then(|s| s.charts.get(w.chart.chart)).copied();
        let mut d =
            Diagnostic::error(Code::G0301, headline).primary(c.span, format!("made in `{}`", self.chart_name(w.chart)));
        if let Some(span) = place {
            d = d.secondary(span, format!("`{a}` is in [{}], `{b}` in [{}]", units[i].unicode(), units[j].unicode()));
        }
        d = d.help(format!(
            "choose a metric with a scale for each coordinate: `-grad(C, Euclidean({}, scale = {{ {b}: 1 [{}] }}))`",
            self.chart_name(w.chart),
            units[j]
        ));
        with_lines(d, &a, &units[i], &b, &units[j]).into()
    }

    /// `partials(C, chart)`: a vector field, made in that chart.
    pub fn partials_in(&mut self, e: &Expr, c: &Expr, chart: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let there = self.chart_from(chart, scope)?;
        let made = self.partials(c, &Scope::on(there))?;
        let made = match made {
            Value::Vector(v) => Value::Vector(VectorInChart { chart_dependent: false, ..v }),
            other => other,
        };
        match scope.chart {
            Some(here) => self.transport(made, there, here, e.span),
            None => Ok(made),
        }
    }

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
    fn chart_from(&self, e: &Expr, scope: &Scope) -> Result<ChartId, Failure> {
        match self.chart_argument(e) {
            Some(path) => {
                self.resolve_chart(path, scope.chart.map(|c| c.manifold).filter(|_| path.segments.len() == 1))
            }
            None => {
                Err(problems::wrong_kind(e.span, "a chart", Kind::Scalar, Some("name it: `M.chart`".into())).into())
            }
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

    fn root(&self, u: &Unit, span: Span) -> Result<Unit, Failure> {
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
            if !coordinates.iter().any(|c| c.variable.symbol.name() == name.name) {
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
            let scale = match scales.iter().find(|(n, _)| n.name == c.variable.symbol.name()) {
                Some((_, s)) => self.scalar(s, &Scope::closed())?,
                None => Quantity::number(Rational::from_integer(1.into())),
            };
            let one = Quantity::new(Term::one(), c.unit.clone());
            let ratio = Quantity::product(&[(&one, false), (&scale, true)])
                .and_then(|q| q.power_rational(&Rational::from_integer(2.into())))
                .map_err(|x| self.quantity_error(x, e, (e.span, e.span), "/"))?;
            lengths.push(ratio);
        }
        let made = self.sum_of_squares(e, chart, &lengths)?;
        match scope.chart {
            Some(here) => self.transport(Value::Metric(Box::new(made)), chart, here, e.span),
            None => Ok(Value::Metric(Box::new(made))),
        }
    }

    fn sum_of_squares(&self, e: &Expr, chart: ChartId, lengths: &[Quantity]) -> Result<MetricInChart, Failure> {
        let n = lengths.len();
        let Some(first) = lengths.first() else { return Err(Failure::silent()) };
        let name = |k: usize| {
            self.model.chart(chart).and_then(|c| c.coordinates.get(k)).map_or("", |c| c.variable.symbol.name())
        };
        let mut diagonal = Vec::new();
        for (k, q) in lengths.iter().enumerate() {
            let Some(number) = q.number_in(&first.unit) else {
                let (a, b) = (format!("d{}^2", name(0)), format!("d{}^2", name(k)));
                let unit = &self.model.coordinate_units(chart)[k];
                let headline = format!("this metric adds `{a}` and `{b}`, whose units differ: a scale is missing");
                let mut d =
                    Diagnostic::error(Code::G0301, headline).primary(e.span, "which scale makes them comparable?");
                let place =
                    self.model.manifold_spans.get(chart.manifold).and_then(|s| s.charts.get(chart.chart)).copied();
                if let Some(span) = place {
                    d = d.secondary(span, format!("`{}` is in [{}]", name(k), unit.unicode()));
                }
                d = d.help(format!(
                    "name it: `Euclidean({}, scale = {{ {}: 1 [{unit}] }})`",
                    self.chart_name(chart),
                    name(k)
                ));
                return Err(with_lines(d, &a, &first.unit, &b, &q.unit).into());
            };
            diagonal.push(number);
        }
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
    fn cache_symbolic(&self, chart: ChartId, span: Span) -> Vec<FunctionSymbol> {
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
            None => Err(self.unknown(path, &Scope::closed())),
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
