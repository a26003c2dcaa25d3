//! Vectors, one-forms, metrics and flows from components, matrices and line elements.
//!
//! In: evaluated expressions. Out: fields whose components agree in unit with their chart, or a diagnostic that names the
//! components that clash and the scale that is missing.

use super::elaborator::Elaborator;
use super::kinds::{ChartId, Kind, MetricInChart, OneFormInChart, QuantityMatrix, Value, VectorInChart};
use super::names::Scope;
use super::problems::{self, Failure};
use super::quantities::{Quantity, QuantityError, add_fact, scale_factor};
use crate::diagnostics::{Code, Diagnostic};
use crate::geometry::error::GeometryError;
use crate::geometry::line_element::line_element;
use crate::geometry::matrix::Matrix;
use crate::symbolic::{Expr as Term, Fact, Role, Symbol};
use crate::syntax::ast::{Expr, ExprKind, UnitExpr};
use crate::syntax::span::Span;
use crate::units::Unit;

/// A value times a scalar.
pub(super) fn scaled(value: Value, c: &Quantity) -> Result<Value, QuantityError> {
    let join = |facts: &mut Vec<Fact>| c.defined_where.iter().for_each(|f| add_fact(facts, f.clone()));
    let times = |e: &Term| e * &c.expr;
    Ok(match value {
        Value::Scalar(q) => Value::Scalar(Quantity::product(&[(&q, false), (c, false)])?),
        Value::Tuple(v) => {
            let entries: Result<Vec<_>, _> = v.iter().map(|q| Quantity::product(&[(q, false), (c, false)])).collect();
            Value::Tuple(entries?)
        }
        Value::Matrix(m) => {
            let row = |r: &Vec<Quantity>| r.iter().map(|q| Quantity::product(&[(q, false), (c, false)])).collect();
            let rows: Result<Vec<Vec<Quantity>>, QuantityError> = m.rows.iter().map(row).collect();
            Value::Matrix(QuantityMatrix { rows: rows? })
        }
        Value::Vector(mut v) => {
            v.components = v.components.iter().map(times).collect();
            if let Some(raised) = &mut v.raised {
                raised.factors.push(c.expr.clone());
            }
            v.per = v.per.mul(&c.unit)?.simplified();
            join(&mut v.defined_where);
            Value::Vector(v)
        }
        Value::OneForm(mut w) => {
            w.components = w.components.iter().map(times).collect();
            w.unit = w.unit.mul(&c.unit)?.simplified();
            join(&mut w.defined_where);
            Value::OneForm(w)
        }
        Value::Metric(mut g) => {
            let inverse = c.expr.recip();
            g.components = g.components.map(times);
            g.cometric = g.cometric.map(|e| e * &inverse);
            g.squared_length = g.squared_length.mul(&c.unit)?.simplified();
            join(&mut g.defined_where);
            Value::Metric(g)
        }
        Value::Cometric(mut g) => {
            let inverse = c.expr.recip();
            g.components = g.components.map(|e| e * &inverse);
            g.cometric = g.cometric.map(times);
            g.squared_length = g.squared_length.div(&c.unit)?.simplified();
            join(&mut g.defined_where);
            Value::Cometric(g)
        }
        // Neither is scaled: `Elaborator::scalable` refuses them.
        other @ (Value::Family(_) | Value::Rule(_)) => other,
    })
}

