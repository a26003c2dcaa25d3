//! One equation in one unknown, by undoing what is done to it.
//!
//! In: `left = right`, where `right` is free of the unknown. Out: the unknown as an expression, or nothing. Branches
//! (signs of roots, sheets of inverse functions) are taken only where the declared ranges settle them; divisions are
//! taken as they come, since whoever uses a result checks it by composition.
//!
//! Steps: terms and factors free of the unknown change sides; powers, exponentials and the elementary functions are
//! undone; an equation rational in the unknown, or in one function of it, of degree at most 2 after its common
//! exponent is taken out, is solved.

use super::fraction::Fraction;
use super::range::Ranges;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, Function, Kind, Rational, Role, Symbol};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive};

/// How often one function of the unknown may be taken as a new unknown, one inside the other.
const DEEPEST: usize = 6;

/// What is known of the symbols while solving.
pub struct Knowledge {
    ranges: Ranges,
    /// Symbols that stand for expressions in the original unknowns.
    meanings: Vec<(Symbol, Expr)>,
}

/// A sign that holds on the whole region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Minus,
    Plus,
}

impl Knowledge {
    /// Ranges of the unknowns and parameters, and what further symbols stand for in terms of these.
    #[must_use]
    pub fn new(ranges: Ranges, meanings: Vec<(Symbol, Expr)>) -> Self {
        Self { ranges, meanings }
    }

    /// `e` in terms of the original unknowns.
    fn meaning(&self, e: &Expr) -> Expr {
        // A later meaning may use an earlier symbol, so the latest is unfolded first.
        self.meanings.iter().rev().fold(e.clone(), |e, (s, m)| Substitution::of([(s.clone(), m.clone())]).apply(&e))
    }

    fn nonnegative(&mut self, e: &Expr) -> bool {
        if self.ranges.is_nonnegative(e) {
            return true;
        }
        let meaning = self.meaning(e);
        self.ranges.is_nonnegative(&meaning)
    }

    /// The sign of `e` (0 counts as either).
    fn sign(&mut self, e: &Expr) -> Option<Sign> {
        if self.nonnegative(e) {
            Some(Sign::Plus)
        } else if self.nonnegative(&-e) {
            Some(Sign::Minus)
        } else {
            None
        }
    }

    /// `low <= e <= high`
    fn within(&mut self, e: &Expr, low: &Expr, high: &Expr) -> bool {
        // Measured in multiples of pi, ends that are such multiples are numbers.
        let over_pi = |e: Expr| match e.kind() {
            Kind::Sum(v) => Expr::sum(v.iter().map(|t| t / &Expr::pi())),
            _ => e / Expr::pi(),
        };
        let mut above = |e: Expr| self.nonnegative(&e) || self.nonnegative(&over_pi(e));
        above(e - low) && above(high - e)
    }
}

/// The value of `x` for which `left = right`.
#[must_use]
pub fn solve(left: &Expr, right: &Expr, x: &Symbol, known: &mut Knowledge) -> Option<Expr> {
    solve_inside(left, right, x, known, 0)
}

fn solve_inside(left: &Expr, right: &Expr, x: &Symbol, known: &mut Knowledge, depth: usize) -> Option<Expr> {
    let (mut left, mut right) = (left.clone(), right.clone());
    // Each step makes `left` smaller, so this ends.
    loop {
        if left.as_symbol() == Some(x) {
            return Some(right);
        }
        match undo(&left, &right, x, known) {
            Undone::Step(inner, value) => (left, right) = (inner, value),
            Undone::Stuck => return None,
            Undone::Several => {
                return solve_rational(&left, &right, x, known, depth)
                    .or_else(|| solve_by_kernel(&left, &right, x, known, depth));
            }
        }
    }
}

/// The outermost step undone.
enum Undone {
    /// The rest of the left side, and the new right side.
    Step(Expr, Expr),
    /// The unknown stands in several operands.
    Several,
    /// The outermost function has no inverse that the ranges settle.
    Stuck,
}

