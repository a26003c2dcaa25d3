//! Expressions of any kind, evaluated in one chart.
//!
//! In: an expression and a scope. Out: a typed value in the scope's chart, or every diagnostic found on the way.

use super::elaborator::{Elaborator, MAX_DEPTH};
use super::kinds::{Kind, QuantityMatrix, Value};
use super::names::Scope;
use super::problems::{self, Failure};
use super::quantities::{Quantity, QuantityError};
use crate::symbolic::{Expr as Term, Rational};
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, Path};
use crate::syntax::span::Span;
use crate::units::{self, Unit};
use num_traits::{ToPrimitive, Zero};

/// Longest range of a sum or an array.
pub(super) const MAX_RANGE: i64 = 10_000;

impl<'a> Elaborator<'a> {
    /// The value of an expression in the scope's chart.
    pub fn eval(&mut self, e: &Expr, scope: &Scope) -> Result<Value, Failure> {
        if self.depth >= MAX_DEPTH {
            return Err(problems::too_deep(e.span).into());
        }
        self.depth += 1;
        let out = self.eval_inner(e, scope);
        self.depth -= 1;
        out
    }

    fn eval_inner(&mut self, e: &Expr, scope: &Scope) -> Result<Value, Failure> {
        match &e.kind {
            ExprKind::Number { value, .. } => Ok(Value::Scalar(Quantity::number(value.clone()))),
            ExprKind::Quantity { value, unit } => {
                let q = self.scalar(value, scope)?;
                let unit = self.unit(Some(unit))?;
                Ok(Value::Scalar(Quantity { unit, bare_zero: false, ..q }))
            }
            ExprKind::Name(path) => self.name(path, scope),
            ExprKind::Index { base, indices } => self.indexed(e, base, indices, scope),
            ExprKind::Call { callee, args } => self.call(e, callee, args, scope),
            ExprKind::Jet { orders, function, args } => self.jet(e, orders, function, args, scope),
            ExprKind::Neg(x) => {
                let v = self.eval(x, scope)?;
                let v = self.scalable(v, x.span)?;
                self.multiple(v, &Quantity::number(Rational::from_integer((-1).into())))
                    .map_err(|error| self.quantity_error(error, e, (x.span, x.span), "-"))
            }
            ExprKind::Binary { op: BinaryOp::Add | BinaryOp::Sub, .. } => self.sum(e, scope),
            ExprKind::Binary { op: BinaryOp::Mul | BinaryOp::Pow, .. }
                if let Some(law) = self.composed_law(e, scope) =>
            {
                law
            }
            ExprKind::Binary { op: BinaryOp::Div, left, right } if fraction_with_unit(left, right).is_some() => {
                let Some((value, unit)) = fraction_with_unit(left, right) else { return Err(Failure::silent()) };
                let unit = self.unit(Some(unit))?;
                Ok(Value::Scalar(Quantity { unit, bare_zero: false, ..Quantity::number(value) }))
            }
            ExprKind::Binary { op: BinaryOp::Mul | BinaryOp::Div, .. } => self.product(e, scope),
            ExprKind::Binary { op: BinaryOp::Pow, left, right } => {
                let (base, exponent) = self.both(left, right, scope)?;
                let power =
                    base.power(&exponent).map_err(|x| self.quantity_error(x, e, (left.span, right.span), "^"))?;
                Ok(Value::Scalar(power))
            }
            ExprKind::Tuple(entries) => Ok(Value::Tuple(self.scalars(entries, scope)?)),
            ExprKind::List(entries) => self.list(e, entries, scope),
            ExprKind::If { condition, then, otherwise } => self.conditional(e, condition, then, otherwise, scope),
            ExprKind::Expectation { variable, distribution, body } => {
                self.expectation(e, variable, distribution, body, scope)
            }
            ExprKind::Sum { index, range, body } => {
                let (from, to) = self.range(range, scope)?;
                let mut terms = Vec::new();
                for k in from..=to {
                    let mut inner = scope.clone();
                    inner.locals.push((index.name.clone(), Quantity::number(Rational::from_integer(k.into()))));
                    terms.push((self.eval(body, &inner)?, false, &**body));
                }
                if terms.is_empty() {
                    return Ok(Value::Scalar(Quantity::number(Rational::from_integer(0.into()))));
                }
                self.add_up(terms)
            }
            ExprKind::In { value, chart } => {
                let id = self.resolve_chart(chart, scope.chart.map(|c| c.manifold))?;
                let shown = self.eval(value, &Scope { chart: Some(id), coordinates: true, ..scope.clone() })?;
                match (shown, scope.chart) {
                    // A scalar shown in another chart comes back to the chart at hand.
                    (Value::Scalar(q), Some(here)) if here != id => self.transport(Value::Scalar(q), id, here, e.span),
                    (v, _) => Ok(v),
                }
            }
            ExprKind::At { value, point } => self.at_point(value, point),
            ExprKind::Compare { .. } | ExprKind::And(..) | ExprKind::Or(..) | ExprKind::Not(_) => {
                Err(problems::unsupported(
                    e.span,
                    "a condition is no number",
                    "conditions stand after `where`, `on`, `given` and `if`",
                )
                .into())
            }
            ExprKind::Record(_) => Err(problems::unsupported(
                e.span,
                "a record is no number",
                "records stand in `scale = { q: 1 [mV] }` only",
            )
            .into()),
        }
    }

