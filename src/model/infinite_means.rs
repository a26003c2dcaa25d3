//! Means without a closed form that are certainly infinite somewhere, in words.
//!
//! In: the integrand, the law and the place of a mean that no rule gives. Out: the diagnostic. So that a mean that does not exist is
//! not told as one that no rule gives ([`crate::statistics::infinite_mean`]).

use super::Model;
use super::families::statistics_error;
use super::kinds::{ChartId, FamilyInChart};
use super::needs::place_of;
use super::problems::Failure;
use crate::asymptotics::limits::End;
use crate::diagnostics::{Code, Diagnostic};
use crate::statistics::{Distribution, InfiniteMean, Law, StatisticsError, infinite_mean};
use crate::symbolic::{Expr, Region};
use crate::syntax::span::Span;

/// Where something is asked of a law.
pub(super) struct Asked {
    place: Region,
    span: Span,
}

impl Asked {
    pub fn of(model: &Model, families: &[&FamilyInChart], chart: Option<ChartId>, span: Span) -> Self {
        Self { place: place_of(model, families, chart), span }
    }

    /// What is said where no rule gives a value that is the mean of one of these.
    pub fn without_value(&self, error: &StatisticsError, what: &str, means: &[(Expr, Law)]) -> Failure {
        use StatisticsError as E;
        let unknown = matches!(error, E::NoRule { .. } | E::NoIntegral { .. } | E::NoSum { .. });
        let found = means.iter().filter(|_| unknown).find_map(|(f, law)| infinite_mean(f, law, &self.place));
        match found {
            Some(found) => diagnostic(&found, self.span, what).into(),
            None => statistics_error(error, self.span, what),
        }
    }
}

/// Where the total of a density is infinite, in words.
pub(super) fn infinite_total(place: &Region, d: &Distribution) -> Option<String> {
    infinite_mean(&Expr::one(), &Law::One(d.clone()), place).map(|found| reason(&found))
}

fn diagnostic(found: &InfiniteMean, span: Span, what: &str) -> Diagnostic {
    let (code, headline, label, help) = match what {
        "divergence" => (
            Code::G0608,
            "this divergence is not finite",
            "it diverges",
            "the tails of the second distribution are too light for the first; choose other parameters",
        ),
        "metric" => (
            Code::G0605,
            "there is no Fisher metric: the mean square of the score is infinite",
            "it diverges",
            "a density with a cusp or a pole that moves has none; `Wasserstein` may still be a metric",
        ),
        _ => (
            Code::G0605,
            "this expectation is not finite",
            "it diverges",
            "the function grows too fast for this distribution, in a tail or at a pole; choose other parameters",
        ),
    };
    Diagnostic::error(code, headline).primary(span, label).note(reason(found)).help(help)
}

/// Where it diverges, and what it is compared with.
fn reason(found: &InfiniteMean) -> String {
    let name = found.variable.name();
    let what = if found.counts { "summand" } else { "integrand" };
    let course = match &found.end {
        End::Above => format!("the {what} falls no faster than `1/{name}` as `{name}` grows"),
        End::Below => format!("the {what} falls no faster than `1/{name}` as `{name}` goes to -infinity"),
        End::DownTo(a) | End::UpTo(a) if a.is_zero() => {
            format!("the {what} grows at least like `1/{name}` where `{name}` comes to 0")
        }
        End::DownTo(a) => {
            format!("the {what} grows at least like `1/({name} - a)` where `{name}` comes to a = {a}")
        }
        End::UpTo(b) => format!("the {what} grows at least like `1/(b - {name})` where `{name}` comes to b = {b}"),
    };
    if found.point.is_empty() {
        return course;
    }
    let values: Vec<String> = found.point.iter().map(|(s, q)| format!("{} = {q}", s.name())).collect();
    format!("at {}: {course}", values.join(", "))
}
