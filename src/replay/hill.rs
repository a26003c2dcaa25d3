//! Rule **hill**: an expression in one variable that rises and then falls is above its limits at both ends.
//!
//! In: an expression `f` in `x` alone, its setting, a list of factors and ways. Out: what must be shown.
//!
//! **Soundness.** Only conditions free of `x` are kept, so `x` runs through an interval `I`. It is shown that `f` has a value on `I`
//! with its closed ends, that its parts are smooth inside, and that the same is true of the factors `m_k > 0` and of
//! `g_0 = f`, `g_k = m_k g_(k-1)'`, for `k = 1, .., n`. Say that a function *falls through* if nowhere a positive value follows on a
//! negative one (it may be positive first, then 0, then negative), and *rises through* if its opposite falls through. Then
//! - `f` rises and then falls if `f'`, that is `g_1`, falls through: `f` is at least the smaller one of its values at the ends of any
//!   closed interval around a point, and so at least the smaller one of its limits at the ends of `I`;
//! - `g` falls through if it decreases: `g' <= 0`;
//! - from the start: `g` falls through if it is not negative at first (its limit is not) and `m g'` falls through: while it rises
//!   it is not negative, and once it falls it crosses 0 at most once;
//! - from the end: `g` falls through if its limit at the end is not positive and `m g'` rises through: while it falls it crosses 0
//!   at most once, and once it rises to its limit it is not positive;
//! - and all of that with opposite signs.
//!
//! Only `g_1, .., g_n` with one way for each of `g_1, .., g_(n-2)` are needed, and the sign of `g_n`. With `n = 1`, `f' <= 0`, `f` is at
//! least its limit at the upper end.
//!
//! Where `f` is to be positive, it is so at closed ends. Inside, a zero would be the least value of a function that rises and
//! then falls, so `f` would be 0 from there to one of the ends; being analytic inside it would be 0 everywhere, and a rational point is
//! given where it is positive.

use super::Setting;
use super::slope::{closed_at, opened, smooth_where, with, without_other_conditions};
use super::transformed::multiplied;
use crate::asymptotics::limits::{End, Limit, limit};
use crate::enclosure::{Point, Sign, decide_sign};
use crate::rational::Rational;
use crate::symbolic::definition::definition;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Bound, Expr, Fact, Symbol, Variable};

/// Derivatives that are taken.
pub const MOST: usize = 5;
/// Precision for values at points.
const BITS: usize = 192;

/// What must be shown.
pub struct Hill {
    /// what must have a value: facts, each with the place where it is to hold
    pub needs: Vec<(Fact, Setting)>,
    /// the factors, which must be positive
    pub factors: Vec<(Expr, Setting)>,
    /// what must not be negative: the limits at the ends, and those of derivatives that the ways go by
    pub limits: Vec<(Expr, Setting)>,
    /// values at ends that belong to the range, which must have the wanted sign
    pub values: Vec<(Expr, Setting)>,
    /// what must not be negative inside
    pub last: (Expr, Setting),
}

/// `g_k` from `g_(k-1)`.
#[must_use]
pub fn next(g: &Expr, x: &Symbol, factor: &Expr, setting: &Setting) -> Option<Expr> {
    let slope = g.derivative(x);
    if factor.is_one() {
        return Some(slope);
    }
    multiplied(&slope, factor, &setting.place().integers()).map(|[_, image]| image)
}

/// The ends of a variable's range, lower one first.
#[must_use]
pub fn ends(v: &Variable) -> [End; 2] {
    let lower = v.lower.value().map_or(End::Below, |a| End::DownTo(a.clone()));
    let upper = v.upper.value().map_or(End::Above, |b| End::UpTo(b.clone()));
    [lower, upper]
}

/// Whether an expression in the variable is certainly positive at a rational point inside of its range.
#[must_use]
pub fn is_positive_at(e: &Expr, v: &Variable, point: &Rational) -> bool {
    let point = Expr::number(point.clone());
    let positive = |e: &Expr| !e.has_symbols() && matches!(decide_sign(e, &Point::default(), BITS), Ok(Sign::Positive));
    let inside = v.lower.value().is_none_or(|a| positive(&(&point - a)))
        && v.upper.value().is_none_or(|b| positive(&(b - &point)));
    inside && positive(&Substitution::of([(v.symbol.clone(), point)]).apply(e))
}

