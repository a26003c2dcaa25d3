//! Expressions of several variables as sums of `c x_1^a_1 .. (log x_1)^l_1 .. e^(t_1 x_1 + ..)`.
//!
//! In: an expression and its variables. Out: coefficients with exponents, or nothing where a part has no such form.
//! Powers that are no natural numbers, and logarithms, are taken only where every variable is positive; then they are taken
//! factor by factor, as for one variable.

use crate::statistics::monomials::plainly_positive;
use crate::statistics::terms::{gathered, product};
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_traits::ToPrimitive;

/// More terms than this are not expanded.
const MOST_TERMS: usize = 20_000;
/// Sums are not raised to higher powers than this.
const HIGHEST_POWER: u32 = 32;

/// One term without its coefficient.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Monomial {
    /// Exponents of the variables.
    pub powers: Vec<Expr>,
    /// Exponents of their logarithms.
    pub logs: Vec<u32>,
    /// Coefficients of the variables in the exponential.
    pub rates: Vec<Expr>,
}

impl Monomial {
    fn one(n: usize) -> Self {
        Self { powers: vec![Expr::zero(); n], logs: vec![0; n], rates: vec![Expr::zero(); n] }
    }

    fn times(&self, other: &Self) -> Self {
        let sum = |a: &[Expr], b: &[Expr]| a.iter().zip(b).map(|(x, y)| x + y).collect();
        Self {
            powers: sum(&self.powers, &other.powers),
            logs: self.logs.iter().zip(&other.logs).map(|(a, b)| a + b).collect(),
            rates: sum(&self.rates, &other.rates),
        }
    }

    fn is_one(&self) -> bool {
        *self == Self::one(self.powers.len())
    }

    /// The exponents, where they are natural numbers and nothing else occurs but exponentials.
    #[must_use]
    pub fn naturals(&self) -> Option<Vec<u32>> {
        let plain = self.logs.iter().all(|l| *l == 0);
        let natural = |e: &Expr| e.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_u32());
        if plain { self.powers.iter().map(natural).collect() } else { None }
    }
}

/// A sum of coefficients times monomials.
pub type Terms = Vec<(Expr, Monomial)>;

/// The terms of `e` in `variables`, which are all positive if so said.
#[must_use]
pub fn expanded(e: &Expr, variables: &[Symbol], positive: bool) -> Option<Terms> {
    Expansion { variables, positive }.of(e)
}

struct Expansion<'a> {
    variables: &'a [Symbol],
    positive: bool,
}

impl Expansion<'_> {
    fn one(&self) -> Monomial {
        Monomial::one(self.variables.len())
    }

    fn of(&self, e: &Expr) -> Option<Terms> {
        let symbols = e.symbols();
        if !self.variables.iter().any(|v| symbols.contains(v)) {
            return Some(vec![(e.clone(), self.one())]);
        }
        match e.kind() {
            Kind::Symbol(s) => {
                let i = self.variables.iter().position(|v| v == s)?;
                let mut m = self.one();
                m.powers[i] = Expr::one();
                Some(vec![(Expr::one(), m)])
            }
            Kind::Sum(v) => {
                let parts: Option<Vec<Terms>> = v.iter().map(|t| self.of(t)).collect();
                Some(gathered(parts?.into_iter().flatten().collect()))
            }
            Kind::Product(v) => {
                let mut out = vec![(Expr::one(), self.one())];
                for factor in v {
                    out = gathered(product(&out, &self.of(factor)?, MOST_TERMS, Monomial::times)?);
                }
                Some(out)
            }
            Kind::Power(b, x) => self.power(b, x),
            Kind::Apply(Function::Exp, u) => self.exponential(u),
            Kind::Apply(Function::Log, u) => self.logarithm(u),
            _ => None,
        }
    }

    fn power(&self, b: &Expr, x: &Expr) -> Option<Terms> {
        let symbols = x.symbols();
        if self.variables.iter().any(|v| symbols.contains(v)) {
            // b^u = e^(u log b) where b > 0; a power of a count may have another base.
            return if plainly_positive(b) { self.exponential(&(x * &b.log())) } else { None };
        }
        let terms = self.of(b)?;
        let natural = x.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_u32());
        if let ([(c, m)], None) = (terms.as_slice(), natural)
            && self.positive
            && m.logs.iter().all(|l| *l == 0)
        {
            let scaled = |v: &[Expr]| v.iter().map(|e| e * x).collect();
            let m = Monomial { powers: scaled(&m.powers), rates: scaled(&m.rates), ..m.clone() };
            return Some(vec![(c.pow(x), m)]);
        }
        let mut out = vec![(Expr::one(), self.one())];
        for _ in 0..natural.filter(|n| *n <= HIGHEST_POWER)? {
            out = gathered(product(&out, &terms, MOST_TERMS, Monomial::times)?);
        }
        Some(out)
    }

    fn exponential(&self, u: &Expr) -> Option<Terms> {
        let mut constant = Vec::new();
        let mut out = self.one();
        for (c, m) in self.of(u)? {
            if m.is_one() {
                constant.push(c);
                continue;
            }
            let i = (0..self.variables.len()).find(|i| {
                let mut x = self.one();
                x.powers[*i] = Expr::one();
                let mut log = self.one();
                log.logs[*i] = 1;
                m == x || m == log
            })?;
            let slot = if m.logs[i] == 1 { &mut out.powers[i] } else { &mut out.rates[i] };
            *slot = &*slot + &c;
        }
        Some(vec![(Expr::sum(constant).exp(), out)])
    }

    fn logarithm(&self, u: &Expr) -> Option<Terms> {
        let terms = self.of(u)?;
        let [(c, m)] = terms.as_slice() else { return None };
        let flat = m.powers.iter().all(Expr::is_zero);
        if m.logs.iter().any(|l| *l > 0) || !(self.positive || flat) {
            return None;
        }
        let mut out = vec![(c.log(), self.one())];
        for i in 0..self.variables.len() {
            let (mut log, mut x) = (self.one(), self.one());
            log.logs[i] = 1;
            x.powers[i] = Expr::one();
            out.push((m.powers[i].clone(), log));
            out.push((m.rates[i].clone(), x));
        }
        Some(out.into_iter().filter(|(c, _)| !c.is_zero()).collect())
    }
}
