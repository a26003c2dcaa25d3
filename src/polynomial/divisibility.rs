//! Cheap signs that one polynomial does not divide another.
//!
//! In: two polynomials. Out: `true` only if the second certainly does not divide the first. Most divisions that the
//! checker of proofs tries fail, and a failing division may go far before it fails.
//!
//! Two tests. The smallest monomial of a product is the product of the smallest monomials, because the order respects
//! products. And where `a = b q`, the same holds modulo a prime `p` at every point, as long as `p` divides no denominator
//! of `a` and not all coefficients of `b`: by Gauss's lemma `q` then has no `p` in a denominator either. So with all
//! variables but one at a point modulo `p`, the remainder of two polynomials in one variable is 0.

use super::Polynomial;
use crate::rational::Rational;

/// A prime below the square root of the largest machine word, so that products of residues fit.
const P: u64 = 2_147_483_647;

/// Remainders are formed up to this degree.
const MAX_DEGREE: u32 = 64;

/// Whether `divisor`, of several terms, certainly does not divide `p`.
pub(super) fn is_excluded(p: &Polynomial, divisor: &Polynomial) -> bool {
    let (Some((least, _)), Some((smallest, _))) = (p.terms.first_key_value(), divisor.terms.first_key_value()) else {
        return false;
    };
    if least.over(smallest).is_none() {
        return true;
    }
    let Some(x) = divisor.variables().into_iter().min_by_key(|i| divisor.degree(*i)) else { return false };
    if p.degree(x) < divisor.degree(x) {
        return true;
    }
    if p.degree(x) > MAX_DEGREE {
        return false;
    }
    let (Some(a), Some(b)) = (at_point(p, x), at_point(divisor, x)) else { return false };
    match b.iter().rposition(|c| *c != 0) {
        Some(degree) => leaves_remainder(a, &b[..=degree]),
        // The divisor may vanish at the point by accident.
        None => false,
    }
}

/// The coefficients of the powers of `x` with the other variables at a point modulo `P`; `None` where a denominator
/// is divisible by `P`.
fn at_point(p: &Polynomial, x: usize) -> Option<Vec<u64>> {
    let mut out = vec![0; p.degree(x) as usize + 1];
    for (m, c) in p.terms() {
        let mut value = residue(c)?;
        let mut power = 0;
        for (i, n) in m.powers() {
            if i == x {
                power = n as usize;
            } else {
                value = value * raised(coordinate(i), n) % P;
            }
        }
        if let Some(slot) = out.get_mut(power) {
            *slot = (*slot + value) % P;
        }
    }
    Some(out)
}

/// Whether division of `a` by `b`, whose last coefficient is not 0, leaves a remainder modulo `P`.
fn leaves_remainder(mut a: Vec<u64>, b: &[u64]) -> bool {
    let Some((lead, lower)) = b.split_last() else { return false };
    let inverse = inverse(*lead);
    while a.len() >= b.len() {
        let Some(top) = a.pop() else { break };
        let factor = top * inverse % P;
        let shift = a.len() - lower.len();
        for (slot, c) in a[shift..].iter_mut().zip(lower) {
            *slot = (*slot + (P - factor * c % P)) % P;
        }
    }
    a.iter().any(|c| *c != 0)
}

/// A number for each variable, spread over the residues.
fn coordinate(i: usize) -> u64 {
    (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) % (P - 2) + 2
}

/// By Fermat's theorem.
fn inverse(n: u64) -> u64 {
    raised(n, u32::try_from(P - 2).unwrap_or(u32::MAX))
}

fn raised(base: u64, exponent: u32) -> u64 {
    let (mut out, mut square, mut n) = (1, base % P, exponent);
    while n > 0 {
        if n & 1 == 1 {
            out = out * square % P;
        }
        square = square * square % P;
        n >>= 1;
    }
    out
}

fn residue(c: &Rational) -> Option<u64> {
    match c.residues(u32::try_from(P).unwrap_or(u32::MAX)) {
        (_, 0) => None,
        (n, 1) => Some(n),
        (n, d) => Some(n * inverse(d) % P),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn x(i: usize) -> Polynomial {
        Polynomial::variable(i)
    }

    #[test]
    fn what_divides_is_never_excluded() {
        let half = Polynomial::constant(Rational::new(1.into(), 2.into()));
        let divisors = [
            x(0).add(&x(1)),
            x(0).power(2).minus(&x(1)).add(&half),
            x(2).times(&x(0)).add(&Polynomial::one()),
            // vanishes modulo the prime
            x(0).scaled(&Rational::from_integer(P.into())).add(&Polynomial::constant(Rational::from_integer(P.into()))),
        ];
        for b in &divisors {
            for q in &divisors {
                assert!(!is_excluded(&b.times(q), b), "{b:?} {q:?}");
                assert!(!is_excluded(&b.times(q).times(&x(1)), b), "{b:?} {q:?}");
            }
        }
    }

    #[test]
    fn what_leaves_a_remainder_is_excluded() {
        let b = x(0).power(2).add(&x(1)).add(&x(2));
        let product = b.times(&x(0).add(&x(2).power(3)));
        assert!(is_excluded(&product.add(&Polynomial::one()), &b));
        assert!(is_excluded(&product.add(&x(0).times(&x(1))), &b));
        assert!(is_excluded(&x(0), &b));
    }
}
