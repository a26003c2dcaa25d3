//! Simple rational points of a region.
//!
//! In: a region without unspecified functions. Out: points that certainly lie in it, simple ones first, with different
//! values for different variables, so that an accidental symmetry does not hide a difference. It must not know claims.
//!
//! Variables are chosen one after another, those that bounds mention before those that they bound. A condition that is
//! affine in the last of its variables narrows that variable's range (or, for an equation, gives its value); every
//! condition is decided at the finished point. That nothing is found proves nothing.

use super::evaluate::{Coordinate, EvaluationError, Point, Program, Value};
use super::sign::{Sign, decide_program_sign};
use super::simple_rationals::{End, Range};
use crate::symbolic::{Bound, Expr, Fact, Rational, Region, Relation, Symbol};
use foldhash::fast::FixedState;
use num_bigint::BigInt;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// Precision for ends of ranges.
const BOUND_BITS: usize = 192;
/// Largest precision for deciding conditions.
const CONDITION_BITS: usize = 512;
/// Numbers to choose from for each variable.
const CHOICES: usize = 56;
/// So many attempts in a row without a point end the search.
const MOST_BARREN: usize = 500;
/// So many lists of numbers are kept.
const MOST_LISTS: usize = 1000;

/// The attempt at which all variables are 0, or 1 where they may not be 0; at the next few they are equal.
const SYMMETRIC: u64 = 24;

/// The values of variables, in the region's order.
pub type Place = Vec<(Symbol, Rational)>;

/// A variable prepared for choosing.
struct Choice {
    symbol: Symbol,
    /// Its place in the region.
    place: usize,
    integer: bool,
    nonzero: bool,
    lower: PreparedBound,
    upper: PreparedBound,
    affine: Vec<AffineCondition>,
}

struct PreparedBound {
    closed: bool,
    value: Option<Program>,
    /// What the program gives, where it names no variable.
    constant: Option<(Rational, Rational)>,
}

/// `slope * v + intercept` compared with 0; the program gives both.
struct AffineCondition {
    relation: Relation,
    slope_and_intercept: Program,
}

/// The points, as an iterator.
pub struct SimplePoints {
    choices: Vec<Choice>,
    conditions: Vec<(Program, Relation)>,
    seen: BTreeSet<Vec<Rational>>,
    attempt: u64,
    last_attempt: u64,
    remaining: usize,
    /// Attempts without a point since the last one.
    barren: usize,
    /// The region, as long as no point of it was found.
    empty_so_far: Option<Region>,
}

/// So many regions without points are kept.
const MOST_BARREN_REGIONS: usize = 64;

thread_local! {
    /// Regions in which no simple point was found within so many attempts. The attempts are the same every time.
    static WITHOUT_POINTS: RefCell<HashMap<Region, u64, FixedState>> = RefCell::new(HashMap::with_hasher(FixedState::default()));
}

/// Up to `limit` simple points of the region; coordinates stand in the region's order.
pub fn simple_points(region: &Region, limit: usize) -> Result<SimplePoints, EvaluationError> {
    let solved = solved_variables(region);
    let order = order_of_choice(region, &solved)?;
    let mut conditions = Vec::new();
    for fact in &region.conditions {
        check_symbols(&fact.expr, region)?;
        conditions.push((Program::new(std::slice::from_ref(&fact.expr))?, fact.relation));
    }
    let mut choices = Vec::new();
    for (rank, &place) in order.iter().enumerate() {
        let chosen: BTreeSet<&Symbol> = order[..=rank].iter().map(|i| &region.variables[*i].symbol).collect();
        choices.push(prepare(region, place, &chosen)?);
    }
    let tries = 400 + 50 * u64::try_from(limit).unwrap_or(u64::MAX / 100);
    let known = WITHOUT_POINTS.with(|cell| cell.borrow().get(region).is_some_and(|made| *made >= tries));
    Ok(SimplePoints {
        choices,
        conditions,
        seen: BTreeSet::new(),
        attempt: 0,
        last_attempt: tries,
        remaining: if known { 0 } else { limit },
        barren: 0,
        empty_so_far: Some(region.clone()).filter(|_| !known),
    })
}

