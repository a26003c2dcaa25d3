//! Rigorous values of formal expectations over a count.
//!
//! In: an integrand, its variable, values of everything else. Out: an interval that contains the mean. It must not know
//! families.
//!
//! The terms from 0 to `N - 1` are enclosed one by one. Error bound **ray-series**: beyond, `|f(N + h)| w(N + h) <= e^(a + s h)` with
//! `s < 0` ([`super::ray`]), so what is left out is at most `e^a/(1 - e^s)`.

use super::boxes::with_values;
use super::evaluate::{Coordinate, Point, Program};
use super::exponential_sums::with_shared_factors_outside;
use super::interval::{Enclosure, Failure, Interval};
use super::ray::{Place, Rays};
use crate::symbolic::{Expr, Function, Law, Rational, Symbol};
use num_bigint::BigInt;

/// Precision of bounds.
const BOUND_BITS: usize = 64;
/// Terms that are enclosed before the rest is bounded.
const STARTS: [i64; 13] = [8, 16, 32, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];
/// A sum of so many terms is cut where the rest is small beside the precision, or not at all.
const GUARD_BITS: usize = 24;

/// The mean.
pub(super) fn mean(f: &Expr, n: &Symbol, law: Law, point: &Point, bits: usize) -> Enclosure {
    let working = bits + GUARD_BITS;
    let f = with_shared_factors_outside(f);
    let (body, constants) = with_values(&f, &[(n.clone(), law)], point, working)?;
    let mut at = Point::default().before(point.until());
    for (s, i) in &constants {
        at.set(s, Coordinate::Within(i.clone()));
    }
    let (count, rest) = cut(&(&body * &mass(n, law)), n, &at, bits)?;
    let program = Program::new(std::slice::from_ref(&body)).map_err(|_| Failure::Unclear)?;
    let mut weight = match law {
        Law::Poisson => Interval::integer(-1).elementary(Function::Exp, working)?,
        _ => Interval::from_rational(&Rational::new(1.into(), 2.into()), working)?,
    };
    let mut sum = Interval::integer(0);
    for k in 0..count {
        if at.is_late() {
            return Err(Failure::Unclear);
        }
        let place = at.clone().with(n, Coordinate::Exact(Rational::from_integer(k.into())));
        let value = program.evaluate(&place, working).map_err(|_| Failure::Unclear)?.pop().ok_or(Failure::Unclear)?;
        let value = value.interval(working).ok_or(Failure::Unclear)?;
        sum = sum.plus(&value.times(&weight, working)?, working)?;
        let divisor = if law == Law::Poisson { k + 1 } else { 2 };
        weight = weight.over(&Interval::from_rational(&Rational::from_integer(divisor.into()), working)?, working)?;
    }
    sum.plus(&rest, bits)
}

/// The mass at a count.
fn mass(n: &Symbol, law: Law) -> Expr {
    let next = Expr::symbol(n) + Expr::one();
    match law {
        Law::Poisson => (-Expr::one()).exp() / next.apply(Function::Gamma),
        _ => Expr::integer(2).pow(&-next),
    }
}

/// How many terms are enclosed, and an interval around 0 that contains the rest.
fn cut(f: &Expr, n: &Symbol, at: &Point, bits: usize) -> Result<(i64, Interval), Failure> {
    let least = Rational::new(1.into(), BigInt::from(1) << bits);
    let nodes = f.nodes();
    for start in STARTS {
        let places = [(n.clone(), Place::Above(Rational::from_integer(start.into())))];
        if let Ok(rest) = beyond(&nodes, &places, at)
            && rest <= least
        {
            return Ok((start, Interval::between(&-&rest, &rest, BOUND_BITS)?));
        }
        if at.is_late() {
            break;
        }
    }
    Err(Failure::Unclear)
}

