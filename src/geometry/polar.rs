//! Polar coordinates: the radius and the angle of `(r cos t, r sin t)`.
//!
//! In: pairs of expressions with the ranges of everything. Out: the angle of such a pair, where the ranges settle it; the
//! inverse of a map that has one. An inverse is a proposal: it is checked by composition before anyone relies on it.

use super::invert::{Inversion, invert};
use super::range::Ranges;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Binary, Expr, Function, Kind, Region, Symbol};

/// `s` and `t` of the pair `(s cos t, s sin t)`, literally.
fn parts(x: &Expr, y: &Expr) -> Option<(Expr, Expr)> {
    let factors = match y.kind() {
        Kind::Product(v) => v.to_vec(),
        _ => vec![y.clone()],
    };
    factors.iter().enumerate().find_map(|(k, f)| {
        let Kind::Apply(Function::Sin, t) = f.kind() else { return None };
        let rest = factors.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, g)| g.clone());
        let s = Expr::product(rest);
        (&s * &t.apply(Function::Cos) == *x).then(|| (s, t.clone()))
    })
}

/// The expression with `t` for each `atan2(s sin t, s cos t)` in it. Rule **angle-of-a-point**: for `s > 0` and
/// `-pi < t <= pi` the point `(s cos t, s sin t)` has the angle `t`, because `atan2` gives the only angle of it in `(-pi, pi]`.
#[must_use]
pub fn angles_of_points(e: &Expr, region: &Region) -> Expr {
    if !e.nodes().iter().any(|n| matches!(n.kind(), Kind::Binary(Binary::Atan2, ..))) {
        return e.clone();
    }
    let known = std::cell::RefCell::new(Ranges::new(region));
    rebuild(e, |node| {
        let Kind::Binary(Binary::Atan2, y, x) = node.kind() else { return None };
        let (s, t) = parts(x, y)?;
        let mut known = known.borrow_mut();
        let is_angle =
            known.is_positive(&s) && known.is_positive(&(&t + &Expr::pi())) && known.is_nonnegative(&(Expr::pi() - &t));
        is_angle.then_some(t)
    })
}

/// The inverse of a map of which two components are `r cos t` and `r sin t`, for two unknowns `r` and `t`.
#[must_use]
pub fn invert_polar(forward: &[Expr], unknowns: &[Symbol], images: &[Symbol], region: &Region) -> Option<Vec<Expr>> {
    for (i, x) in forward.iter().enumerate() {
        for (j, y) in forward.iter().enumerate().filter(|(j, _)| *j != i) {
            let Some((s, t)) = parts(x, y) else { continue };
            let (Some(radius), Some(angle)) = (s.as_symbol(), t.as_symbol()) else { continue };
            if !unknowns.contains(radius) || !unknowns.contains(angle) {
                continue;
            }
            let (x, y) = (Expr::symbol(images.get(i)?), Expr::symbol(images.get(j)?));
            let found =
                [(radius.clone(), (x.powi(2) + y.powi(2)).sqrt()), (angle.clone(), angle_between(&t, &x, &y, region))];
            return with_the_others(forward, unknowns, images, region, (i, j), &found);
        }
    }
    None
}

/// The angle of `(x, y)` by the simplest function that gives it on the range of `t`.
fn angle_between(t: &Expr, x: &Expr, y: &Expr, region: &Region) -> Expr {
    let mut known = Ranges::new(region);
    let half = Expr::pi() * Expr::ratio(1, 2);
    if known.is_nonnegative(&(t + &half)) && known.is_nonnegative(&(&half - t)) {
        (y / x).apply(Function::Atan)
    } else if known.is_nonnegative(t) && known.is_nonnegative(&(Expr::pi() - t)) {
        half - (x / y).apply(Function::Atan)
    } else {
        y.with(Binary::Atan2, x)
    }
}

/// The other unknowns from the other equations.
fn with_the_others(
    forward: &[Expr],
    unknowns: &[Symbol],
    images: &[Symbol],
    region: &Region,
    (i, j): (usize, usize),
    found: &[(Symbol, Expr)],
) -> Option<Vec<Expr>> {
    let mut put = Substitution::of(found.iter().cloned());
    let others = |k: &usize| *k != i && *k != j;
    let sides: Vec<Expr> = (0..forward.len()).filter(others).map(|k| put.apply(&forward[k])).collect();
    let symbols: Vec<Symbol> = (0..images.len()).filter(others).map(|k| images[k].clone()).collect();
    let left: Vec<Symbol> = unknowns.iter().filter(|u| !found.iter().any(|(s, _)| s == *u)).cloned().collect();
    let rest = match (left.is_empty(), invert(&sides, &left, &symbols, region)) {
        (true, _) => Vec::new(),
        (false, Inversion::Found(values)) => values,
        (false, Inversion::NotFound { .. }) => return None,
    };
    let mut all: Vec<(Symbol, Expr)> = found.to_vec();
    all.extend(left.into_iter().zip(rest));
    unknowns.iter().map(|u| all.iter().find(|(s, _)| s == u).map(|(_, e)| e.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Bound, Role, Variable};

    fn setting(lower: Expr, upper: Expr) -> (Expr, Expr, Region, [Symbol; 4]) {
        let s = |name: &str, k| Symbol::new("M", name, Role::Coordinate, k);
        let all = [s("r", 0), s("t", 1), s("x", 2), s("y", 3)];
        let angle = Variable { lower: Bound::Open(lower), upper: Bound::Open(upper), ..Variable::real(all[1].clone()) };
        let region = Region { variables: vec![Variable::positive(all[0].clone()), angle], conditions: Vec::new() };
        (Expr::symbol(&all[0]), Expr::symbol(&all[1]), region, all)
    }

    #[test]
    fn the_angle_of_a_point_is_taken_within_one_turn_only() {
        let (r, t, region, _) = setting(-Expr::pi(), Expr::pi());
        let angle =
            |r: &Expr, t: &Expr| (r * &t.apply(Function::Sin)).with(Binary::Atan2, &(r * &t.apply(Function::Cos)));
        assert_eq!(angles_of_points(&angle(&r, &t), &region), t);
        let twice = &t * &Expr::integer(2);
        assert_ne!(angles_of_points(&angle(&r, &twice), &region), twice, "2 t may leave the turn");
        let negative = -&r;
        assert_ne!(angles_of_points(&angle(&negative, &t), &region), t, "the radius is negative");
        let (_, t, wide, _) = setting(Expr::zero(), Expr::pi() * Expr::integer(2));
        assert_ne!(angles_of_points(&angle(&r, &t), &wide), t, "the range reaches beyond pi");
    }

    #[test]
    fn polar_coordinates_are_inverted() {
        let (r, t, region, [radius, angle, x, y]) = setting(-Expr::pi(), Expr::pi());
        let forward = [&r * &t.apply(Function::Cos), &r * &t.apply(Function::Sin)];
        let inverse = invert_polar(&forward, &[radius, angle], &[x.clone(), y.clone()], &region);
        let (x, y) = (Expr::symbol(&x), Expr::symbol(&y));
        assert_eq!(inverse, Some(vec![(x.powi(2) + y.powi(2)).sqrt(), y.with(Binary::Atan2, &x)]));
    }
}
