//! Where the values of an expression lie: a sound outer interval with rational ends.
//!
//! In: a [`Region`]. Out: an interval that contains every value the expression takes on it, hence signs. It is quick
//! and coarse; "unknown" is the whole line. An open end is never attained.

use crate::symbolic::{Binary, Bound, Expr, ExprMap, Fact, Function, Kind, Rational, Region, Relation, Symbol};
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Exponents up to this are computed on the ends; above it only signs are kept.
const LARGEST_EXPONENT: u32 = 32;

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    Minus,
    At(Rational, bool),
    Plus,
}

/// An interval; each end is infinite, or a number with "attained or not".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    lower: End,
    upper: End,
}

impl Range {
    /// The whole line.
    #[must_use]
    pub fn whole() -> Self {
        Self { lower: End::Minus, upper: End::Plus }
    }

    fn new(lower: End, upper: End) -> Self {
        Self { lower, upper }
    }

    fn between(a: (i64, i64), b: (i64, i64), closed: bool) -> Self {
        let end = |(n, d): (i64, i64)| End::At(Rational::new(n.into(), d.into()), closed);
        Self::new(end(a), end(b))
    }

    fn above(q: i64, closed: bool) -> Self {
        Self::new(End::At(Rational::from_integer(q.into()), closed), End::Plus)
    }

    fn point(q: &Rational) -> Self {
        Self::new(End::At(q.clone(), true), End::At(q.clone(), true))
    }

    /// The lower and the upper end where they are finite, and whether each may be attained.
    #[must_use]
    pub fn ends(&self) -> [Option<(&Rational, bool)>; 2] {
        [&self.lower, &self.upper].map(|e| if let End::At(q, closed) = e { Some((q, *closed)) } else { None })
    }

