//! The words of every diagnostic that elaboration makes, in one place.
//!
//! In: spans, names, kinds, units. Out: [`Diagnostic`] values. It must not decide anything.

use super::kinds::Kind;
use super::other_names::{self, Written};
use crate::diagnostics::{Code, Diagnostic};
use crate::symbolic::{Fact, Relation};
use crate::syntax::span::Span;
use crate::units::{Mismatch, Unit, UnitError};

/// A failure to elaborate: what to report. Empty where the cause is reported elsewhere already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failure(pub Vec<Diagnostic>);

impl Failure {
    /// The cause is reported elsewhere.
    #[must_use]
    pub fn silent() -> Self {
        Self::default()
    }

    /// A missing map between charts is missed where the name is used, not where it is declared.
    #[must_use]
    pub fn used_at(mut self, declared: Span, used: Span) -> Self {
        for d in self.0.iter_mut().filter(|d| d.code == Code::G0409 && declared != used) {
            for label in d.labels.iter_mut().filter(|label| label.primary && label.span == declared) {
                label.span = used;
            }
        }
        self
    }

    /// This one and another.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl From<Diagnostic> for Failure {
    fn from(d: Diagnostic) -> Self {
        Self(vec![d])
    }
}

/// `1 row`, `2 rows`
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A place with a remark.
pub type Remark = (Span, String);

fn with_remarks(mut d: Diagnostic, remarks: &[Remark]) -> Diagnostic {
    for (span, text) in remarks {
        d = d.secondary(*span, text.clone());
    }
    d
}

pub(super) fn unknown_name(span: Span, name: &str, what: &str, near: Option<&str>, help: Option<String>) -> Diagnostic {
    let mut d = Diagnostic::error(Code::G0201, format!("{what} `{name}` is not declared"))
        .primary(span, "unknown name".to_owned());
    if let Some(near) = near {
        d = d.help(format!("did you mean `{near}`?")).patch(span, near);
    }
    if let Some(help) = help {
        d = d.help(help);
    }
    d
}

pub(super) fn duplicate(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(Code::G0202, format!("the name `{name}` is declared twice"))
        .primary(second, "declared again here")
        .secondary(first, "first declared here")
        .help("rename or remove one of the two")
}

pub(super) fn reserved(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0202, format!("`{name}(..)` is already a function of the language"))
        .primary(span, "declared again here")
        .help("choose another name")
}

pub(super) fn cycle(chain: &[(String, Span)]) -> Diagnostic {
    let names: Vec<String> = chain.iter().map(|(n, _)| format!("`{n}`")).collect();
    let first = chain.first();
    let path = match names.first() {
        Some(first) => format!("{} -> {first}", names.join(" -> ")),
        None => String::new(),
    };
    let mut d = Diagnostic::error(
        Code::G0203,
        format!("the definition of {} leads back to itself", names.first().map_or("this name", |n| n)),
    )
    .note(format!("the circle: {path}"))
    .help("break the circle; a quantity that is determined implicitly is declared as a `param`");
    for (k, (name, span)) in chain.iter().enumerate() {
        let next = &chain[(k + 1) % chain.len()].0;
        d = if first.is_some_and(|f| f.1 == *span) {
            d.primary(*span, format!("`{name}` needs `{next}`"))
        } else {
            d.secondary(*span, format!("`{name}` needs `{next}`"))
        };
    }
    d
}

/// Units of different dimension met. `left` and `right` are the two sides.
pub(super) fn unit_clash(left: (Span, &Unit), right: (Span, &Unit), doing: &str, causes: &[Remark]) -> Diagnostic {
    let mut d = Diagnostic::error(Code::G0301, format!("these terms have different units and cannot be {doing}"))
        .primary(right.0, format!("[{}]", right.1.unicode()))
        .secondary(left.0, format!("[{}]", left.1.unicode()));
    if let Some(m) = Mismatch::between(left.1, right.1) {
        for line in m.lines() {
            d = d.note(line);
        }
        if let Some(help) = m.help("the left term") {
            d = d.help(help);
        }
    }
    with_remarks(d, causes)
}

pub(super) fn bad_unit(error: &UnitError) -> Diagnostic {
    let d = Diagnostic::error(Code::G0302, error.to_string()).primary(error.span(), "no unit");
    match error.help() {
        Some(help) => d.help(help),
        None => d,
    }
}

