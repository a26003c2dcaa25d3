//! How far double precision is off: every function of a module over a sample of its domain.
//!
//! In: a model and the description of its module. Out: for each function its operations and the largest error found, a
//! rigorous bound at each sample point. Points at which a value is 0 or has no narrow enclosure are counted apart.

use super::point::Assignment;
use crate::emit::rust::{FunctionDescription, RustModule};
use crate::enclosure::simple_points;
use crate::model::{ChartId, Model};
use crate::numerics::nearest::{is_exact, nearest_f64};
use crate::numerics::program::OperationCount;
use crate::symbolic::{Expr, Rational, Symbol};
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
    /// Points that count.
    pub points: usize,
    /// Points without a bound.
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
    let mut out =
        Audited { name: function.name.clone(), count: program.operation_count(), worst: None, points: 0, without: 0 };
    for point in sample(model, id) {
        let number = |s: &Symbol| point.iter().find(|(t, _)| t == s).map(|(_, q)| nearest_f64(q));
        let Some(inputs) = symbols.iter().map(number).collect::<Option<Vec<f64>>>() else { continue };
        let Ok(found) = program.evaluate(&inputs) else { continue };
        match program.error_bound(&inputs, &found) {
            None => out.without += 1,
            Some(bound) => {
                out.points += 1;
                if out.worst.as_ref().is_none_or(|(w, _)| bound > *w) {
                    let place = symbols.iter().zip(&inputs).map(|(s, x)| format!("{} = {x}", s.name()));
                    out.worst = Some((bound, place.collect::<Vec<_>>().join(", ")));
                }
            }
        }
    }
    Some(out)
}

/// Points of the domain whose coordinates are doubles, first with the example values of the params.
fn sample(model: &Model, id: ChartId) -> Vec<Vec<(Symbol, Rational)>> {
    let region = model.region(Some(id));
    let examples = model.example_values().into_iter().filter_map(|(s, e)| Some((s, e.as_number()?.clone())));
    let examples: Vec<(Symbol, Rational)> = examples.filter(|(_, q)| is_exact(q)).collect();
    let mut out = Vec::new();
    for fixed in [examples.as_slice(), &[]] {
        let values = fixed.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone()))).collect();
        let Ok(found) = simple_points(&Assignment { chart: None, values }.remaining(&region), POINTS / 2) else {
            continue;
        };
        for point in found {
            let point: Vec<(Symbol, Rational)> = fixed.iter().cloned().chain(point).collect();
            if point.iter().all(|(_, q)| is_exact(q)) {
                out.push(point);
            }
        }
    }
    out
}

/// The audit as a table.
#[must_use]
pub fn table(audited: &[Audited]) -> String {
    let mut out =
        String::from("error of double precision, relative to the largest entry: an upper bound at each point\n");
    let width = audited.iter().map(|a| a.name.chars().count()).max().unwrap_or(0);
    for a in audited {
        let n = a.count;
        let total = n.total();
        let place = match &a.worst {
            Some((bound, place)) => format!("worst {bound:.1e} at {place}"),
            None => "no point with a bound".into(),
        };
        let without = if a.without > 0 { format!(", {} without a bound", a.without) } else { String::new() };
        let operations = format!(
            "{total} operations ({} +-, {} *, {} /, {} sqrt, {} functions)",
            n.additions, n.products, n.quotients, n.roots, n.functions
        );
        let _ = writeln!(out, "  {:width$}  {operations}; {} points{without}; {place}", a.name, a.points);
    }
    let worst = audited.iter().filter_map(|a| a.worst.as_ref()).map(|w| w.0).fold(0.0, f64::max);
    let _ = writeln!(out, "worst relative error of all: {worst:.1e}");
    out
}
