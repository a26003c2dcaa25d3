//! Expressions of a random variable as sums of generalised monomials, whose expectations have rules.
//!
//! In: an expression in the standard variable `z`, and what is certain of `z`. Out: coefficients free of `z` with
//! [`Monomial`]s, or the part that is none. It must not know distributions or their parameters.
//!
//! Each step is an identity at every `z` of the support at which the expression is defined:
//! `(c m)^q = c^q m^q` and `log(c m) = log c + log m` are used only where `m > 0` certainly, and then `c > 0` follows
//! from the expression being defined.

use super::terms::{gathered, product};
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_bigint::BigInt;
use num_traits::{One, ToPrimitive, Zero};

/// More terms than this are not expanded.
const MOST_TERMS: usize = 20_000;
/// Sums are not raised to higher powers than this.
const HIGHEST_POWER: u64 = 64;

/// Cosines of larger multiples of the angle are not expanded.
const LARGEST_MULTIPLE: i64 = 12;

/// What is certain of the standard variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Any real number.
    Line,
    /// `z > 0`
    HalfLine,
    /// `0 < z < 1`
    UnitInterval,
    /// `z = log(u/(1 - u))` with `0 < u < 1`: `softplus` and `logistic` of `z` and `-z` are functions of `u`.
    LogOdds,
    /// An angle: polynomials in `cos z` and `sin z`.
    Circle,
    /// A natural number.
    Count,
}

/// `z^power (1 - z)^co_power (log z)^logs (log(1 - z))^co_logs e^(rate z) sign(z)^signs cos(z)^cosines sin(z)^sines`
/// and a factor that is none of these.
///
/// On [`Ground::LogOdds`] `z` stands for `u` in all factors.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Monomial {
    /// Exponent of `z`, free of `z`.
    pub power: Expr,
    /// Exponent of `1 - z`.
    pub co_power: Expr,
    /// Exponent of `log z`.
    pub logs: u32,
    /// Exponent of `log(1 - z)`.
    pub co_logs: u32,
    /// Coefficient of `z` in the exponential.
    pub rate: Expr,
    /// Whether the sign of `z` is a factor.
    pub signed: bool,
    /// Exponent of `cos z`.
    pub cosines: u32,
    /// Exponent of `sin z`.
    pub sines: u32,
    /// Any other function of `z`, or 1; no rule gives its expectation.
    pub other: Expr,
}

impl Monomial {
    /// 1
    #[must_use]
    pub fn one() -> Self {
        Self {
            power: Expr::zero(),
            co_power: Expr::zero(),
            logs: 0,
            co_logs: 0,
            rate: Expr::zero(),
            signed: false,
            cosines: 0,
            sines: 0,
            other: Expr::one(),
        }
    }

    /// `z`
    #[must_use]
    pub fn variable() -> Self {
        Self { power: Expr::one(), ..Self::one() }
    }

    /// The product. `sign(z)^2 = 1` but for `z = 0`, a point without mass wherever signs occur.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        Self {
            power: &self.power + &other.power,
            co_power: &self.co_power + &other.co_power,
            logs: self.logs + other.logs,
            co_logs: self.co_logs + other.co_logs,
            rate: &self.rate + &other.rate,
            signed: self.signed ^ other.signed,
            cosines: self.cosines + other.cosines,
            sines: self.sines + other.sines,
            other: &self.other * &other.other,
        }
    }

    /// Whether it is a product of powers and an exponential alone, so that it may be raised to any power.
    fn is_plain(&self) -> bool {
        self.logs == 0
            && self.co_logs == 0
            && !self.signed
            && self.cosines == 0
            && self.sines == 0
            && self.other.is_one()
    }

    fn is_one(&self) -> bool {
        self.is_plain() && self.power.is_zero() && self.co_power.is_zero() && self.rate.is_zero()
    }

    /// The exponent of `z`, where it is a natural number.
    #[must_use]
    pub fn natural(&self) -> Option<u32> {
        self.power.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_u32())
    }
}