fn check_symbols(e: &Expr, region: &Region) -> Result<(), EvaluationError> {
    match e.symbols().into_iter().find(|s| !region.variables.iter().any(|v| v.symbol == *s)) {
        Some(symbol) => Err(EvaluationError::UnboundSymbol { symbol }),
        None => Ok(()),
    }
}

/// For each equation, the last variable in which it is affine and that no earlier equation takes.
fn solved_variables(region: &Region) -> Vec<usize> {
    let mut solved = Vec::new();
    for fact in region.conditions.iter().filter(|f| f.relation == Relation::Zero) {
        let candidate = (0..region.variables.len()).rev().find(|i| {
            let symbol = &region.variables[*i].symbol;
            !solved.contains(i) && fact.expr.contains(symbol) && is_affine(&fact.expr, symbol)
        });
        solved.extend(candidate);
    }
    solved
}

fn is_affine(e: &Expr, symbol: &Symbol) -> bool {
    !e.derivative(symbol).contains(symbol)
}

/// Parameters before the variables they bound; variables given by equations last.
fn order_of_choice(region: &Region, solved: &[usize]) -> Result<Vec<usize>, EvaluationError> {
    let count = region.variables.len();
    let mut order: Vec<usize> = Vec::with_capacity(count);
    let needs = |i: usize| -> BTreeSet<Symbol> {
        let v = &region.variables[i];
        [&v.lower, &v.upper].into_iter().filter_map(|b| b.value()).flat_map(Expr::symbols).collect()
    };
    while order.len() < count {
        let ready = |i: &usize| {
            !order.contains(i) && needs(*i).iter().all(|s| order.iter().any(|j| region.variables[*j].symbol == *s))
        };
        let next = (0..count).filter(|i| !solved.contains(i)).find(ready).or_else(|| (0..count).find(ready));
        match next {
            Some(i) => order.push(i),
            None => {
                // A bound mentions a symbol that is no variable, or bounds go round in a circle.
                let stuck = (0..count).filter(|i| !order.contains(i)).flat_map(needs).next();
                let symbol = stuck.unwrap_or_else(|| region.variables[0].symbol.clone());
                return Err(EvaluationError::UnboundSymbol { symbol });
            }
        }
    }
    Ok(order)
}

/// What is needed to choose the variable at `place` when all of `chosen` but itself have values.
fn prepare(region: &Region, place: usize, chosen: &BTreeSet<&Symbol>) -> Result<Choice, EvaluationError> {
    let v = &region.variables[place];
    let mut affine = Vec::new();
    for Fact { expr, relation, .. } in &region.conditions {
        let symbols = expr.symbols();
        if symbols.contains(&v.symbol) && symbols.iter().all(|s| chosen.contains(s)) && is_affine(expr, &v.symbol) {
            let intercept = expr.substitute([(v.symbol.clone(), Expr::zero())]);
            let slope_and_intercept = Program::new(&[expr.derivative(&v.symbol), intercept])?;
            affine.push(AffineCondition { relation: *relation, slope_and_intercept });
        }
    }
    Ok(Choice {
        symbol: v.symbol.clone(),
        place,
        integer: v.integer,
        nonzero: v.nonzero,
        lower: prepare_bound(&v.lower)?,
        upper: prepare_bound(&v.upper)?,
        affine,
    })
}

fn prepare_bound(bound: &Bound) -> Result<PreparedBound, EvaluationError> {
    let value = bound.value().map(|e| Program::new(std::slice::from_ref(e))).transpose()?;
    let is_constant = bound.value().is_some_and(|e| !e.has_symbols());
    let constant = match &value {
        Some(program) if is_constant => {
            program.evaluate(&Point::default(), BOUND_BITS)?.first().and_then(Value::bounds)
        }
        _ => None,
    };
    Ok(PreparedBound { closed: matches!(bound, Bound::Closed(_)), value, constant })
}

