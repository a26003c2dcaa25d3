//! Rule **constant-angle**: inverse sines, cosines and tangents of constants whose values are known angles.
//!
//! In: an expression. Out: the expression with `asin c`, `acos c`, `atan c` of constants `c` written as angles.
//!
//! **Soundness.** `asin c` is the one angle in `[-pi/2, pi/2]` of sine `c`; `acos c` that in `[0, pi]` of cosine `c`; `atan c` that in
//! `(-pi/2, pi/2)` of tangent `c`. Where `c` is the sine (cosine, tangent) of a constant `u`, `u` less the half turns that bring it there
//! is this angle: an enclosure shows that it lies inside, and the sign is `(-1)^k` after `k` half turns for the sine; for the cosine
//! `cos u = cos(2 k pi - u)`. A multiple `r pi` with `r` in sixtieths or fortieths is proposed by an enclosure, and accepted where its sine
//! (cosine, tangent) less `c` is 0 by the rule **separation**.

use super::separation;
use crate::enclosure::{Point, Sign, Value, decide_sign, evaluate};
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind};
use num_traits::{Signed, ToPrimitive};

/// Parts of pi that are tried.
const PARTS: i64 = 120;
/// Precision of the enclosures.
const BITS: usize = 256;
/// An angle this close to a part of pi may be one.
const CLOSE: i64 = 1 << 40;

/// The expression with inverse functions of constants as angles; nothing where none is one.
#[must_use]
pub fn named(e: &Expr) -> Option<Expr> {
    let mut out = e.clone();
    for node in e.nodes() {
        if let Kind::Apply(f @ (Function::Asin | Function::Acos | Function::Atan), c) = node.kind()
            && !c.has_symbols()
            && !c.has_mean()
            && let Some(angle) = angle(*f, c)
        {
            out = out.replaced(&node, &angle);
        }
    }
    (out != *e).then_some(out)
}

fn forward(f: Function) -> Function {
    match f {
        Function::Asin => Function::Sin,
        Function::Acos => Function::Cos,
        _ => Function::Tan,
    }
}

fn angle(f: Function, c: &Expr) -> Option<Expr> {
    match c.kind() {
        Kind::Apply(g, u) if *g == forward(f) => turned_back(f, u),
        _ => part_of_pi(f, c),
    }
}

fn is_positive(e: &Expr) -> bool {
    matches!(decide_sign(e, &Point::default(), BITS), Ok(Sign::Positive))
}

/// The integer next below a constant, if an enclosure tells.
fn floor_of(e: &Expr) -> Option<i64> {
    let (low, high) = evaluate(e, &Point::default(), BITS).ok().as_ref().and_then(Value::bounds)?;
    let (low, high) = (low.floor(), high.floor());
    (low == high).then(|| low.to_integer().to_i64())?
}

/// The angle on the main branch with the sine (cosine, tangent) of `u`.
fn turned_back(f: Function, u: &Expr) -> Option<Expr> {
    let half_turns = u / &Expr::pi();
    let half = Expr::ratio(1, 2);
    match f {
        Function::Acos => {
            let k = floor_of(&half_turns)?;
            let from_below = u - &(Expr::integer(k) * Expr::pi());
            let inside = is_positive(&from_below) && is_positive(&(Expr::pi() - from_below.clone()));
            inside.then(|| if k % 2 == 0 { from_below.clone() } else { Expr::pi() - from_below })
        }
        _ => {
            let k = floor_of(&(half_turns + half.clone()))?;
            let t = u - &(Expr::integer(k) * Expr::pi());
            let right = Expr::pi() * half;
            let inside = is_positive(&(&right + &t)) && is_positive(&(right - t.clone()));
            inside.then(|| if f == Function::Asin && k % 2 != 0 { -t } else { t })
        }
    }
}

/// `r pi`, where that is the angle.
fn part_of_pi(f: Function, c: &Expr) -> Option<Expr> {
    let parts = c.apply(f) * Expr::integer(PARTS) / Expr::pi();
    let (low, high) = evaluate(&parts, &Point::default(), BITS).ok().as_ref().and_then(Value::bounds)?;
    let k = low.round();
    let close = Rational::new(1.into(), CLOSE.into());
    if (&low - &k).abs() > close || (&high - &k).abs() > close {
        return None;
    }
    let k = k.to_integer().to_i64()?;
    let on_branch = match f {
        Function::Asin => 2 * k.abs() <= PARTS,
        Function::Acos => (0..=PARTS).contains(&k),
        _ => 2 * k.abs() < PARTS,
    };
    let angle = Expr::pi() * Expr::ratio(k, PARTS);
    // `sin - c cos = 0` says of the tangent what has no quotient.
    let gap = match f {
        Function::Asin => angle.apply(Function::Sin) - c.clone(),
        Function::Acos => angle.apply(Function::Cos) - c.clone(),
        _ => angle.apply(Function::Sin) - c * &angle.apply(Function::Cos),
    };
    (on_branch && separation::is_zero(&gap)).then_some(angle)
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::symbolic::{Expr, Function};

    #[test]
    fn sines_of_parts_of_pi_are_known() {
        let c = (Expr::one() + Expr::integer(5).sqrt()) * Expr::ratio(1, 4);
        assert_eq!(named(&c.apply(Function::Acos)), Some(Expr::pi() * Expr::ratio(1, 5)));
        let t = Expr::integer(2).sqrt() - Expr::one();
        assert_eq!(named(&t.apply(Function::Atan)), Some(Expr::pi() * Expr::ratio(1, 8)));
        // It agrees with pi/5 to twelve digits.
        let near = c + Expr::integer(10).powi(-12);
        assert_eq!(named(&near.apply(Function::Acos)), None);
    }

    #[test]
    fn half_turns_are_taken_off() {
        let is = |e: Expr, angle: Expr| named(&e).is_some_and(|found| (found - angle).is_zero());
        let ten = Expr::integer(10);
        assert!(is(ten.apply(Function::Sin).apply(Function::Asin), Expr::pi() * Expr::integer(3) - ten.clone()));
        assert!(is(ten.apply(Function::Cos).apply(Function::Acos), Expr::pi() * Expr::integer(4) - ten.clone()));
        assert!(is(ten.apply(Function::Tan).apply(Function::Atan), ten - Expr::pi() * Expr::integer(3)));
        assert!(is(Expr::one().apply(Function::Sin).apply(Function::Asin), Expr::one()));
    }
}
