//! Logarithms and quotients of sums of positive terms: which of them grow like powers.
//!
//! In: parts of an integrand over logistic and Laplace variables. Out: whether they *and all their derivatives* are bounded by powers of
//! the variables ("level", [`super::rates`]), although they are made of functions that may fall or grow faster than every exponential,
//! such as the density of a mixture of normal laws. It must not know laws.
//!
//! - **logarithms**: the logarithm of `e^u` is `u`; those of `logistic u`, `softplus u` and `cosh u` have bounded derivatives, so they are level where
//!   `u` is. Of products and powers they add up. Let `s = t_1 + .. + t_n` with positive terms whose logarithms are level: then
//!   `log t_1 <= log s <= log n + max log t_i`, and `|s'|/s <= max |t_i'|/t_i`, and so for further derivatives. Beside a positive constant
//!   `c`, level terms that are not negative do no harm: `s >= c`. Where the exponents `u` grow, so does the logarithm, and its derivatives grow by
//!   rates that are not known ([`Rate::Unknown`]).
//! - **quotients**: where each term of `f` is a level function times a term of such a sum `s`, `|f|/s <= sum |f_i|/t_i` is level. So is the
//!   score `p'/p` of a mixture.

use super::formal::spread;
use super::rate::{Alternatives, Rate, Rates, gathered};
use super::rates::Rules;
use crate::geometry::range::Ranges;
use crate::symbolic::{Expr, Function, Kind, Rational, Region};
use num_traits::ToPrimitive;
use std::collections::BTreeMap;

/// Factors of one product that are taken apart.
const MOST_FACTORS: u32 = 8;
/// What is never below one over this number is bounded away from 0.
const LEAST: i64 = 1 << 20;