    /// Every value is `> 0`.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        matches!(&self.lower, End::At(q, closed) if q.is_positive() || (q.is_zero() && !closed))
    }

    /// Every value is `>= 0`.
    #[must_use]
    pub fn is_nonnegative(&self) -> bool {
        matches!(&self.lower, End::At(q, _) if !q.is_negative())
    }

    /// Every value is `< 0`.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.negated().is_positive()
    }

    /// Every value is `<= 0`.
    #[must_use]
    pub fn is_nonpositive(&self) -> bool {
        self.negated().is_nonnegative()
    }

    /// Every value is `< 1`.
    fn is_below_one(&self) -> bool {
        matches!(&self.upper, End::At(q, closed) if *q < Rational::one() || (q.is_one() && !closed))
    }

    fn is_at_least(&self, n: i64) -> bool {
        matches!(&self.lower, End::At(q, _) if *q >= Rational::from_integer(n.into()))
    }

    fn negated(&self) -> Self {
        let flip = |e: &End| match e {
            End::Minus => End::Plus,
            End::Plus => End::Minus,
            End::At(q, c) => End::At(-q, *c),
        };
        Self::new(flip(&self.upper), flip(&self.lower))
    }

    fn plus(&self, other: &Self) -> Self {
        let add = |a: &End, b: &End, infinite: End| match (a, b) {
            (End::At(p, c), End::At(q, d)) => End::At(p + q, *c && *d),
            _ => infinite,
        };
        Self::new(add(&self.lower, &other.lower, End::Minus), add(&self.upper, &other.upper, End::Plus))
    }

    fn times(&self, other: &Self) -> Self {
        let ends = [&self.lower, &self.upper];
        let products: Vec<End> =
            ends.iter().flat_map(|a| [&other.lower, &other.upper].map(|b| end_product(a, b))).collect();
        let mut lower = End::Plus;
        let mut upper = End::Minus;
        for p in products {
            if compare(&p, &lower) == Ordering::Less || (compare(&p, &lower) == Ordering::Equal && attained(&p)) {
                lower = p.clone();
            }
            if compare(&p, &upper) == Ordering::Greater || (compare(&p, &upper) == Ordering::Equal && attained(&p)) {
                upper = p;
            }
        }
        Self::new(lower, upper)
    }

    fn reciprocal(&self) -> Self {
        let flip = |e: &End, at_zero: End| match e {
            End::At(q, _) if q.is_zero() => at_zero,
            End::At(q, c) => End::At(q.recip(), *c),
            End::Minus | End::Plus => End::At(Rational::zero(), false),
        };
        // At 0 the reciprocal is undefined, so a closed end at 0 counts as open.
        if self.is_nonnegative() {
            Self::new(flip(&self.upper, End::Plus), flip(&self.lower, End::Plus))
        } else if self.is_nonpositive() {
            Self::new(flip(&self.upper, End::Minus), flip(&self.lower, End::Minus))
        } else {
            Self::whole()
        }
    }

    /// `x^n` for `n >= 1`.
    fn power(&self, n: u32) -> Self {
        let raise = |e: &End| match e {
            End::At(q, c) if n <= LARGEST_EXPONENT => End::At((0..n).fold(Rational::one(), |p, _| p * q), *c),
            End::At(q, c) if q.is_zero() => End::At(Rational::zero(), *c),
            End::At(q, _) if q.is_negative() => End::Minus,
            End::At(..) | End::Plus => End::Plus,
            End::Minus => End::Minus,
        };
        // Above the largest exponent a finite end is given up, towards 0 for a lower end of a positive range.
        if n > LARGEST_EXPONENT {
            return match (self.is_positive(), self.is_nonnegative() || n.is_multiple_of(2)) {
                (true, _) => Self::above(0, false),
                (_, true) => Self::above(0, true),
                _ => Self::whole(),
            };
        }
        if n % 2 == 1 || self.is_nonnegative() {
            Self::new(raise(&self.lower), raise(&self.upper))
        } else if self.is_nonpositive() {
            self.negated().power(n)
        } else {
            let (a, b) = (self.negated(), self);
            let larger = match compare(&a.upper, &b.upper) {
                Ordering::Greater => &a.upper,
                Ordering::Less => &b.upper,
                Ordering::Equal if attained(&a.upper) => &a.upper,
                Ordering::Equal => &b.upper,
            };
            Self::new(End::At(Rational::zero(), true), raise(larger))
        }
    }

    fn meet(&self, other: &Self) -> Self {
        let lower = match compare(&self.lower, &other.lower) {
            Ordering::Greater => &self.lower,
            Ordering::Less => &other.lower,
            Ordering::Equal if attained(&self.lower) => &other.lower,
            Ordering::Equal => &self.lower,
        };
        let upper = match compare(&self.upper, &other.upper) {
            Ordering::Less => &self.upper,
            Ordering::Greater => &other.upper,
            Ordering::Equal if attained(&self.upper) => &other.upper,
            Ordering::Equal => &self.upper,
        };
        Self::new(lower.clone(), upper.clone())
    }
}

fn attained(e: &End) -> bool {
    matches!(e, End::At(_, true))
}

fn compare(a: &End, b: &End) -> Ordering {
    match (a, b) {
        (End::Minus, End::Minus) | (End::Plus, End::Plus) => Ordering::Equal,
        (End::Minus, _) | (_, End::Plus) => Ordering::Less,
        (_, End::Minus) | (End::Plus, _) => Ordering::Greater,
        (End::At(p, _), End::At(q, _)) => p.cmp(q),
    }
}

/// The product of two ends; 0 times infinity is 0, since the values near the infinite end are finite.
fn end_product(a: &End, b: &End) -> End {
    let sign = |e: &End| match e {
        End::Minus => -1,
        End::Plus => 1,
        End::At(q, _) => i32::from(q.is_positive()) - i32::from(q.is_negative()),
    };
    if let (End::At(p, c), End::At(q, d)) = (a, b) {
        let closed = if *c { *d || p.is_zero() } else { *d && q.is_zero() };
        return End::At(p * q, closed);
    }
    match sign(a) * sign(b) {
        0 => End::At(Rational::zero(), attained(a) || attained(b)),
        1 => End::Plus,
        _ => End::Minus,
    }
}

/// Ranges of expressions over a region.
pub struct Ranges {
    variables: BTreeMap<Symbol, Range>,
    ends: BTreeMap<Symbol, (Bound, Bound)>,
    facts: ExprMap<Range>,
    known: ExprMap<Range>,
}

