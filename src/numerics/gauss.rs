//! Gauss rules for expectations in emitted code, simulations and figures; those over counts are left to [`super::series`].
//!
//! In: expressions with formal expectations. Out: the same with sums over the nodes of a Gauss rule in their place. Such a sum
//! is an approximation: it is exact for polynomials of degree below twice the number of nodes, and feeds no verdict.
//!
//! The nodes are the eigenvalues of the Jacobi matrix of the orthonormal polynomials (Golub and Welsch 1969), polished by
//! Newton steps; the weight of a node is `1/sum_k p_k(x)^2` (Christoffel).

use super::lower::{LoweringError, lower};
use super::program::Program;
use super::series::is_series;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Function, Kind, Law, Rational, Symbol};
use nalgebra::{DMatrix, SymmetricEigen};
use num_traits::Signed;

/// Nodes of the rule for a Gaussian variable (Gauss-Hermite).
pub const HERMITE: usize = 64;
/// Nodes of the rule for a uniform variable (Gauss-Legendre).
pub const LEGENDRE: usize = 24;
/// Nodes of the rule for each half of the line of a Laplace or logistic variable (Gauss-Laguerre). The polynomials of the logistic
/// density itself converge far too slowly.
pub const LAGUERRE: usize = 48;
/// Steps on each side of the trapezoidal rule after `v = sinh t`, for logistic variables where the integrand itself grows or falls like
/// an exponential: polynomials are no help there (double exponential formula, Takahasi and Mori 1974).
const SINH: i32 = 60;
/// The last node: powers of its exponential are still numbers.
const FARTHEST: f64 = 230.0;
/// Newton steps for each node.
const POLISH: usize = 3;

/// Nodes with their weights.
type Nodes = Vec<(f64, f64)>;

/// Nodes and weights of the rule of a law; the weights add up to 1.
#[must_use]
pub fn rule(law: Law, count: usize) -> Vec<(f64, f64)> {
    let count_f = |k: usize| f64::from(u32::try_from(k).unwrap_or(u32::MAX));
    let zero = |_: usize| 0.0;
    match law {
        // Their sums go on until nothing is added.
        Law::Poisson | Law::Geometric => Vec::new(),
        Law::Gaussian => of_polynomials(count, zero, |k| count_f(k).sqrt()),
        Law::Uniform => of_polynomials(count, zero, |k| count_f(k) / (4.0 * count_f(k) * count_f(k) - 1.0).sqrt()),
        // The half-line on both sides, with the density over e^-z in the weights.
        Law::Laplace | Law::Logistic => {
            let mut half = of_polynomials(count, |k| 2.0 * count_f(k) + 1.0, count_f);
            for (x, w) in &mut half {
                *w *= if law == Law::Laplace { 0.5 } else { (1.0 + (-*x).exp()).powi(-2) };
            }
            half.iter().rev().map(|(x, w)| (-x, *w)).chain(half.iter().copied()).collect()
        }
    }
}

/// Nodes `sinh(k h)` with the logistic density times `h cosh(k h)`.
#[must_use]
pub fn sinh_rule() -> Vec<(f64, f64)> {
    let step = FARTHEST.asinh() / f64::from(SINH);
    let node = |k: i32| {
        let t = f64::from(k) * step;
        let fall = (-t.sinh().abs()).exp();
        (t.sinh(), step * t.cosh() * fall / (1.0 + fall).powi(2))
    };
    (-SINH..=SINH).map(node).collect()
}

/// Whether a power or an exponential of the variable is a factor somewhere.
fn has_exponentials(body: &Expr, z: &Symbol) -> bool {
    body.nodes().iter().any(|node| match node.kind() {
        Kind::Apply(Function::Exp | Function::Sinh | Function::Cosh, x) => x.contains(z),
        Kind::Power(b, x) => b.contains(z) && !x.as_number().is_some_and(|q| q.is_integer() && q.is_positive()),
        _ => false,
    })
}

