//! Rule **named-means**: the sign of an expression is that which it has with numbers in place of its formal expectations.
//!
//! In: the rewritten expression with names for its expectations ([`Formal`]), where it is considered, and ends of the ranges in
//! which expectations are said to lie. Out: the domain with the names as further variables, and what must be shown of each end.
//! It must not know claims, nor who shows these.
//!
//! **Soundness.** At each point where the expression is defined, each expectation is one finite number
//! ([`crate::symbolic::mean`]), and the rewriting keeps the value ([`super::formal`]). Where `E - c > 0` (or `>= 0`, or with the opposite
//! sign) is shown for the same domain, that number lies in the range. So the values of the variables and these numbers are a
//! point of the larger domain, at which the named expression has the value of the expression: a sign that it has everywhere
//! there is its sign. A condition of the domain about expectations says the same of the numbers.

use super::formal::Formal;
use super::setting::Setting;
use crate::certificate::MeanRange;
use crate::polynomial::text::rational;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Bound, Expr, Fact, Relation, Variable};

/// The setting in which the expectations are variables, and what shows their ranges.
#[derive(Debug)]
pub struct Named {
    /// Variables and conditions.
    pub setting: Setting,
    /// Each end: this is positive, or not negative.
    pub ends: Vec<Fact>,
}

/// The domain of the named expression; nothing for ranges that are not about the expectations, each at most once and in order.
#[must_use]
pub fn named(formal: &Formal, setting: &Setting, ranges: &[MeanRange]) -> Option<Named> {
    let mut out = Named { setting: setting.without_means(), ends: Vec::new() };
    let mut variables: Vec<Variable> = formal.variables().collect();
    if variables.iter().any(|v| is_taken(v, setting)) || ranges.windows(2).any(|w| w[0].mean >= w[1].mean) {
        return None;
    }
    for range in ranges {
        let (_, mean) = formal.named.get(range.mean)?;
        let variable = variables.get_mut(range.mean)?;
        if let Some((text, closed)) = &range.lower {
            let c = Expr::number(rational(text)?);
            out.ends.push(end(mean - &c, *closed));
            variable.lower = bound(c, *closed);
        }
        if let Some((text, closed)) = &range.upper {
            let c = Expr::number(rational(text)?);
            out.ends.push(end(&c - mean, *closed));
            variable.upper = bound(c, *closed);
        }
    }
    let known = setting.defined_region().conditions;
    let symbol = |node: &Expr| formal.named.iter().find(|(_, mean)| mean == node).map(|(s, _)| Expr::symbol(s));
    for fact in known.iter().filter(|fact| fact.expr.has_mean()) {
        let of_numbers = rebuild(&fact.expr, symbol);
        if !of_numbers.has_mean() {
            out.setting.region.conditions.push(fact.with(of_numbers));
        }
    }
    out.setting.region.variables.extend(variables);
    Some(out)
}

fn is_taken(v: &Variable, setting: &Setting) -> bool {
    setting.region.variables.iter().any(|other| other.symbol == v.symbol)
}

fn end(e: Expr, closed: bool) -> Fact {
    Fact::new(e, if closed { Relation::NonNegative } else { Relation::Positive })
}

fn bound(c: Expr, closed: bool) -> Bound {
    if closed { Bound::Closed(c) } else { Bound::Open(c) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Function, Law, Region, Role, Symbol};

    fn squashed() -> (Expr, Formal) {
        let (z, x) = (Symbol::new("", "z", Role::Random, 7), Symbol::new("", "x", Role::Parameter, 1));
        let inside = (Expr::symbol(&x) + Expr::symbol(&z)).apply(Function::Tanh);
        let mean = Expr::mean(&[(z, Law::Gaussian)], &inside).unwrap();
        let formal = Formal::of(&[mean.powi(2)], &|_| false);
        (mean, formal)
    }

    fn range(mean: usize, lower: &str) -> MeanRange {
        MeanRange { mean, lower: Some((lower.into(), false)), upper: None }
    }

    #[test]
    fn ends_of_ranges_must_be_shown() {
        let (mean, formal) = squashed();
        let setting = Setting::of_region(Region::default());
        let found = named(&formal, &setting, &[range(0, "-1")]).expect("a range");
        assert_eq!(found.ends, [Fact::positive(mean + Expr::one())]);
        assert_eq!(found.setting.region.variables[0].lower, Bound::Open(-Expr::one()));
        assert_eq!(formal.residuals[0], Expr::symbol(&found.setting.region.variables[0].symbol).powi(2));
    }

    #[test]
    fn ranges_of_nothing_and_twice_are_refused() {
        let (_, formal) = squashed();
        let setting = Setting::of_region(Region::default());
        assert!(named(&formal, &setting, &[range(1, "0")]).is_none());
        assert!(named(&formal, &setting, &[range(0, "0"), range(0, "-1")]).is_none());
        assert!(named(&formal, &setting, &[range(0, "z")]).is_none());
        let taken = named(&formal, &setting, &[]).unwrap().setting;
        assert!(named(&formal, &taken, &[]).is_none());
    }
}
