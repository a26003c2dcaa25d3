//! Means of step functions: functions of signs of affine functions of the variable, with coefficients affine in it.
//!
//! In: an integrand in the standard variable, and its kernel, which has no atoms. Out: its mean by the kernel's distribution
//! function, wherever the places lie. It must not know densities.
//!
//! Rule **step-function**, for `s_i = sign(z - c_i)`:
//! - `f = sum of f(e) prod (1 + e_i s_i)/2` over the signs `e_i`, wherever no `s_i` is 0: all but finitely many points, which
//!   have no mass. That is a sum of products of the `s_i`, if `f` has a value for all `e`: it is built of sums, products,
//!   powers with natural numbers and exponentials of the signs.
//! - `s_i s_j = 1 - sign(c_j - c_i) (s_i - s_j)`: for `c_i < c_j` both sides are 1, -1, 1 on the three pieces; for equal places both
//!   are 1.
//! - `E[s_i] = 1 - 2 F(c_i)` with the distribution function, and `E[z s_i] = E|z - c_i| + c_i E[s_i]`.
//! - A sign of `b (|u| - r)` is that of `b (u - r) (u + r)` for `r >= 0`, since `|u| + r` is not negative, and that of `b` for `r < 0`.
//! - A sign of `b (z - c)` is that of `b` times that of `z - c`; for `b = 0` nothing is said.

use super::expectation::Expected;
use super::family::standard_variable;
use super::kernels::Kernel;
use super::monomials::plainly_positive;
use super::rules;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Fact, Function, Kind, Role, Symbol};
use num_traits::Signed;
use std::cell::RefCell;

/// More places are not followed: their signs are taken in all ways.
const MOST_PLACES: usize = 4;

/// A coefficient of a sign: the part without the variable, and the slope.
type Affine = (Expr, Expr);

/// A sum of signs with affine coefficients, and the rest, which has no signs.
struct Steps {
    places: Vec<Expr>,
    coefficients: Vec<Affine>,
    rest: Expr,
}

/// The mean of `f`; nothing where it is no step function. `mean` gives that of a function without signs.
pub(super) fn mean(f: &Expr, kernel: &Kernel, mean: impl Fn(&Expr) -> Option<Expected>) -> Option<Expected> {
    let mut facts = Vec::new();
    let flat = without_distances_inside(f, &RefCell::new(&mut facts));
    let steps = steps(&flat, &mut facts)?;
    let rest = mean(&steps.rest)?;
    let mut parts = vec![rest.value.clone()];
    for (c, (constant, slope)) in steps.places.iter().zip(&steps.coefficients) {
        let sign = kernel.mean_sign(c)?;
        parts.push((constant + &(slope * c)) * sign);
        if !slope.is_zero() {
            parts.push(slope * &kernel.mean_distance(c)?.value);
        }
    }
    let mut out = Expected { value: Expr::sum(parts), ..rest };
    out.join(Vec::new(), &[rules::STEP_FUNCTION]);
    Some(facts.into_iter().fold(out, |made, fact| made.under(fact, rules::STEP_FUNCTION)))
}

/// `sign(a + b |u|)` by signs of `u`, on the side of 0 where `-a/b` lies.
fn without_distances_inside(f: &Expr, facts: &RefCell<&mut Vec<Fact>>) -> Expr {
    let z = standard_variable();
    rebuild(f, |node| {
        let Kind::Apply(Function::Sign, inside) = node.kind() else { return None };
        let inside = without_distances_inside(inside, facts);
        let distance =
            inside.nodes().into_iter().find(|n| matches!(n.kind(), Kind::Apply(Function::Abs, u) if u.contains(&z)))?;
        let Kind::Apply(_, u) = distance.kind() else { return None };
        let stand_in = Symbol::new("step", "distance", Role::Auxiliary, u32::MAX);
        let named = inside.replaced(&distance, &Expr::symbol(&stand_in));
        let (offset, slope) = affine(&named, &stand_in)?;
        let far = -&offset / &slope;
        // `u` itself is 0 at one point at most.
        affine(u, &z).filter(|(_, rise)| !rise.is_zero())?;
        if offset.contains(&z) || slope.contains(&z) {
            return None;
        }
        let side = side(&slope, &mut facts.borrow_mut());
        let sign = |e: Expr| e.apply(Function::Sign);
        let both = sign(u - &far) * sign(u + &far);
        if far.is_zero() || plainly_positive(&far) {
            return Some(side * both);
        }
        if plainly_positive(&-&far) {
            return Some(side);
        }
        // Where `r = 0` both are 1, but for that point.
        let of_far = sign(far);
        let half = Expr::ratio(1, 2);
        Some(side * ((Expr::one() + &of_far) * both + Expr::one() - of_far) * half)
    })
}

