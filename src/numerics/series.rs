//! Sums over counts in programs: expectations without a closed form.
//!
//! In: a formal expectation over one count. Out: a program for its terms, which whoever runs it adds up until they are negligible. Such
//! a sum is an approximation and feeds no verdict. It must not know targets.
//!
//! A term is `w(n) g(n)` with a positive **weight** `w`, the mass times all exponential and gamma factors of the integrand. The weight is
//! computed as one exponential, `exp(u(n) + lgamma(..) - ..)`: its factors alone leave the range of doubles long before it does.
//!
//! **Where it ends.** After [`PATIENCE`] counts in a row whose weight is below [`NEGLIGIBLE`] of all weights and whose term is below that of all
//! sizes of terms. Weights rise to one peak and fall, so that they are not small before the peak, and a `g` that is 0 for many counts
//! ends nothing. After [`MOST_TERMS`] counts, and where something is no number, the sum is no number.

use super::interpret::Interpreter;
use super::lower::{Lowering, LoweringError, lower};
use super::program::{Instruction, Program, Register};
use crate::symbolic::{Expr, Function, Kind, Law, Role, Symbol};
use std::sync::Arc;

/// Counts in a row that add nothing.
pub const PATIENCE: u32 = 64;
/// What adds nothing, relative to the whole.
pub const NEGLIGIBLE: f64 = 1e-18;
/// Longer sums are not finished.
pub const MOST_TERMS: u32 = 1 << 20;

/// The terms of a sum over a count: a program of the count and of arguments, whose outputs are a term and its weight.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Series {
    /// Its first input is the count.
    pub terms: Program,
}

impl Series {
    /// The sum in double precision.
    #[must_use]
    pub fn sum(&self, arguments: &[f64]) -> f64 {
        let mut terms = Interpreter::new(self.terms.clone());
        let mut inputs: Vec<f64> = std::iter::once(0.0).chain(arguments.iter().copied()).collect();
        let (mut total, mut size, mut mass, mut quiet) = (0.0_f64, 0.0_f64, 0.0_f64, 0_u32);
        for n in 0..MOST_TERMS {
            if let Some(count) = inputs.first_mut() {
                *count = f64::from(n);
            }
            let mut outputs = [0.0; 2];
            if terms.evaluate(&inputs, &mut outputs).is_err() {
                break;
            }
            let [term, weight] = outputs;
            total += term;
            size += term.abs();
            mass += weight;
            quiet = if weight <= NEGLIGIBLE * mass && term.abs() <= NEGLIGIBLE * size { quiet + 1 } else { 0 };
            if quiet == PATIENCE {
                return total;
            }
        }
        f64::NAN
    }
}

/// Whether it is an expectation over one count.
pub(super) fn is_series(e: &Expr) -> bool {
    matches!(e.kind(), Kind::Mean { laws, .. } if matches!(laws.as_slice(), [law] if law.is_count()))
}

impl Lowering {
    /// The sum, whose arguments are computed outside of it.
    pub(super) fn series(&mut self, e: &Expr) -> Result<Register, LoweringError> {
        let Some((variables, body)) = e.open_mean(0) else { return Err(LoweringError::Expectation) };
        let [(n, law)] = variables.as_slice() else { return Err(LoweringError::Expectation) };
        let [term, weight] = parts(&body, n, *law);
        let mut free = Vec::new();
        let outputs = [term, weight].map(|e| outside(&e, n, &mut free));
        let names: Vec<Symbol> = (0..free.len()).map(argument).collect();
        let inputs: Vec<Symbol> = std::iter::once(n.clone()).chain(names).collect();
        let terms = lower(&outputs, &inputs)?;
        let arguments = free.iter().map(|e| self.value_of_all(e)).collect::<Result<_, _>>()?;
        Ok(self.issue(Instruction::Series(Arc::new(Series { terms }), arguments)))
    }
}

