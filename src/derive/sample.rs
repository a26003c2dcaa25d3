//! A sample of the domain of a function, at points that are doubles.
//!
//! In: a model, a chart, the symbols a function reads. Out: values for them: first the simplest points of the domain, with
//! the example values of the params, then points spread over it, far ones and near ones, the same in every run. It must
//! not know what is computed there.

use super::point::Assignment;
use crate::enclosure::simple_points;
use crate::model::{ChartId, Model, random_region};
use crate::numerics::lower::lower;
use crate::numerics::nearest::{is_exact, nearest_f64};
use crate::numerics::program::Program;
use crate::symbolic::{Bound, Expr, Rational, Region, Relation, Symbol, Variable};

/// Numbers without an end reach from this power of 2 to its inverse.
const RANGE: f64 = 8.0;
/// Points drawn for each that is wanted, before a narrow domain is given up.
const DRAWS: usize = 200;

/// Values of `inputs` at about as many points as wanted, half of them simple, half of them spread.
#[must_use]
pub fn sample(model: &Model, chart: ChartId, inputs: &[Symbol], count: usize) -> Vec<Vec<f64>> {
    let exprs: Vec<Expr> = inputs.iter().map(Expr::symbol).collect();
    let mut region = model.region(Some(chart)).and(&random_region(model, &exprs));
    // A law on a grid other than the integers says nothing: every number serves.
    let rest = inputs.iter().filter(|s| !region.variables.iter().any(|v| v.symbol == **s));
    let rest: Vec<Variable> = rest.map(|s| Variable::real(s.clone())).collect();
    region.variables.extend(rest);
    let mut out = simple(model, &region, inputs, count.div_ceil(2));
    out.extend(spread(&region, inputs, count / 2));
    out
}

/// The simplest points, first with the example values of the params.
fn simple(model: &Model, region: &Region, inputs: &[Symbol], count: usize) -> Vec<Vec<f64>> {
    let examples = model.example_values().into_iter().filter_map(|(s, e)| Some((s, e.as_number()?.clone())));
    let examples: Vec<(Symbol, Rational)> = examples.filter(|(_, q)| is_exact(q)).collect();
    let mut out = Vec::new();
    for fixed in [examples.as_slice(), &[]] {
        let values = fixed.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone()))).collect();
        let Ok(found) = simple_points(&Assignment { chart: None, values }.remaining(region), count.div_ceil(2)) else {
            continue;
        };
        for point in found {
            let point: Vec<(Symbol, Rational)> = fixed.iter().cloned().chain(point).collect();
            let number = |s: &Symbol| point.iter().find(|(t, q)| t == s && is_exact(q)).map(|(_, q)| nearest_f64(q));
            let Some(values) = inputs.iter().map(number).collect::<Option<Vec<f64>>>() else { continue };
            if !out.contains(&values) {
                out.push(values);
            }
        }
    }
    out
}

/// Points drawn variable by variable, of which those in the domain stay.
fn spread(region: &Region, inputs: &[Symbol], count: usize) -> Vec<Vec<f64>> {
    let facts = region.facts();
    let conditions: Vec<Expr> = facts.iter().map(|f| f.expr.clone()).collect();
    let symbols: Vec<Symbol> = region.variables.iter().map(|v| v.symbol.clone()).collect();
    let Ok(program) = lower(&conditions, &symbols) else { return Vec::new() };
    let relations: Vec<Relation> = facts.iter().map(|f| f.relation).collect();
    let mut chance = Chance(0x2545_F491_4F6C_DD1D);
    let mut out = Vec::new();
    for _ in 0..DRAWS * count {
        if out.len() == count {
            break;
        }
        let values: Vec<f64> = region.variables.iter().map(|v| chance.value(v)).collect();
        if inside(&program, &relations, &values) {
            let number = |s: &Symbol| symbols.iter().position(|t| t == s).and_then(|k| values.get(k)).copied();
            out.extend(inputs.iter().map(number).collect::<Option<Vec<f64>>>());
        }
    }
    out
}

/// Whether the outputs of a program compare with 0 as they should.
pub(super) fn inside(program: &Program, relations: &[Relation], values: &[f64]) -> bool {
    let Ok(found) = program.evaluate(values) else { return false };
    found.iter().zip(relations).all(|(x, relation)| match relation {
        Relation::Positive => *x > 0.0,
        Relation::NonNegative => *x >= 0.0,
        Relation::NonZero => x.abs() > 0.0,
        Relation::Zero => *x == 0.0,
    })
}

/// Numbers that look random and are the same in every run.
struct Chance(u64);

impl Chance {
    /// Between 0 and 1, on a grid of 2^-20: short doubles keep exact arithmetic cheap.
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let bits = u32::try_from(self.0 >> 44).unwrap_or(0);
        (f64::from(bits) + 0.5) / f64::from(1_u32 << 20)
    }

    fn value(&mut self, variable: &Variable) -> f64 {
        let end = |bound: &Bound| bound.value().and_then(Expr::as_number).map(nearest_f64);
        let (u, sign) = (self.unit(), if self.unit() < 0.5 { -1.0 } else { 1.0 });
        let size = short((RANGE * (2.0 * u - 1.0)).exp2());
        let x = match (end(&variable.lower), end(&variable.upper)) {
            (Some(a), Some(b)) => short(a + (b - a) * u),
            (Some(a), None) => a + size,
            (None, Some(b)) => b - size,
            (None, None) => sign * size,
        };
        if variable.integer { x.round() } else { x }
    }
}

/// Few digits are as good as many.
fn short(x: f64) -> f64 {
    f64::from(x as f32)
}