/// What **hill** needs. `from_start`: for each of `g_1, .., g_(n-2)` the way.
#[must_use]
pub fn hill(e: &Expr, setting: &Setting, variable: usize, factors: &[Expr], from_start: &[bool]) -> Option<Hill> {
    let n = factors.len();
    let whole = without_other_conditions(e, setting, variable)?;
    let v = whole.region.variables.get(variable)?.clone();
    if n == 0 || n > MOST || from_start.len() != n.saturating_sub(2) || e.symbols().len() != 1 {
        return None;
    }
    let x = &v.symbol;
    let mut alone = whole.clone();
    alone.region.variables.remove(variable);
    let inside = with(&whole, variable, Variable { lower: opened(&v.lower), upper: opened(&v.upper), ..v.clone() });
    let closed_ends: Vec<&Expr> = [&v.lower, &v.upper]
        .into_iter()
        .filter_map(|b| match b {
            Bound::Closed(x) => Some(x),
            _ => None,
        })
        .collect();
    let everywhere = with(&whole, variable, closed_at(&v, &closed_ends));
    let mut needs: Vec<(Fact, Setting)> = definition(e).into_iter().map(|f| (f, everywhere.clone())).collect();
    let add = |needs: &mut Vec<(Fact, Setting)>, f: Fact| {
        if !needs.iter().any(|(known, place)| *known == f && place.region == inside.region) {
            needs.push((f, inside.clone()));
        }
    };
    smooth_where(e)?.into_iter().for_each(|f| add(&mut needs, f));
    let mut chain = Vec::new();
    let mut positive = Vec::new();
    let mut g = e.clone();
    for m in factors {
        if m.symbols().iter().any(|s| s != x) {
            return None;
        }
        g = next(&g, x, m, setting)?;
        for part in [m, &g] {
            for f in definition(part).into_iter().chain(smooth_where(part)?) {
                add(&mut needs, f);
            }
        }
        if !m.is_one() {
            positive.push((m.clone(), inside.clone()));
        }
        chain.push(g.clone());
    }
    let [start, end] = ends(&v);
    let mut limits = Vec::new();
    // With one derivative f falls, and lies above its limit at the upper end.
    let sides: &[&End] = if n == 1 { &[&end] } else { &[&start, &end] };
    for side in sides {
        not_negative(limit(e, x, side)?, false, &alone, &mut limits)?;
    }
    // Whether g_k is to fall through.
    let mut falls = true;
    for (g, from_start) in chain.iter().zip(from_start) {
        let side = if *from_start { &start } else { &end };
        // At the start what falls through is not negative; at the end it is not positive.
        not_negative(limit(g, x, side)?, falls != *from_start, &alone, &mut limits)?;
        falls = falls == *from_start;
    }
    let last = chain.last()?;
    let last = if falls { -last } else { last.clone() };
    let values = closed_ends.iter().map(|at| {
        let value = Substitution::of([(x.clone(), (*at).clone())]).apply(e);
        (value, alone.clone())
    });
    Some(Hill { needs, factors: positive, limits, values: values.collect(), last: (last, inside) })
}

/// A limit, or its opposite, that must not be negative.
fn not_negative(limit: Limit, turned: bool, place: &Setting, out: &mut Vec<(Expr, Setting)>) -> Option<()> {
    match limit {
        Limit::Infinite(negative) => (negative == turned).then_some(()),
        Limit::Finite(value) => {
            out.push((if turned { -value } else { value }, place.clone()));
            Some(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Function, Region, Role};

    fn setting(v: Variable) -> Setting {
        Setting::of_region(Region { variables: vec![v], conditions: Vec::new() })
    }

    #[test]
    fn both_ends_and_the_last_derivative_are_asked_for() {
        let s = Symbol::new("", "x", Role::Parameter, 0);
        let x = Expr::symbol(&s);
        // erfc x < exp(-x^2) for x > 0.
        let e = (-x.powi(2)).exp() - Expr::one() + x.apply(Function::Erf);
        let place = setting(Variable::positive(s.clone()));
        let by = [x.powi(2).exp(), Expr::one()];
        let found = hill(&e, &place, 0, &by, &[]).expect("a hill");
        assert_eq!(found.limits.len(), 2);
        assert_eq!(found.last.0, Expr::integer(2));
        assert!(hill(&e, &place, 0, &by[..1], &[true]).is_none());
        assert!(hill(&e, &place, 0, &[], &[]).is_none());
        let odd = x.apply(Function::Sin);
        assert!(hill(&odd, &place, 0, &[Expr::one()], &[]).is_none(), "it has no limit");
        let below = hill(&-&x, &setting(Variable::real(s)), 0, &[Expr::one()], &[]);
        assert!(below.is_none(), "its limit is -infinity");
    }
}
