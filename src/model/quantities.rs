//! Quantities: a number in a unit, with the conditions under which it is defined.
//!
//! In: quantities. Out: their sums, products, powers and functions, with units combined exactly and the conditions of
//! definition collected. It must not know names, charts or source text; errors say what clashes, the caller says where.

use crate::symbolic::{Binary, Expr, Fact, Function, Kind, Rational, Relation, Symbol};
use crate::units::{ExponentTooLarge, Scale, Unit, exponent};
use num_traits::{Signed, Zero};

/// A number in a unit, defined where all facts hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number.
    pub expr: Expr,
    /// Its unit.
    pub unit: Unit,
    /// Conditions of definition, each once.
    pub defined_where: Vec<Fact>,
    /// A literal 0, which is a quantity of every unit.
    pub bare_zero: bool,
    /// Its values are integers: integer params, integer numbers, their sums and products.
    pub integer: bool,
}

/// Why an operation on quantities has no result.
#[derive(Clone, Debug, PartialEq)]
pub enum QuantityError {
    /// Units of different dimension are added or compared.
    Clash {
        /// unit of the first
        left: Box<Unit>,
        /// unit of the second
        right: Box<Unit>,
    },
    /// A function of plain numbers is applied to a quantity with a unit.
    NotDimensionless {
        /// its unit
        unit: Box<Unit>,
    },
    /// The exponent has a unit, or varies while the base has a unit.
    Exponent {
        /// unit of the base
        base: Box<Unit>,
        /// unit of the exponent
        exponent: Box<Unit>,
    },
    /// Division by a literal 0.
    DivisionByZero,
    /// A real function outside its domain at a literal number.
    Undefined,
    /// A unit's exponent passed all sense.
    TooLarge,
    /// The exponent of a plain number did.
    PowerTooLarge,
}

impl From<ExponentTooLarge> for QuantityError {
    fn from(_: ExponentTooLarge) -> Self {
        Self::TooLarge
    }
}

/// Adds a condition unless it is known or holds by itself.
pub fn add_fact(facts: &mut Vec<Fact>, fact: Fact) {
    if let Some(q) = fact.expr.as_number() {
        let holds = match fact.relation {
            Relation::Positive => q.is_positive(),
            Relation::NonNegative => !q.is_negative(),
            Relation::NonZero => !q.is_zero(),
            Relation::Zero => q.is_zero(),
        };
        if holds {
            return;
        }
    }
    if fact.relation == Relation::NonZero {
        // A product vanishes where a factor does, a power with positive exponent where its base does.
        match fact.expr.kind() {
            Kind::Product(v) => {
                for f in v.clone() {
                    add_fact(facts, fact.with(f));
                }
                return;
            }
            Kind::Power(b, e) if e.as_number().is_some() => return add_fact(facts, fact.with(b.clone())),
            Kind::Apply(f, _) if has_no_zero(*f) => return,
            Kind::Binary(Binary::Beta, ..) | Kind::Pi => return,
            Kind::Unspecified { function, orders, .. } if function.is_positive() && orders.iter().all(|o| *o == 0) => {
                return;
            }
            _ => {}
        }
    }
    // What is a condition of definition need not be said of a rule again.
    match facts.iter_mut().find(|f| f.says(&fact)) {
        Some(known) if fact.rule.is_none() => known.rule = None,
        Some(_) => {}
        None => facts.push(fact),
    }
}

/// Functions without zeros, where they are defined.
fn has_no_zero(f: Function) -> bool {
    use Function as F;
    matches!(
        f,
        F::Exp | F::Cosh | F::Logistic | F::Softplus | F::Sec | F::Csc | F::Acot | F::Erfc | F::Gamma | F::BesselI(0)
    )
}

/// An exact scale as an expression.
#[must_use]
pub fn scale_factor(scale: &Scale) -> Expr {
    let rational = |q: exponent::Exponent| Rational::new((*q.numer()).into(), (*q.denom()).into());
    let primes = scale.primes().map(|(p, e)| Expr::number(Rational::from_integer(p.into())).pow_rational(&rational(e)));
    let pi = Expr::pi().pow_rational(&rational(scale.pi_exponent()));
    Expr::product(primes.chain([pi]))
}

