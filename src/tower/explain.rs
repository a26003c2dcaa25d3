//! Reasons for certain signs, for the checker of proofs.
//!
//! The rules are those of [`super::signs`] and [`super::certain`]; here they are searched for a reason that can be written down, in the form
//! of [`crate::certificate::ProductSign`]. Not finding one loses a proof, never makes one.

use super::build::Tower;
use super::constants::Content;
use super::generator::Meaning;
use super::polynomial::numerator_of;
use super::positivity;
use super::recorder::factors;
use super::signs::{SignBook, ratios};
use crate::certificate::{ElementSign, FactorSign, NonZero, ProductSign};
use crate::polynomial::Polynomial;
use crate::symbolic::{CertainSign, Kind};
use algebra::{Fraction, Term};
use num_bigint::BigInt;
use num_traits::Signed;
use std::collections::{BTreeMap, BTreeSet};

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

/// Reasons that need the field: constants, roots that outweigh.
type Alone<'a> = &'a dyn Fn(&Polynomial) -> Option<Explained>;
/// A sign with its reason.
pub(super) type Explained = (CertainSign, FactorSign);

impl SignBook {
    fn explain_polynomial(&self, p: &Polynomial, alone: Alone<'_>) -> Option<Explained> {
        let strict = |found: &Option<Explained>| found.as_ref().is_some_and(|(s, _)| s.is_strict());
        let by_itself = self.explain_without_facts(p, alone);
        if strict(&by_itself) {
            return by_itself;
        }
        let one = BTreeSet::from([p.clone()]);
        let joint = self.explain_set(&one, alone).map(|(s, reason)| (s, FactorSign::Product(reason)));
        if strict(&joint) {
            return joint;
        }
        let by_fact = self.explain_by_fact(p);
        if strict(&by_fact) {
            return by_fact;
        }
        let (sign, reason) = joint.or(by_itself).or(by_fact)?;
        match self.nonzero_by(p) {
            Some(fact) => Some((
                CertainSign::from_parts(sign.is_negative(), true),
                FactorSign::NotZero { sign: Box::new(reason), fact },
            )),
            None => Some((sign, reason)),
        }
    }

    /// By ranges, plain or narrow, or by reasons that need the field.
    fn explain_without_facts(&self, p: &Polynomial, alone: Alone<'_>) -> Option<Explained> {
        let ranged = positivity::explain(p, &self.plain_ranges()).map(|(s, tree)| (s, FactorSign::Range(tree)));
        if ranged.as_ref().is_some_and(|(s, _)| s.is_strict()) {
            return ranged;
        }
        let mut best = ranged;
        for found in [alone(p), self.explain_by_narrow_ranges(p)].into_iter().flatten() {
            let better = best.as_ref().is_none_or(|(s, _)| !s.is_strict() && found.0.is_strict());
            if better {
                best = Some(found);
            }
        }
        best
    }

    /// With as few narrow ranges as needed.
    fn explain_by_narrow_ranges(&self, p: &Polynomial) -> Option<Explained> {
        let variables = p.variables();
        let mut used: Vec<usize> = self.narrow().keys().copied().filter(|i| variables.contains(i)).collect();
        let with = |used: &[usize]| positivity::explain(p, &self.ranges_with(used));
        let (sign, mut tree) = with(&used).filter(|_| !used.is_empty())?;
        for i in used.clone() {
            let less: Vec<usize> = used.iter().copied().filter(|k| *k != i).collect();
            if let Some((_, smaller)) = with(&less).filter(|(s, _)| *s == sign) {
                (used, tree) = (less, smaller);
            }
        }
        let ranges = used.iter().filter_map(|i| Some((*i, self.narrow().get(i)?.clone()))).collect();
        Some((sign, FactorSign::Narrow { ranges, tree }))
    }