impl<'a> Elaborator<'a> {
    /// The sum of two fields of one kind in one chart.
    pub fn add_fields(&mut self, a: Value, left: &Expr, b: Value, right: &Expr) -> Result<Value, Failure> {
        let clash = |el: &Self, x: &Unit, y: &Unit| -> Failure {
            let mut causes = el.causes(left);
            causes.extend(el.causes(right));
            problems::unit_clash((left.span, x), (right.span, y), "added", &causes).into()
        };
        let sum = |x: &[Term], y: &[Term], f: &Term| x.iter().zip(y).map(|(p, q)| p + &(q * f)).collect::<Vec<_>>();
        match (a, b) {
            (Value::Vector(mut v), Value::Vector(w)) => {
                let f = Unit::conversion(&w.per, &v.per).ok_or_else(|| clash(self, &v.per, &w.per))?;
                v.components = sum(&v.components, &w.components, &scale_factor(&f));
                w.defined_where.into_iter().for_each(|f| add_fact(&mut v.defined_where, f));
                v.chart_dependent |= w.chart_dependent;
                Ok(Value::Vector(v))
            }
            (Value::OneForm(mut v), Value::OneForm(w)) => {
                let f = Unit::conversion(&w.unit, &v.unit).ok_or_else(|| clash(self, &v.unit, &w.unit))?;
                v.components = sum(&v.components, &w.components, &scale_factor(&f));
                w.defined_where.into_iter().for_each(|f| add_fact(&mut v.defined_where, f));
                Ok(Value::OneForm(v))
            }
            (Value::Metric(g), Value::Metric(h)) => {
                let f = Unit::conversion(&h.squared_length, &g.squared_length)
                    .ok_or_else(|| clash(self, &g.squared_length, &h.squared_length))?;
                let f = scale_factor(&f);
                let m = g.components.add(&h.components.map(|e| e * &f)).map_err(|e| geometry_error(&e, right.span))?;
                let terms = vec![(Term::one(), g.components.clone()), (f, h.components.clone())];
                self.remember_sum(g.chart, &m, terms);
                let mut facts = g.defined_where;
                h.defined_where.into_iter().for_each(|f| add_fact(&mut facts, f));
                Ok(Value::Metric(Box::new(metric_of(g.chart, m, g.squared_length, facts, right.span)?)))
            }
            (Value::Tuple(x), Value::Tuple(y)) if x.len() == y.len() => {
                let mut out = Vec::new();
                for (p, q) in x.into_iter().zip(y) {
                    let (p, q) = self.in_one_unit(p, left, q, right)?;
                    let numbers = [(&p, p.expr.clone()), (&q, q.expr.clone())];
                    out.push(Quantity::sum_in(&p.unit, &numbers));
                }
                Ok(Value::Tuple(out))
            }
            (a, b) => Err(problems::kinds_clash((left.span, a.kind()), (right.span, b.kind()), "added").into()),
        }
    }

    fn chart_of(&self, scope: &Scope, span: Span) -> Result<ChartId, Failure> {
        scope.chart.ok_or_else(|| {
            problems::chart_needed(span, "components need a chart".into(), "add `on M.chart`".into()).into()
        })
    }

    /// The invariant unit of components: `[c_i] / f_i` with one `f_i` per component; literal zeros agree with all.
    fn invariant(
        &self,
        entries: &[(&Quantity, Unit)],
        what: &str,
        span: Span,
        label: impl Fn(usize) -> String,
    ) -> Result<(Unit, Vec<Term>), Failure> {
        let mut leader: Option<(usize, Unit)> = None;
        let mut numbers = Vec::new();
        for (k, (q, f)) in entries.iter().enumerate() {
            if q.bare_zero {
                numbers.push(Term::zero());
                continue;
            }
            let unit = q.unit.div(f).map_err(|_| problems::exponent_too_large(span))?;
            let (first, common) = leader.get_or_insert((k, unit.clone()));
            match Unit::conversion(&unit, common) {
                Some(factor) => numbers.push(&q.expr * &scale_factor(&factor)),
                None => {
                    let headline = format!(
                        "the components {} and {} of this {what} do not belong together: their units differ",
                        label(*first),
                        label(k)
                    );
                    let d = Diagnostic::error(Code::G0301, headline).primary(span, "these components");
                    return Err(with_lines(d, &label(*first), common, &label(k), &unit).into());
                }
            }
        }
        Ok((leader.map_or_else(Unit::one, |(_, u)| u).simplified(), numbers))
    }

    fn expect_count(&self, found: usize, chart: ChartId, span: Span) -> Result<(), Failure> {
        let n = self.model.chart(chart).map_or(0, crate::geometry::chart::Chart::dim);
        if n == found {
            return Ok(());
        }
        let expected = format!("{n} components, one for each coordinate of `{}`", self.chart_name(chart));
        Err(problems::wrong_shape(span, expected, format!("{found}")).into())
    }

    /// A tuple as a vector in a chart.
    pub fn tuple_as_vector(&self, entries: &[Quantity], chart: ChartId, span: Span) -> Result<VectorInChart, Failure> {
        self.expect_count(entries.len(), chart, span)?;
        let units = self.model.coordinate_units(chart);
        let pairs: Vec<(&Quantity, Unit)> = entries.iter().zip(units).collect();
        let (per, components) = self.invariant(&pairs, "vector", span, |k| self.coordinate_label(chart, k))?;
        let defined_where = Value::Tuple(entries.to_vec()).defined_where();
        Ok(VectorInChart { chart, components, per, defined_where, chart_dependent: false, raised: None })
    }