    /// A scalar.
    pub fn scalar(&mut self, e: &Expr, scope: &Scope) -> Result<Quantity, Failure> {
        match self.eval(e, scope)? {
            Value::Scalar(q) => Ok(q),
            other => Err(problems::wrong_kind(e.span, "a scalar", other.kind(), scalar_help(other.kind())).into()),
        }
    }

    /// Scalars side by side; all failures at once.
    pub fn scalars(&mut self, entries: &[Expr], scope: &Scope) -> Result<Vec<Quantity>, Failure> {
        let mut out = Vec::with_capacity(entries.len());
        let mut failure: Option<Failure> = None;
        for e in entries {
            match self.scalar(e, scope) {
                Ok(q) => out.push(q),
                Err(f) => failure = Some(failure.map_or_else(|| f.clone(), |old| old.and(f.clone()))),
            }
        }
        failure.map_or(Ok(out), Err)
    }

    fn both(&mut self, left: &Expr, right: &Expr, scope: &Scope) -> Result<(Quantity, Quantity), Failure> {
        match (self.scalar(left, scope), self.scalar(right, scope)) {
            (Ok(a), Ok(b)) => Ok((a, b)),
            (Err(a), Err(b)) => Err(a.and(b)),
            (Err(f), _) | (_, Err(f)) => Err(f),
        }
    }

    /// The unit between brackets; none means plain numbers.
    pub fn unit(&self, unit: Option<&crate::syntax::ast::UnitExpr>) -> Result<Unit, Failure> {
        unit.map_or(Ok(Unit::one()), |u| units::parse(u).map_err(|error| problems::bad_unit(&error).into()))
    }

    fn name(&mut self, path: &Path, scope: &Scope) -> Result<Value, Failure> {
        let [only] = path.segments.as_slice() else { return Err(self.dotted_name(path, scope)) };
        let name = only.name.as_str();
        if let Some((_, q)) = scope.locals.iter().rev().find(|(n, _)| n == name) {
            return Ok(Value::Scalar(q.clone()));
        }
        if let Some(q) = self.coordinate(name, scope) {
            return Ok(Value::Scalar(q));
        }
        if let Some(id) = self.lookup(name) {
            return self.named(id, scope, path.span);
        }
        if name == "pi" || name == "π" {
            return Ok(Value::Scalar(Quantity::plain(Term::pi())));
        }
        Err(self.unknown(path, scope))
    }

