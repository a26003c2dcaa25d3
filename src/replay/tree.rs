//! Signs of polynomials whose variables have known ranges.
//!
//! Ranges become parameters first: `x in (a, inf)` is `x = a + t`, `x in (-inf, b)` is `x = b - t`, `x in (a, b)` is
//! `x = (a + b t)/(1 + t)`, with `t > 0` (`t >= 0` where the end belongs to the range); the power of `1 + t` that is
//! cleared is positive. Then a tree of three rules is followed; each says which sign it shows, or that it does not apply.

use crate::certificate::SignTree;
use crate::enclosure::rational_end;
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{CertainSign, Variable};
use num_traits::{One, Signed};
use std::collections::BTreeMap;

/// Deeper trees are refused.
const MAX_DEPTH: usize = 16;

/// Polynomials of higher degree are refused.
const MAX_DEGREE: u64 = 400;

/// What is known of a variable.
#[derive(Clone, Debug)]
pub enum Range {
    /// nothing
    Real,
    /// `> 0`
    Positive,
    /// `>= 0`
    NonNegative,
    /// `(a, ..)`, `(.., b)` or `(a, b)`; the lower end may belong to it
    Between(Option<(Rational, bool)>, Option<(Rational, bool)>),
}

impl Range {
    /// The range of a variable, with ends that are no rational numbers rounded outwards.
    pub fn of(v: &Variable) -> Self {
        Self::Between(rational_end(&v.lower, true), rational_end(&v.upper, false))
    }
}

/// A variable after its range has been substituted.
#[derive(Clone, Copy, PartialEq)]
enum Parameter {
    Real,
    NonNegative,
    Positive,
}

/// The sign that the tree shows, if it does.
pub fn sign(p: &Polynomial, range: &dyn Fn(usize) -> Range, tree: &SignTree) -> Option<CertainSign> {
    if p.total_degree() > MAX_DEGREE {
        return None;
    }
    let ranges: BTreeMap<usize, Range> = p.variables().into_iter().map(|i| (i, range(i))).collect();
    on_box(p, ranges, tree, 0)
}

/// Rule **closed-box**, outside all others: on `[a, b]` a polynomial has the sign that it has both on `[a, b)` and at `b`.
fn on_box(p: &Polynomial, ranges: BTreeMap<usize, Range>, tree: &SignTree, depth: usize) -> Option<CertainSign> {
    let SignTree::ClosedBox { variable, inside, end } = tree else {
        let mut p = p.clone();
        let mut parameters = BTreeMap::new();
        for i in p.variables() {
            let (next, parameter) = substituted(&p, i, ranges.get(&i)?);
            p = next;
            parameters.insert(i, parameter);
        }
        return follow(&p, &parameters, tree, 0);
    };
    let Some(Range::Between(Some((a, true)), Some((b, true)))) = ranges.get(variable).cloned() else { return None };
    if depth > MAX_DEPTH {
        return None;
    }
    let at_end = p.value_at(*variable, &b);
    let mut open = ranges.clone();
    open.insert(*variable, Range::Between(Some((a, true)), Some((b, false))));
    let within = on_box(p, open, inside, depth + 1)?;
    match end {
        None if at_end.is_empty() => Some(within.weakened()),
        Some(tree) if !at_end.is_empty() => within.common(on_box(&at_end, ranges, tree, depth + 1)?),
        _ => None,
    }
}

fn substituted(p: &Polynomial, i: usize, range: &Range) -> (Polynomial, Parameter) {
    let kind = |closed: &bool| if *closed { Parameter::NonNegative } else { Parameter::Positive };
    let one = Rational::one;
    match range {
        Range::Positive => (p.clone(), Parameter::Positive),
        Range::NonNegative => (p.clone(), Parameter::NonNegative),
        Range::Between(Some((a, closed)), None) => (p.shift(i, a, &one()), kind(closed)),
        Range::Between(None, Some((b, closed))) => (p.shift(i, b, &-one()), kind(closed)),
        // t = 0 gives a; the other end is never reached, so it must not belong to the range.
        Range::Between(Some((a, closed)), Some((b, false))) => (p.moebius(i, a, b), kind(closed)),
        // From the other side: t = 0 gives b.
        Range::Between(Some((a, false)), Some((b, true))) => (p.moebius(i, b, a), Parameter::NonNegative),
        Range::Real | Range::Between(..) => (p.clone(), Parameter::Real),
    }
}

