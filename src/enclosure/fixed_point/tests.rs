//! The functions against the library's at many more digits.

use super::*;
use crate::enclosure::interval::{Interval, compare};
use crate::symbolic::Rational;
use proptest::prelude::*;

fn end(n: i64, d: i64) -> BigFloat {
    Interval::from_rational(&Rational::new(n.into(), d.into()), 192).unwrap().low().clone()
}

/// The library's value to many digits lies between the ends, and these are close together.
fn agrees(found: Option<(BigFloat, BigFloat)>, exact: &BigFloat, bits: usize) {
    let (a, b) = found.unwrap();
    assert!(compare(&a, exact).is_le() && compare(exact, &b).is_le(), "{a} {exact} {b}");
    let width = b.sub(&a, 64, RoundingMode::Up);
    let unit = exact.exponent().unwrap() - i32::try_from(bits).unwrap() + 2;
    assert!(width.is_zero() || width.exponent().unwrap() <= unit, "{a} {b}");
}

proptest! {
    #[test]
    fn exponentials_are_those_of_the_library(n in -4_000_000_i64..4_000_000, d in 1_i64..1_000_000, bits in 1_usize..8) {
        let (x, bits) = (end(n, d), bits * 40 + 24);
        let exact = crate::enclosure::interval::with_constants(|c| x.exp(bits + 200, RoundingMode::ToEven, c));
        agrees(exponential(&x, &x, bits), &exact, bits);
    }

    #[test]
    fn logarithms_are_those_of_the_library(n in 1_i64..40_000_000, d in 1_i64..1_000_000, bits in 1_usize..8) {
        let (x, bits) = (end(n, d), bits * 40 + 24);
        if compare(&x, &whole(1)).is_ne() {
            let exact = crate::enclosure::interval::with_constants(|c| x.ln(bits + 200, RoundingMode::ToEven, c));
            agrees(logarithm(&x, bits), &exact, bits);
        }
    }

    #[test]
    fn thin_intervals_are_enclosed(n in -4000_i64..4000, d in 1_i64..1000, width in 40_u32..80) {
        let low = end(n, d);
        let mut step = whole(1);
        step.set_exponent(1 - i32::try_from(width).unwrap());
        let high = low.add_full_prec(&step);
        let (a, b) = exponential(&low, &high, 64).unwrap();
        let exact = |x: &BigFloat| crate::enclosure::interval::with_constants(|c| x.exp(400, RoundingMode::ToEven, c));
        prop_assert!(compare(&a, &exact(&low)).is_le() && compare(&exact(&high), &b).is_le());
    }
}

#[test]
fn edges() {
    let (a, b) = exponential(&whole(0), &whole(0), 64).unwrap();
    assert!(compare(&a, &whole(1)).is_le() && compare(&b, &whole(1)).is_ge());
    // Close to 1, and far away.
    for bits in [64, 200] {
        for (sign, e) in [(1, -150), (-1, -150), (1, -60), (-1, -3)] {
            let mut step = whole(sign);
            step.set_exponent(e);
            let x = whole(1).add_full_prec(&step);
            let exact = crate::enclosure::interval::with_constants(|c| x.ln(700, RoundingMode::ToEven, c));
            agrees(logarithm(&x, bits), &exact, bits);
        }
        for e in [-4_000_000, -70, 0, 2, 70, 4_000_000] {
            let mut x = end(13, 7);
            x.set_exponent(e);
            let exact = crate::enclosure::interval::with_constants(|c| x.ln(400, RoundingMode::ToEven, c));
            agrees(logarithm(&x, bits), &exact, bits);
        }
        for (n, e) in [(1, -100), (-1, -100), (5, 23), (-5, 23)] {
            let mut x = whole(n);
            x.set_exponent(e);
            let exact = crate::enclosure::interval::with_constants(|c| x.exp(400, RoundingMode::ToEven, c));
            agrees(exponential(&x, &x, bits), &exact, bits);
        }
    }
    // Too wide, too precise, not positive.
    assert!(exponential(&whole(0), &whole(1), 64).is_none());
    assert!(exponential(&whole(1), &whole(1), 1000).is_none());
    assert!(logarithm(&whole(-1), 64).is_none() && logarithm(&whole(0), 64).is_none());
}