impl Rules<'_> {
    /// Bounded by powers of the variables, with all derivatives.
    pub(super) fn is_level(&self, e: &Expr) -> bool {
        self.of(e).is_some_and(|all| all.iter().all(BTreeMap::is_empty))
    }

    /// Bounded by powers of the variables, with all derivatives, or smaller.
    fn does_not_grow(&self, e: &Expr) -> bool {
        let falls = |rate: &Rate| match rate {
            Rate::Falls => true,
            Rate::Finite(r) => self.positive(&-r),
            Rate::Unknown => false,
        };
        self.of(e).is_some_and(|all| all.iter().flat_map(BTreeMap::values).all(falls))
    }

    /// Whether it is positive and its logarithm is level.
    fn has_level_logarithm(&self, e: &Expr) -> bool {
        self.logarithm(e).is_some_and(|all| all.iter().all(BTreeMap::is_empty))
    }

    /// The rates of the logarithm of what is positive, itself and its derivatives.
    pub(super) fn logarithm(&self, e: &Expr) -> Option<Alternatives> {
        let level = || vec![Rates::new()];
        if !self.random(e) {
            return self.positive(e).then(level);
        }
        self.logarithm_by_parts(e).or_else(|| self.positive_sum(e).map(|_| level())).or_else(|| {
            // Never below a number, for all values of variables and parameters.
            let least = e - &Expr::ratio(1, LEAST);
            (self.is_level(e) && Ranges::new(&Region::default()).is_positive(&least)).then(level)
        })
    }

    fn logarithm_by_parts(&self, e: &Expr) -> Option<Alternatives> {
        let mut out = vec![Rates::new()];
        match e.kind() {
            Kind::Sum(v) => {
                let (moving, constant) = gathered_terms(v, &|t| self.without_coefficient(t));
                let above = self.positive(&constant);
                if !above && !constant.is_zero() {
                    return None;
                }
                for t in moving {
                    match self.logarithm(&t) {
                        Some(rates) => out.extend(rates),
                        None if above && self.is_level(&t) && self.is_nonnegative(&t) => {}
                        None => return None,
                    }
                }
            }
            Kind::Product(_) => {
                let (coefficient, rest) = self.without_coefficient(e);
                if !self.positive(&coefficient) {
                    return None;
                }
                for f in factors_of(&rest) {
                    out.extend(self.logarithm(&f)?);
                }
            }
            Kind::Power(b, x) if !self.random(x) => return self.logarithm(b),
            Kind::Apply(Function::Exp | Function::Logistic | Function::Softplus | Function::Cosh, u) => {
                out.extend(self.of(u)?);
            }
            _ => return None,
        }
        let finite = |rates: &Rates| rates.values().all(|r| matches!(r, Rate::Finite(_)));
        if out.iter().all(finite) { gathered(out) } else { None }
    }

    /// Even powers, and what is positive, with a positive coefficient.
    fn is_nonnegative(&self, e: &Expr) -> bool {
        let (coefficient, rest) = self.without_coefficient(e);
        let two = Rational::from_integer(2.into());
        let even = |f: &Expr| match f.kind() {
            Kind::Power(_, x) => x.as_number().is_some_and(|q| (q / &two).is_integer()),
            _ => false,
        };
        self.positive(&coefficient) && factors_of(&rest).iter().all(|f| even(f) || self.has_level_logarithm(f))
    }

    /// Never below a positive constant: that, and level terms that are not negative.
    pub(super) fn is_bounded_below(&self, e: &Expr) -> bool {
        if self.is_level(e) && Ranges::new(&Region::default()).is_positive(&(e - &Expr::ratio(1, LEAST))) {
            return true;
        }
        let Kind::Sum(v) = e.kind() else { return false };
        let (moving, free): (Vec<&Expr>, Vec<&Expr>) = v.iter().partition(|t| self.random(t));
        let level = |t: &&Expr| self.does_not_grow(t) && self.is_nonnegative(t);
        self.positive(&Expr::sum(free.into_iter().cloned())) && moving.iter().all(level)
    }

    /// The terms of an exponent, with natural powers of sums multiplied out.
    pub(super) fn multiplied_out(&self, u: &Expr) -> Vec<Expr> {
        let terms = |e: Expr| match e.kind() {
            Kind::Sum(v) => v.clone(),
            _ => vec![e],
        };
        let natural = |x: &Expr| x.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_u32());
        match u.kind() {
            _ if !self.random(u) => vec![u.clone()],
            Kind::Sum(v) => terms(Expr::sum(v.iter().flat_map(|t| self.multiplied_out(t)).collect::<Vec<_>>())),
            Kind::Product(v) => {
                let times = |out: Vec<Expr>, more: &[Expr]| -> Vec<Expr> {
                    out.iter().flat_map(|a| more.iter().map(move |b| a * b)).collect()
                };
                let product = v.iter().fold(vec![Expr::one()], |out, f| times(out, &self.multiplied_out(f)));
                terms(Expr::sum(product))
            }
            Kind::Power(b, x) if matches!(b.kind(), Kind::Sum(_)) => match natural(x).filter(|n| *n <= MOST_FACTORS) {
                Some(n) => {
                    let base = self.multiplied_out(b);
                    let times = |out: &[Expr]| -> Vec<Expr> {
                        terms(Expr::sum(out.iter().flat_map(|a| base.iter().map(move |b| a * b)).collect::<Vec<_>>()))
                    };
                    (0..n).fold(vec![Expr::one()], |out, _| times(&out))
                }
                None => vec![u.clone()],
            },
            _ => vec![u.clone()],
        }
    }

    /// The factors without quotients of that kind, and how these grow; nothing where there is none.
    pub(super) fn without_quotients(&self, factors: &[Expr]) -> Option<(Vec<Expr>, Vec<Alternatives>)> {
        let mut left = Vec::new();
        for f in factors {
            match f.kind() {
                Kind::Power(b, x) => {
                    match x.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_i32()) {
                        Some(n) if n.unsigned_abs() <= MOST_FACTORS => {
                            let one = if n < 0 { b.recip() } else { b.clone() };
                            left.extend(std::iter::repeat_n(one, usize::try_from(n.unsigned_abs()).ok()?));
                        }
                        _ => left.push(f.clone()),
                    }
                }
                _ => left.push(f.clone()),
            }
        }
        // Sums alone, whose rates are not known: others and single terms are taken by those.
        let divisor = |f: &Expr| match f.kind() {
            Kind::Power(b, x) if matches!(b.kind(), Kind::Sum(_)) && (x + &Expr::one()).is_zero() => {
                self.logarithm(b).filter(|_| self.positive_sum(b).is_none()).map(|_| b.clone())
            }
            _ => None,
        };
        let mut found = Vec::new();
        while let Some((i, j, sum)) = left.iter().enumerate().find_map(|(i, f)| {
            let sum = divisor(f)?;
            let above = |(j, g): (usize, &Expr)| (j != i && self.is_dominated(g, &sum)).then(|| (i, j, sum.clone()));
            left.iter().enumerate().find_map(above)
        }) {
            found.push(unknown_where_it_grows(self, self.logarithm(&sum)?));
            left.remove(i.max(j));
            left.remove(i.min(j));
        }
        (!found.is_empty()).then_some((left, found))
    }

    /// Each term is a level function times a term of the sum.
    fn is_dominated(&self, f: &Expr, sum: &Expr) -> bool {
        let random = |e: &Expr| self.random(e);
        let terms = match sum.kind() {
            Kind::Sum(v) => v.clone(),
            _ => vec![sum.clone()],
        };
        let level = |t: &Expr| terms.iter().filter(|s| self.random(s)).any(|s| self.is_level(&(t / s)));
        random(f) && spread(f, &random).is_some_and(|parts| parts.iter().all(level))
    }
}

