//! Certain signs of polynomials on boxes, by exact rules.
//!
//! In: a polynomial and, for each generator, the range it certainly lies in. Out: a sign that holds at every point,
//! or nothing. Rules:
//!
//! - **terms**: on `t > 0` (or with even exponents in the generators of unknown sign) a polynomial whose terms all have
//!   the same sign is of that sign; it is strict when some term never vanishes.
//! - **range**: `x in (a, inf)` is `x = a + t`, `x in (-inf, b)` is `x = b - t`, `x in (a, b)` is
//!   `x = (a + b t)/(1 + t)`, each with `t > 0`; clearing `(1 + t)^n` does not change the sign.
//! - **closed-box**: on `[a, b]` a polynomial has the sign that it has both on `[a, b)` and at `b`.
//! - **coefficients**: the same as *terms*, with the coefficients of one variable's powers in the place of numbers.
//! - **even-powers**: a real variable that occurs with even exponents only is the root of some `t >= 0`.
//! - **square**: `A y^2 + B y + C` with `A > 0` and `4 A C - B^2 > 0` (`>= 0`) is positive (nonnegative) for every real
//!   `y`, because `4 A (A y^2 + B y + C) = (2 A y + B)^2 + (4 A C - B^2)`.

use crate::certificate::SignTree;
use crate::polynomial::{Monomial, Polynomial};
use crate::rational::Rational;
pub use crate::symbolic::CertainSign;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed};
use std::collections::BTreeMap;

/// What is certain of a generator.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// Any real number.
    Real,
    /// `lower < x` (or `<=` when closed), both ends optional and rational.
    Interval {
        /// lower end
        lower: Option<Rational>,
        /// the lower end may be attained
        lower_closed: bool,
        /// upper end
        upper: Option<Rational>,
        /// the upper end may be attained
        upper_closed: bool,
    },
}

impl Range {
    /// `x > 0`
    #[must_use]
    pub fn positive() -> Self {
        Self::Interval {
            lower: Some(Rational::from_integer(0.into())),
            lower_closed: false,
            upper: None,
            upper_closed: false,
        }
    }

    /// `x >= 0`
    #[must_use]
    pub fn nonnegative() -> Self {
        Self::above(Rational::from_integer(0.into()), true)
    }

    /// `333/106 < pi < 355/113`
    #[must_use]
    pub fn pi() -> Self {
        let ratio = |n: i64, d: i64| Rational::new(n.into(), d.into());
        Self::within(ratio(333, 106), ratio(355, 113), false)
    }

    /// `x > lower`, or `x >= lower`
    #[must_use]
    pub fn above(lower: Rational, closed: bool) -> Self {
        Self::Interval { lower: Some(lower), lower_closed: closed, upper: None, upper_closed: false }
    }

    /// `lower < x < upper`, or `lower < x <= upper`
    #[must_use]
    pub fn within(lower: Rational, upper: Rational, upper_closed: bool) -> Self {
        Self::Interval { lower: Some(lower), lower_closed: false, upper: Some(upper), upper_closed }
    }

    /// `lower <= x <= upper`
    #[must_use]
    pub fn closed(lower: Rational, upper: Rational) -> Self {
        Self::Interval { lower: Some(lower), lower_closed: true, upper: Some(upper), upper_closed: true }
    }

    /// What a certain sign says.
    #[must_use]
    pub fn of_sign(sign: Option<CertainSign>) -> Self {
        let zero = Some(Rational::from_integer(0.into()));
        match sign {
            Some(CertainSign::Positive) => Self::positive(),
            Some(CertainSign::NonNegative) => Self::nonnegative(),
            Some(s @ (CertainSign::Negative | CertainSign::NonPositive)) => Self::Interval {
                lower: None,
                lower_closed: false,
                upper: zero,
                upper_closed: s == CertainSign::NonPositive,
            },
            None => Self::Real,
        }
    }
}

/// Generators with two closed ends whose ends are looked at.
const MAX_CLOSED: usize = 4;

/// Polynomials of higher degree are not written in the parameter of an interval: the square of the degree is the work for
/// each term.
const MAX_DEGREE_ON_INTERVAL: u32 = 200;
/// Polynomials of higher degree are not evaluated at points: the numbers would be long.
const MAX_DEGREE_AT_POINTS: u64 = 60;

/// After the range rule: how the new variable `t` may vary.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parameter {
    Real,
    Positive,
    NonNegative,
}

/// The certain sign of `p` when generator `i` lies in `ranges[i]`.
#[must_use]
pub fn sign(p: &Polynomial, ranges: &[Range]) -> Option<CertainSign> {
    explain(p, ranges).map(|(sign, _)| sign)
}

/// The certain sign with the rules that show it.
#[must_use]
pub fn explain(p: &Polynomial, ranges: &[Range]) -> Option<(CertainSign, SignTree)> {
    on_box(p, ranges, 0)
}

