//! Checked variants: the domain error, the checks of parameters and charts, and one checked function for each fast one.
//!
//! In: the conditions of a description. Out: items that test them in double precision and call the fast function. They
//! neither allocate nor panic. A condition that is not certainly true counts as violated: numbers that are not finite
//! belong to no domain.

use super::body::{Body, Helpers, body, ident};
use super::description::{ChartDescription, Condition, FunctionDescription, Requirement, RustModule, Shape};
use super::error::RustEmissionError;
use super::function::{Sources, doc_lines, inline, shape_type};
use super::names::Names;
use crate::numerics::lower::lower;
use crate::symbolic::{Expr, Relation, Symbol};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// Arguments of an error up to this width stay on one line, for every printer; longer conditions are named by number.
const MAX_WIDTH: usize = 42;
/// Longer names of charts are cut in errors.
const MAX_LABEL: usize = 30;

type Emitted = Result<TokenStream, RustEmissionError>;

/// The type of the errors.
pub(super) fn domain_error() -> TokenStream {
    quote! {
        /// Why a checked function gives no value. Every text is the condition that is violated.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum DomainError {
            /// A parameter is outside its range.
            Parameter(&'static str),
            /// The point is outside the chart of this name.
            Point(&'static str, &'static str),
            /// The function of this name is not defined there.
            Undefined(&'static str, &'static str),
            /// The value of the function of this name is beyond double precision.
            NotFinite(&'static str),
        }

        impl core::fmt::Display for DomainError {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self {
                    Self::Parameter(condition) => write!(f, "parameters need {condition}"),
                    Self::Point(chart, condition) => write!(f, "points of {chart} need {condition}"),
                    Self::Undefined(name, condition) => write!(f, "{name} needs {condition}"),
                    Self::NotFinite(name) => write!(f, "{name} is beyond double precision"),
                }
            }
        }

        impl core::error::Error for DomainError {}
    }
}