/// The rule of the law with the orthonormal polynomials `x p_k = b_(k + 1) p_(k + 1) + a_k p_k + b_k p_(k - 1)`.
fn of_polynomials(count: usize, a: impl Fn(usize) -> f64, b: impl Fn(usize) -> f64) -> Vec<(f64, f64)> {
    let jacobi = DMatrix::from_fn(count, count, |i, j| match i.abs_diff(j) {
        0 => a(i),
        1 => b(i.max(j)),
        _ => 0.0,
    });
    let mut nodes: Vec<f64> = SymmetricEigen::new(jacobi).eigenvalues.iter().copied().collect();
    nodes.sort_by(f64::total_cmp);
    // Values of the orthonormal polynomials: the sum of squares below `count`, p_count and its derivative.
    let values = |x: f64| {
        let (mut before, mut last, mut slope_before, mut slope) = (0.0, 1.0, 0.0, 0.0);
        let mut squares = 0.0;
        for k in 0..count {
            squares += last * last;
            let lower = if k == 0 { 0.0 } else { b(k) };
            let next = ((x - a(k)) * last - lower * before) / b(k + 1);
            let next_slope = (last + (x - a(k)) * slope - lower * slope_before) / b(k + 1);
            (before, last, slope_before, slope) = (last, next, slope, next_slope);
        }
        (squares, last, slope)
    };
    let polished = nodes.into_iter().map(|start| {
        let mut x = start;
        for _ in 0..POLISH {
            let (_, p, slope) = values(x);
            if slope != 0.0 {
                x -= p / slope;
            }
        }
        (x, 1.0 / values(x).0)
    });
    polished.collect()
}

/// What is said of sums over counts.
const BY_SERIES: &str = "expectations over counts by their sums, until nothing is added";
/// What is said of the rule with `sinh`.
const BY_SINH: &str =
    "expectations over logistic variables with exponential factors by the trapezoidal rule with 121 nodes in asinh(v)";

/// Nodes of a rule for one of two or three variables: normal, uniform, and on each side of a logistic or Laplace one.
const OF_SEVERAL: [[usize; 3]; 2] = [[20, 12, 10], [10, 8, 6]];

/// The expression with a Gauss rule for every expectation over up to three variables, and the rules used, in words.
#[must_use]
pub fn with_gauss_rules(e: &Expr) -> (Expr, Vec<&'static str>) {
    let used = std::cell::RefCell::new(Vec::new());
    let out = rebuild(e, |node| {
        if is_series(node) {
            used.borrow_mut().push(BY_SERIES);
            return None;
        }
        let (variables, body) = node.open_mean(0)?;
        let (rules, words) = match variables.as_slice() {
            [(z, law)] => {
                let (nodes, words) = rule_of_one(*law, &body, z);
                (vec![nodes], words)
            }
            several => rules_of_several(several)?,
        };
        let mut terms = vec![body];
        for ((z, _), nodes) in variables.iter().zip(rules) {
            let nodes: Vec<(Expr, Rational)> = nodes.iter().map(exactly).collect::<Option<_>>()?;
            let at = |f: &Expr| nodes.iter().map(|(x, w)| f.substitute([(z.clone(), x.clone())]).scaled(w)).collect();
            terms = terms.iter().flat_map(|f| -> Vec<Expr> { at(f) }).collect();
        }
        let mut used = used.borrow_mut();
        if !used.contains(&words) {
            used.push(words);
        }
        Some(Expr::sum(terms))
    });
    (out, used.into_inner())
}

/// A node and its weight as exact numbers.
fn exactly((x, weight): &(f64, f64)) -> Option<(Expr, Rational)> {
    Some((Expr::number(Rational::from_float(*x)?), Rational::from_float(*weight)?))
}

