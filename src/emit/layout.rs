//! From an expression to a formula as a person would write it.
//!
//! In: an expression. Out: a [`Formula`], the neutral tree that every printer reads: negative powers are collected into
//! fractions, `x^(1/2)` is a root, signs stand in front, factors and terms are in reading order (terms: [`super::sum_order`]).
//! It must not know characters, fonts or fields: the value is the expression's wherever that is defined, term by term;
//! nothing is expanded, factored or simplified. The order depends on the declarations alone.

use super::sum_order;
use crate::symbolic::{Binary, Expr, ExprMap, Function, Kind, Law, Rational, Role, Symbol};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// Deeper expressions are not laid out: printers recurse.
const MAX_DEPTH: u32 = 400;
/// Expressions that would print more operations than this are not laid out: nobody reads them, and a shared
/// expression written as a tree can be exponentially larger than itself.
const MAX_OPERATIONS: u64 = 200_000;
/// A common number stays inside a sum raised to a higher power than this.
const MAX_CONTENT_POWER: u32 = 4;

/// A formula ready to print.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A natural number.
    Natural(BigInt),
    /// The circle constant.
    Pi,
    /// A name as the user wrote it.
    Name {
        /// The name; `w[1]` for an entry of an array.
        name: String,
        /// It is the differential of a coordinate (`dmu`).
        differential: bool,
    },
    /// Minus the operand.
    Negative(Box<Self>),
    /// At least two terms.
    Sum(Vec<Term>),
    /// At least two factors, none of which is a fraction.
    Product(Vec<Self>),
    /// Numerator over denominator.
    Fraction(Box<Self>, Box<Self>),
    /// Base and exponent.
    Power(Box<Self>, Box<Self>),
    /// The nonnegative square root.
    Root(Box<Self>),
    /// A function of one argument.
    Call(Function, Box<Self>),
    /// A function of two arguments.
    Pair(Binary, Box<Self>, Box<Self>),
    /// A partial derivative of an unspecified function (all orders 0: its value).
    Unspecified {
        /// The function's name.
        name: String,
        /// Order of differentiation in each slot.
        orders: Vec<u32>,
        /// Where it is taken.
        arguments: Vec<Self>,
    },
    /// An expectation over one standard variable.
    Mean {
        /// The name of the variable.
        variable: String,
        /// Its law.
        law: Law,
        /// What is averaged.
        body: Box<Self>,
    },
    /// An expression that is too large to be written out.
    TooLarge {
        /// How many operations it would show (capped).
        operations: u64,
    },
}

/// A term of a sum with its sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Subtracted rather than added.
    pub negative: bool,
    /// The term without its sign.
    pub formula: Formula,
}

/// The choices of a layout.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    leading: Vec<Symbol>,
}

/// Lays out one expression with coordinates as leading symbols.
#[must_use]
pub fn lay_out(e: &Expr) -> Formula {
    Layout::default().formula(e)
}

impl Layout {
    /// Polynomials are ordered by descending degree in the `leading` symbols (empty: the coordinates that occur, by rank).
    #[must_use]
    pub fn led_by(leading: &[Symbol]) -> Self {
        Self { leading: leading.to_vec() }
    }

    /// The symbols that lead in polynomials; empty when left to the roles.
    #[must_use]
    pub fn leading(&self) -> &[Symbol] {
        &self.leading
    }

    /// The formula of an expression.
    #[must_use]
    pub fn formula(&self, e: &Expr) -> Formula {
        let (operations, depth) = extent(e);
        if depth > MAX_DEPTH || operations > MAX_OPERATIONS {
            return Formula::TooLarge { operations };
        }
        self.unsigned_or_negative(e)
    }

    fn unsigned_or_negative(&self, e: &Expr) -> Formula {
        match self.signed(e) {
            (true, f) => Formula::Negative(Box::new(f)),
            (false, f) => f,
        }
    }

    /// Whether a minus sign stands in front, and the rest.
    pub(super) fn signed(&self, e: &Expr) -> (bool, Formula) {
        let plain = |f| (false, f);
        match e.kind() {
            Kind::Number(_) | Kind::Power(..) => self.product(std::slice::from_ref(e)),
            Kind::Product(v) => self.product(v),
            Kind::Pi => plain(Formula::Pi),
            Kind::Symbol(s) => {
                let differential = s.role() == Role::Differential;
                plain(Formula::Name { name: s.name().into(), differential })
            }
            Kind::Sum(v) => plain(Formula::Sum(sum_order::terms(self, v))),
            Kind::Apply(f, x) => plain(Formula::Call(*f, Box::new(self.unsigned_or_negative(x)))),
            Kind::Binary(f, x, y) => {
                let (x, y) = (self.unsigned_or_negative(x), self.unsigned_or_negative(y));
                plain(Formula::Pair(*f, Box::new(x), Box::new(y)))
            }
            Kind::Bound(k) => plain(Formula::Name { name: format!("_{k}"), differential: false }),
            Kind::Mean { .. } => plain(self.mean(e)),
            Kind::Unspecified { function, orders, arguments } => plain(Formula::Unspecified {
                name: function.name().into(),
                orders: orders.clone(),
                arguments: arguments.iter().map(|a| self.unsigned_or_negative(a)).collect(),
            }),
        }
    }

