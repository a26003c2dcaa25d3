//! Rules **fold** and **lipschitz**: what does not change when a variable is reflected or shifted, and differences of values.
//!
//! In: an expression, its setting and the numbers of variables. Out: what must be shown.
//!
//! **Soundness.**
//! - *fold*: the variable `x` runs through all real numbers (and no condition or other range mentions it), or through a range
//!   that is symmetric about 0. It is shown that `e(-x) - e(x)` is 0 wherever both have values, or `e(x + p) - e(x)` with a constant
//!   `p > 0`. Both are reduced as one expression, of which a value is known only where both sides have one: so `e` must have a value for
//!   every `x` by its form ([`is_plainly_defined`]). Every point has an image in `[0, b)`, or in `[0, p]`, at which `e` has the same value.
//! - *lipschitz*: `e = c |x - y| - |f(x) - f(y)|` with `c` and `f` free of the other variable, of two variables with one range, an
//!   interval `I`; `f` has values on `I` and is differentiable inside. `|f'| <= c` inside (`c - f' >= 0` and `c + f' >= 0` for each
//!   of its points) gives `|f(x) - f(y)| <= c |x - y|` by the mean value theorem.

use super::Setting;
use super::conditions::is_plainly_defined;
use super::slope::{opened, smooth_where, with, without_other_conditions};
use crate::enclosure::{Point, Sign, decide_sign};
use crate::symbolic::definition::definition;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Symbol, Variable};

/// Precision for a period.
const BITS: usize = 128;

/// What **fold** needs.
pub struct Folded {
    /// what must be 0
    pub difference: Expr,
    /// where the sign must be shown
    pub rest: Setting,
}

/// What **fold** needs: without a period for an even expression.
#[must_use]
pub fn folded(e: &Expr, setting: &Setting, variable: usize, period: Option<&Expr>) -> Option<Folded> {
    let v = setting.region.variables.get(variable)?.clone();
    let mentions = |b: &Bound| b.value().is_some_and(|x| x.contains(&v.symbol));
    let others = setting.region.variables.iter().any(|w| mentions(&w.lower) || mentions(&w.upper));
    let conditions = setting.region.conditions.iter().chain(&setting.defined_where);
    let bound = others || conditions.into_iter().any(|f| f.expr.contains(&v.symbol));
    if bound || v.integer || v.nonzero || !e.contains(&v.symbol) || e.has_mean() {
        return None;
    }
    if !is_plainly_defined(e, &setting.region, &setting.place().facts) {
        return None;
    }
    let x = Expr::symbol(&v.symbol);
    let (image, lower, upper) = match period {
        Some(p) => {
            let positive = !p.has_symbols() && decide_sign(p, &Point::default(), BITS) == Ok(Sign::Positive);
            if !positive || v.lower != Bound::Infinite || v.upper != Bound::Infinite {
                return None;
            }
            (&x + p, Bound::Closed(Expr::zero()), Bound::Closed(p.clone()))
        }
        None => {
            let symmetric = match (&v.lower, &v.upper) {
                (Bound::Infinite, Bound::Infinite) => true,
                (Bound::Open(a), Bound::Open(b)) | (Bound::Closed(a), Bound::Closed(b)) => (a + b).is_zero(),
                _ => false,
            };
            if !symmetric {
                return None;
            }
            (-&x, Bound::Closed(Expr::zero()), v.upper.clone())
        }
    };
    let difference = Substitution::of([(v.symbol.clone(), image)]).apply(e) - e;
    let rest = with(setting, variable, Variable { lower, upper, ..v });
    Some(Folded { difference, rest })
}

/// What **lipschitz** needs.
pub struct Lipschitz {
    /// what must have a value
    pub needs: Vec<(Fact, Setting)>,
    /// what must not be negative
    pub slopes: Vec<(Expr, Setting)>,
}

/// `(c, u)` for a term `c |u|`.
fn absolute(term: &Expr) -> Option<(Expr, Expr)> {
    let factors = match term.kind() {
        Kind::Product(factors) => factors.clone(),
        _ => vec![term.clone()],
    };
    let (absolute, others): (Vec<Expr>, Vec<Expr>) =
        factors.into_iter().partition(|f| matches!(f.kind(), Kind::Apply(Function::Abs, _)));
    let [one] = absolute.as_slice() else { return None };
    let Kind::Apply(_, u) = one.kind() else { return None };
    Some((Expr::product(others), u.clone()))
}