    /// Rule **fact-plus**, with its number.
    fn explain_by_fact(&self, p: &Polynomial) -> Option<(CertainSign, FactorSign)> {
        let mut weak = None;
        for negative in [false, true] {
            let p = if negative { p.negated() } else { p.clone() };
            for told in self.told().iter().filter(|t| t.odd.len() == 1) {
                let Some(f) = told.odd.first() else { continue };
                let f = if told.negative { f.negated() } else { f.clone() };
                for c in ratios(&p, &f) {
                    let rest = p.plus(&f, &-&c);
                    let reason = |rest| FactorSign::FactPlus { fact: told.fact, negative, multiple: c.clone(), rest };
                    let (strict, reason) = if rest.is_empty() {
                        (told.strict, reason(None))
                    } else {
                        match positivity::explain(&rest, &self.plain_ranges()) {
                            Some((s, tree)) if !s.is_negative() => (told.strict || s.is_strict(), reason(Some(tree))),
                            _ => continue,
                        }
                    };
                    let found = (CertainSign::from_parts(negative, strict), reason);
                    if strict {
                        return Some(found);
                    }
                    weak = weak.or(Some(found));
                }
            }
        }
        weak
    }

    /// Why the product of factors has its sign: jointly, else each by itself.
    fn explain_product(&self, factors: &[Fraction], alone: Alone<'_>) -> Vec<(CertainSign, ProductSign)> {
        let mut target: BTreeSet<Polynomial> = BTreeSet::new();
        for f in factors {
            let p = numerator_of(f);
            if !target.remove(&p) {
                target.insert(p);
            }
        }
        self.explain_set(&target, alone).into_iter().chain(self.explain_rest(&[], target, alone)).collect()
    }

