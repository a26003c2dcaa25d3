//! Summands as sums of terms `c k^n a^k b^(N - k)` times gamma functions of `k + s` and `N - k + s`.
//!
//! In: an expression in the index `k`, and the last index `N`, where there is one. Out: terms, or nothing where a part has
//! no such form. Each step is an identity at every natural number `k` (up to `N`) at which the expression is defined:
//! `b^(s k + t) = b^t (b^s)^k` for integers `s`, and for positive `b`.

use crate::statistics::joint::finite::unlogged;
use crate::statistics::monomials::integer;
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_traits::ToPrimitive;

/// More terms than this are not expanded.
const MOST_TERMS: usize = 2_000;
/// Sums are not raised to higher powers than this.
const HIGHEST_POWER: u32 = 32;

/// One term without its coefficient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Exponent of `k`.
    pub power: u32,
    /// `a` in `a^k`.
    pub ratio: Expr,
    /// `b` in `b^(N - k)`.
    pub co_ratio: Expr,
    /// Exponents of `Gamma(k + s)`, by `s`, sorted.
    pub upwards: Vec<(Expr, i64)>,
    /// Exponents of `Gamma(N - k + s)`, by `s`, sorted.
    pub below: Vec<(Expr, i64)>,
    /// The factors `1/(k + c)` with positive integers `c`, sorted.
    pub poles: Vec<i64>,
}

impl Shape {
    pub fn one() -> Self {
        Self {
            power: 0,
            ratio: Expr::one(),
            co_ratio: Expr::one(),
            upwards: Vec::new(),
            below: Vec::new(),
            poles: Vec::new(),
        }
    }

    fn times(&self, other: &Self) -> Self {
        Self {
            power: self.power + other.power,
            ratio: &self.ratio * &other.ratio,
            co_ratio: &self.co_ratio * &other.co_ratio,
            upwards: joined(&self.upwards, &other.upwards),
            below: joined(&self.below, &other.below),
            poles: {
                let mut poles = [self.poles.as_slice(), &other.poles].concat();
                poles.sort_unstable();
                poles
            },
        }
    }

    fn raised(&self, n: i64) -> Option<Self> {
        let scaled = |v: &[(Expr, i64)]| v.iter().map(|(s, e)| (s.clone(), e * n)).collect();
        Some(Self {
            power: u32::try_from(i64::from(self.power) * n).ok()?,
            ratio: self.ratio.powi(n),
            co_ratio: self.co_ratio.powi(n),
            upwards: scaled(&self.upwards),
            below: scaled(&self.below),
            poles: match usize::try_from(n) {
                Ok(n) => self.poles.iter().flat_map(|c| std::iter::repeat_n(*c, n)).collect(),
                Err(_) if self.poles.is_empty() => Vec::new(),
                Err(_) => return None,
            },
        })
    }

    /// `a`, where the term is `a^k` and nothing else.
    pub fn only_ratio(&self) -> Option<Expr> {
        (*self == Self { ratio: self.ratio.clone(), ..Self::one() }).then(|| self.ratio.clone())
    }

    /// The term at `k = 0`, without its power.
    pub fn at_zero(&self) -> Option<Expr> {
        let upwards = self.upwards.iter().map(|(s, e)| s.apply(Function::Gamma).powi(*e));
        (self.below.is_empty() && self.poles.is_empty() && self.co_ratio.is_one()).then(|| Expr::product(upwards))
    }
}

fn joined(a: &[(Expr, i64)], b: &[(Expr, i64)]) -> Vec<(Expr, i64)> {
    let mut out: std::collections::BTreeMap<Expr, i64> = a.iter().cloned().collect();
    for (s, e) in b {
        *out.entry(s.clone()).or_default() += e;
    }
    out.into_iter().filter(|(_, e)| *e != 0).collect()
}

pub(super) type Term = (Expr, Shape);

/// Expands expressions in the index.
pub(super) struct Expansion<'a> {
    pub variable: &'a Symbol,
    pub last: Option<&'a Expr>,
}

