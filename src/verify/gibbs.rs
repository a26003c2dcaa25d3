//! Signs of divergences: looking for the steps of [`crate::replay::gibbs`].

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use super::verdict::Evidence;
use crate::certificate::Step;
use crate::model::Divergence;
use crate::replay::bounds::terms;
use crate::replay::gibbs::{holds, is_defined, weights};
use crate::symbolic::{Expr, Fact};
use std::sync::Arc;

/// The rule's name.
pub(super) const GIBBS: &str = "Gibbs: a divergence of two laws is not negative, and 0 for equal laws alone";

/// An expression as `weight * divergence + rest`.
struct Part {
    number: usize,
    divergence: Arc<Divergence>,
    place: usize,
    weight: Expr,
    rest: Expr,
}

impl Decider<'_> {
    /// The evidence that the expression has the wanted sign because of a divergence in it.
    pub(super) fn by_divergence(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<Evidence> {
        let mut parts: Vec<Part> = Vec::new();
        for (number, d) in &setting.divergences {
            for (k, weight) in weights(e, &d.value).into_iter().enumerate() {
                let rest = e - &(&weight * &d.value);
                // Something must be gone with the divergence, or another one be left: their logarithms may cancel.
                let another = || setting.divergences.iter().any(|(_, other)| other.value == rest);
                if rest.is_zero() || terms(&rest).len() < terms(e).len() || another() {
                    parts.push(Part { number: *number, divergence: Arc::clone(d), place: k, weight, rest });
                }
            }
        }
        parts.sort_by_key(|p| if p.rest.is_zero() { 0 } else { p.rest.nodes().len() });
        parts.retain(|p| {
            holds(&p.divergence, setting) && (p.rest.is_zero() || is_defined(&p.divergence.value, setting))
        });
        parts.into_iter().find_map(|part| self.with_weight(part, wanted, setting))
    }

    fn with_weight(&mut self, part: Part, wanted: Wanted, setting: &Setting) -> Option<Evidence> {
        let Part { number, divergence, place, weight, rest } = part;
        let differing = match wanted {
            Wanted::NonNegative => None,
            _ => self.differing(&divergence, setting),
        };
        let strict = differing.is_some();
        if rest.is_zero() && !strict && wanted != Wanted::NonNegative {
            return None;
        }
        let mut evidence = Evidence::from(Step::Gibbs {
            divergence: number,
            weight: place,
            differing: differing.as_ref().map(|(k, _)| *k),
        });
        if let Some((_, shown)) = differing {
            evidence = evidence.then(shown);
        }
        if weight.as_number().is_none() {
            let wanted = if strict { Wanted::Positive } else { Wanted::NonNegative };
            evidence = evidence.then(self.nested(|decider| decider.sign_at_once(&weight, wanted, setting).ok())?.1);
        }
        if rest.is_zero() {
            return Some(evidence);
        }
        let wanted = wanted.of_lower_bound(strict);
        Some(evidence.then(self.nested(|decider| decider.sign_at_once(&rest, wanted, setting).ok())?.1))
    }

    /// The first parameter that certainly differs, with the evidence.
    fn differing(&mut self, d: &Divergence, setting: &Setting) -> Option<(usize, Evidence)> {
        d.differences.iter().enumerate().filter(|(_, e)| is_defined(e, setting)).find_map(|(k, e)| {
            let shown = self.nested(|decider| decider.condition(&Fact::nonzero(e.clone()), setting))?;
            Some((k, shown))
        })
    }
}
