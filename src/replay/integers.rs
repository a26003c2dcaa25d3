//! Rule **integers**: the sign of a polynomial in one integer variable, by its values.
//!
//! In: an expression and the ranges of the variables. Out: whether it has the wanted sign at every integer of its
//! variable's range. Everything is exact and computed here; nothing is taken from the certificate.
//!
//! **Soundness.** A real root of `a_n x^n + .. + a_0` is at most `1 + max |a_k/a_n|` in size (Cauchy). Beyond that bound the
//! polynomial keeps its sign, so its values at the integers up to the bound, and at one integer beyond on each side, or at the
//! first of the range where the range begins there, show all its signs. A sum of integer multiples of `g` (in any integer
//! variables) and of a constant that is none is not 0. Nor is a polynomial with integer coefficients that leaves no residue 0 by some modulus: its residue depends on those
//! of the variables alone, all of which are tried. An end that is no rational number is taken to be infinite.

use super::claim::Wanted;
use super::inverted::{distributed, is_integer};
use super::sturm::{End, Polynomial, end, polynomial, value};
use crate::rational::Rational;
use crate::symbolic::{Expr, Kind, Region, Symbol};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// The largest bound of roots.
const LARGEST: i64 = 1_000;
/// Moduli by which polynomials are looked at: most squares, cubes and fourth powers are seen by these.
const MODULI: [i64; 8] = [3, 4, 5, 7, 8, 9, 13, 16];
/// Combinations of residues.
const MOST_RESIDUES: i64 = 5_000;
/// Variables of a polynomial that is looked at by residues.
const MOST_VARIABLES: usize = 4;

/// Whether the expression is a polynomial in one integer variable with the wanted sign at every integer of the range.
#[must_use]
pub fn has_sign(e: &Expr, wanted: Wanted, region: &Region) -> bool {
    let not_zero = || is_no_multiple(e, region) || has_no_residue_zero(e, region).is_some();
    decided(e, wanted, region).unwrap_or(false) || (wanted == Wanted::NonZero && not_zero())
}

/// Whether the values of an expression are integers: a polynomial with integer coefficients in integer variables.
#[must_use]
pub fn is_integral(e: &Expr, region: &Region) -> bool {
    is_integer(&distributed(e), region) && e.has_symbols()
}

/// Whether the expression is a polynomial in one integer variable that is 0 at every integer of a bounded range.
#[must_use]
pub fn is_zero(e: &Expr, region: &Region) -> bool {
    let vanishes = || {
        let symbols = e.symbols();
        let x = symbols.first().filter(|_| symbols.len() == 1)?;
        let variable = region.variables.iter().find(|v| v.symbol == *x && v.integer)?;
        let p = polynomial(e, x)?;
        let least = first_integer(&end(&variable.lower))?.to_i64()?;
        let most = (-first_integer(&end(&variable.upper).map(|(q, closed)| (-q, closed)))?).to_i64()?;
        let few = least <= most && most.checked_sub(least)? <= LARGEST;
        Some(few && (least..=most).all(|n| value(&p, &Rational::from_integer(n.into())).is_zero()))
    };
    vanishes().unwrap_or(false)
}

/// Whether the expression is `c` plus terms that are integer multiples of a number `g`, and `c` is none: it is not 0.
fn is_no_multiple(e: &Expr, region: &Region) -> bool {
    let e = distributed(e);
    let Kind::Sum(terms) = e.kind() else { return false };
    let mut constant = Rational::zero();
    let mut common: Option<Rational> = None;
    for term in terms {
        if let Some(q) = term.as_number() {
            constant += q;
            continue;
        }
        let (factor, rest) = term.split_coefficient();
        if !is_integer(&rest, region) {
            return false;
        }
        common = Some(common.map_or_else(|| factor.abs(), |g| common_measure(&g, &factor)));
    }
    common.is_some_and(|g| !g.is_zero() && !(constant / g).is_integer())
}

/// A modulus by which a polynomial with rational coefficients in integer variables, made integral, is nowhere 0: neither is
/// the polynomial then, for it would leave the residue 0.
fn has_no_residue_zero(e: &Expr, region: &Region) -> Option<i64> {
    let symbols: Vec<Symbol> = e.symbols().into_iter().collect();
    let integer = |s: &Symbol| region.variables.iter().any(|v| v.symbol == *s && v.integer);
    if !(1..=MOST_VARIABLES).contains(&symbols.len()) || !symbols.iter().all(integer) {
        return None;
    }
    let p = super::means::polynomial(e, &symbols)?;
    let common = p.terms().fold(BigInt::one(), |l, (_, c)| l.lcm(&c.denom()));
    let terms: Vec<(Vec<u32>, BigInt)> = p
        .terms()
        .map(|(m, c)| ((0..symbols.len()).map(|i| m.degree(i)).collect(), c.numer() * (&common / c.denom())))
        .collect();
    MODULI.into_iter().find(|q| {
        let count = u32::try_from(symbols.len()).ok().and_then(|n| q.checked_pow(n));
        let Some(count) = count.filter(|c| *c <= MOST_RESIDUES) else { return false };
        let reduced: Vec<(&Vec<u32>, i64)> =
            terms.iter().map(|(m, c)| (m, c.mod_floor(&BigInt::from(*q)).to_i64().unwrap_or(0))).collect();
        (0..count).all(|mut number| {
            let mut residues = Vec::with_capacity(symbols.len());
            for _ in &symbols {
                residues.push(number % q);
                number /= q;
            }
            let value = reduced.iter().fold(0_i64, |sum, (m, c)| {
                let powers = m.iter().zip(&residues).map(|(n, r)| (0..*n).fold(1, |power, _| power * r % q));
                (sum + powers.fold(*c, |product, power| product * power % q)) % q
            });
            value != 0
        })
    })
}