fn follow(
    p: &Polynomial,
    parameters: &BTreeMap<usize, Parameter>,
    tree: &SignTree,
    depth: usize,
) -> Option<CertainSign> {
    if p.is_empty() || depth > MAX_DEPTH {
        return None;
    }
    let parameter = |i: usize| parameters.get(&i).copied().unwrap_or(Parameter::Real);
    match tree {
        SignTree::Terms => terms(p, &parameter),
        SignTree::Coefficients { variable, parts } => {
            let coefficients = p.coefficients_in(*variable);
            if coefficients.len() < 2 {
                return None;
            }
            let t = parameter(*variable);
            // In a variable of unknown sign, only even powers are nonnegative.
            let odd = coefficients.iter().skip(1).step_by(2).any(|c| !c.is_empty());
            if t == Parameter::Real && odd {
                return None;
            }
            let present: Vec<(usize, &Polynomial)> =
                coefficients.iter().enumerate().filter(|(_, c)| !c.is_empty()).collect();
            if present.len() != parts.len() {
                return None;
            }
            let mut strict = false;
            let mut negative = Vec::new();
            for ((k, c), part) in present.into_iter().zip(parts) {
                let s = follow(c, parameters, part, depth + 1)?;
                strict |= s.is_strict() && (k == 0 || t == Parameter::Positive);
                negative.push(s.is_negative());
            }
            let first = *negative.first()?;
            negative.iter().all(|n| *n == first).then(|| CertainSign::from_parts(first, strict))
        }
        SignTree::Square { variable, leading, discriminant } => {
            let coefficients = p.coefficients_in(*variable);
            let [c, b, a] = coefficients.as_slice() else { return None };
            let a_sign = follow(a, parameters, leading, depth + 1).filter(|s| s.is_strict())?;
            let four = Rational::from_integer(4.into());
            let rest = a.times(c).scaled(&four).minus(&b.times(b));
            let strict = match discriminant {
                None if rest.is_empty() => false,
                Some(tree) => match follow(&rest, parameters, tree, depth + 1)? {
                    s if s.is_negative() => return None,
                    s => s.is_strict(),
                },
                None => return None,
            };
            Some(CertainSign::from_parts(a_sign.is_negative(), strict))
        }
        SignTree::EvenPowers { variables, part } => {
            let mut halved = p.clone();
            let mut parameters = parameters.clone();
            for i in variables {
                let even = halved.terms().all(|(m, _)| m.degree(*i) % 2 == 0);
                if parameter(*i) != Parameter::Real || !even || halved.degree(*i) == 0 {
                    return None;
                }
                halved = halved.with_halved_exponents(*i);
                parameters.insert(*i, Parameter::NonNegative);
            }
            let increasing = variables.windows(2).all(|w| w[0] < w[1]) && !variables.is_empty();
            increasing.then(|| follow(&halved, &parameters, part, depth + 1)).flatten()
        }
        // It stands outside all others.
        SignTree::ClosedBox { .. } => None,
    }
}

/// All terms have one sign: strictly, if one of them never vanishes.
fn terms(p: &Polynomial, parameter: &impl Fn(usize) -> Parameter) -> Option<CertainSign> {
    let negative = p.leading()?.1.is_negative();
    let mut strict = false;
    for (m, c) in p.terms() {
        if c.is_negative() != negative {
            return None;
        }
        let mut never_zero = true;
        for (i, n) in m.powers() {
            match parameter(i) {
                Parameter::Positive => {}
                Parameter::Real if n % 2 != 0 => return None,
                Parameter::NonNegative | Parameter::Real => never_zero = false,
            }
        }
        strict |= never_zero;
    }
    Some(CertainSign::from_parts(negative, strict))
}
