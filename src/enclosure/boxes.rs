//! Rigorous values of formal expectations over one, two or three variables, by Gauss rules on boxes.
//!
//! In: an integrand, its variables with their laws, values of everything else. Out: an interval that contains the mean. It
//! must not know families.
//!
//! - Error bound **gauss-ellipse**: let `F` be analytic, `|F| <= M`, in the ellipse with foci `-1, 1` and half-axes `(q + 1/q)/2`,
//!   `(q - 1/q)/2`. A polynomial of degree `2 n - 1` differs from it by at most `2 M q^(1 - 2 n)/(q - 1)` (Trefethen, Approximation Theory
//!   and Approximation Practice, theorem 8.2). The rule with `n` nodes is exact for that polynomial, and its positive weights add up
//!   to 2; so it is off by at most `8 M q^(1 - 2 n)/(q - 1)`. On a box with several sides `2 h_i` the rules are used one after
//!   the other, and the errors `8 h_i M_i q^(1 - 2 n)/(q - 1)` times the lengths of the other sides add up, where `M_i` bounds `F` for
//!   complex values of variable `i` and real ones of the others. `M_i` comes from arithmetic with rectangles
//!   ([`super::complex`]); boxes where it is not good enough are halved.
//! - Error bound **ray-tail**: beyond the boxes, `|F| <= e^(a + s h)` with `s < 0` ([`super::ray`]), which integrates to
//!   `e^a/|s|`, and to a product of these over several rays.

use super::complex::{Rectangle, area};
use super::evaluate::{Coordinate, Point, Program, Value, evaluate};
use super::exponential_sums::without_large_exponents;
use super::interval::{Enclosure, Failure, Interval};
use super::legendre;
use super::ray::{Place, Rays};
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Function, Kind, Law, Rational, Role, Symbol};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::collections::BTreeMap;
use std::time::Instant;

/// Precision of bounds.
const BOUND_BITS: usize = 64;
/// Boxes, at most, for one, two and three variables.
const MOST_BOXES: [usize; 3] = [600, 400, 300];
/// Bits of the result, at most, for one, two and three variables: the work grows like the power of them.
const MOST_BITS: [usize; 3] = [160, 56, 32];
/// Where rays may begin.
const STARTS: [i64; 19] = [2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024];
/// Sums of half-axes of ellipses that are tried.
const ELLIPSES: [i64; 3] = [2, 4, 7];

/// The mean.
pub(super) fn mean(variables: &[(Symbol, Law)], body: &Expr, point: &Point, bits: usize) -> Enclosure {
    let index = variables.len().checked_sub(1).ok_or(Failure::Unclear)?;
    let most = *MOST_BITS.get(index).ok_or(Failure::Unclear)?;
    let bits = bits.min(most);
    let working = bits + 32;
    if variables.iter().any(|(_, law)| law.is_count()) {
        return Err(Failure::Unclear);
    }
    let mut integrand = body.clone();
    let mut symbols = Vec::new();
    for (s, law) in variables {
        integrand = weighted(&integrand, s, *law);
        symbols.push((s.clone(), *law));
    }
    let (integrand, constants) = with_values(&integrand, &symbols, point, working)?;
    let names: Vec<Symbol> = symbols.iter().map(|(s, _)| s.clone()).collect();
    let integrand = without_large_exponents(&integrand, &names);
    let nodes = integrand.nodes();
    let program = Program::new(std::slice::from_ref(&integrand)).map_err(|_| Failure::Unclear)?;
    let (until, most) = (point.until(), *MOST_BOXES.get(index).unwrap_or(&1));
    let whole = Whole { symbols, nodes, program, constants, bits, working, most, until };
    let (sides, tail) = whole.cut()?;
    whole.over(sides)?.plus(&tail, working)
}

