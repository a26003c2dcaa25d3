//! How far double precision is off: every function of a module over a sample of its domain.
//!
//! In: a model and the description of its module. Out: for each function its operations and the largest errors found,
//! rigorous upper bounds at each sample point: relative to the largest entry, and of each entry relative to itself.
//! Points without a bound, and points at which every entry is 0, are counted apart.

use super::sample::sample;
use crate::emit::rust::{FunctionDescription, RustModule};
use crate::model::Model;
use crate::numerics::program::OperationCount;
use crate::symbolic::Symbol;
use std::fmt::Write;

/// Points tried for each function.
const POINTS: usize = 60;

/// One function.
#[derive(Clone, Debug)]
pub struct Audited {
    /// Its name.
    pub name: String,
    /// What one evaluation costs.
    pub count: OperationCount,
    /// The largest bound of the error, relative to the largest entry, and where it was found.
    pub worst: Option<(f64, String)>,
    /// The largest bound of the error of an entry, relative to that entry.
    pub entrywise: f64,
    /// Points that count.
    pub points: usize,
    /// Points at which every entry is 0 and a double is not, and the largest of these doubles.
    pub zeros: (usize, f64),
    /// Points at which a double is not finite although they belong to the domain, or that have no narrow enclosure.
    pub without: usize,
}

/// Audits every function.
#[must_use]
pub fn audit(model: &Model, module: &RustModule) -> Vec<Audited> {
    module.functions.iter().filter_map(|f| audited(model, module, f)).collect()
}

fn audited(model: &Model, module: &RustModule, function: &FunctionDescription) -> Option<Audited> {
    let id = model.chart_ids().find(|id| model.chart(*id).is_some_and(|c| c.full_name() == function.chart))?;
    let symbols = module.inputs(function);
    let program = module.program(function).ok()?;
    let mut out = Audited {
        name: function.name.clone(),
        count: program.operation_count(),
        worst: None,
        entrywise: 0.0,
        points: 0,
        zeros: (0, 0.0),
        without: 0,
    };
    for inputs in sample(model, id, &symbols, POINTS) {
        let Ok(found) = program.evaluate(&inputs) else { continue };
        let Some(bound) = program.error_bound(&inputs, &found) else {
            out.without += 1;
            continue;
        };
        let Some(relative) = bound.relative else {
            out.zeros = (out.zeros.0 + 1, out.zeros.1.max(bound.absolute));
            continue;
        };
        out.points += 1;
        out.entrywise = out.entrywise.max(bound.entrywise);
        if out.worst.as_ref().is_none_or(|(w, _)| relative > *w) {
            out.worst = Some((relative, place(&symbols, &inputs)));
        }
    }
    Some(out)
}

fn place(symbols: &[Symbol], inputs: &[f64]) -> String {
    let place = symbols.iter().zip(inputs).map(|(s, x)| format!("{} = {x}", s.name()));
    place.collect::<Vec<_>>().join(", ")
}

/// The audit as a table.
#[must_use]
pub fn table(audited: &[Audited]) -> String {
    let mut out = String::from(
        "error of double precision: upper bounds at each point, relative to the largest entry (and to the entry itself)\n",
    );
    let width = audited.iter().map(|a| a.name.chars().count()).max().unwrap_or(0);
    for a in audited {
        let n = a.count;
        let total = n.total();
        let place = match &a.worst {
            Some((bound, place)) => format!("worst {bound:.1e} ({:.1e}) at {place}", a.entrywise),
            None => "no point with a bound".into(),
        };
        let zeros = match a.zeros {
            (0, _) => String::new(),
            (n, most) => format!(", {n} where the value is 0 and found up to {most:.1e}"),
        };
        let without = if a.without > 0 { format!(", {} without a bound", a.without) } else { String::new() };
        let operations = format!(
            "{total} operations ({} +-, {} *, {} /, {} sqrt, {} functions)",
            n.additions, n.products, n.quotients, n.roots, n.functions
        );
        let _ = writeln!(out, "  {:width$}  {operations}; {} points{zeros}{without}; {place}", a.name, a.points);
    }
    let unbounded = audited.iter().filter(|a| a.worst.is_none()).count();
    if unbounded > 0 {
        let _ = writeln!(out, "functions without any bound: {unbounded}");
    }
    let worst = audited.iter().filter_map(|a| a.worst.as_ref()).map(|w| w.0).fold(0.0, f64::max);
    let _ = writeln!(out, "worst relative error of all: {worst:.1e}");
    out
}