/// The library's value at many more digits.
fn library(f: impl FnOnce(usize, &mut astro_float::Consts) -> BigFloat, bits: usize) -> BigFloat {
    crate::enclosure::interval::with_constants(|c| f(bits + 240, c))
}

/// Like `agrees`, where there is an answer; whether there was one.
fn agrees_if_any(found: Ends, exact: &BigFloat, bits: usize) -> bool {
    let some = found.is_some();
    if some {
        agrees(found, exact, bits);
    }
    some
}

const EVEN: RoundingMode = RoundingMode::ToEven;

proptest! {
    #[test]
    fn waves_are_those_of_the_library(n in -4_000_000_i64..4_000_000, d in 1_i64..1_000_000, bits in 1_usize..8) {
        let (x, bits) = (end(n, d), bits * 40 + 24);
        agrees_if_any(sine(&x, bits), &library(|p, c| x.sin(p, EVEN, c), bits), bits);
        agrees_if_any(cosine(&x, bits), &library(|p, c| x.cos(p, EVEN, c), bits), bits);
        agrees_if_any(tangent(&x, bits), &library(|p, c| x.tan(p, EVEN, c), bits), bits);
    }

    #[test]
    fn angles_are_those_of_the_library(n in -4_000_000_i64..4_000_000, d in 1_i64..1_000_000, bits in 1_usize..8) {
        let (x, bits) = (end(n, d), bits * 40 + 24);
        if n != 0 {
            agrees(arctangent(&x, bits), &library(|p, c| x.atan(p, EVEN, c), bits), bits);
        }
        let y = end(n, 4_000_001);
        if n != 0 {
            agrees(arcsine(&y, bits), &library(|p, c| y.asin(p, EVEN, c), bits), bits);
            agrees(arccosine(&y, bits), &library(|p, c| y.acos(p, EVEN, c), bits), bits);
        }
    }

    #[test]
    fn the_error_function_is_its_series(n in 1_i64..2_999_999, bits in 1_usize..8) {
        let (x, bits) = (end(n, 1_000_000), bits * 40 + 24);
        // 2/sqrt(pi) sum of (-1)^k x^(2k+1)/(k! (2k+1)), with many more digits than cancel.
        let p = bits + 320;
        let square = x.mul(&x, p, EVEN);
        let (mut term, mut sum) = (x.clone(), x.clone());
        for k in 1..900 {
            term = term.mul(&square, p, EVEN).div(&whole(-k), p, EVEN);
            sum = sum.add(&term.div(&whole(2 * k + 1), p, EVEN), p, EVEN);
        }
        let root = crate::enclosure::interval::with_constants(|c| c.pi(p, EVEN)).sqrt(p, EVEN);
        let exact = sum.mul(&whole(2), p, EVEN).div(&root, p, EVEN);
        agrees(error_function(&x, bits), &exact, bits);
    }

    #[test]
    fn hyperbolic_functions_are_those_of_the_library(n in -9_000_000_i64..9_000_000, d in 1_i64..1_000_000, bits in 1_usize..8) {
        let (x, bits) = (end(n, d), bits * 40 + 24);
        agrees_if_any(hyperbolic_sine(&x, bits), &library(|p, c| x.sinh(p, EVEN, c), bits), bits);
        agrees_if_any(hyperbolic_cosine(&x, bits), &library(|p, c| x.cosh(p, EVEN, c), bits), bits);
        agrees_if_any(hyperbolic_tangent(&x, bits), &library(|p, c| x.tanh(p + 900, EVEN, c), bits), bits);
        agrees_if_any(area_sine(&x, bits), &library(|p, c| x.asinh(p, EVEN, c), bits), bits);
        let above = x.abs().add_full_prec(&whole(1));
        agrees_if_any(area_cosine(&above, bits), &library(|p, c| above.acosh(p, EVEN, c), bits), bits);
        let y = end(n, 9_000_001);
        agrees_if_any(area_tangent(&y, bits), &library(|p, c| y.atanh(p, EVEN, c), bits), bits);
    }

    #[test]
    fn roots_and_quotients_are_rounded_as_the_library_does(
        n in -9_000_000_i64..9_000_000, d in 1_i64..1_000_000, shift in -300_i32..300, bits in 1_usize..8,
    ) {
        let bits = bits * 64;
        let mut x = end(n.abs() + 1, d);
        x.set_exponent(x.exponent().unwrap() + shift);
        let (a, b) = square_root(&x, bits).unwrap();
        prop_assert!(compare(&a, &x.sqrt(bits, RoundingMode::Down)).is_eq());
        prop_assert!(compare(&b, &x.sqrt(bits, RoundingMode::Up)).is_eq());
        if n != 0 {
            let (a, b) = quotient(&BigInt::from(n), &BigInt::from(d), bits).unwrap();
            let [p, q] = [n, d].map(|k| BigFloat::from_i64(k, 128));
            prop_assert!(compare(&a, &p.div(&q, bits, RoundingMode::Down)).is_eq());
            prop_assert!(compare(&b, &p.div(&q, bits, RoundingMode::Up)).is_eq());
        }
    }
}