/// The integrand times the density, over the line or over (-1, 1); a Laplace variable is `±softplus` of a logistic one.
fn weighted(f: &Expr, s: &Symbol, law: Law) -> Expr {
    let z = Expr::symbol(s);
    let logistic = || z.apply(Function::Logistic) * (-&z).apply(Function::Logistic);
    match law {
        Law::Gaussian => {
            let root = (Expr::pi() * Expr::integer(2)).sqrt();
            f * (z.powi(2) * Expr::ratio(-1, 2)).exp() / root
        }
        Law::Uniform => f * Expr::ratio(1, 2),
        Law::Logistic => f * &logistic(),
        Law::Laplace => {
            let size = z.apply(Function::Softplus);
            let at = |image: &Expr| f.substitute([(s.clone(), image.clone())]);
            (at(&size) + at(&-&size)) * Expr::ratio(1, 2) * logistic()
        }
        // There are no densities.
        Law::Poisson | Law::Geometric => f.clone(),
    }
}

/// What is free of the variables as numbers or as symbols with intervals.
pub(super) fn with_values(
    e: &Expr,
    symbols: &[(Symbol, Law)],
    point: &Point,
    bits: usize,
) -> Result<(Expr, Vec<(Symbol, Interval)>), Failure> {
    let free = |node: &Expr| !symbols.iter().any(|(s, _)| node.contains(s));
    let found = std::cell::RefCell::new(Vec::<(Symbol, Interval)>::new());
    let failed = std::cell::Cell::new(None);
    let value = |node: &Expr| {
        if !free(node) || matches!(node.kind(), Kind::Number(_)) {
            return None;
        }
        match evaluate(node, point, bits) {
            Ok(Value::Exact(q)) => Some(Expr::number(q)),
            Ok(Value::Enclosed(i)) => {
                let mut found = found.borrow_mut();
                let symbol = Symbol::new("quadrature", &format!("c{}", found.len()), Role::Auxiliary, u32::MAX);
                found.push((symbol.clone(), i));
                Some(Expr::symbol(&symbol))
            }
            Ok(Value::Undefined { .. }) => {
                failed.set(Some(Failure::Undefined));
                None
            }
            Ok(Value::Unclear) | Err(_) => {
                failed.set(failed.get().or(Some(Failure::Unclear)));
                None
            }
        }
    };
    let out = rebuild(e, value);
    match failed.get() {
        Some(failure) => Err(failure),
        None => Ok((out, found.into_inner())),
    }
}

/// A box.
type Sides = Vec<(Rational, Rational)>;

/// The integral under way.
struct Whole {
    symbols: Vec<(Symbol, Law)>,
    nodes: Vec<Expr>,
    program: Program,
    constants: Vec<(Symbol, Interval)>,
    bits: usize,
    working: usize,
    most: usize,
    until: Option<Instant>,
}

impl Whole {
    /// The constants, and the time there is.
    fn point(&self) -> Point {
        let mut out = Point::default().before(self.until);
        for (s, i) in &self.constants {
            out.set(s, Coordinate::Within(i.clone()));
        }
        out
    }

    /// What the integral over this region is at most; nothing where no bound is known.
    fn beyond(&self, places: &[(Symbol, Place)]) -> Result<Rational, Failure> {
        let point = self.point();
        if point.is_late() {
            return Err(Failure::Unclear);
        }
        let (at, slopes) = Rays { places }.bound(&self.nodes, &point)?;
        let mut out = at.elementary(Function::Exp, BOUND_BITS)?;
        for slope in slopes {
            if !slope.is_negative() {
                return Err(Failure::Unclear);
            }
            out = out.over(&slope.negated(), BOUND_BITS)?;
        }
        for (_, place) in places {
            if let Place::Within(side) = place {
                out = out.times(&Interval::from_rational(&side.width(), BOUND_BITS)?, BOUND_BITS)?;
            }
        }
        Ok(out.upper_end())
    }

