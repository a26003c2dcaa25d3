//! Simple instances of what a claim quantifies over beyond points: unspecified functions and symbolic metrics.
//!
//! In: function symbols, symbolic metrics. Out: polynomials and positive definite matrices of polynomials to put in their
//! place. It must not know claims. Every instance belongs to the class: positive functions get polynomials that are
//! positive everywhere, symbolic metrics get matrices that are positive definite everywhere.

use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, FunctionSymbol, Role, Symbol};

/// A generic symmetric positive definite matrix whose entries are unspecified functions of the coordinates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolicMetric {
    /// The entries, row by row; `entries[i][j]` and `entries[j][i]` are the same symbol.
    pub entries: Vec<Vec<FunctionSymbol>>,
}

/// Everything a claim quantifies over besides points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuantifiedFunctions {
    /// Unspecified functions that stand by themselves.
    pub functions: Vec<FunctionSymbol>,
    /// Symbolic metrics.
    pub metrics: Vec<SymbolicMetric>,
}

/// A function put in the place of an unspecified one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionInstance {
    /// The unspecified function.
    pub function: FunctionSymbol,
    /// The names of its arguments.
    pub arguments: Vec<Symbol>,
    /// Its value.
    pub body: Expr,
}

/// Number of different joint instances.
pub const INSTANCES: usize = 8;

impl FunctionInstance {
    fn new(function: &FunctionSymbol, body: impl FnOnce(&[Expr]) -> Expr) -> Self {
        let arguments = arguments_of(function);
        let z: Vec<Expr> = arguments.iter().map(Expr::symbol).collect();
        Self { function: function.clone(), arguments, body: body(&z) }
    }
}

/// `z1, z2, ..`: names of our own for the arguments.
fn arguments_of(function: &FunctionSymbol) -> Vec<Symbol> {
    (1..=function.arity())
        .map(|i| Symbol::new(function.name(), &format!("z{i}"), Role::Auxiliary, u32::try_from(i).unwrap_or(u32::MAX)))
        .collect()
}

/// Simple polynomials of the function's arity, positive everywhere if the function is.
#[must_use]
pub fn function_instances(function: &FunctionSymbol) -> Vec<FunctionInstance> {
    (0..INSTANCES).map(|k| function_instance(function, k)).collect()
}

/// The `k`th simple instance.
#[must_use]
pub fn function_instance(function: &FunctionSymbol, k: usize) -> FunctionInstance {
    FunctionInstance::new(function, |z| if function.is_positive() { positive(z, k) } else { polynomial(z, k) })
}

/// `a1*z1^n + a2*z2^n + ..` with distinct coefficients `first, first + 1, ..`.
fn weighted(z: &[Expr], exponent: i64, first: i64) -> Expr {
    Expr::sum(z.iter().zip(first..).map(|(x, a)| Expr::integer(a) * x.powi(exponent)))
}

/// `z1*z2*..`
fn product_of(z: &[Expr]) -> Expr {
    Expr::product(z.iter().cloned())
}

/// Polynomials of any sign.
fn polynomial(z: &[Expr], k: usize) -> Expr {
    let constant = |n: i64| Expr::integer(n);
    match k % INSTANCES {
        0 => weighted(z, 1, 1) + constant(1),
        1 => weighted(z, 2, 1),
        2 => constant(2),
        3 => weighted(z, 3, 1) - weighted(z, 1, 2) + constant(1),
        4 => product_of(z) + weighted(z, 2, 1) - constant(3),
        5 => weighted(z, 1, -2) + constant(-1),
        6 => product_of(z).powi(2) + weighted(z, 1, 3),
        _ => constant(0),
    }
}

