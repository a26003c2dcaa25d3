//! Building claims, checks and their assumptions.

use super::Built;
use super::cursor::Parts;
use super::defect;
use super::grammar::{Pair, Rule};
use super::items::Builder;
use crate::syntax::ast::{
    Check, Claim, CompareOp, Expected, Expr, ExprKind, Given, Path, Statement, StatementKind, Verb,
};

impl Builder {
    pub(super) fn claim(&mut self, pair: Pair<'_>) -> Built<Claim> {
        let mut parts = self.parts(pair);
        let strict = parts.take(Rule::mark_strict).is_some();
        let verb = if parts.take(Rule::verb_prove).is_some() { Verb::Prove } else { Verb::Refute };
        parts.take(Rule::verb_refute);
        let label = parts.take(Rule::label).map(|label| self.parts(label).expect(Rule::ident)).transpose()?;
        let label = label.map(|label| self.ident(&label));
        let statement = self.statement(parts.expect(Rule::statement)?)?;
        let given = parts.take(Rule::given_clause).map(|clause| self.given(clause)).transpose()?.unwrap_or_default();
        Ok(Claim { verb, strict, label, statement, given })
    }

    fn statement(&mut self, pair: Pair<'_>) -> Built<Statement> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next().ok_or_else(|| defect(span, "a statement"))?;
        let rule = inner.as_rule();
        let mut parts = self.parts(inner);
        let kind = match rule {
            Rule::comparison_claim => {
                let left = self.side(parts.expect(Rule::side)?)?;
                let op = compare_op(parts.expect(Rule::comparison_op)?.as_str());
                StatementKind::Compare { left, op, right: self.side(parts.expect(Rule::side)?)? }
            }
            Rule::invariant_claim => {
                let subject = self.arith(parts.expect(Rule::arith)?, 0)?;
                StatementKind::Invariant { subject, path: self.paths(&mut parts) }
            }
            Rule::inverse_claim => {
                let from = self.path(parts.expect(Rule::path)?);
                StatementKind::Inverse { from, to: self.path(parts.expect(Rule::path)?) }
            }
            Rule::isometry_claim => {
                StatementKind::Isometry { map: self.paths(&mut parts), metrics: self.ariths(&mut parts)? }
            }
            Rule::positive_definite_claim => StatementKind::PositiveDefinite { metric: self.next_arith(&mut parts)? },
            Rule::decreasing_claim => {
                let strictly = parts.take(Rule::mark_strictly).is_some();
                let cost = self.next_arith(&mut parts)?;
                StatementKind::Decreasing { strictly, cost, flow: self.next_arith(&mut parts)? }
            }
            Rule::conserved_claim => {
                let quantity = self.next_arith(&mut parts)?;
                StatementKind::Conserved { quantity, flow: self.next_arith(&mut parts)? }
            }
            Rule::solves_claim => {
                let path = self.path(parts.expect(Rule::path)?);
                let curve = Expr { span: path.span, kind: ExprKind::Name(path) };
                StatementKind::Solves { curve, flow: self.next_arith(&mut parts)? }
            }
            Rule::closed_claim => StatementKind::Closed { form: self.next_arith(&mut parts)? },
            _ => return Err(defect(span, "a statement")),
        };
        Ok(Statement { kind, span })
    }

    fn paths(&self, parts: &mut Parts<'_>) -> Vec<Path> {
        parts.all(Rule::path).into_iter().map(|path| self.path(path)).collect()
    }

    fn ariths(&mut self, parts: &mut Parts<'_>) -> Built<Vec<Expr>> {
        parts.all(Rule::arith).into_iter().map(|arith| self.arith(arith, 0)).collect()
    }

    fn next_arith(&mut self, parts: &mut Parts<'_>) -> Built<Expr> {
        self.arith(parts.expect(Rule::arith)?, 0)
    }

    /// One side of a comparison.
    fn side(&mut self, pair: Pair<'_>) -> Built<Expr> {
        let mut parts = self.parts(pair);
        let value = self.next_arith(&mut parts)?;
        self.shown(value, &mut parts)
    }