    /// The box, and an interval around 0 that contains the integral over everything else.
    fn cut(&self) -> Result<(Sides, Interval), Failure> {
        let least = Rational::new(BigInt::one(), BigInt::one() << self.bits);
        let first = |law: Law| if law == Law::Uniform { 1 } else { 12 };
        let mut reach: Vec<[i64; 2]> = self.symbols.iter().map(|(_, law)| [first(*law); 2]).collect();
        let within = |[a, b]: [i64; 2]| {
            let whole = |n: i64| Rational::from_integer(n.into());
            Interval::between(&-whole(a), &whole(b), BOUND_BITS).map(Place::Within)
        };
        for i in 0..self.symbols.len() {
            if self.symbols.get(i).is_some_and(|(_, law)| *law == Law::Uniform) {
                continue;
            }
            for up in [false, true] {
                let mut places = Vec::new();
                for ((s, _), r) in self.symbols.iter().zip(&reach) {
                    places.push((s.clone(), within(*r)?));
                }
                let mut found = None;
                for start in STARTS {
                    let q = Rational::from_integer(start.into());
                    if let Some((_, place)) = places.get_mut(i) {
                        *place = if up { Place::Above(q) } else { Place::Below(q) };
                    }
                    if self.beyond(&places).is_ok_and(|most| most <= least) {
                        found = Some(start);
                        break;
                    }
                }
                if let Some(side) = reach.get_mut(i).and_then(|r| r.get_mut(usize::from(up))) {
                    *side = found.ok_or(Failure::Unclear)?;
                }
            }
        }
        let tail = self.tail(&reach)?;
        let whole = |n: i64| Rational::from_integer(n.into());
        let sides = reach.iter().map(|[a, b]| (-whole(*a), whole(*b))).collect();
        Ok((sides, Interval::between(&-&tail, &tail, BOUND_BITS)?))
    }

    /// All regions with at least one ray.
    fn tail(&self, reach: &[[i64; 2]]) -> Result<Rational, Failure> {
        let whole = |n: i64| Rational::from_integer(n.into());
        let mut regions: Vec<Vec<(Symbol, Place)>> = vec![Vec::new()];
        for ((s, law), [a, b]) in self.symbols.iter().zip(reach) {
            let mut places = vec![Place::Within(Interval::between(&-whole(*a), &whole(*b), BOUND_BITS)?)];
            if *law != Law::Uniform {
                places.extend([Place::Below(whole(*a)), Place::Above(whole(*b))]);
            }
            let with = |region: &Vec<(Symbol, Place)>, place: &Place| {
                region.iter().cloned().chain([(s.clone(), place.clone())]).collect::<Vec<_>>()
            };
            regions = regions.iter().flat_map(|r| places.iter().map(|p| with(r, p)).collect::<Vec<_>>()).collect();
        }
        let mut sum = Rational::zero();
        for region in regions {
            if region.iter().any(|(_, place)| !matches!(place, Place::Within(_))) {
                sum += self.beyond(&region)?;
            }
        }
        Ok(sum)
    }

    /// The integral over a box.
    fn over(&self, sides: Sides) -> Enclosure {
        let volume = |sides: &Sides| sides.iter().fold(Rational::one(), |v, (a, b)| v * (b - a));
        let least = Rational::new(BigInt::one(), BigInt::one() << self.bits);
        let density = least / volume(&sides);
        let count = i32::try_from(self.bits / 4 + 4).map_err(|_| Failure::Unclear)?;
        let rule = legendre::nodes(count, self.working)?;
        let mut pending = vec![sides];
        let mut boxes = 1;
        let mut sum = Interval::integer(0);
        while let Some(sides) = pending.pop() {
            if self.point().is_late() {
                return Err(Failure::Unclear);
            }
            let errors = self.errors(&sides, count);
            let total = errors.iter().cloned().sum::<Option<Rational>>();
            let allowed = &density * volume(&sides);
            match total {
                Some(error) if error <= allowed => {
                    let around = Interval::between(&-&error, &error, self.working)?;
                    sum = sum.plus(&self.by_rule(&sides, &rule)?, self.working)?.plus(&around, self.working)?;
                }
                _ => {
                    boxes += 1;
                    if boxes > self.most {
                        return Err(Failure::Unclear);
                    }
                    // The side whose error is not known or the largest; the longest of those.
                    let width = |i: usize| sides.get(i).map(|(a, b)| b - a);
                    let unknown = errors.iter().any(Option::is_none);
                    let key = |i: &usize| match errors.get(*i) {
                        Some(None) => width(*i),
                        Some(Some(e)) if !unknown => Some(e.clone()),
                        _ => None,
                    };
                    let side = (0..sides.len()).max_by_key(key).ok_or(Failure::Unclear)?;
                    let (a, b) = sides.get(side).ok_or(Failure::Unclear)?;
                    let middle = (a + b) / Rational::from_integer(2.into());
                    for half in [(middle.clone(), b.clone()), (a.clone(), middle.clone())] {
                        let mut next = sides.clone();
                        if let Some(place) = next.get_mut(side) {
                            *place = half;
                        }
                        pending.push(next);
                    }
                }
            }
        }
        Ok(sum)
    }

