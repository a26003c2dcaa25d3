//! Numbers between the real roots of polynomials, where their signs can be read off.
//!
//! In: an expression. Out: for each variable, numbers that separate the real roots of the polynomials in it that decide on
//! signs: the expression itself, and what stands under absolute values, signs, roots and in `max` and `min`. They only say
//! where to look; nothing is concluded from them.

use super::sturm::{End, Polynomial, polynomial, roots, square_free, value};
use crate::rational::Rational;
use crate::symbolic::{Binary, Expr, Function, Kind, Symbol};
use num_traits::{One, Signed, Zero};

/// Higher degrees are left out.
const LARGEST_DEGREE: usize = 12;
/// Bisections for one polynomial.
const MOST_CUTS: usize = 64;
/// Polynomials that are looked at.
const MOST: usize = 6;

/// For each variable, numbers between the roots of what decides on signs.
#[must_use]
pub fn numbers(e: &Expr) -> Vec<(Symbol, Vec<Rational>)> {
    let mut out: Vec<(Symbol, Vec<Rational>)> = Vec::new();
    let mut candidates = vec![e.clone()];
    for node in e.nodes() {
        match node.kind() {
            Kind::Apply(Function::Abs | Function::Sign | Function::Cbrt, u) => candidates.push(u.clone()),
            Kind::Binary(Binary::Min | Binary::Max, u, v) => candidates.push(u - v),
            Kind::Power(u, n) if n.as_number().is_none_or(|n| !n.is_integer() || n.is_negative()) => {
                candidates.push(u.clone());
            }
            _ => {}
        }
    }
    for u in candidates.iter().take(MOST) {
        let symbols = u.symbols();
        let Some(x) = symbols.first().filter(|_| symbols.len() == 1) else { continue };
        let Some(found) = polynomial(u, x).and_then(|p| separators(&p)) else { continue };
        match out.iter_mut().find(|(s, _)| s == x) {
            Some((_, list)) => list.extend(found),
            None => out.push((x.clone(), found)),
        }
    }
    out
}

/// Whether an expression is a polynomial in one variable whose signs the numbers show completely.
#[must_use]
pub fn is_polynomial(e: &Expr) -> bool {
    let symbols = e.symbols();
    symbols.len() == 1
        && symbols.first().is_some_and(|x| polynomial(e, x).is_some_and(|p| p.len() <= LARGEST_DEGREE + 1))
}

/// Numbers below, between and above the real roots, no roots themselves.
pub(super) fn separators(p: &Polynomial) -> Option<Vec<Rational>> {
    if p.len() < 2 || p.len() > LARGEST_DEGREE + 1 {
        return None;
    }
    let p = square_free(p)?;
    let leading = p.last()?;
    // Cauchy's bound.
    let bound = (p.iter().map(|c| (c / leading).abs()).max()? + Rational::one()).ceil();
    let mut out = vec![-&bound, bound.clone()];
    let mut open = vec![(-&bound, bound)];
    let mut cuts = 0;
    while let Some((a, b)) = open.pop() {
        let end = |q: &Rational| -> End { Some((q.clone(), false)) };
        if cuts >= MOST_CUTS || roots(&p, &end(&a), &end(&b))? < 2 {
            continue;
        }
        cuts += 1;
        let part = |n: i64| &a + (&b - &a) * Rational::new(n.into(), 64.into());
        let middle = (32..64).map(part).find(|m| !value(&p, m).is_zero())?;
        out.push(middle.clone());
        open.push((a, middle.clone()));
        open.push((middle, b));
    }
    out.sort();
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    #[test]
    fn every_two_roots_are_separated() {
        let s = Symbol::new("", "x", Role::Parameter, 0);
        let x = Expr::symbol(&s);
        let from_roots = |list: &[i64]| Expr::product(list.iter().map(|r| &x - &Expr::integer(*r)));
        for list in [&[7, 8][..], &[500, 501], &[-3, 0, 1, 2, 40]] {
            let found = &numbers(&from_roots(list))[0].1;
            for pair in list.windows(2) {
                let inside = |q: &Rational| {
                    *q > Rational::from_integer(pair[0].into()) && *q < Rational::from_integer(pair[1].into())
                };
                assert!(found.iter().any(inside), "{pair:?} in {found:?}");
            }
        }
        // Roots that are no rational numbers, 1/250 apart.
        let close = x.powi(2) - x.scaled(&Rational::from_integer(1001.into())) + Expr::ratio(501_000, 2);
        assert!(!numbers(&close).is_empty());
        assert!(numbers(&x.exp()).is_empty());
        assert!(is_polynomial(&close) && !is_polynomial(&x.exp()));
    }
}
