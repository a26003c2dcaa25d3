//! Functions of quantities: units, conditions of definition, conditions of differentiability.
//!
//! In: a function and its arguments. Out: the value with the conditions under which it is defined. It must not know names,
//! charts or source text.

use super::quantities::{Quantity, QuantityError, add_fact};
use crate::symbolic::{Binary, Expr, Fact, Function, Kind, Rational, Relation};
use crate::units::exponent;
use num_traits::{Signed, Zero};

/// `x` is none of the poles 0, -1, -2, .. of the gamma function: `sin(pi x)^2 + x + |x|` vanishes where `x <= 0` and
/// `x` is an integer, and is positive elsewhere.
fn off_the_poles(x: &Expr) -> Fact {
    let wave = (Expr::pi() * x).apply(Function::Sin).powi(2);
    Fact::nonzero(Expr::sum([wave, x.clone(), x.apply(Function::Abs)]))
}

impl Quantity {
    /// An elementary function of plain numbers, with its condition of definition.
    ///
    /// # Errors
    /// [`QuantityError::NotDimensionless`], [`QuantityError::Undefined`].
    pub fn apply(&self, f: Function) -> Result<Self, QuantityError> {
        use Function as F;
        if f == F::Abs {
            return Ok(Self { expr: self.expr.apply(f), ..self.clone() });
        }
        if f == F::Sign {
            return Ok(Self::plain(self.expr.apply(f)).with_facts(&[self]));
        }
        if f == F::Cbrt {
            let unit = self.unit.pow(exponent::from_rational(&Rational::new(1.into(), 3.into()))?)?;
            return Ok(Self { expr: self.expr.apply(f), unit, integer: false, ..self.clone() });
        }
        let x = self.pure()?;
        let out = Self::plain(x.apply(f)).with_facts(&[self]);
        let one = Expr::one;
        if f == F::Logit {
            let inside = x.as_number().is_none_or(|q| q.is_positive() && *q < Rational::from_integer(1.into()));
            let out = out.given(Fact::positive(x.clone())).given(Fact::positive(one() - x));
            return if inside { Ok(out) } else { Err(QuantityError::Undefined) };
        }
        let condition = match f {
            F::Log => Fact::positive(x),
            F::Tan | F::Sec => Fact::nonzero(x.apply(F::Cos)),
            F::Cot | F::Csc => Fact::nonzero(x.apply(F::Sin)),
            F::Acot => Fact::nonzero(x),
            F::Gamma | F::LogGamma | F::Polygamma(_) => match x.as_number() {
                Some(q) if q.is_integer() && !q.is_positive() => return Err(QuantityError::Undefined),
                Some(_) => return Ok(out),
                None => off_the_poles(&x),
            },
            F::Asin | F::Acos => Fact::nonnegative(one() - x.powi(2)),
            F::Acosh => Fact::nonnegative(&x - &one()),
            F::Atanh => Fact::positive(one() - x.powi(2)),
            _ => return Ok(out),
        };
        if condition.expr.as_number().is_some_and(|q| match condition.relation {
            Relation::Positive => !q.is_positive(),
            Relation::NonNegative => q.is_negative(),
            _ => q.is_zero(),
        }) {
            return Err(QuantityError::Undefined);
        }
        Ok(out.given(condition))
    }
}

impl Quantity {
    /// A function of two arguments, `self` the first. Those of `min`, `max` and `atan2` are in one unit already.
    ///
    /// # Errors
    /// [`QuantityError::NotDimensionless`], [`QuantityError::Undefined`].
    pub fn with(&self, f: Binary, other: &Self) -> Result<Self, QuantityError> {
        let facts = |q: Self| q.with_facts(&[self, other]);
        match f {
            Binary::Min | Binary::Max => {
                let integer = self.integer && other.integer;
                let bare_zero = self.bare_zero && other.bare_zero;
                let value = self.expr.with(f, &other.expr);
                Ok(facts(Self { integer, bare_zero, ..Self::new(value, self.unit.clone()) }))
            }
            Binary::Atan2 => {
                if self.expr.is_zero() && other.expr.is_zero() {
                    return Err(QuantityError::Undefined);
                }
                let origin = Fact::nonzero(self.expr.powi(2) + other.expr.powi(2));
                Ok(facts(Self::plain(self.expr.with(f, &other.expr))).given(origin))
            }
            Binary::Beta => {
                let (a, b) = (self.pure()?, other.pure()?);
                if [&a, &b].iter().any(|x| x.as_number().is_some_and(|q| !q.is_positive())) {
                    return Err(QuantityError::Undefined);
                }
                let out = facts(Self::plain(a.with(f, &b)));
                Ok(out.given(Fact::positive(a)).given(Fact::positive(b)))
            }
        }
    }
}

/// Further conditions under which an expression may be differentiated: `abs`, `sign` and `cbrt` away from 0, `min` and
/// `max` of different numbers, `atan2` off the ray where it jumps, roots, `asin`, `acos` and `acosh` in the interior of
/// their domains.
#[must_use]
pub fn differentiability(exprs: &[Expr]) -> Vec<Fact> {
    let mut out = Vec::new();
    for node in Expr::deep_nodes_of(exprs) {
        match node.kind() {
            Kind::Apply(Function::Abs | Function::Sign | Function::Cbrt, x) => {
                add_fact(&mut out, Fact::nonzero(x.clone()))
            }
            Kind::Apply(Function::Asin | Function::Acos, x) => {
                add_fact(&mut out, Fact::positive(Expr::one() - x.powi(2)));
            }
            Kind::Apply(Function::Acosh, x) => add_fact(&mut out, Fact::positive(x - &Expr::one())),
            Kind::Binary(Binary::Min | Binary::Max, x, y) => add_fact(&mut out, Fact::nonzero(x - y)),
            // y^2 + x + |x| vanishes where y = 0 and x <= 0, and is positive elsewhere.
            Kind::Binary(Binary::Atan2, y, x) => {
                add_fact(&mut out, Fact::nonzero(Expr::sum([y.powi(2), x.clone(), x.apply(Function::Abs)])));
            }
            Kind::Power(b, e) if e.as_number().is_some_and(|q| !q.is_integer()) => {
                add_fact(&mut out, Fact::positive(b.clone()));
            }
            _ => {}
        }
    }
    // An integrand is tame: its derivatives by parameters exist for all values of its variables.
    out.retain(|fact| !fact.expr.mentions_bound());
    out
}