impl Ranges {
    /// The ranges over this region. Symbols that it does not list are unbounded.
    #[must_use]
    pub fn new(region: &Region) -> Self {
        let mut out = Self {
            variables: BTreeMap::new(),
            ends: BTreeMap::new(),
            facts: ExprMap::default(),
            known: ExprMap::default(),
        };
        // Bounds may mention parameters, wherever those are listed: two passes reach them.
        for _ in 0..2 {
            for v in &region.variables {
                let lower = out.bound(&v.lower, End::Minus, |r| r.lower);
                let upper = out.bound(&v.upper, End::Plus, |r| r.upper);
                out.variables.insert(v.symbol.clone(), Range::new(lower, upper));
                out.ends.insert(v.symbol.clone(), (v.lower.clone(), v.upper.clone()));
                out.known.clear();
            }
        }
        for fact in &region.conditions {
            let range = match fact.relation {
                Relation::Positive => Range::above(0, false),
                Relation::NonNegative => Range::above(0, true),
                Relation::Zero => Range::point(&Rational::zero()),
                Relation::NonZero => continue,
            };
            // Both ways to write the negative of a sum: as a multiple, and term by term.
            out.facts.insert(-&fact.expr, range.negated());
            out.facts.insert(Expr::sum([-&fact.expr]), range.negated());
            out.facts.insert(fact.expr.clone(), range);
        }
        out.known.clear();
        out
    }

    fn bound(&mut self, bound: &Bound, infinite: End, pick: impl Fn(Range) -> End) -> End {
        let Some(value) = bound.value() else { return infinite };
        match pick(self.of(value)) {
            End::At(q, closed) => End::At(q, closed && matches!(bound, Bound::Closed(_))),
            end => end,
        }
    }

    /// Adds a symbol that takes the values of an expression.
    pub fn name(&mut self, symbol: &Symbol, values_of: &Expr) {
        let range = self.of(values_of);
        self.variables.insert(symbol.clone(), range);
        self.known.clear();
    }

    /// An interval that contains every value of `e`.
    pub fn of(&mut self, e: &Expr) -> Range {
        for node in e.nodes() {
            if !self.known.contains_key(&node) {
                let mut range = self.rule(&node);
                if let Some(fact) = self.facts.get(&node) {
                    range = range.meet(fact);
                }
                self.known.insert(node, range);
            }
        }
        self.at(e)
    }

    fn at(&self, e: &Expr) -> Range {
        self.known.get(e).cloned().unwrap_or_else(Range::whole)
    }

    fn rule(&self, e: &Expr) -> Range {
        match e.kind() {
            Kind::Number(q) => Range::point(q),
            Kind::Pi => Range::between((314_159_265, 100_000_000), (314_159_266, 100_000_000), false),
            Kind::Symbol(s) => self.variables.get(s).cloned().unwrap_or_else(Range::whole),
            Kind::Sum(v) => v.iter().fold(Range::point(&Rational::zero()), |r, t| r.plus(&self.at(t))),
            Kind::Product(v) => v.iter().fold(Range::point(&Rational::one()), |r, t| r.times(&self.at(t))),
            Kind::Power(b, x) => self.power_rule(b, x),
            Kind::Apply(f, x) => function_range(*f, &self.at(x)),
            Kind::Binary(Binary::Beta, ..) => Range::above(0, false),
            Kind::Binary(Binary::Atan2, ..) => Range::between((-22, 7), (22, 7), false),
            Kind::Binary(f, x, y) => extremum_range(*f, &self.at(x), &self.at(y)),
            Kind::Bound(_) | Kind::Mean { .. } => Range::whole(),
            Kind::Unspecified { function, orders, .. } => {
                if function.is_positive() && orders.iter().all(|n| *n == 0) {
                    Range::above(0, false)
                } else {
                    Range::whole()
                }
            }
        }
    }

    fn power_rule(&self, b: &Expr, x: &Expr) -> Range {
        let base = self.at(b);
        let integer = x.as_number().filter(|q| q.is_integer()).map(|q| q.to_integer().to_i64());
        match integer {
            Some(Some(n)) => {
                let power = base.power(u32::try_from(n.unsigned_abs()).unwrap_or(u32::MAX - 1 + u32::from(n % 2 != 0)));
                if n < 0 { power.reciprocal() } else { power }
            }
            Some(None) => Range::whole(),
            // Elsewhere a power is defined only for a nonnegative base, and is 0 only where the base is. Positive powers of
            // numbers below 1 stay below 1.
            None if base.is_positive() && base.is_below_one() && self.at(x).is_positive() => {
                Range::between((0, 1), (1, 1), false)
            }
            None => Range::above(0, !base.is_positive()),
        }
    }