pub(super) fn unit_differs(span: Span, what: &str, found: &Unit, declared: &Unit, causes: &[Remark]) -> Diagnostic {
    let mut d = Diagnostic::error(
        Code::G0303,
        format!("{what} has the unit [{}], but [{}] is declared", found.unicode(), declared.unicode()),
    )
    .primary(span, format!("[{}]", found.unicode()));
    if let Some(m) = Mismatch::between(found, declared) {
        for line in m.labelled_lines("found", "declared") {
            d = d.note(line);
        }
        if let Some(help) = m.help("the value") {
            d = d.help(help);
        }
    }
    with_remarks(d, causes)
}

pub(super) fn not_dimensionless(span: Span, function: &str, unit: &Unit, causes: &[Remark]) -> Diagnostic {
    let d = Diagnostic::error(
        Code::G0304,
        format!("`{function}` takes a plain number, but its argument has the unit [{}]", unit.unicode()),
    )
    .primary(span, format!("[{}]", unit.unicode()))
    .help(format!("divide the argument by a scale of the same unit, for example by `1 [{unit}]`"));
    with_remarks(d, causes)
}

pub(super) fn bad_exponent(span: Span, base: &Unit, exponent: &Unit, causes: &[Remark]) -> Diagnostic {
    let (headline, help) = if exponent.is_dimensionless() {
        (
            format!("a quantity in [{}] can only be raised to a constant power", base.unicode()),
            format!("divide the base by a scale of the same unit, for example by `1 [{base}]`"),
        )
    } else {
        (
            format!("the exponent has the unit [{}]; exponents are plain numbers", exponent.unicode()),
            format!("divide the exponent by a scale of the same unit, for example by `1 [{exponent}]`"),
        )
    };
    with_remarks(Diagnostic::error(Code::G0305, headline).primary(span, "this power").help(help), causes)
}

pub(super) fn exponent_too_large(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0305, "the exponents of the units in this expression grow too large").primary(span, "here")
}

pub(super) fn power_too_large(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0107, "the exponent of this power is too large for the power to be written out")
        .primary(span, "this power")
        .help("give the power a name with `param`")
}

pub(super) fn undefined(span: Span, headline: &str) -> Diagnostic {
    Diagnostic::error(Code::G0511, headline.to_owned()).primary(span, "defined nowhere")
}

/// The set of a random variable and the support of its distribution.
pub(super) fn wrong_support(domain: Span, name: &str, distribution: &str, set: &str, family: Span) -> Diagnostic {
    Diagnostic::error(Code::G0604, format!("`{name}` takes values that this set does not hold"))
        .primary(domain, format!("`{name}` is declared to live here"))
        .secondary(family, format!("`{distribution}` lives on the set `{set}`"))
        .help(format!("write `{name}: {set}`"))
}

/// An expectation of something that is not defined for every value of the random variable.
pub(super) fn undefined_on_support(span: Span, name: &str, fact: &Fact) -> Diagnostic {
    Diagnostic::error(Code::G0605, format!("this is not seen to be defined for every value of `{name}`"))
        .primary(span, "averaged here")
        .note(format!("it needs {}", condition(fact)))
        .help("choose a distribution on a smaller set, or another expression")
}

/// A random variable where a number is needed.
pub(super) fn random_outside(span: Span, name: &str, declared: Option<Span>) -> Diagnostic {
    let mut d = Diagnostic::error(Code::G0620, format!("`{name}` is random and has no value here"))
        .primary(span, "needs a number")
        .help(format!("take a mean, `expected(..)`, or write the update with `{name}` as a `rule`"));
    if let Some(place) = declared {
        d = d.secondary(place, "declared random here");
    }
    d
}

/// A rule that moves points at rate 0.
pub(super) fn no_limit(span: Span, rate: &str, coordinate: &str, there: &crate::symbolic::Expr) -> Diagnostic {
    Diagnostic::error(
        Code::G0621,
        format!("this rule has no small-step limit: at `{rate} = 0` it is not seen to stand still"),
    )
    .primary(span, "this rule")
    .note(format!("at `{rate} = 0` it sends `{coordinate}` to `{there}`"))
    .help(format!("write the step as `{coordinate} + {rate}*..`"))
}