    /// A tuple as a one-form in a chart.
    pub fn tuple_as_one_form(
        &self,
        entries: &[Quantity],
        chart: ChartId,
        span: Span,
    ) -> Result<OneFormInChart, Failure> {
        self.expect_count(entries.len(), chart, span)?;
        let units = self.model.coordinate_units(chart);
        let pairs: Vec<(&Quantity, Unit)> = entries.iter().zip(units.iter().map(Unit::inverse)).collect();
        let (unit, components) = self.invariant(&pairs, "one-form", span, |k| self.coordinate_label(chart, k))?;
        let defined_where = Value::Tuple(entries.to_vec()).defined_where();
        Ok(OneFormInChart { chart, components, unit, defined_where })
    }

    fn coordinate_label(&self, chart: ChartId, k: usize) -> String {
        let name = self.model.chart(chart).and_then(|c| c.coordinates.get(k)).map_or("", |c| c.variable.symbol.name());
        format!("`{name}`")
    }

    /// A matrix as a metric (or, `upper`, as its cometric) in a chart.
    pub fn matrix_as_metric(
        &self,
        m: &QuantityMatrix,
        chart: ChartId,
        span: Span,
        upper: bool,
    ) -> Result<MetricInChart, Failure> {
        let n = m.rows.len();
        self.expect_count(n, chart, span)?;
        if m.rows.iter().any(|r| r.len() != n) {
            return Err(problems::wrong_shape(
                span,
                "a square matrix".into(),
                format!(
                    "{} of {}",
                    problems::counted(n, "row", "rows"),
                    problems::counted(m.rows.first().map_or(0, Vec::len), "entry", "entries")
                ),
            )
            .into());
        }
        let units = self.model.coordinate_units(chart);
        let mut entries = Vec::new();
        for (i, row) in m.rows.iter().enumerate() {
            for (j, q) in row.iter().enumerate() {
                let xx = units[i].mul(&units[j]).map_err(|_| problems::exponent_too_large(span))?;
                entries.push((q, if upper { xx } else { xx.inverse() }));
            }
        }
        let label = |k: usize| format!("[{}, {}]", k / n.max(1) + 1, k % n.max(1) + 1);
        let (unit, numbers) = self.invariant(&entries, "metric", span, label)?;
        for i in 0..n {
            for j in 0..i {
                let gap = &numbers[i * n + j] - &numbers[j * n + i];
                if gap.as_number().is_some() && !gap.is_zero() {
                    return Err(problems::asymmetric(span, j + 1, i + 1, span).into());
                }
            }
        }
        let facts = Value::Matrix(m.clone()).defined_where();
        let matrix = Matrix::from_fn(n, n, |i, j| numbers[i * n + j].clone());
        if !upper {
            return metric_of(chart, matrix, unit, facts, span);
        }
        let components = matrix.inverse().map_err(|e| geometry_error(&e, span))?;
        let mut g = MetricInChart {
            chart,
            components,
            cometric: matrix,
            squared_length: unit.inverse(),
            defined_where: facts,
            invertible_where: Vec::new(),
        };
        // The determinant of the cometric is no denominator where the cometric is definite, which is asked elsewhere.
        g.squared_length = g.squared_length.simplified();
        Ok(g)
    }

    /// `vector v on M.chart = ..`
    pub fn vector(&mut self, value: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let chart = self.chart_of(scope, value.span)?;
        match self.eval(value, scope)? {
            Value::Tuple(v) => Ok(Value::Vector(self.tuple_as_vector(&v, chart, value.span)?)),
            // One coordinate: the component stands alone.
            Value::Scalar(q) => Ok(Value::Vector(self.tuple_as_vector(&[q], chart, value.span)?)),
            Value::Vector(v) => Ok(Value::Vector(v)),
            other => {
                let help = (other.kind() == Kind::OneForm).then(|| "raise its index: `sharp(w, g)`".to_owned());
                Err(problems::wrong_kind(value.span, "a vector field", other.kind(), help).into())
            }
        }
    }