impl PreparedBound {
    /// An interval that contains the end; `Some(None)` for an infinite one.
    fn ends(&self, point: &Point) -> Option<Option<(Rational, Rational)>> {
        let Some(program) = &self.value else { return Some(None) };
        if self.constant.is_some() {
            return Some(self.constant.clone());
        }
        program.evaluate(point, BOUND_BITS).ok()?.first()?.bounds().map(Some)
    }
}

impl Iterator for SimplePoints {
    type Item = Vec<(Symbol, Rational)>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.remaining > 0 && self.attempt < self.last_attempt && self.barren < MOST_BARREN {
            let attempt = self.attempt;
            self.attempt += 1;
            self.barren += 1;
            let Some(point) = self.choose(attempt) else { continue };
            if self.seen.insert(point.iter().map(|(_, q)| q.clone()).collect()) && self.is_inside(&point) {
                self.remaining -= 1;
                self.barren = 0;
                self.empty_so_far = None;
                return Some(point);
            }
        }
        if let Some(region) = self.empty_so_far.take().filter(|_| self.remaining > 0) {
            WITHOUT_POINTS.with(|cell| {
                let mut known = cell.borrow_mut();
                if known.len() >= MOST_BARREN_REGIONS {
                    known.clear();
                }
                let tries = if self.barren >= MOST_BARREN { u64::MAX } else { self.last_attempt };
                known.insert(region, tries);
            });
        }
        None
    }
}

impl SimplePoints {
    /// One choice for each variable, or `None` when a range turns out empty.
    fn choose(&self, attempt: u64) -> Option<Vec<(Symbol, Rational)>> {
        let mut point = Point::default();
        let mut values: Vec<(usize, Symbol, Rational)> = Vec::with_capacity(self.choices.len());
        let count = self.choices.len();
        for (rank, choice) in self.choices.iter().enumerate() {
            let range = choice.range(&point)?;
            let numbers = numbers(count, choice, range, attempt);
            let start = start_index(attempt, rank, numbers.len())?;
            let fresh = |q: &Rational| !values.iter().any(|(_, _, used)| used == q);
            let later = numbers[start..].iter().chain(&numbers[..start]);
            // Symmetric points, where differences and squares vanish, get their turn once the general ones had theirs.
            let symmetric = match attempt {
                SYMMETRIC => {
                    let zero = numbers.iter().find(|q| num_traits::Zero::is_zero(*q));
                    zero.or_else(|| numbers.iter().find(|q| num_traits::One::is_one(*q)))
                }
                n if n > SYMMETRIC && n < SYMMETRIC + 4 => {
                    numbers.iter().find(|q| values.first().is_some_and(|(_, _, used)| used == *q))
                }
                _ => None,
            };
            let distinct = || later.clone().find(|q| fresh(q)).or_else(|| later.clone().next());
            let q = symmetric.or_else(distinct)?.clone();
            point.set(&choice.symbol, Coordinate::Exact(q.clone()));
            values.push((choice.place, choice.symbol.clone(), q));
        }
        values.sort_by_key(|(place, _, _)| *place);
        Some(values.into_iter().map(|(_, symbol, q)| (symbol, q)).collect())
    }

    /// Whether every condition certainly holds.
    fn is_inside(&self, point: &[(Symbol, Rational)]) -> bool {
        let point = Point::exact(point.iter().cloned());
        self.conditions.iter().all(|(program, relation)| {
            let sign = decide_program_sign(program, &point, CONDITION_BITS).unwrap_or(Sign::Unknown);
            match relation {
                Relation::Positive => sign == Sign::Positive,
                Relation::NonNegative => matches!(sign, Sign::Positive | Sign::Zero),
                Relation::NonZero => matches!(sign, Sign::Positive | Sign::Negative),
                Relation::Zero => sign == Sign::Zero,
            }
        })
    }
}

type Lists = BTreeMap<(Range, bool, bool), Arc<Vec<Rational>>>;

/// The lists made so far in this process. What they hold does not depend on when they were made.
static LISTS: Mutex<Lists> = Mutex::new(BTreeMap::new());