/// Polynomials that are at least 1 everywhere: 1 plus squares.
fn positive(z: &[Expr], k: usize) -> Expr {
    let constant = |n: i64| Expr::integer(n);
    match k % INSTANCES {
        0 => constant(1) + weighted(z, 2, 1),
        1 => constant(2),
        2 => constant(1) + (weighted(z, 1, 1) - constant(1)).powi(2),
        3 => constant(2) + weighted(z, 4, 1),
        4 => constant(3) + product_of(z).powi(2) + weighted(z, 2, 2),
        5 => constant(1),
        6 => constant(5) + (weighted(z, 1, 2) + constant(3)).powi(2),
        _ => constant(10),
    }
}

impl SymbolicMetric {
    /// The `k`th simple instance: a positive definite matrix in the place of the entries. Constant ones first (the
    /// identity, a diagonal one, one with all neighbours coupled), then ones that vary with the coordinates.
    #[must_use]
    pub fn instance(&self, k: usize) -> Vec<FunctionInstance> {
        let mut out: Vec<FunctionInstance> = Vec::new();
        for (i, row) in self.entries.iter().enumerate() {
            for (j, function) in row.iter().enumerate() {
                if j >= i && !out.iter().any(|o| o.function == *function) {
                    out.push(FunctionInstance::new(function, |z| matrix_entry(z, k, i, j)));
                }
            }
        }
        out
    }
}

/// Entry `(i, j)`, `i <= j`, of the `k`th positive definite matrix.
///
/// Matrices with a positive diagonal that dominates each row strictly are positive definite; so are a positive multiple
/// and a diagonal matrix with positive entries.
fn matrix_entry(z: &[Expr], k: usize, i: usize, j: usize) -> Expr {
    let place = i64::try_from(i).unwrap_or(0);
    let diagonal = |d: Expr| if i == j { d } else { Expr::zero() };
    // 2, 3, 4, .. on the diagonal and 1 beside it: row sums off the diagonal are at most 1 in the first row, 2 below.
    let coupled = || match j - i {
        0 => Expr::integer(place + 2),
        1 => Expr::one(),
        _ => Expr::zero(),
    };
    let first = z.first().cloned().unwrap_or_else(Expr::zero);
    let last = z.last().cloned().unwrap_or_else(Expr::zero);
    let one_plus_square = |x: &Expr| Expr::one() + x.powi(2);
    match k % INSTANCES {
        0 => coupled(),
        1 => diagonal(Expr::one()),
        2 => diagonal(Expr::integer(place + 2)),
        3 => one_plus_square(&first) * coupled(),
        4 => diagonal(if i == 0 { Expr::one() } else { one_plus_square(&first) }),
        5 => diagonal(if i == 0 { one_plus_square(&last) } else { Expr::integer(place + 2) }),
        6 => diagonal(Expr::integer(place + 1) + weighted(z, 2, 1)),
        _ => {
            // A dominated coupling that varies: 1 + (sum of squares) beats |z1| on either side of the diagonal.
            let growth = Expr::integer(place + 2) + weighted(z, 2, 2);
            if i == j {
                growth
            } else if j == i + 1 {
                &first * &Expr::ratio(1, 2)
            } else {
                Expr::zero()
            }
        }
    }
}

impl QuantifiedFunctions {
    /// Whether there is nothing to instantiate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty() && self.metrics.is_empty()
    }

    /// The `k`th joint instance. Different functions get different polynomials.
    #[must_use]
    pub fn instance(&self, k: usize) -> Vec<FunctionInstance> {
        let mut out: Vec<FunctionInstance> =
            self.functions.iter().enumerate().map(|(i, f)| function_instance(f, k + i)).collect();
        for (i, metric) in self.metrics.iter().enumerate() {
            out.extend(metric.instance(k + i));
        }
        out
    }
}

/// The substitution that puts instances in the place of their functions.
#[must_use]
pub fn substitution(instances: &[FunctionInstance]) -> Substitution {
    instances
        .iter()
        .fold(Substitution::default(), |s, i| s.with_function(&i.function, i.arguments.clone(), i.body.clone()))
}
