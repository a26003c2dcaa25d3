//! Constructors. They keep expressions canonical by identities that hold wherever the written form is defined.
//!
//! Applied: flattening, sorting, collecting equal terms, adding numeric exponents of one base, exact arithmetic
//! on numbers, `(b^m)^n = b^(mn)` for integer `n` (or non-integer `m`, where `b > 0` already), `(ab)^n = a^n b^n`
//! for integer `n`, `exp(0) = 1`, `log(1) = 0` and the like. Not applied: anything about signs, branches,
//! roots of powers, `exp` of `log`, trigonometry. `0 * x` is `0` and `x - x` is `0`: where `x` is undefined is
//! remembered by the elaborator, which collects the conditions of definition before it builds.

use super::expr::{Expr, Kind};
use super::symbol::{FunctionSymbol, Symbol};
use super::values::{exact_root, value_at_number, value_at_zero};
use super::{Binary, Function, Rational};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Powers of numbers are computed while the result stays below this many bits.
const MAX_POWER_BITS: u64 = 1 << 17;

impl Expr {
    /// An exact number.
    #[must_use]
    pub fn number(q: Rational) -> Self {
        Self::intern(Kind::Number(q))
    }

    /// An integer.
    #[must_use]
    pub fn integer(n: i64) -> Self {
        Self::number(Rational::from_integer(BigInt::from(n)))
    }

    /// The fraction `n/d`; `d` is not 0.
    #[must_use]
    pub fn ratio(n: i64, d: i64) -> Self {
        assert!(d != 0, "a fraction written by geoflow itself has a non-zero denominator");
        Self::number(Rational::new(BigInt::from(n), BigInt::from(d)))
    }

    /// 0
    #[must_use]
    pub fn zero() -> Self {
        static ZERO: LazyLock<Expr> = LazyLock::new(|| Expr::integer(0));
        ZERO.clone()
    }

    /// 1
    #[must_use]
    pub fn one() -> Self {
        static ONE: LazyLock<Expr> = LazyLock::new(|| Expr::integer(1));
        ONE.clone()
    }

    /// The circle constant.
    #[must_use]
    pub fn pi() -> Self {
        Self::intern(Kind::Pi)
    }

    /// A symbol as an expression.
    #[must_use]
    pub fn symbol(s: &Symbol) -> Self {
        Self::intern(Kind::Symbol(s.clone()))
    }

    /// The value of an unspecified function.
    #[must_use]
    pub fn unspecified(function: &FunctionSymbol, arguments: Vec<Self>) -> Self {
        let orders = vec![0; arguments.len()];
        Self::jet(function, orders, arguments)
    }

    /// A partial derivative of an unspecified function at `arguments`.
    #[must_use]
    pub fn jet(function: &FunctionSymbol, orders: Vec<u32>, arguments: Vec<Self>) -> Self {
        debug_assert_eq!(orders.len(), arguments.len());
        Self::intern(Kind::Unspecified { function: function.clone(), orders, arguments })
    }

    /// Sum of the terms.
    #[must_use]
    pub fn sum(terms: impl IntoIterator<Item = Self>) -> Self {
        let mut constant = Rational::zero();
        let mut rest: BTreeMap<Self, Rational> = BTreeMap::new();
        for t in terms {
            add_term(&t, &Rational::one(), &mut constant, &mut rest);
        }
        let mut out: Vec<Self> = Vec::with_capacity(rest.len() + 1);
        if !constant.is_zero() {
            out.push(Self::number(constant));
        }
        out.extend(rest.into_iter().filter(|(_, c)| !c.is_zero()).map(|(t, c)| t.scaled(&c)));
        match out.len() {
            0 => Self::zero(),
            1 => out.remove(0),
            _ => Self::intern(Kind::Sum(out)),
        }
    }

    /// Product of the factors.
    #[must_use]
    pub fn product(factors: impl IntoIterator<Item = Self>) -> Self {
        let mut coefficient = Rational::one();
        let mut powers: BTreeMap<Self, Vec<Self>> = BTreeMap::new();
        let mut queue: Vec<Self> = factors.into_iter().collect();
        while let Some(f) = queue.pop() {
            match f.kind() {
                Kind::Number(q) => coefficient *= q,
                Kind::Product(v) => queue.extend(v.iter().cloned()),
                Kind::Power(b, e) => powers.entry(b.clone()).or_default().push(e.clone()),
                _ => powers.entry(f.clone()).or_default().push(Self::one()),
            }
        }
        if coefficient.is_zero() {
            return Self::zero();
        }
        let mut out: Vec<Self> = Vec::with_capacity(powers.len() + 1);
        let mut reopened = false;
        for (base, exponents) in powers {
            for p in merge_powers(&base, exponents) {
                match p.kind() {
                    Kind::Number(q) => coefficient *= q,
                    // sqrt(x*y) * sqrt(x*y) became x*y: its factors must meet the others.
                    Kind::Product(_) => {
                        reopened = true;
                        out.push(p);
                    }
                    _ => out.push(p),
                }
            }
        }
        if reopened {
            out.push(Self::number(coefficient));
            return Self::product(out);
        }
        if coefficient.is_zero() {
            return Self::zero();
        }
        finish_product(coefficient, out)
    }