    /// `oneform w on M.chart = ..`
    pub fn one_form(&mut self, value: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let chart = self.chart_of(scope, value.span)?;
        match self.eval(value, scope)? {
            Value::Tuple(v) => Ok(Value::OneForm(self.tuple_as_one_form(&v, chart, value.span)?)),
            Value::Scalar(q) => Ok(Value::OneForm(self.tuple_as_one_form(&[q], chart, value.span)?)),
            Value::OneForm(w) => Ok(Value::OneForm(w)),
            other => {
                let help = (other.kind() == Kind::Vector).then(|| "lower its index: `flat(v, g)`".to_owned());
                Err(problems::wrong_kind(value.span, "a one-form", other.kind(), help).into())
            }
        }
    }

    /// `flow F [per ms] = ..`
    pub fn flow(&mut self, per: Option<&UnitExpr>, value: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let time = match per {
            Some(u) => Some((self.unit(Some(u))?, u.span)),
            None => None,
        };
        let made = match self.eval(value, scope)? {
            Value::Vector(v) => v,
            Value::Tuple(v) => self.tuple_as_vector(&v, self.chart_of(scope, value.span)?, value.span)?,
            Value::Scalar(q) if scope.coordinates => {
                self.tuple_as_vector(&[q], self.chart_of(scope, value.span)?, value.span)?
            }
            Value::OneForm(_) => {
                let name = self.one_form_name(value);
                let declared = self.lookup(&name).map(|id| self.declarations[id].name.span);
                let metric = self.declarations.iter().find(|d| d.kind() == Kind::Metric).map(|d| d.name.name.as_str());
                return Err(problems::one_form_as_flow(value.span, &name, declared, metric).into());
            }
            other => {
                let help = match other.kind() {
                    Kind::Scalar => Some("follow its gradient: `-grad(C, g)`".to_owned()),
                    _ => None,
                };
                return Err(problems::wrong_kind(value.span, "a vector field for a flow", other.kind(), help).into());
            }
        };
        let Some((time, span)) = time else { return Ok(Value::Vector(made)) };
        let declared = time.inverse();
        let Some(factor) = Unit::conversion(&made.per, &declared) else {
            let causes = self.causes(value);
            let d = problems::unit_differs(value.span, "the flow", &made.per, &declared, &causes)
                .secondary(span, format!("declared per [{}]", time.unicode()));
            return Err(d.into());
        };
        let f = scale_factor(&factor);
        let components = made.components.iter().map(|e| e * &f).collect();
        let mut raised = made.raised;
        if let Some(raised) = &mut raised {
            raised.factors.push(f);
        }
        Ok(Value::Vector(VectorInChart { components, per: declared, raised, ..made }))
    }

    /// How the one-form in an expression is called: a name, or the call itself.
    fn one_form_name(&self, value: &Expr) -> String {
        match &value.kind {
            ExprKind::Name(p) => super::names::names_joined(p),
            ExprKind::Neg(x) => self.one_form_name(x),
            ExprKind::Call { callee, .. } => format!("{}(..)", super::names::names_joined(callee)),
            _ => "w".to_owned(),
        }
    }

    /// `metric g on M.chart = ..`: a matrix, `inverse([[..]])`, a line element, or any metric expression.
    pub fn metric(&mut self, value: &Expr, scope: &Scope, span: Span) -> Result<Value, Failure> {
        if let ExprKind::Call { callee, args } = &value.kind
            && super::names::names_joined(callee) == "inverse"
            && let [arg] = args.as_slice()
            && matches!(arg.value.kind, ExprKind::List(_))
        {
            let chart = self.chart_of(scope, value.span)?;
            return match self.eval(&arg.value, scope)? {
                Value::Matrix(m) => Ok(Value::Metric(Box::new(self.matrix_as_metric(&m, chart, value.span, true)?))),
                other => Err(problems::wrong_kind(arg.value.span, "a matrix", other.kind(), None).into()),
            };
        }
        let mut inner = scope.clone();
        let differentials = if scope.coordinates { self.differentials(scope) } else { Vec::new() };
        inner.locals.extend(differentials.iter().map(|(s, u)| (s.name().to_owned(), Quantity::symbol(s, u))));
        match self.eval(value, &inner)? {
            Value::Metric(g) => Ok(Value::Metric(g)),
            Value::Matrix(m) => {
                let chart = self.chart_of(scope, value.span)?;
                Ok(Value::Metric(Box::new(self.matrix_as_metric(&m, chart, value.span, false)?)))
            }
            Value::Scalar(q) if !differentials.is_empty() => {
                self.metric_from_line_element(&q, &differentials, scope, value.span)
            }
            other => {
                let help = match other.kind() {
                    Kind::Scalar => Some("a line element is written in the differentials of a chart: `metric g on M.chart = dx^2 + dy^2`".to_owned()),
                    Kind::Family => Some("the Fisher metric of a family is `Fisher(p)`".to_owned()),
                    Kind::Cometric => Some("the inverse of a cometric is `inverse(..)`".to_owned()),
                    _ => None,
                };
                let _ = span;
                Err(problems::wrong_kind(value.span, "a metric", other.kind(), help).into())
            }
        }
    }

