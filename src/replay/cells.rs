//! Rule **Sturm** under conditions: the sign of a polynomial in one variable where polynomial conditions on it hold.
//!
//! In: an expression, and the range and conditions of its variable. Out: whether it has the wanted sign, or is 0, wherever the
//! conditions hold. Everything is exact and computed here from the expressions; nothing is taken from the certificate.
//!
//! **Soundness.** Let `r` have each root of the expression, of the conditions and of `x - a`, for rational ends `a` of the range,
//! exactly once. Numbers `s_0 < .. < s_n`, no roots of `r`, separate its roots: this is verified by Sturm's theorem (none below `s_0`
//! and above `s_n`, one between neighbours). So the line falls into the roots, and intervals around the `s_k` on which none of the
//! polynomials vanishes: there each has its sign at `s_k`. At the root between `s_(k-1)` and `s_k` a polynomial is 0 if it
//! has a root between them, and has its sign at `s_k` if not, because there is no zero from the root to `s_k`. Ends that are
//! no rational numbers are taken to be infinite, and conditions that are no polynomials in this variable are left out;
//! both only enlarge the set of points at which the sign is shown. An integer is a real number.

use super::between_roots::separators;
use super::claim::Wanted;
use super::sturm::{End, Polynomial, end, polynomial, roots, square_free, times, value};
use crate::rational::Rational;
use crate::symbolic::{Expr, Region, Relation, Variable};
use num_traits::{One, Zero};
use std::cmp::Ordering;

/// Conditions that are looked at.
const MOST: usize = 6;

/// Whether the polynomial has the wanted sign wherever the conditions on its variable hold.
#[must_use]
pub fn has_sign(e: &Expr, wanted: Wanted, region: &Region) -> bool {
    let meets = |sign: Ordering| match wanted {
        Wanted::Positive => sign.is_gt(),
        Wanted::NonNegative => sign.is_ge(),
        Wanted::NonZero => sign.is_ne(),
    };
    holds(e, &meets, region).unwrap_or(false)
}

/// Whether the polynomial is 0 wherever the conditions on its variable hold.
#[must_use]
pub fn is_zero(e: &Expr, region: &Region) -> bool {
    holds(e, &Ordering::is_eq, region).unwrap_or(false)
}

/// The polynomials, that of the expression first, with what the others satisfy.
struct Line {
    polynomials: Vec<Polynomial>,
    relations: Vec<Relation>,
    lower: End,
    upper: End,
}

impl Line {
    fn of(e: &Expr, region: &Region) -> Option<Self> {
        let symbols = e.symbols();
        let x = symbols.first().filter(|_| symbols.len() == 1)?;
        let variable: &Variable = region.variables.iter().find(|v| v.symbol == *x)?;
        let mut line = Self {
            polynomials: vec![polynomial(e, x)?],
            relations: Vec::new(),
            lower: end(&variable.lower),
            upper: end(&variable.upper),
        };
        // What a rule for expectations supposes is no condition of the domain.
        for fact in region.conditions.iter().filter(|f| f.rule.is_none()) {
            let of_x = fact.expr.symbols().iter().all(|s| s == x);
            if let Some(p) = polynomial(&fact.expr, x).filter(|p| of_x && p.len() > 1)
                && line.relations.len() < MOST
            {
                line.polynomials.push(p);
                line.relations.push(fact.relation);
            }
        }
        if variable.nonzero {
            line.polynomials.push(vec![Rational::zero(), Rational::one()]);
            line.relations.push(Relation::NonZero);
        }
        Some(line)
    }

    /// Each root of the polynomials and each end once.
    fn all_roots(&self) -> Option<Polynomial> {
        let ends = [&self.lower, &self.upper].into_iter().flatten().map(|(a, _)| vec![-a, Rational::one()]);
        let mut factors = self.polynomials.iter().filter(|p| p.len() > 1).cloned().chain(ends);
        factors.try_fold(vec![Rational::one()], |product, p| square_free(&times(&product, &square_free(&p)?)?))
    }

    /// Whether the number is beyond an end; ends are no such numbers.
    fn is_outside(&self, s: &Rational) -> bool {
        self.lower.as_ref().is_some_and(|(a, _)| s < a) || self.upper.as_ref().is_some_and(|(b, _)| s > b)
    }
}

fn holds(e: &Expr, meets: &dyn Fn(Ordering) -> bool, region: &Region) -> Option<bool> {
    let line = Line::of(e, region)?;
    if line.relations.is_empty() {
        return None;
    }
    let all = line.all_roots().filter(|p| p.len() > 1)?;
    let separators = separated(&all)?;
    let kept = |signs: &[Ordering]| {
        let mut conditions = line.relations.iter().zip(signs.iter().skip(1));
        let excluded = conditions.any(|(relation, sign)| !satisfies(*relation, *sign));
        excluded || signs.first().is_some_and(|s| meets(*s))
    };
    let at = |s: &Rational| -> Vec<Ordering> {
        line.polynomials.iter().map(|p| value(p, s).cmp(&Rational::zero())).collect()
    };
    for s in separators.iter().filter(|s| !line.is_outside(s)) {
        if !kept(&at(s)) {
            return Some(false);
        }
    }
    for pair in separators.windows(2) {
        let [a, b] = pair else { continue };
        if !belongs(&line, a, b) {
            continue;
        }
        let (low, high): (End, End) = (Some((a.clone(), false)), Some((b.clone(), false)));
        let mut signs = at(b);
        for (sign, p) in signs.iter_mut().zip(&line.polynomials) {
            if p.len() > 1 && roots(&square_free(p)?, &low, &high)? > 0 {
                *sign = Ordering::Equal;
            }
        }
        if !kept(&signs) {
            return Some(false);
        }
    }
    Some(true)
}

