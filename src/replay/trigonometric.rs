//! Rules **amplitude** and **half-angle**: signs of expressions in the sine and cosine of one angle.
//!
//! In: an expression and an angle `u`. Out: what must have which sign.
//!
//! **Soundness.** *Amplitude*: at each point `e = a sin u + b cos u + d`, and `|a sin u + b cos u| <= sqrt(a^2 + b^2)` (Cauchy and
//! Schwarz, as `sin^2 + cos^2 = 1`). So `d >= 0` and `d^2 >= a^2 + b^2` give `e >= 0`, and `d^2 > a^2 + b^2` gives `e > 0`.
//! *Half-angle*: at each point `cos u = -1` and `sin u = 0`, or `sin u = 2t/(1 + t^2)`, `cos u = (1 - t^2)/(1 + t^2)` with the
//! number `t = tan(u/2)`. A polynomial of degree `n` in sine and cosine times `(1 + t^2)^n > 0` is a polynomial in `t`; it is
//! shown to have the sign for every `t`, and the expression with `-1` and `0` put in.
//! The expression has a value, so its parts have; coefficients may be anything.

use crate::symbolic::{Expr, Function, Kind};
use num_traits::ToPrimitive;
use std::collections::BTreeMap;

/// The largest degree in sine and cosine.
const LARGEST_DEGREE: u32 = 12;
/// The largest multiple of the angle that is written out.
const LARGEST_MULTIPLE: i64 = 6;

/// Coefficients by the powers of sine and cosine.
type Terms = BTreeMap<(u32, u32), Expr>;

/// `d` and `d^2 - a^2 - b^2` where the expression is `a sin u + b cos u + d`.
#[must_use]
pub fn amplitude(e: &Expr, u: &Expr) -> Option<[Expr; 2]> {
    let terms = polynomial(e, u)?;
    if terms.keys().any(|(i, j)| i + j > 1) || terms.keys().all(|p| *p == (0, 0)) {
        return None;
    }
    let at = |power| terms.get(&power).cloned().unwrap_or_else(Expr::zero);
    let (a, b, d) = (at((1, 0)), at((0, 1)), at((0, 0)));
    let rest = d.powi(2) - a.powi(2) - b.powi(2);
    Some([d, rest])
}

/// The expression times `(1 + t^2)^n` with `t = tan(u/2)`, and the expression where `cos u = -1`.
#[must_use]
pub fn half_angle(e: &Expr, u: &Expr, t: &Expr) -> Option<[Expr; 2]> {
    let terms = polynomial(e, u)?;
    let n = terms.keys().map(|(i, j)| i + j).max().filter(|n| *n > 0)?;
    let (plus, minus) = (Expr::one() + t.powi(2), Expr::one() - t.powi(2));
    let power = |b: &Expr, k: u32| b.powi(i64::from(k));
    let in_t = terms.iter().map(|((i, j), c)| {
        Expr::product([c.clone(), power(&(t * &Expr::integer(2)), *i), power(&minus, *j), power(&plus, n - i - j)])
    });
    let at_turn = terms.iter().filter(|((i, _), _)| *i == 0);
    let at_turn = at_turn.map(|((_, j), c)| if j % 2 == 0 { c.clone() } else { -c });
    Some([Expr::sum(in_t), Expr::sum(at_turn)])
}

/// The angles in question: arguments of sines and cosines, smaller ones first.
#[must_use]
pub fn angles(e: &Expr) -> Vec<Expr> {
    let mut out = Vec::new();
    for node in e.nodes() {
        if let Kind::Apply(Function::Sin | Function::Cos, u) = node.kind()
            && u.has_symbols()
            && !out.contains(u)
        {
            out.push(u.clone());
        }
    }
    out
}

/// The expression as a polynomial in the sine and cosine of `u`; everything else is a coefficient.
fn polynomial(e: &Expr, u: &Expr) -> Option<Terms> {
    match e.kind() {
        Kind::Sum(parts) => {
            let mut out = Terms::new();
            for part in parts {
                polynomial(part, u)?.into_iter().for_each(|(power, c)| add(&mut out, power, c));
            }
            Some(out)
        }
        Kind::Product(factors) => {
            let one = Terms::from([((0, 0), Expr::one())]);
            factors.iter().try_fold(one, |product, f| times(&product, &polynomial(f, u)?))
        }
        Kind::Power(base, n) => {
            let whole = n.as_number().filter(|n| n.is_integer()).and_then(|n| n.to_integer().to_u32());
            match whole.filter(|n| (2..=LARGEST_DEGREE).contains(n)) {
                Some(n) => {
                    let base = polynomial(base, u)?;
                    let one = Terms::from([((0, 0), Expr::one())]);
                    (0..n).try_fold(one, |product, _| times(&product, &base))
                }
                None => Some(Terms::from([((0, 0), e.clone())])),
            }
        }
        Kind::Apply(f @ (Function::Sin | Function::Cos), angle) => Some(match multiple(angle, u) {
            Some(k) => of_multiple(*f, k),
            None => Terms::from([((0, 0), e.clone())]),
        }),
        _ => Some(Terms::from([((0, 0), e.clone())])),
    }
}

