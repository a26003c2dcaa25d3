//! Claims.
use super::elaborator::Elaborator;
use crate::syntax::ast::{Claim, Item};
pub(super) fn claim(_: &mut Elaborator<'_>, _: &Item, _: &Claim) {}
impl Elaborator<'_> {
    pub fn assumptions_for(
        &self,
        _: &[crate::symbolic::Expr],
        _: Option<super::ChartId>,
    ) -> Vec<crate::symbolic::Fact> {
        Vec::new()
    }
}
