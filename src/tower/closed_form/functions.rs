//! Closed forms collected by formal means and special functions.
//!
//! In: an element of the field. Out: `c E[..] + d trigamma(..) + .. + r`, where each coefficient is in its own best form: what
//! they do not share is not brought to one denominator.

use super::super::build::Tower;
use super::super::constants::Constants;
use super::MAX_TERMS_TO_FACTOR;
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind};
use algebra::{Fraction, Term};
use num_traits::One;
use std::collections::BTreeMap;

impl Tower<'_> {
    /// Above the line, or below it; `None` where no such function stands there, or nothing else does.
    pub(super) fn by_functions(&self, f: &Fraction) -> Option<Expr> {
        let below = || {
            self.functions_above(&self.field().div(&self.field().number(&Rational::one()), f).ok()?).map(|e| e.recip())
        };
        self.functions_above(f).or_else(below)
    }

    fn functions_above(&self, f: &Fraction) -> Option<Expr> {
        let terms = f.numerator_terms();
        if terms.len() < 2 || terms.len() > MAX_TERMS_TO_FACTOR {
            return None;
        }
        let apart = |i: &usize| {
            let function = stands_apart(&self.generators()[*i].expr);
            function && f.numerator_degree(*i) > 0 && f.denominator_degree(*i) == 0
        };
        let functions: Vec<usize> = (0..self.generators().len()).filter(apart).collect();
        let mut groups: BTreeMap<Vec<u16>, Vec<Term>> = BTreeMap::new();
        for mut t in terms {
            let key: Vec<u16> = functions.iter().map(|i| std::mem::take(&mut t.exponents[*i])).collect();
            groups.entry(key).or_default().push(t);
        }
        if groups.len() < 2 {
            return None;
        }
        let denominator = f.denominator_terms();
        let parts: Option<Vec<Expr>> = groups
            .into_iter()
            .map(|(key, terms)| {
                let coefficient = self.field().from_terms(&terms, &denominator).ok()?;
                let powers = functions.iter().zip(&key).map(|(i, n)| self.generators()[*i].expr.powi(i64::from(*n)));
                Some(self.elementary_form(&coefficient) * Expr::product(powers))
            })
            .collect();
        parts.map(Expr::sum)
    }
}

/// A formal mean, or a function that meets no other in a rule of the field.
fn stands_apart(e: &Expr) -> bool {
    match e.kind() {
        Kind::Mean { .. } => true,
        Kind::Apply(f, _) => {
            matches!(f, Function::Polygamma(_) | Function::LogGamma | Function::Erf | Function::Erfc)
        }
        _ => false,
    }
}