/// The rule for a single variable, in words too.
fn rule_of_one(law: Law, body: &Expr, z: &Symbol) -> (Nodes, &'static str) {
    let (count, words) = match law {
        Law::Poisson | Law::Geometric => (0, BY_SERIES),
        Law::Logistic if has_exponentials(body, z) => return (sinh_rule(), BY_SINH),
        Law::Gaussian => (HERMITE, "expectations over normal variables by the Gauss-Hermite rule with 64 nodes"),
        Law::Uniform => (LEGENDRE, "expectations over uniform variables by the Gauss-Legendre rule with 24 nodes"),
        Law::Logistic => {
            (LAGUERRE, "expectations over logistic variables by Gauss-Laguerre rules with 48 nodes on each side")
        }
        Law::Laplace => {
            (LAGUERRE, "expectations over Laplace variables by Gauss-Laguerre rules with 48 nodes on each side")
        }
    };
    (rule(law, count), words)
}

/// The rules whose product is taken over two or three variables, and the product in words.
fn rules_of_several(variables: &[(Symbol, Law)]) -> Option<(Vec<Nodes>, &'static str)> {
    if variables.iter().any(|(_, law)| law.is_count()) {
        return None;
    }
    let (counts, words) = match variables.len() {
        2 => (
            OF_SEVERAL[0],
            "expectations over two variables by products of Gauss rules (20 nodes for a normal one, 12 for a uniform one, \
             10 on each side for a logistic or Laplace one)",
        ),
        3 => (
            OF_SEVERAL[1],
            "expectations over three variables by products of Gauss rules (10 nodes for a normal one, 8 for a uniform one, \
             6 on each side for a logistic or Laplace one)",
        ),
        _ => return None,
    };
    let [normal, uniform, side] = counts;
    let count = |law: Law| match law {
        Law::Gaussian => normal,
        Law::Uniform => uniform,
        Law::Logistic | Law::Laplace => side,
        Law::Poisson | Law::Geometric => 0,
    };
    Some((variables.iter().map(|(_, law)| rule(*law, count(*law))).collect(), words))
}

