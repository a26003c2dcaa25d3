//! Expressions as polynomials in chosen symbols, with expressions free of them as coefficients.
//!
//! Exact and structural: products are multiplied out in the chosen symbols only; a coefficient counts as 0 when it
//! is literally so.

use crate::symbolic::{Expr, ExprMap, Kind, Symbol};
use num_traits::{Signed, ToPrimitive};
use std::collections::BTreeMap;

/// A polynomial: exponents of the symbols, and the coefficient of that monomial (never literally 0).
#[derive(Clone, Debug, PartialEq)]
pub struct Polynomial {
    /// The symbols, in the order of the exponents.
    pub symbols: Vec<Symbol>,
    /// Exponents and coefficient.
    pub terms: BTreeMap<Vec<u32>, Expr>,
}

/// Why an expression is no polynomial of bounded degree in the symbols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPolynomial {
    /// A symbol stands inside this function, root or denominator.
    Inside(Expr),
    /// The degree of this part is above the limit.
    Degree(Expr),
}

impl NotPolynomial {
    /// The part that spoils it.
    #[must_use]
    pub fn part(&self) -> &Expr {
        match self {
            Self::Inside(e) | Self::Degree(e) => e,
        }
    }
}

impl Polynomial {
    /// Reads `e` as a polynomial of total degree at most `limit` (in every partial product too).
    ///
    /// # Errors
    /// The part that is not polynomial, or of too high a degree.
    pub fn of(e: &Expr, symbols: &[Symbol], limit: u32) -> Result<Self, NotPolynomial> {
        let mut done: ExprMap<Result<Self, NotPolynomial>> = ExprMap::default();
        for node in e.nodes() {
            let p = Self::rule(&node, symbols, limit, &done);
            done.insert(node, p);
        }
        done.remove(e).unwrap_or_else(|| Err(NotPolynomial::Inside(e.clone())))
    }

    fn rule(
        e: &Expr,
        symbols: &[Symbol],
        limit: u32,
        done: &ExprMap<Result<Self, NotPolynomial>>,
    ) -> Result<Self, NotPolynomial> {
        let of = |x: &Expr| done.get(x).cloned().unwrap_or_else(|| Err(NotPolynomial::Inside(x.clone())));
        // A formal expectation is constant where its integrand is free of the symbols.
        let mut free = !(matches!(e.kind(), Kind::Mean { .. }) && symbols.iter().any(|s| e.contains(s)));
        e.for_each_operand(|x| free &= of(x).is_ok_and(|p| p.is_constant()));
        if let Some(i) = e.as_symbol().and_then(|s| symbols.iter().position(|t| t == s)) {
            let exponents = (0..symbols.len()).map(|k| u32::from(k == i)).collect();
            return Ok(Self { symbols: symbols.to_vec(), terms: BTreeMap::from([(exponents, Expr::one())]) });
        }
        if free {
            return Ok(Self::constant(symbols, e.clone()));
        }
        let bounded = |p: Self| if p.degree() > limit { Err(NotPolynomial::Degree(e.clone())) } else { Ok(p) };
        match e.kind() {
            Kind::Sum(v) => {
                let mut parts = Vec::new();
                for t in v {
                    parts.push(of(t)?);
                }
                Ok(Self::sum(symbols, &parts))
            }
            Kind::Product(v) => {
                let mut out = Self::constant(symbols, Expr::one());
                for f in v {
                    out = bounded(out.times(&of(f)?))?;
                }
                Ok(out)
            }
            Kind::Power(b, x) => {
                let whole = x.as_number().filter(|q| q.is_integer() && q.is_positive());
                let base = of(b)?;
                let Some(n) = whole else { return Err(NotPolynomial::Inside(e.clone())) };
                let n = n.to_integer().to_u32().filter(|n| n.saturating_mul(base.degree()) <= limit);
                let n = n.ok_or_else(|| NotPolynomial::Degree(e.clone()))?;
                Ok((0..n).fold(Self::constant(symbols, Expr::one()), |p, _| p.times(&base)))
            }
            _ => Err(NotPolynomial::Inside(e.clone())),
        }
    }

    /// The polynomial without symbols.
    #[must_use]
    pub fn constant(symbols: &[Symbol], c: Expr) -> Self {
        let terms = if c.is_zero() { BTreeMap::new() } else { BTreeMap::from([(vec![0; symbols.len()], c)]) };
        Self { symbols: symbols.to_vec(), terms }
    }

    /// The sum of polynomials in the same symbols.
    #[must_use]
    pub fn sum(symbols: &[Symbol], parts: &[Self]) -> Self {
        let mut collected: BTreeMap<Vec<u32>, Vec<Expr>> = BTreeMap::new();
        for (m, c) in parts.iter().flat_map(|p| &p.terms) {
            collected.entry(m.clone()).or_default().push(c.clone());
        }
        Self { symbols: symbols.to_vec(), terms: settle(collected) }
    }

    /// The product with a polynomial in the same symbols.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let mut collected: BTreeMap<Vec<u32>, Vec<Expr>> = BTreeMap::new();
        for (m, c) in &self.terms {
            for (n, d) in &other.terms {
                let exponents = m.iter().zip(n).map(|(a, b)| a + b).collect();
                collected.entry(exponents).or_default().push(c * d);
            }
        }
        Self { symbols: self.symbols.clone(), terms: settle(collected) }
    }

    /// The largest total degree of a term; 0 for constants.
    #[must_use]
    pub fn degree(&self) -> u32 {
        self.terms.keys().map(|m| m.iter().sum()).max().unwrap_or(0)
    }

    /// No symbol occurs.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.degree() == 0
    }

    /// The coefficient of a monomial; 0 where there is none.
    #[must_use]
    pub fn coefficient(&self, exponents: &[u32]) -> Expr {
        self.terms.get(exponents).cloned().unwrap_or_else(Expr::zero)
    }

    /// The sum of the terms, multiplied out.
    #[must_use]
    pub fn to_expr(&self) -> Expr {
        Expr::sum(self.terms.iter().map(|(m, c)| {
            let powers = self.symbols.iter().zip(m).map(|(s, n)| Expr::symbol(s).powi(i64::from(*n)));
            Expr::product(powers.chain([c.clone()]))
        }))
    }
}

fn settle(collected: BTreeMap<Vec<u32>, Vec<Expr>>) -> BTreeMap<Vec<u32>, Expr> {
    collected.into_iter().map(|(m, c)| (m, Expr::sum(c))).filter(|(_, c)| !c.is_zero()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::testing::{coordinates, parameter};

    #[test]
    fn coefficients_are_collected_in_the_chosen_symbols_only() {
        let s = coordinates("M.a", &["x", "y"]);
        let (x, y, a) = (Expr::symbol(&s[0]), Expr::symbol(&s[1]), Expr::symbol(&parameter("a")));
        let e = (&x + &a * &y).powi(2) - x.powi(2);
        let p = Polynomial::of(&e, &s, 2).unwrap();
        assert_eq!(p.coefficient(&[2, 0]), Expr::zero());
        assert_eq!(p.coefficient(&[1, 1]), a.scaled(&crate::symbolic::Rational::from_integer(2.into())));
        assert_eq!(p.coefficient(&[0, 2]), a.powi(2));
        assert_eq!(Polynomial::of(&x.exp(), &s, 2), Err(NotPolynomial::Inside(x.exp())));
        assert_eq!(Polynomial::of(&x.powi(3), &s, 2), Err(NotPolynomial::Degree(x.powi(3))));
    }
}