    /// Whether `e > 0` on the region, as far as this sees. Bounds that are expressions are put in exactly where `e` is
    /// affine, so that `b - x > 0` is seen for `x < b`.
    pub fn is_positive(&mut self, e: &Expr) -> bool {
        if self.of(e).is_positive() {
            return true;
        }
        let (least, strict) = self.smallest_affine(e);
        let range = self.of(&least);
        range.is_positive() || (strict && range.is_nonnegative())
    }

    /// Whether `e >= 0` on the region, as far as this sees; bounds as in [`Ranges::is_positive`].
    pub fn is_nonnegative(&mut self, e: &Expr) -> bool {
        if self.of(e).is_nonnegative() {
            return true;
        }
        let (least, _) = self.smallest_affine(e);
        self.of(&least).is_nonnegative()
    }

    /// Something that `e` is nowhere smaller than, and whether `e` is everywhere larger: each symbol that stands in an
    /// affine term gives way to its end on the side that matters, where that end is not a number.
    fn smallest_affine(&self, e: &Expr) -> (Expr, bool) {
        // A sum of one term spreads a numeric multiple of a sum.
        let e = Expr::sum([e.clone()]);
        let terms = if let Kind::Sum(v) = e.kind() { v.clone() } else { vec![e] };
        let mut strict = false;
        let mut least = Vec::new();
        for t in terms {
            let (c, rest) = t.split_coefficient();
            let ends = rest.as_symbol().and_then(|s| self.ends.get(s));
            let bound = ends.map(|(lower, upper)| if c.is_negative() { upper } else { lower });
            match bound.and_then(Bound::value).filter(|end| end.as_number().is_none()) {
                Some(end) => {
                    strict |= matches!(bound, Some(Bound::Open(_)));
                    least.push(end.scaled(&c));
                }
                None => least.push(t),
            }
        }
        (Expr::sum(least), strict)
    }

    /// Whether the fact plainly holds on the region.
    pub fn shows(&mut self, fact: &Fact) -> bool {
        match fact.relation {
            Relation::Positive => self.is_positive(&fact.expr),
            Relation::NonNegative => self.is_nonnegative(&fact.expr),
            Relation::NonZero => self.is_positive(&fact.expr) || self.is_positive(&-&fact.expr),
            Relation::Zero => fact.expr.is_zero(),
        }
    }
}

fn function_range(f: Function, x: &Range) -> Range {
    use Function as F;
    let one = Rational::one;
    let at = |q: Rational, closed| End::At(q, closed);
    // Odd and increasing: the sign of the value is the sign of the argument.
    let odd = |outer: Range| match (x.is_positive(), x.is_nonnegative(), x.is_negative(), x.is_nonpositive()) {
        (true, ..) => outer.meet(&Range::above(0, false)),
        (_, true, ..) => outer.meet(&Range::above(0, true)),
        (_, _, true, _) => outer.meet(&Range::above(0, false).negated()),
        (_, _, _, true) => outer.meet(&Range::above(0, true).negated()),
        _ => outer,
    };
    match f {
        F::Exp if x.is_nonnegative() => Range::above(1, !x.is_positive()),
        F::Exp if x.is_nonpositive() => Range::new(at(Rational::zero(), false), at(one(), !x.is_negative())),
        F::Exp | F::Softplus => Range::above(0, false),
        F::Log => odd_log(x),
        F::Sinh | F::Asinh => odd(Range::whole()),
        F::Tanh => odd(Range::between((-1, 1), (1, 1), false)),
        F::Atanh => odd(Range::whole()),
        F::Atan | F::Asin => odd(Range::between((-11, 7), (11, 7), false)),
        F::Sign => odd(Range::between((-1, 1), (1, 1), true)),
        F::Logistic => Range::between((0, 1), (1, 1), false),
        F::Cosh => Range::above(1, true),
        F::Acosh => Range::above(0, true),
        F::Acos => Range::new(at(Rational::zero(), true), at(Rational::new(22.into(), 7.into()), false)),
        F::Abs if x.is_nonnegative() => x.clone(),
        F::Abs if x.is_nonpositive() => x.negated(),
        F::Abs => Range::above(0, true),
        F::Sin | F::Cos => Range::between((-1, 1), (1, 1), true),
        F::Cbrt => odd(Range::whole()),
        F::Erf => odd(Range::between((-1, 1), (1, 1), false)),
        F::Erfc => Range::between((0, 1), (2, 1), false),
        F::Gamma if x.is_positive() => Range::above(0, false),
        F::BesselI(0) => Range::above(1, true),
        F::BesselI(n) if n % 2 == 1 => odd(Range::whole()),
        F::BesselI(_) => Range::above(0, true),
        F::Polygamma(n) if n % 2 == 1 => Range::above(0, false),
        F::Tan | F::Cot | F::Sec | F::Csc | F::Logit | F::Gamma | F::LogGamma | F::Polygamma(_) => Range::whole(),
        F::Acot => odd(Range::between((-11, 7), (11, 7), false)),
    }
}