    /// For each side the error bound of the rule along it; nothing where the integrand may not be analytic.
    fn errors(&self, sides: &Sides, count: i32) -> Vec<Option<Rational>> {
        let along = |i: usize| ELLIPSES.iter().filter_map(|q| self.error(sides, i, *q, count).ok()).min();
        (0..sides.len()).map(along).collect()
    }

    /// `8 h_i M_i q^(1 - 2 n)/(q - 1)` times the other sides.
    fn error(&self, sides: &Sides, i: usize, q: i64, count: i32) -> Result<Rational, Failure> {
        let two = Rational::from_integer(2.into());
        let mut places: BTreeMap<Symbol, Rectangle> =
            self.constants.iter().map(|(s, c)| (s.clone(), Rectangle::real(c.clone()))).collect();
        let mut factor = Rational::one();
        for (k, ((s, _), (a, b))) in self.symbols.iter().zip(sides).enumerate() {
            let (centre, half) = ((a + b) / &two, (b - a) / &two);
            let place = if k == i {
                let axis = |sign: i64| Rational::new((q * q + sign).into(), (2 * q).into()) * &half;
                let (long, high) = (axis(1), axis(-1));
                factor = factor * &half * Rational::from_integer(8.into());
                Rectangle {
                    re: Interval::between(&(&centre - &long), &(&centre + &long), BOUND_BITS)?,
                    im: Interval::between(&-&high, &high, BOUND_BITS)?,
                }
            } else {
                factor *= b - a;
                Rectangle::real(Interval::between(a, b, BOUND_BITS)?)
            };
            places.insert(s.clone(), place);
        }
        let size = area(&self.nodes, &places)?.size()?.upper_end();
        let q = Rational::from_integer(q.into());
        Ok(size * factor * q.pow(1 - 2 * count) / (q - Rational::one()))
    }

    /// The rule on a box.
    fn by_rule(&self, sides: &Sides, rule: &[legendre::Node]) -> Enclosure {
        let bits = self.working;
        let two = Rational::from_integer(2.into());
        let mut places: Vec<Vec<(Interval, Interval)>> = Vec::new();
        for (a, b) in sides {
            let centre = Interval::from_rational(&((a + b) / &two), bits)?;
            let half = Interval::from_rational(&((b - a) / &two), bits)?;
            let scaled = rule
                .iter()
                .map(|(x, w)| Ok((centre.plus(&half.times(x, bits)?, bits)?, half.times(w, bits)?)))
                .collect::<Result<Vec<_>, Failure>>()?;
            places.push(scaled);
        }
        let mut point = self.point();
        self.summed(&places, &mut point)
    }

    /// The sum over the nodes of the first side, of the sums over the others.
    fn summed(&self, places: &[Vec<(Interval, Interval)>], point: &mut Point) -> Enclosure {
        let depth = self.symbols.len() - places.len();
        let (Some((first, rest)), Some((s, _))) = (places.split_first(), self.symbols.get(depth)) else {
            let value = self.program.evaluate(point, self.working).map_err(|_| Failure::Unclear)?.pop();
            return value.and_then(|v| v.interval(self.working)).ok_or(Failure::Unclear);
        };
        let mut sum = Interval::integer(0);
        for (x, w) in first {
            point.set(s, Coordinate::Within(x.clone()));
            let inner = self.summed(rest, point)?;
            sum = sum.plus(&w.times(&inner, self.working)?, self.working)?;
        }
        Ok(sum)
    }
}