/// The term at a count, and its weight.
fn parts(body: &Expr, n: &Symbol, law: Law) -> [Expr; 2] {
    let count = Expr::symbol(n);
    let next = &count + &Expr::one();
    let mut exponents = vec![match law {
        Law::Poisson => -Expr::one() - next.apply(Function::LogGamma),
        _ => -(next * Expr::integer(2).log()),
    }];
    let factors = match body.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![body.clone()],
    };
    let mut rest = Vec::new();
    for f in factors {
        let (base, power) = match f.kind() {
            Kind::Power(b, x) if !x.contains(n) => (b.clone(), x.clone()),
            _ => (f.clone(), Expr::one()),
        };
        match base.kind() {
            Kind::Apply(Function::Exp, u) if u.contains(n) => exponents.push(u * &power),
            Kind::Apply(Function::Gamma, u) if u.contains(n) => exponents.push(u.apply(Function::LogGamma) * power),
            _ => rest.push(f),
        }
    }
    let weight = Expr::sum(exponents).exp();
    [Expr::product(rest) * &weight, weight]
}

/// The expression with arguments in place of its largest parts that are free of the count.
fn outside(e: &Expr, n: &Symbol, free: &mut Vec<Expr>) -> Expr {
    if e.as_number().is_some() {
        return e.clone();
    }
    if !e.contains(n) {
        let place = free.iter().position(|known| known == e).unwrap_or_else(|| {
            free.push(e.clone());
            free.len() - 1
        });
        return Expr::symbol(&argument(place));
    }
    let mut of = |x: &Expr| outside(x, n, free);
    match e.kind() {
        Kind::Sum(v) => Expr::sum(v.iter().map(of).collect::<Vec<_>>()),
        Kind::Product(v) => Expr::product(v.iter().map(of).collect::<Vec<_>>()),
        Kind::Power(b, x) => {
            let (b, x) = (of(b), of(x));
            b.pow(&x)
        }
        Kind::Apply(f, x) => of(x).apply(*f),
        Kind::Binary(f, x, y) => {
            let (x, y) = (of(x), of(y));
            x.with(*f, &y)
        }
        _ => e.clone(),
    }
}

fn argument(place: usize) -> Symbol {
    let rank = u32::try_from(place).unwrap_or(u32::MAX);
    Symbol::new("series", &format!("a{}", place + 1), Role::Auxiliary, rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_go_on_until_nothing_is_added() {
        let n = Symbol::new("", "n", Role::Random, 0);
        let rate = Symbol::new("", "a", Role::Parameter, 1);
        let (k, a) = (Expr::symbol(&n), Expr::symbol(&rate));
        let of = |law: Law, body: &Expr, at: f64| {
            let mean = Expr::mean(&[(n.clone(), law)], body).unwrap();
            lower(&[mean], std::slice::from_ref(&rate)).unwrap().evaluate(&[at]).unwrap()[0]
        };
        // E[sqrt k] for rates of 4, 100 and 300, by rigorous sums.
        let root = (&k * &a.log()).exp() * k.sqrt();
        for (at, exact) in [(4.0, 1.922_075_726_63), (100.0, 9.987_444_562_69), (300.0, 17.313_280_625_36)] {
            let found = of(Law::Poisson, &root, at) * (1.0 - at).exp();
            assert!((found / exact - 1.0).abs() < 1e-8, "{at}: {found}");
        }
        // A function that is 0 up to 300: E[max(k - 300, 0)] over masses (1 - q) q^k is q^301/(1 - q).
        let late = (&k - &Expr::integer(300)).with(crate::symbolic::Binary::Max, &Expr::zero());
        let weight = (&k * &(&a * &Expr::integer(2)).log()).exp() * Expr::integer(2);
        let found = of(Law::Geometric, &(&weight * &late), 0.95) * 0.05;
        let exact = 0.95_f64.powi(301) / 0.05;
        assert!((found / exact - 1.0).abs() < 1e-9, "{found} {exact}");
        // Gamma functions that are no doubles: sum Gamma(20 + k)/(Gamma(20) k!) q^k = (1 - q)^-20.
        let ratio = (&k + &Expr::integer(20)).apply(Function::Gamma) / (&k + &Expr::one()).apply(Function::Gamma);
        let found = of(Law::Geometric, &(&weight * &ratio), 0.9);
        let exact = 1e20 * (2..20).map(f64::from).product::<f64>();
        assert!((found / exact - 1.0).abs() < 1e-9, "{found} {exact}");
        // What does not end is no number.
        assert!(of(Law::Geometric, &weight, 1.0).is_nan());
    }
}
