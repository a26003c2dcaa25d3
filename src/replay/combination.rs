//! Rule **combination**: conditions of the domain, each with a factor, are taken off an expression.
//!
//! In: an expression, its setting, numbers of conditions with their factors. Out: the expression less the sum of the
//! products, and whether that is strictly below it.
//!
//! **Soundness.** Fix a point of the domain at which the expression and the conditions have values. An equation's expression is 0
//! there, so a multiple of it is 0 whatever the factor is, provided that it has a value ([`splits`]). The expression of an
//! inequality is not negative there, so a positive number times it is not negative either, and positive where the inequality
//! is strict: the image is a lower bound. A residual may lose equations alone.

use super::Setting;
use super::cases::splits;
use crate::symbolic::{Expr, Relation};
use num_traits::Signed;

/// Conditions that are combined.
pub const MOST: usize = 8;

/// The image, and whether the expression is certainly larger. `exactly`: the image has the same value.
#[must_use]
pub fn combined(
    e: &Expr,
    setting: &Setting,
    conditions: &[usize],
    factors: &[Expr],
    exactly: bool,
) -> Option<(Expr, bool)> {
    if conditions.is_empty() || conditions.len() > MOST || conditions.len() != factors.len() {
        return None;
    }
    let mut strict = false;
    let mut terms = vec![e.clone()];
    for (k, factor) in conditions.iter().zip(factors) {
        let fact = setting.region.conditions.get(*k).filter(|f| f.rule.is_none() && !f.expr.has_mean())?;
        let positive = factor.as_number().is_some_and(|q| q.is_positive());
        match fact.relation {
            Relation::Zero if splits(factor, e, setting) => {}
            Relation::NonNegative | Relation::Positive if positive && !exactly => {
                strict |= fact.relation == Relation::Positive;
            }
            _ => return None,
        }
        terms.push(-(&fact.expr * factor));
    }
    Some((Expr::sum(terms), strict))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Fact, Region, Role, Symbol, Variable};

    #[test]
    fn only_what_the_conditions_allow_is_taken_off() {
        let s = Symbol::new("", "x", Role::Parameter, 0);
        let x = Expr::symbol(&s);
        let setting = Setting::of_region(Region {
            variables: vec![Variable::real(s)],
            conditions: vec![Fact::zero(x.powi(2) - &x), Fact::positive(x.clone()), Fact::nonzero(x.clone())],
        });
        let (one, minus) = (Expr::one(), Expr::integer(-1));
        let image = |k: usize, factor: &Expr, exactly| {
            combined(&x.powi(3), &setting, &[k], std::slice::from_ref(factor), exactly)
        };
        assert!(image(0, &minus, true).is_some_and(|(_, strict)| !strict));
        assert!(image(0, &x, true).is_some());
        assert!(image(0, &x.recip(), true).is_none(), "the factor may lack a value");
        assert!(image(1, &one, false).is_some_and(|(_, strict)| strict));
        assert!(image(1, &one, true).is_none(), "an inequality says nothing of a residual");
        assert!(image(1, &minus, false).is_none());
        assert!(image(1, &x, false).is_none());
        assert!(image(2, &one, false).is_none());
        assert!(image(3, &one, false).is_none());
    }
}
