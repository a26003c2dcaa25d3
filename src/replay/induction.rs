//! Rule **induction**: the sign of an expression at every integer of a range that begins somewhere and does not end.
//!
//! In: an expression `f(n)`, its setting, the number of the integer variable `n` with the least value `a`, a factor `m` and a
//! count. Out: what must be shown.
//!
//! **Soundness.** Fix the other variables. Only conditions free of `n` are kept: what holds for every integer `n >= a` there
//! holds on the domain. `f` and `m` have values for all of them (each condition of definition is shown). Let `b = a + count - 1`.
//! It is shown that `f(a), .., f(b)` have the wanted sign, and for every `n >= b` that `m > 0` and `f(n+1) - m f(n) >= 0`. So
//! `f(n+1) >= m f(n)` has the sign that `f(n)` has, by induction for all `n >= b`.

use super::Setting;
use crate::rational::Rational;
use crate::symbolic::definition::definition;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Bound, Expr, Fact};

/// Values that are looked at before the induction begins.
pub const MOST_VALUES: usize = 24;

/// What must be shown.
pub struct Induction {
    /// what must have a value: facts, each with the place where it is to hold
    pub needs: Vec<(Fact, Setting)>,
    /// the first values, which must have the wanted sign
    pub values: Vec<(Expr, Setting)>,
    /// the factor, which must be positive
    pub factor: (Expr, Setting),
    /// what must not be negative
    pub step: (Expr, Setting),
}

/// What **induction** needs.
#[must_use]
pub fn induction(e: &Expr, setting: &Setting, variable: usize, factor: &Expr, count: usize) -> Option<Induction> {
    let v = setting.region.variables.get(variable)?.clone();
    let Bound::Closed(least) = &v.lower else { return None };
    let least = least.as_number().filter(|q| q.is_integer())?.clone();
    let elsewhere = |b: &Bound| b.value().is_some_and(|x| x.contains(&v.symbol));
    let others = setting.region.variables.iter().any(|w| elsewhere(&w.lower) || elsewhere(&w.upper));
    let fits = v.integer && !v.nonzero && v.upper == Bound::Infinite && !others && e.contains(&v.symbol);
    if !fits || e.has_mean() || !(1..=MOST_VALUES).contains(&count) {
        return None;
    }
    let mut whole = setting.clone();
    whole.region.conditions.retain(|f| !f.expr.contains(&v.symbol));
    whole.defined_where.retain(|f| !f.expr.contains(&v.symbol));
    let known = |f: &Fact| whole.region.conditions.contains(f) || whole.defined_where.contains(f);
    let mut needs: Vec<(Fact, Setting)> = Vec::new();
    for f in definition(e).into_iter().chain(definition(factor)) {
        if !known(&f) && !needs.iter().any(|(g, _)| *g == f) {
            needs.push((f, whole.clone()));
        }
    }
    let mut alone = whole.clone();
    alone.region.variables.remove(variable);
    let at = |n: Expr| Substitution::of([(v.symbol.clone(), n)]).apply(e);
    let number = |k: usize| &least + &Rational::from_integer(i64::try_from(k).unwrap_or(i64::MAX).into());
    let values = (0..count).map(|k| (at(Expr::number(number(k))), alone.clone())).collect();
    let mut later = whole;
    later.region.variables.get_mut(variable)?.lower = Bound::Closed(Expr::number(number(count - 1)));
    let next = at(Expr::symbol(&v.symbol) + Expr::one());
    let step = next - factor * e;
    Some(Induction { needs, values, factor: (factor.clone(), later.clone()), step: (step, later) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Region, Role, Symbol, Variable};

    fn setting(v: Variable) -> Setting {
        Setting::of_region(Region { variables: vec![v], conditions: Vec::new() })
    }

    #[test]
    fn it_begins_at_the_end_of_an_integer_range() {
        let s = Symbol::new("", "n", Role::Parameter, 0);
        let n = Expr::symbol(&s);
        let e = Expr::integer(2).pow(&n) - &n;
        let from_zero = Variable { lower: Bound::Closed(Expr::zero()), integer: true, ..Variable::real(s.clone()) };
        let two = Expr::integer(2);
        let found = induction(&e, &setting(from_zero.clone()), 0, &two, 2).expect("an induction");
        assert_eq!(found.values.len(), 2);
        assert_eq!(found.values[1].0, Expr::one());
        assert_eq!(found.step.1.region.variables[0].lower, Bound::Closed(Expr::one()));
        let none = |v: Variable, count| induction(&e, &setting(v), 0, &two, count).is_none();
        assert!(none(from_zero.clone(), 0));
        assert!(none(Variable { integer: false, ..from_zero.clone() }, 1));
        assert!(none(Variable { lower: Bound::Infinite, ..from_zero.clone() }, 1));
        assert!(none(Variable { upper: Bound::Closed(Expr::integer(9)), ..from_zero }, 1));
    }
}