/// Whether the root between two separators belongs to the range.
fn belongs(line: &Line, a: &Rational, b: &Rational) -> bool {
    let within = |end: &End, beyond: &dyn Fn(&Rational) -> bool| match end {
        Some((q, closed)) if a < q && q < b => *closed,
        Some((q, _)) => !beyond(q),
        None => true,
    };
    within(&line.lower, &|q| b < q) && within(&line.upper, &|q| a > q)
}

fn satisfies(relation: Relation, sign: Ordering) -> bool {
    match relation {
        Relation::Positive => sign.is_gt(),
        Relation::NonNegative => sign.is_ge(),
        Relation::NonZero => sign.is_ne(),
        Relation::Zero => sign.is_eq(),
    }
}

/// Numbers that certainly separate the roots of a square-free polynomial, one root between neighbours.
fn separated(p: &Polynomial) -> Option<Vec<Rational>> {
    let s = separators(p)?;
    let end = |q: Option<&Rational>| -> End { q.map(|q| (q.clone(), false)) };
    let none = |low: End, high: End| roots(p, &low, &high) == Some(0);
    let free = s.iter().all(|q| !value(p, q).is_zero()) && s.windows(2).all(|w| w[0] < w[1]);
    let beyond = none(None, end(s.first())) && none(end(s.last()), None);
    // Neighbours without a root between them are one.
    let mut out: Vec<Rational> = Vec::new();
    for q in s.iter().filter(|_| free && beyond) {
        match out.last() {
            None => out.push(q.clone()),
            Some(last) => match roots(p, &end(Some(last)), &end(Some(q)))? {
                0 => {}
                1 => out.push(q.clone()),
                _ => return None,
            },
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Bound, Fact, Role, Symbol};

    fn x() -> Symbol {
        Symbol::new("", "x", Role::Parameter, 0)
    }

    fn where_holds(conditions: Vec<(Expr, Relation)>) -> Region {
        let conditions = conditions.into_iter().map(|(e, r)| Fact::new(e, r)).collect();
        Region { variables: vec![Variable::real(x())], conditions }
    }

    fn product(list: &[i64]) -> Expr {
        Expr::product(list.iter().map(|r| Expr::symbol(&x()) - Expr::integer(*r)))
    }

    #[test]
    fn a_condition_selects_intervals_and_roots() {
        let (x, n) = (Expr::symbol(&x()), Expr::integer);
        let between = where_holds(vec![(-product(&[1, 2]), Relation::Positive)]);
        assert!(has_sign(&product(&[1]), Wanted::Positive, &between));
        assert!(has_sign(&-product(&[2]), Wanted::Positive, &between));
        assert!(!has_sign(&(&x - &Expr::ratio(3, 2)), Wanted::NonZero, &between));
        // Two intervals: (0, 1) and (2, inf).
        let apart = where_holds(vec![(product(&[0, 1, 2]), Relation::Positive)]);
        assert!(has_sign(&x, Wanted::Positive, &apart));
        assert!(has_sign(&product(&[1]), Wanted::NonZero, &apart));
        assert!(!has_sign(&product(&[1]), Wanted::Positive, &apart));
        let closed = where_holds(vec![(product(&[0, 1, 2]), Relation::NonNegative)]);
        assert!(has_sign(&x, Wanted::NonNegative, &closed));
        assert!(!has_sign(&x, Wanted::Positive, &closed));
        assert!(!has_sign(&product(&[1]), Wanted::NonZero, &closed));
        // Roots alone, no rational numbers among them.
        let golden = where_holds(vec![(x.powi(2) - &x - n(1), Relation::Zero)]);
        assert!(is_zero(&(x.powi(3) - &x * &n(2) - n(1)), &golden));
        assert!(!is_zero(&(x.powi(3) - &x * &n(2) - n(2)), &golden));
        assert!(has_sign(&(x.powi(2) - Expr::ratio(1, 3)), Wanted::Positive, &golden));
        assert!(!has_sign(&(x.powi(2) - Expr::ratio(1, 2)), Wanted::Positive, &golden));
    }

    #[test]
    fn ends_and_two_conditions_count() {
        let (x, n) = (Expr::symbol(&x()), Expr::integer);
        let mut region =
            where_holds(vec![(x.powi(2) - n(4), Relation::NonNegative), (n(9) - x.powi(2), Relation::Positive)]);
        assert!(has_sign(&(x.powi(2) - n(9)), Wanted::NonZero, &region));
        assert!(!has_sign(&product(&[2]), Wanted::NonNegative, &region));
        region.variables[0].lower = Bound::Open(n(-2));
        assert!(has_sign(&product(&[2]), Wanted::NonNegative, &region));
        region.variables[0].lower = Bound::Closed(n(-2));
        assert!(!has_sign(&product(&[2]), Wanted::NonNegative, &region));
        // Without conditions it is the plain rule's.
        assert!(!has_sign(&(x.powi(2) + n(1)), Wanted::Positive, &where_holds(Vec::new())));
    }
}
