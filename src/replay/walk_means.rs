//! Steps about formal expectations: they are rewritten by their rules, and are numbers of their ranges.
//!
//! In: expressions with formal expectations, their setting, the steps of a certificate. Out: the goals that follow, each checked
//! by the steps after it. The rules stand in [`super::formal`], [`super::named_means`], [`super::tangent_means`].

use super::claim::Wanted;
use super::formal::Formal;
use super::setting::Setting;
use super::walk::Walk;
use super::{Rejection, named_means, tangent_means};
use crate::certificate::{MeanRange, Step};
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Expr, Fact, Relation};
use std::slice::from_ref;

impl Walk<'_> {
    /// Residuals with formal expectations: what the rewriting leaves of them is 0 for all values of the expectations, or for all
    /// in their ranges ([`Formal`], [`super::named_means`]).
    pub fn formal(&mut self, residuals: &[Expr], setting: &Setting) -> Result<(), Rejection> {
        let mut ranges: &[MeanRange] = &[];
        if let Some(Step::Named { ranges: said }) = self.steps.get(self.next) {
            self.goal_zero(residuals, setting);
            self.next += 1;
            ranges = said;
        }
        let (images, opaque) = self.named(residuals, setting, ranges, 0)?;
        self.zero(&images, &opaque, 0)
    }

    /// The expressions with numbers for their expectations, the rewriting and the ends of the ranges having been shown.
    pub fn named(
        &mut self,
        exprs: &[Expr],
        setting: &Setting,
        ranges: &[MeanRange],
        depth: usize,
    ) -> Result<(Vec<Expr>, Setting), Rejection> {
        let (formal, named) = self.ranges(exprs, setting, ranges, depth)?;
        Ok((formal.residuals, named))
    }

    /// The tangent of an expression at numbers for its expectations, as [`super::tangent_means`] says.
    pub fn tangent(
        &mut self,
        e: &Expr,
        setting: &Setting,
        ranges: &[MeanRange],
        depth: usize,
    ) -> Result<(Expr, Setting), Rejection> {
        let (formal, named) = self.ranges(from_ref(e), setting, ranges, depth)?;
        let image = tangent_means::tangent(&formal, &named.region).ok_or(Rejection::Shape("a tangent"))?;
        Ok((image, named))
    }

    fn ranges(
        &mut self,
        exprs: &[Expr],
        setting: &Setting,
        ranges: &[MeanRange],
        depth: usize,
    ) -> Result<(Formal, Setting), Rejection> {
        let formal = self.rewriting(exprs, setting)?;
        let wrong = Rejection::Shape("ranges of formal expectations");
        let named = named_means::named(&formal, setting, ranges).ok_or(wrong)?;
        for end in &named.ends {
            let wanted = if end.relation == Relation::Positive { Wanted::Positive } else { Wanted::NonNegative };
            self.sign_in_case(&end.expr, wanted, setting, depth + 1)?;
        }
        Ok((formal, named.setting))
    }

    /// The rewriting is done again with the facts that are shown here.
    pub fn rewriting(&mut self, residuals: &[Expr], setting: &Setting) -> Result<Formal, Rejection> {
        let Step::Formal { facts, relations } = self.step()? else { return Err(Rejection::Shape("a rewriting")) };
        let exprs = facts.unpack().map_err(|_| Rejection::Shape("the facts of a rewriting"))?;
        if exprs.len() != relations.len() || Bundle::pack(&exprs) != *facts || !residuals.iter().any(Expr::has_mean) {
            return Err(Rejection::Shape("the facts of a rewriting"));
        }
        let shown: Vec<Fact> = exprs.into_iter().zip(relations).map(|(e, r)| Fact::new(e, *r)).collect();
        let asked = std::cell::RefCell::new(vec![false; shown.len()]);
        let certain = |fact: &Fact| match shown.iter().position(|f| f.says(fact)) {
            Some(k) => {
                if let Some(known) = asked.borrow_mut().get_mut(k) {
                    *known = true;
                }
                true
            }
            None => false,
        };
        let formal = Formal::of(residuals, &certain);
        if asked.into_inner().contains(&false) {
            return Err(Rejection::Shape("a fact that no rewriting needs"));
        }
        let place = setting.place();
        let known = self.facts(&place);
        self.writer.formal(residuals, &formal.named, formal.rests_on(residuals), &place.region, &known);
        for f in &shown {
            self.condition(f, setting)?;
        }
        Ok(formal)
    }
}
