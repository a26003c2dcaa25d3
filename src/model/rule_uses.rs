//! Closed forms of expectations in a model, each with the rules that gave it.
//!
//! In: what [`super::needs`] settled. Out: a list for certificates and reports. Nothing is decided here.

use super::elaborator::Elaborator;
use crate::symbolic::{Expr, Fact};
use crate::syntax::span::Span;

/// A closed form, or several that were made together: the entries of a Fisher metric.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleUse {
    /// The expression in the text that it is the value of.
    pub span: Span,
    /// The values.
    pub values: Vec<Expr>,
    /// The rules, each once, in order.
    pub rules: Vec<&'static str>,
    /// What they need.
    pub conditions: Vec<Fact>,
}

impl Elaborator<'_> {
    /// Keeps a closed form, once.
    pub(super) fn keep(&mut self, made: RuleUse) {
        if !made.rules.is_empty() && !self.model.rule_uses.contains(&made) {
            self.model.rule_uses.push(made);
        }
    }
}
