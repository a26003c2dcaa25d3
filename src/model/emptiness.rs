//! What is about nothing: conditions that no point meets, sets that are not open.
//!
//! In: facts and regions. Out: diagnostics. Only what the ranges show at a glance is said here; the rest is decided later.

use super::elaborator::Elaborator;
use super::kinds::ChartId;
use super::problems::{self, Failure};
use crate::diagnostics::{Code, Diagnostic};
use crate::geometry::range::Ranges;
use crate::symbolic::{Expr, Fact, Region, Relation};
use crate::syntax::span::Span;

/// The conditions of a chart and of an overlap are strict, so that every point has others around it.
pub(super) fn expect_open(fact: &Fact, span: Span) -> Result<(), Failure> {
    if matches!(fact.relation, Relation::Positive | Relation::NonZero) {
        return Ok(());
    }
    let d = Diagnostic::error(Code::G0502, "the set that this condition describes is not open")
        .primary(span, "not a strict inequality")
        .help("write `<`, `>` or `!=`: derivatives are taken at points that have others all around");
    Err(d.into())
}

/// Something that is defined nowhere on the region is an error where it is written.
pub(super) fn defined_somewhere(region: &Region, facts: &[Fact], span: Span) -> Result<(), Failure> {
    let mut known = Ranges::new(region);
    // Where a rule does not hold there may still be a value.
    match facts.iter().filter(|f| f.rule.is_none()).find(|f| fails_everywhere(&mut known, f)) {
        None => Ok(()),
        Some(f) => {
            let d = Diagnostic::error(Code::G0511, "this is defined nowhere on the domain")
                .primary(span, "without a value at every point")
                .note(format!("it needs {}, which is nowhere true", problems::condition(f)))
                .help("correct the expression, or the domain of its variables");
            Err(d.into())
        }
    }
}

impl Elaborator<'_> {
    /// The same of a declaration. What it rests on has been told already where that was the fault.
    pub(super) fn defined_somewhere(&mut self, home: ChartId, facts: &[Fact], span: Span) -> Result<(), Failure> {
        if facts.iter().any(|f| self.nowhere.contains(f)) {
            return Err(Failure::silent());
        }
        let made = defined_somewhere(&self.model.region(Some(home)), facts, span);
        if made.is_err() {
            self.nowhere.extend(facts.iter().cloned());
        }
        made
    }
}

fn fails_everywhere(known: &mut Ranges, fact: &Fact) -> bool {
    let negative: Expr = -&fact.expr;
    match fact.relation {
        Relation::Positive => known.is_nonnegative(&negative),
        Relation::NonNegative => known.is_positive(&negative),
        Relation::NonZero => fact.expr.is_zero(),
        Relation::Zero => known.is_positive(&fact.expr) || known.is_positive(&negative),
    }
}
