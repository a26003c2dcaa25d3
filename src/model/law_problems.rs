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
        (None, Some(fact)) if !fact.expr.has_symbols() => return infinite_total(span, "it diverges".to_owned()),
        (None, Some(fact)) => d.note(format!("its total is finite only where {}", condition(fact))),
        (None, None) => d,
    };
    d.help("divide by the total, or write `unnormalised .. with normaliser ..`")
}

/// A density whose total is infinite, and why.
pub(super) fn infinite_total(span: Span, reason: String) -> Diagnostic {
    Diagnostic::error(Code::G0606, "the density does not integrate to one: its total is infinite")
        .primary(span, "this density")
        .note(reason)
        .help("no factor makes it a density: it must fall faster, towards the ends of its support or at its poles")
}

/// A law of several variables under one name, or under another number of names.
pub(super) fn several_variables(span: Span, name: &str, dimension: usize) -> Diagnostic {
    Diagnostic::error(Code::G0604, format!("this law is one of {dimension} variables"))
        .primary(span, "as many names are needed")
        .help(format!("write `random {name}[1..{dimension}] ~ ..`"))
}

/// Variables with a joint law that is not that of functions of independent ones.
pub(super) fn not_drawn(span: Span, law: &str) -> Diagnostic {
    Diagnostic::error(Code::G0604, format!("`{law}` is no law of random variables of a rule"))
        .primary(span, "not written with independent variables")
        .help("laws of several variables may be `MultivariateNormal`, `Dirichlet` and products; others are for `E[..]`")
}

/// A random variable whose law has coordinates for parameters.
pub(super) fn coordinates_in_a_random_law(span: Span, variable: &str, family: &str, chart: Span) -> Diagnostic {
    Diagnostic::error(Code::G0602, format!("the parameters of `{family}` are coordinates, and `{variable}` stands beside all charts"))
        .primary(span, "a law with params or numbers is needed")
        .secondary(chart, "its coordinates")
        .help(format!(
            "give `{variable}` a law without coordinates and put these in where it is used, as in `m + s*{variable}` for \
             `random {variable} ~ Normal(mean = 0, sd = 1)`; the mean over `{family}` itself is `E[{variable} ~ {family}](..)`"
        ))
}

/// The logarithm of a density that has a unit.
pub(super) fn logarithm_of_density(span: Span, unit: &Unit) -> Diagnostic {
    Diagnostic::error(Code::G0304, "the logarithm of a density needs a variable that is a plain number")
        .primary(span, format!("this density is per [{}]", unit.unicode()))
        .help("divide the random variable by a scale; divergences need none, for their units cancel")
}

/// A mass at what is not known to be a whole number.
pub(super) fn not_a_count(span: Span, value: &crate::symbolic::Expr) -> Diagnostic {
    Diagnostic::error(
        Code::G0510,
        format!("`{value}` is not known to be a whole number, and the random variable is one"),
    )
    .primary(span, "a count is needed")
    .help("declare what occurs there `natural` or `integer`, or write a number such as `2`")
}

/// A Fisher metric whose integrals are infinite.
pub(super) fn infinite_information(span: Span, fact: &Fact) -> Diagnostic {
    Diagnostic::error(Code::G0607, "there is no Fisher metric: the mean square of the score is infinite")
        .primary(span, "the integral diverges")
        .note(super::problems::finite_only(fact))
        .help("a density with a cusp or a pole that moves has none; `Wasserstein` may still be a metric")
}

/// A divergence that is infinite.
pub(super) fn infinite_divergence(span: Span, fact: &Fact) -> Diagnostic {
    Diagnostic::error(Code::G0608, "this divergence is not finite")
        .primary(span, "the integral diverges")
        .note(super::problems::finite_only(fact))
        .help("the tails of the second distribution are too light for the first; choose other parameters")
}