    /// A coordinate of the scope's chart.
    fn coordinate(&self, name: &str, scope: &Scope) -> Option<Quantity> {
        let chart = self.model.chart(scope.chart.filter(|_| scope.coordinates)?)?;
        let c = chart.coordinates.iter().find(|c| c.variable.symbol.name() == name)?;
        Some(Quantity::symbol(&c.variable.symbol, &c.unit))
    }

    fn dotted_name(&self, path: &Path, scope: &Scope) -> Failure {
        match self.resolve_chart(path, None) {
            Ok(_) => problems::wrong_kind(path.span, "a value", Kind::Chart, None).into(),
            Err(_) => self.unknown(path, scope),
        }
    }

    /// `w[i]`, `v[2]`, `g[1, 2]`.
    fn indexed(&mut self, e: &Expr, base: &Expr, indices: &[Expr], scope: &Scope) -> Result<Value, Failure> {
        let mut numbers = Vec::new();
        for i in indices {
            numbers.push(self.integer(i, scope, "an index")?);
        }
        if let ExprKind::Name(path) = &base.kind
            && let [only] = path.segments.as_slice()
            && let [k] = numbers.as_slice()
        {
            let entry = format!("{}[{k}]", only.name);
            if let Some((_, q)) = scope.locals.iter().rev().find(|(n, _)| *n == entry) {
                return Ok(Value::Scalar(q.clone()));
            }
            if let Some(q) = self.coordinate(&entry, scope) {
                return Ok(Value::Scalar(q));
            }
            let in_chart = scope.chart.filter(|id| scope.coordinates && self.has_coordinate(*id, &only.name));
            if let Some(range) =
                self.arrays.get(&only.name).copied().or_else(|| self.coordinate_range(in_chart?, &only.name))
            {
                if let Some(p) = self.model.params.iter().find(|p| p.variable.symbol.name() == entry) {
                    let q = Quantity::symbol(&p.variable.symbol, &p.unit);
                    return Ok(Value::Scalar(Quantity { integer: p.variable.integer, ..q }));
                }
                let array = self.lookup(&only.name).filter(|id| self.declarations[*id].kind() == Kind::Random);
                if let Some(id) = array {
                    self.random(id)?;
                    if let Some(q) = self.model.joint_variable(&entry) {
                        return Ok(Value::Scalar(q.clone()));
                    }
                    if let Some(r) = self.model.randoms.iter().find(|r| r.symbol.name() == entry) {
                        return Ok(Value::Scalar(r.quantity()));
                    }
                }
                return Err(problems::out_of_range(e.span, format!("`{entry}`"), range.0, range.1).into());
            }
        }
        let value = self.eval(base, scope)?;
        self.component(e.span, &value, &numbers)
    }

    fn coordinate_range(&self, id: super::kinds::ChartId, name: &str) -> Option<(i64, i64)> {
        let chart = self.model.chart(id)?;
        let mut numbers = chart.coordinates.iter().filter_map(|c| {
            c.variable.symbol.name().strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?.parse::<i64>().ok()
        });
        let first = numbers.next()?;
        Some((first, numbers.next_back().unwrap_or(first)))
    }

