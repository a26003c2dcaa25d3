//! The words of the diagnostics about laws and what is asked of them.
//!
//! In: spans, units, facts. Out: [`Diagnostic`] values. It must not decide anything.

use super::problems::condition;
use crate::diagnostics::{Code, Diagnostic};
use crate::symbolic::Fact;
use crate::syntax::span::Span;
use crate::units::Unit;

/// A metric or divergence that does not exist, or that no rule gives.
pub(super) fn not_available(code: Code, span: Span, headline: String, help: String) -> Diagnostic {
    let label = match code {
        Code::G0607 => "no Fisher metric",
        Code::G0608 => "not finite",
        _ => "no closed form",
    };
    Diagnostic::error(code, headline).primary(span, label).help(help)
}

/// A density on integers, or a mass function on an interval.
pub(super) fn density_or_mass(domain: Span, value: Span, counts: bool) -> Diagnostic {
    let (lives, form) = if counts { ("integers", "mass") } else { ("an interval", "density") };
    Diagnostic::error(Code::G0604, format!("on {lives} a law is given by its {form}, in plain numbers"))
        .primary(domain, "the random variable lives here")
        .secondary(value, "its law")
        .help(format!("write `{form} ..`, or another set"))
}

/// A density whose total is not 1.
pub(super) fn not_normalised(span: Span, total: Option<&crate::symbolic::Expr>, diverges: Option<&Fact>) -> Diagnostic {
    let d = Diagnostic::error(Code::G0606, "the density does not integrate to one").primary(span, "this density");
    let d = match (total, diverges) {
        (Some(total), _) => d.note(format!("its total is {total}, not 1")),
        (None, Some(fact)) => d.note(format!("its integral is finite only where {}", condition(fact))),
        (None, None) => d,
    };
    d.help("divide by the total, or write `unnormalised .. with normaliser ..`")
}

/// The logarithm of a density that has a unit.
pub(super) fn logarithm_of_density(span: Span, unit: &Unit) -> Diagnostic {
    Diagnostic::error(Code::G0304, "the logarithm of a density needs a variable that is a plain number")
        .primary(span, format!("this density is per [{}]", unit.unicode()))
        .help("divide the random variable by a scale; divergences need none, for their units cancel")
}

/// A divergence that is infinite.
pub(super) fn infinite_divergence(span: Span, fact: &Fact) -> Diagnostic {
    Diagnostic::error(Code::G0608, "this divergence is not finite")
        .primary(span, "the integral diverges")
        .note(format!("it is finite only where {}", condition(fact)))
        .help("the tails of the second distribution are too light for the first; choose other parameters")
}

/// A map of a random variable for which no inverse was found.
pub(super) fn no_sample_inverse(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(Code::G0609, format!("this map of `{name}` was not solved for `{name}`"))
        .primary(span, "no inverse found")
        .help("the map must be one to one on the support; write it in steps, each a family of its own")
}

/// Counts under a map that is not affine.
pub(super) fn no_lattice(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0609, "counts are carried by affine maps only")
        .primary(span, "this map is not affine")
        .help("take the expectation of this expression over the counts themselves")
}
