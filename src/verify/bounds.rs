//! Bounds of functions by simpler ones, and certain signs on boxes.
//!
//! Rules, each an inequality of real functions with its argument:
//!
//! | rule | inequality | because |
//! |---|---|---|
//! | tangent | `exp u >= 1 + u`, `log u <= u - 1` | a convex (concave) function lies above (below) its tangent at 0 (at 1) |
//! | hyperbolic | `cosh u >= 1 + u^2/2`; `sinh u >= u`, `atanh u >= u` for `u >= 0` | power series with nonnegative coefficients |
//! | circular | `cos u >= 1 - u^2/2`; `sin u <= u` for `u >= 0` | `1 - cos` and `u - sin u` integrate `sin u <= u` and `1 - cos u >= 0` |
//! | slope | `tanh u`, `atan u`, `asinh u` `<= u`, `asin u >= u`, `erf u <= 2u/sqrt(pi)` for `u >= 0` | their derivative lies on that side of its value at 0, where they vanish |
//! | softplus | `softplus u >= u`, `>= 0` | `log(1 + e^u) >= log e^u`, `>= log 1` |
//! | range | `-1 <= sin, cos <= 1` | |
//!
//! A sum is bounded below term by term; what remains is decided by the other rules.
//!
//! **subdivision**: a box that contains the domain is cut into small boxes; where rigorous enclosures of an expression
//! over all of them exclude 0 on one side, its sign is certain.

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use crate::enclosure::{Coordinate, Interval, Point, decide_sign};
use crate::engine::{Answer, Task};
use crate::symbolic::{Expr, Function, Kind, Rational, Symbol};
use num_traits::Signed;

/// Combinations of bounds that are tried.
const MOST_COMBINATIONS: usize = 12;
/// Variables of a box.
const MOST_VARIABLES: usize = 3;
/// Precision of enclosures over boxes, in bits.
const BOX_BITS: usize = 64;

/// A lower bound of a term, and what must not be negative for it.
#[derive(Clone)]
struct Bound {
    value: Expr,
    needs: Option<Expr>,
}

impl Decider<'_> {
    /// Whether a lower bound of the sum `e`, term by term, has the wanted sign.
    pub(super) fn by_bounds(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> bool {
        // A lower bound says nothing unless it is on the upper side of 0.
        let wanted = if wanted == Wanted::NonZero { Wanted::Positive } else { wanted };
        lower_bounds(e).into_iter().any(|(bound, needs)| {
            self.has_sign(&bound, wanted, setting)
                && needs.iter().all(|u| self.has_sign(u, Wanted::NonNegative, setting))
        })
    }

    fn has_sign(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> bool {
        let answers = self.ask(Task::Sign, std::slice::from_ref(e), setting);
        match answers.as_ref().map(|(a, _)| a.first()) {
            Ok(Some(Answer::Zero)) => wanted == Wanted::NonNegative,
            Ok(Some(Answer::Sign(s))) => wanted.is_met_by(*s),
            _ => false,
        }
    }
}

/// Lower bounds of a sum with the conditions that they need.
fn lower_bounds(e: &Expr) -> Vec<(Expr, Vec<Expr>)> {
    let terms: Vec<Expr> = match e.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![e.clone()],
    };
    let choices: Vec<Vec<Bound>> = terms.iter().map(bounds_of_term).collect();
    if choices.iter().all(|c| c.len() == 1) {
        return Vec::new();
    }
    let mut combinations: Vec<Vec<Bound>> = vec![Vec::new()];
    for choice in choices {
        combinations = combinations
            .iter()
            .flat_map(|done| choice.iter().map(|b| done.iter().cloned().chain([b.clone()]).collect()))
            .take(4 * MOST_COMBINATIONS)
            .collect();
    }
    combinations
        .into_iter()
        .map(|c| {
            let needs = c.iter().filter_map(|b| b.needs.clone()).collect();
            (Expr::sum(c.into_iter().map(|b| b.value)), needs)
        })
        .filter(|(bound, _)| bound != e)
        .take(MOST_COMBINATIONS)
        .collect()
}

/// Lower bounds of one term, the best first, the term itself last.
fn bounds_of_term(t: &Expr) -> Vec<Bound> {
    let (c, body) = t.split_coefficient();
    let mut out = Vec::new();
    if let Kind::Apply(f, u) = body.kind() {
        let found = if c.is_negative() { above(*f, u) } else { below(*f, u) };
        out.extend(found.into_iter().map(|b| Bound { value: b.value.scaled(&c), needs: b.needs }));
    }
    out.push(Bound { value: t.clone(), needs: None });
    out
}

