//! Signs of expressions in formal expectations that are not affine in them: looking for the steps of
//! [`crate::replay::named_means`] and [`crate::replay::tangent_means`].

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use super::verdict::Evidence;
use crate::certificate::{MeanRange, Step};
use crate::geometry::range::Ranges;
use crate::replay::formal::Formal;
use crate::replay::integrand::integrand;
use crate::replay::named_means::named;
use crate::replay::tangent_means::tangent;
use crate::symbolic::Expr;

/// The rule with its evidence.
type Found = (&'static str, Evidence);

/// The name of the rule.
pub(super) const NAMED_MEANS: &str = "named-means: whatever numbers of their ranges the expectations are";
/// The name of the rule.
const TANGENT_MEANS: &str = "tangent-means: Jensen's inequality, at whatever numbers the expectations are";
/// Expectations in one expression whose ranges are looked at.
const MOST_MEANS: usize = 6;

/// How far a sign is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// By the rules that take one job.
    AtOnce,
    /// By all.
    Deep,
}

impl Decider<'_> {
    fn look(&mut self, e: &Expr, wanted: Wanted, setting: &Setting, effort: Effort) -> Option<Evidence> {
        let found = self.nested(|decider| match effort {
            Effort::AtOnce => decider.sign_at_once(e, wanted, setting).ok(),
            Effort::Deep => decider.sign_is(e, wanted, setting).ok(),
        });
        found.map(|(_, shown)| shown).filter(|shown| shown.gap.is_none())
    }

    /// The sign of the expression with numbers in place of its expectations: of any numbers, else of numbers in the ranges
    /// that their integrands give; then that of its tangents at such numbers.
    pub(super) fn with_named_means(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        effort: Effort,
    ) -> Option<Found> {
        let (formal, facts) = self.integrated(std::slice::from_ref(e), setting);
        let [image] = formal.residuals.as_slice() else { return None };
        let any = named(&formal, setting, &[])?.setting;
        if let Some(shown) = self.look(image, wanted, &any, effort) {
            let all = self.rewritten(&facts, setting, shown);
            return Some((NAMED_MEANS, Evidence::from(Step::Named { ranges: Vec::new() }).then(all)));
        }
        let (ranges, ends) = self.ranges_of_means(&formal, setting);
        let place = named(&formal, setting, &ranges)?.setting;
        if !ranges.is_empty()
            && let Some(shown) = self.look(image, wanted, &place, effort)
        {
            let all = self.rewritten(&facts, setting, ends.then(shown));
            return Some((NAMED_MEANS, Evidence::from(Step::Named { ranges }).then(all)));
        }
        // Of what is affine the integrand was looked at already.
        let affine = formal.named.iter().all(|(s, _)| {
            let slope = image.derivative(s);
            formal.named.iter().all(|(t, _)| !slope.contains(t))
        });
        let (f, drawn) = tangent(&formal, &place.region).filter(|_| !affine).and_then(|t| integrand(&t, &place))?;
        let shown = self.look(&f, wanted.of_lower_bound(false), &drawn, effort)?;
        let all = self.rewritten(&facts, setting, ends.then(Evidence::from(Step::Integrand).then(shown)));
        Some((TANGENT_MEANS, Evidence::from(Step::Tangent { ranges }).then(all)))
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
}
