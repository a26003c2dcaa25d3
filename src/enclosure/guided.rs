//! Points at which a claim is likely to fail, once the simple ones do not refute it.
//!
//! In: a comparison, its region, numbers that may matter (between the roots of what changes its sign). Out: a point at which
//! it certainly fails, or the points at which the sides cannot be told apart. It must not know certificates.
//!
//! Looked at, in this order: combinations of -1, 0 and 1; one coordinate at a time the given numbers, the claim's own and
//! what lies beside them, powers of ten, and numbers near the ends; then, for an order, one coordinate at a time moves to
//! where the difference is least. Enclosures at low precision guide the way; only [`super::counterexample`] says that
//! a comparison fails.

use super::counterexample::{Claim, Comparison, Judgement, judged};
use super::evaluate::{EvaluationError, Point, Program, Value};
use super::interval::Interval;
use super::sample::{Place, simple_points};
use super::sign::FIRST_PRECISION;
use super::simple_rationals::simplest_between;
use super::simpler::Inside;
use crate::symbolic::{Expr, Kind, Rational, Region, Symbol, Variable};
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};
use std::collections::BTreeMap;
use std::time::Instant;

/// Points that are looked at.
const LOOKS: usize = 700;
/// Points from which the search goes out.
const STARTS: usize = 3;
/// Steps of one descent along a coordinate.
const STEPS: usize = 64;
/// Precision for comparing, in bits.
const BITS: usize = 256;
/// So many points at which the largest precision does not tell, and the others are only looked at.
const STUBBORN: usize = 24;
/// Numbers of a claim that are tried.
const MOST_OWN: usize = 12;
/// Variables of which all combinations are tried.
const MOST_COMBINED: usize = 3;
/// Points where the sides look equal that are kept.
const MOST_TOUCHING: usize = 4;

/// What the search ends with.
#[derive(Debug, Default)]
pub struct Found {
    /// A point at which the claim certainly fails, with both values.
    pub failure: Option<(Place, Value, Value)>,
    /// Points of the region where no precision tells the sides apart.
    pub touching: Vec<Place>,
}

struct Search<'c> {
    claim: &'c Claim,
    program: Program,
    /// What is to be small where the claim fails.
    margin: Option<Program>,
    inside: Inside,
    looks: usize,
    /// Points at which no precision told the sides apart.
    open: usize,
    /// What was seen at each point: different ways lead to one point.
    seen: BTreeMap<Vec<Rational>, Option<Interval>>,
    until: Option<Instant>,
    found: Found,
}

