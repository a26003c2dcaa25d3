//! Expectations by known moments.
//!
//! `E[sum_k c_k x^k] = sum_k c_k E[x^k]` for coefficients free of `x`, and `E[c T(x)] = c E[T(x)]` for the further
//! statistics a distribution knows. With a location-scale structure `x = m + s z` is put in first, which keeps
//! central expressions short. Nothing is simplified.

use super::error::StatisticsError;
use super::family::Distribution;
use crate::geometry::polynomial::Polynomial;
use crate::geometry::rebuild::rebuild;
use crate::symbolic::{Expr, Role, Symbol};

/// Powers of the variable above this have no rule.
const HIGHEST_MOMENT: u32 = 64;

/// `E[f(x)]` for `x` of this distribution.
///
/// # Errors
/// `NoRule` with the part whose expectation is not known.
pub fn expectation(f: &Expr, d: &Distribution) -> Result<Expr, StatisticsError> {
    if !f.contains(&d.variable) {
        return Ok(f.clone());
    }
    if let Some(value) = standardised(f, d) {
        return Ok(value);
    }
    let (with_names, names) = name_statistics(f, d);
    let mut symbols = vec![d.variable.clone()];
    symbols.extend(names.iter().cloned());
    let restore =
        |e: &Expr| e.substitute(names.iter().cloned().zip(d.moments.statistics.iter().map(|(t, _)| t.clone())));
    let no_rule = |e: &Expr| StatisticsError::NoRule { expr: restore(e) };
    let p = Polynomial::of(&with_names, &symbols, HIGHEST_MOMENT).map_err(|e| no_rule(e.part()))?;
    let mut terms = Vec::new();
    for (exponents, c) in &p.terms {
        let mean = monomial_mean(exponents, d).ok_or_else(|| {
            let powers = symbols.iter().zip(exponents).map(|(s, n)| Expr::symbol(s).powi(i64::from(*n)));
            no_rule(&Expr::product(powers))
        })?;
        terms.push(c * mean);
    }
    Ok(Expr::sum(terms))
}

/// The expectation through `x = m + s z`, where that makes a polynomial in `z`.
fn standardised(f: &Expr, d: &Distribution) -> Option<Expr> {
    let structure = d.location_scale.as_ref()?;
    let z = Symbol::new("expectation", "z", Role::Random, u32::MAX);
    let x = &structure.location + &(&structure.scale * &Expr::symbol(&z));
    let in_z = f.substitute([(d.variable.clone(), x)]);
    let p = Polynomial::of(&in_z, std::slice::from_ref(&z), HIGHEST_MOMENT).ok()?;
    let mut terms = Vec::new();
    for (exponents, c) in &p.terms {
        let moment = (structure.standard_moment)(exponents.first().copied().unwrap_or(0))?;
        terms.push(c.scaled(&moment));
    }
    Some(Expr::sum(terms))
}

/// `f` with the further statistics as symbols of their own.
fn name_statistics(f: &Expr, d: &Distribution) -> (Expr, Vec<Symbol>) {
    let statistics = &d.moments.statistics;
    let names: Vec<Symbol> =
        (0..statistics.len()).map(|i| Symbol::new("expectation", &format!("T{i}"), Role::Random, u32::MAX)).collect();
    let name = |e: &Expr| statistics.iter().zip(&names).find(|((t, _), _)| t == e).map(|(_, s)| Expr::symbol(s));
    (rebuild(f, name), names)
}

/// `E` of a power of the variable alone, or of one further statistic alone.
fn monomial_mean(exponents: &[u32], d: &Distribution) -> Option<Expr> {
    let (k, others) = exponents.split_first()?;
    let used: Vec<usize> = (0..others.len()).filter(|i| others[*i] > 0).collect();
    match (k, used.as_slice()) {
        (k, []) => d.moments.moment(*k),
        (0, [i]) if others[*i] == 1 => d.moments.statistics.get(*i).map(|(_, mean)| mean.clone()),
        _ => None,
    }
}
