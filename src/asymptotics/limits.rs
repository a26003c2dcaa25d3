//! Limits of expressions in one variable, at infinity and at the ends of ranges.
//!
//! In: an expression and an end. Out: its limit there, where it has one that these rules give: a constant, or infinity of one
//! sign.
//!
//! **Soundness.** Every end is brought to `t -> +infinity`: `x = t`, `x = -t`, `x = a + 1/t`, `x = b - 1/t`. For each part `f` two
//! things are computed, each only where a rule gives it. Its *limit*; and its *leading term*, which is `c t^p (log t)^q exp(w)` with
//! a constant `c`, certainly not 0, such that the quotient of `f` and this tends to 1, where `w` is 0, or something whose quotient with
//! `a t^r`, `r > 0`, tends to 1. Then
//! - leading terms multiply, and their rational powers are those of the powers; of a sum, the leading terms of the largest order
//!   are added (`exp` before powers before logarithms); where they cancel, nothing is said; nor where two exponentials of one
//!   order `a t^r` meet, for `w` is known in its first term only;
//! - `log f` leads like `p log t + log c`, or `a t^r`; near 1 like `f - 1`. `exp f` tends to `exp` of the limit, or has the leading
//!   term `exp(w)` with `w = f`. Odd functions with slope `k` at 0 lead like `k f` near 0; functions that are continuous at the
//!   limit take its image; `atan`, `tanh`, `erf`, the logistic function have limits at both infinities;
//! - exponents of a product are added first, hyperbolic functions written by exponentials, and `softplus(u)` as `u + softplus(-u)` where `u`
//!   grows: identities, after which what cancels in exponents is gone;
//! - rational functions are compared by their degrees, after all terms are brought together, so that nothing cancels;
//! - `sum c_i log u_i` is `(1/n) log(product u_i^(n c_i))` where all the logarithms have values.

pub use super::leading_terms::Limit;
use super::leading_terms::{Course, Lead, added, strict_sign};
use super::quotient::quotient;
use crate::rational::Rational;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, ExprMap, Function, Kind, Role, Symbol};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};
use std::cell::RefCell;

/// Nodes of an expression whose limit is sought.
const LARGEST: usize = 160;
/// Terms that a product is multiplied out into.
const MOST_TERMS: usize = 16;
/// How often limits are sought within each other.
const DEEPEST: usize = 24;

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// Beyond every number.
    Above,
    /// Below every number.
    Below,
    /// From above, to this constant.
    DownTo(Expr),
    /// From below, to this constant.
    UpTo(Expr),
}

/// The limit of an expression in `x` alone.
#[must_use]
pub fn limit(e: &Expr, x: &Symbol, end: &End) -> Option<Limit> {
    let symbols = e.symbols();
    if symbols.iter().any(|s| s != x) || e.nodes().len() > LARGEST || e.has_mean() {
        return None;
    }
    // An end may be another variable, of which nothing is known here.
    if let End::DownTo(a) | End::UpTo(a) = end
        && (a.has_symbols() || a.has_mean())
    {
        return None;
    }
    // In the place of a bounded end the variable is measured from it.
    let t = Symbol::new("limit", "t", Role::Auxiliary, u32::MAX);
    let t_expr = Expr::symbol(&t);
    let image = match end {
        End::Above => t_expr,
        End::Below => -t_expr,
        End::DownTo(a) => a + &t_expr.recip(),
        End::UpTo(b) => b - &t_expr.recip(),
    };
    let e = Substitution::of([(x.clone(), image)]).apply(e);
    let along = Along { t: t.clone(), known: RefCell::default() };
    let grows = |u: &Expr| along.at(u, 0).and_then(|c| c.limit) == Some(Limit::Infinite(false));
    let e = exponentials_together(&e, &grows);
    Along { t, known: RefCell::default() }.at(&e, 0)?.limit
}