fn always(value: Expr) -> Bound {
    Bound { value, needs: None }
}

fn where_nonnegative(value: Expr, u: &Expr) -> Bound {
    Bound { value, needs: Some(u.clone()) }
}

/// Lower bounds of `f(u)`.
fn below(f: Function, u: &Expr) -> Vec<Bound> {
    use Function as F;
    let half_square = u.powi(2) * Expr::ratio(1, 2);
    match f {
        F::Exp => vec![always(Expr::one() + u)],
        F::Cosh => vec![always(Expr::one() + half_square)],
        F::Cos => vec![always(Expr::one() - half_square), always(-Expr::one())],
        F::Sin => vec![always(-Expr::one())],
        F::Sinh | F::Atanh | F::Asin => vec![where_nonnegative(u.clone(), u)],
        F::Softplus => vec![always(u.clone()), always(Expr::zero())],
        _ => Vec::new(),
    }
}

/// Upper bounds of `f(u)`.
fn above(f: Function, u: &Expr) -> Vec<Bound> {
    use Function as F;
    match f {
        F::Log => vec![always(u - &Expr::one())],
        F::Sin => vec![where_nonnegative(u.clone(), u), always(Expr::one())],
        F::Cos => vec![always(Expr::one())],
        F::Tanh | F::Atan | F::Asinh => vec![where_nonnegative(u.clone(), u)],
        F::Erf => {
            let slope = Expr::pi().pow_rational(&Rational::new((-1).into(), 2.into()));
            vec![where_nonnegative(u * &slope * Expr::integer(2), u)]
        }
        _ => Vec::new(),
    }
}

/// Whether an expression is certainly positive (or, for `NonZero`, of one sign) on a bounded box, by **subdivision**.
pub(super) fn by_subdivision(e: &Expr, wanted: Wanted, setting: &Setting, most_boxes: usize) -> bool {
    let symbols: Vec<Symbol> = e.symbols().into_iter().collect();
    if symbols.is_empty() || symbols.len() > MOST_VARIABLES {
        return false;
    }
    let range = |s: &Symbol| -> Option<(Rational, Rational)> {
        let v = setting.region.variables.iter().find(|v| v.symbol == *s)?;
        let number = |b: &crate::symbolic::Bound| b.value()?.as_number().cloned();
        Some((number(&v.lower)?, number(&v.upper)?))
    };
    let Some(whole) = symbols.iter().map(range).collect::<Option<Vec<_>>>() else { return false };
    let Some(sign) = sign_in_the_middle(e, &symbols, &whole) else { return false };
    if sign == crate::enclosure::Sign::Negative && wanted != Wanted::NonZero {
        return false;
    }
    let Ok(program) = crate::enclosure::Program::new(std::slice::from_ref(e)) else { return false };
    let mut pending = vec![whole];
    for _ in 0..most_boxes {
        let Some(part) = pending.pop() else { return true };
        let mut point = Point::default();
        for (s, (a, b)) in symbols.iter().zip(&part) {
            let Ok(interval) = Interval::between(a, b, BOX_BITS) else { return false };
            point.set(s, Coordinate::Within(interval));
        }
        let Ok(values) = program.evaluate(&point, BOX_BITS) else { return false };
        if values.first().is_some_and(|v| v.sign() == sign) {
            continue;
        }
        // The widest side is halved.
        let Some(widest) = (0..part.len()).max_by_key(|i| &part[*i].1 - &part[*i].0) else { return false };
        let (a, b) = part[widest].clone();
        let middle = (&a + &b) / Rational::from_integer(2.into());
        for side in [(a, middle.clone()), (middle, b)] {
            let mut half = part.clone();
            half[widest] = side;
            pending.push(half);
        }
    }
    false
}

/// The sign at the centre, where it is certain and not 0: the only one that the whole box can have.
fn sign_in_the_middle(e: &Expr, symbols: &[Symbol], whole: &[(Rational, Rational)]) -> Option<crate::enclosure::Sign> {
    use crate::enclosure::Sign;
    let two = Rational::from_integer(2.into());
    let centre = symbols.iter().cloned().zip(whole.iter().map(|(a, b)| (a + b) / &two));
    let sign = decide_sign(e, &Point::exact(centre), 128).ok()?;
    matches!(sign, Sign::Positive | Sign::Negative).then_some(sign)
}
