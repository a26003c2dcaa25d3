//! Fisher metrics that have no closed form.
//!
//! In: a law, coordinates, and how a mean is taken that has no closed form. Out: the metric, closed where there are rules and formal
//! elsewhere. It must not know when a mean is tame.
//!
//! The score is that of the whole mass, weights included, so that a weight that depends on a coordinate (the size of a negative
//! binomial law) is no obstacle. The support must not move, nor the density jump ([`super::fisher`]).
//!
//! Rule **information-equality**: `E[s_i s_j] = -E[d_i d_j log p]`. It is used where the masses or densities times `s_i`, `s_j`, `s_i s_j` and
//! `d_i d_j log p` are all tame ([`super::growth`]): so are then `d_i p = p s_i` and `d_i d_j p = p (s_i s_j + d_i d_j log p)`, and
//! `int d_i d_j p = d_i d_j int p = 0` (dominated convergence).
//!
//! **Where it is definite.** `v G v = E[(v s)^2]` for the score `s`. Over counts with positive masses it is 0 only where `v s(k) = 0` at every
//! `k`; over an interval with a positive density, for a continuous score, only where `v s(x) = 0` at every `x`. So where the scores at as
//! many points as there are coordinates are linearly independent, `G` is positive definite.

use super::counts::form::{first_count, without_shifts};
use super::error::StatisticsError;
use super::expectation::{Expected, expectation};
use super::family::{Distribution, standard_variable};
use super::fisher::{
    Information, expect_no_jump, expect_smooth, fisher_information, fisher_information_from_hessian, information,
};
use super::kernels::Kernel;
use super::law::{Law, added};
use crate::enclosure::{Point, Sign, decide_sign};
use crate::geometry::{Matrix, Metric};
use crate::statistics::rules;
use crate::symbolic::{Binary, Bound, Expr, Fact, Function, Kind, Rational, Symbol};

/// A mean of a function of one random variable that stays formal.
pub type FormalMeans<'a> = dyn Fn(&Expr, &Distribution) -> Option<Expected> + 'a;

/// The Fisher metric, by definition or as minus the expected second derivatives.
///
/// # Errors
/// As [`Law::fisher`].
pub fn formal_information(
    law: &Law,
    coordinates: &[Symbol],
    by_hessian: bool,
    formal: &FormalMeans,
) -> Result<Information, StatisticsError> {
    let again = |part: &Law| formal_information(part, coordinates, by_hessian, formal);
    match law {
        Law::One(d) => of_one(d, coordinates, by_hessian, formal),
        Law::Product(parts) => {
            let mut made = parts.iter().map(again);
            let first = made.next().ok_or(StatisticsError::OtherPoints)??;
            let mut sum = made.try_fold(first, |sum, next| added(sum, next?))?;
            if !sum.rules.contains(&rules::INDEPENDENT_SUM) {
                sum.rules.push(rules::INDEPENDENT_SUM);
            }
            Ok(sum)
        }
        Law::Sample { of, count } if !coordinates.iter().any(|c| count.contains(c)) => {
            let one = again(of)?;
            let components = one.metric.components.map(|e| count * e);
            let rules = one.rules.iter().copied().chain([rules::INDEPENDENT_SUM]).collect();
            Ok(Information { metric: Metric::new(coordinates.to_vec(), components)?, rules, ..one })
        }
        _ if by_hessian => law.fisher_from_hessian(coordinates),
        _ => law.fisher(coordinates),
    }
}

fn of_one(
    d: &Distribution,
    coordinates: &[Symbol],
    by_hessian: bool,
    formal: &FormalMeans,
) -> Result<Information, StatisticsError> {
    let closed =
        if by_hessian { fisher_information_from_hessian(d, coordinates) } else { fisher_information(d, coordinates) };
    let why = match closed {
        Err(
            why @ (StatisticsError::NoRule { .. }
            | StatisticsError::NoIntegral { .. }
            | StatisticsError::NoSum { .. }
            | StatisticsError::MovingMeasure { .. }),
        ) => why,
        other => return other,
    };
    // All that an error of another kind would have said.
    if d.support.expressions().iter().any(|e| coordinates.iter().any(|c| e.contains(c))) {
        return Err(why);
    }
    let p = Distribution { log_density: d.log_mass(), ..d.clone() };
    expect_no_jump(&p, coordinates)?;
    if by_hessian {
        expect_smooth(&p, coordinates)?;
    }
    let score: Vec<Expr> = coordinates.iter().map(|c| p.log_density.derivative(c)).collect();
    let closed = |f: &Expr| expectation(f, d).ok().filter(|mean| mean.finite_where.is_empty());
    let formal = |f: &Expr| formal(f, d).ok_or_else(|| why.clone());
    let smooth = expect_smooth(&p, coordinates).is_ok();
    information(coordinates, |i, j| {
        let second = -score[i].derivative(&coordinates[j]);
        let square = &score[i] * &score[j];
        if by_hessian {
            return closed(&second).map_or_else(|| formal(&second), Ok);
        }
        if let Some(mean) = closed(&square) {
            return Ok(mean);
        }
        let direct = formal(&square)?;
        // The same number, with less to read: rule information-equality.
        let regular = smooth && formal(&score[i]).is_ok() && formal(&score[j]).is_ok();
        let other = regular.then(|| closed(&second).or_else(|| formal(&second).ok())).flatten();
        Ok(other.filter(|_| formal(&second).is_ok()).map_or(direct, |mut mean| {
            mean.join(Vec::new(), &[rules::INFORMATION_EQUALITY]);
            mean
        }))
    })
}