/// The derivatives of something grow with its rates, once more for each derivative: by some rate that is not known.
pub(super) fn unknown_where_it_grows(rules: &Rules, all: Alternatives) -> Alternatives {
    let falls = |r: &Rate| matches!(r, Rate::Finite(e) if rules.positive(&-e));
    let grows =
        |rates: Rates| rates.into_iter().filter(|(_, r)| !falls(r)).map(|(end, _)| (end, Rate::Unknown)).collect();
    all.into_iter().map(grows).collect()
}

/// The terms with equal functions of the variables together, and what is free of the variables; the last argument takes a term
/// apart into its coefficient and its function.
pub(super) fn gathered_terms(terms: &[Expr], apart: &dyn Fn(&Expr) -> (Expr, Expr)) -> (Vec<Expr>, Expr) {
    let mut by_function: BTreeMap<Expr, Vec<Expr>> = BTreeMap::new();
    for t in terms {
        let (coefficient, function) = apart(t);
        by_function.entry(function).or_default().push(coefficient);
    }
    let constant = Expr::sum(by_function.remove(&Expr::one()).unwrap_or_default());
    let moving = by_function.into_iter().map(|(function, c)| with_common_factors(c) * function);
    (moving.filter(|t| !t.is_zero()).collect(), constant)
}

/// The sum of these with the factors that all of them have in front.
fn with_common_factors(terms: Vec<Expr>) -> Expr {
    let first = terms.first().map(factors_of).unwrap_or_default();
    let has = |t: &Expr, f: &Expr| factors_of(t).contains(f);
    let common = first.into_iter().filter(|f| f.as_number().is_none() && terms.iter().all(|t| has(t, f)));
    let common = Expr::product(common.collect::<Vec<_>>());
    let rest = terms.iter().map(|t| t / &common);
    Expr::sum(rest.collect::<Vec<_>>()) * common
}

fn factors_of(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![e.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Law, Role, Symbol};

    fn names() -> [(Symbol, Law); 1] {
        [(Symbol::new("", "v", Role::Auxiliary, 0), Law::Logistic)]
    }

    fn integrable(e: &Expr) -> bool {
        Rules { variables: &names(), certain: &|_| false }.integrable(e)
    }

    #[test]
    fn mixtures_have_logarithms_and_scores() {
        let v = Expr::symbol(&names()[0].0);
        let (one, two) = (Expr::one(), Expr::integer(2));
        let [first, second] = [&v, &(&v - &one)].map(|u| (-(u.powi(2))).exp());
        let sum = &first + &(&second * &two);
        let heavy = (v.apply(Function::Softplus) + (-&v).apply(Function::Softplus)).exp();
        assert!(integrable(&(&first * &sum.log() * &heavy)));
        assert!(integrable(&((&first - &second).powi(2) / &sum * &heavy)));
        assert!(integrable(&(&v * &(&first - &second) / &sum)));
        assert!(integrable(&(one.clone() + v.powi(2)).recip()));
        assert!(integrable(&(&one + &v.powi(4)).log()));
        // Near misses: terms of both signs, one that the sum does not have, no term for the second divisor, a divisor that vanishes.
        assert!(!integrable(&(&first * &(&first - &second).log())));
        assert!(!integrable(&(&(-(&v)).exp() / &sum)));
        assert!(!integrable(&((&first - &second) / &sum.powi(2))));
        assert!(!integrable(&(&first * &sum.pow(&Expr::ratio(-3, 2)))));
        assert!(!integrable(&(&first * &sum.powi(-10))));
        assert!(!integrable(&(&first / &(&first - &second))));
        assert!(!integrable(&v.powi(2).log()));
        assert!(!integrable(&(&v.powi(2) - &one).recip()));
        assert!(!integrable(&sum.recip()));
    }
}
