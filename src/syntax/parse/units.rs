//! Building unit expressions.

use super::grammar::{Pair, Rule};
use super::items::Builder;
use super::numbers::{number, superscript};
use super::{Built, MAX_HEIGHT, defect, too_long};
use crate::diagnostics::{Code, Diagnostic};
use crate::rational::Rational;
use crate::syntax::ast::{UnitExpr, UnitExprKind};
use crate::syntax::span::Span;
use num_traits::{One, Zero};

impl Builder {
    /// `[mV/ms]`, brackets included; `[per ms]` is `[1/ms]`.
    pub(super) fn unit(&self, pair: Pair<'_>) -> Built<UnitExpr> {
        let span = self.span(&pair);
        let (per, unit) = self.bracketed(pair)?;
        if !per {
            return Ok(unit);
        }
        let one = UnitExpr { kind: UnitExprKind::One, span: Span { end: span.start, ..span } };
        Ok(UnitExpr { span: unit.span, kind: UnitExprKind::Div(Box::new(one), Box::new(unit)) })
    }

    /// The unit `u` of a rate declared as `[per u]`, `[1/u]` or, for any other unit `v`, `[v]`, which is `[per v^-1]`.
    pub(super) fn time_unit(&self, pair: Pair<'_>) -> Built<UnitExpr> {
        let (per, unit) = self.bracketed(pair)?;
        if per {
            return Ok(unit);
        }
        let span = unit.span;
        Ok(match unit.kind {
            UnitExprKind::Div(one, time) if one.kind == UnitExprKind::One => *time,
            kind => {
                let unit = Box::new(UnitExpr { kind, span });
                UnitExpr { kind: UnitExprKind::Pow(unit, -Rational::one()), span }
            }
        })
    }

    fn bracketed(&self, pair: Pair<'_>) -> Built<(bool, UnitExpr)> {
        let mut parts = self.parts(pair);
        let per = parts.take(Rule::mark_per).is_some();
        Ok((per, self.unit_product(parts.expect(Rule::unit_product)?, 0)?))
    }

    fn unit_product(&self, pair: Pair<'_>, depth: usize) -> Built<UnitExpr> {
        let span = self.span(&pair);
        let depth = depth + pair.clone().into_inner().len();
        if depth > MAX_HEIGHT {
            return Err(too_long(span));
        }
        let mut parts = self.parts(pair);
        let mut product = self.unit_power(parts.expect(Rule::unit_power)?, depth)?;
        let mut divided: Option<Span> = None;
        loop {
            let sign = parts.take(Rule::unit_op);
            let Some(factor) = parts.take(Rule::unit_power) else {
                return Ok(product);
            };
            let factor = self.unit_power(factor, depth)?;
            let span = product.span.to(factor.span);
            let divides = sign.as_ref().is_some_and(|sign| sign.as_str() == "/");
            if let (None, Some(quotient)) = (&sign, divided) {
                return Err(two_readings(quotient, factor.span));
            }
            divided = if divides { Some(factor.span) } else { divided.filter(|_| sign.is_none()) };
            let (left, right) = (Box::new(product), Box::new(factor));
            let kind = if divides { UnitExprKind::Div(left, right) } else { UnitExprKind::Mul(left, right) };
            product = UnitExpr { kind, span };
        }
    }

    fn unit_power(&self, pair: Pair<'_>, depth: usize) -> Built<UnitExpr> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        let base = parts.any().ok_or_else(|| defect(span, "a unit"))?;
        let base_span = self.span(&base);
        let base = match base.as_rule() {
            Rule::unit_one => UnitExpr { kind: UnitExprKind::One, span: base_span },
            Rule::unit_name => UnitExpr { kind: UnitExprKind::Name(self.ident(&base)), span: base_span },
            _ => {
                let inner = self.parts(base).expect(Rule::unit_product)?;
                UnitExpr { span: base_span, ..self.unit_product(inner, depth + 1)? }
            }
        };
        let exponent = if let Some(raised) = parts.take(Rule::superscript) {
            let (negative, digits) = superscript(raised.as_str());
            let value = number(&digits, self.span(&raised))?;
            if negative { -value } else { value }
        } else if let Some(exponent) = parts.take(Rule::unit_exponent) {
            self.unit_exponent(exponent)?
        } else {
            return Ok(base);
        };
        Ok(UnitExpr { kind: UnitExprKind::Pow(Box::new(base), exponent), span })
    }

    fn unit_exponent(&self, pair: Pair<'_>) -> Built<Rational> {
        let mut parts = self.parts(pair);
        let negative = parts.take(Rule::minus).is_some();
        let top = parts.expect(Rule::number)?;
        let mut value = number(top.as_str(), self.span(&top))?;
        if let Some(bottom) = parts.take(Rule::number) {
            let divisor = number(bottom.as_str(), self.span(&bottom))?;
            if divisor.is_zero() {
                let finding = Diagnostic::error(Code::G0112, "the exponent of this unit divides by zero");
                return Err(Box::new(finding.primary(self.span(&bottom), "zero")));
            }
            value /= divisor;
        }
        Ok(if negative { -value } else { value })
    }
}

/// `V/m s`: is the second below the line?
fn two_readings(quotient: Span, factor: Span) -> Box<Diagnostic> {
    let finding = Diagnostic::error(Code::G0112, "a factor behind a quotient has two readings")
        .primary(factor, "above or below the line?")
        .secondary(quotient, "this is below the line")
        .help("write `a/(b*c)` or `a/b*c`");
    Box::new(finding)
}