/// The largest number that two numbers, not 0, are integer multiples of.
fn common_measure(a: &Rational, b: &Rational) -> Rational {
    let numerator = (a.numer() * b.denom()).gcd(&(b.numer() * a.denom()));
    Rational::new(numerator, a.denom() * b.denom()).abs()
}

fn decided(e: &Expr, wanted: Wanted, region: &Region) -> Option<bool> {
    let symbols = e.symbols();
    let x = symbols.first().filter(|_| symbols.len() == 1)?;
    let variable = region.variables.iter().find(|v| v.symbol == *x && v.integer)?;
    let p = polynomial(e, x)?;
    let beyond = bound_of_roots(&p)? + 1;
    let beyond = BigInt::from(beyond);
    let least = first_integer(&end(&variable.lower));
    let most = first_integer(&end(&variable.upper).map(|(q, closed)| (-q, closed))).map(|n| -n);
    if least.iter().zip(&most).any(|(a, b)| a > b) {
        return None;
    }
    let (from, to) = match (least, most) {
        // Where the whole range lies beyond the roots, the integer next to them speaks for all.
        (Some(least), _) if least > beyond => (least.clone(), least),
        (_, Some(most)) if most < -&beyond => (most.clone(), most),
        (least, most) => {
            let from = least.map_or_else(|| -&beyond, |n| n.max(-&beyond));
            (from, most.map_or_else(|| beyond.clone(), |n| n.min(beyond.clone())))
        }
    };
    let holds = |n: i64| {
        let v = value(&p, &Rational::from_integer(n.into()));
        let excluded = variable.nonzero && n == 0;
        excluded
            || match wanted {
                Wanted::Positive => v.is_positive(),
                Wanted::NonNegative => !v.is_negative(),
                Wanted::NonZero => !v.is_zero(),
            }
    };
    Some((from.to_i64()?..=to.to_i64()?).all(holds))
}

/// An integer that bounds the roots in size.
fn bound_of_roots(p: &Polynomial) -> Option<i64> {
    let leading = p.last()?;
    let largest = p.iter().map(|c| (c / leading).abs()).max()?;
    (largest + Rational::one()).ceil().to_integer().to_i64().filter(|n| *n <= LARGEST)
}