/// `e^a/(1 - e^s)`
fn beyond(nodes: &[Expr], places: &[(Symbol, Place)], at: &Point) -> Result<Rational, Failure> {
    let (a, slopes) = Rays { places }.bound(nodes, at)?;
    let [s] = slopes.as_slice() else { return Err(Failure::Unclear) };
    let left = Interval::integer(1).minus(&s.elementary(Function::Exp, BOUND_BITS)?, BOUND_BITS)?;
    if !left.is_positive() {
        return Err(Failure::Unclear);
    }
    Ok(a.elementary(Function::Exp, BOUND_BITS)?.over(&left, BOUND_BITS)?.upper_end())
}

#[cfg(test)]
mod tests {
    use super::super::evaluate::evaluate;
    use super::super::quadrature;
    use super::*;
    use crate::symbolic::Role;

    fn value(law: Law, f: impl Fn(&Expr) -> Expr) -> Interval {
        let n = Symbol::new("", "n", Role::Random, 7);
        let e = Expr::mean(&[(n.clone(), law)], &f(&Expr::symbol(&n))).unwrap();
        evaluate(&e, &Point::default(), 64).unwrap().interval(64).unwrap_or_else(|| panic!("{e}"))
    }

    fn agree(a: &Interval, exact: &Expr) {
        let b = evaluate(exact, &Point::default(), 96).unwrap().interval(96).unwrap();
        assert!(!a.is_disjoint_from(&b), "{:?} {:?}", a.endpoints(), b.endpoints());
        assert!(a.width() < Rational::new(1.into(), BigInt::from(10).pow(15)), "{:?}", a.endpoints());
    }

    #[test]
    fn known_means_are_enclosed() {
        let one = Expr::one;
        // Bell's number of 4, and sum k^3/2^(k + 1) = 13.
        agree(&value(Law::Poisson, |n| n.powi(4)), &Expr::integer(15));
        agree(&value(Law::Geometric, |n| n.powi(3)), &Expr::integer(13));
        // E[1/(n + 1)] = 1 - 1/e and log 2; E[cos n] = e^(cos 1 - 1) cos(sin 1).
        agree(&value(Law::Poisson, |n| (n + &one()).recip()), &(one() - (-one()).exp()));
        agree(&value(Law::Geometric, |n| (n + &one()).recip()), &Expr::integer(2).log());
        let (c, s) = (one().apply(Function::Cos), one().apply(Function::Sin));
        agree(&value(Law::Poisson, |n| n.apply(Function::Cos)), &((c - one()).exp() * s.apply(Function::Cos)));
        // E[3^n] = e^2, E[(3/2)^n] = 2.
        agree(&value(Law::Poisson, |n| Expr::integer(3).pow(n)), &Expr::integer(2).exp());
        agree(&value(Law::Geometric, |n| Expr::ratio(3, 2).pow(n)), &Expr::integer(2));
        // sum_n 1/(n! n!)/e = I_0(2)/e, and a ratio of gamma functions: sum (1/2)_n/n! (1/2)^n = sqrt 2.
        let next = |n: &Expr| (n + &one()).apply(Function::Gamma);
        agree(&value(Law::Poisson, |n| next(n).recip()), &(Expr::integer(2).apply(Function::BesselI(0)) / one().exp()));
        let half = Expr::ratio(1, 2);
        let rising = |n: &Expr| (n + &half).apply(Function::Gamma) / half.apply(Function::Gamma);
        agree(&value(Law::Geometric, |n| rising(n) / next(n) * Expr::integer(2)), &Expr::integer(2).sqrt());
    }

    #[test]
    fn what_is_not_summable_has_no_value() {
        let n = Symbol::new("", "n", Role::Random, 7);
        for (law, f) in [
            (Law::Geometric, Expr::integer(2).pow(&Expr::symbol(&n))),
            (Law::Poisson, (Expr::symbol(&n) + Expr::one()).apply(Function::Gamma)),
        ] {
            let e = Expr::mean(&[(n.clone(), law)], &f).unwrap();
            assert_eq!(quadrature::mean(&e, &Point::default(), 64).unwrap_err(), Failure::Unclear);
        }
    }
}