    /// With facts multiplied on: strict ones by linear algebra over the field with two elements, or one that allows 0.
    fn explain_set(&self, target: &BTreeSet<Polynomial>, alone: Alone<'_>) -> Option<(CertainSign, ProductSign)> {
        let unknown = |p: &Polynomial| !self.explain_without_facts(p, alone).is_some_and(|(s, _)| s.is_strict());
        let wanted: BTreeSet<Polynomial> = target.iter().filter(|p| unknown(p)).cloned().collect();
        let mut rest = wanted.clone();
        let mut facts: BTreeSet<usize> = BTreeSet::new();
        let rows = if wanted.is_empty() { Vec::new() } else { self.rows(&unknown) };
        for (row, from) in rows {
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
        self.explain_rest(&used, left, alone)
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

    fn explain_rest(
        &self,
        used: &[&ToldBy],
        left: BTreeSet<Polynomial>,
        alone: Alone<'_>,
    ) -> Option<(CertainSign, ProductSign)> {
        let mut negative = used.iter().filter(|t| t.negative).count() % 2 == 1;
        let mut strict = used.iter().all(|t| t.strict);
        let mut rest = Vec::new();
        for p in &left {
            // Facts were used up already: what is left must have a sign by its range, or alone.
            let (s, reason) = if used.is_empty() {
                self.explain_polynomial(p, alone)?
            } else {
                self.explain_without_facts(p, alone)?
            };
            negative ^= s.is_negative();
            strict &= s.is_strict();
            rest.push(reason);
        }
        let mut facts: Vec<usize> = used.iter().map(|t| t.fact).collect();
        facts.sort_unstable();
        Some((CertainSign::from_parts(negative, strict), ProductSign { facts, rest }))
    }
}

impl Tower<'_> {
    /// Why one factor has its sign.
    pub(super) fn explain_factor(&self, f: &Fraction) -> Option<Explained> {
        self.signs.explain_polynomial(&numerator_of(f), &|p| self.explain_alone(p))
    }

    /// Why a factor does not vanish.
    pub(super) fn explain_nonzero(&self, f: &Fraction) -> Option<NonZero> {
        match self.explain_factor(f) {
            Some((s, reason)) if s.is_strict() => Some(NonZero::Sign(reason)),
            _ => self.signs.nonzero_by(&numerator_of(f)).map(NonZero::Fact),
        }
    }

    /// The reason for the certain sign of an element, if it can be written down; nothing while nothing is written.
    pub(super) fn reason(&self, f: &Fraction) -> Option<ElementSign> {
        let sign = self.sign(f).filter(|_| self.recorder.is_on())?;
        self.element_sign(f, sign)
    }

    /// Why an element has this sign: by its factors, or by those of the same in roots.
    pub(super) fn element_sign(&self, f: &Fraction, sign: CertainSign) -> Option<ElementSign> {
        self.sign_of_factors(f, sign).or_else(|| {
            let other = self.in_roots(f).ok().filter(|g| g != f)?;
            self.sign_of_factors(&other, sign)
        })
    }

    fn sign_of_factors(&self, f: &Fraction, sign: CertainSign) -> Option<ElementSign> {
        let factorisation = self.factor(f);
        let odd: Vec<Fraction> =
            factorisation.factors.iter().filter(|(_, k)| k % 2 != 0).map(|(p, _)| p.clone()).collect();
        let even: Vec<Option<NonZero>> = factorisation
            .factors
            .iter()
            .filter(|(_, k)| *k > 0 && k % 2 == 0)
            .map(|(p, _)| (numerator_of(p), self.explain_nonzero(p)))
            .collect::<BTreeMap<_, _>>()
            .into_values()
            .collect();
        let flip = |s: CertainSign| if factorisation.content().is_negative() { s.negated() } else { s };
        let enough = |s: CertainSign| {
            let s = flip(s);
            s.is_negative() == sign.is_negative() && (s.is_strict() || !sign.is_strict())
        };
        let found = self.signs.explain_product(&odd, &|p| self.explain_alone(p));
        let (_, odd) = found.into_iter().find(|(s, _)| enough(*s))?;
        Some(ElementSign { factors: factors(&factorisation), odd, even })
    }

    /// Reasons that need the field.
    fn explain_alone(&self, p: &Polynomial) -> Option<Explained> {
        let f = self.element(p)?;
        if let Some(sign) = self.constant_sign(&f) {
            return Some((sign, FactorSign::Constant));
        }
        self.explain_half_turn(&f).or_else(|| self.explain_beside_root(&f))
    }

    /// `pi - 2 a` and `pi + 2 a` for an inverse sine or tangent `a`, up to the sign.
    fn explain_half_turn(&self, f: &Fraction) -> Option<Explained> {
        let terms = f.numerator_terms();
        let [s, t] = terms.as_slice() else { return None };
        let single = |t: &Term| {
            let mut powers = t.exponents.iter().enumerate().filter(|(_, n)| **n > 0);
            match (powers.next(), powers.next()) {
                (Some((i, 1)), None) => Some(i),
                _ => None,
            }
        };
        let (i, j) = (single(s)?, single(t)?);
        let of_pi = |i: usize| *self.generators[i].expr.kind() == Kind::Pi;
        let (pi, angle) = if of_pi(i) { ((i, s), (j, t)) } else { ((j, t), (i, s)) };
        let strict = match &self.generators[angle.0].meaning {
            Meaning::Arcsine { .. } => false,
            Meaning::Arctangent { .. } => true,
            _ => return None,
        };
        let half = &pi.1.coefficient * BigInt::from(2);
        if !of_pi(pi.0) || (half != angle.1.coefficient && -&half != angle.1.coefficient) {
            return None;
        }
        Some((CertainSign::from_parts(pi.1.coefficient.is_negative(), strict), FactorSign::HalfTurn(angle.0)))
    }

    /// The polynomial as an element of the field.
    pub(super) fn element(&self, p: &Polynomial) -> Option<Fraction> {
        let mut terms = Vec::new();
        for (m, c) in p.terms() {
            let mut exponents = vec![0; self.field.generators()];
            for (i, n) in m.powers() {
                *exponents.get_mut(i)? = u16::try_from(n).ok()?;
            }
            terms.push(Term { exponents, coefficient: c.is_integer().then(|| c.to_integer())? });
        }
        let one = Term { exponents: vec![0; self.field.generators()], coefficient: BigInt::from(1) };
        self.field.from_terms(&terms, std::slice::from_ref(&one)).ok()
    }
}
