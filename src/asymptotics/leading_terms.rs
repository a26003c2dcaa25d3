//! Leading terms at `t -> +infinity`: `c t^p (log t)^q exp(w)`, and which of two is of the larger order.
//!
//! In: what is known of parts. Out: what is known of products, powers and sums. Why this is sound: [`super::limits`].

use crate::enclosure::{Point, Sign, decide_sign};
use crate::rational::Rational;
use crate::symbolic::Expr;
use num_traits::{Signed, Zero};
use std::cmp::Ordering;

/// Precision for the signs of constants, in bits.
const BITS: usize = 192;

/// A limit.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// A constant.
    Finite(Expr),
    /// `+infinity`, or (`true`) `-infinity`.
    Infinite(bool),
}

/// `c t^power (log t)^logs exp(w)`, with `w` like `a t^r`.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    pub c: Expr,
    pub power: Rational,
    pub logs: Rational,
    pub exponent: Option<(Rational, Expr)>,
}

/// What is known of an expression: its limit, its leading term.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    pub limit: Option<Limit>,
    pub lead: Option<Lead>,
}

impl Lead {
    pub fn constant(c: Expr) -> Option<Self> {
        strict_sign(&c)?;
        Some(Self { c, power: Rational::zero(), logs: Rational::zero(), exponent: None })
    }

    pub fn limit(&self) -> Option<Limit> {
        let infinite = || Some(Limit::Infinite(strict_sign(&self.c)?));
        let zero = Some(Limit::Finite(Expr::zero()));
        if let Some((_, a)) = &self.exponent {
            return if strict_sign(a)? { zero } else { infinite() };
        }
        match (self.power.is_zero(), self.logs.is_zero()) {
            (false, _) => {
                if self.power.is_positive() {
                    infinite()
                } else {
                    zero
                }
            }
            (true, false) => {
                if self.logs.is_positive() {
                    infinite()
                } else {
                    zero
                }
            }
            (true, true) => Some(Limit::Finite(self.c.clone())),
        }
    }

    pub fn course(self) -> Course {
        Course { limit: self.limit(), lead: Some(self) }
    }

    pub fn times(&self, other: &Self) -> Option<Self> {
        let exponent = match (&self.exponent, &other.exponent) {
            (None, e) | (e, None) => e.clone(),
            (Some((r, a)), Some((s, b))) => Some(match r.cmp(s) {
                Ordering::Greater => (r.clone(), a.clone()),
                Ordering::Less => (s.clone(), b.clone()),
                Ordering::Equal => {
                    let sum = a + b;
                    strict_sign(&sum)?;
                    (r.clone(), sum)
                }
            }),
        };
        let (power, logs) = (&self.power + &other.power, &self.logs + &other.logs);
        Some(Self { c: &self.c * &other.c, power, logs, exponent })
    }

    pub fn to_the(&self, q: &Rational) -> Option<Self> {
        if !q.is_integer() && strict_sign(&self.c)? {
            return None;
        }
        let exponent = self.exponent.as_ref().map(|(r, a)| (r.clone(), a.scaled(q)));
        let (power, logs) = (&self.power * q, &self.logs * q);
        Some(Self { c: self.c.pow_rational(q), power, logs, exponent })
    }

    pub fn scaled(&self, k: &Expr) -> Option<Self> {
        self.times(&Self::constant(k.clone())?)
    }

    /// Which of two is of the larger order; nothing where that is not known.
    fn order(&self, other: &Self) -> Option<Ordering> {
        let grows = |e: &Option<(Rational, Expr)>| match e {
            None => Some(0),
            Some((_, a)) => strict_sign(a).map(|negative| if negative { -1 } else { 1 }),
        };
        let by_exponent = match (&self.exponent, &other.exponent) {
            (Some((r, a)), Some((s, b))) => {
                let (x, y) = (grows(&self.exponent)?, grows(&other.exponent)?);
                match (x.cmp(&y), r.cmp(s)) {
                    (Ordering::Equal, Ordering::Equal) => match strict_sign(&(a - b))? {
                        true => Ordering::Less,
                        false => Ordering::Greater,
                    },
                    (Ordering::Equal, by_size) if x > 0 => by_size,
                    (Ordering::Equal, by_size) => by_size.reverse(),
                    (by_sign, _) => by_sign,
                }
            }
            (x, y) => grows(x)?.cmp(&grows(y)?),
        };
        Some(by_exponent.then_with(|| self.power.cmp(&other.power)).then_with(|| self.logs.cmp(&other.logs)))
    }
}

fn sign(e: &Expr) -> Option<Sign> {
    decide_sign(e, &Point::default(), BITS).ok()
}

/// Whether a constant is certainly negative, or certainly positive.
pub(super) fn strict_sign(e: &Expr) -> Option<bool> {
    match sign(e)? {
        Sign::Positive => Some(false),
        Sign::Negative => Some(true),
        _ => None,
    }
}

/// The limit and the leading term of a sum.
pub(super) fn added(courses: &[Course]) -> Course {
    let lead = || {
        let leads: Vec<&Lead> = courses.iter().map(|c| c.lead.as_ref()).collect::<Option<_>>()?;
        let mut largest: Vec<&Lead> = Vec::new();
        for lead in leads {
            match largest.first().map_or(Some(Ordering::Greater), |known| lead.order(known))? {
                Ordering::Greater => largest = vec![lead],
                Ordering::Equal => largest.push(lead),
                Ordering::Less => {}
            }
        }
        let mut out = (*largest.first()?).clone();
        // Two exponentials are known in the first term of their exponents only.
        if largest.len() > 1 && out.exponent.is_some() {
            return None;
        }
        out.c = Expr::sum(largest.iter().map(|l| l.c.clone()));
        strict_sign(&out.c)?;
        Some(out)
    };
    let lead = lead();
    let mut values = Vec::new();
    let mut infinite = Vec::new();
    for course in courses {
        match &course.limit {
            Some(Limit::Finite(v)) => values.push(v.clone()),
            Some(Limit::Infinite(negative)) => infinite.push(*negative),
            None => return Course { limit: lead.as_ref().and_then(Lead::limit), lead },
        }
    }
    let limit = match infinite.as_slice() {
        [] => Some(Limit::Finite(Expr::sum(values))),
        [first, rest @ ..] if rest.iter().all(|other| other == first) => Some(Limit::Infinite(*first)),
        _ => lead.as_ref().and_then(Lead::limit),
    };
    Course { limit, lead }
}