/// Looks for a failure. `numbers` are tried for each variable named.
///
/// # Errors
/// When the sides cannot be evaluated at all.
pub fn guided(
    claim: &Claim,
    region: &Region,
    numbers: &[(Symbol, Vec<Rational>)],
    until: Option<Instant>,
) -> Result<Found, EvaluationError> {
    let difference = &claim.right - &claim.left;
    let margin = match claim.comparison {
        Comparison::Less | Comparison::LessOrEqual => Some(difference),
        Comparison::Greater | Comparison::GreaterOrEqual => Some(-difference),
        Comparison::NotEqual => Some(difference.powi(2)),
        Comparison::Equal => None,
    };
    let mut search = Search {
        claim,
        program: Program::new(&[claim.left.clone(), claim.right.clone()])?,
        margin: margin.map(|e| Program::new(&[e])).transpose()?,
        inside: Inside::of(region)?,
        looks: LOOKS,
        open: 0,
        seen: BTreeMap::new(),
        until,
        found: Found::default(),
    };
    let used = |v: &&Variable| claim.left.contains(&v.symbol) || claim.right.contains(&v.symbol);
    let variables: Vec<&Variable> = region.variables.iter().filter(used).collect();
    let mut starts: Vec<Place> = simple_points(region, STARTS)?.collect();
    // Where nothing simple lies, there is nothing to start from.
    let Some(first) = starts.first().cloned() else { return Ok(search.found) };
    search.combinations(&variables, &first);
    let own = own_numbers(claim);
    for start in &mut starts {
        for v in &variables {
            let given = numbers.iter().find(|(s, _)| *s == v.symbol).map_or(&[][..], |(_, list)| list);
            search.along(v, start, given, &own);
            if search.is_over() {
                return Ok(search.found);
            }
        }
    }
    Ok(search.found)
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.looks == 0 || self.found.failure.is_some() || self.until.is_some_and(|end| Instant::now() >= end)
    }

    /// Judges the claim at a point; the margin there where the claim holds, or may hold.
    fn look(&mut self, place: &Place) -> Option<Interval> {
        if self.is_over() {
            return None;
        }
        let key: Vec<Rational> = place.iter().map(|(_, q)| q.clone()).collect();
        if let Some(known) = self.seen.get(&key) {
            self.looks -= 1;
            return known.clone();
        }
        if !self.inside.contains(place) {
            return None;
        }
        self.looks -= 1;
        let margin = self.judge(place);
        self.seen.insert(key, margin.clone());
        margin
    }

    fn judge(&mut self, place: &Place) -> Option<Interval> {
        let point = Point::exact(place.iter().cloned()).before(self.until);
        let margin = || {
            let values = self.margin.as_ref()?.evaluate(&point, FIRST_PRECISION).ok()?;
            values.first()?.interval(FIRST_PRECISION)
        };
        // Where the margin is certainly positive, the claim holds.
        if let Some(margin) = margin().filter(Interval::is_positive) {
            return Some(margin);
        }
        let bits = if self.open < STUBBORN { BITS } else { FIRST_PRECISION };
        match judged(&self.program, &point, self.claim.comparison, bits).ok()? {
            Judgement::Fails(left, right) => {
                self.found.failure = Some((place.clone(), left, right));
                return None;
            }
            Judgement::Silent => return None,
            Judgement::Open => {
                self.open += 1;
                if self.found.touching.len() < MOST_TOUCHING && !self.found.touching.contains(place) {
                    self.found.touching.push(place.clone());
                }
            }
            Judgement::Holds => {}
        }
        margin()
    }

    /// Every combination of -1, 0 and 1: corners, and the cuts of angles.
    fn combinations(&mut self, variables: &[&Variable], start: &Place) {
        if variables.len() < 2 || variables.len() > MOST_COMBINED {
            return;
        }
        let count = (0..variables.len()).fold(1_i64, |n, _| n * 3);
        for code in 0..count {
            let mut place = start.clone();
            let mut rest = code;
            for v in variables {
                set(&mut place, &v.symbol, Rational::from_integer((rest % 3 - 1).into()));
                rest /= 3;
            }
            self.look(&place);
        }
    }

    /// One coordinate takes numbers that may matter, then goes to where the margin is least.
    fn along(&mut self, v: &Variable, start: &mut Place, given: &[Rational], own: &[Rational]) {
        let mut numbers: Vec<Rational> = given.to_vec();
        numbers.extend(near_ends(v));
        numbers.extend_from_slice(own);
        numbers.extend(far());
        numbers.extend((-8..=8).map(|n| Rational::new(BigInt::from(n), BigInt::from(2))));
        if v.integer {
            numbers.retain(Rational::is_integer);
        }
        let mut seen: Vec<(Rational, Interval)> = Vec::new();
        for q in numbers {
            if seen.iter().any(|(known, _)| *known == q) {
                continue;
            }
            let mut place = start.clone();
            set(&mut place, &v.symbol, q.clone());
            if let Some(margin) = self.look(&place) {
                seen.push((q, margin));
            }
            if self.is_over() {
                return;
            }
        }
        seen.sort_by(|(p, _), (q, _)| p.cmp(q));
        let least = (1..seen.len()).fold(0, |best, k| match (seen.get(k), seen.get(best)) {
            (Some((_, a)), Some((_, b))) if a.is_below(b) => k,
            _ => best,
        });
        let Some((q, _)) = seen.get(least).cloned() else { return };
        set(start, &v.symbol, q.clone());
        if v.integer {
            return;
        }
        let beside = |k: Option<usize>| k.and_then(|k| seen.get(k)).map_or_else(|| q.clone(), |(p, _)| p.clone());
        let (low, high) = (beside(least.checked_sub(1)), beside(Some(least + 1)));
        self.descend(&v.symbol, start, low, high);
    }

    /// The least margin between two numbers, by thirds; every point on the way is judged.
    fn descend(&mut self, symbol: &Symbol, start: &mut Place, mut low: Rational, mut high: Rational) {
        let part = |a: &Rational, b: &Rational, n: i64| a + (b - a) * Rational::new(n.into(), 16.into());
        for _ in 0..STEPS {
            if low >= high {
                return;
            }
            let inner = simplest_between(Some(&part(&low, &high, 4)), Some(&part(&low, &high, 7)));
            let outer = simplest_between(Some(&part(&low, &high, 9)), Some(&part(&low, &high, 12)));
            let mut margin = |q: &Rational| {
                let mut place = start.clone();
                set(&mut place, symbol, q.clone());
                self.look(&place)
            };
            match (margin(&inner), margin(&outer)) {
                (Some(a), Some(b)) if a.is_below(&b) => high.clone_from(&outer),
                (Some(a), Some(b)) if b.is_below(&a) => low.clone_from(&inner),
                // Nothing is to be seen any more.
                _ => break,
            }
        }
        let middle = simplest_between(Some(&low), Some(&high));
        let mut place = start.clone();
        set(&mut place, symbol, middle);
        if self.look(&place).is_some() {
            *start = place;
        }
    }
}

