//! Rule **factors**: where a product is 0, one of its factors is.
//!
//! In: an expression, its setting, the number of an equation of the domain, factors, and which of them are looked at. Out:
//! what must be shown.
//!
//! **Soundness.** Fix a point of the domain at which the expression and the conditions have values; the factors have values
//! there too ([`splits`]). It is shown that the equation's expression is the product of the factors, so one of these is 0.
//! Of each factor that is not looked at it is shown that it is not 0; the statement is shown with each of the others in
//! the place of the equation.

use super::Setting;
use super::cases::splits;
use crate::symbolic::{Expr, Fact, Relation};

/// Factors of one equation.
pub const MOST: usize = 6;

/// What must be shown.
pub struct Factored {
    /// what must be 0: the equation's expression less the product
    pub difference: Expr,
    /// what must not be 0
    pub excluded: Vec<Expr>,
    /// where the statement must hold
    pub cases: Vec<Setting>,
}

/// What **factors** needs.
#[must_use]
pub fn factored(e: &Expr, setting: &Setting, condition: usize, factors: &[Expr], open: &[bool]) -> Option<Factored> {
    let fact = setting.region.conditions.get(condition)?;
    let fits = fact.relation == Relation::Zero && fact.rule.is_none() && !fact.expr.has_mean();
    if !fits || factors.len() != open.len() || factors.len() > MOST || !open.contains(&true) {
        return None;
    }
    if !factors.iter().all(|f| splits(f, e, setting)) {
        return None;
    }
    let difference = &fact.expr - &Expr::product(factors.iter().cloned());
    let mut out = Factored { difference, excluded: Vec::new(), cases: Vec::new() };
    for (f, open) in factors.iter().zip(open) {
        if *open {
            let mut case = setting.clone();
            *case.region.conditions.get_mut(condition)? = Fact::zero(f.clone());
            out.cases.push(case);
        } else {
            out.excluded.push(f.clone());
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Region, Role, Symbol, Variable};

    #[test]
    fn an_inequality_has_no_factors_to_look_at() {
        let s = Symbol::new("", "x", Role::Parameter, 0);
        let x = Expr::symbol(&s);
        let setting =
            |fact| Setting::of_region(Region { variables: vec![Variable::real(s.clone())], conditions: vec![fact] });
        let f = x.powi(2) - &x;
        let factors = [x.clone(), &x - &Expr::one()];
        let zero = setting(Fact::zero(f.clone()));
        let found = factored(&x, &zero, 0, &factors, &[true, false]).expect("two factors");
        assert_eq!((found.cases.len(), found.excluded.len()), (1, 1));
        assert!(factored(&x, &zero, 0, &factors, &[false, false]).is_none());
        assert!(factored(&x, &zero, 0, &factors, &[true]).is_none());
        assert!(factored(&x, &zero, 1, &factors, &[true, true]).is_none());
        assert!(factored(&x, &setting(Fact::nonnegative(f.clone())), 0, &factors, &[true, true]).is_none());
        assert!(factored(&x, &zero, 0, &[x.log(), &f * &x.log().recip()], &[true, true]).is_none());
    }
}
