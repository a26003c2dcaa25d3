//! Means without a closed form that are certainly infinite somewhere.
//!
//! In: an integrand, the law of its variable, the place in which both are considered. Out: a point of the place and an end of
//! the support at which the mean of its size is infinite ([`crate::asymptotics::divergence`]). So that a mean that does not exist
//! is not told as one that no rule gives.

use super::Model;
use super::families::statistics_error;
use super::kinds::{ChartId, FamilyInChart};
use super::needs::place_of;
use super::problems::Failure;
use crate::asymptotics::divergence;
use crate::asymptotics::limits::End;
use crate::diagnostics::{Code, Diagnostic};
use crate::enclosure::sample::simple_points;
use crate::rational::Rational;
use crate::statistics::joint::unlogged;
use crate::statistics::{Distribution, Kernel, Law, StatisticsError, standard_variable};
use crate::symbolic::{Expr, Region, Symbol};
use crate::syntax::span::Span;

/// Points of the place that are tried.
const POINTS: usize = 12;

/// Where a mean is infinite.
pub(super) struct InfiniteMean {
    /// The values of what occurs in it.
    point: Vec<(Symbol, Rational)>,
    variable: Symbol,
    end: End,
    counts: bool,
}

/// Where something is asked of a law.
pub(super) struct Asked {
    place: Region,
    span: Span,
}

impl Asked {
    pub fn of(model: &Model, families: &[&FamilyInChart], chart: Option<ChartId>, span: Span) -> Self {
        Self { place: place_of(model, families, chart), span }
    }

    /// A point at which `E|f|` is infinite.
    fn infinite(&self, f: &Expr, law: &Law) -> Option<InfiniteMean> {
        let d = match law {
            Law::Product(parts) => {
                let mut used = parts.iter().filter(|p| p.variables().iter().any(|x| f.contains(x)));
                used.next().filter(|_| used.next().is_none())?.one()?
            }
            _ => law.one()?,
        };
        let spaced = d.support.spacing.as_ref();
        if spaced.is_some_and(|s| !s.is_one()) {
            return None;
        }
        let weighted = f * &density(d);
        simple_points(&self.place, POINTS).ok()?.find_map(|place| infinite_at(&weighted, d, place))
    }

    /// What is said where no rule gives a value that is the mean of one of these.
    pub fn without_value(&self, error: &StatisticsError, what: &str, means: &[(Expr, Law)]) -> Failure {
        use StatisticsError as E;
        let unknown = matches!(error, E::NoRule { .. } | E::NoIntegral { .. } | E::NoSum { .. });
        let found = means.iter().filter(|_| unknown).find_map(|(f, law)| self.infinite(f, law));
        match found {
            Some(found) => found.diagnostic(self.span, what).into(),
            None => statistics_error(error, self.span, what),
        }
    }
}

/// Where the total of a density is infinite, in words.
pub(super) fn infinite_total(place: &Region, span: Span, d: &Distribution) -> Option<String> {
    Asked { place: place.clone(), span }.infinite(&Expr::one(), &Law::One(d.clone())).map(|found| found.reason())
}

/// The density, or the mass at a count, with logarithms taken back.
fn density(d: &Distribution) -> Expr {
    if let Kernel::Own(own) = &d.kernel {
        return own.density.substitute([(standard_variable(), Expr::symbol(&d.variable))]);
    }
    unlogged(&if d.support.spacing.is_some() { d.log_mass() } else { d.log_density.clone() })
}

fn infinite_at(weighted: &Expr, d: &Distribution, point: Vec<(Symbol, Rational)>) -> Option<InfiniteMean> {
    let values = |e: &Expr| e.substitute(point.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone()))));
    let (f, support) = (values(weighted), d.support.map(&mut |e| values(e)));
    let counts = support.spacing.is_some();
    let end = match counts {
        true if support.upper.value().is_none() => divergence::of_sum(&f, &d.variable).then_some(End::Above),
        true => None,
        false => divergence::of_integral(&f, &d.variable, &support.lower, &support.upper),
    }?;
    let named = |s: &Symbol| weighted.contains(s) || d.support.lower.value().is_some_and(|a| a.contains(s));
    let point = point.into_iter().filter(|(s, _)| named(s)).collect();
    Some(InfiniteMean { point, variable: d.variable.clone(), end, counts })
}

impl InfiniteMean {
    fn diagnostic(&self, span: Span, what: &str) -> Diagnostic {
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
        Diagnostic::error(code, headline).primary(span, label).note(self.reason()).help(help)
    }

    /// Where it diverges, and what it is compared with.
    fn reason(&self) -> String {
        let name = self.variable.name();
        let what = if self.counts { "summand" } else { "integrand" };
        let course = match &self.end {
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
        if self.point.is_empty() {
            return course;
        }
        let values: Vec<String> = self.point.iter().map(|(s, q)| format!("{} = {q}", s.name())).collect();
        format!("at {}: {course}", values.join(", "))
    }
}
