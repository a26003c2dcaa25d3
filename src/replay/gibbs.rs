//! Rule **Gibbs**: a divergence of two laws is not negative, and positive where the laws differ.
//!
//! In: an expression, a divergence of the model's, and where a statement is considered. Out: what is left to show. It must not
//! know claims. That something is a divergence is nothing that is seen in a formula: it was formed as one while the
//! model was elaborated, and is formed again from its two laws here.
//!
//! **Soundness.** Fix a point of the domain at which the conditions of the divergence hold: both laws exist (their parameters
//! lie in their domains, densities of the user's own have total 1, which their declaration owes), the second has mass
//! wherever the first has, and the value is the closed form of `D = E_p[log p - log q]`. By `log u <= u - 1`,
//! `-D = E_p[log(q/p)] <= E_p[q/p - 1] <= 0`, with equality only where `p = q` almost surely, that is where the laws are
//! the same (the total of `q` off the support of `p` is then 0 as well). The same law has the same parameters, where these
//! are functions of the law; so `D > 0` where one of them differs. With `e = w D + r`: where `w >= 0` and `r >= 0`,
//! `e >= 0`; where one of `w D` and `r` is positive besides, `e > 0`. `w` is a positive number, or a factor of `e`, which
//! has a value where `e` has one; `r` has one where `D` has.

use super::Rejection;
use super::claim::Wanted;
use super::conditions::{is_plainly_defined, is_stated};
use super::setting::Setting;
use super::walk::Walk;
use crate::geometry::range::Ranges;
use crate::model::Divergence;
use crate::symbolic::{Expr, Fact, Kind, Region};
use num_traits::Signed;

/// Weights `w` of the divergence that the expression may contain; the first is 1.
#[must_use]
pub fn weights(e: &Expr, divergence: &Expr) -> Vec<Expr> {
    let mut out = vec![Expr::one()];
    // The ratio of the coefficients of one term.
    let first = |e: &Expr| match e.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![e.clone()],
    };
    if let Some((own, body)) = first(divergence).iter().map(Expr::split_coefficient).find(|(_, b)| !b.is_one()) {
        let same = first(e).iter().map(Expr::split_coefficient).find(|(_, b)| *b == body);
        if let Some((number, _)) = same {
            let ratio = Expr::number(number / own);
            if ratio.as_number().is_some_and(Signed::is_positive) && !ratio.is_one() {
                out.push(ratio);
            }
        }
    }
    if let Kind::Product(factors) = e.kind()
        && let Some(k) = factors.iter().position(|f| f == divergence)
    {
        let weight = Expr::product(factors.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, f)| f.clone()));
        // The sign of a number is not asked for again.
        if weight.as_number().is_none_or(Signed::is_positive) && !out.contains(&weight) {
            out.push(weight);
        }
    }
    // The sign of any other weight is shown.
    out.retain(|w| w.as_number().is_none_or(Signed::is_positive));
    out
}

/// Whether the conditions of the divergence hold wherever the statement is considered, as far as they are stated or the
/// ranges show them.
#[must_use]
pub fn holds(divergence: &Divergence, setting: &Setting) -> bool {
    let place = setting.place();
    let mut ranges = Ranges::new(&Region { conditions: place.facts.clone(), ..place.region.clone() });
    divergence.conditions.iter().all(|f| is_stated(f, &place.facts) || ranges.shows(f))
}

/// Whether an expression has a value wherever the statement is considered.
#[must_use]
pub fn is_defined(e: &Expr, setting: &Setting) -> bool {
    let place = setting.place();
    is_plainly_defined(e, &place.region, &place.facts)
}

impl Walk<'_> {
    /// The rule **Gibbs**: the difference of the parameters, where it is to be strict; the weight; the rest.
    pub fn gibbs(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        (number, weight, differing): (usize, usize, Option<usize>),
        depth: usize,
    ) -> Result<(), Rejection> {
        let wrong = Rejection::Shape("a divergence");
        let found = self.model.divergences.get(number).filter(|d| holds(d, setting));
        let d = found.filter(|d| d.formed().as_ref() == Some(&d.value)).ok_or(wrong)?;
        let weight =
            weights(e, &d.value).into_iter().nth(weight).ok_or(Rejection::Shape("a factor of the divergence"))?;
        let rest = e - &(&weight * &d.value);
        let strict = differing.is_some();
        if let Some(k) = differing {
            let difference = d.differences.get(k).filter(|e| is_defined(e, setting));
            let difference = difference.ok_or(Rejection::Shape("parameters that differ"))?;
            self.condition(&Fact::nonzero(difference.clone()), setting)?;
        }
        if weight.as_number().is_none() {
            let wanted = if strict { Wanted::Positive } else { Wanted::NonNegative };
            self.sign_in_case(&weight, wanted, setting, depth + 1)?;
        }
        if rest.is_zero() {
            let shown = strict || wanted == Wanted::NonNegative;
            return if shown { Ok(()) } else { Err(Rejection::Shape("parameters that differ")) };
        }
        if !is_defined(&d.value, setting) {
            return Err(Rejection::Shape("a divergence that has a value everywhere"));
        }
        self.sign_in_case(&rest, wanted.of_lower_bound(strict), setting, depth + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Rational, Role, Symbol};

    #[test]
    fn weights_are_positive_numbers_and_factors() {
        let symbol = |name: &str, k: u32| Expr::symbol(&Symbol::new("", name, Role::Parameter, k));
        let (x, y) = (symbol("x", 0), symbol("y", 1));
        let d = &x.log() + &x - Expr::one();
        assert_eq!(weights(&d, &d), [Expr::one()]);
        assert_eq!(weights(&d.scaled(&Rational::from_integer(3.into())), &d), [Expr::one(), Expr::integer(3)]);
        assert_eq!(weights(&-&d, &d), [Expr::one()], "no negative weight");
        assert_eq!(weights(&Expr::product([y.clone(), d.clone()]), &d), [Expr::one(), y]);
    }
}