    /// A component of a field, tuple or matrix; indices start at 1.
    fn component(&self, span: Span, value: &Value, indices: &[i64]) -> Result<Value, Failure> {
        let coordinates = value.chart().map(|c| self.model.coordinate_units(c)).unwrap_or_default();
        let units = value.component_units(&coordinates).map_err(|_| problems::exponent_too_large(span))?;
        let components = value.components();
        let (rows, rank) = match value {
            Value::Metric(g) | Value::Cometric(g) => (g.components.rows(), 2),
            Value::Matrix(m) => (m.rows.len(), 2),
            Value::Scalar(_) | Value::Family(_) => {
                return Err(problems::wrong_kind(span, "something with components", value.kind(), None).into());
            }
            _ => (components.len(), 1),
        };
        if indices.len() != rank {
            let found = format!("{} given", indices.len());
            return Err(
                problems::wrong_shape(span, format!("{rank} indices for {}", value.kind().describe()), found).into()
            );
        }
        let columns = if rank == 1 || rows == 0 { rows } else { components.len() / rows };
        let bounds = if rank == 1 { vec![rows] } else { vec![rows, columns] };
        let mut at = 0usize;
        for (i, n) in indices.iter().zip(&bounds) {
            let top = i64::try_from(*n).unwrap_or(i64::MAX);
            if *i < 1 || *i > top {
                return Err(problems::out_of_range(span, format!("the index {i}"), 1, top).into());
            }
            at = at * columns + usize::try_from(*i - 1).unwrap_or(0);
        }
        let (Some(expr), Some(unit)) = (components.get(at), units.get(at)) else { return Err(Failure::silent()) };
        let q = Quantity { defined_where: value.defined_where(), ..Quantity::new(expr.clone(), unit.clone()) };
        Ok(Value::Scalar(q))
    }

    fn list(&mut self, e: &Expr, entries: &[Expr], scope: &Scope) -> Result<Value, Failure> {
        let is_row = |x: &Expr| matches!(x.kind, ExprKind::List(_));
        if !entries.iter().any(is_row) {
            return Ok(Value::Tuple(self.scalars(entries, scope)?));
        }
        let mut rows: Vec<Vec<Quantity>> = Vec::new();
        let mut failure: Option<Failure> = None;
        for row in entries {
            let ExprKind::List(cells) = &row.kind else {
                return Err(problems::wrong_shape(row.span, "a row `[a, b]`".into(), "a single entry".into()).into());
            };
            match self.scalars(cells, scope) {
                Ok(r) => rows.push(r),
                Err(f) => failure = Some(failure.map_or_else(|| f.clone(), |old| old.and(f.clone()))),
            }
        }
        if let Some(f) = failure {
            return Err(f);
        }
        if rows.iter().any(|r| r.len() != rows[0].len()) {
            return Err(problems::wrong_shape(
                e.span,
                "rows of equal length".into(),
                "rows of different lengths".into(),
            )
            .into());
        }
        Ok(Value::Matrix(QuantityMatrix { rows }))
    }

    /// A chain of `+` and `-`, added up at once.
    fn sum(&mut self, e: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let mut pending = vec![(e, false)];
        let mut terms = Vec::new();
        let mut failure: Option<Failure> = None;
        while let Some((part, negative)) = pending.pop() {
            match &part.kind {
                ExprKind::Binary { op: op @ (BinaryOp::Add | BinaryOp::Sub), left, right } => {
                    pending.push((right, negative != (*op == BinaryOp::Sub)));
                    pending.push((left, negative));
                }
                _ => match self.eval(part, scope) {
                    Ok(v) => terms.push((v, negative, part)),
                    Err(f) => failure = Some(failure.map_or_else(|| f.clone(), |old| old.and(f.clone()))),
                },
            }
        }
        if let Some(f) = failure {
            return Err(f);
        }
        self.add_up(terms)
    }

    /// The sum of values of one kind; `true` marks those that are subtracted.
    fn add_up(&mut self, terms: Vec<(Value, bool, &Expr)>) -> Result<Value, Failure> {
        let minus = Quantity::number(Rational::from_integer((-1).into()));
        if terms.iter().all(|(v, ..)| matches!(v, Value::Scalar(_))) {
            return self.add_scalars(terms);
        }
        let mut sum: Option<(Value, &Expr)> = None;
        for (value, negative, part) in terms {
            let value = if negative {
                self.scalable(value, part.span)
                    .map(|v| self.multiple(v, &minus))?
                    .map_err(|x| self.quantity_error(x, part, (part.span, part.span), "-"))?
            } else {
                value
            };
            sum = Some(match sum {
                None => (value, part),
                Some((old, first)) => (self.add_fields(old, first, value, part)?, first),
            });
        }
        sum.map(|(v, _)| v).ok_or_else(Failure::silent)
    }

