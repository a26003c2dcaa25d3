//! Simpler counterexamples than the one that was found.
//!
//! In: a point at which a claim certainly fails, and a test of points. Out: a point at which it fails too, with smaller
//! numerators and denominators. It must not know claims; the test decides everything.
//!
//! Each coordinate walks down the Stern-Brocot tree from 0 towards the number that was found: its ancestors there are the
//! simplest numbers between it and whatever lies in the way. A run in one direction is gone through by doubling.

use super::evaluate::{EvaluationError, Point, Program};
use super::sample::Place;
use super::sign::{Sign, decide_program_sign};
use crate::symbolic::{Rational, Region, Relation, Symbol};
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

/// Numbers with numerator and denominator up to this are simple enough.
const SIMPLE: i64 = 12;
/// Precision for conditions, in bits.
const BITS: usize = 256;

/// Whether a point certainly lies in a region.
pub(super) struct Inside {
    conditions: Vec<(Program, Relation)>,
    integers: Vec<Symbol>,
}

impl Inside {
    /// The ranges and conditions of a region.
    pub(super) fn of(region: &Region) -> Result<Self, EvaluationError> {
        let prepare = |f: crate::symbolic::Fact| Ok((Program::new(std::slice::from_ref(&f.expr))?, f.relation));
        let conditions = region.facts().into_iter().map(prepare).collect::<Result<_, EvaluationError>>()?;
        let integers = region.variables.iter().filter(|v| v.integer).map(|v| v.symbol.clone()).collect();
        Ok(Self { conditions, integers })
    }

    /// Whether every condition certainly holds.
    pub(super) fn contains(&self, point: &[(Symbol, Rational)]) -> bool {
        if point.iter().any(|(s, q)| !q.is_integer() && self.integers.contains(s)) {
            return false;
        }
        let place = Point::exact(point.iter().cloned());
        self.conditions.iter().all(|(program, relation)| {
            let sign = decide_program_sign(program, &place, BITS).unwrap_or(Sign::Unknown);
            match relation {
                Relation::Positive => sign == Sign::Positive,
                Relation::NonNegative => matches!(sign, Sign::Positive | Sign::Zero),
                Relation::NonZero => matches!(sign, Sign::Positive | Sign::Negative),
                Relation::Zero => sign == Sign::Zero,
            }
        })
    }
}

/// Whether both parts of a number are small.
fn is_simple(q: &Rational) -> bool {
    let most = BigInt::from(SIMPLE);
    q.numer().abs() <= most && q.denom() <= most
}

/// What a test says of a point.
type Test<'t, T> = dyn FnMut(&[(Symbol, Rational)]) -> Option<T> + 't;

/// The point with simpler coordinates, where the test still holds; `None` where it stays as it is.
pub(super) fn simplified<T>(point: &[(Symbol, Rational)], test: &mut Test<'_, T>) -> Option<(Place, T)> {
    let mut current = point.to_vec();
    let mut best = None;
    for place in 0..current.len() {
        let Some((symbol, q)) = current.get(place).cloned() else { continue };
        if is_simple(&q) {
            continue;
        }
        let mut at = |candidate: &Rational| {
            let mut moved = current.clone();
            if let Some(slot) = moved.get_mut(place) {
                *slot = (symbol.clone(), candidate.clone());
            }
            test(&moved).map(|found| (moved, found))
        };
        if let Some((moved, found)) = walk(&q, &mut at) {
            current.clone_from(&moved);
            best = Some((moved, found));
        }
    }
    best
}

/// The first ancestor of a number that passes the test.
fn walk<T>(q: &Rational, test: &mut dyn FnMut(&Rational) -> Option<T>) -> Option<T> {
    let negative = q.is_negative();
    let mut signed = |c: &Rational| if c == q { None } else { test(&if negative { -c } else { c.clone() }) };
    if let Some(found) = signed(&Rational::zero()) {
        return Some(found);
    }
    let quotients = continued_fraction(&q.abs());
    for (place, last) in quotients.iter().enumerate() {
        let head = quotients.get(..place).unwrap_or_default();
        let mut along = |k: &BigInt| signed(&convergent(head, k));
        // Doubling until the test holds, then bisection back to where it begins to hold.
        let (mut fails, mut k) = (BigInt::zero(), BigInt::one());
        while k <= *last {
            if let Some(mut found) = along(&k) {
                while &k - &fails > BigInt::one() {
                    let middle = (&k + &fails) / BigInt::from(2);
                    match along(&middle) {
                        Some(simpler) => (k, found) = (middle, simpler),
                        None => fails = middle,
                    }
                }
                return Some(found);
            }
            fails.clone_from(&k);
            let doubled: BigInt = &k + &k;
            k = if k == *last { last + BigInt::one() } else { doubled.min(last.clone()) };
        }
    }
    None
}

fn continued_fraction(q: &Rational) -> Vec<BigInt> {
    let mut rest = q.clone();
    let mut out = Vec::new();
    loop {
        let whole = rest.floor();
        out.push(whole.to_integer());
        rest -= whole;
        if rest.is_zero() {
            return out;
        }
        rest = rest.recip();
    }
}

/// The number with these partial quotients.
fn convergent(head: &[BigInt], last: &BigInt) -> Rational {
    let first = Rational::from_integer(last.clone());
    let step = |value: Rational, a: &BigInt| Rational::from_integer(a.clone()) + value.recip();
    head.iter().rev().fold(first, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    fn ratio(n: i64, d: i64) -> Rational {
        Rational::new(n.into(), d.into())
    }

    fn simplest(q: Rational, holds: impl Fn(&Rational) -> bool) -> Option<Rational> {
        let symbol = Symbol::new("", "x", Role::Parameter, 0);
        let mut test = |point: &[(Symbol, Rational)]| holds(&point[0].1).then_some(());
        simplified(&[(symbol, q)], &mut test).map(|(point, ())| point[0].1.clone())
    }

    #[test]
    fn the_first_ancestor_that_passes_is_taken() {
        assert_eq!(simplest(ratio(-1024, 1025), |q| *q < ratio(-9, 10) && *q > ratio(-1, 1)), Some(ratio(-10, 11)));
        assert_eq!(simplest(ratio(1_000_000_000, 1), |q| *q > ratio(1_000_000, 1)), Some(ratio(1_000_001, 1)));
        assert_eq!(simplest(ratio(-1, 3073), |q| q.is_negative() && *q > ratio(-1, 50)), Some(ratio(-1, 51)));
        assert_eq!(simplest(ratio(110, 769), |q| *q > ratio(1, 8) && *q < ratio(1, 6)), Some(ratio(1, 7)));
        // Simple numbers stay, and what is the only one that passes stays too.
        assert_eq!(simplest(ratio(7, 12), |_| true), None);
        assert_eq!(simplest(ratio(110, 769), |q| *q == ratio(110, 769)), None);
    }

    #[test]
    fn continued_fractions_come_back() {
        for q in [ratio(0, 1), ratio(7, 1), ratio(110, 769), ratio(1024, 1025)] {
            let quotients = continued_fraction(&q);
            let (last, head) = quotients.split_last().unwrap();
            assert_eq!(convergent(head, last), q);
        }
    }
}