    /// `self` times an exact number.
    #[must_use]
    pub fn scaled(&self, c: &Rational) -> Self {
        if c.is_one() {
            return self.clone();
        }
        if c.is_zero() {
            return Self::zero();
        }
        match self.kind() {
            Kind::Number(q) => Self::number(q * c),
            Kind::Product(v) => match v[0].as_number() {
                Some(q) => finish_product(q * c, v[1..].to_vec()),
                None => finish_product(c.clone(), v.clone()),
            },
            _ => finish_product(c.clone(), vec![self.clone()]),
        }
    }

    /// `self ^ exponent`.
    #[must_use]
    pub fn pow(&self, exponent: &Self) -> Self {
        match exponent.as_number() {
            Some(q) => self.pow_rational(q),
            None if self.is_one() => Self::one(),
            None => Self::intern(Kind::Power(self.clone(), exponent.clone())),
        }
    }

    /// `self ^ n`.
    #[must_use]
    pub fn powi(&self, n: i64) -> Self {
        self.pow_rational(&Rational::from_integer(BigInt::from(n)))
    }

    /// The nonnegative square root.
    #[must_use]
    pub fn sqrt(&self) -> Self {
        self.pow_rational(&Rational::new(BigInt::one(), BigInt::from(2)))
    }

    /// `self ^ q` for an exact exponent.
    #[must_use]
    pub fn pow_rational(&self, q: &Rational) -> Self {
        if q.is_zero() {
            return Self::one();
        }
        if q.is_one() || self.is_one() {
            return self.clone();
        }
        match self.kind() {
            Kind::Number(b) => number_power(self, b, q),
            // b^m with non-integer m means b > 0, so the exponents multiply for every q.
            Kind::Power(b, m) => match m.as_number() {
                Some(m) if q.is_integer() || !m.is_integer() => b.pow_rational(&(m * q)),
                None if q.is_integer() => b.pow(&m.scaled(q)),
                _ => Self::intern(Kind::Power(self.clone(), Self::number(q.clone()))),
            },
            Kind::Product(v) if q.is_integer() => Self::product(v.iter().map(|f| f.pow_rational(q))),
            _ => Self::intern(Kind::Power(self.clone(), Self::number(q.clone()))),
        }
    }

    /// `1/self`.
    #[must_use]
    pub fn recip(&self) -> Self {
        self.powi(-1)
    }

    /// A function of `self`.
    #[must_use]
    pub fn apply(&self, f: Function) -> Self {
        let value = if self.is_zero() { value_at_zero(f) } else { None };
        let value = value.or_else(|| self.as_number().and_then(|q| value_at_number(f, q)));
        value.map_or_else(|| Self::intern(Kind::Apply(f, self.clone())), Self::number)
    }

    /// A function of two arguments, `self` the first.
    #[must_use]
    pub fn with(&self, f: Binary, other: &Self) -> Self {
        match (f, self.as_number(), other.as_number()) {
            (Binary::Min | Binary::Max, ..) if self == other => return self.clone(),
            (Binary::Min, Some(a), Some(b)) => return Self::number(a.min(b).clone()),
            (Binary::Max, Some(a), Some(b)) => return Self::number(a.max(b).clone()),
            _ => {}
        }
        let (a, b) = if f.is_symmetric() && other < self { (other, self) } else { (self, other) };
        Self::intern(Kind::Binary(f, a.clone(), b.clone()))
    }

    /// `exp(self)`
    #[must_use]
    pub fn exp(&self) -> Self {
        self.apply(Function::Exp)
    }

    /// `log(self)`
    #[must_use]
    pub fn log(&self) -> Self {
        self.apply(Function::Log)
    }

    /// The numeric coefficient and the rest: `3*x*y` is `(3, x*y)`, `x` is `(1, x)`, `5` is `(5, 1)`.
    #[must_use]
    pub fn split_coefficient(&self) -> (Rational, Self) {
        match self.kind() {
            Kind::Number(q) => (q.clone(), Self::one()),
            Kind::Product(v) => match v[0].as_number() {
                Some(q) => (q.clone(), finish_product(Rational::one(), v[1..].to_vec())),
                None => (Rational::one(), self.clone()),
            },
            _ => (Rational::one(), self.clone()),
        }
    }
}

