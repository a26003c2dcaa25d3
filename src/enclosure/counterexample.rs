//! Certain counterexamples to claims about two expressions.
//!
//! In: a comparison, the region it is claimed on, what else it quantifies over, a budget. Out: a rational point of the
//! region, and instances of all functions, at which both sides are defined and the comparison certainly fails. It must
//! not know certificates or source text. Finding nothing proves nothing.

use super::evaluate::{EvaluationError, Point, Program, Value};
use super::guided::guided;
use super::instances::{FunctionInstance, INSTANCES, QuantifiedFunctions, substitution};
use super::sample::{Place, simple_points};
use super::sign::{FIRST_PRECISION, precisions};
use super::simpler::{Inside, simplified};
use crate::statistics::evaluated;
use crate::symbolic::{Expr, Fact, Kind, Rational, Region, Symbol, Variable};
use std::cmp::Ordering;
use std::time::Instant;

/// How two sides are claimed to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A comparison of two expressions, claimed at every point where both are defined.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The left side.
    pub left: Expr,
    /// The right side.
    pub right: Expr,
    /// How they are claimed to compare.
    pub comparison: Comparison,
}

/// How much work to spend.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Points to try in all.
    pub points: usize,
    /// Largest precision, in bits.
    pub max_bits: usize,
    /// When to stop; nothing stops the search before its points are used up where this is absent.
    pub until: Option<Instant>,
}

impl Budget {
    /// Whether the time is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.until.is_some_and(|end| Instant::now() >= end)
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self { points: 64, max_bits: 512, until: None }
    }
}

/// A point at which a claim certainly fails.
#[derive(Clone, Debug)]
pub struct Counterexample {
    /// The values of all variables, in the region's order.
    pub point: Vec<(Symbol, Rational)>,
    /// The number of the instance that gave the functions.
    pub turn: usize,
    /// The functions put in the place of unspecified ones.
    pub functions: Vec<FunctionInstance>,
    /// The left side there.
    pub left: Value,
    /// The right side there.
    pub right: Value,
}

/// What is certain of the order of two values.
enum Order {
    /// This.
    Known(Ordering),
    /// Not greater, perhaps equal.
    AtMost,
    /// Not less, perhaps equal.
    AtLeast,
    /// Nothing.
    Unknown,
}

/// Searches a counterexample. Instances of functions take turns, the simplest points come first.
pub fn find_counterexample(
    claim: &Claim,
    region: &Region,
    functions: &QuantifiedFunctions,
    budget: Budget,
) -> Result<Option<Counterexample>, EvaluationError> {
    let region = &without_metrics_elsewhere(region, functions);
    let turns = if functions.is_empty() { 1 } else { INSTANCES };
    let points = budget.points.div_ceil(turns).max(1);
    let mut open = 0;
    for turn in 0..turns {
        let instances = functions.instance(turn);
        let mut substitution = substitution(&instances);
        // With the functions known, most expectations have closed forms.
        let sides = [substitution.apply(&claim.left), substitution.apply(&claim.right)];
        let [left, right] = sides.each_ref().map(evaluated);
        let region = instantiated(region, &mut substitution);
        let nowhere = region.conditions.iter().any(Fact::is_absurd);
        if nowhere || (left == right && claim.comparison == Comparison::Equal) {
            continue;
        }
        // A closed form may have no value at a point where the expectation has one.
        let plain = if sides.iter().any(Expr::has_mean) { Some(Program::new(&sides)?) } else { None };
        let program = Program::new(&[left, right])?;
        for point in simple_points(&region, points)? {
            if budget.is_over() {
                return Ok(None);
            }
            let place = Point::exact(point.iter().cloned()).before(budget.until);
            // Sides that agree to many digits at several points agree everywhere, or differ visibly somewhere else.
            let bits = if open < STUBBORN { budget.max_bits } else { FIRST_PRECISION };
            let judgement = match (judged(&program, &place, claim.comparison, bits)?, &plain) {
                (Judgement::Silent, Some(plain)) => judged(plain, &place, claim.comparison, bits)?,
                (judgement, _) => judgement,
            };
            match judgement {
                Judgement::Fails(left, right) => {
                    let inside = Inside::of(&region)?;
                    let mut fails = |point: &[(Symbol, Rational)]| {
                        let inside = !budget.is_over() && inside.contains(point);
                        inside.then(|| failing(&program, point, claim.comparison, bits))?
                    };
                    let (point, (left, right)) = simplified(&point, &mut fails).unwrap_or((point, (left, right)));
                    return Ok(Some(Counterexample { point, turn, functions: instances, left, right }));
                }
                Judgement::Open if open >= HOPELESS => return Ok(None),
                Judgement::Open => open += 1,
                Judgement::Holds | Judgement::Silent => {}
            }
        }
    }
    Ok(None)
}