fn undo(left: &Expr, right: &Expr, x: &Symbol, known: &mut Knowledge) -> Undone {
    match left.kind() {
        Kind::Sum(v) => match split(v, x) {
            (one, rest) if one.len() == 1 => Undone::Step(one[0].clone(), right - &Expr::sum(rest)),
            _ => Undone::Several,
        },
        Kind::Product(v) => match split(v, x) {
            (one, rest) if one.len() == 1 => Undone::Step(one[0].clone(), right / &Expr::product(rest)),
            _ => Undone::Several,
        },
        Kind::Power(b, e) => match (b.contains(x), e.contains(x)) {
            (true, true) => Undone::Several,
            (false, _) => Undone::Step(e.clone(), right.log() / b.log()),
            (true, false) => step(b, undo_power(b, e, right, known)),
        },
        Kind::Apply(f, u) => step(u, undo_function(*f, u, right, known)),
        _ => Undone::Stuck,
    }
}

fn step(inner: &Expr, value: Option<Expr>) -> Undone {
    value.map_or(Undone::Stuck, |value| Undone::Step(inner.clone(), value))
}

fn split(operands: &[Expr], x: &Symbol) -> (Vec<Expr>, Vec<Expr>) {
    operands.iter().cloned().partition(|o| o.contains(x))
}

/// The base `b` of `b^e = y`.
fn undo_power(b: &Expr, e: &Expr, y: &Expr, known: &mut Knowledge) -> Option<Expr> {
    let Some(q) = e.as_number() else { return Some(y.pow(&e.recip())) };
    if !q.is_integer() || q.abs().is_one() {
        // A non-integer exponent means that b and y are nonnegative.
        return Some(y.pow_rational(&q.recip()));
    }
    let even = q.to_integer().is_even();
    match known.sign(b) {
        Some(Sign::Plus) => Some(y.pow_rational(&q.recip())),
        Some(Sign::Minus) => Some(-(if even { y.clone() } else { -y }).pow_rational(&q.recip())),
        None if even => None,
        None if q == &Rational::from_integer(3.into()) => Some(y.apply(Function::Cbrt)),
        // The real root of odd order.
        None => Some(y.apply(Function::Sign) * y.apply(Function::Abs).pow_rational(&q.recip())),
    }
}

/// The argument `u` of `f(u) = y`.
fn undo_function(f: Function, u: &Expr, y: &Expr, known: &mut Knowledge) -> Option<Expr> {
    use Function as F;
    let right_angle = || Expr::pi().scaled(&Rational::new(1.into(), 2.into()));
    Some(match f {
        F::Exp => y.log(),
        F::Log => y.exp(),
        F::Sinh => y.apply(F::Asinh),
        F::Asinh => y.apply(F::Sinh),
        F::Tanh => y.apply(F::Atanh),
        F::Atanh => y.apply(F::Tanh),
        F::Atan => y.apply(F::Tan),
        F::Asin => y.apply(F::Sin),
        F::Acos => y.apply(F::Cos),
        F::Acosh => y.apply(F::Cosh),
        F::Logistic => (y / &(Expr::one() - y)).log(),
        F::Softplus => (y.exp() - Expr::one()).log(),
        F::Tan if known.within(u, &-right_angle(), &right_angle()) => y.apply(F::Atan),
        F::Sin if known.within(u, &-right_angle(), &right_angle()) => y.apply(F::Asin),
        F::Sin if known.within(u, &right_angle(), &(Expr::pi() + right_angle())) => Expr::pi() - y.apply(F::Asin),
        F::Cos if known.within(u, &Expr::zero(), &Expr::pi()) => y.apply(F::Acos),
        F::Cos if known.within(u, &-Expr::pi(), &Expr::zero()) => -y.apply(F::Acos),
        F::Cosh => signed(y.apply(F::Acosh), known.sign(u)?),
        F::Abs => signed(y.clone(), known.sign(u)?),
        F::Logit => y.apply(F::Logistic),
        F::Cbrt => y.powi(3),
        F::Acot => y.apply(F::Cot),
        F::Cot if known.within(u, &Expr::zero(), &Expr::pi()) => right_angle() - y.apply(F::Atan),
        F::Tan | F::Sin | F::Cos | F::Cot | F::Sec | F::Csc | F::Sign => return None,
        F::Erf | F::Erfc | F::Gamma | F::LogGamma | F::Polygamma(_) | F::BesselI(_) => return None,
    })
}