/// Rule **closed-box**: on `[a, b]` a polynomial has the sign that it has both on `[a, b)` and at `b`.
fn on_box(p: &Polynomial, ranges: &[Range], ends: usize) -> Option<(CertainSign, SignTree)> {
    if p.is_empty() {
        return None;
    }
    let both_closed = p.variables().into_iter().find_map(|i| match ranges.get(i) {
        Some(Range::Interval { lower: Some(a), lower_closed: true, upper: Some(b), upper_closed: true }) => {
            Some((i, a.clone(), b.clone()))
        }
        _ => None,
    });
    if let Some((i, a, b)) = both_closed {
        if ends >= MAX_CLOSED {
            return None;
        }
        let mut inner = ranges.to_vec();
        if let Some(slot) = inner.get_mut(i) {
            *slot = Range::Interval { lower: Some(a), lower_closed: true, upper: Some(b.clone()), upper_closed: false };
        }
        let (inside, tree) = on_box(p, &inner, ends + 1)?;
        let at_end = p.value_at(i, &b);
        if at_end.is_empty() {
            let tree = SignTree::ClosedBox { variable: i, inside: Box::new(tree), end: None };
            return Some((inside.weakened(), tree));
        }
        let (end, end_tree) = on_box(&at_end, ranges, ends + 1)?;
        let tree = SignTree::ClosedBox { variable: i, inside: Box::new(tree), end: Some(Box::new(end_tree)) };
        return Some((inside.common(end)?, tree));
    }
    let mut p = p.clone();
    let mut parameters = vec![Parameter::Real; ranges.len()];
    for i in p.variables() {
        let (Some(range), Some(parameter)) = (ranges.get(i), parameters.get_mut(i)) else { return None };
        if p.degree(i) > MAX_DEGREE_ON_INTERVAL && !matches!(range, Range::Real) && *range != Range::positive() {
            return None;
        }
        (p, *parameter) = parametrise(&p, i, range);
    }
    Search { parameters, known: BTreeMap::new() }.decide(&p, 0)
}

/// The rules on polynomials in variables that vary as the parameters say.
struct Search {
    parameters: Vec<Parameter>,
    /// What came of a polynomial at a depth: the coefficients of `x^i y^j` are met by way of `x` and by way of `y`.
    known: BTreeMap<(usize, Polynomial), Option<(CertainSign, SignTree)>>,
}

impl Search {
    /// The rules in turn, cheapest first. Coefficients are decided by the rules again, so the depth is bounded.
    fn decide(&mut self, p: &Polynomial, depth: usize) -> Option<(CertainSign, SignTree)> {
        if p.is_empty() || depth > 6 || p.len() > 2000 {
            return None;
        }
        if let Some(sign) = by_terms(p, &self.parameters) {
            return Some((sign, SignTree::Terms));
        }
        if let Some(found) = self.known.get(&(depth, p.clone())) {
            return found.clone();
        }
        let found = if changes_sign(p, &self.parameters) {
            None
        } else {
            by_coefficients(p, self, depth)
                .or_else(|| by_square(p, self, depth))
                .or_else(|| by_even_powers(p, &self.parameters, depth))
        };
        self.known.insert((depth, p.clone()), found.clone());
        found
    }
}

/// Whether the polynomial takes both signs at a few points: no rule can give it one then, and none need be tried. The
/// coordinates are powers of 2 with a sign, so that a term's value is its coefficient, shifted.
fn changes_sign(p: &Polynomial, parameters: &[Parameter]) -> bool {
    const EXPONENTS: [i64; 5] = [0, 6, -6, 3, -3];
    if p.total_degree() > MAX_DEGREE_AT_POINTS {
        return false;
    }
    let scale = p.terms().fold(BigInt::one(), |l, (_, c)| l.lcm(&c.denom()));
    let whole = |c: &Rational| if scale.is_one() { c.numer() } else { c.numer() * (&scale / c.denom()) };
    let terms: Vec<(&Monomial, BigInt)> = p.terms().map(|(m, c)| (m, whole(c))).collect();
    let (mut positive, mut negative) = (false, false);
    for k in 0..2 * EXPONENTS.len() {
        // Neighbours go different ways at the points of the second half.
        let exponent = |i: usize| {
            let turn = if k < EXPONENTS.len() { k } else { k + 2 * i + i / 3 };
            EXPONENTS[turn % EXPONENTS.len()]
        };
        let turned = |i: usize| parameters.get(i) == Some(&Parameter::Real) && (k + i) % 2 == 1;
        let shift = |m: &Monomial| m.powers().map(|(i, n)| i64::from(n) * exponent(i)).sum::<i64>();
        let lowest = terms.iter().map(|(m, _)| shift(m)).min().unwrap_or(0);
        let value: BigInt = terms
            .iter()
            .map(|(m, c)| {
                let size = c << u64::try_from(shift(m) - lowest).unwrap_or(0);
                let odd = m.powers().filter(|(i, n)| turned(*i) && n % 2 == 1).count() % 2 == 1;
                if odd { -size } else { size }
            })
            .sum();
        positive |= value.is_positive();
        negative |= value.is_negative();
        if positive && negative {
            return true;
        }
    }
    false
}

