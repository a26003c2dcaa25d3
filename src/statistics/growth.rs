//! Which integrands may stand under a formal expectation.
//!
//! In: an integrand and the laws of its variables. Out: whether it belongs to the class of **tame** functions, and on
//! which unspecified functions that rests. It must not know closed forms.
//!
//! A function of the variables and of parameters is tame when it is smooth and each of its derivatives grows at most
//! exponentially in a Gaussian variable, like `e^(r |z|)` with `r < 1` in a logistic or Laplace one (whose densities fall like
//! `e^-|z|`), locally uniformly in the parameters. Then, by dominated convergence, its expectation is finite and smooth in the parameters, and is differentiated under the sign;
//! orders of integration may be exchanged (Fubini); and its product with the density vanishes at infinity.
//! Tame functions are closed under sums, products, derivatives, and under putting in tame functions of parameters.
//!
//! - polynomials in the variables are tame;
//! - `exp`, `sinh`, `cosh` of an affine function of Gaussian variables, of any tame function of bounded variables, of bounded
//!   functions (`exp(tanh z)`: it is bounded, and each derivative is it times a polynomial in derivatives of the exponent);
//! - `exp` of sums of these and of terms `-c h` with `c > 0`, where `h` is `e^u`, `cosh u`, `softplus u` or an even power of an affine `u`
//!   ([`super::light_growth`]);
//! - functions with bounded derivatives of each order of at least 1 (`sin`, `cos`, `tanh`, `logistic`, `softplus`, `atan`,
//!   `asinh`, `erf`, `erfc`) of a tame function;
//! - unspecified functions of an affine function of Gaussian variables, *assuming* that they and their derivatives grow at
//!   most exponentially (assumption **moderate-growth**), or of any tame function of bounded variables; of no logistic or
//!   Laplace variable.
//!
//! - logarithms, reciprocals and roots of functions of bounded variables alone that are positive on the closed box
//!   (rule **positive-on-box**): there they are bounded away from 0; the same of functions that are a positive constant and terms
//!   which are by their form not negative (`1 + x^2`).
//!
//! - functions of logistic and Laplace variables whose rates of growth are known and below 1 ([`super::rates`]);
//! - functions of counts whose sum with the masses is absolutely and uniformly finite ([`super::counts::growth`]).
//!
//! Whatever else could be undefined somewhere (quotients, logarithms, roots, `gamma`) or is not smooth (`abs`, `sign`,
//! `max`) is not tame when a variable occurs in it.

use super::counts;
use super::light_growth::fits;
use super::rates::Rules;
use crate::symbolic::{Expr, Fact, Function, FunctionSymbol, Kind, Law, Symbol};
use std::collections::BTreeSet;

/// The unspecified functions that are assumed to grow moderately so that the integrand is tame; nothing where it is not.
#[must_use]
pub fn tame(
    body: &Expr,
    variables: &[(Symbol, Law)],
    certain: &dyn Fn(&Fact) -> bool,
) -> Option<BTreeSet<FunctionSymbol>> {
    let heavy = variables.iter().any(|(s, law)| law.is_heavy() && body.contains(s));
    let counts = variables.iter().any(|(s, law)| law.is_count() && body.contains(s));
    let fits = match (heavy, counts) {
        (false, false) => is_tame(body, variables, certain),
        (true, false) => Rules { variables, certain }.integrable(body),
        (false, true) => counts::growth::Rules { variables, certain }.summable(body),
        (true, true) => false,
    };
    fits.then(|| assumed(body, variables))
}

/// Tame in variables none of which is logistic, Laplace or a count.
pub(super) fn is_tame(body: &Expr, variables: &[(Symbol, Law)], certain: &dyn Fn(&Fact) -> bool) -> bool {
    let random = |node: &Expr| variables.iter().any(|(s, _)| node.contains(s));
    body.nodes().iter().all(|node| !random(node) || fits(node, variables, certain))
}

/// The unspecified functions of Gaussian variables and of counts.
fn assumed(body: &Expr, variables: &[(Symbol, Law)]) -> BTreeSet<FunctionSymbol> {
    let unbounded = |law: Law| law == Law::Gaussian || law.is_count();
    let over_them = |e: &Expr| variables.iter().any(|(s, law)| unbounded(*law) && e.contains(s));
    let functions = body.nodes().into_iter().filter_map(|node| match node.kind() {
        Kind::Unspecified { function, .. } if over_them(&node) => Some(function.clone()),
        _ => None,
    });
    functions.collect()
}

/// Every derivative of order 1 and more is a bounded function.
pub(super) fn has_bounded_derivatives(f: Function) -> bool {
    use Function as F;
    matches!(f, F::Sin | F::Cos | F::Tanh | F::Logistic | F::Softplus | F::Atan | F::Asinh | F::Erf | F::Erfc)
}

/// Affine in all variables together, with coefficients free of them.
#[must_use]
pub fn affine(e: &Expr, variables: &[(Symbol, Law)]) -> bool {
    variables.iter().filter(|(s, _)| e.contains(s)).all(|(s, _)| {
        let slope = e.derivative(s);
        variables.iter().all(|(t, _)| !slope.contains(t))
    })
}

/// The unspecified functions of which an expression with formal expectations assumes moderate growth.
#[must_use]
pub fn moderate_growth(e: &Expr) -> BTreeSet<FunctionSymbol> {
    let mut out = BTreeSet::new();
    for node in Expr::deep_nodes_of(std::slice::from_ref(e)) {
        if let Some((variables, body)) = node.open_mean(0) {
            out.extend(assumed(&body, &variables));
        }
    }
    out
}