/// A sum of coefficients times monomials.
pub type Terms = Vec<(Expr, Monomial)>;

/// Expands expressions in `z`.
pub struct Expansion<'a> {
    /// The standard variable.
    pub variable: &'a Symbol,
    /// What is certain of it.
    pub ground: Ground,
    /// Whether parts of another form are kept as they are, as [`Monomial::other`].
    pub formal: bool,
}

impl Expansion<'_> {
    /// The terms of `e`; the part that has no such form otherwise.
    ///
    /// # Errors
    /// The part.
    pub fn of(&self, e: &Expr) -> Result<Terms, Expr> {
        if !e.contains(self.variable) {
            return Ok(vec![(e.clone(), Monomial::one())]);
        }
        match self.expanded(e) {
            Err(_) if self.formal => Ok(vec![(Expr::one(), Monomial { other: e.clone(), ..Monomial::one() })]),
            result => result,
        }
    }

    fn expanded(&self, e: &Expr) -> Result<Terms, Expr> {
        match e.kind() {
            Kind::Symbol(_) if self.ground == Ground::LogOdds => Ok(vec![
                (Expr::one(), Monomial { logs: 1, ..Monomial::one() }),
                (-Expr::one(), Monomial { co_logs: 1, ..Monomial::one() }),
            ]),
            Kind::Symbol(_) => Ok(vec![(Expr::one(), Monomial::variable())]),
            Kind::Sum(v) => self.collected(v, e),
            Kind::Product(v) => {
                let mut out: Terms = vec![(Expr::one(), Monomial::one())];
                for factor in v {
                    out = product(&out, &self.of(factor)?, MOST_TERMS, Monomial::times).ok_or_else(|| e.clone())?;
                }
                Ok(out)
            }
            Kind::Power(base, exponent) => self.power(e, base, exponent),
            Kind::Apply(Function::Exp, u) => self.exponential(e, u),
            Kind::Apply(f @ (Function::Sinh | Function::Cosh), u) => {
                let down = (-u).exp();
                let down = if *f == Function::Sinh { -down } else { down };
                self.collected(&[u.exp() * Expr::ratio(1, 2), down * Expr::ratio(1, 2)], e)
            }
            Kind::Apply(Function::Log, u) => self.logarithm(e, u),
            Kind::Apply(Function::Abs | Function::Sign, u) => self.signed(e, u),
            Kind::Apply(f @ (Function::Cos | Function::Sin), u) if self.ground == Ground::Circle => {
                self.angle(e, *f, u)
            }
            Kind::Apply(f @ (Function::Softplus | Function::Logistic), u) if self.ground == Ground::LogOdds => {
                self.odds(e, *f, u)
            }
            _ => Err(e.clone()),
        }
    }

    /// The terms of a sum, equal monomials together.
    fn collected(&self, operands: &[Expr], whole: &Expr) -> Result<Terms, Expr> {
        let mut all: Terms = Vec::new();
        for t in operands {
            all.extend(self.of(t)?);
            if all.len() > MOST_TERMS {
                return Err(whole.clone());
            }
        }
        Ok(gathered(all))
    }

    fn is_complement(&self, e: &Expr) -> bool {
        matches!(self.ground, Ground::UnitInterval) && *e == Expr::one() - Expr::symbol(self.variable)
    }

    /// Whether every plain monomial is positive, so that roots and logarithms may be taken factor by factor.
    fn positive(&self, m: &Monomial) -> bool {
        match self.ground {
            Ground::HalfLine | Ground::UnitInterval | Ground::LogOdds => m.is_plain(),
            Ground::Line | Ground::Circle | Ground::Count => m.is_plain() && m.power.is_zero() && m.co_power.is_zero(),
        }
    }

    fn power(&self, e: &Expr, base: &Expr, exponent: &Expr) -> Result<Terms, Expr> {
        if exponent.contains(self.variable) {
            // b^u = e^(u log b), where b > 0 and free of z. A power of a count may have another base.
            return if base.contains(self.variable) || !plainly_positive(base) {
                Err(e.clone())
            } else {
                self.exponential(e, &(exponent * base.log()))
            };
        }
        if self.is_complement(base) {
            return Ok(vec![(Expr::one(), Monomial { co_power: exponent.clone(), ..Monomial::one() })]);
        }
        let terms = self.of(base)?;
        let natural = exponent.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_u64());
        if let ([(c, m)], None) = (terms.as_slice(), natural) {
            let whole = exponent.as_number().is_some_and(Rational::is_integer);
            if m.is_plain() && (whole || self.positive(m)) {
                return Ok(vec![(c.pow(exponent), scaled(m, exponent))]);
            }
        }
        let n = natural.filter(|n| *n <= HIGHEST_POWER).ok_or_else(|| e.clone())?;
        let mut out: Terms = vec![(Expr::one(), Monomial::one())];
        for _ in 0..n {
            out = gathered(product(&out, &terms, MOST_TERMS, Monomial::times).ok_or_else(|| e.clone())?);
        }
        Ok(out)
    }

    /// `exp(c + t z + a log z + b log(1 - z)) = e^c e^(t z) z^a (1 - z)^b`
    fn exponential(&self, e: &Expr, u: &Expr) -> Result<Terms, Expr> {
        let mut constant = Vec::new();
        let mut out = Monomial::one();
        for (c, m) in self.of(u)? {
            if m.is_one() {
                constant.push(c);
            } else if m == Monomial::variable() && self.ground != Ground::LogOdds {
                out.rate = &out.rate + &c;
            } else if m == (Monomial { logs: 1, ..Monomial::one() }) {
                out.power = &out.power + &c;
            } else if m == (Monomial { co_logs: 1, ..Monomial::one() }) {
                out.co_power = &out.co_power + &c;
            } else {
                return Err(e.clone());
            }
        }
        Ok(vec![(Expr::sum(constant).exp(), out)])
    }

    fn logarithm(&self, e: &Expr, u: &Expr) -> Result<Terms, Expr> {
        if self.is_complement(u) {
            return Ok(vec![(Expr::one(), Monomial { co_logs: 1, ..Monomial::one() })]);
        }
        let terms = self.of(u)?;
        let [(c, m)] = terms.as_slice() else { return Err(e.clone()) };
        if !self.positive(m) {
            return Err(e.clone());
        }
        let parts = [
            (c.log(), Monomial::one()),
            (m.power.clone(), Monomial { logs: 1, ..Monomial::one() }),
            (m.co_power.clone(), Monomial { co_logs: 1, ..Monomial::one() }),
            (m.rate.clone(), Monomial::variable()),
        ];
        Ok(parts.into_iter().filter(|(c, _)| !c.is_zero()).collect())
    }

    /// `|c z| = |c| sign(z) z`, `sign(c z) = sign(c) sign(z)`
    fn signed(&self, e: &Expr, u: &Expr) -> Result<Terms, Expr> {
        let terms = self.of(u)?;
        let [(c, m)] = terms.as_slice() else { return Err(e.clone()) };
        let absolute = matches!(e.kind(), Kind::Apply(Function::Abs, _));
        let function = if absolute { Function::Abs } else { Function::Sign };
        if self.positive(m) {
            let m = if absolute { m.clone() } else { Monomial::one() };
            return Ok(vec![(c.apply(function), m)]);
        }
        if self.ground != Ground::Line || *m != Monomial::variable() {
            return Err(e.clone());
        }
        let power = if absolute { Expr::one() } else { Expr::zero() };
        Ok(vec![(c.apply(function), Monomial { power, signed: true, ..Monomial::one() })])
    }

    /// The addition theorems for `cos(n z + shift)` and `sin(n z + shift)` with an integer `n`, after those for the multiple (de Moivre):
    /// `cos(n z)` and `sin(n z)` are the real and the imaginary part of `(cos z + i sin z)^n`.
    fn angle(&self, e: &Expr, f: Function, u: &Expr) -> Result<Terms, Expr> {
        let n = integer(&u.derivative(self.variable)).filter(|n| (1..=LARGEST_MULTIPLE).contains(&n.abs()));
        let n = n.ok_or_else(|| e.clone())?;
        let shift = u.substitute([(self.variable.clone(), Expr::zero())]);
        let (c, s) = (shift.apply(Function::Cos), shift.apply(Function::Sin));
        let turned = if n < 0 { -Expr::one() } else { Expr::one() };
        let order = u32::try_from(n.unsigned_abs()).map_err(|_| e.clone())?;
        let terms = (0..=order).map(|sines| {
            // The factors i^0, i^1, i^2, i^3.
            let sign = Rational::from_integer(if sines % 4 < 2 { 1 } else { -1 }.into());
            let m = Monomial { cosines: order - sines, sines, ..Monomial::one() };
            let weight = binomial(order, sines) * sign;
            let coefficient = match (f, sines % 2) {
                (Function::Cos, 0) => c.clone(),
                (Function::Cos, _) => -(&s * &turned),
                (_, 0) => s.clone(),
                (_, _) => &c * &turned,
            };
            (coefficient.scaled(&weight), m)
        });
        Ok(terms.filter(|(c, _)| !c.is_zero()).collect())
    }

    /// `softplus(z) = -log(1 - u)`, `softplus(-z) = -log u`, `logistic(z) = u`, `logistic(-z) = 1 - u`
    fn odds(&self, e: &Expr, f: Function, u: &Expr) -> Result<Terms, Expr> {
        let z = Expr::symbol(self.variable);
        let upright = *u == z;
        if !upright && *u != -&z {
            return Err(e.clone());
        }
        let minus = -Expr::one();
        Ok(vec![match (f, upright) {
            (Function::Softplus, true) => (minus, Monomial { co_logs: 1, ..Monomial::one() }),
            (Function::Softplus, false) => (minus, Monomial { logs: 1, ..Monomial::one() }),
            (_, true) => (Expr::one(), Monomial { power: Expr::one(), ..Monomial::one() }),
            (_, false) => (Expr::one(), Monomial { co_power: Expr::one(), ..Monomial::one() }),
        }])
    }
}