impl Quantity {
    /// A plain number.
    #[must_use]
    pub fn number(q: Rational) -> Self {
        let bare_zero = q.is_zero();
        Self { bare_zero, integer: q.is_integer(), ..Self::plain(Expr::number(q)) }
    }

    /// A dimensionless expression, defined everywhere.
    #[must_use]
    pub fn plain(expr: Expr) -> Self {
        Self::new(expr, Unit::one())
    }

    /// An expression in a unit, defined everywhere.
    #[must_use]
    pub fn new(expr: Expr, unit: Unit) -> Self {
        Self { expr, unit, defined_where: Vec::new(), bare_zero: false, integer: false }
    }

    /// A symbol in its unit.
    #[must_use]
    pub fn symbol(symbol: &Symbol, unit: &Unit) -> Self {
        Self::new(Expr::symbol(symbol), unit.clone())
    }

    /// The number of this quantity in another unit; `None` where the dimensions differ.
    #[must_use]
    pub fn number_in(&self, unit: &Unit) -> Option<Expr> {
        if self.bare_zero {
            return Some(Expr::zero());
        }
        let factor = Unit::conversion(&self.unit, unit)?;
        Some(if factor.is_one() { self.expr.clone() } else { &self.expr * &scale_factor(&factor) })
    }

    /// The same quantity in another unit.
    ///
    /// # Errors
    /// [`QuantityError::Clash`].
    pub fn converted(&self, unit: &Unit) -> Result<Self, QuantityError> {
        let clash = || QuantityError::Clash { left: Box::new(self.unit.clone()), right: Box::new(unit.clone()) };
        let expr = self.number_in(unit).ok_or_else(clash)?;
        Ok(Self { defined_where: self.defined_where.clone(), ..Self::new(expr, unit.clone()) })
    }

    /// The number, where the quantity is dimensionless (percent and degrees are converted).
    ///
    /// # Errors
    /// [`QuantityError::NotDimensionless`].
    pub fn pure(&self) -> Result<Expr, QuantityError> {
        self.number_in(&Unit::one())
            .ok_or_else(|| QuantityError::NotDimensionless { unit: Box::new(self.unit.clone()) })
    }

    /// Sum of terms that are already in one unit.
    #[must_use]
    pub fn sum_in(unit: &Unit, terms: &[(&Self, Expr)]) -> Self {
        let expr = Expr::sum(terms.iter().map(|(_, number)| number.clone()));
        let integer = terms.iter().all(|(q, _)| q.integer);
        let parts: Vec<&Self> = terms.iter().map(|(q, _)| *q).collect();
        Self { integer, ..Self::new(expr, unit.clone()) }.with_facts(&parts)
    }

    /// With the conditions of definition of others.
    #[must_use]
    pub fn with_facts(mut self, others: &[&Self]) -> Self {
        for o in others {
            for f in &o.defined_where {
                add_fact(&mut self.defined_where, f.clone());
            }
        }
        self
    }

    /// With one more condition of definition.
    #[must_use]
    pub fn given(mut self, fact: Fact) -> Self {
        add_fact(&mut self.defined_where, fact);
        self
    }