/// Rule **even-powers**: a real variable with even exponents only is the root of some `t >= 0`.
fn by_even_powers(p: &Polynomial, parameters: &[Parameter], depth: usize) -> Option<(CertainSign, SignTree)> {
    let mut parameters = parameters.to_vec();
    let mut halved = p.clone();
    let mut variables = Vec::new();
    for i in p.variables() {
        let even = p.terms().all(|(m, _)| m.degree(i) % 2 == 0);
        if *parameters.get(i)? == Parameter::Real && even && p.degree(i) >= 4 {
            halved = halved.with_halved_exponents(i);
            *parameters.get_mut(i)? = Parameter::NonNegative;
            variables.push(i);
        }
    }
    if variables.is_empty() {
        return None;
    }
    let (sign, tree) = Search { parameters, known: BTreeMap::new() }.decide(&halved, depth + 1)?;
    Some((sign, SignTree::EvenPowers { variables, part: Box::new(tree) }))
}

fn parametrise(p: &Polynomial, i: usize, range: &Range) -> (Polynomial, Parameter) {
    let one = Rational::one;
    let kind = |closed: bool| if closed { Parameter::NonNegative } else { Parameter::Positive };
    match range {
        Range::Interval { lower: Some(a), lower_closed, upper: None, .. } => {
            (p.shift(i, a, &one()), kind(*lower_closed))
        }
        Range::Interval { lower: None, upper: Some(b), upper_closed, .. } => {
            (p.shift(i, b, &-one()), kind(*upper_closed))
        }
        // t = 0 gives a, t = inf would give b. Both ends closed: see `on_box`.
        Range::Interval { lower: Some(a), lower_closed, upper: Some(b), upper_closed: false } => {
            (p.moebius(i, a, b), kind(*lower_closed))
        }
        Range::Interval { lower: Some(a), lower_closed: false, upper: Some(b), upper_closed: true } => {
            (p.moebius(i, b, a), Parameter::NonNegative)
        }
        _ => (p.clone(), Parameter::Real),
    }
}

fn by_terms(p: &Polynomial, parameters: &[Parameter]) -> Option<CertainSign> {
    let mut positive = false;
    let mut negative = false;
    let mut strict = false;
    for (m, c) in p.terms() {
        let mut never_zero = true;
        for (i, e) in m.powers() {
            match parameters.get(i)? {
                Parameter::Positive => {}
                Parameter::NonNegative => never_zero = false,
                Parameter::Real if e % 2 == 0 => never_zero = false,
                Parameter::Real => return None,
            }
        }
        strict |= never_zero;
        if c.is_positive() { positive = true } else { negative = true }
    }
    (positive != negative).then(|| CertainSign::from_parts(negative, strict))
}

/// The coefficients rule: as a polynomial in one `t >= 0` (or in the square of a real variable) all coefficients are
/// certainly nonnegative. It is strict when the constant coefficient is, or, where `t > 0`, when any of them is.
fn by_coefficients(p: &Polynomial, search: &mut Search, depth: usize) -> Option<(CertainSign, SignTree)> {
    for i in p.variables() {
        let parameter = *search.parameters.get(i)?;
        let coefficients = p.coefficients_in(i);
        let odd = coefficients.iter().skip(1).step_by(2).any(|c| !c.is_empty());
        if parameter == Parameter::Real && odd {
            continue;
        }
        let found: Option<Vec<(usize, (CertainSign, SignTree))>> = coefficients
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.is_empty())
            .map(|(k, c)| search.decide(c, depth + 1).map(|s| (k, s)))
            .collect();
        let Some(found) = found else { continue };
        let counts = |k: usize| k == 0 || parameter == Parameter::Positive;
        let strict = found.iter().any(|(k, (s, _))| s.is_strict() && counts(*k));
        let negative = found.iter().filter(|(_, (s, _))| s.is_negative()).count();
        if negative == 0 || negative == found.len() {
            let parts = found.into_iter().map(|(_, (_, tree))| tree).collect();
            let tree = SignTree::Coefficients { variable: i, parts };
            return Some((CertainSign::from_parts(negative > 0, strict), tree));
        }
    }
    None
}

/// The square rule on some variable of degree 2, its coefficients decided by the rules again.
fn by_square(p: &Polynomial, search: &mut Search, depth: usize) -> Option<(CertainSign, SignTree)> {
    for i in p.variables().into_iter().filter(|i| p.degree(*i) == 2) {
        let c = p.coefficients_in(i);
        let [constant, linear, quadratic] = c.as_slice() else { continue };
        let mut again = |q: &Polynomial| search.decide(q, depth + 1);
        let Some((leading_sign, leading)) = again(quadratic).filter(|(s, _)| s.is_strict()) else { continue };
        let four = Rational::from_integer(4.into());
        let discriminant = quadratic.times(constant).scaled(&four).minus(&linear.times(linear));
        let (strict, discriminant) = match again(&discriminant) {
            _ if discriminant.is_empty() => (false, None),
            Some((s, tree)) if !s.is_negative() => (s.is_strict(), Some(Box::new(tree))),
            _ => continue,
        };
        let tree = SignTree::Square { variable: i, leading: Box::new(leading), discriminant };
        return Some((CertainSign::from_parts(leading_sign.is_negative(), strict), tree));
    }
    None
}