/// A random variable whose law changes with the rate: the limit of the mean is another thing than the mean of the limit.
pub(super) fn rate_in_a_law(span: Span, rate: &str, variable: &str) -> Diagnostic {
    Diagnostic::error(Code::G0621, format!("no small-step limit: the law of `{variable}` depends on `{rate}`"))
        .primary(span, "this rate")
        .help(format!("give `{variable}` a law without `{rate}`, and write the dependence into the rule"))
}

/// A rule that cannot be differentiated by its rate at 0.
pub(super) fn no_derivative(span: Span, rate: &str, fact: &Fact) -> Diagnostic {
    Diagnostic::error(Code::G0621, format!("this rule has no derivative by `{rate}` at 0"))
        .primary(span, "this rule")
        .note(fails(fact))
        .help(format!("write the step as a smooth function of `{rate}`"))
}

/// Random variables with so many values together that their means are not added up.
pub(super) fn too_many_values(span: Span, name: &str, most: usize) -> Diagnostic {
    Diagnostic::error(Code::G0603, format!("`{name}` and the other categories have more than {most} values together"))
        .primary(span, "too many terms")
        .help("take means of fewer of them at once")
}

/// An expectation that is infinite.
pub(super) fn infinite_expectation(span: Span, fact: &Fact) -> Diagnostic {
    Diagnostic::error(Code::G0605, "this expectation is not finite")
        .primary(span, "the integral diverges")
        .note(finite_only(fact))
        .help("the function grows too fast for this distribution, in a tail or at a pole; choose other parameters")
}

/// Where it is finite; a condition about numbers alone fails.
pub(super) fn finite_only(fact: &Fact) -> String {
    if fact.expr.as_number().is_some() {
        return "the numbers in it make it infinite, whatever the parameters are".to_owned();
    }
    if !fact.expr.has_symbols() {
        return format!("it is finite only if {}, which does not hold", condition(fact));
    }
    format!("it is finite only where {}", condition(fact))
}

/// A condition of definition that fails for a number.
pub(super) fn undefined_here(span: Span, fact: &Fact) -> Diagnostic {
    let d = Diagnostic::error(Code::G0511, "this has no value here: one of its conditions of definition fails")
        .primary(span, "undefined")
        .note(fails(fact));
    // What is divided by may be the length of a gradient; what must be positive is a range of a mean or of a logarithm.
    d.help(if fact.expr.is_zero() {
        "choose another point or other values, at which it is finite and defined; where a gradient vanishes there is no steepest \
         direction"
    } else {
        "choose another point or other values, at which it is finite and defined"
    })
}

/// An assumption that fails for a number.
pub(super) fn impossible_assumption(span: Span, fact: &Fact) -> Diagnostic {
    Diagnostic::error(Code::G0511, "no point satisfies the assumptions of this statement")
        .primary(span, "this would be about nothing")
        .note(format!("they demand {}, which is not true", condition(fact)))
        .help("change what is written after `given`, or the domain")
}

/// A condition that fails; of a number it is said what the number should be.
fn fails(fact: &Fact) -> String {
    if fact.expr.as_number().is_none() {
        return format!("it needs {}, which is not true", condition(fact));
    }
    match fact.relation {
        Relation::Positive => format!("what must be positive is {} there", fact.expr),
        Relation::NonNegative => format!("what must not be negative is {} there", fact.expr),
        Relation::NonZero => "what must not be 0 is 0 there".to_owned(),
        Relation::Zero => format!("what must be 0 is {} there", fact.expr),
    }
}

pub(super) fn condition(fact: &Fact) -> String {
    let relation = match fact.relation {
        Relation::Positive => "> 0",
        Relation::NonNegative => ">= 0",
        Relation::NonZero => "!= 0",
        Relation::Zero => "== 0",
    };
    format!("`{} {relation}`", fact.expr)
}

pub(super) fn wrong_kind(span: Span, expected: &str, found: Kind, help: Option<String>) -> Diagnostic {
    let d = Diagnostic::error(Code::G0401, format!("expected {expected}, but this is {}", found.describe()))
        .primary(span, format!("{}, not {expected}", found.describe()));
    match help {
        Some(help) => d.help(help),
        None => d,
    }
}

pub(super) fn kinds_clash(left: (Span, Kind), right: (Span, Kind), doing: &str) -> Diagnostic {
    Diagnostic::error(Code::G0401, format!("{} and {} cannot be {doing}", left.1.describe(), right.1.describe()))
        .primary(right.0, right.1.describe())
        .secondary(left.0, left.1.describe())
}