/// Most arguments have answers, so that the comparisons above are about something.
#[test]
fn the_library_is_seldom_needed() {
    let mut some = Vec::new();
    for n in 1..200 {
        let x = end(n, 37);
        let y = end(n, 211);
        for found in [
            sine(&x, 64),
            cosine(&x, 64),
            tangent(&x, 64),
            arctangent(&x, 64),
            arcsine(&y, 64),
            arccosine(&y, 64),
            hyperbolic_sine(&x, 64),
            hyperbolic_cosine(&x, 64),
            hyperbolic_tangent(&x, 64),
            area_sine(&x, 64),
            area_tangent(&y, 64),
        ] {
            some.push(found.is_some());
        }
    }
    let by: Vec<usize> = (0..11).map(|k| some.iter().skip(k).step_by(11).filter(|s| **s).count()).collect();
    assert!(by.iter().all(|n| *n > 185), "{by:?}");
}

#[test]
fn edges_of_angles() {
    for bits in [64, 200] {
        // Close to multiples of pi/2, to 0 and to 1, and large.
        let near = |digits: &str| {
            BigFloat::parse(digits, astro_float::Radix::Dec, 256, EVEN, &mut astro_float::Consts::new().unwrap())
        };
        for text in
            ["1.5707963267948966", "3.14159265358979323846", "355", "1e9", "0.000001", "-0.000001", "6.283185307179586"]
        {
            let x = near(text);
            agrees_if_any(sine(&x, bits), &library(|p, c| x.sin(p, EVEN, c), bits), bits);
            agrees_if_any(cosine(&x, bits), &library(|p, c| x.cos(p, EVEN, c), bits), bits);
            agrees_if_any(tangent(&x, bits), &library(|p, c| x.tan(p, EVEN, c), bits), bits);
            agrees_if_any(arctangent(&x, bits), &library(|p, c| x.atan(p, EVEN, c), bits), bits);
        }
        for e in [-200, -60, -5, -1] {
            for sign in [1, -1] {
                let mut step = whole(1);
                step.set_exponent(e);
                let below = whole(1).sub_full_prec(&step);
                for y in [below, step] {
                    let y = if sign < 0 { y.neg() } else { y };
                    agrees_if_any(arcsine(&y, bits), &library(|p, c| y.asin(p + 400, EVEN, c), bits), bits);
                    agrees_if_any(arccosine(&y, bits), &library(|p, c| y.acos(p + 400, EVEN, c), bits), bits);
                    agrees_if_any(arctangent(&y, bits), &library(|p, c| y.atan(p + 400, EVEN, c), bits), bits);
                }
            }
        }
        let one = whole(1);
        agrees(arctangent(&one, bits), &library(|p, c| one.atan(p, EVEN, c), bits), bits);
    }
    // Outside of the domain, at 0, too precise: left to the library.
    assert!(
        arcsine(&whole(1), 64).is_none() && arccosine(&whole(-1), 64).is_none() && arcsine(&whole(2), 64).is_none()
    );
    assert!(
        sine(&whole(0), 64).is_none() && square_root(&whole(-1), 64).is_none() && square_root(&whole(0), 64).is_none()
    );
    assert!(sine(&whole(1), 1000).is_none() && area_cosine(&whole(1), 64).is_none());
    let (a, b) = square_root(&whole(9), 64).unwrap();
    assert!(compare(&a, &whole(3)).is_eq() && compare(&b, &whole(3)).is_eq());
}
