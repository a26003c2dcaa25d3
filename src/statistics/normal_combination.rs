//! Several normal variables that occur in one combination only.
//!
//! In: an integrand, its variables with their laws. Out: the integrand with one normal variable in the place of several, where
//! it depends on them through one combination. It must not know closed forms.
//!
//! Rule **normal-combination**: if `z_1, .., z_n` are independent standard normal, `c_1 z_1 + .. + c_n z_n` has the law of
//! `sqrt(c_1^2 + .. + c_n^2) z`. So `E[f(c_1 z_1 + .. + c_n z_n)] = E[f(sqrt(c_1^2 + ..) z)]`. Every place at which the variables
//! occur must be affine in them with slopes `t c_1, .., t c_n`, `t` free of the variables; equal ratios are read off as equal
//! products `s_i c_j = s_j c_i`. A root is differentiable only off 0, so `c_1^2 + ..` must be a certainly positive number.

use super::growth::affine;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Fact, Kind, Law, Symbol};

/// The integrand and its variables afterwards; nothing where two normal variables or more do not go together.
#[must_use]
pub fn normal_combination(
    body: &Expr,
    variables: &[(Symbol, Law)],
    certain: &dyn Fn(&Fact) -> bool,
) -> Option<(Expr, Vec<(Symbol, Law)>)> {
    let normal: Vec<(Symbol, Law)> =
        variables.iter().filter(|(s, law)| *law == Law::Gaussian && body.contains(s)).cloned().collect();
    let (first, _) = normal.first().filter(|_| normal.len() > 1)?;
    let mut all: Vec<Vec<Expr>> = Vec::new();
    let slopes = |place: &Expr| normal.iter().map(|(s, _)| place.derivative(s)).collect();
    if !places(body, &normal, &mut |place| all.push(slopes(place))) {
        return None;
    }
    // Numbers rather than parameters.
    let numbers = |slopes: &&Vec<Expr>| slopes.iter().all(|s| s.as_number().is_some());
    let c = all.iter().find(numbers).or_else(|| all.first())?;
    let parallel = |s: &Vec<Expr>| {
        (0..c.len()).all(|i| {
            (0..c.len()).all(|j| {
                s.get(i).zip(c.get(j)).zip(s.get(j).zip(c.get(i))).is_some_and(|((a, b), (d, e))| a * b == d * e)
            })
        })
    };
    if !all.iter().all(parallel) {
        return None;
    }
    let square = Expr::sum(c.iter().map(|c| c.powi(2)));
    let known =
        square.as_number().is_some_and(num_traits::Signed::is_positive) || certain(&Fact::positive(square.clone()));
    // The slope along the direction is (sum s_i c_i)/|c|.
    let length = square.sqrt();
    if !known {
        return None;
    }
    let image = rebuild(body, |node| {
        if !normal.iter().any(|(s, _)| node.contains(s)) || !affine(node, &normal) || !free_slopes(node, &normal) {
            return None;
        }
        let at_zero = node.substitute(normal.iter().map(|(s, _)| (s.clone(), Expr::zero())));
        let along = Expr::sum(normal.iter().zip(c).map(|((s, _), c)| node.derivative(s) * c));
        let slope = if along == square { length.clone() } else { along / &length };
        Some(at_zero + slope * Expr::symbol(first))
    });
    let left = variables.iter().filter(|(s, _)| s == first || !normal.iter().any(|(t, _)| t == s)).cloned().collect();
    Some((image, left))
}

/// Slopes that no variable stands in.
fn free_slopes(e: &Expr, normal: &[(Symbol, Law)]) -> bool {
    normal.iter().all(|(s, _)| {
        let slope = e.derivative(s);
        normal.iter().all(|(t, _)| !slope.contains(t))
    })
}

/// The outermost affine parts in which the variables occur; whether they occur nowhere else.
fn places(e: &Expr, normal: &[(Symbol, Law)], found: &mut dyn FnMut(&Expr)) -> bool {
    if !normal.iter().any(|(s, _)| e.contains(s)) {
        return true;
    }
    if affine(e, normal) && free_slopes(e, normal) {
        found(e);
        return true;
    }
    match e.kind() {
        Kind::Sum(v) | Kind::Product(v) => v.iter().all(|x| places(x, normal, found)),
        Kind::Power(b, x) => places(b, normal, found) && places(x, normal, found),
        Kind::Apply(_, x) => places(x, normal, found),
        Kind::Unspecified { arguments, .. } => arguments.iter().all(|x| places(x, normal, found)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Function, Role};

    #[test]
    fn one_combination_becomes_one_variable_and_two_do_not() {
        let z = |n: &str| Symbol::new("", n, Role::Random, 7);
        let (x, y) = (z("x"), z("y"));
        let (ex, ey) = (Expr::symbol(&x), Expr::symbol(&y));
        let a = Expr::symbol(&Symbol::new("", "a", Role::Parameter, 1));
        let laws = [(x.clone(), Law::Gaussian), (y.clone(), Law::Gaussian)];
        let times = |e: &Expr, n: i64| Expr::integer(n) * e;
        let tanh = |e: &Expr| e.apply(Function::Tanh);
        let combination = |e: &Expr| normal_combination(e, &laws, &|_| false);
        let three_four = times(&ex, 3) + times(&ey, 4);
        let (image, left) = combination(&tanh(&(&three_four + &a))).unwrap();
        assert_eq!((image, left.len()), (tanh(&(times(&ex, 5) + &a)), 1));
        // A multiple of the same combination beside it.
        let both = tanh(&three_four) * tanh(&(&three_four * &a));
        assert_eq!(combination(&both).unwrap().0, tanh(&times(&ex, 5)) * tanh(&(times(&ex, 5) * &a)));
        // Another combination, a product, and a length that may be 0.
        assert!(combination(&(tanh(&three_four) * tanh(&(&ex + &ey)))).is_none());
        assert!(combination(&tanh(&(&ex * &ey))).is_none());
        assert!(combination(&tanh(&(&ex * &a + &ey * &a))).is_none());
        assert!(combination(&tanh(&(&ex + &ey * &a))).is_none());
        // Uniform variables do not go together.
        let uniform = [(x, Law::Uniform), (y, Law::Uniform)];
        assert!(normal_combination(&tanh(&three_four), &uniform, &|_| true).is_none());
    }
}