/// Adds `c * t` to a collection of terms; a number times a sum is spread over its terms.
fn add_term(t: &Expr, c: &Rational, constant: &mut Rational, rest: &mut BTreeMap<Expr, Rational>) {
    match t.kind() {
        Kind::Number(q) => *constant += q * c,
        Kind::Sum(v) => {
            for s in v {
                add_term(s, c, constant, rest);
            }
        }
        _ => {
            let (q, base) = t.split_coefficient();
            // 2*(x + y) inside a sum is spread, so that (x + y) - x - y cancels.
            if let Kind::Sum(v) = base.kind() {
                let qc = &q * c;
                for s in v {
                    add_term(s, &qc, constant, rest);
                }
            } else {
                *rest.entry(base).or_insert_with(Rational::zero) += q * c;
            }
        }
    }
}

/// The powers of one base in a product: numeric exponents added, symbolic ones added, zero exponents dropped.
fn merge_powers(base: &Expr, exponents: Vec<Expr>) -> Vec<Expr> {
    if exponents.len() == 1 {
        let e = &exponents[0];
        return vec![if e.is_one() { base.clone() } else { base.pow(e) }];
    }
    if base.as_number().is_some_and(|b| !b.is_positive()) {
        // Powers of a non-positive number are left apart: only integer exponents are defined there and they were computed.
        return exponents.iter().map(|e| base.pow(e)).collect();
    }
    vec![base.pow(&Expr::sum(exponents))]
}

fn finish_product(coefficient: Rational, mut factors: Vec<Expr>) -> Expr {
    if factors.is_empty() {
        return Expr::number(coefficient);
    }
    factors.sort();
    if coefficient.is_one() {
        return if factors.len() == 1 { factors.remove(0) } else { Expr::intern(Kind::Product(factors)) };
    }
    factors.insert(0, Expr::number(coefficient));
    Expr::intern(Kind::Product(factors))
}

/// `b^q` for exact numbers: computed where it is rational and not too large, else kept.
fn number_power(e: &Expr, b: &Rational, q: &Rational) -> Expr {
    let keep = || Expr::intern(Kind::Power(e.clone(), Expr::number(q.clone())));
    if b.is_zero() {
        return if q.is_positive() { Expr::zero() } else { keep() };
    }
    let Some(numerator) = q.numer().to_i64() else { return keep() };
    let Some(degree) = q.denom().to_u32() else { return keep() };
    let root = if degree == 1 {
        Some(b.clone())
    } else if b.is_positive() {
        exact_root(b, degree)
    } else {
        None
    };
    let Some(root) = root else { return keep() };
    let bits = root.bits();
    if bits.saturating_mul(numerator.unsigned_abs()) > MAX_POWER_BITS {
        return keep();
    }
    let Ok(n) = i32::try_from(numerator) else { return keep() };
    Expr::number(root.pow(n))
}

macro_rules! binary_operator {
    ($trait:ident, $method:ident, |$a:ident, $b:ident| $body:expr) => {
        impl std::ops::$trait<&Expr> for &Expr {
            type Output = Expr;
            fn $method(self, other: &Expr) -> Expr {
                let ($a, $b) = (self, other);
                $body
            }
        }
        impl std::ops::$trait<Expr> for Expr {
            type Output = Expr;
            fn $method(self, other: Expr) -> Expr {
                std::ops::$trait::$method(&self, &other)
            }
        }
        impl std::ops::$trait<&Expr> for Expr {
            type Output = Expr;
            fn $method(self, other: &Expr) -> Expr {
                std::ops::$trait::$method(&self, other)
            }
        }
        impl std::ops::$trait<Expr> for &Expr {
            type Output = Expr;
            fn $method(self, other: Expr) -> Expr {
                std::ops::$trait::$method(self, &other)
            }
        }
    };
}

binary_operator!(Add, add, |a, b| Expr::sum([a.clone(), b.clone()]));
binary_operator!(Sub, sub, |a, b| Expr::sum([a.clone(), -b]));
binary_operator!(Mul, mul, |a, b| Expr::product([a.clone(), b.clone()]));
binary_operator!(Div, div, |a, b| Expr::product([a.clone(), b.recip()]));

impl std::ops::Neg for &Expr {
    type Output = Expr;
    fn neg(self) -> Expr {
        self.scaled(&-Rational::one())
    }
}

impl std::ops::Neg for Expr {
    type Output = Expr;
    fn neg(self) -> Expr {
        -&self
    }
}