    /// `E[u1 ~ Uniform(-1, 1)](E[u2 ~ ..](..))`: one expectation inside the other, each over one variable.
    fn mean(&self, e: &Expr) -> Formula {
        let taken: Vec<String> = e.symbols().iter().map(|s| s.name().to_owned()).collect();
        let free = |first: &u16| {
            let opened = e.open_mean(*first);
            opened.is_some_and(|(variables, _)| variables.iter().all(|(s, _)| !taken.iter().any(|t| t == s.name())))
        };
        let Some((variables, body)) = (0..=u16::MAX / 2).find(free).and_then(|first| e.open_mean(first)) else {
            return Formula::TooLarge { operations: 0 };
        };
        let body = body.with_powers_of_counts(&variables);
        variables.iter().rev().fold(self.unsigned_or_negative(&body), |body, (s, law)| Formula::Mean {
            variable: s.name().to_owned(),
            law: *law,
            body: Box::new(body),
        })
    }

    /// A product as sign, numerator and denominator.
    fn product(&self, factors: &[Expr]) -> (bool, Formula) {
        let mut parts = Parts::of(factors);
        parts.numerator.sort_by(Factor::compare);
        parts.denominator.sort_by(Factor::compare);
        let numerator = self.side(&parts.coefficient.numer(), &parts.numerator);
        let denominator = self.side(&parts.coefficient.denom(), &parts.denominator);
        let whole = if denominator == Formula::Natural(BigInt::one()) {
            numerator
        } else {
            Formula::Fraction(Box::new(numerator), Box::new(denominator))
        };
        (parts.negative, whole)
    }

    /// The product of a natural number and factors.
    fn side(&self, number: &BigInt, factors: &[Factor]) -> Formula {
        let mut out = Vec::with_capacity(factors.len() + 1);
        if !number.is_one() || factors.is_empty() {
            out.push(Formula::Natural(number.clone()));
        }
        out.extend(factors.iter().map(|f| self.power(f)));
        if out.len() == 1 { out.remove(0) } else { Formula::Product(out) }
    }

    fn power(&self, factor: &Factor) -> Formula {
        let base = self.unsigned_or_negative(&factor.base);
        match factor.exponent.as_number() {
            Some(n) if n.is_one() => base,
            Some(n) if *n == Rational::new(BigInt::one(), BigInt::from(2)) => Formula::Root(Box::new(base)),
            _ => Formula::Power(Box::new(base), Box::new(self.unsigned_or_negative(&factor.exponent))),
        }
    }
}

/// A factor `base ^ exponent`; a numeric exponent is positive.
struct Factor {
    base: Expr,
    exponent: Expr,
}

impl Factor {
    /// Reading order in a product: numbers, pi, symbols (parameters first, then by rank), powers of sums and of
    /// products, functions; within a kind the order of expressions.
    fn compare(&self, other: &Self) -> Ordering {
        let key = |f: &Self| (factor_class(&f.base), f.base.as_symbol().map_or(0, |s| role_in_product(s.role())));
        key(self)
            .cmp(&key(other))
            .then_with(|| self.base.cmp(&other.base))
            .then_with(|| self.exponent.cmp(&other.exponent))
    }
}

/// 0 number, 1 pi, 2 symbol, 3 sum and the like, 4 function.
fn factor_class(base: &Expr) -> u8 {
    match base.kind() {
        Kind::Number(_) => 0,
        Kind::Pi => 1,
        Kind::Symbol(_) => 2,
        Kind::Sum(_) | Kind::Product(_) => 3,
        Kind::Power(b, _) => factor_class(b),
        Kind::Unspecified { .. } | Kind::Apply(..) | Kind::Binary(..) | Kind::Bound(_) | Kind::Mean { .. } => 4,
    }
}

/// Parameters are read as coefficients, differentials close a product.
fn role_in_product(role: Role) -> u8 {
    match role {
        Role::Parameter => 0,
        Role::Auxiliary | Role::Coordinate | Role::Random | Role::Time => 1,
        Role::Differential => 2,
    }
}

/// A product taken apart.
struct Parts {
    negative: bool,
    /// Nonnegative.
    coefficient: Rational,
    numerator: Vec<Factor>,
    denominator: Vec<Factor>,
}