pub(super) fn one_form_as_flow(span: Span, name: &str, declared: Option<Span>, metric: Option<&str>) -> Diagnostic {
    let mut d = Diagnostic::error(Code::G0412, format!("a flow follows a vector field, but `{name}` is a one-form"))
        .primary(span, "expected a vector field")
        .note("a one-form becomes a vector field only through a cometric")
        .help(format!(
            "raise the index with a metric: `sharp({name}, {})`, or `grad(f, {0})` where the one-form is `d(f)`",
            metric.unwrap_or("g")
        ));
    if let Some(at) = declared {
        d = d.secondary(at, "declared here");
    }
    d
}

pub(super) fn other_manifold(left: (Span, &str), right: (Span, &str)) -> Diagnostic {
    Diagnostic::error(Code::G0402, format!("one side lives on the manifold `{}`, the other on `{}`", left.1, right.1))
        .primary(right.0, format!("on `{}`", right.1))
        .secondary(left.0, format!("on `{}`", left.1))
        .help("both must live on one manifold; carry one over with `pullback(map, ..)` if a smooth map joins them")
}

pub(super) fn chart_needed(span: Span, headline: String, help: String) -> Diagnostic {
    Diagnostic::error(Code::G0403, headline).primary(span, "in which chart?").help(help)
}

pub(super) fn wrong_shape(span: Span, expected: String, found: String) -> Diagnostic {
    Diagnostic::error(Code::G0404, format!("expected {expected}, found {found}")).primary(span, found)
}

pub(super) fn no_coordinate(span: Span, name: &str, chart: &str, coordinates: &str) -> Diagnostic {
    Diagnostic::error(Code::G0405, format!("no coordinate of `{chart}` occurs in `{name}`"))
        .primary(span, "the same at every point")
        .note(format!("the coordinates of `{chart}` are {coordinates}"))
        .help("a constant field has vanishing derivatives; write `let` if a constant is meant")
}

pub(super) fn not_constant(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code::G0406, format!("{what} must be known while the model is read"))
        .primary(span, "not a constant")
        .help("use numbers and `const` names only")
}

pub(super) fn no_integer(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code::G0406, format!("{what} is a whole number, and this is none"))
        .primary(span, "not a whole number")
        .help("write a whole number, or a `const` that is one")
}

pub(super) fn out_of_range(span: Span, what: String, from: i64, to: i64) -> Diagnostic {
    Diagnostic::error(Code::G0407, format!("{what} is outside {from}..{to}"))
        .primary(span, format!("indices run from {from} to {to}"))
}

pub(super) fn bad_call(span: Span, headline: String, help: String) -> Diagnostic {
    Diagnostic::error(Code::G0408, headline).primary(span, "in this call").help(help)
}

pub(super) fn no_path(span: Span, from: &str, to: &str) -> Diagnostic {
    // Inside of its manifold a map names its charts shortly.
    let short = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    Diagnostic::error(Code::G0409, format!("no transition maps lead from `{from}` to `{to}`"))
        .primary(span, "needed here")
        .help(format!("declare `map {} -> {} {{ .. }}` in the manifold", short(from), short(to)))
}

pub(super) fn needs_field(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code::G0410, format!("{what} is a recipe of the chart at hand, not a field"))
        .primary(span, "another chart makes another vector")
        .help("say where it is made: `partials(C, chart)`")
}

pub(super) fn unsupported(span: Span, headline: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code::G0411, headline.to_owned()).primary(span, "not possible here").help(help.to_owned())
}

pub(super) fn bad_interval(span: Span, headline: String, help: &str) -> Diagnostic {
    Diagnostic::error(Code::G0501, headline).primary(span, "no such interval").help(help.to_owned())
}

pub(super) fn closed_domain(span: Span, coordinate: &str) -> Diagnostic {
    Diagnostic::error(Code::G0502, format!("the range of the coordinate `{coordinate}` is not open"))
        .primary(span, "a chart maps onto an open set")
        .help("leave out the end points: write `(a, b)`, `positive` or `real`")
}

pub(super) fn bad_map(span: Span, headline: String, help: String) -> Diagnostic {
    Diagnostic::error(Code::G0503, headline).primary(span, "this map").help(help)
}