/// Precision of a sign at a point.
const SIGN_BITS: usize = 64;
/// Sets of neighbouring points that are tried.
const MOST_TRIES: usize = 3;

/// Where a Fisher metric is positive definite: the scores at some points of the support are linearly independent.
#[must_use]
pub fn definite_by_points(law: &Law, coordinates: &[Symbol]) -> Option<Vec<Fact>> {
    let Law::One(d) = law else { return None };
    let log = d.log_mass();
    let score: Vec<Expr> = coordinates.iter().map(|c| log.derivative(c)).collect();
    let n = coordinates.len();
    let points = first_points(d, n + MOST_TRIES)?;
    if d.support.spacing.is_none() && !score.iter().chain([&log]).all(is_continuous) {
        return None;
    }
    let at = |i: usize, x: &Expr| without_shifts(&score[i].substitute([(d.variable.clone(), x.clone())]));
    points.windows(n).find_map(|columns| {
        let determinant = Matrix::from_fn(n, n, |i, j| at(i, &columns[j])).determinant().ok()?;
        // A mass of one's own may be 0 at some counts.
        let mass = |x: &Expr| match &d.kernel {
            Kernel::Own(own) => Some(Fact::positive(own.density.substitute([(standard_variable(), x.clone())]))),
            _ => None,
        };
        let facts = || columns.iter().filter_map(mass).chain([of_one_sign(determinant.clone())]).collect();
        (!determinant.is_zero()).then(facts)
    })
}

/// Some points of the support: the first counts, or rational numbers inside.
fn first_points(d: &Distribution, count: usize) -> Option<Vec<Expr>> {
    let count = i64::try_from(count).ok()?;
    if d.support.spacing.is_some() {
        let first = first_count(d)?;
        return Some((first..first + count).map(Expr::integer).collect());
    }
    let number = |bound: &Bound| match bound.value() {
        None => Some(None),
        Some(e) => e.as_number().cloned().map(Some),
    };
    let whole = |k: i64| Rational::from_integer(k.into());
    let points: Vec<Rational> = match (number(&d.support.lower)?, number(&d.support.upper)?) {
        (None, None) => (0..count).map(|k| whole(if k % 2 == 0 { -k / 2 } else { (k + 1) / 2 })).collect(),
        (Some(a), None) => (1..=count).map(|k| &a + &whole(k)).collect(),
        (None, Some(b)) => (1..=count).map(|k| &b - &whole(k)).collect(),
        (Some(a), Some(b)) => {
            (1..=count).map(|k| &a + &((&b - &a) * Rational::new(k.into(), (count + 1).into()))).collect()
        }
    };
    Some(points.into_iter().map(Expr::number).collect())
}

/// Made of functions that are continuous wherever they are defined.
fn is_continuous(e: &Expr) -> bool {
    use Function as F;
    e.nodes().iter().all(|node| match node.kind() {
        Kind::Apply(f, _) => !matches!(f, F::Sign),
        Kind::Binary(f, ..) => *f != Binary::Atan2,
        Kind::Unspecified { .. } | Kind::Bound(_) | Kind::Mean { .. } => false,
        _ => true,
    })
}

/// That it is not 0: by the sign that it has at one point, which is easier to decide, where it has one there.
fn of_one_sign(e: Expr) -> Fact {
    let half = Rational::new(1.into(), 2.into());
    let at = Point::exact(e.symbols().into_iter().map(|s| (s, half.clone())));
    match decide_sign(&e, &at, SIGN_BITS) {
        Ok(Sign::Positive) => Fact::positive(e),
        Ok(Sign::Negative) => Fact::positive(-e),
        _ => Fact::nonzero(e),
    }
}
