//! Reasons for the signs that a [`SignBook`] gives, for the checker of proofs.
//!
//! The rules are those of [`super::signs`]; here they are searched for a reason that can be written down, in the form
//! of [`crate::certificate::ProductSign`]. Not finding one loses a proof, never makes one.

use super::polynomial::numerator_of;
use super::positivity;
use super::signs::{SignBook, ratios};
use crate::certificate::{FactorSign, NonZero, ProductSign};
use crate::polynomial::Polynomial;
use crate::symbolic::CertainSign;
use algebra::Fraction;
use std::collections::BTreeSet;

/// What the book was told by one fact.
#[derive(Clone, Debug)]
pub(super) struct ToldBy {
    /// Its place among the facts.
    pub fact: usize,
    /// Its factors of odd exponent.
    pub odd: BTreeSet<Polynomial>,
    /// The sign of its numerical factor.
    pub negative: bool,
    /// It excludes 0.
    pub strict: bool,
}

impl SignBook {
    /// Why one factor has its sign.
    pub(super) fn explain_factor(&self, f: &Fraction) -> Option<(CertainSign, FactorSign)> {
        self.explain_polynomial(&numerator_of(f))
    }

    fn explain_polynomial(&self, p: &Polynomial) -> Option<(CertainSign, FactorSign)> {
        let ranged = positivity::explain(p, &self.plain_ranges()).map(|(s, tree)| (s, FactorSign::Range(tree)));
        if ranged.as_ref().is_some_and(|(s, _)| s.is_strict()) {
            return ranged;
        }
        let alone = BTreeSet::from([p.clone()]);
        let joint = self.explain_set(&alone).map(|(s, reason)| (s, FactorSign::Product(reason)));
        if joint.as_ref().is_some_and(|(s, _)| s.is_strict()) {
            return joint;
        }
        if let Some(found) = self.explain_by_fact(p) {
            return Some(found);
        }
        let (sign, reason) = joint.or(ranged)?;
        match self.nonzero_by(p) {
            Some(fact) => Some((
                CertainSign::from_parts(sign.is_negative(), true),
                FactorSign::NotZero { sign: Box::new(reason), fact },
            )),
            None => Some((sign, reason)),
        }
    }

    /// Rule **fact-plus**, with its number.
    fn explain_by_fact(&self, p: &Polynomial) -> Option<(CertainSign, FactorSign)> {
        for negative in [false, true] {
            let p = if negative { p.negated() } else { p.clone() };
            for told in self.told().iter().filter(|t| t.strict && t.odd.len() == 1) {
                let Some(f) = told.odd.first() else { continue };
                let f = if told.negative { f.negated() } else { f.clone() };
                for c in ratios(&p, &f) {
                    let rest = p.plus(&f, &-&c);
                    let reason = |rest| FactorSign::FactPlus { fact: told.fact, negative, multiple: c.clone(), rest };
                    let sign = CertainSign::from_parts(negative, true);
                    if rest.is_empty() {
                        return Some((sign, reason(None)));
                    }
                    if let Some((s, tree)) = positivity::explain(&rest, &self.plain_ranges())
                        && !s.is_negative()
                    {
                        return Some((sign, reason(Some(tree))));
                    }
                }
            }
        }
        None
    }

    /// Why the product of factors has its sign: jointly, else each by itself.
    pub(super) fn explain_product(&self, factors: &[Fraction]) -> Vec<(CertainSign, ProductSign)> {
        let mut target: BTreeSet<Polynomial> = BTreeSet::new();
        for f in factors {
            let p = numerator_of(f);
            if !target.remove(&p) {
                target.insert(p);
            }
        }
        self.explain_set(&target).into_iter().chain(self.explain_rest(&[], target)).collect()
    }

    /// With facts multiplied on: strict ones by linear algebra over the field with two elements, or one that allows 0.
    fn explain_set(&self, target: &BTreeSet<Polynomial>) -> Option<(CertainSign, ProductSign)> {
        let unknown = |p: &Polynomial| !positivity::sign(p, &self.plain_ranges()).is_some_and(CertainSign::is_strict);
        let wanted: BTreeSet<Polynomial> = target.iter().filter(|p| unknown(p)).cloned().collect();
        let mut rest = wanted.clone();
        let mut facts: BTreeSet<usize> = BTreeSet::new();
        for (row, from) in self.rows(&unknown) {
            if row.last().is_some_and(|p| rest.contains(p)) {
                rest = rest.symmetric_difference(&row).cloned().collect();
                facts = facts.symmetric_difference(&from).copied().collect();
            }
        }
        if !rest.is_empty() {
            let same = |t: &&ToldBy| t.odd.iter().filter(|p| unknown(p)).eq(wanted.iter());
            facts = BTreeSet::from([self.told().iter().filter(|t| !t.strict).find(same)?.fact]);
        }
        let mut left = target.clone();
        let mut used = Vec::new();
        for told in self.told().iter().filter(|t| facts.contains(&t.fact)) {
            left = left.symmetric_difference(&told.odd).cloned().collect();
            used.push(told);
        }
        self.explain_rest(&used, left)
    }

    /// Strict facts in echelon form, with the facts that make each row.
    fn rows(&self, unknown: &dyn Fn(&Polynomial) -> bool) -> Vec<(BTreeSet<Polynomial>, BTreeSet<usize>)> {
        let mut rows: Vec<(BTreeSet<Polynomial>, BTreeSet<usize>)> = Vec::new();
        for told in self.told().iter().filter(|t| t.strict) {
            let mut row: BTreeSet<Polynomial> = told.odd.iter().filter(|p| unknown(p)).cloned().collect();
            let mut from = BTreeSet::from([told.fact]);
            for (r, f) in &rows {
                if r.last().is_some_and(|p| row.contains(p)) {
                    row = row.symmetric_difference(r).cloned().collect();
                    from = from.symmetric_difference(f).copied().collect();
                }
            }
            if !row.is_empty() {
                rows.push((row, from));
                rows.sort_by(|a, b| b.0.last().cmp(&a.0.last()));
            }
        }
        rows
    }

    fn explain_rest(&self, used: &[&ToldBy], left: BTreeSet<Polynomial>) -> Option<(CertainSign, ProductSign)> {
        let mut negative = used.iter().filter(|t| t.negative).count() % 2 == 1;
        let mut strict = used.iter().all(|t| t.strict);
        let mut rest = Vec::new();
        for p in &left {
            // Facts were used up already: what is left must have a sign by its range, or alone.
            let (s, reason) = if used.is_empty() {
                self.explain_polynomial(p)?
            } else {
                positivity::explain(p, &self.plain_ranges()).map(|(s, tree)| (s, FactorSign::Range(tree)))?
            };
            negative ^= s.is_negative();
            strict &= s.is_strict();
            rest.push(reason);
        }
        let mut facts: Vec<usize> = used.iter().map(|t| t.fact).collect();
        facts.sort_unstable();
        Some((CertainSign::from_parts(negative, strict), ProductSign { facts, rest }))
    }

    /// Why a factor does not vanish.
    pub(super) fn explain_nonzero(&self, f: &Fraction) -> Option<NonZero> {
        match self.explain_factor(f) {
            Some((s, reason)) if s.is_strict() => Some(NonZero::Sign(reason)),
            _ => self.nonzero_by(&numerator_of(f)).map(NonZero::Fact),
        }
    }
}