pub(super) fn no_inverse(span: Span, from: &str, to: &str, coordinates: &[&str]) -> Diagnostic {
    let equations: Vec<String> = coordinates.iter().map(|x| format!("{x} = ..")).collect();
    Diagnostic::error(Code::G0504, format!("no inverse of the map `{from} -> {to}` was found"))
        .primary(span, "this map")
        .help(format!(
            "give it behind the equations, `inverse {{ {} }}`; it will be checked. If two points of `{from}` go to the same \
             point there is none: restrict `{from}`, or the map with `on {{ .. }}`",
            equations.join(", ")
        ))
}

pub(super) fn asymmetric(span: Span, i: usize, j: usize, other: Span) -> Diagnostic {
    Diagnostic::error(Code::G0506, format!("the matrix is not symmetric: entries [{i}, {j}] and [{j}, {i}] differ"))
        .primary(span, format!("entry [{i}, {j}]"))
        .secondary(other, format!("entry [{j}, {i}]"))
        .help("a metric is a symmetric matrix")
}

pub(super) fn outside_domain(span: Span, what: &str, name: &str, domain: Span) -> Diagnostic {
    Diagnostic::error(Code::G0510, format!("the {what} of `{name}` is outside its domain"))
        .primary(span, "this value")
        .secondary(domain, "the declared domain")
}

/// An interval without points as the support of a distribution.
pub(super) fn ends_reversed(span: Span, distribution: &str) -> Diagnostic {
    Diagnostic::error(Code::G0510, format!("the lower end of this `{distribution}` is not below its upper end"))
        .primary(span, "lives on no interval")
        .help("write the smaller end first")
}

pub(super) fn map_twice(span: Span, first: Span, from: &str, to: &str) -> Diagnostic {
    Diagnostic::error(Code::G0512, format!("the charts `{from}` and `{to}` are joined by two maps"))
        .primary(span, "declared again here")
        .secondary(first, "first declared here")
        .help("one map is enough: its inverse is found, or given with `inverse { .. }`")
}

pub(super) fn unknown_distribution(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    let d = Diagnostic::error(Code::G0601, format!("no distribution is called `{name}`")).primary(span, "unknown");
    match other_names::written(name) {
        Some(Written::Name(known)) => return d.help(format!("here it is called `{known}`")).patch(span, known),
        Some(Written::Law(set, law)) => {
            return d
                .help(format!("it is written out, with params for its letters: `family p({set}) on M.chart = {law}`"));
        }
        None => {}
    }
    match near {
        Some(near) => d.help(format!("did you mean `{near}`?")).patch(span, near),
        None => d,
    }
}

/// A function that has a name in textbooks and none here.
pub(super) fn missing_function(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(Code::G0201, format!("geoflow has no function `{name}`"))
        .primary(span, "not among the functions that it knows")
        .help("docs/language.md lists them; write it in terms of these, or declare `function f(x)` for one of which nothing is said")
}

pub(super) fn unknown_code(span: Span, code: &str) -> Diagnostic {
    Diagnostic::error(Code::G0701, format!("no diagnostic has the code `{code}`"))
        .primary(span, "unknown code")
        .help("codes look like `G0301`; docs/diagnostics.md lists them")
}

pub(super) fn bad_claim(span: Span, headline: String, help: &str) -> Diagnostic {
    Diagnostic::error(Code::G0702, headline).primary(span, "this statement").help(help.to_owned())
}

/// A number is asked for, and a param in it has none: no example value, or one that is not used.
pub(super) fn no_value(span: Span, name: &str, declared: Span, has_example: bool) -> Diagnostic {
    let (why, there) = if has_example {
        ("has no value here", "its example value is used with `given values` only")
    } else {
        ("has no example value", "declared without a value")
    };
    Diagnostic::error(Code::G0702, format!("`{name}` {why}, so that this is no number"))
        .primary(span, format!("`{name}` occurs here"))
        .secondary(declared, there)
}

/// A number is asked for, and an unspecified function is in it.
pub(super) fn no_number(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(Code::G0702, format!("the function `{name}` is unspecified, so that this is no number"))
        .primary(span, format!("`{name}` occurs here"))
        .help("check something without it, or `prove` an equality, which then holds for every function")
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0108, "the definitions lead into each other too deeply")
        .primary(span, "reached here")
        .help("declare intermediate names before they are used")
}