fn scaled(m: &Monomial, exponent: &Expr) -> Monomial {
    Monomial { power: &m.power * exponent, co_power: &m.co_power * exponent, rate: &m.rate * exponent, ..m.clone() }
}

/// `n!/(k! (n - k)!)`
#[must_use]
pub fn binomial(n: u32, k: u32) -> Rational {
    let mut out = BigInt::one();
    for j in 0..k {
        out = out * (n - j) / (j + 1);
    }
    Rational::from_integer(if k > n { BigInt::zero() } else { out })
}

/// The Stirling numbers of the second kind `S(n, 0)`, .., `S(n, n)`: `z^n = sum S(n, k) z (z - 1) .. (z - k + 1)`.
#[must_use]
pub fn stirling(n: u32) -> Vec<Rational> {
    let mut row = vec![Rational::one()];
    for _ in 0..n {
        let mut next = vec![Rational::zero(); row.len() + 1];
        for (k, s) in row.iter().enumerate() {
            next[k] += s * Rational::from_integer(BigInt::from(k));
            next[k + 1] += s;
        }
        row = next;
    }
    row
}

/// The integer, when the expression is one.
#[must_use]
pub fn integer(e: &Expr) -> Option<i64> {
    e.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_i64())
}

/// Positive whatever the values of the symbols in it: a positive number, a value of `exp`, sums and products of such.
#[must_use]
pub fn plainly_positive(e: &Expr) -> bool {
    match e.kind() {
        Kind::Number(q) => num_traits::Signed::is_positive(q),
        Kind::Pi | Kind::Apply(Function::Exp | Function::Logistic | Function::Softplus | Function::Cosh, _) => true,
        Kind::Sum(v) | Kind::Product(v) => v.iter().all(plainly_positive),
        Kind::Power(b, _) => plainly_positive(b),
        _ => false,
    }
}