/// `e` as `offset + slope x`, for an `e` that is one: no sign, distance or larger of two stands above `x`, whose derivatives are 0
/// where they jump.
pub(super) fn affine(e: &Expr, x: &Symbol) -> Option<Affine> {
    let slope = e.derivative(x);
    let sharp = |n: &Expr| matches!(n.kind(), Kind::Apply(Function::Sign | Function::Abs, _) | Kind::Binary(..));
    if slope.contains(x) || e.nodes().iter().any(|n| sharp(n) && n.contains(x)) {
        return None;
    }
    Some((e.substitute([(x.clone(), Expr::zero())]), slope))
}

/// The sign of a slope, which must not be 0, a condition of the rule.
fn side(slope: &Expr, facts: &mut Vec<Fact>) -> Expr {
    if plainly_positive(slope) {
        return Expr::one();
    }
    if plainly_positive(&-slope) {
        return -Expr::one();
    }
    facts.push(Fact::nonzero(slope.clone()));
    slope.apply(Function::Sign)
}

/// Sums, products, powers with natural numbers and exponentials of these symbols, which have values everywhere.
fn is_total(e: &Expr, signs: &[Symbol]) -> bool {
    e.nodes().iter().filter(|n| signs.iter().any(|s| n.contains(s))).all(|n| match n.kind() {
        Kind::Symbol(_) | Kind::Sum(_) | Kind::Product(_) | Kind::Apply(Function::Exp, _) => true,
        Kind::Power(_, n) => n.as_number().is_some_and(|n| n.is_integer() && !n.is_negative()),
        _ => false,
    })
}

fn steps(f: &Expr, facts: &mut Vec<Fact>) -> Option<Steps> {
    let z = standard_variable();
    let mut places: Vec<Expr> = Vec::new();
    let mut named = f.clone();
    let signs: Vec<Symbol> =
        (0..MOST_PLACES).map(|k| Symbol::new("step", &format!("sign{k}"), Role::Auxiliary, u32::MAX)).collect();
    for node in f.nodes() {
        let Kind::Apply(Function::Sign, inside) = node.kind() else { continue };
        if !inside.contains(&z) {
            continue;
        }
        let (offset, slope) = affine(inside, &z).filter(|(_, slope)| !slope.is_zero())?;
        let side = side(&slope, facts);
        let c = -offset / &slope;
        let k = places.iter().position(|p| *p == c).unwrap_or(places.len());
        if k == places.len() {
            places.push(c);
        }
        let sign = Expr::symbol(signs.get(k)?);
        named = named.replaced(&node, &(side * sign));
    }
    let signs = signs.get(..places.len()).filter(|s| !s.is_empty())?;
    if !is_total(&named, signs) {
        return None;
    }
    // The values for all signs: bit k of the index is set where sign k is negative.
    let values: Vec<Expr> = (0..1usize << signs.len())
        .map(|way| named.substitute(signs.iter().enumerate().map(|(k, s)| (s.clone(), sign_of(way, k)))))
        .collect();
    let mut out = Steps { coefficients: vec![(Expr::zero(), Expr::zero()); places.len()], places, rest: Expr::zero() };
    for set in 0..values.len() {
        let terms: Vec<Expr> = (0..values.len())
            .map(|way| if (way & set).count_ones().is_multiple_of(2) { values[way].clone() } else { -&values[way] })
            .collect();
        let coefficient = Expr::sum(terms) * Expr::ratio(1, 1 << signs.len());
        out.add_product(coefficient, set)?;
    }
    Some(out)
}

fn sign_of(way: usize, k: usize) -> Expr {
    Expr::integer(if way >> k & 1 == 0 { 1 } else { -1 })
}

impl Steps {
    /// Adds the coefficient times the product of the signs in this set.
    fn add_product(&mut self, coefficient: Expr, set: usize) -> Option<()> {
        let members: Vec<usize> = (0..self.places.len()).filter(|k| set >> k & 1 == 1).collect();
        // The product as a number and a sum of signs.
        let mut number = Expr::one();
        let mut sum: Vec<(usize, Expr)> = Vec::new();
        for &j in &members {
            let mut next: Vec<(usize, Expr)> = vec![(j, number)];
            number = Expr::zero();
            for (i, c) in sum {
                let order = (&self.places[j] - &self.places[i]).apply(Function::Sign);
                number = number + &c;
                next.push((i, -(&c * &order)));
                next.push((j, &c * &order));
            }
            sum = next;
        }
        if coefficient.is_zero() {
            return Some(());
        }
        self.rest = &self.rest + &(&coefficient * &number);
        if members.is_empty() {
            return Some(());
        }
        let (constant, slope) = affine(&coefficient, &standard_variable())?;
        for (i, c) in sum {
            let (own, rise) = &self.coefficients[i];
            self.coefficients[i] = (own + &(&c * &constant), rise + &(&c * &slope));
        }
        Some(())
    }
}
