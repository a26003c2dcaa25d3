//! One function of a generated module.

use super::body::{Helpers, body, ident};
use super::description::{ChartDescription, DrawDescription, FunctionDescription, RustModule, Shape};
use super::error::RustEmissionError;
use super::names::Names;
use crate::numerics::program::OperationCount;
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
    let program = module
        .program(description)
        .map_err(|cause| RustEmissionError::Lowering { function: description.name.clone(), cause })?;
    let mut names = Names::of_values();
    let locals: Vec<String> = module.inputs(description).iter().map(|s| names.give(s.name())).collect();
    let body = body(&program, &locals, helpers, &description.name)?;
    let sources = Sources { fields, coordinates: chart.coordinates.len() };
    let (bindings, arguments) = (sources.bindings(&locals, &body.used), sources.arguments(&locals, &body.used));
    let (output, value) = (shape_type(description.shape), returned(description.shape, &body.outputs));
    let docs = doc_lines(docs(description, chart, program.operation_count(), &format!("checked_{name}")));
    let (name, statements) = (ident(name), body.statements);
    Ok(quote! {
        #docs
        #[must_use]
        pub fn #name(#arguments) -> #output {
            #(#bindings)*
            #(#statements)*
            #value
        }
    })
}

/// Where the inputs of a program come from: fields of `Parameters`, a point, random numbers, in this order.
pub(super) struct Sources<'a> {
    pub fields: &'a [String],
    pub coordinates: usize,
}

impl Sources<'_> {
    /// `let mu0 = params.mu0;` and `let mu = point[0];` for what is used.
    pub fn bindings(&self, locals: &[String], used: &[bool]) -> Vec<TokenStream> {
        let mut out = Vec::new();
        for (i, (local, _)) in locals.iter().zip(used).enumerate().filter(|(_, (_, used))| **used) {
            let local = ident(local);
            if let Some(field) = self.fields.get(i) {
                let field = ident(field);
                out.push(quote!(let #local = params.#field;));
                continue;
            }
            let k = i - self.fields.len();
            let (array, k) = if k < self.coordinates { ("point", k) } else { ("random", k - self.coordinates) };
            let (array, k) = (ident(array), Literal::usize_unsuffixed(k));
            out.push(quote!(let #local = #array[#k];));
        }
        out
    }

    /// The list of arguments; those that are not used begin with an underscore.
    pub fn arguments(&self, locals: &[String], used: &[bool]) -> TokenStream {
        let (of_params, rest) = used.split_at(self.fields.len().min(used.len()));
        let (of_point, of_draws) = rest.split_at(self.coordinates.min(rest.len()));
        let name = |name: &str, used: &[bool]| {
            if used.contains(&true) { ident(name) } else { ident(&format!("_{name}")) }
        };
        let (params, point, random) = (name("params", of_params), name("point", of_point), name("random", of_draws));
        let params = if self.fields.is_empty() { quote!() } else { quote!(#params: &Parameters,) };
        let dimension = Literal::usize_unsuffixed(self.coordinates);
        let draws = locals.len().saturating_sub(self.fields.len() + self.coordinates);
        let count = Literal::usize_unsuffixed(draws);
        let random = if draws == 0 { quote!() } else { quote!(, #random: &SVector<f64, #count>) };
        quote!(#params #point: &SVector<f64, #dimension> #random)
    }

    /// The arguments as a caller passes them on.
    pub fn passed(&self, draws: usize) -> TokenStream {
        let params = if self.fields.is_empty() { quote!() } else { quote!(params,) };
        let random = if draws == 0 { quote!() } else { quote!(, random) };
        quote!(#params point #random)
    }
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

pub(super) fn shape_type(shape: Shape) -> TokenStream {
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

fn docs(function: &FunctionDescription, chart: &ChartDescription, count: OperationCount, checked: &str) -> Vec<String> {
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
    let draws: Vec<String> = function.draws.iter().map(draw_in_words).collect();
    if !draws.is_empty() {
        lines.push(format!("The random numbers, independent: {}.", draws.join(", ")));
    }
    lines.push(String::new());
    let operations = if count.total() == 1 { "operation" } else { "operations" };
    lines.push(format!("Fast: {} {operations}, no checks; [`{checked}`] checks first.", count.total()));
    if lines.first().is_some_and(String::is_empty) {
        lines.remove(0);
    }
    lines
}

/// `xi ~ Normal(mean = 0, sd = s)` as code.
fn draw_in_words(draw: &DrawDescription) -> String {
    let unit = if draw.unit.is_empty() { String::new() } else { format!(" [{}]", draw.unit) };
    code(&format!("{}{unit} ~ {}", draw.symbol.name(), draw.law))
}

/// Rustdoc reads brackets in prose as links and angle brackets as tags.
pub(super) fn prose(line: &str) -> String {
    line.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<")
}

fn code(text: &str) -> String {
    format!("`{}`", inline(text))
}

pub(super) fn inline(text: &str) -> String {
    text.replace('`', "'")
}

/// `(mu [mV], s)` as code.
fn coordinate_list(chart: &ChartDescription) -> String {
    let one = |name: &str, unit: &str| if unit.is_empty() { name.to_string() } else { format!("{name} [{unit}]") };
    let list: Vec<String> = chart.coordinates.iter().map(|c| one(c.symbol.name(), &c.unit)).collect();
    code(&format!("({})", list.join(", ")))
}