/// What **lipschitz** needs, in the variables of these numbers.
#[must_use]
pub fn lipschitz(e: &Expr, setting: &Setting, variable: usize, other: usize) -> Option<Lipschitz> {
    let Kind::Sum(terms) = e.kind() else { return None };
    let [first, second] = terms.as_slice() else { return None };
    let (v, w) = (setting.region.variables.get(variable)?.clone(), setting.region.variables.get(other)?.clone());
    let (x, y) = (Expr::symbol(&v.symbol), Expr::symbol(&w.symbol));
    let is_distance = |u: &Expr| *u == &x - &y || *u == &y - &x;
    let (a, b) = (absolute(first)?, absolute(second)?);
    let ((c, distance), (k, difference)) = if is_distance(&a.1) { (a, b) } else { (b, a) };
    let same_range = v.lower == w.lower && v.upper == w.upper && !w.integer && !w.nonzero;
    let free = |e: &Expr| !e.contains(&v.symbol) && !e.contains(&w.symbol);
    if variable == other || !same_range || !is_distance(&distance) || !free(&c) || !free(&k) {
        return None;
    }
    let swap = |e: &Expr, s: &Symbol, by: &Expr| Substitution::of([(s.clone(), by.clone())]).apply(e);
    // The difference is f(x) - f(y) for the part f(x) that mentions x.
    let parts = match difference.kind() {
        Kind::Sum(parts) => parts.clone(),
        _ => return None,
    };
    let f = Expr::sum(parts.into_iter().filter(|t| t.contains(&v.symbol)));
    if f.contains(&w.symbol) || &f - &swap(&f, &v.symbol, &y) != difference {
        return None;
    }
    let whole = without_other_conditions(&f, setting, variable)?;
    let inside = with(&whole, variable, Variable { lower: opened(&v.lower), upper: opened(&v.upper), ..v.clone() });
    let slope = &k * &f.derivative(&v.symbol);
    let mut needs: Vec<(Fact, Setting)> = definition(&f).into_iter().map(|f| (f, whole.clone())).collect();
    needs.extend(smooth_where(&f)?.into_iter().chain(definition(&slope)).map(|f| (f, inside.clone())));
    // |k f'| <= c, where k is what the second absolute value is multiplied by: it is -1 or another number.
    let slopes = vec![(&c - &slope, inside.clone()), (&c + &slope, inside)];
    Some(Lipschitz { needs, slopes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Region, Role};

    fn setting(variables: Vec<Variable>) -> Setting {
        Setting::of_region(Region { variables, conditions: Vec::new() })
    }

    #[test]
    fn a_range_that_is_folded_is_symmetric_or_the_whole_line() {
        let s = Symbol::new("", "x", Role::Parameter, 0);
        let x = Expr::symbol(&s);
        let e = x.apply(Function::Cos);
        let line = setting(vec![Variable::real(s.clone())]);
        assert!(folded(&e, &line, 0, None).is_some());
        let period = Expr::pi() * Expr::integer(2);
        assert!(folded(&e, &line, 0, Some(&period)).is_some());
        assert!(folded(&e, &line, 0, Some(&-period)).is_none());
        let half = setting(vec![Variable::positive(s)]);
        assert!(folded(&e, &half, 0, None).is_none());
        assert!(folded(&e, &half, 0, Some(&Expr::pi())).is_none());
        assert!(folded(&x.log(), &line, 0, None).is_none(), "it has no value on one side");
    }

    #[test]
    fn differences_of_one_function_alone_are_compared() {
        let (s, t) = (Symbol::new("", "x", Role::Parameter, 0), Symbol::new("", "y", Role::Parameter, 1));
        let (x, y) = (Expr::symbol(&s), Expr::symbol(&t));
        let place = setting(vec![Variable::real(s.clone()), Variable::real(t.clone())]);
        let abs = |e: Expr| e.apply(Function::Abs);
        let e = |f: Expr, g: Expr| abs(&x - &y) - abs(f - g);
        let found = lipschitz(&e(x.apply(Function::Sin), y.apply(Function::Sin)), &place, 0, 1).expect("sines");
        assert!(found.slopes.iter().any(|(slope, _)| *slope == Expr::one() - x.apply(Function::Cos)));
        assert!(lipschitz(&e(x.apply(Function::Sin), y.apply(Function::Cos)), &place, 0, 1).is_none());
        assert!(lipschitz(&e(&x * &y, y.powi(2)), &place, 0, 1).is_none());
        let other = setting(vec![Variable::real(s), Variable::positive(t)]);
        assert!(lipschitz(&e(x.apply(Function::Sin), y.apply(Function::Sin)), &other, 0, 1).is_none());
    }
}