    fn add_scalars(&mut self, terms: Vec<(Value, bool, &Expr)>) -> Result<Value, Failure> {
        let scalars: Vec<(Quantity, bool, &Expr)> = terms
            .into_iter()
            .filter_map(|(v, n, e)| if let Value::Scalar(q) = v { Some((q, n, e)) } else { None })
            .collect();
        // A literal 0 has every unit: the first term that has one decides.
        let leader = scalars.iter().find(|(q, ..)| !q.bare_zero).or(scalars.first());
        let Some((first, _, first_expr)) = leader.cloned() else { return Err(Failure::silent()) };
        let mut numbers = Vec::new();
        for (q, negative, part) in &scalars {
            let Some(number) = q.number_in(&first.unit) else {
                let mut causes = self.causes(first_expr);
                causes.extend(self.causes(part));
                let (left, right) = ((first_expr.span, &first.unit), (part.span, &q.unit));
                return Err(problems::unit_clash(left, right, "added", &causes).into());
            };
            numbers.push((q, if *negative { -number } else { number }));
        }
        let sum = Quantity::sum_in(&first.unit, &numbers);
        Ok(Value::Scalar(Quantity { bare_zero: first.bare_zero, ..sum }))
    }

    /// A chain of `*` and `/`, multiplied at once; at most one factor is a field.
    fn product(&mut self, e: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let mut pending = vec![(e, false)];
        let mut scalars: Vec<(Quantity, bool, &Expr)> = Vec::new();
        let mut field: Option<(Value, &Expr)> = None;
        let mut failure: Option<Failure> = None;
        while let Some((part, inverted)) = pending.pop() {
            if let ExprKind::Binary { op: op @ (BinaryOp::Mul | BinaryOp::Div), left, right } = &part.kind
                && !(*op == BinaryOp::Div && fraction_with_unit(left, right).is_some())
            {
                pending.push((right, inverted != (*op == BinaryOp::Div)));
                pending.push((left, inverted));
                continue;
            }
            match self.eval(part, scope) {
                Ok(Value::Scalar(q)) => scalars.push((q, inverted, part)),
                Ok(v) => match &field {
                    Some((_, other)) => {
                        let (a, b) = (field.as_ref().map_or(Kind::Scalar, |f| f.0.kind()), v.kind());
                        return Err(problems::kinds_clash((other.span, a), (part.span, b), "multiplied").into());
                    }
                    None if inverted => {
                        return Err(problems::wrong_kind(
                            part.span,
                            "a scalar to divide by",
                            v.kind(),
                            scalar_help(v.kind()),
                        )
                        .into());
                    }
                    None => field = Some((v, part)),
                },
                Err(f) => failure = Some(failure.map_or_else(|| f.clone(), |old| old.and(f.clone()))),
            }
        }
        if let Some(f) = failure {
            return Err(f);
        }
        let factors: Vec<(&Quantity, bool)> = scalars.iter().map(|(q, i, _)| (q, *i)).collect();
        let coefficient = Quantity::product(&factors).map_err(|x| {
            let zero = scalars.iter().find(|(q, i, _)| *i && q.expr.is_zero()).map_or(e.span, |(_, _, part)| part.span);
            self.quantity_error(x, e, (zero, zero), "/")
        })?;
        match field {
            None => Ok(Value::Scalar(coefficient)),
            Some((v, part)) => self
                .scalable(v, part.span)
                .map(|v| self.multiple(v, &coefficient))?
                .map_err(|x| self.quantity_error(x, e, (part.span, part.span), "*")),
        }
    }

    /// What may be multiplied by a number.
    fn scalable(&self, value: Value, span: Span) -> Result<Value, Failure> {
        if matches!(value, Value::Family(_) | Value::Rule(_)) {
            return Err(
                problems::wrong_kind(span, "a field or a number", value.kind(), scalar_help(value.kind())).into()
            );
        }
        Ok(value)
    }

