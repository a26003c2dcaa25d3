//! Conditions: comparisons as facts, and `if`.
//!
//! In: conditions of `where`, `on`, `given` and `if`. Out: facts that all hold, or an indicator that is 1 or 0.

use super::elaborator::Elaborator;
use super::kinds::Value;
use super::names::Scope;
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use crate::geometry::range::Ranges;
use crate::symbolic::{Expr as Term, Fact, Function, Rational, Region};
use crate::syntax::ast::{CompareOp, Expr, ExprKind};

impl Elaborator<'_> {
    /// The facts that a condition says, all of which hold, and the conditions under which its sides are defined.
    pub fn facts(&mut self, e: &Expr, scope: &Scope) -> Result<Vec<Fact>, Failure> {
        match &e.kind {
            ExprKind::And(a, b) => {
                let mut out = self.facts(a, scope)?;
                for f in self.facts(b, scope)? {
                    add_fact(&mut out, f);
                }
                Ok(out)
            }
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::Compare { first, rest } if rest.len() == 1 => {
                    self.link(first, negated(rest[0].0), &rest[0].1, scope)
                }
                _ => Err(unsupported(e)),
            },
            ExprKind::Compare { first, rest } => {
                let mut out = Vec::new();
                let mut left: &Expr = first;
                for (op, right) in rest {
                    for f in self.link(left, *op, right, scope)? {
                        add_fact(&mut out, f);
                    }
                    left = right;
                }
                Ok(out)
            }
            _ => Err(unsupported(e)),
        }
    }

    /// One comparison; the facts of definition come first.
    fn link(&mut self, left: &Expr, op: CompareOp, right: &Expr, scope: &Scope) -> Result<Vec<Fact>, Failure> {
        let (a, b) = self.compared(left, right, scope)?;
        let mut out = Vec::new();
        for f in a.defined_where.iter().chain(&b.defined_where) {
            add_fact(&mut out, f.clone());
        }
        let difference = &a.expr - &b.expr;
        let fact = match op {
            CompareOp::Eq => Fact::zero(difference),
            CompareOp::Ne => Fact::nonzero(difference),
            CompareOp::Gt => Fact::positive(difference),
            CompareOp::Ge => Fact::nonnegative(difference),
            CompareOp::Lt => Fact::positive(-difference),
            CompareOp::Le => Fact::nonnegative(-difference),
        };
        if !out.contains(&fact) {
            out.push(fact);
        }
        Ok(out)
    }

    /// Two scalars in one unit.
    pub fn compared(&mut self, left: &Expr, right: &Expr, scope: &Scope) -> Result<(Quantity, Quantity), Failure> {
        let (a, b) = match (self.scalar(left, scope), self.scalar(right, scope)) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(a), Err(b)) => return Err(a.and(b)),
            (Err(f), _) | (_, Err(f)) => return Err(f),
        };
        self.in_one_unit(a, left, b, right)
    }

    /// Two quantities in the unit of the first that has one.
    pub fn in_one_unit(
        &self,
        a: Quantity,
        left: &Expr,
        b: Quantity,
        right: &Expr,
    ) -> Result<(Quantity, Quantity), Failure> {
        let unit = if a.bare_zero { b.unit.clone() } else { a.unit.clone() };
        match (a.converted(&unit), b.converted(&unit)) {
            (Ok(x), Ok(y)) => Ok((x, y)),
            _ => {
                let mut causes = self.causes(left);
                causes.extend(self.causes(right));
                let sides = ((left.span, &a.unit), (right.span, &b.unit));
                Err(problems::unit_clash(sides.0, sides.1, "compared", &causes).into())
            }
        }
    }

    /// `if c then a else b` as `b + (a - b) 1_c`; both branches must be defined wherever the expression is.
    pub fn conditional(
        &mut self,
        e: &Expr,
        condition: &Expr,
        then: &Expr,
        otherwise: &Expr,
        scope: &Scope,
    ) -> Result<Value, Failure> {
        let indicator = self.indicator(condition, scope)?;
        // A condition that is known chooses; the other branch is not even looked at.
        if indicator.is_one() {
            return self.eval(then, scope);
        }
        if indicator.is_zero() {
            return self.eval(otherwise, scope);
        }
        let (a, b) = self.compared(then, otherwise, scope)?;
        for (branch, q) in [(then, &a), (otherwise, &b)] {
            if !self.plainly_defined(q, scope) {
                return Err(problems::unsupported(
                    branch.span,
                    "this branch is not defined everywhere",
                    "geoflow decides conditionals whose branches are defined on the whole domain; use `where` or two charts",
                )
                .into());
            }
        }
        let _ = e;
        let expr = &b.expr + &((&a.expr - &b.expr) * indicator);
        Ok(Value::Scalar(Quantity::new(expr, a.unit)))
    }

    /// Whether ranges show that a branch has a value everywhere: on the chart, for all params, and for all values of the random
    /// variables of the mass, density or mean that is being read.
    fn plainly_defined(&self, q: &Quantity, scope: &Scope) -> bool {
        if q.defined_where.is_empty() {
            return true;
        }
        let drawn = Region { variables: scope.drawn.clone(), conditions: Vec::new() };
        let region = self.model.region(scope.chart).and(&drawn);
        let mut ranges = Ranges::new(&region);
        q.defined_where.iter().all(|f| ranges.shows(f))
    }

    /// 1 where the condition holds, 0 where it does not; exact everywhere, also where sides are equal.
    fn indicator(&mut self, e: &Expr, scope: &Scope) -> Result<Term, Failure> {
        match &e.kind {
            ExprKind::And(a, b) => Ok(self.indicator(a, scope)? * self.indicator(b, scope)?),
            ExprKind::Or(a, b) => {
                let (a, b) = (self.indicator(a, scope)?, self.indicator(b, scope)?);
                Ok(&a + &b - &a * &b)
            }
            ExprKind::Not(a) => Ok(Term::one() - self.indicator(a, scope)?),
            ExprKind::Compare { first, rest } => {
                let mut out = Term::one();
                let mut left: &Expr = first;
                for (op, right) in rest {
                    let (a, b) = self.compared(left, right, scope)?;
                    out = out * step(&(&a.expr - &b.expr), *op);
                    left = right;
                }
                Ok(out)
            }
            _ => Err(unsupported(e)),
        }
    }
}

/// The indicator of `d op 0` through `s = sign(d)`: `d > 0` is `(s + s^2)/2`.
fn step(d: &Term, op: CompareOp) -> Term {
    let half = Rational::new(1.into(), 2.into());
    let s = d.apply(Function::Sign);
    let square = s.powi(2);
    let above = (&s + &square).scaled(&half);
    let below = (&square - &s).scaled(&half);
    match op {
        CompareOp::Gt => above,
        CompareOp::Lt => below,
        CompareOp::Ge => Term::one() - below,
        CompareOp::Le => Term::one() - above,
        CompareOp::Ne => square,
        CompareOp::Eq => Term::one() - square,
    }
}

fn negated(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Ne,
        CompareOp::Ne => CompareOp::Eq,
        CompareOp::Lt => CompareOp::Ge,
        CompareOp::Le => CompareOp::Gt,
        CompareOp::Gt => CompareOp::Le,
        CompareOp::Ge => CompareOp::Lt,
    }
}

fn unsupported(e: &Expr) -> Failure {
    problems::unsupported(e.span, "this is not a condition geoflow can assume", "write comparisons joined by `and`")
        .into()
}