/// A program, with Gauss rules where an expectation without a closed form occurs; and the rules used, in words.
///
/// # Errors
/// As [`lower`](super::lower::lower).
pub fn lower_with_gauss_rules(
    outputs: &[Expr],
    inputs: &[Symbol],
) -> Result<(Program, Vec<&'static str>), LoweringError> {
    if !outputs.iter().any(Expr::has_mean) {
        return lower(outputs, inputs).map(|program| (program, Vec::new()));
    }
    let mut rules = Vec::new();
    let approximated: Vec<Expr> = outputs
        .iter()
        .map(|e| {
            let (e, used) = with_gauss_rules(e);
            rules.extend(used);
            e
        })
        .collect();
    rules.sort_unstable();
    rules.dedup();
    Ok((lower(&approximated, inputs)?, rules))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    #[test]
    fn exponential_factors_are_met_by_the_rule_with_sinh() {
        // E[softplus(v)^(a - 1)]/Gamma(a) = 1, and E[softplus(v)^a] = Gamma(a + 1).
        for (power, exact) in [(-0.75, 3.625_609_908_221_908), (0.5, 0.886_226_925_452_758), (2.0, 2.0)] {
            let softplus = |v: f64| if v < 0.0 { v.exp().ln_1p() } else { v + (-v).exp().ln_1p() };
            let found: f64 = sinh_rule().iter().map(|(v, w)| w * softplus(*v).powf(power)).sum();
            assert!((found - exact).abs() < 1e-9, "{power}: {found}");
        }
    }

    #[test]
    fn products_of_rules_serve_two_and_three_variables() {
        let symbols: Vec<Symbol> = (0..4).map(|k| Symbol::new("t", &format!("v{k}"), Role::Random, k)).collect();
        let v: Vec<Expr> = symbols.iter().map(Expr::symbol).collect();
        let laws = [Law::Gaussian, Law::Gaussian, Law::Uniform, Law::Uniform];
        let variables: Vec<(Symbol, Law)> = symbols.iter().cloned().zip(laws).collect();
        let value = |count: usize, body: &Expr| {
            let mean = Expr::mean(&variables[..count], body).unwrap();
            lower_with_gauss_rules(&[mean], &[]).map(|(program, _)| program.evaluate(&[]).unwrap()[0])
        };
        // E[log(1 + exp(2 z w))] by rigorous quadrature; E[cos(z + w + u)] is the product of e^(-1/2), e^(-1/2) and sin(1).
        let soft = (&v[0] * &v[1]).scaled(&Rational::from_integer(2.into())).apply(Function::Softplus);
        assert!((value(2, &soft).unwrap() - 1.006_713_822_37).abs() < 1e-3);
        let turned = Expr::sum(v[..3].iter().cloned()).apply(Function::Cos);
        assert!((value(3, &turned).unwrap() - (-1.0_f64).exp() * 1.0_f64.sin()).abs() < 1e-9);
        // Of more variables there is none.
        assert!(value(4, &Expr::sum(v.iter().cloned()).apply(Function::Tanh)).is_err());
    }

    #[test]
    fn moments_are_exact_up_to_rounding() {
        let laws = [
            (Law::Gaussian, 8),
            (Law::Gaussian, HERMITE),
            (Law::Uniform, 5),
            (Law::Uniform, LEGENDRE),
            (Law::Logistic, LAGUERRE),
            (Law::Laplace, 8),
            (Law::Laplace, LAGUERRE),
        ];
        for (law, count) in laws {
            let nodes = rule(law, count);
            assert_eq!(nodes.len(), if law.is_heavy() { 2 * count } else { count });
            // Over the logistic law the rule is exact for no polynomial.
            let tolerance = if law == Law::Logistic { 1e-10 } else { 1e-12 };
            let mut exact = 1.0;
            for power in (0..8).step_by(2) {
                let found: f64 = nodes.iter().map(|(x, w)| w * x.powi(power)).sum();
                assert!((found - exact).abs() < tolerance * exact, "{law:?} {count} {power}: {found} {exact}");
                let (n, above) = (f64::from(power), f64::from(power) + 1.0);
                exact = match law {
                    Law::Gaussian => exact * above,
                    Law::Uniform => 1.0 / (n + 3.0),
                    // (2^(n + 2) - 2) |B_(n + 2)| pi^(n + 2), with Bernoulli's numbers 1/6, 1/30, 1/42.
                    Law::Logistic => {
                        let (pi, bernoulli) = (std::f64::consts::PI, [6.0, 30.0, 42.0, 30.0]);
                        let which = usize::try_from(power / 2).unwrap();
                        (2f64.powi(power + 2) - 2.0) / bernoulli[which] * pi.powi(power + 2)
                    }
                    Law::Laplace => exact * above * (n + 2.0),
                    Law::Poisson | Law::Geometric => unreachable!("not in the list"),
                };
            }
            let odd: f64 = nodes.iter().map(|(x, w)| w * x.powi(3)).sum();
            assert!(odd.abs() < 1e-12);
        }
        // E[logistic(2 z - 1)], by rigorous quadrature.
        for (law, exact) in [(Law::Logistic, 0.394_196_825_158_158_76), (Law::Laplace, 0.361_577_793_122_705_8)] {
            let found: f64 = rule(law, LAGUERRE).iter().map(|(z, w)| w / (1.0 + (1.0 - 2.0 * z).exp())).sum();
            assert!((found - exact).abs() < 1e-8, "{law:?}: {found}");
        }
        // One degree too many for two nodes.
        let two: f64 = rule(Law::Gaussian, 2).iter().map(|(x, w)| w * x.powi(4)).sum();
        assert!((two - 3.0).abs() > 1.0);
    }
}