/// Searches further than simple points: [`guided`]. Where a claim without unspecified functions fails, the counterexample;
/// else the points at which the sides cannot be told apart.
pub fn find_far_counterexample(
    claim: &Claim,
    region: &Region,
    numbers: &[(Symbol, Vec<Rational>)],
    budget: Budget,
) -> Result<(Option<Counterexample>, Vec<Place>), EvaluationError> {
    let found = guided(claim, region, numbers, budget.until)?;
    let Some((point, left, right)) = found.failure else { return Ok((None, found.touching)) };
    let inside = Inside::of(region)?;
    let program = Program::new(&[claim.left.clone(), claim.right.clone()])?;
    let mut fails = |point: &[(Symbol, Rational)]| {
        let inside = !budget.is_over() && inside.contains(point);
        inside.then(|| failing(&program, point, claim.comparison, budget.max_bits))?
    };
    let (point, (left, right)) = simplified(&point, &mut fails).unwrap_or((point, (left, right)));
    Ok((Some(Counterexample { point, turn: 0, functions: Vec::new(), left, right }), Vec::new()))
}

/// Both values where the comparison certainly fails at the point.
fn failing(
    program: &Program,
    point: &[(Symbol, Rational)],
    comparison: Comparison,
    bits: usize,
) -> Option<(Value, Value)> {
    match judged(program, &Point::exact(point.iter().cloned()), comparison, bits).ok()? {
        Judgement::Fails(left, right) => Some((left, right)),
        _ => None,
    }
}

/// The region without the conditions that a generic metric is positive definite at points of another chart. Every
/// instance is definite everywhere by construction, so that nothing is lost; and the region has no such points.
#[must_use]
pub fn without_metrics_elsewhere(region: &Region, functions: &QuantifiedFunctions) -> Region {
    let of_metric = |e: &Expr| {
        Expr::deep_nodes_of(std::slice::from_ref(e)).iter().any(|node| match node.kind() {
            Kind::Unspecified { function, .. } => {
                functions.metrics.iter().any(|m| m.entries.iter().any(|row| row.contains(function)))
            }
            _ => false,
        })
    };
    let elsewhere = |e: &Expr| e.symbols().iter().any(|s| region.variables.iter().all(|v| v.symbol != *s));
    let mut out = region.clone();
    out.conditions.retain(|f| !(elsewhere(&f.expr) && of_metric(&f.expr)));
    out
}

/// The region with instances in the place of functions.
pub fn instantiated(region: &Region, substitution: &mut crate::symbolic::substitute::Substitution) -> Region {
    use crate::symbolic::Bound;
    let bound = |b: &Bound, s: &mut crate::symbolic::substitute::Substitution| match b {
        Bound::Infinite => Bound::Infinite,
        Bound::Open(e) => Bound::Open(s.apply(e)),
        Bound::Closed(e) => Bound::Closed(s.apply(e)),
    };
    let mut variables = Vec::with_capacity(region.variables.len());
    for v in &region.variables {
        let (lower, upper) = (bound(&v.lower, substitution), bound(&v.upper, substitution));
        variables.push(Variable { lower, upper, ..v.clone() });
    }
    let conditions = region.conditions.iter().map(|f| f.with(substitution.apply(&f.expr))).collect();
    Region { variables, conditions }
}

/// What is known of a comparison at a point.
pub(super) enum Judgement {
    /// It certainly fails; both values.
    Fails(Value, Value),
    /// It certainly holds.
    Holds,
    /// It speaks only of points where both sides are defined, and one is not.
    Silent,
    /// The precision does not tell.
    Open,
}

/// So many points at which the largest precision does not tell, and the others are only looked at.
const STUBBORN: usize = 6;
/// So many points that do not tell, and the search ends.
const HOPELESS: usize = 48;

/// Judges a comparison at a point.
pub(super) fn judged(
    program: &Program,
    point: &Point,
    comparison: Comparison,
    max_bits: usize,
) -> Result<Judgement, EvaluationError> {
    for bits in precisions(max_bits) {
        let values = program.evaluate(point, bits)?;
        let [left, right] = values.as_slice() else { return Ok(Judgement::Silent) };
        if [left, right].iter().any(|v| matches!(v, Value::Undefined { .. })) {
            return Ok(Judgement::Silent);
        }
        let order = order(left, right, bits);
        if fails(comparison, &order) {
            return Ok(Judgement::Fails(left.clone(), right.clone()));
        }
        if matches!(order, Order::Known(_)) {
            return Ok(Judgement::Holds);
        }
    }
    Ok(Judgement::Open)
}

fn order(left: &Value, right: &Value, bits: usize) -> Order {
    if let (Value::Exact(a), Value::Exact(b)) = (left, right) {
        return Order::Known(a.cmp(b));
    }
    let (Some(a), Some(b)) = (left.interval(bits), right.interval(bits)) else { return Order::Unknown };
    if a.is_below(&b) {
        Order::Known(Ordering::Less)
    } else if b.is_below(&a) {
        Order::Known(Ordering::Greater)
    } else if a.is_at_most(&b) {
        Order::AtMost
    } else if b.is_at_most(&a) {
        Order::AtLeast
    } else {
        Order::Unknown
    }
}

/// Whether the comparison is certainly false.
fn fails(comparison: Comparison, order: &Order) -> bool {
    use Ordering::{Equal, Greater, Less};
    match order {
        Order::Known(o) => match comparison {
            Comparison::Equal => *o != Equal,
            Comparison::NotEqual => *o == Equal,
            Comparison::Less => *o != Less,
            Comparison::LessOrEqual => *o == Greater,
            Comparison::Greater => *o != Greater,
            Comparison::GreaterOrEqual => *o == Less,
        },
        Order::AtMost => comparison == Comparison::Greater,
        Order::AtLeast => comparison == Comparison::Less,
        Order::Unknown => false,
    }
}