/// The larger value has the sign of one argument where that is positive, of both where they agree; the smaller likewise.
fn extremum_range(f: Binary, x: &Range, y: &Range) -> Range {
    let (x, y) = if f == Binary::Max { (x.clone(), y.clone()) } else { (x.negated(), y.negated()) };
    let larger = if x.is_positive() || y.is_positive() {
        Range::above(0, false)
    } else if x.is_nonnegative() || y.is_nonnegative() {
        Range::above(0, true)
    } else if x.is_negative() && y.is_negative() {
        Range::above(0, false).negated()
    } else if x.is_nonpositive() && y.is_nonpositive() {
        Range::above(0, true).negated()
    } else {
        Range::whole()
    };
    if f == Binary::Max { larger } else { larger.negated() }
}

/// The logarithm has the sign of its argument minus 1.
fn odd_log(x: &Range) -> Range {
    let shifted = x.plus(&Range::point(&-Rational::one()));
    if x.is_at_least(1) {
        Range::above(0, !shifted.is_positive())
    } else if shifted.is_nonpositive() {
        Range::above(0, !shifted.is_negative()).negated()
    } else {
        Range::whole()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::testing::{coordinates, parameter};
    use crate::symbolic::Variable;

    #[test]
    fn signs_follow_from_declared_ranges() {
        let s = coordinates("M.a", &["P", "q", "x"]);
        let region = Region {
            variables: vec![
                Variable::unit_interval(s[0].clone()),
                Variable::positive(s[1].clone()),
                Variable::real(s[2].clone()),
            ],
            conditions: vec![Fact::positive(Expr::symbol(&s[2]) - Expr::symbol(&s[1]))],
        };
        let mut r = Ranges::new(&region);
        let (p, q, x) = (Expr::symbol(&s[0]), Expr::symbol(&s[1]), Expr::symbol(&s[2]));
        assert!(r.is_positive(&(&p * &(Expr::one() - &p) * q.powi(-2))));
        assert!(r.is_positive(&(&x - &q)), "by the condition");
        assert!(r.of(&(&q - &x)).is_negative(), "and its negative");
        assert!(!r.is_positive(&x));
        assert!(r.is_nonnegative(&x.powi(2)) && !r.is_positive(&x.powi(2)));
        assert!(r.of(&p.log()).is_negative());
        assert!(!r.of(&(&q - &p)).is_nonnegative());
    }

    #[test]
    fn bounds_by_parameters_and_by_pi_are_exact_in_affine_expressions() {
        let (l, x) = (parameter("L"), coordinates("M.a", &["x"]).remove(0));
        let (el, ex) = (Expr::symbol(&l), Expr::symbol(&x));
        let ranged = Variable { lower: Bound::Open(Expr::zero()), upper: Bound::Open(el.clone()), ..Variable::real(x) };
        let mut r = Ranges::new(&Region { variables: vec![ranged, Variable::positive(l)], conditions: vec![] });
        assert!(r.is_positive(&(&el - &ex)));
        assert!(!r.is_nonnegative(&(&ex - &el)));
    }
}