fn set(place: &mut Place, symbol: &Symbol, q: Rational) {
    if let Some(slot) = place.iter_mut().find(|(s, _)| s == symbol) {
        slot.1 = q;
    }
}

/// Numbers that occur in a claim, with what lies beside them.
fn own_numbers(claim: &Claim) -> Vec<Rational> {
    let mut out: Vec<Rational> = Vec::new();
    let one = Rational::one();
    for node in Expr::nodes_of(&[claim.left.clone(), claim.right.clone()]) {
        let Kind::Number(q) = node.kind() else { continue };
        if out.len() >= 6 * MOST_OWN || q.numer().bits() > 64 || q.denom().bits() > 64 {
            continue;
        }
        for base in [q.clone(), -q] {
            for shifted in [base.clone(), &base - &one, &base + &one] {
                if !out.contains(&shifted) {
                    out.push(shifted);
                }
            }
        }
    }
    out
}

/// Powers of ten and of two, of both signs.
fn far() -> Vec<Rational> {
    let power = |base: i64, n: u32| Rational::from_integer(BigInt::from(base).pow(n));
    let sizes = [power(10, 2), power(10, 3), power(10, 4), power(2, 20), power(10, 9)];
    let small = [power(10, 2).recip(), power(10, 4).recip(), power(10, 9).recip()];
    sizes.iter().chain(&small).flat_map(|q| [q.clone(), -q]).collect()
}

/// Numbers at the rational ends of a range, and closer and closer to them.
fn near_ends(v: &Variable) -> Vec<Rational> {
    let mut out = Vec::new();
    for (bound, inward) in [(&v.lower, 1), (&v.upper, -1)] {
        let Some((end, _)) = super::ends::rational_end(bound, inward == 1) else { continue };
        if !end.is_zero() && end.abs() > Rational::from_integer(BigInt::from(10).pow(12)) {
            continue;
        }
        out.push(end.clone());
        for digits in [1_u32, 2, 4, 9] {
            let gap = Rational::new(BigInt::from(inward), BigInt::from(10).pow(digits));
            out.push(&end + gap);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Binary, Bound, Function, Role};

    fn symbol(name: &str, rank: u32) -> Symbol {
        Symbol::new("", name, Role::Parameter, rank)
    }

    fn found(left: Expr, comparison: Comparison, right: Expr, variables: Vec<Variable>) -> Found {
        let region = Region { variables, conditions: Vec::new() };
        guided(&Claim { left, right, comparison }, &region, &[], None).expect("it can be evaluated")
    }

    #[test]
    fn far_points_minima_and_ends_are_found() {
        let s = symbol("x", 0);
        let x = Expr::symbol(&s);
        let real = || vec![Variable::real(s.clone())];
        let n = Expr::integer;
        let fails = |l: Expr, c, r: Expr| found(l, c, r, real()).failure.is_some();
        assert!(fails(x.with(Binary::Max, &n(1000)), Comparison::Equal, n(1000)));
        assert!(fails(x.powi(3) - &x, Comparison::LessOrEqual, n(1_000_000)));
        assert!(fails(x.exp(), Comparison::Greater, n(10).powi(-20)));
        assert!(fails(x.apply(Function::Sin), Comparison::LessOrEqual, Expr::one() - n(10).powi(-12)));
        assert!(fails((x.powi(2) - n(2)).apply(Function::Abs), Comparison::Greater, n(10).powi(-9)));
        // What holds is not refuted.
        assert!(!fails(x.apply(Function::Sin), Comparison::LessOrEqual, Expr::one()));
        assert!(!fails((x.powi(2) - n(2)).apply(Function::Abs), Comparison::GreaterOrEqual, Expr::zero()));
        let ends = Variable { lower: Bound::Open(n(0)), upper: Bound::Open(n(1)), ..Variable::real(s.clone()) };
        let minus_log = -(Expr::one() - &x).log();
        assert!(found(minus_log, Comparison::Less, &x * &n(10), vec![ends]).failure.is_some());
    }

    #[test]
    fn cuts_of_angles_are_met_and_touching_points_are_kept() {
        let (s, t) = (symbol("x", 0), symbol("y", 1));
        let (x, y) = (Expr::symbol(&s), Expr::symbol(&t));
        let plane = vec![Variable::real(s.clone()), Variable::real(t)];
        let odd = found((-&y).with(Binary::Atan2, &x), Comparison::Equal, -y.with(Binary::Atan2, &x), plane);
        let (point, ..) = odd.failure.expect("it fails on the cut");
        assert!(point[0].1.is_negative() && point[1].1.is_zero());
        let touching = found(x.exp(), Comparison::Greater, &x * &Expr::one().exp(), vec![Variable::real(s)]);
        assert!(touching.failure.is_none());
        assert!(touching.touching.iter().any(|p| p[0].1.is_one()), "{touching:?}");
    }
}
