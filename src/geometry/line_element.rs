//! Line elements: quadratic forms in the differentials of the coordinates.
//!
//! `ds^2 = sum_ij G_ij dx_i dx_j` with symmetric `G`: the coefficient of `dx_i^2` is `G_ii`, that of `dx_i dx_j`
//! (`i < j`) is `2 G_ij`.

use super::error::{GeometryError, NotQuadratic};
use super::matrix::Matrix;
use super::polynomial::{NotPolynomial, Polynomial};
use crate::symbolic::{Expr, Rational, Symbol};

/// The symmetric matrix of a quadratic form in these differentials (one for each coordinate, in order).
///
/// # Errors
/// `NotQuadratic` with the part that is not homogeneous of degree 2.
pub fn line_element(form: &Expr, differentials: &[Symbol]) -> Result<Matrix, GeometryError> {
    let spoiled = |part: &Expr, reason| GeometryError::NotQuadratic { part: part.clone(), reason };
    let p = Polynomial::of(form, differentials, 2).map_err(|e| match e {
        NotPolynomial::Inside(part) => spoiled(&part, NotQuadratic::NotPolynomial),
        NotPolynomial::Degree(part) => spoiled(&part, NotQuadratic::Degree),
    })?;
    for (exponents, c) in &p.terms {
        if exponents.iter().sum::<u32>() != 2 {
            let powers = differentials.iter().zip(exponents).map(|(s, n)| Expr::symbol(s).powi(i64::from(*n)));
            return Err(spoiled(&Expr::product(powers.chain([c.clone()])), NotQuadratic::Degree));
        }
    }
    let n = differentials.len();
    Ok(Matrix::from_fn(n, n, |i, j| {
        let exponents: Vec<u32> = (0..n).map(|k| u32::from(k == i) + u32::from(k == j)).collect();
        let c = p.coefficient(&exponents);
        if i == j { c } else { c.scaled(&Rational::new(1.into(), 2.into())) }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::testing::coordinates;
    use crate::symbolic::Role;

    fn differentials() -> Vec<Symbol> {
        ["dP", "dq"].iter().zip(0..).map(|(n, i)| Symbol::new("M.a", n, Role::Differential, i)).collect()
    }

    #[test]
    fn a_quadratic_form_becomes_a_symmetric_matrix() {
        let s = coordinates("M.a", &["P", "q"]);
        let d = differentials();
        let (p, q) = (Expr::symbol(&s[0]), Expr::symbol(&s[1]));
        let (dp, dq) = (Expr::symbol(&d[0]), Expr::symbol(&d[1]));
        let form = dp.powi(2) / p.clone() + (&dp + &(&q * &dq)).powi(2);
        let g = line_element(&form, &d).unwrap();
        assert_eq!(*g.at(0, 0), p.recip() + Expr::one());
        assert_eq!((g.at(0, 1), g.at(1, 0)), (&q, &q));
        assert_eq!(*g.at(1, 1), q.powi(2));
    }

    #[test]
    fn forms_that_are_not_homogeneous_are_refused_with_the_part() {
        let d = differentials();
        let (dp, dq) = (Expr::symbol(&d[0]), Expr::symbol(&d[1]));
        let refused = |e: &Expr| match line_element(e, &d) {
            Err(GeometryError::NotQuadratic { part, reason }) => (part, reason),
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(&(dp.powi(2) + dq.clone())), (dq.clone(), NotQuadratic::Degree));
        assert_eq!(refused(&(dp.powi(2) + Expr::one())), (Expr::one(), NotQuadratic::Degree));
        assert_eq!(refused(&dp.powi(4).sqrt()).1, NotQuadratic::Degree);
        assert_eq!(refused(&(&dp.powi(3) / &dq)).1, NotQuadratic::Degree);
        assert_eq!(refused(&dp.exp()), (dp.exp(), NotQuadratic::NotPolynomial));
    }
}