    /// `dx` for each coordinate `x`, unless the name means something else.
    fn differentials(&self, scope: &Scope) -> Vec<(Symbol, Unit)> {
        let Some(chart) = scope.chart.and_then(|id| self.model.chart(id)) else { return Vec::new() };
        chart
            .coordinates
            .iter()
            .enumerate()
            .map(|(k, c)| {
                let name = format!("d{}", c.variable.symbol.name());
                (
                    Symbol::new(&chart.full_name(), &name, Role::Differential, u32::try_from(k).unwrap_or(0)),
                    c.unit.clone(),
                )
            })
            .filter(|(s, _)| self.lookup(s.name()).is_none())
            .collect()
    }

    fn metric_from_line_element(
        &self,
        q: &Quantity,
        differentials: &[(Symbol, Unit)],
        scope: &Scope,
        span: Span,
    ) -> Result<Value, Failure> {
        let chart = self.chart_of(scope, span)?;
        self.expect_count(differentials.len(), chart, span)?;
        let symbols: Vec<Symbol> = differentials.iter().map(|(s, _)| s.clone()).collect();
        let matrix = line_element(&q.expr, &symbols).map_err(|e| geometry_error(&e, span))?;
        Ok(Value::Metric(Box::new(metric_of(chart, matrix, q.unit.clone(), q.defined_where.clone(), span)?)))
    }
}

/// A metric with its inverse.
pub(super) fn metric_of(
    chart: ChartId,
    components: Matrix,
    squared_length: Unit,
    defined_where: Vec<Fact>,
    span: Span,
) -> Result<MetricInChart, Failure> {
    let cometric = components.inverse().map_err(|e| geometry_error(&e, span))?;
    let squared_length = squared_length.simplified();
    Ok(MetricInChart { chart, components, cometric, squared_length, defined_where, invertible_where: Vec::new() })
}

/// The diagnostic for a geometric object that cannot be formed.
pub(super) fn geometry_error(error: &GeometryError, span: Span) -> Failure {
    match error {
        GeometryError::Singular { block } => {
            let rows: Vec<String> = block.iter().map(|i| (i + 1).to_string()).collect();
            let label = match rows.as_slice() {
                [one] => format!("row {one} has the determinant 0 by itself"),
                many => format!("rows {} have determinant 0", many.join(", ")),
            };
            Diagnostic::error(Code::G0507, "this matrix is singular at every point").primary(span, label)
        }
        GeometryError::NotQuadratic { part, .. } => {
            Diagnostic::error(Code::G0404, "a line element is a quadratic form in the differentials")
                .primary(span, format!("`{part}` is not quadratic in them"))
                .help("write terms such as `dx^2/x^2` and `2*dx*dy`")
        }
        GeometryError::BlockTooLarge { size, limit } => problems::unsupported(
            span,
            &format!("the inverse of a full block of size {size} is not expanded (limit {limit})"),
            "choose coordinates in which the metric has more zeros",
        ),
        _ => problems::wrong_shape(span, "shapes that fit together".into(), "others".into()),
    }
    .into()
}

/// Both units in aligned lines, with the repair.
pub(super) fn with_lines(mut d: Diagnostic, left: &str, a: &Unit, right: &str, b: &Unit) -> Diagnostic {
    if let Some(m) = crate::units::Mismatch::between(a, b) {
        for line in m.labelled_lines(left, right) {
            d = d.note(line);
        }
        if d.help.is_none()
            && let Some(help) = m.help(left)
        {
            d = d.help(help);
        }
    }
    d
}