/// Hyperbolic functions by exponentials, sums of these multiplied out, `e^u e^v` as `e^(u + v)`, and `softplus(u)` as `u + softplus(-u)`
/// where `u` grows, so that what cancels in exponents is seen.
fn exponentials_together(e: &Expr, grows: &dyn Fn(&Expr) -> bool) -> Expr {
    let half = Expr::ratio(1, 2);
    let again = |e: &Expr| exponentials_together(e, grows);
    rebuild(e, |node| match node.kind() {
        Kind::Apply(Function::Softplus, u) if grows(u) => Some(u + &(-u).apply(Function::Softplus)),
        Kind::Apply(f @ (Function::Cosh | Function::Sinh), u) => {
            let u = again(u);
            let other = if *f == Function::Cosh { (-&u).exp() } else { -(-&u).exp() };
            Some((u.exp() + other) * &half)
        }
        Kind::Product(factors) => {
            let mut terms = vec![(Vec::new(), Vec::new())];
            for factor in factors.iter().flat_map(|f| factors_of(&again(f))) {
                let parts = match factor.kind() {
                    Kind::Sum(v) if v.len() * terms.len() <= MOST_TERMS && v.iter().any(has_exponential) => v.clone(),
                    _ => vec![factor],
                };
                terms = terms
                    .iter()
                    .flat_map(|(exponents, rest): &(Vec<Expr>, Vec<Expr>)| {
                        parts.iter().map(move |part| {
                            let (mut exponents, mut rest) = (exponents.clone(), rest.clone());
                            for f in factors_of(part) {
                                match f.kind() {
                                    Kind::Apply(Function::Exp, u) => exponents.push(u.clone()),
                                    _ => rest.push(f),
                                }
                            }
                            (exponents, rest)
                        })
                    })
                    .collect();
            }
            Some(Expr::sum(terms.into_iter().map(|(u, rest)| Expr::sum(u).exp() * Expr::product(rest))))
        }
        _ => None,
    })
}

fn factors_of(e: &Expr) -> Vec<Expr> {
    if let Kind::Product(v) = e.kind() { v.clone() } else { vec![e.clone()] }
}

fn has_exponential(e: &Expr) -> bool {
    factors_of(e).iter().any(|f| matches!(f.kind(), Kind::Apply(Function::Exp, _)))
}

struct Along {
    t: Symbol,
    /// What was asked before: parts come again in sums that are merged.
    known: RefCell<ExprMap<Option<Course>>>,
}

