//! One function of a generated module.

use super::body::{Helpers, body, ident};
use super::description::{ChartDescription, FunctionDescription, RustModule, Shape};
use super::error::RustEmissionError;
use super::names::Names;
use crate::numerics::lower::lower;
use crate::symbolic::Symbol;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Lists longer than this are filled entry by entry: rustfmt breaks them in its own way.
const MAX_LIST_WIDTH: usize = 60;
/// The same for a list that is bound to a name in a test: list and name together.
const MAX_BINDING_WIDTH: usize = 58;

/// The definition of a function; `fields` are the fields of `Parameters`.
pub(super) fn function(
    module: &RustModule,
    fields: &[String],
    description: &FunctionDescription,
    name: &str,
    helpers: &mut Helpers,
) -> Result<TokenStream, RustEmissionError> {
    let chart = chart_of(module, description)?;
    length(&format!("{}: outputs", description.name), description.shape.len(), description.outputs.len())?;
    let symbols: Vec<Symbol> = module
        .parameters
        .iter()
        .map(|p| p.symbol.clone())
        .chain(chart.coordinates.iter().map(|c| c.symbol.clone()))
        .collect();
    let program = lower(&description.outputs, &symbols)
        .map_err(|cause| RustEmissionError::Lowering { function: description.name.clone(), cause })?;
    let mut names = Names::of_values();
    let locals: Vec<String> = symbols.iter().map(|s| names.give(s.name())).collect();
    let body = body(&program, &locals, helpers, &description.name)?;
    let (of_params, of_point) = body.used.split_at(fields.len());
    let bindings = bindings(fields, &locals, &body.used);
    let params = ident(if of_params.contains(&true) { "params" } else { "_params" });
    let point = ident(if of_point.contains(&true) { "point" } else { "_point" });
    let params = if fields.is_empty() { quote!() } else { quote!(#params: &Parameters,) };
    let dimension = Literal::usize_unsuffixed(chart.coordinates.len());
    let (output, value) = (shape_type(description.shape), returned(description.shape, &body.outputs));
    let (name, docs, statements) = (ident(name), docs(description, chart), body.statements);
    Ok(quote! {
        #docs
        #[must_use]
        pub fn #name(#params #point: &SVector<f64, #dimension>) -> #output {
            #(#bindings)*
            #(#statements)*
            #value
        }
    })
}

/// `let mu0 = params.mu0;` and `let mu = point[0];` for what is used.
fn bindings(fields: &[String], locals: &[String], used: &[bool]) -> Vec<TokenStream> {
    let mut out = Vec::new();
    for (i, (local, used)) in locals.iter().zip(used).enumerate() {
        let local = ident(local);
        match fields.get(i) {
            _ if !used => {}
            Some(field) => {
                let field = ident(field);
                out.push(quote!(let #local = params.#field;));
            }
            None => {
                let index = Literal::usize_unsuffixed(i - fields.len());
                out.push(quote!(let #local = point[#index];));
            }
        }
    }
    out
}

pub(super) fn chart_of<'a>(
    module: &'a RustModule,
    function: &FunctionDescription,
) -> Result<&'a ChartDescription, RustEmissionError> {
    module.charts.iter().find(|c| c.name == function.chart).ok_or_else(|| RustEmissionError::UnknownChart {
        function: function.name.clone(),
        chart: function.chart.clone(),
    })
}

pub(super) fn length(place: &str, expected: usize, found: usize) -> Result<(), RustEmissionError> {
    if expected == found {
        return Ok(());
    }
    Err(RustEmissionError::WrongLength { place: place.into(), expected, found })
}

fn shape_type(shape: Shape) -> TokenStream {
    let n = Literal::usize_unsuffixed;
    match shape {
        Shape::Scalar => quote!(f64),
        Shape::Vector(rows) => {
            let rows = n(rows);
            quote!(SVector<f64, #rows>)
        }
        Shape::Matrix(rows, columns) => {
            let (rows, columns) = (n(rows), n(columns));
            quote!(SMatrix<f64, #rows, #columns>)
        }
    }
}

/// The final expression; nalgebra's arrays of arrays are columns.
fn returned(shape: Shape, outputs: &[TokenStream]) -> TokenStream {
    match shape {
        Shape::Scalar => outputs.iter().cloned().collect(),
        Shape::Vector(_) if width(outputs) <= MAX_LIST_WIDTH => quote!(SVector::from([#(#outputs),*])),
        Shape::Matrix(rows, columns) if width(outputs) + 4 * columns <= MAX_LIST_WIDTH && rows > 0 => {
            let lists = (0..columns).map(|j| {
                let column = outputs.iter().skip(j).step_by(columns);
                quote!([#(#column),*])
            });
            quote!(SMatrix::from([#(#lists),*]))
        }
        Shape::Vector(rows) => entry_by_entry(rows, 1, outputs),
        Shape::Matrix(rows, columns) => entry_by_entry(rows, columns, outputs),
    }
}

fn entry_by_entry(rows: usize, columns: usize, outputs: &[TokenStream]) -> TokenStream {
    let n = Literal::usize_unsuffixed;
    let assignments = outputs.iter().enumerate().filter(|(_, v)| v.to_string() != "0.0").map(|(k, v)| {
        let (i, j) = (n(k / columns.max(1)), n(k % columns.max(1)));
        quote!(out[(#i, #j)] = #v;)
    });
    let (rows, columns) = (n(rows), n(columns));
    quote! {
        let mut out = SMatrix::<f64, #rows, #columns>::zeros();
        #(#assignments)*
        out
    }
}

fn width(items: &[TokenStream]) -> usize {
    items.iter().map(|t| t.to_string().chars().count() + 2).sum()
}

/// A binding of a column of numbers.
pub(super) fn column(name: &str, entries: &[TokenStream]) -> TokenStream {
    // Beyond this the printer breaks the line where rustfmt does not.
    let fits = width(entries) + name.chars().count() <= MAX_BINDING_WIDTH;
    let name = ident(name);
    if fits {
        return quote!(let #name = SVector::from([#(#entries),*]););
    }
    let n = Literal::usize_unsuffixed;
    let size = n(entries.len());
    let assignments = entries.iter().enumerate().map(|(i, v)| {
        let i = n(i);
        quote!(#name[#i] = #v;)
    });
    quote! {
        let mut #name = SVector::<f64, #size>::zeros();
        #(#assignments)*
    }
}

/// Doc comment lines from text; every line gets the blank that rustdoc's comments begin with.
pub(super) fn doc_lines<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> TokenStream {
    let lines = lines.into_iter().map(|l| {
        let clean: String = l.as_ref().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let clean = clean.trim_end();
        if clean.is_empty() { String::new() } else { format!(" {clean}") }
    });
    quote!(#(#[doc = #lines])*)
}

fn docs(function: &FunctionDescription, chart: &ChartDescription) -> TokenStream {
    let mut lines: Vec<String> = function.doc.lines().map(prose).collect();
    if !function.equations.is_empty() {
        lines.extend(["".into(), "```text".into()]);
        lines.extend(function.equations.iter().map(|e| e.replace("```", "'''")));
        lines.push("```".into());
    }
    if !chart.coordinates.is_empty() {
        lines.push(String::new());
        lines.push(format!("The point is {} in the chart `{}`.", coordinate_list(chart), inline(&chart.name)));
    }
    let domain: Vec<String> =
        chart.coordinates.iter().filter(|c| !c.domain.is_empty()).map(|c| code(&c.domain)).collect();
    if !domain.is_empty() {
        lines.push(format!("Its domain: {}.", domain.join(", ")));
    }
    if lines.first().is_some_and(String::is_empty) {
        lines.remove(0);
    }
    doc_lines(lines)
}

/// Rustdoc reads brackets in prose as links and angle brackets as tags.
pub(super) fn prose(line: &str) -> String {
    line.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<")
}

fn code(text: &str) -> String {
    format!("`{}`", inline(text))
}

fn inline(text: &str) -> String {
    text.replace('`', "'")
}

/// `(mu [mV], s)` as code.
fn coordinate_list(chart: &ChartDescription) -> String {
    let one = |name: &str, unit: &str| if unit.is_empty() { name.to_string() } else { format!("{name} [{unit}]") };
    let list: Vec<String> = chart.coordinates.iter().map(|c| one(c.symbol.name(), &c.unit)).collect();
    code(&format!("({})", list.join(", ")))
}