fn signed(e: Expr, sign: Sign) -> Expr {
    if sign == Sign::Plus { e } else { -e }
}

/// An equation rational in `x`: `c_0 + c_g x^g + c_2g x^2g = 0`.
fn solve_rational(left: &Expr, right: &Expr, x: &Symbol, known: &mut Knowledge, depth: usize) -> Option<Expr> {
    let c = Fraction::of(left, x)?.equation(right, x)?;
    let exponents = (1..c.len()).filter(|n| !c[*n].is_zero());
    let g = exponents.fold(0, |g: usize, n| g.gcd(&n));
    if g == 0 {
        return None;
    }
    let power = Expr::symbol(x).powi(i64::try_from(g).ok()?);
    let value = match (c.len() - 1) / g {
        1 => -&c[0] / &c[g],
        2 => {
            // At a solution w of c2 w^2 + c1 w + c0 = 0, (2 c2 w + c1)^2 = c1^2 - 4 c2 c0: its sign picks the root.
            let (c0, c1, c2) = (&c[0], &c[g], &c[2 * g]);
            let two = Expr::integer(2);
            let slope = &two * c2 * &power + c1;
            let root = (c1.powi(2) - Expr::integer(4) * c2 * c0).sqrt();
            (signed(root, known.sign(&slope)?) - c1) / (two * c2)
        }
        _ => return None,
    };
    if g == 1 { Some(value) } else { solve_inside(&power, &value, x, known, depth) }
}

/// An equation in which `x` stands only inside one function (or root) `k` of it: first for `k`, then for `x`.
fn solve_by_kernel(left: &Expr, right: &Expr, x: &Symbol, known: &mut Knowledge, depth: usize) -> Option<Expr> {
    if depth >= DEEPEST {
        return None;
    }
    for kernel in kernels(left, x) {
        let name = format!("k{}", known.meanings.len());
        let k = Symbol::new("solve", &name, Role::Auxiliary, u32::MAX);
        let in_k = rebuild(left, |e| as_power_of(e, &kernel).map(|n| Expr::symbol(&k).powi(n)));
        if in_k.contains(x) {
            continue;
        }
        let meaning = known.meaning(&kernel);
        known.ranges.name(&k, &meaning);
        known.meanings.push((k.clone(), meaning));
        let value = solve_inside(&in_k, right, &k, known, depth + 1);
        known.meanings.pop();
        if let Some(found) = value.and_then(|v| solve_inside(&kernel, &v, x, known, depth + 1)) {
            return Some(found);
        }
    }
    None
}

/// Functions and roots of `x` that may serve as a new unknown, inner ones last.
fn kernels(left: &Expr, x: &Symbol) -> Vec<Expr> {
    let mut out: Vec<Expr> = Vec::new();
    for e in left.nodes().into_iter().rev().filter(|e| e.contains(x)) {
        let kernel = match e.kind() {
            Kind::Apply(..) | Kind::Binary(..) => e.clone(),
            Kind::Power(b, q) => match q.as_number() {
                Some(q) if q.is_integer() => continue,
                Some(q) => b.pow_rational(&Rational::new(One::one(), q.denom())),
                None => e.clone(),
            },
            _ => continue,
        };
        if !out.contains(&kernel) {
            out.push(kernel);
        }
    }
    out
}

/// `n` with `e = kernel^n` for an integer `n`: literally, for powers of one base, and for `exp(n u) = exp(u)^n`.
fn as_power_of(e: &Expr, kernel: &Expr) -> Option<i64> {
    if e == kernel {
        return Some(1);
    }
    let ratio = match (e.kind(), kernel.kind()) {
        (Kind::Apply(Function::Exp, u), Kind::Apply(Function::Exp, w)) => {
            let ((c, rest), (d, other)) = (u.split_coefficient(), w.split_coefficient());
            (rest == other).then(|| c / d)?
        }
        (Kind::Power(b, p), Kind::Power(a, q)) if a == b => p.as_number()? / q.as_number()?,
        (_, Kind::Power(a, q)) if a == e => q.as_number()?.recip(),
        _ => return None,
    };
    if ratio.is_integer() { ratio.to_integer().to_i64() } else { None }
}