impl Parts {
    fn of(factors: &[Expr]) -> Self {
        let mut parts = Self { negative: false, coefficient: Rational::one(), numerator: vec![], denominator: vec![] };
        for f in factors {
            match f.kind() {
                Kind::Number(q) => {
                    parts.negative ^= q.is_negative();
                    parts.coefficient *= q.abs();
                }
                Kind::Power(b, x) => parts.push(b, x),
                _ => parts.push(f, &Expr::one()),
            }
        }
        parts.absorb_sign();
        parts
    }

    /// `-(P - 1)` is `1 - P`: the sign of a product goes into a factor that is a difference to a number.
    fn absorb_sign(&mut self) {
        let mut factors = self.numerator.iter_mut().chain(&mut self.denominator);
        if self.negative
            && let Some(factor) = factors.find(|f| f.exponent.is_one() && is_excess_over_number(&f.base))
        {
            factor.base = Expr::sum([-&factor.base]);
            self.negative = false;
        }
    }

    fn push(&mut self, base: &Expr, exponent: &Expr) {
        let Some(n) = exponent.as_number() else {
            self.numerator.push(Factor { base: base.clone(), exponent: exponent.clone() });
            return;
        };
        if let Kind::Apply(Function::Exp, x) = base.kind()
            && n.abs() > Rational::one()
        {
            // exp(x)^2 is exp(2 x), above the line or below it.
            let side = if n.is_negative() { &mut self.denominator } else { &mut self.numerator };
            side.push(Factor { base: x.scaled(&n.abs()).exp(), exponent: Expr::one() });
            return;
        }
        let mut base = base.clone();
        if n.is_integer() && has_only_negative_terms(&base) {
            // (-a - b)^n is (-1)^n (a + b)^n.
            base = Expr::sum([-&base]);
            self.negative ^= !(n.numer() % BigInt::from(2)).is_zero();
        }
        if let (Some(content), Some(power)) =
            (integer_content(&base), n.to_integer().to_i32().filter(|_| n.is_integer()))
            && power.unsigned_abs() <= MAX_CONTENT_POWER
        {
            // (2 a - 2 b)^n is 2^n (a - b)^n; the numbers then meet in the coefficient.
            base = Expr::sum([base.scaled(&content.recip())]);
            self.coefficient *= content.pow(power);
        }
        let side = if n.is_negative() { &mut self.denominator } else { &mut self.numerator };
        side.push(Factor { base, exponent: Expr::number(n.abs()) });
    }
}

/// `x - 1`: one term without a sign, less a number.
fn is_excess_over_number(e: &Expr) -> bool {
    let Kind::Sum(terms) = e.kind() else { return false };
    let negative = |t: &Expr| t.as_number().is_some_and(Signed::is_negative);
    let positive = |t: &Expr| t.as_number().is_none() && !t.split_coefficient().0.is_negative();
    matches!(terms.as_slice(), [a, b] if (negative(a) && positive(b)) || (negative(b) && positive(a)))
}

fn has_only_negative_terms(e: &Expr) -> bool {
    matches!(e.kind(), Kind::Sum(v) if v.iter().all(|t| t.split_coefficient().0.is_negative()))
}

/// The greatest common divisor of the coefficients of a sum, when all are integers and it is not 1.
fn integer_content(e: &Expr) -> Option<Rational> {
    let Kind::Sum(terms) = e.kind() else { return None };
    let mut content = BigInt::zero();
    for t in terms {
        let (c, _) = t.split_coefficient();
        if !c.is_integer() {
            return None;
        }
        content = content.gcd(&c.numer());
    }
    (!content.is_one() && !content.is_zero()).then(|| Rational::from_integer(content))
}

/// Operations and depth of the expression written as a tree.
fn extent(e: &Expr) -> (u64, u32) {
    let mut known: ExprMap<(u64, u32)> = ExprMap::default();
    for node in e.nodes() {
        let (mut operations, mut depth) = (1_u64, 0_u32);
        let mut add = |(n, d): (u64, u32)| {
            operations = operations.saturating_add(n);
            depth = depth.max(d);
        };
        node.for_each_operand(|o| add(known.get(o).copied().unwrap_or((0, 0))));
        if let Kind::Mean { body, .. } = node.kind() {
            add(extent(body));
        }
        known.insert(node, (operations, depth + 1));
    }
    known.get(e).copied().unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tower_beyond_reading_is_announced_and_not_written() {
        let x = Symbol::new("M.a", "x", Role::Coordinate, 0);
        let mut e = Expr::symbol(&x);
        for _ in 0..10_000 {
            e = e.apply(Function::Sin);
        }
        assert_eq!(lay_out(&e), Formula::TooLarge { operations: 10_001 });
        let mut shared = Expr::symbol(&x);
        for k in 0..70 {
            shared = &shared.exp() * &(&shared + &Expr::integer(k + 1)).apply(Function::Cos);
        }
        assert!(matches!(lay_out(&shared), Formula::TooLarge { .. }));
    }
}