impl Along {
    fn at(&self, e: &Expr, depth: usize) -> Option<Course> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(known) = self.known.borrow().get(e) {
            return known.clone();
        }
        let course = self.computed(e, depth);
        // What failed deep down may have failed because of that.
        if course.is_some() || 2 * depth < DEEPEST {
            self.known.borrow_mut().insert(e.clone(), course.clone());
        }
        course
    }

    fn computed(&self, e: &Expr, depth: usize) -> Option<Course> {
        if !e.has_symbols() {
            return Some(Course { limit: Some(Limit::Finite(e.clone())), lead: Lead::constant(e.clone()) });
        }
        match e.kind() {
            Kind::Symbol(s) if *s == self.t => {
                let (power, logs) = (Rational::one(), Rational::zero());
                Some(Lead { c: Expr::one(), power, logs, exponent: None }.course())
            }
            Kind::Sum(terms) => self.sum(e, terms, depth),
            Kind::Product(factors) => {
                let courses: Vec<Course> = factors.iter().map(|f| self.at(f, depth + 1)).collect::<Option<_>>()?;
                let leads: Option<Vec<&Lead>> = courses.iter().map(|c| c.lead.as_ref()).collect();
                let lead = leads.and_then(|leads| {
                    let mut leads = leads.into_iter();
                    let first = leads.next()?.clone();
                    leads.try_fold(first, |product, f| product.times(f))
                });
                let finite = || {
                    let values = courses.iter().map(|c| match &c.limit {
                        Some(Limit::Finite(v)) => Some(v.clone()),
                        _ => None,
                    });
                    Some(Limit::Finite(Expr::product(values.collect::<Option<Vec<_>>>()?)))
                };
                let limit = lead.as_ref().and_then(Lead::limit).or_else(finite);
                Some(Course { limit, lead })
            }
            Kind::Power(base, x) => match x.as_number() {
                Some(q) => self.power(base, q, depth),
                None => self.at(&(x * &base.log()).exp(), depth + 1),
            },
            Kind::Apply(f, u) => self.applied(*f, u, depth),
            _ => None,
        }
    }

    fn power(&self, base: &Expr, q: &Rational, depth: usize) -> Option<Course> {
        let course = self.at(base, depth + 1)?;
        if let Some(lead) = course.lead.as_ref().and_then(|lead| lead.to_the(q)) {
            return Some(lead.course());
        }
        let limit = match course.limit? {
            Limit::Finite(v) if q.is_positive() && q.is_integer() => Some(Limit::Finite(v.pow_rational(q))),
            Limit::Finite(v) if q.is_positive() && v.is_zero() => Some(Limit::Finite(v)),
            _ => None,
        };
        Some(Course { limit, lead: None })
    }

    fn sum(&self, e: &Expr, terms: &[Expr], depth: usize) -> Option<Course> {
        if let Some(lead) = self.rational(e) {
            return Some(lead.course());
        }
        let courses: Option<Vec<Course>> = terms.iter().map(|t| self.at(t, depth + 1)).collect();
        let course = courses.map(|courses| added(&courses)).unwrap_or_default();
        if course.lead.is_none()
            && let Some(merged) = merged(e, terms)
            && let Some(other) = self.at(&merged, depth + 1)
            && (other.lead.is_some() || course.limit.is_none())
        {
            return Some(other);
        }
        Some(course)
    }

    /// The leading term of a rational function with rational coefficients.
    fn rational(&self, e: &Expr) -> Option<Lead> {
        let (p, q) = quotient(e, &self.t)?;
        let degree = |p: &[Rational]| p.iter().rposition(|c| !c.is_zero());
        let (m, n) = (degree(&p)?, degree(&q)?);
        let c = p.get(m)? / q.get(n)?;
        let power = Rational::from_integer((i64::try_from(m).ok()? - i64::try_from(n).ok()?).into());
        Some(Lead { c: Expr::number(c), power, logs: Rational::zero(), exponent: None })
    }

    fn applied(&self, f: Function, u: &Expr, depth: usize) -> Option<Course> {
        use Function as F;
        let course = self.at(u, depth + 1)?;
        if let (F::Abs, Some(lead)) = (f, &course.lead) {
            // `u` has one sign there.
            let sign = if strict_sign(&lead.c)? { -Expr::one() } else { Expr::one() };
            return Some(lead.scaled(&sign)?.course());
        }
        let constant = |e: Expr| Some(Course { lead: Lead::constant(e.clone()), limit: Some(Limit::Finite(e)) });
        match (&course.limit, f) {
            (Some(Limit::Finite(v)), F::Log) if v.is_one() => {
                // log u leads like u - 1.
                let lead = self.at(&(u - &Expr::one()), depth + 1).and_then(|c| c.lead);
                Some(Course { limit: Some(Limit::Finite(Expr::zero())), lead })
            }
            (Some(Limit::Finite(v)), F::Log) if strict_sign(v) == Some(false) => constant(v.log()),
            (_, F::Log) => {
                let lead = course.lead?;
                if strict_sign(&lead.c)? {
                    return None;
                }
                let one = Rational::one();
                let lead = match lead.exponent {
                    Some((r, a)) => Lead { c: a, power: r, logs: Rational::zero(), exponent: None },
                    None if !lead.power.is_zero() => {
                        Lead { c: Expr::number(lead.power), power: Rational::zero(), logs: one, exponent: None }
                    }
                    None => return None,
                };
                Some(lead.course())
            }
            (Some(Limit::Finite(v)), F::Exp) => constant(v.exp()),
            (Some(Limit::Infinite(_)), F::Exp) => Some(exponential(&course)?.course()),
            (Some(Limit::Finite(v)), f) if is_continuous(f) => {
                let value = v.apply(f);
                match (v.is_zero(), slope_at_zero(f), course.lead) {
                    (true, Some(k), Some(lead)) => {
                        Some(Course { limit: Some(Limit::Finite(Expr::zero())), lead: lead.scaled(&k) })
                    }
                    _ => constant(value),
                }
            }
            (Some(Limit::Infinite(negative)), f) => {
                let turned = |e: Expr| if *negative { -e } else { e };
                match f {
                    F::Atan => constant(turned(Expr::pi().scaled(&Rational::new(1.into(), 2.into())))),
                    F::Tanh | F::Erf => constant(turned(Expr::one())),
                    F::Erfc if *negative => constant(Expr::integer(2)),
                    F::Erfc => Some(Course { limit: Some(Limit::Finite(Expr::zero())), lead: tail(&course) }),
                    F::Logistic if !*negative => constant(Expr::one()),
                    F::Logistic => Some(exponential(&course)?.course()),
                    F::Softplus if !*negative => Some(course),
                    F::Softplus => Some(exponential(&course)?.course()),
                    F::Cbrt => Some(Course { limit: Some(Limit::Infinite(*negative)), lead: None }),
                    F::Abs => Some(Course { limit: Some(Limit::Infinite(false)), lead: None }),
                    F::Sinh => Some(Course { limit: Some(Limit::Infinite(*negative)), lead: None }),
                    F::Cosh => Some(Course { limit: Some(Limit::Infinite(false)), lead: None }),
                    F::Asinh => Some(Course { limit: Some(Limit::Infinite(*negative)), lead: None }),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// `exp u` where `u` tends to infinity like a power.
fn exponential(course: &Course) -> Option<Lead> {
    let lead = course.lead.as_ref().filter(|l| l.exponent.is_none() && l.logs.is_zero() && l.power.is_positive())?;
    let exponent = Some((lead.power.clone(), lead.c.clone()));
    Some(Lead { c: Expr::one(), power: Rational::zero(), logs: Rational::zero(), exponent })
}

/// `erfc u` leads like `exp(-u^2)/(u sqrt(pi))`.
fn tail(course: &Course) -> Option<Lead> {
    let u = course.lead.as_ref().filter(|l| l.exponent.is_none() && l.logs.is_zero() && l.power.is_positive())?;
    let two = Rational::from_integer(2.into());
    let c = (Expr::pi().sqrt() * &u.c).recip();
    Some(Lead { c, power: -&u.power, logs: Rational::zero(), exponent: Some((&u.power * &two, -u.c.powi(2))) })
}

/// Continuous at every real number.
fn is_continuous(f: Function) -> bool {
    use Function as F;
    let everywhere = [
        F::Sin,
        F::Cos,
        F::Sinh,
        F::Cosh,
        F::Tanh,
        F::Atan,
        F::Asinh,
        F::Erf,
        F::Erfc,
        F::Logistic,
        F::Softplus,
        F::Abs,
        F::Cbrt,
    ];
    everywhere.contains(&f)
}

/// The slope at 0 of a function that is 0 there.
fn slope_at_zero(f: Function) -> Option<Expr> {
    use Function as F;
    match f {
        F::Sin | F::Sinh | F::Tanh | F::Atan | F::Asinh => Some(Expr::one()),
        F::Erf => Some(Expr::integer(2) * Expr::pi().sqrt().recip()),
        _ => None,
    }
}

/// Logarithms with rational coefficients as one.
fn merged(e: &Expr, terms: &[Expr]) -> Option<Expr> {
    let mut product = Vec::new();
    let mut common = Rational::one().denom();
    let mut rest = Vec::new();
    for t in terms {
        let (c, body) = t.split_coefficient();
        match body.kind() {
            Kind::Apply(Function::Log, u) if u.has_symbols() => {
                common = common.lcm(&c.denom());
                product.push((c, u.clone()));
            }
            _ => rest.push(t.clone()),
        }
    }
    let n = Rational::from_integer(common);
    let powers = product.iter().map(|(c, u)| u.pow_rational(&(c * &n)));
    let whole = (product.len() > 1).then(|| Expr::product(powers).log().scaled(&n.recip()))?;
    rest.push(whole);
    let out = Expr::sum(rest);
    (out != *e).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(f: impl Fn(&Expr) -> Expr, end: &End) -> Option<Limit> {
        let s = Symbol::new("", "x", Role::Parameter, 0);
        limit(&f(&Expr::symbol(&s)), &s, end)
    }

    #[test]
    fn an_end_that_is_a_variable_gives_no_limit() {
        let other = Expr::symbol(&Symbol::new("", "y", Role::Parameter, 1));
        assert_eq!(at(|x| -(-x).exp(), &End::DownTo(other.clone())), None);
        assert_eq!(at(|x| -(-x).exp(), &End::UpTo(other)), None);
    }

    #[test]
    fn limits_are_those_of_the_textbooks() {
        use Function as F;
        let zero = End::DownTo(Expr::zero());
        let one = Expr::one;
        let value = |e: Expr| Some(Limit::Finite(e));
        assert_eq!(at(|x| x * &x.log(), &zero), value(Expr::zero()));
        assert_eq!(at(|x| x.apply(F::Sin) * x.recip(), &zero), value(one()));
        assert_eq!(at(|x| x.powi(9) * (-x).exp(), &End::Above), value(Expr::zero()));
        assert_eq!(at(|x| x.powi(9) * (-x).exp(), &End::Below), Some(Limit::Infinite(true)));
        assert_eq!(at(|x| x.powi(2).exp() - x.exp(), &End::Above), Some(Limit::Infinite(false)));
        assert_eq!(at(|x| (-x.powi(2)).exp() - one() + x.apply(F::Erf), &End::Above), value(Expr::zero()));
        assert_eq!(at(|x| (one() + x.recip()).pow(x), &End::Above), value(one().exp()));
        assert_eq!(at(|x| x * &((x + &one()).log() - x.log()), &End::Above), value(one()));
        assert_eq!(at(|x| x.log() * x.sqrt().recip(), &End::Above), value(Expr::zero()));
        assert_eq!(at(|x| x - &x.log(), &End::Above), Some(Limit::Infinite(false)));
        assert_eq!(at(|x| (x + &one()) * (x - &one()).recip() - one(), &End::Above), value(Expr::zero()));
        assert_eq!(
            at(|x| x.apply(F::Atan), &End::Below),
            value(Expr::pi().scaled(&Rational::new((-1).into(), 2.into())))
        );
    }

    #[test]
    fn nothing_is_said_where_nothing_is_known() {
        use Function as F;
        assert_eq!(at(|x| x.apply(F::Sin), &End::Above), None);
        assert_eq!(at(|x| (x.powi(2) + Expr::one()).sqrt() - x, &End::Above), None);
        assert_eq!(at(|x| (x.powi(2) + x).exp() - x.powi(2).exp(), &End::Above), None, "only the first term is known");
        assert_eq!(at(|x| x.recip(), &End::DownTo(Expr::zero())), Some(Limit::Infinite(false)));
        assert_eq!(at(|x| x.recip(), &End::UpTo(Expr::zero())), Some(Limit::Infinite(true)));
        assert_eq!(at(|x| x.log().log(), &End::Above), None);
    }
}
