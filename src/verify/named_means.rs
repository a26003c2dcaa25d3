//! Signs of expressions in formal expectations that are not affine in them: looking for the steps of
//! [`crate::replay::named_means`].

use super::decider::{Decider, Setting};
use super::inequality::{Signed, Wanted};
use super::verdict::Evidence;
use crate::certificate::{MeanRange, Step};
use crate::geometry::range::Ranges;
use crate::replay::formal::Formal;
use crate::replay::integrand::integrand;
use crate::replay::named_means::named;
use crate::symbolic::Expr;

/// The rule with its evidence.
type Found = (&'static str, Evidence);

/// The name of the rule.
pub(super) const NAMED_MEANS: &str = "named-means: whatever numbers of their ranges the expectations are";
/// Expectations in one expression whose ranges are looked at.
const MOST_MEANS: usize = 6;

impl Decider<'_> {
    /// The sign of the expression with numbers in place of its expectations, found by `look`: of any numbers, else of
    /// numbers in the ranges that their integrands give.
    pub(super) fn with_named_means(
        &mut self,
        e: &Expr,
        setting: &Setting,
        look: &mut dyn FnMut(&mut Self, &Expr, &Setting) -> Option<Evidence>,
    ) -> Option<Found> {
        let (formal, facts) = self.integrated(std::slice::from_ref(e), setting);
        let [image] = formal.residuals.as_slice() else { return None };
        for with_ranges in [false, true] {
            let mut ranges = Vec::new();
            let mut ends = Evidence::from(Vec::new());
            if with_ranges {
                (ranges, ends) = self.ranges_of_means(&formal, setting);
                if ranges.is_empty() {
                    break;
                }
            }
            let place = named(&formal, setting, &ranges)?.setting;
            if let Some(shown) = look(self, image, &place).filter(|shown| shown.gap.is_none()) {
                let all = self.rewritten(&facts, setting, ends.then(shown));
                return Some((NAMED_MEANS, Evidence::from(Step::Named { ranges }).then(all)));
            }
        }
        None
    }

    /// Where the integrands lie, as far as it is shown at once; with the evidence for each end.
    pub(super) fn ranges_of_means(&mut self, formal: &Formal, setting: &Setting) -> (Vec<MeanRange>, Evidence) {
        let mut ranges = Vec::new();
        let mut evidence = Evidence::from(Vec::new());
        for (mean, (_, e)) in formal.named.iter().enumerate().take(MOST_MEANS) {
            let Some((f, place)) = integrand(e, setting) else { continue };
            let range = Ranges::new(&place.defined_region()).of(&f);
            let [lower, upper] = range.ends();
            let mut shown = |e: Expr, strict: bool| {
                let wanted = if strict { Wanted::Positive } else { Wanted::NonNegative };
                let (_, found) = self.nested(|decider| decider.sign_at_once(&e, wanted, setting).ok())?;
                found.gap.is_none().then_some(found)
            };
            let mut out = MeanRange { mean, lower: None, upper: None };
            if let Some((c, closed)) = lower
                && let Some(found) = shown(e - &Expr::number(c.clone()), !closed)
            {
                out.lower = Some((c.to_string(), closed));
                evidence = evidence.then(found);
            }
            if let Some((c, closed)) = upper
                && let Some(found) = shown(&Expr::number(c.clone()) - e, !closed)
            {
                out.upper = Some((c.to_string(), closed));
                evidence = evidence.then(found);
            }
            if out.lower.is_some() || out.upper.is_some() {
                ranges.push(out);
            }
        }
        (ranges, evidence)
    }

    /// The same by the rules that take one job.
    pub(super) fn named_at_once(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Signed {
        let mut look = |decider: &mut Self, image: &Expr, place: &Setting| {
            decider.nested(|decider| decider.sign_at_once(image, wanted, place).ok()).map(|(_, shown)| shown)
        };
        self.with_named_means(e, setting, &mut look).ok_or_else(|| "no rule settles the sign of the difference".into())
    }
}
