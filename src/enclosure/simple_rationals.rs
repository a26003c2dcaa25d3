//! Ranges of rationals, and the simple numbers inside them.
//!
//! In: ends. Out: rationals with small numerators and denominators, simplest first. It must not know expressions.

use crate::symbolic::Rational;
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};
use std::collections::{BTreeSet, VecDeque};
use std::sync::OnceLock;

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// No bound.
    Infinite,
    /// The number does not belong to the range.
    Open(Rational),
    /// The number belongs to the range.
    Closed(Rational),
}

impl End {
    fn value(&self) -> Option<&Rational> {
        match self {
            Self::Infinite => None,
            Self::Open(q) | Self::Closed(q) => Some(q),
        }
    }
}

/// So many familiar numbers come before those near the ends.
const NEAR_ENDS_AFTER: usize = 8;

/// An interval of rationals, possibly empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// The lower end.
    pub lower: End,
    /// The upper end.
    pub upper: End,
}

impl Range {
    /// Whether the number belongs to it.
    #[must_use]
    pub fn contains(&self, q: &Rational) -> bool {
        let above = match &self.lower {
            End::Infinite => true,
            End::Open(a) => a < q,
            End::Closed(a) => a <= q,
        };
        above
            && match &self.upper {
                End::Infinite => true,
                End::Open(b) => q < b,
                End::Closed(b) => q <= b,
            }
    }

    /// The common part with `x > a` or `x >= a`.
    #[must_use]
    pub fn above(mut self, end: End) -> Self {
        // Of equal numbers, the open end is the tighter one.
        let tighter = match (end.value(), self.lower.value()) {
            (Some(a), Some(b)) => a > b || (a == b && matches!(end, End::Open(_))),
            (Some(_), None) => true,
            (None, _) => false,
        };
        if tighter {
            self.lower = end;
        }
        self
    }

    /// The common part with `x < b` or `x <= b`.
    #[must_use]
    pub fn below(mut self, end: End) -> Self {
        let tighter = match (end.value(), self.upper.value()) {
            (Some(a), Some(b)) => a < b || (a == b && matches!(end, End::Open(_))),
            (Some(_), None) => true,
            (None, _) => false,
        };
        if tighter {
            self.upper = end;
        }
        self
    }

    /// Simple numbers close to the finite ends of a range with interior, the closer the later.
    fn near_ends(&self) -> Vec<Rational> {
        let (lower, upper) = (self.lower.value(), self.upper.value());
        let mut out = Vec::new();
        if !self.has_interior() || (lower.is_none() && upper.is_none()) {
            return out;
        }
        let width = match (lower, upper) {
            (Some(a), Some(b)) => b - a,
            _ => Rational::one(),
        };
        for parts in [8, 64, 1024] {
            let gap = &width / Rational::from_integer(BigInt::from(parts));
            out.extend(upper.map(|b| simplest_between(Some(&(b - &gap)), Some(b))));
            out.extend(lower.map(|a| simplest_between(Some(a), Some(&(a + &gap)))));
        }
        out
    }

    fn has_interior(&self) -> bool {
        match (self.lower.value(), self.upper.value()) {
            (Some(a), Some(b)) => a < b,
            _ => true,
        }
    }

    /// Up to `count` numbers of the range, simple ones first, each once. Few when the range has few.
    #[must_use]
    pub fn simple_numbers(&self, integer: bool, count: usize) -> Vec<Rational> {
        let mut out: Vec<Rational> =
            familiar().iter().filter(|q| (!integer || q.is_integer()) && self.contains(q)).cloned().collect();
        if !integer {
            // A difference may show near an end only: such numbers come after the first familiar ones.
            let at = out.len().min(NEAR_ENDS_AFTER);
            let near: Vec<Rational> = self.near_ends().into_iter().filter(|q| !out.contains(q)).collect();
            out.splice(at..at, near);
        }
        out.truncate(count);
        let mut seen: BTreeSet<Rational> = out.iter().cloned().collect();
        let mut add = |q: Rational, out: &mut Vec<Rational>| {
            if out.len() < count && self.contains(&q) && seen.insert(q.clone()) {
                out.push(q);
            }
        };
        if integer {
            for q in integers_near(self, count) {
                add(q, &mut out);
            }
        } else if out.len() < count && self.has_interior() {
            for q in by_bisection(self.lower.value(), self.upper.value(), count) {
                add(q, &mut out);
            }
        }
        for end in [&self.lower, &self.upper] {
            if let End::Closed(q) = end
                && (!integer || q.is_integer())
            {
                add(q.clone(), &mut out);
            }
        }
        out
    }
}

/// Numbers that make good examples: small, but not the ones that hide differences (0, 1, equal signs) first.
fn familiar() -> &'static [Rational] {
    static MADE: OnceLock<Vec<Rational>> = OnceLock::new();
    const NUMBERS: [(i64, i64); 44] = [
        (2, 1),
        (3, 1),
        (1, 1),
        (5, 1),
        (-1, 1),
        (4, 1),
        (1, 2),
        (-2, 1),
        (3, 2),
        (1, 3),
        (7, 1),
        (-3, 1),
        (2, 3),
        (5, 2),
        (-1, 2),
        (6, 1),
        (1, 4),
        (3, 4),
        (-3, 2),
        (0, 1),
        (10, 1),
        (1, 5),
        (4, 3),
        (-5, 1),
        (2, 5),
        (7, 2),
        (8, 1),
        (-4, 1),
        (3, 5),
        (5, 3),
        (-1, 3),
        (9, 1),
        (4, 5),
        (-7, 1),
        (1, 10),
        (12, 1),
        (-2, 3),
        (9, 10),
        (1, 7),
        (-5, 2),
        (20, 1),
        (-10, 1),
        (1, 100),
        (100, 1),
    ];
    MADE.get_or_init(|| NUMBERS.into_iter().map(|(n, d)| Rational::new(n.into(), d.into())).collect())
}