/// `k` with `angle = k u`.
fn multiple(angle: &Expr, u: &Expr) -> Option<i64> {
    let (a, rest) = angle.split_coefficient();
    let (b, of) = u.split_coefficient();
    let k = (rest == of).then(|| a / b).filter(crate::rational::Rational::is_integer)?;
    k.to_integer().to_i64().filter(|k| k.abs() <= LARGEST_MULTIPLE && *k != 0)
}

/// `sin(k u)`, `cos(k u)` by the addition theorems.
fn of_multiple(f: Function, k: i64) -> Terms {
    let one = || Terms::from([((0, 0), Expr::one())]);
    let (sine, cosine) = (Terms::from([((1, 0), Expr::one())]), Terms::from([((0, 1), Expr::one())]));
    let (mut s, mut c) = (Terms::new(), one());
    for _ in 0..k.abs() {
        let of = |a: &Terms, b: &Terms| times(a, b).unwrap_or_default();
        let next_sine = plus(of(&s, &cosine), of(&c, &sine), 1);
        c = plus(of(&c, &cosine), of(&s, &sine), -1);
        s = next_sine;
    }
    match f {
        Function::Cos => c,
        _ if k < 0 => plus(Terms::new(), s, -1),
        _ => s,
    }
}

fn plus(mut a: Terms, b: Terms, sign: i64) -> Terms {
    b.into_iter().for_each(|(power, c)| add(&mut a, power, c * Expr::integer(sign)));
    a
}

fn add(terms: &mut Terms, power: (u32, u32), c: Expr) {
    let sum = terms.get(&power).map_or_else(|| c.clone(), |known| known + &c);
    if sum.is_zero() {
        terms.remove(&power);
    } else {
        terms.insert(power, sum);
    }
}

fn times(a: &Terms, b: &Terms) -> Option<Terms> {
    let mut out = Terms::new();
    for ((i, j), c) in a {
        for ((k, l), d) in b {
            let power = (i + k, j + l);
            if power.0 + power.1 > LARGEST_DEGREE {
                return None;
            }
            add(&mut out, power, c * d);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    fn symbol(name: &str, rank: u32) -> Expr {
        Expr::symbol(&Symbol::new("", name, Role::Parameter, rank))
    }

    #[test]
    fn an_amplitude_is_that_of_one_angle_in_the_first_power() {
        let (x, y) = (symbol("x", 0), symbol("y", 1));
        let (s, c) = (x.apply(Function::Sin), x.apply(Function::Cos));
        let e = Expr::integer(5) - &s * &Expr::integer(3) - &c * &y;
        let [d, rest] = amplitude(&e, &x).expect("a sum of both");
        assert_eq!((d, rest), (Expr::integer(5), Expr::integer(16) - y.powi(2)));
        assert!(amplitude(&(&s * &c), &x).is_none());
        assert!(amplitude(&s.exp(), &x).is_none(), "nothing in sine and cosine itself");
        assert!(amplitude(&s, &y).is_none());
    }

    #[test]
    fn half_angles_keep_the_turning_point() {
        let (x, t) = (symbol("x", 0), symbol("t", 1));
        let cosine = x.apply(Function::Cos);
        // cos x + 1 vanishes at the turning point alone: there is no t for it.
        let [in_t, at_turn] = half_angle(&(&cosine + &Expr::one()), &x, &t).expect("a polynomial");
        assert!(at_turn.is_zero());
        assert_eq!(in_t.derivative(t.as_symbol().expect("t")), Expr::zero());
        let double = (&x * &Expr::integer(2)).apply(Function::Sin);
        let [_, at_turn] = half_angle(&double, &x, &t).expect("a multiple of the angle");
        assert!(at_turn.is_zero());
    }
}
