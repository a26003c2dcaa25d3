//! Going through the parts of a pair, past the tokens that carry no information.

use super::grammar::{Pair, Rule};
use super::{Built, defect};
use crate::syntax::span::{FileId, Span};
use pest::iterators::Pairs;

/// Where a pair stands: it ends with its last token, not with the blanks and comments the grammar skipped behind it.
pub fn span_of(file: FileId, base: usize, pair: &Pair<'_>) -> Span {
    let start = pair.as_span().start();
    let mut last = pair.clone();
    while let Some(inner) = last.clone().into_inner().next_back() {
        last = inner;
    }
    Span::new(file, base + start, base + last.as_span().end())
}

/// The parts of a pair, in order.
pub struct Parts<'i> {
    pairs: Pairs<'i, Rule>,
    whole: Span,
}

impl<'i> Parts<'i> {
    /// The parts of `pair`, which stands at `whole`.
    pub fn new(pair: Pair<'i>, whole: Span) -> Self {
        Self { pairs: pair.into_inner(), whole }
    }

    /// The next part, whatever it is.
    pub fn any(&mut self) -> Option<Pair<'i>> {
        self.pairs.find(|pair| !is_noise(pair.as_rule()))
    }

    /// The next part, if it matched `rule`.
    pub fn take(&mut self, rule: Rule) -> Option<Pair<'i>> {
        while self.pairs.peek().is_some_and(|pair| pair.as_rule() != rule && is_noise(pair.as_rule())) {
            self.pairs.next();
        }
        if self.pairs.peek()?.as_rule() == rule { self.pairs.next() } else { None }
    }

    /// The next part, which the grammar says matched `rule`.
    pub fn expect(&mut self, rule: Rule) -> Built<Pair<'i>> {
        self.take(rule).ok_or_else(|| defect(self.whole, &format!("`{rule:?}`")))
    }

    /// All following parts that matched `rule`.
    pub fn all(&mut self, rule: Rule) -> Vec<Pair<'i>> {
        std::iter::from_fn(|| self.take(rule)).collect()
    }
}

/// Punctuation, and keywords that say nothing once the rule is known.
fn is_noise(rule: Rule) -> bool {
    use Rule as R;
    let punctuation = matches!(
        rule,
        R::colon
            | R::comma
            | R::semicolon
            | R::equals
            | R::equals_equals
            | R::tilde
            | R::arrow
            | R::dots
            | R::left_round
            | R::right_round
            | R::left_square
            | R::right_square
            | R::left_brace
            | R::right_brace
            | R::EOI
    );
    punctuation || is_keyword(rule)
}

fn is_keyword(rule: Rule) -> bool {
    use Rule as R;
    matches!(
        rule,
        R::kw_param
            | R::kw_const
            | R::kw_let
            | R::kw_function
            | R::kw_manifold
            | R::kw_chart
            | R::kw_where
            | R::kw_map
            | R::kw_inverse
            | R::kw_metric
            | R::kw_family
            | R::kw_cost
            | R::kw_vector
            | R::kw_oneform
            | R::kw_flow
            | R::kw_curve
            | R::kw_random
            | R::kw_rule
            | R::kw_check
            | R::kw_refuse
            | R::kw_show
            | R::kw_emit
            | R::kw_include
            | R::kw_to
            | R::kw_plot
            | R::kw_figure
            | R::kw_simulate
            | R::kw_over
            | R::kw_of
            | R::kw_from
            | R::kw_contours
            | R::kw_balls
            | R::kw_size
            | R::kw_mark
            | R::kw_title
            | R::kw_time
            | R::kw_count
            | R::kw_arrows
            | R::kw_seed
            | R::kw_repeat
            | R::kw_watch
            | R::kw_while
            | R::kw_columns
            | R::kw_on
            | R::kw_in
            | R::kw_at
            | R::kw_given
            | R::kw_under
            | R::kw_with
            | R::kw_normaliser
            | R::kw_along
            | R::kw_for
            | R::kw_then
            | R::kw_else
            | R::kw_sum
            | R::kw_invariant
            | R::kw_isometry
            | R::kw_positive_definite
            | R::kw_decreasing
            | R::kw_conserved
            | R::kw_solves
            | R::kw_closed
    )
}