    /// An integer known while the model is read.
    pub fn integer(&mut self, e: &Expr, scope: &Scope, what: &str) -> Result<i64, Failure> {
        let inner = Scope { chart: None, coordinates: false, ..scope.clone() };
        let q = self.scalar(e, &inner)?;
        let number = q.expr.as_number().filter(|n| n.is_integer() && q.unit.is_dimensionless());
        number.and_then(|n| n.to_integer().to_i64()).ok_or_else(|| {
            if !q.expr.has_symbols() {
                return problems::no_integer(e.span, what).into();
            }
            problems::not_constant(e.span, what).into()
        })
    }

    /// `1..n`
    pub fn range(&mut self, range: &crate::syntax::ast::IndexRange, scope: &Scope) -> Result<(i64, i64), Failure> {
        let from = self.integer(&range.from, scope, "the start of a range")?;
        let to = self.integer(&range.to, scope, "the end of a range")?;
        if to.saturating_sub(from) >= MAX_RANGE {
            return Err(problems::unsupported(range.span, "the range is too long", "at most 10000 entries").into());
        }
        Ok((from, to))
    }

    /// The diagnostic for an operation on quantities that has no result.
    pub fn quantity_error(&self, error: QuantityError, whole: &Expr, sides: (Span, Span), function: &str) -> Failure {
        let causes = self.causes(whole);
        match error {
            QuantityError::Clash { left, right } => {
                problems::unit_clash((sides.0, &left), (sides.1, &right), "added", &causes)
            }
            QuantityError::NotDimensionless { unit } => problems::not_dimensionless(sides.0, function, &unit, &causes),
            QuantityError::Exponent { base, exponent } => problems::bad_exponent(whole.span, &base, &exponent, &causes),
            QuantityError::DivisionByZero => problems::undefined(sides.1, "this divides by zero"),
            QuantityError::Undefined => {
                problems::undefined(whole.span, "no real number is the value of this expression")
            }
            QuantityError::TooLarge => problems::exponent_too_large(whole.span),
            QuantityError::PowerTooLarge => problems::power_too_large(whole.span),
        }
        .into()
    }

    /// The chart path of an argument that names one.
    pub fn chart_argument<'e>(&self, e: &'e Expr) -> Option<&'e Path> {
        if let ExprKind::Name(path) = &e.kind { Some(path) } else { None }
    }
}

/// `1/2 [mV]`, a written fraction with a unit: half a millivolt, as everyone reads it, and not 1 over 2 mV.
fn fraction_with_unit<'e>(left: &Expr, right: &'e Expr) -> Option<(Rational, &'e crate::syntax::ast::UnitExpr)> {
    let numerator = match &left.kind {
        ExprKind::Number { value, .. } => value.clone(),
        ExprKind::Neg(x) => match &x.kind {
            ExprKind::Number { value, .. } => -value.clone(),
            _ => return None,
        },
        _ => return None,
    };
    let ExprKind::Quantity { value, unit } = &right.kind else { return None };
    let ExprKind::Number { value: denominator, .. } = &value.kind else { return None };
    // In `1/(2 [mV])` the brackets, which belong to the span, hold number and unit together.
    if right.span.start != value.span.start {
        return None;
    }
    (!denominator.is_zero()).then(|| (numerator / denominator, unit))
}

/// What turns a value of this kind into a scalar.
fn scalar_help(kind: Kind) -> Option<String> {
    Some(match kind {
        Kind::Vector | Kind::OneForm | Kind::Tuple => "take a component, `v[1]`, or a length, `norm(v, g)`".into(),
        Kind::Metric | Kind::Cometric | Kind::Matrix => "take a component, `g[1, 2]`, or `det(g)`".into(),
        Kind::Family => "compare two families with `KL(p, q)`".into(),
        Kind::Rule => "take its mean, `expected(RULE)`, or its small-step limit, `mean_flow(RULE, rate)`".into(),
        _ => return None,
    })
}