/// Integers of the range, from the end nearest to 0 outward.
fn integers_near(range: &Range, count: usize) -> Vec<Rational> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let first = match (range.lower.value(), range.upper.value()) {
        (Some(a), _) if a.is_positive() => (a.floor(), 1),
        (_, Some(b)) if b.is_negative() => (b.ceil(), -1),
        (Some(a), _) => (a.floor(), 1),
        (None, Some(b)) => (b.ceil(), -1),
        (None, None) => (Rational::zero(), 1),
    };
    (0..=count + 1).map(|k| &first.0 + Rational::from_integer(BigInt::from(k * first.1))).collect()
}

/// The simplest number of an open interval, then the simplest of each part that it cuts off, and so on.
fn by_bisection(lower: Option<&Rational>, upper: Option<&Rational>, count: usize) -> Vec<Rational> {
    let mut queue = VecDeque::from([(lower.cloned(), upper.cloned())]);
    let mut out = Vec::new();
    while let Some((a, b)) = queue.pop_front() {
        if out.len() >= count {
            break;
        }
        let middle = simplest_between(a.as_ref(), b.as_ref());
        queue.push_back((a, Some(middle.clone())));
        queue.push_back((Some(middle.clone()), b));
        out.push(middle);
    }
    out
}

/// The rational of least denominator, then least magnitude, strictly between two numbers `lower < upper`.
#[must_use]
pub fn simplest_between(lower: Option<&Rational>, upper: Option<&Rational>) -> Rational {
    let zero = Rational::zero();
    let below_zero = lower.is_none_or(Signed::is_negative);
    let above_zero = upper.is_none_or(Signed::is_positive);
    match (below_zero, above_zero) {
        (true, true) => zero,
        (false, _) => simplest_positive(lower.unwrap_or(&zero).clone(), upper.cloned()),
        (true, false) => -simplest_positive(-upper.unwrap_or(&zero).clone(), lower.map(|a| -a)),
    }
}

/// The same for `0 <= lower < upper`, by continued fractions: while both numbers have the same integer part (or the
/// upper one is the next integer), take it off and invert.
fn simplest_positive(mut lower: Rational, mut upper: Option<Rational>) -> Rational {
    let mut quotients: Vec<BigInt> = Vec::new();
    let mut last = loop {
        let whole = lower.floor();
        let next = &whole + Rational::one();
        let Some(b) = &upper else { break next };
        if next < *b {
            break next;
        }
        quotients.push(whole.to_integer());
        let (low, high) = (b - &whole, &lower - &whole);
        lower = low.recip();
        upper = (!high.is_zero()).then(|| high.recip());
    };
    for q in quotients.into_iter().rev() {
        last = Rational::from_integer(q) + last.recip();
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(n: i64, d: i64) -> Rational {
        Rational::new(n.into(), d.into())
    }

    fn open(a: Rational, b: Rational) -> Range {
        Range { lower: End::Open(a), upper: End::Open(b) }
    }

    #[test]
    fn the_simplest_number_of_an_interval_is_found() {
        let simplest = |a: Rational, b: Rational| simplest_between(Some(&a), Some(&b));
        assert_eq!(simplest(ratio(1, 1000), ratio(2, 1000)), ratio(1, 501));
        assert_eq!(simplest(ratio(-1, 2), ratio(1, 3)), ratio(0, 1));
        assert_eq!(simplest(ratio(3, 10), ratio(4, 10)), ratio(1, 3));
        assert_eq!(simplest(ratio(1, 1), ratio(2, 1)), ratio(3, 2));
        assert_eq!(simplest(ratio(-4, 10), ratio(-3, 10)), ratio(-1, 3));
        assert_eq!(simplest_between(None, Some(&ratio(-1_000_000, 1))), ratio(-1_000_001, 1));
    }

    #[test]
    fn narrow_and_far_ranges_have_numbers() {
        let narrow = open(ratio(1, 1000), ratio(2, 1000));
        let far = Range { lower: End::Infinite, upper: End::Open(ratio(-1_000_000, 1)) };
        for range in [narrow, far] {
            let numbers = range.simple_numbers(false, 20);
            assert_eq!(numbers.len(), 20);
            assert!(numbers.iter().all(|q| range.contains(q)));
        }
        let point = Range { lower: End::Closed(ratio(1, 3)), upper: End::Closed(ratio(1, 3)) };
        assert_eq!(point.simple_numbers(false, 5), vec![ratio(1, 3)]);
        assert!(open(ratio(1, 1), ratio(1, 1)).simple_numbers(false, 5).is_empty());
        assert_eq!(open(ratio(50, 1), ratio(53, 1)).simple_numbers(true, 5), vec![ratio(51, 1), ratio(52, 1)]);
    }

    proptest! {
        #[test]
        fn simplest_numbers_lie_strictly_inside(a in -10_000_i64..10_000, d in 1_i64..500, w in 1_i64..1000) {
            let a = ratio(a, d);
            let b = &a + ratio(1, w);
            let s = simplest_between(Some(&a), Some(&b));
            prop_assert!(a < s && s < b);
            // No smaller denominator will do.
            for denominator in 1..i64::try_from(s.denom()).unwrap() {
                let n = (&a * Rational::from_integer(denominator.into())).floor() + Rational::one();
                prop_assert!(n / Rational::from_integer(denominator.into()) >= b);
            }
        }
    }
}
