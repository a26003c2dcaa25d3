//! What is certain about signs: ranges of generators, and products of irreducible polynomials known to be positive.
//!
//! Facts are linear equations over the field with two elements: "the product of these factors is positive
//! (negative)". Deciding the sign of a product is solving a linear system, so `x y > 0` and `y z > 0` give `x z > 0`.
//! Facts that allow 0 (`>= 0`) count here as "not negative": a sign derived with them may be 0.

use super::explain::ToldBy;
use super::polynomial::numerator_of;
use super::positivity::{self, CertainSign, Range};
use crate::certificate::ElementSign;
use crate::polynomial::{Monomial, Polynomial};
use crate::rational::Rational;
use algebra::{Fraction, Term};
use num_traits::{One, Signed};
use std::collections::BTreeMap;

/// One equation: the product of the factors has the given sign (negative: true), strictly or not.
#[derive(Clone, Debug)]
struct Equation {
    factors: Vec<usize>,
    negative: bool,
    strict: bool,
}

/// Certain signs.
#[derive(Debug, Default)]
pub struct SignBook {
    ranges: Vec<Range>,
    index: BTreeMap<Vec<Term>, usize>,
    equations: Vec<Equation>,
    nonzero: Vec<usize>,
    /// Single polynomials that facts say are positive (or not negative), for the rule **fact-plus**.
    positive: Vec<(Polynomial, bool)>,
    /// Ranges by kind, where the ranges say more.
    plain: BTreeMap<usize, Range>,
    /// The signs from which narrower ranges follow.
    narrow: BTreeMap<usize, Vec<ElementSign>>,
    /// What each fact said, for reasons.
    told: Vec<ToldBy>,
    /// The facts that say of a polynomial that it does not vanish.
    nonzero_by: BTreeMap<Polynomial, usize>,
}

impl SignBook {
    /// A book for a field with so many generators, all of them of unknown sign.
    #[must_use]
    pub fn new(generators: usize) -> Self {
        Self { ranges: vec![Range::Real; generators], ..Self::default() }
    }

    /// Records what is certain of a generator.
    pub fn set_range(&mut self, generator: usize, range: Range) {
        if let Some(slot) = self.ranges.get_mut(generator) {
            *slot = range;
        }
    }

    /// The same, with what is certain by the generator's kind alone, and the signs that the narrower range follows from:
    /// reasons for the checker of proofs rest on these.
    pub(super) fn set_narrow_range(
        &mut self,
        generator: usize,
        range: Range,
        plain: Range,
        reasons: Option<Vec<ElementSign>>,
    ) {
        self.set_range(generator, range);
        self.plain.insert(generator, plain);
        if let Some(reasons) = reasons {
            self.narrow.insert(generator, reasons);
        }
    }

    /// What is certain by the kinds of the generators.
    pub(super) fn plain_ranges(&self) -> Vec<Range> {
        self.ranges_with(&[])
    }

    /// The same, with the narrow ranges of some generators.
    pub(super) fn ranges_with(&self, narrow: &[usize]) -> Vec<Range> {
        let mut out = self.ranges.clone();
        for (i, range) in self.plain.iter().filter(|(i, _)| !narrow.contains(i)) {
            if let Some(slot) = out.get_mut(*i) {
                *slot = range.clone();
            }
        }
        out
    }

    /// Generators whose narrow range has reasons that can be written down.
    pub(super) fn narrow(&self) -> &BTreeMap<usize, Vec<ElementSign>> {
        &self.narrow
    }

    /// The ranges of all generators.
    #[must_use]
    pub fn ranges(&self) -> &[Range] {
        &self.ranges
    }

    pub(super) fn told(&self) -> &[ToldBy] {
        &self.told
    }

    pub(super) fn nonzero_by(&self, p: &Polynomial) -> Option<usize> {
        self.nonzero_by.get(p).copied()
    }

    /// Remembers which fact says so, for reasons.
    pub(super) fn remember(&mut self, told: ToldBy) {
        self.told.push(told);
    }

    /// Remembers which fact says that a polynomial does not vanish.
    pub(super) fn remember_nonzero(&mut self, factor: &Fraction, fact: usize) {
        self.nonzero_by.entry(numerator_of(factor)).or_insert(fact);
    }

    fn place(&mut self, factor: &Fraction) -> usize {
        let next = self.index.len();
        *self.index.entry(factor.numerator_terms()).or_insert(next)
    }

    /// Records that the product of `factors` (irreducible, with odd multiplicity) times the sign of `content` is
    /// positive (`strict`) or nonnegative.
    pub fn assume_product(&mut self, factors: &[Fraction], content_negative: bool, strict: bool) {
        let mut unknown = Vec::new();
        let mut negative = content_negative;
        let mut surely_strict = strict;
        for f in factors {
            match self.by_range(f) {
                Some(CertainSign::Positive) => {}
                Some(CertainSign::Negative) => negative = !negative,
                _ => unknown.push(self.place(f)),
            }
        }
        unknown.sort_unstable();
        surely_strict &= strict;
        if let [f] = factors {
            let p = numerator_of(f);
            let sign = if content_negative { -Rational::one() } else { Rational::one() };
            self.positive.push((p.scaled(&sign), strict));
        }
        if !unknown.is_empty() {
            self.equations.push(Equation { factors: unknown, negative, strict: surely_strict });
        }
    }

    /// Records that an irreducible polynomial does not vanish.
    pub fn assume_nonzero(&mut self, factor: &Fraction) {
        let i = self.place(factor);
        if !self.nonzero.contains(&i) {
            self.nonzero.push(i);
        }
    }