    /// A value with the `in chart` and `at point` that follow it.
    pub(super) fn shown(&mut self, value: Expr, parts: &mut Parts<'_>) -> Built<Expr> {
        let mut value = value;
        loop {
            let start = value.span;
            let kind = if let Some(place) = parts.take(Rule::in_chart) {
                ExprKind::In { value: Box::new(value), chart: self.chart_of(place)? }
            } else if let Some(place) = parts.take(Rule::at_point) {
                ExprKind::At { value: Box::new(value), point: Box::new(self.point(place)?) }
            } else {
                return Ok(value);
            };
            let end = match &kind {
                ExprKind::In { chart, .. } => chart.span,
                ExprKind::At { point, .. } => point.span,
                _ => start,
            };
            value = Expr { kind, span: start.to(end) };
        }
    }

    /// The call behind `at`.
    fn point(&mut self, pair: Pair<'_>) -> Built<Expr> {
        let mut parts = self.parts(pair);
        let callee = self.path(parts.expect(Rule::path)?);
        let arguments = parts.expect(Rule::arguments)?;
        let span = callee.span.to(self.span(&arguments));
        let args = self.arguments(arguments, 0)?;
        Ok(Expr { kind: ExprKind::Call { callee, args }, span })
    }

    /// The assumptions of a claim or of a check.
    fn given(&mut self, pair: Pair<'_>) -> Built<Vec<Given>> {
        let mut parts = self.parts(pair);
        let mut given = Vec::new();
        while let Some(part) = parts.any() {
            let span = self.span(&part);
            let inner = part.into_inner().next().ok_or_else(|| defect(span, "an assumption"))?;
            given.push(match inner.as_rule() {
                Rule::mark_values => Given::Values(span),
                Rule::assumption => Given::Condition(self.assumption(inner)?),
                _ => Given::Condition(self.check_assumption(inner)?),
            });
        }
        Ok(given)
    }

    /// A condition, or `name = value`, which is kept as `name == value`.
    fn assumption(&mut self, pair: Pair<'_>) -> Built<Expr> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        let left = self.expr(parts.expect(Rule::expr)?, 0)?;
        let Some(right) = parts.take(Rule::arith) else {
            return Ok(left);
        };
        let rest = vec![(CompareOp::Eq, self.arith(right, 0)?)];
        Ok(Expr { kind: ExprKind::Compare { first: Box::new(left), rest }, span })
    }

    fn check_assumption(&mut self, pair: Pair<'_>) -> Built<Expr> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        let first = Box::new(self.next_arith(&mut parts)?);
        let mut rest = Vec::new();
        while let Some(op) = parts.take(Rule::assumption_op) {
            rest.push((compare_op(op.as_str()), self.next_arith(&mut parts)?));
        }
        Ok(Expr { kind: ExprKind::Compare { first, rest }, span })
    }

    pub(super) fn check(&mut self, pair: Pair<'_>) -> Built<Check> {
        let mut parts = self.parts(pair);
        let label = parts.take(Rule::label).map(|label| self.parts(label).expect(Rule::ident)).transpose()?;
        let label = label.map(|label| self.ident(&label));
        let mut value = self.next_arith(&mut parts)?;
        while let Some(place) = parts.take(Rule::in_chart) {
            let chart = self.chart_of(place)?;
            let span = value.span.to(chart.span);
            value = Expr { kind: ExprKind::In { value: Box::new(value), chart }, span };
        }
        let at = parts.take(Rule::at_point).map(|place| self.point(place)).transpose()?;
        let given = parts.take(Rule::check_given).map(|clause| self.given(clause)).transpose()?.unwrap_or_default();
        let expected = match parts.take(Rule::expected_digits) {
            Some(digits) => Expected::Digits(self.next_arith(&mut self.parts(digits))?),
            None => {
                let exact = parts.expect(Rule::expected_exact)?;
                Expected::Exact(self.next_arith(&mut self.parts(exact))?)
            }
        };
        Ok(Check { label, value, at, given, expected })
    }
}

/// The comparison a sign stands for; `=` in an assumption is an equation.
pub(super) fn compare_op(sign: &str) -> CompareOp {
    match sign {
        "!=" | "≠" => CompareOp::Ne,
        "<" => CompareOp::Lt,
        "<=" | "≤" => CompareOp::Le,
        ">" => CompareOp::Gt,
        ">=" | "≥" => CompareOp::Ge,
        _ => CompareOp::Eq,
    }
}