/// The least integer of a range with this lower end.
fn first_integer(end: &End) -> Option<BigInt> {
    let (q, closed) = end.as_ref()?;
    let up = q.ceil().to_integer();
    Some(if q.is_integer() && !closed { up + 1 } else { up })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Bound, Role, Symbol, Variable};

    fn holds(e: impl Fn(&Expr) -> Expr, wanted: Wanted, lower: Option<i64>, upper: Option<i64>) -> bool {
        let s = Symbol::new("", "n", Role::Parameter, 0);
        let bound = |b: Option<i64>| b.map_or(Bound::Infinite, |b| Bound::Closed(Expr::integer(b)));
        let v = Variable { lower: bound(lower), upper: bound(upper), integer: true, ..Variable::real(s.clone()) };
        let e = e(&Expr::symbol(&s));
        let real = Region { variables: vec![Variable { integer: false, ..v.clone() }], conditions: Vec::new() };
        assert!(!has_sign(&e, wanted, &real), "not for real numbers");
        has_sign(&e, wanted, &Region { variables: vec![v], conditions: Vec::new() })
    }

    #[test]
    fn signs_at_integers_need_not_be_signs_at_real_numbers() {
        let n = Expr::integer;
        assert!(holds(|x| x.powi(2) - x, Wanted::NonNegative, None, None));
        assert!(!holds(|x| x.powi(2) - x, Wanted::Positive, None, None));
        assert!(holds(|x| x.powi(2) - x, Wanted::Positive, Some(2), None));
        assert!(holds(|x| x * &n(2) - n(1), Wanted::NonZero, None, None));
        assert!(!holds(|x| x * &n(2) - n(4), Wanted::NonZero, None, None));
        assert!(holds(|x| x * &n(2) - n(4), Wanted::NonZero, Some(3), None));
        assert!(holds(|x| x * &(x - &n(7)) + n(12), Wanted::NonNegative, None, None));
        assert!(!holds(|x| x * &(x - &n(7)) + Expr::ratio(23, 2), Wanted::NonNegative, None, None));
        assert!(holds(|x| x * &(x - &n(1)) * (x - &n(2)), Wanted::NonNegative, Some(0), None));
        assert!(!holds(|x| x * &(x - &n(1)) * (x - &n(2)), Wanted::NonNegative, Some(-1), None));
        assert!(!holds(|x| x * &(x - &n(1)) * (x - &n(2)), Wanted::NonNegative, None, Some(5)));
        // The whole range lies beyond the roots, on either side.
        assert!(holds(|x| x.powi(3) - n(1), Wanted::Positive, Some(50), None));
        assert!(holds(|x| -x.powi(3) - n(1), Wanted::Positive, None, Some(-50)));
        assert!(!holds(|x| x.powi(3) - n(1), Wanted::Positive, None, Some(-50)));
        assert!(!holds(|x| x.powi(2), Wanted::NonNegative, Some(3), Some(2)), "nothing is said of an empty range");
    }

    #[test]
    fn a_constant_between_multiples_is_never_met() {
        let (s, t) = (Symbol::new("", "m", Role::Parameter, 0), Symbol::new("", "n", Role::Parameter, 1));
        let (m, n) = (Expr::symbol(&s), Expr::symbol(&t));
        let region = |integer: bool| Region {
            variables: vec![
                Variable { integer, ..Variable::real(s.clone()) },
                Variable { integer: true, ..Variable::real(t.clone()) },
            ],
            conditions: Vec::new(),
        };
        let q = |a: i64, b: i64| Expr::ratio(a, b);
        let e = |c: Expr| &m * &q(2, 1) + &n * &q(4, 1) - c;
        assert!(has_sign(&e(q(7, 1)), Wanted::NonZero, &region(true)));
        assert!(!has_sign(&e(q(6, 1)), Wanted::NonZero, &region(true)));
        assert!(!has_sign(&e(q(7, 1)), Wanted::NonZero, &region(false)));
        assert!(!has_sign(&e(q(7, 1)), Wanted::Positive, &region(true)));
        assert!(has_sign(&(&m * &q(1, 2) + &n * &q(1, 3) - q(1, 7)), Wanted::NonZero, &region(true)));
        assert!(!has_sign(&(&m * &q(1, 2) + &n * &q(1, 3) - q(1, 6)), Wanted::NonZero, &region(true)));
        assert!(has_sign(
            &(m.powi(2) * &n * &q(6, 1) - n.powi(3) * &q(9, 1) + q(2, 1)),
            Wanted::NonZero,
            &region(true)
        ));
    }

    #[test]
    fn residues_show_that_a_polynomial_is_not_zero() {
        let (s, t) = (Symbol::new("", "m", Role::Parameter, 0), Symbol::new("", "n", Role::Parameter, 1));
        let (m, n) = (Expr::symbol(&s), Expr::symbol(&t));
        let region = |integer: bool| Region {
            variables: vec![
                Variable { integer, ..Variable::real(s.clone()) },
                Variable { integer: true, ..Variable::real(t.clone()) },
            ],
            conditions: Vec::new(),
        };
        let four = |c: i64| n.powi(2) - &m * &Expr::integer(4) - Expr::integer(c);
        for (c, not_zero) in [(0, false), (1, false), (2, true), (3, true)] {
            assert_eq!(has_sign(&four(c), Wanted::NonZero, &region(true)), not_zero, "{c}");
            assert!(!has_sign(&four(c), Wanted::NonZero, &region(false)));
            assert!(!has_sign(&four(c), Wanted::Positive, &region(true)));
        }
        assert!(!has_sign(&(m.powi(2) - n.powi(2) * Expr::integer(2)), Wanted::NonZero, &region(true)), "0 at 0");
        let sum = m.powi(2) + n.powi(2) - Expr::integer(4_000_000_003);
        assert!(has_sign(&sum, Wanted::NonZero, &region(true)), "a sum of two squares is 0, 1 or 2 by 4");
    }

    #[test]
    fn a_polynomial_may_vanish_at_all_integers_of_a_range() {
        let s = Symbol::new("", "n", Role::Parameter, 0);
        let n = Expr::symbol(&s);
        let e = &n * &(n.powi(2) - Expr::one());
        let region = |from: i64, to: i64| {
            let (lower, upper) = (Bound::Closed(Expr::integer(from)), Bound::Closed(Expr::integer(to)));
            let v = Variable { lower, upper, integer: true, ..Variable::real(s.clone()) };
            Region { variables: vec![v], conditions: Vec::new() }
        };
        assert!(is_zero(&e, &region(-1, 1)));
        assert!(!is_zero(&e, &region(-1, 2)));
        assert!(!is_zero(&e, &region(1, -1)), "nothing is said of an empty range");
    }
}