/// `Parameters::check`.
pub(super) fn parameters(module: &RustModule, fields: &[String], helpers: &mut Helpers) -> Emitted {
    if fields.is_empty() {
        return Ok(TokenStream::new());
    }
    let symbols: Vec<Symbol> = module.parameters.iter().map(|p| p.symbol.clone()).collect();
    let conditions: Vec<Condition> = module.parameters.iter().flat_map(|p| p.conditions.clone()).collect();
    let mut names = Names::of_values();
    let locals: Vec<String> = symbols.iter().map(|s| names.give(s.name())).collect();
    let test = tests(&conditions, "", &symbols, &locals, helpers, "parameters")?;
    let finite = module.parameters.iter().zip(fields).map(|(p, field)| {
        let words = words("", &format!("{} finite", p.symbol.name()), 0);
        let field = ident(field);
        quote! {
            if !self.#field.is_finite() {
                return Err(DomainError::Parameter(#words));
            }
        }
    });
    let bindings = fields.iter().zip(&locals).zip(&test.body.used).filter(|(_, used)| **used).map(|((f, l), _)| {
        let (field, local) = (ident(f), ident(l));
        quote!(let #local = self.#field;)
    });
    let (statements, refusals) = (&test.body.statements, test.refusals(&quote!(DomainError::Parameter)));
    let docs = doc_lines(numbered("Whether every parameter is in its range.", &conditions));
    Ok(quote! {
        impl Parameters {
            #docs
            ///
            /// # Errors
            /// The first condition that does not hold.
            pub fn check(&self) -> Result<(), DomainError> {
                #(#finite)*
                #(#bindings)*
                #(#statements)*
                #refusals
                Ok(())
            }
        }
    })
}

/// `check_normals_std(params, point)`.
pub(super) fn chart(
    module: &RustModule,
    fields: &[String],
    chart: &ChartDescription,
    name: &str,
    helpers: &mut Helpers,
) -> Emitted {
    let symbols: Vec<Symbol> = module
        .parameters
        .iter()
        .map(|p| p.symbol.clone())
        .chain(chart.coordinates.iter().map(|c| c.symbol.clone()))
        .collect();
    let mut names = Names::of_values();
    let locals: Vec<String> = symbols.iter().map(|s| names.give(s.name())).collect();
    let test = tests(&chart.conditions, &label(chart), &symbols, &locals, helpers, &chart.name)?;
    let sources = Sources { fields, coordinates: chart.coordinates.len() };
    // The point is read in any case: its coordinates must be finite.
    let mut used = test.body.used.clone();
    used.iter_mut().skip(fields.len()).for_each(|u| *u = true);
    let (bindings, arguments) = (sources.bindings(&locals, &test.body.used), sources.arguments(&locals, &used));
    let label = label(chart);
    let statements = &test.body.statements;
    let refusals = test.refusals_in(&label);
    let docs = doc_lines(numbered(&format!("Whether a point lies in the chart `{label}`."), &chart.conditions));
    let name = ident(name);
    Ok(quote! {
        #docs
        ///
        /// # Errors
        /// The first condition that does not hold.
        pub fn #name(#arguments) -> Result<(), DomainError> {
            let error = DomainError::Point(#label, "finite");
            if !point.iter().all(|x| x.is_finite()) {
                return Err(error);
            }
            #(#bindings)*
            #(#statements)*
            #refusals
            Ok(())
        }
    })
}

/// The checked form of a function.
pub(super) fn function(
    module: &RustModule,
    fields: &[String],
    description: &FunctionDescription,
    name: &str,
    check: &str,
    helpers: &mut Helpers,
) -> Emitted {
    let symbols = module.inputs(description);
    let mut names = Names::of_values();
    let locals: Vec<String> = symbols.iter().map(|s| names.give(s.name())).collect();
    let test = tests(&description.conditions, name, &symbols, &locals, helpers, &description.name)?;
    let coordinates = symbols.len() - fields.len() - description.draws.len();
    let sources = Sources { fields, coordinates };
    let bindings = sources.bindings(&locals, &test.body.used);
    let (arguments, passed) =
        (sources.arguments(&locals, &vec![true; symbols.len()]), sources.passed(description.draws.len()));
    let plain = sources.passed(0);
    let of_params = if fields.is_empty() { quote!() } else { quote!(params.check()?;) };
    let of_draws = if description.draws.is_empty() {
        quote!()
    } else {
        quote! {
            let error = DomainError::Undefined(#name, "finite draws");
            if !random.iter().all(|x| x.is_finite()) {
                return Err(error);
            }
        }
    };
    let finite = match description.shape {
        Shape::Scalar => quote!(value.is_finite()),
        Shape::Vector(_) | Shape::Matrix(..) => quote!(value.iter().all(|x| x.is_finite())),
    };
    let mut lines = vec![format!("[`{name}`] where it is defined, with every condition checked.")];
    lines.extend(numbered("", &description.conditions).into_iter().skip(1));
    let (docs, output) = (doc_lines(lines), shape_type(description.shape));
    let (statements, refusals) = (&test.body.statements, test.refusals_in_function(name));
    let (fast, checked, check) = (ident(name), ident(&format!("checked_{name}")), ident(check));
    Ok(quote! {
        #docs
        ///
        /// # Errors
        /// The first condition of the parameters, the chart or the function that does not hold.
        pub fn #checked(#arguments) -> Result<#output, DomainError> {
            #of_params
            #check(#plain)?;
            #of_draws
            #(#bindings)*
            #(#statements)*
            #refusals
            let value = #fast(#passed);
            if #finite {
                return Ok(value);
            }
            Err(DomainError::NotFinite(#name))
        }
    })
}

/// The documentation of a check: what it is, then its conditions, numbered as the errors name them.
fn numbered(headline: &str, conditions: &[Condition]) -> Vec<String> {
    let mut lines = vec![headline.to_owned()];
    if conditions.is_empty() {
        return lines;
    }
    lines.push(String::new());
    lines.extend(conditions.iter().enumerate().map(|(k, c)| format!("{}. `{}`", k + 1, inline(&c.words))));
    lines
}

/// The words of the condition with this number, from 1, as errors hold them beside a name.
pub(super) fn words(name: &str, text: &str, number: usize) -> String {
    let fits = name.chars().count() + text.chars().count() <= MAX_WIDTH;
    if fits { text.to_owned() } else { format!("condition {number}") }
}

/// The name of a chart as errors hold it.
pub(super) fn label(chart: &ChartDescription) -> String {
    inline(&chart.name).chars().take(MAX_LABEL).collect()
}

/// Conditions as a program and the comparisons of its outputs.
struct Tests {
    body: Body,
    /// What must be true, and its words.
    holds: Vec<(TokenStream, String)>,
}

impl Tests {
    fn refused(&self, error: impl Fn(&str) -> TokenStream) -> TokenStream {
        self.holds
            .iter()
            .map(|(holds, words)| {
                let error = error(words);
                quote! {
                    let holds = #holds;
                    let error = #error;
                    if !holds {
                        return Err(error);
                    }
                }
            })
            .collect()
    }

    fn refusals(&self, variant: &TokenStream) -> TokenStream {
        self.refused(|words| quote!(#variant(#words)))
    }

    fn refusals_in(&self, chart: &str) -> TokenStream {
        self.refused(|words| quote!(DomainError::Point(#chart, #words)))
    }

    fn refusals_in_function(&self, name: &str) -> TokenStream {
        self.refused(|words| quote!(DomainError::Undefined(#name, #words)))
    }
}

fn tests(
    conditions: &[Condition],
    beside: &str,
    symbols: &[Symbol],
    locals: &[String],
    helpers: &mut Helpers,
    place: &str,
) -> Result<Tests, RustEmissionError> {
    let expression = |c: &Condition| match &c.requirement {
        Requirement::Holds(fact) => fact.expr.clone(),
        Requirement::Integer(symbol) => Expr::symbol(symbol),
    };
    let outputs: Vec<Expr> = conditions.iter().map(expression).collect();
    let program =
        lower(&outputs, symbols).map_err(|cause| RustEmissionError::Lowering { function: place.into(), cause })?;
    let body = body(&program, locals, helpers, place)?;
    let holds = conditions.iter().zip(&body.outputs).enumerate().map(|(k, (c, value))| {
        let zero = Literal::f64_unsuffixed(0.0);
        let test = match &c.requirement {
            Requirement::Integer(_) => helpers.whole(value),
            Requirement::Holds(fact) => match fact.relation {
                Relation::Positive => quote!(#value > #zero),
                Relation::NonNegative => quote!(#value >= #zero),
                // Not a number is different from everything, and belongs to no domain.
                Relation::NonZero => quote!(f64::abs(#value) > #zero),
                Relation::Zero => quote!(#value == #zero),
            },
        };
        (test, words(beside, &c.words, k + 1))
    });
    let holds = holds.collect();
    Ok(Tests { body, holds })
}

/// Names of the checks of charts.
pub(super) fn check_names(module: &RustModule, given: &mut Names) -> Vec<String> {
    module.charts.iter().map(|c| given.give(&format!("check_{}", c.name))).collect()
}

/// The identifier of a checked function.
pub(super) fn checked(name: &str) -> Ident {
    ident(&format!("checked_{name}"))
}
