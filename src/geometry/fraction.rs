//! Expressions as rational functions of one symbol.
//!
//! `numerator / product of factor^power`: factors are kept apart, so that adding fractions with a common factor does
//! not multiply it in twice. Coefficients are expressions free of the symbol.

use super::polynomial::Polynomial;
use crate::symbolic::{Expr, ExprMap, Kind, Symbol};
use num_traits::ToPrimitive;
use std::collections::BTreeMap;

/// Degrees above this are given up.
const LIMIT: u32 = 16;

/// A rational function of one symbol.
#[derive(Clone, Debug)]
pub struct Fraction {
    numerator: Polynomial,
    factors: BTreeMap<Expr, u32>,
}

impl Fraction {
    /// Reads `e` as a rational function of `x`; `None` where `x` stands inside a function or a root, or the degree
    /// is too high.
    #[must_use]
    pub fn of(e: &Expr, x: &Symbol) -> Option<Self> {
        let mut done: ExprMap<Option<Self>> = ExprMap::default();
        for node in e.nodes() {
            let f = Self::rule(&node, x, &done);
            done.insert(node, f);
        }
        done.remove(e).flatten()
    }

    fn rule(e: &Expr, x: &Symbol, done: &ExprMap<Option<Self>>) -> Option<Self> {
        let of = |o: &Expr| done.get(o).cloned().flatten();
        let mut free = e.as_symbol() != Some(x) && !(matches!(e.kind(), Kind::Mean { .. }) && e.contains(x));
        e.for_each_operand(|o| free &= of(o).is_some_and(|f| f.is_constant()));
        if free || e.as_symbol() == Some(x) {
            return Self::whole(e, x);
        }
        match e.kind() {
            Kind::Sum(v) => Self::sum(x, &v.iter().map(of).collect::<Option<Vec<_>>>()?),
            Kind::Product(v) => {
                let mut out = Self::whole(&Expr::one(), x)?;
                for f in v {
                    out = out.times(&of(f)?)?;
                }
                Some(out)
            }
            Kind::Power(b, n) => {
                let n = n.as_number().filter(|q| q.is_integer())?.to_integer().to_i64()?;
                let base = of(b)?;
                let count = u32::try_from(n.unsigned_abs()).ok().filter(|n| *n <= LIMIT)?;
                let base = if n < 0 { base.reciprocal(x)? } else { base };
                (0..count).try_fold(Self::whole(&Expr::one(), x)?, |p, _| p.times(&base))
            }
            _ => None,
        }
    }

    fn whole(e: &Expr, x: &Symbol) -> Option<Self> {
        let numerator = Polynomial::of(e, std::slice::from_ref(x), LIMIT).ok()?;
        Some(Self { numerator, factors: BTreeMap::new() })
    }

    fn is_constant(&self) -> bool {
        self.numerator.is_constant() && self.factors.is_empty()
    }

    fn times(&self, other: &Self) -> Option<Self> {
        let mut factors = self.factors.clone();
        for (f, n) in &other.factors {
            *factors.entry(f.clone()).or_insert(0) += n;
        }
        Self { numerator: self.numerator.times(&other.numerator), factors }.bounded()
    }

    fn reciprocal(&self, x: &Symbol) -> Option<Self> {
        let denominator = expand(&self.factors, x)?;
        let factor = self.numerator.to_expr();
        let factors = if factor.is_one() { BTreeMap::new() } else { BTreeMap::from([(factor, 1)]) };
        Some(Self { numerator: denominator, factors })
    }

    fn sum(x: &Symbol, parts: &[Self]) -> Option<Self> {
        let mut common: BTreeMap<Expr, u32> = BTreeMap::new();
        for (f, n) in parts.iter().flat_map(|p| &p.factors) {
            let most = common.entry(f.clone()).or_insert(0);
            *most = (*most).max(*n);
        }
        let mut numerators = Vec::new();
        for p in parts {
            let missing = common.iter().map(|(f, n)| (f.clone(), n - p.factors.get(f).copied().unwrap_or(0)));
            numerators.push(p.numerator.times(&expand(&missing.collect(), x)?));
        }
        let numerator = Polynomial::sum(std::slice::from_ref(x), &numerators);
        Self { numerator, factors: common }.bounded()
    }

    fn bounded(self) -> Option<Self> {
        (self.numerator.degree() <= LIMIT).then_some(self)
    }

    /// The coefficients, from degree 0, of `numerator - value * denominator`: they vanish together with
    /// `fraction - value` wherever the fraction is defined. `value` is free of `x`.
    #[must_use]
    pub fn equation(&self, value: &Expr, x: &Symbol) -> Option<Vec<Expr>> {
        let denominator = expand(&self.factors, x)?;
        let right = denominator.times(&Polynomial::constant(std::slice::from_ref(x), -value));
        let p = Polynomial::sum(std::slice::from_ref(x), &[self.numerator.clone(), right]);
        Some((0..=p.degree()).map(|n| p.coefficient(&[n])).collect())
    }
}

/// The product of the factors as a polynomial.
fn expand(factors: &BTreeMap<Expr, u32>, x: &Symbol) -> Option<Polynomial> {
    let mut out = Polynomial::constant(std::slice::from_ref(x), Expr::one());
    for (f, n) in factors {
        let p = Polynomial::of(f, std::slice::from_ref(x), LIMIT).ok()?;
        for _ in 0..*n {
            out = out.times(&p);
            if out.degree() > LIMIT {
                return None;
            }
        }
    }
    Some(out)
}