    /// Whether an irreducible polynomial certainly does not vanish.
    #[must_use]
    pub fn is_nonzero(&self, factor: &Fraction) -> bool {
        matches!(self.of_factor(factor), Some(CertainSign::Positive | CertainSign::Negative))
            || self.index.get(&factor.numerator_terms()).is_some_and(|i| self.nonzero.contains(i))
    }

    fn by_range(&self, factor: &Fraction) -> Option<CertainSign> {
        positivity::sign(&numerator_of(factor), &self.ranges)
    }

    /// The certain sign of one irreducible polynomial.
    #[must_use]
    pub fn of_factor(&self, factor: &Fraction) -> Option<CertainSign> {
        let ranged = self.by_range(factor);
        if matches!(ranged, Some(CertainSign::Positive | CertainSign::Negative)) {
            return ranged;
        }
        match self.of_product(std::slice::from_ref(factor)) {
            strict @ Some(CertainSign::Positive | CertainSign::Negative) => strict,
            other => match self.by_fact(factor) {
                strict @ Some(CertainSign::Positive | CertainSign::Negative) => strict,
                weak => other.or(ranged).or(weak),
            },
        }
    }

    /// Rule **fact-plus**: `p - c f >= 0` certainly, for a fact `f > 0` and a number `c > 0`, makes `p > 0`; likewise
    /// `-p - c f >= 0` makes `p < 0`. A fact `f >= 0` does the same where the rest is positive, and else allows 0. The candidates for `c` make a term of `p` and of `c f` equal.
    fn by_fact(&self, factor: &Fraction) -> Option<CertainSign> {
        let p = numerator_of(factor);
        let mut weak = None;
        for sign in [Rational::one(), -Rational::one()] {
            let p = p.scaled(&sign);
            for (f, strict) in &self.positive {
                for c in ratios(&p, f) {
                    let rest = p.plus(f, &-c);
                    let of_rest = positivity::sign(&rest, &self.ranges);
                    let strict = match of_rest {
                        _ if rest.is_empty() => *strict,
                        Some(CertainSign::Positive) => true,
                        Some(CertainSign::NonNegative) => *strict,
                        _ => continue,
                    };
                    let found = CertainSign::from_parts(sign.is_negative(), strict);
                    if strict {
                        return Some(found);
                    }
                    weak = weak.or(Some(found));
                }
            }
        }
        weak
    }

    /// The certain sign of a product of irreducible polynomials, each of odd multiplicity.
    #[must_use]
    pub fn of_product(&self, factors: &[Fraction]) -> Option<CertainSign> {
        let mut unknown = Vec::new();
        let mut negative = false;
        let mut strict = true;
        for f in factors {
            match self.by_range(f) {
                Some(CertainSign::Positive) => {}
                Some(CertainSign::Negative) => negative = !negative,
                Some(other) if !self.index.contains_key(&f.numerator_terms()) => {
                    strict = false;
                    negative ^= other == CertainSign::NonPositive;
                }
                _ => unknown.push(*self.index.get(&f.numerator_terms())?),
            }
        }
        unknown.sort_unstable();
        let (flip, sure) = self.solve(&unknown)?;
        negative ^= flip;
        strict &= sure || unknown.iter().all(|i| self.nonzero.contains(i));
        Some(match (negative, strict) {
            (false, true) => CertainSign::Positive,
            (false, false) => CertainSign::NonNegative,
            (true, true) => CertainSign::Negative,
            (true, false) => CertainSign::NonPositive,
        })
    }

    /// Writes the set of factors as a sum of equations over the field with two elements: the sign of the product.
    /// A factor that occurs in an even number of equations must not vanish for the product of facts to say anything
    /// about the rest, so only strict equations are combined; a non-strict one is used alone.
    fn solve(&self, target: &[usize]) -> Option<(bool, bool)> {
        if target.is_empty() {
            return Some((false, true));
        }
        if let Some(e) = self.equations.iter().filter(|e| e.factors == target).max_by_key(|e| e.strict)
            && e.strict
        {
            return Some((e.negative, true));
        }
        let mut rest: std::collections::BTreeSet<usize> = target.iter().copied().collect();
        let mut flip = false;
        for (row, negative) in self.echelon() {
            if row.last().is_some_and(|p| rest.contains(p)) {
                rest = rest.symmetric_difference(&row).copied().collect();
                flip ^= negative;
            }
        }
        if rest.is_empty() {
            return Some((flip, true));
        }
        self.equations.iter().find(|e| e.factors == target).map(|e| (e.negative, false))
    }

    /// The strict equations in echelon form, highest pivot first.
    fn echelon(&self) -> Vec<(std::collections::BTreeSet<usize>, bool)> {
        let mut rows: Vec<(std::collections::BTreeSet<usize>, bool)> = Vec::new();
        for e in self.equations.iter().filter(|e| e.strict) {
            let mut row: std::collections::BTreeSet<usize> = e.factors.iter().copied().collect();
            let mut negative = e.negative;
            for (r, n) in &rows {
                if r.last().is_some_and(|p| row.contains(p)) {
                    row = row.symmetric_difference(r).copied().collect();
                    negative ^= n;
                }
            }
            if !row.is_empty() {
                rows.push((row, negative));
                rows.sort_by(|a, b| b.0.last().cmp(&a.0.last()));
            }
        }
        rows
    }
}

/// Positive ratios of coefficients of equal monomials.
pub(super) fn ratios(p: &Polynomial, f: &Polynomial) -> Vec<Rational> {
    let own: BTreeMap<&Monomial, &Rational> = p.terms().collect();
    let mut out: Vec<Rational> =
        f.terms().filter_map(|(e, c)| own.get(e).map(|d| *d / c)).filter(Signed::is_positive).collect();
    out.sort();
    out.dedup();
    out
}