    /// `-self`.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self { expr: -&self.expr, ..self.clone() }
    }

    /// Product of factors, each maybe inverted.
    ///
    /// # Errors
    /// Division by 0, exponents of units too large.
    pub fn product(factors: &[(&Self, bool)]) -> Result<Self, QuantityError> {
        let mut unit = Unit::one();
        let mut exprs = Vec::with_capacity(factors.len());
        let mut conditions = Vec::new();
        let mut bare_zero = false;
        let mut integer = true;
        for (q, inverted) in factors {
            for f in &q.defined_where {
                add_fact(&mut conditions, f.clone());
            }
            if *inverted {
                if q.expr.is_zero() {
                    return Err(QuantityError::DivisionByZero);
                }
                add_fact(&mut conditions, Fact::nonzero(q.expr.clone()));
                integer = false;
                unit = unit.div(&q.unit)?;
                exprs.push(q.expr.recip());
            } else {
                bare_zero |= q.bare_zero;
                integer &= q.integer;
                unit = unit.mul(&q.unit)?;
                exprs.push(q.expr.clone());
            }
        }
        Ok(Self { expr: Expr::product(exprs), unit: unit.simplified(), defined_where: conditions, bare_zero, integer })
    }

    /// `self^exponent`.
    ///
    /// # Errors
    /// Exponents with units, bases with units under a varying exponent, negative powers of 0.
    pub fn power(&self, exponent: &Self) -> Result<Self, QuantityError> {
        let clash =
            || QuantityError::Exponent { base: Box::new(self.unit.clone()), exponent: Box::new(exponent.unit.clone()) };
        let e = exponent.number_in(&Unit::one()).ok_or_else(clash)?;
        let Some(q) = e.as_number() else {
            let base = self.number_in(&Unit::one()).ok_or_else(clash)?;
            if base.is_zero() {
                // A power whose exponent is no number has no value at 0.
                return Err(QuantityError::Undefined);
            }
            let out = Self::plain(base.pow(&e)).with_facts(&[self, exponent]);
            // x^n with an integer n of unknown sign is defined off 0, any other power for positive x.
            return Ok(out.given(if exponent.integer { Fact::nonzero(base) } else { Fact::positive(base) }));
        };
        self.power_rational(q)
    }

    /// `self^q`.
    ///
    /// # Errors
    /// Negative powers of 0, even roots of negative numbers, exponents of units too large.
    pub fn power_rational(&self, q: &Rational) -> Result<Self, QuantityError> {
        if self.expr.is_zero() && q.is_negative() {
            return Err(QuantityError::DivisionByZero);
        }
        let power = exponent::from_rational(q).and_then(|exponent| self.unit.pow(exponent));
        let plain = self.unit.is_dimensionless();
        let unit = power.map_err(|e| if plain { QuantityError::PowerTooLarge } else { e.into() })?;
        let integer = self.integer && q.is_integer() && !q.is_negative();
        let bare_zero = self.bare_zero && q.is_positive();
        let out = Self { bare_zero, integer, ..Self::new(self.expr.pow_rational(q), unit) };
        let out = out.with_facts(&[self]);
        if !q.is_integer() && self.expr.as_number().is_some_and(Signed::is_negative) {
            return Err(QuantityError::Undefined);
        }
        Ok(match (q.is_integer(), q.is_negative()) {
            (true, false) => out,
            (true, true) => out.given(Fact::nonzero(self.expr.clone())),
            (false, false) => out.given(Fact::nonnegative(self.expr.clone())),
            (false, true) => out.given(Fact::positive(self.expr.clone())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    fn unit(text: &str) -> Unit {
        Unit::from_text(text).expect(text)
    }

    fn symbol(name: &str, u: &str) -> Quantity {
        Quantity::symbol(&Symbol::new("", name, Role::Parameter, 0), &unit(u))
    }

    #[test]
    fn a_sum_of_scales_converts_exactly() {
        let v = symbol("v", "V");
        assert_eq!(v.number_in(&unit("mV")), Some(v.expr.scaled(&Rational::from_integer(1000.into()))));
        assert_eq!(v.number_in(&unit("ms")), None);
        assert_eq!(Quantity::number(Rational::zero()).number_in(&unit("ms")), Some(Expr::zero()));
    }

    #[test]
    fn conditions_of_definition_are_collected() {
        let (x, y) = (symbol("x", "1"), symbol("y", "1"));
        let q = Quantity::product(&[(&x, false), (&y, true)]).expect("no zero");
        assert_eq!(q.defined_where, vec![Fact::nonzero(y.expr.clone())]);
        let l = q.apply(Function::Log).expect("dimensionless");
        assert_eq!(l.defined_where.len(), 2);
        assert_eq!(
            symbol("v", "mV").apply(Function::Log),
            Err(QuantityError::NotDimensionless { unit: Box::new(unit("mV")) })
        );
    }

    #[test]
    fn roots_of_units_are_exact_and_literal_zero_does_not_divide() {
        let half = Quantity::number(Rational::new(1.into(), 2.into()));
        assert_eq!(symbol("s", "mV^2").power(&half).expect("root").unit, unit("mV"));
        let zero = Quantity::number(Rational::zero());
        let one = Quantity::number(Rational::from_integer(1.into()));
        assert_eq!(Quantity::product(&[(&one, false), (&zero, true)]), Err(QuantityError::DivisionByZero));
    }
}