impl Expansion<'_> {
    pub fn of(&self, e: &Expr) -> Option<Vec<Term>> {
        if !e.contains(self.variable) {
            return Some(vec![(e.clone(), Shape::one())]);
        }
        match e.kind() {
            Kind::Symbol(_) => Some(vec![(Expr::one(), Shape { power: 1, ..Shape::one() })]),
            Kind::Sum(v) => {
                let parts: Option<Vec<Vec<Term>>> = v.iter().map(|t| self.of(t)).collect();
                Some(gathered(parts?.into_iter().flatten().collect()))
            }
            Kind::Product(v) => {
                let mut out = vec![(Expr::one(), Shape::one())];
                for factor in v {
                    out = product(&out, &self.of(factor)?)?;
                }
                Some(out)
            }
            Kind::Power(b, u) if u.contains(self.variable) && !b.contains(self.variable) => self.geometric(b, u),
            Kind::Power(b, n) => self.power(b, n),
            Kind::Apply(Function::Exp, u) => self.exponential(u),
            Kind::Apply(Function::Gamma, u) => {
                let (slope, offset) = self.affine(u)?;
                let gammas = |s: Expr| vec![(s, 1)];
                match slope {
                    1 => Some(vec![(Expr::one(), Shape { upwards: gammas(offset), ..Shape::one() })]),
                    -1 => {
                        let s = offset - self.last?;
                        Some(vec![(Expr::one(), Shape { below: gammas(s), ..Shape::one() })])
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `u = slope k + offset` with an integer slope.
    fn affine(&self, u: &Expr) -> Option<(i64, Expr)> {
        let slope = integer(&u.derivative(self.variable))?;
        Some((slope, u.substitute([(self.variable.clone(), Expr::zero())])))
    }

    fn geometric(&self, b: &Expr, u: &Expr) -> Option<Vec<Term>> {
        let (slope, offset) = self.affine(u)?;
        let outside = |t: &Expr| if t.is_zero() { Expr::one() } else { b.pow(t) };
        match self.last {
            // b^(N - k + t)
            Some(last) if slope < 0 => {
                let rest = offset + last * &Expr::integer(slope);
                Some(vec![(outside(&rest), Shape { co_ratio: b.powi(-slope), ..Shape::one() })])
            }
            _ => Some(vec![(outside(&offset), Shape { ratio: b.powi(slope), ..Shape::one() })]),
        }
    }

    /// `e^(c + r k)`
    fn exponential(&self, u: &Expr) -> Option<Vec<Term>> {
        let mut constant = Vec::new();
        let mut rate = Vec::new();
        for (c, shape) in self.of(u)? {
            if shape == Shape::one() {
                constant.push(c);
            } else if shape == (Shape { power: 1, ..Shape::one() }) {
                rate.push(c);
            } else {
                return None;
            }
        }
        Some(vec![(Expr::sum(constant).exp(), Shape { ratio: unlogged(&Expr::sum(rate)), ..Shape::one() })])
    }

    fn power(&self, base: &Expr, n: &Expr) -> Option<Vec<Term>> {
        let terms = self.of(base)?;
        let n = integer(n)?;
        if let [(c, shape)] = terms.as_slice()
            && let Some(raised) = shape.raised(n)
        {
            return Some(vec![(c.powi(n), raised)]);
        }
        if n < 0 {
            return self.reciprocal(base, n.unsigned_abs());
        }
        let n = n.to_u32().filter(|n| *n <= HIGHEST_POWER)?;
        let mut out = vec![(Expr::one(), Shape::one())];
        for _ in 0..n {
            out = gathered(product(&out, &terms)?);
        }
        Some(out)
    }

    /// `(s k + s c)^-n` with a positive integer `c`: it has a value at every natural number.
    fn reciprocal(&self, base: &Expr, n: u64) -> Option<Vec<Term>> {
        let slope = base.derivative(self.variable);
        if slope.contains(self.variable) || slope.is_zero() {
            return None;
        }
        let c = integer(&(base.substitute([(self.variable.clone(), Expr::zero())]) / &slope)).filter(|c| *c > 0)?;
        let n = usize::try_from(n).ok().filter(|n| *n <= HIGHEST_POWER as usize)?;
        let poles = vec![c; n];
        Some(vec![(slope.powi(-i64::try_from(n).ok()?), Shape { poles, ..Shape::one() })])
    }
}

fn product(a: &[Term], b: &[Term]) -> Option<Vec<Term>> {
    if a.len().saturating_mul(b.len()) > MOST_TERMS {
        return None;
    }
    Some(a.iter().flat_map(|(c, m)| b.iter().map(move |(d, n)| (c * d, m.times(n)))).collect())
}

fn gathered(terms: Vec<Term>) -> Vec<Term> {
    let mut out: Vec<(Vec<Expr>, Shape)> = Vec::new();
    for (c, s) in terms {
        match out.iter_mut().find(|(_, known)| *known == s) {
            Some((parts, _)) => parts.push(c),
            None => out.push((vec![c], s)),
        }
    }
    out.into_iter().map(|(c, s)| (Expr::sum(c), s)).filter(|(c, _)| !c.is_zero()).collect()
}