/// A divergence from a law that has no mass where the first one has.
pub(super) fn mass_where_none(span: Span, fact: &Fact) -> Diagnostic {
    Diagnostic::error(Code::G0608, "the first distribution puts mass where the second has none")
        .primary(span, "not finite")
        .note(super::problems::finite_only(fact))
        .help("the divergence is finite only where the first support lies in the second")
}

/// The rule that gives an expectation does not give it here.
pub(super) fn rule_fails(span: Span, rule: &str, fact: &Fact) -> Diagnostic {
    Diagnostic::error(Code::G0603, format!("the rule {rule} does not give this expectation"))
        .primary(span, "no closed form")
        .note(format!("its parts are finite only where {}; whether the whole is, is not known", condition(fact)))
        .help("write the function in another form, or give the formula in a chart")
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

/// A score at a value that moves with the coordinates.
pub(super) fn moving_value(span: Span, coordinate: &str) -> Diagnostic {
    Diagnostic::error(Code::G0401, "a score is taken at a fixed value of the random variable")
        .primary(span, format!("it changes with `{coordinate}`"))
        .help("bind the value: `E[x ~ p](Score(p, x)[1])`")
}

/// A sample of a symbolic size among the factors of a product.
pub(super) fn sample_in_product(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0602, "a sample of a size that is no number has no variables by name")
        .primary(span, "a factor of a product")
        .help("make its size a number, or take the sample of the product")
}

/// A number of copies that is no natural number.
pub(super) fn copies_not_whole(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0602, "the number of copies is a whole number, at least 1")
        .primary(span, "the number of copies")
        .help("declare it with `param n: natural`, or write a number")
}

/// Parameters of a law of several variables.
pub(super) fn joint_parameters(span: Span, headline: String, form: &str) -> Diagnostic {
    Diagnostic::error(Code::G0602, headline).primary(span, "these parameters").help(format!("its parameters: {form}"))
}

/// A parameter that is a number outside its domain.
pub(super) fn parameter_outside(
    span: Span,
    key: &str,
    distribution: &str,
    set: &str,
    value: &crate::symbolic::Expr,
) -> Diagnostic {
    Diagnostic::error(Code::G0510, format!("the parameter `{key}` of `{distribution}` lies outside its domain"))
        .primary(span, format!("this is {value}"))
        .help(format!("it must lie in {set}"))
}

/// Chances that do not add up to 1.
pub(super) fn chances_not_one(span: Span, gap: &crate::symbolic::Expr) -> Diagnostic {
    let total = gap + &crate::symbolic::Expr::one();
    Diagnostic::error(Code::G0606, "the chances do not add up to one")
        .primary(span, "these chances")
        .note(format!("their sum is {total}, not 1"))
        .help("give the last chance as 1 minus the others")
}

/// A covariance or precision matrix that is not symmetric.
pub(super) fn not_symmetric(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0506, "this matrix is not symmetric")
        .primary(span, "written with different entries on both sides of the diagonal")
        .help("write each entry off the diagonal twice alike: `[[a, c], [c, b]]`")
}

/// A mass function on more points than are enumerated, or on a set without end.
pub(super) fn too_many_points(span: Span, most: usize) -> Diagnostic {
    Diagnostic::error(Code::G0604, "a law of several variables lives on a finite grid here")
        .primary(span, "these variables")
        .note(format!("at most {most} points are enumerated"))
        .help("write the values of each variable as a range of numbers: `x[1..3] in 0..1`")
}

/// A number of variables that the law does not have.
pub(super) fn wrong_dimension(span: Span, name: &str, dimension: usize) -> Diagnostic {
    Diagnostic::error(Code::G0604, format!("this law has {dimension} random variable(s)"))
        .primary(span, "another number of variables")
        .help(if dimension == 1 { format!("write `{name}`") } else { format!("write `{name}[1..{dimension}]`") })
}

/// A density asked of a law that is given by its points.
pub(super) fn no_density(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0603, "this law has no density as a formula")
        .primary(span, "given by its points, or by a number of copies that is a symbol")
        .help("take expectations, or write it as `mass ..`")
}