/// The numbers to choose from. Every fourth attempt stays near 0, where bounded sets such as balls lie. Most ranges come
/// again at every attempt, so their lists are kept.
fn numbers(count: usize, choice: &Choice, range: Range, attempt: u64) -> Arc<Vec<Rational>> {
    let list = |range: Range, integer: bool| {
        let key = (range, integer, choice.nonzero);
        let mut lists = LISTS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lists.get(&key) {
            return Arc::clone(known);
        }
        let mut made = key.0.simple_numbers(integer, CHOICES);
        made.retain(|q| !(choice.nonzero && num_traits::Zero::is_zero(q)));
        let made = Arc::new(made);
        if lists.len() >= MOST_LISTS {
            lists.clear();
        }
        lists.insert(key, Arc::clone(&made));
        made
    };
    if attempt % 4 == 3 && !choice.integer {
        let radius = Rational::new(BigInt::from(1), BigInt::from(1 + count));
        let near = range.clone().above(End::Open(-radius.clone())).below(End::Open(radius));
        let near = list(near, false);
        if !near.is_empty() {
            return near;
        }
    }
    list(range, choice.integer)
}

/// The first attempts take the first numbers; later ones scatter over a growing part of the list, always in the same way.
fn start_index(attempt: u64, rank: usize, count: usize) -> Option<usize> {
    if count == 0 {
        return None;
    }
    if attempt == 0 {
        return Some(0);
    }
    let reach = count.min(usize::try_from(3 + attempt / 3).unwrap_or(count));
    let scattered = scatter(attempt, u64::try_from(rank).unwrap_or(0));
    Some(usize::try_from(scattered % u64::try_from(reach).unwrap_or(1)).unwrap_or(0))
}

/// A fixed mixing of two numbers (the finaliser of SplitMix64).
pub(super) fn scatter(a: u64, b: u64) -> u64 {
    let mut z = a.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(b.wrapping_mul(0xD1B5_4A32_D192_ED03));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Choice {
    /// The range of the variable, given the values of those before it. Irrational ends are moved inward.
    fn range(&self, point: &Point) -> Option<Range> {
        let mut range = Range { lower: End::Infinite, upper: End::Infinite };
        if let Some((_, high)) = self.lower.ends(point)? {
            range.lower = if self.lower.closed { End::Closed(high) } else { End::Open(high) };
        }
        if let Some((low, _)) = self.upper.ends(point)? {
            range.upper = if self.upper.closed { End::Closed(low) } else { End::Open(low) };
        }
        for condition in &self.affine {
            range = condition.narrow(range, point)?;
        }
        Some(range)
    }
}

impl AffineCondition {
    /// The part of the range where the condition may hold; the range as it is where that cannot be told; `None` where
    /// an equation has no exact solution.
    fn narrow(&self, range: Range, point: &Point) -> Option<Range> {
        let values = self.slope_and_intercept.evaluate(point, BOUND_BITS).ok()?;
        let [slope, intercept] = values.as_slice() else { return Some(range) };
        let increasing = match slope.sign() {
            Sign::Positive => true,
            Sign::Negative => false,
            _ => return Some(range),
        };
        let exact = match (slope, intercept) {
            (Value::Exact(a), Value::Exact(b)) => Some(-b / a),
            _ => None,
        };
        let (low, high) = match &exact {
            Some(root) => (root.clone(), root.clone()),
            None => {
                let (a, b) = (slope.interval(BOUND_BITS)?, intercept.interval(BOUND_BITS)?);
                b.negated().over(&a, BOUND_BITS).ok()?.endpoints()
            }
        };
        Some(match (self.relation, increasing) {
            (Relation::Positive, true) => range.above(End::Open(high)),
            (Relation::Positive, false) => range.below(End::Open(low)),
            (Relation::NonNegative, true) => range.above(End::Closed(high)),
            (Relation::NonNegative, false) => range.below(End::Closed(low)),
            (Relation::NonZero, _) => range,
            (Relation::Zero, _) => {
                let root = exact?;
                range.above(End::Closed(root.clone())).below(End::Closed(root))
            }
        })
    }
}
