//! Laws of geometry and the formulas of known models, at exact rational points.

use super::testing::{Chance, coordinates, parameter, rational, value, values};
use super::*;
use crate::symbolic::{Bound, Expr, Fact, Function, Rational, Region, Symbol, Variable};
use crate::units::Unit;

fn e(s: &Symbol) -> Expr {
    Expr::symbol(s)
}

fn n(k: i64) -> Expr {
    Expr::integer(k)
}

fn chart(name: &str, variables: Vec<Variable>) -> Chart {
    let coordinates = variables.into_iter().map(|variable| Coordinate { variable, unit: Unit::one() }).collect();
    Chart { manifold: "M".into(), name: name.into(), coordinates, conditions: vec![] }
}

fn region(variables: Vec<Variable>) -> Region {
    Region { variables, conditions: vec![] }
}

fn found(forward: &[Expr], unknowns: &[Symbol], images: &[Symbol], region: &Region) -> Vec<Expr> {
    match invert(forward, unknowns, images, region) {
        Inversion::Found(inverse) => inverse,
        Inversion::NotFound { equation, remains, .. } => panic!("equation {equation} is left with {remains}"),
    }
}

/// The inverse of a map of one positive or otherwise ranged variable.
fn found1(f: impl Fn(Expr) -> Expr, x: Variable) -> Expr {
    let y = coordinates("M.b", &["y"]);
    let s = x.symbol.clone();
    found(&[f(e(&s))], &[s], &y, &region(vec![x])).remove(0)
}

fn x1() -> Symbol {
    coordinates("M.a", &["x"]).remove(0)
}

fn y1() -> Expr {
    e(&coordinates("M.b", &["y"])[0])
}

#[test]
fn elementary_functions_are_undone() {
    let y = y1();
    let real = || Variable::real(x1());
    let positive = || Variable::positive(x1());
    assert_eq!(found1(|x| x.exp(), real()), y.log());
    assert_eq!(found1(|x| x.log(), positive()), y.exp());
    assert_eq!(found1(|x| x.apply(Function::Logistic), real()), (&y / &(n(1) - &y)).log());
    assert_eq!(found1(|x| x.apply(Function::Sinh), real()), y.apply(Function::Asinh));
    assert_eq!(found1(|x| x.sqrt(), positive()), y.powi(2));
    assert_eq!(found1(|x| x.powi(-2), positive()), y.pow_rational(&rational(-1, 2)));
    assert_eq!(found1(|x| n(3) + n(2) * x.powi(2), positive()), ((&y - &n(3)).scaled(&rational(1, 2))).sqrt());
    assert_eq!(found1(|x| n(2).pow(&x), real()), y.log() / n(2).log());
}

#[test]
fn branches_are_chosen_by_the_range_or_not_at_all() {
    let y = y1();
    let half_pi = Expr::pi().scaled(&rational(1, 2));
    let ranged = |a: Expr, b: Expr| Variable { lower: Bound::Open(a), upper: Bound::Open(b), ..Variable::real(x1()) };
    assert_eq!(found1(|x| x.apply(Function::Tan), ranged(-&half_pi, half_pi.clone())), y.apply(Function::Atan));
    assert_eq!(found1(|x| x.apply(Function::Cos), ranged(n(0), Expr::pi())), y.apply(Function::Acos));
    assert_eq!(found1(|x| x.powi(2), ranged(n(-5), n(0))), -y.sqrt());
    let images = coordinates("M.b", &["y"]);
    let refused = |f: Expr, x: Variable| invert(&[f], &[x1()], &images, &region(vec![x]));
    for f in
        [e(&x1()).powi(2), e(&x1()).apply(Function::Tan), e(&x1()).apply(Function::Cosh), e(&x1()) + e(&x1()).exp()]
    {
        let expected = Inversion::NotFound { equation: 0, remains: f.clone(), unknowns: vec![x1()] };
        assert_eq!(refused(f, Variable::real(x1())), expected);
    }
}

#[test]
fn quadratics_take_the_root_inside_the_domain() {
    let inverse = found1(|x| x.powi(2) + &x, Variable::positive(x1()));
    let y = &coordinates("M.b", &["y"])[0];
    for k in 1..5 {
        assert_eq!(value(&inverse, &[(y, rational(k * k + k, 1))]), rational(k, 1));
    }
    let above = Variable { lower: Bound::Open(n(1)), ..Variable::real(x1()) };
    let inverse = found1(|x| &x + &x.recip(), above);
    assert_eq!(value(&inverse, &[(y, rational(10, 3))]), rational(3, 1));
    let inverse = found1(|x| x.exp() + (-x).exp().scaled(&rational(-1, 1)), Variable::real(x1()));
    assert!(inverse.contains(y), "through the kernel exp: {inverse}");
}

#[test]
fn moebius_and_linear_maps_are_inverted() {
    let (x, y) = (x1(), coordinates("M.b", &["y"]));
    let p: Vec<Symbol> = ["a", "b", "c", "d"].iter().map(|s| parameter(s)).collect();
    let f = (e(&p[0]) * e(&x) + e(&p[1])) / (e(&p[2]) * e(&x) + e(&p[3]));
    let inverse =
        found(std::slice::from_ref(&f), std::slice::from_ref(&x), &y, &region(vec![Variable::real(x.clone())]))
            .remove(0);
    let at: Vec<Rational> = [2, 3, 5, 11].iter().map(|k| rational(*k, 1)).collect();
    let mut point: Vec<(&Symbol, Rational)> = p.iter().zip(at).collect();
    point.push((&x, rational(7, 3)));
    let image = value(&f, &point);
    point.push((&y[0], image));
    assert_eq!(value(&inverse, &point), rational(7, 3));

    let (xs, ys) = (coordinates("M.a", &["x1", "x2", "x3"]), coordinates("M.b", &["y1", "y2", "y3"]));
    let rows = [[0, 2, 1], [1, 0, 3], [4, 5, 6]];
    let forward: Vec<Expr> =
        rows.iter().map(|r| Expr::sum(r.iter().zip(&xs).map(|(a, x)| n(*a) * e(x))) + n(1)).collect();
    let inverse = found(&forward, &xs, &ys, &Region::default());
    let there: Vec<(Symbol, Expr)> = ys.into_iter().zip(forward).collect();
    let back: Vec<Expr> = inverse.iter().map(|f| f.substitute(there.clone())).collect();
    assert_eq!(back, xs.iter().map(e).collect::<Vec<_>>());
}

#[test]
fn products_and_ratios_are_eliminated() {
    let (xs, ys) = (coordinates("M.a", &["x", "y"]), coordinates("M.b", &["a", "b"]));
    let (x, y) = (e(&xs[0]), e(&xs[1]));
    let r = region(xs.iter().cloned().map(Variable::positive).collect());
    let inverse = found(&[&x * &y, &x / &y], &xs, &ys, &r);
    let at = [(&ys[0], rational(6, 1)), (&ys[1], rational(3, 2))];
    assert_eq!(values(&inverse, &at), vec![rational(3, 1), rational(2, 1)]);
    // Sum and product, where x > y is declared.
    let ordered = Region { conditions: vec![Fact::positive(&x - &y)], ..r };
    let inverse = found(&[&x + &y, &x * &y], &xs, &ys, &ordered);
    let at = [(&ys[0], rational(5, 1)), (&ys[1], rational(6, 1))];
    assert_eq!(values(&inverse, &at), vec![rational(3, 1), rational(2, 1)]);
}

/// The release model: (P, q) to mean and variance.
struct Release {
    pq: Vec<Symbol>,
    mv: Vec<Symbol>,
    sites: Symbol,
    forward: Vec<Expr>,
}

fn release() -> Release {
    let (pq, mv, sites) = (coordinates("M.pq", &["P", "q"]), coordinates("M.mv", &["m", "v"]), parameter("N"));
    let (p, q, k) = (e(&pq[0]), e(&pq[1]), e(&sites));
    let forward = vec![&k * &p * &q, &k * &p * (n(1) - &p) * q.powi(2)];
    Release { pq, mv, sites, forward }
}

#[test]
fn release_moments_are_inverted_as_published() {
    let Release { pq, mv, sites, forward } = release();
    let r = region(vec![
        Variable::unit_interval(pq[0].clone()),
        Variable::positive(pq[1].clone()),
        Variable::positive(sites.clone()),
    ]);
    let inverse = found(&forward, &pq, &mv, &r);
    let (m, v, k) = (e(&mv[0]), e(&mv[1]), e(&sites));
    let published = [m.powi(2) / (m.powi(2) + &k * &v), (m.powi(2) + &k * &v) / (&k * &m)];
    let mut chance = Chance::new(20);
    for _ in 0..5 {
        let at = [(&mv[0], chance.positive()), (&mv[1], chance.positive()), (&sites, chance.positive())];
        assert_eq!(values(&inverse, &at), values(&published, &at));
    }
}

#[test]
fn release_metrics_are_pullbacks() {
    let Release { pq, mv, sites, forward } = release();
    let map = SmoothMap::new(pq.clone(), mv.clone(), forward).unwrap();
    let v = e(&mv[1]);
    let fisher = Metric::new(mv.clone(), Matrix::diagonal(&[v.recip(), v.powi(-2).scaled(&rational(1, 2))])).unwrap();
    let g = pullback_metric(&map, &fisher).unwrap();
    let wasserstein = Metric::new(mv, Matrix::diagonal(&[n(1), v.recip().scaled(&rational(1, 4))])).unwrap();
    let w = pullback_metric(&map, &wasserstein).unwrap();
    let (p, q, k) = (e(&pq[0]), e(&pq[1]), e(&sites));
    let one_less = n(1) - &p;
    let skew = n(1) - n(2) * &p;
    let published = [
        &k / &(&p * &one_less) + skew.powi(2) / (n(2) * p.powi(2) * one_less.powi(2)),
        &k / &(&one_less * &q) + &skew / &(&p * &one_less * &q),
        &k * &p / (&one_less * q.powi(2)) + n(2) / q.powi(2),
    ];
    let published_w = [
        &k * q.powi(2) * (n(4) * &k * &p * &one_less + skew.powi(2)) / (n(4) * &p * &one_less),
        &k * &q * (n(2) * &k * &p - n(2) * &p + n(1)).scaled(&rational(1, 2)),
        &k * &p * (&k * &p - &p + n(1)),
    ];
    for (a, b, c) in [((3, 10), (2, 1), 1), ((1, 2), (1, 1), 5), ((4, 5), (1, 2), 3)] {
        let at = [(&pq[0], rational(a.0, a.1)), (&pq[1], rational(b.0, b.1)), (&sites, rational(c, 1))];
        let upper = |m: &Matrix| values(&[m.at(0, 0).clone(), m.at(0, 1).clone(), m.at(1, 1).clone()], &at);
        assert_eq!(upper(&g.components), values(&published, &at));
        assert_eq!(upper(&w.components), values(&published_w, &at));
    }
    assert!(g.components.is_literally_symmetric());
}

/// `(mu, sigma)`, `(mu, s)`, `(mu, tau)`, with maps from the first.
fn normals() -> Manifold {
    let names = [("std", "sigma"), ("var", "s"), ("prec", "tau")];
    let charts: Vec<Chart> = names
        .iter()
        .map(|(c, second)| {
            let s = coordinates(&format!("M.{c}"), &["mu", second]);
            chart(c, vec![Variable::real(s[0].clone()), Variable::positive(s[1].clone())])
        })
        .collect();
    let maps = [2, -2].iter().zip([1, 2]).map(|(power, to)| {
        let (source, target) = (charts[0].point(), charts[to].symbols());
        let forward = vec![source[0].clone(), source[1].powi(*power)];
        let inverse = found(&forward, &charts[0].symbols(), &target, &charts[0].region());
        TransitionMap { from: 0, to, forward, inverse, overlap: vec![] }
    });
    Manifold { name: "M".into(), maps: maps.collect(), charts }
}

#[test]
fn paths_compose_and_reverse() {
    let m = normals();
    assert_eq!(m.path(1, 2), Some(vec![1, 0, 2]));
    assert_eq!(m.map_between(2, 0), Some(MapRef { map: 1, reversed: true }));
    let map = m.chart_map(1, 2).unwrap();
    let (var, prec) = (m.charts[1].point(), m.charts[2].point());
    assert_eq!(map.forward, vec![var[0].clone(), var[1].recip()]);
    assert_eq!(map.inverse, vec![prec[0].clone(), prec[1].recip()]);
    assert_eq!(map.overlap, vec![], "positive square roots add no condition");
    assert_eq!(m.compose(&[1, 2]), Err(GeometryError::NoTransition { from: 1, to: 2 }));
    assert_eq!(m.compose(&[7]), Err(GeometryError::NoSuchChart { index: 7 }));
    assert_eq!(m.compose(&[]), Err(GeometryError::EmptyPath));
    assert_eq!(m.chart_map(1, 1).unwrap().forward, var);
}

#[test]
fn a_reversed_map_keeps_the_conditions_of_its_image() {
    let mut m = normals();
    let sigma = m.charts[0].point().remove(1);
    m.maps[0].overlap = vec![Fact::positive(&sigma - &n(1))];
    let s = m.charts[1].point().remove(1);
    assert_eq!(m.chart_map(1, 0).unwrap().overlap, vec![Fact::positive(s.sqrt() - n(1))]);
}

#[test]
fn natural_flow_is_invariant_and_naive_flow_is_not() {
    let m = normals();
    let map = m.chart_map(0, 1).unwrap();
    let (std, var) = (m.charts[0].symbols(), m.charts[1].symbols());
    let (mu, sigma) = (e(&std[0]), e(&std[1]));
    // The part of KL that is rational, so that every value is exact: A/(2 sigma^2) + sigma^2.
    let cost = |mu: &Expr, s: Expr| (n(4) + (mu - &n(4)).powi(2)) / (n(2) * &s) + s;
    let here = ScalarField::new(std.clone(), cost(&mu, sigma.powi(2)));
    let there = ScalarField::new(var.clone(), cost(&e(&var[0]), e(&var[1])));
    let g = Metric::new(std.clone(), Matrix::diagonal(&[sigma.powi(-2), n(2) * sigma.powi(-2)])).unwrap();
    let s = e(&var[1]);
    let h = Metric::new(var.clone(), Matrix::diagonal(&[s.recip(), s.powi(-2).scaled(&rational(1, 2))])).unwrap();
    let natural = push_forward_residual(&map, &gradient(&here, &g).unwrap(), &gradient(&there, &h).unwrap()).unwrap();
    let flat_here = gradient(&here, &Metric::euclidean(std.clone())).unwrap();
    let flat_there = gradient(&there, &Metric::euclidean(var)).unwrap();
    let naive = push_forward_residual(&map, &flat_here, &flat_there).unwrap();
    let at = |a: i64, b: i64| [(&std[0], rational(a, 1)), (&std[1], rational(b, 1))];
    for (a, b) in [(2, 1), (6, 3), (1, 5)] {
        assert_eq!(values(&natural, &at(a, b)), vec![rational(0, 1); 2]);
    }
    assert_eq!(value(&naive[0], &at(6, 3)), rational(0, 1), "the mean is shared");
    assert_ne!(value(&naive[1], &at(6, 3)), rational(0, 1));
}

#[test]
fn the_sheared_map_moves_the_naive_flow_as_published() {
    let k = parameter("k");
    let (a, b) = (coordinates("M.a", &["x", "y"]), coordinates("M.b", &["x", "y"]));
    let (x, y) = (e(&a[0]), e(&a[1]));
    let forward = vec![&x + &(&e(&k) * &y), y.clone()];
    let inverse = found(&forward, &a, &b, &Region::default());
    let map = ChartMap { source: a.clone(), target: b.clone(), forward, inverse, overlap: vec![] };
    let cost = ScalarField::new(a.clone(), (x.powi(2) + n(4) * y.powi(2)).scaled(&rational(1, 2)));
    let back = map.inverse_map();
    let sheared = pullback_function(&back, &cost);
    let naive = gradient(&sheared, &Metric::euclidean(b.clone())).unwrap().negated();
    let reversed = ChartMap {
        source: b,
        target: a.clone(),
        forward: map.inverse.clone(),
        inverse: map.forward.clone(),
        overlap: vec![],
    };
    let seen = push_forward(&reversed, &naive).unwrap();
    let kk = e(&k);
    let published = [-(n(1) + kk.powi(2)) * &x + n(4) * &kk * &y, &kk * &x - n(4) * &y];
    for (p, q, r) in [(2, 1, 1), (-3, 2, 5)] {
        let at = [(&a[0], rational(p, 1)), (&a[1], rational(q, 1)), (&k, rational(r, 2))];
        assert_eq!(values(&seen.components, &at), values(&published, &at));
    }
}

#[test]
fn the_gradient_is_the_same_in_both_charts() {
    let (a, b) = (coordinates("M.a", &["x", "y"]), coordinates("M.b", &["u", "w"]));
    let (u, w) = (e(&b[0]), e(&b[1]));
    // From b to a, not inverted: J grad(F* C, F* g) = grad(C, g) at the image.
    let map = SmoothMap::new(b.clone(), a.clone(), vec![u.powi(2) * &w, &u + &w.powi(3)]).unwrap();
    let (x, y) = (e(&a[0]), e(&a[1]));
    let cost = ScalarField::new(a.clone(), x.powi(3) * &y + y.powi(2));
    let g = Metric::new(
        a.clone(),
        Matrix::from_rows(vec![vec![n(2) + x.powi(2), y.clone()], vec![y.clone(), n(3) + y.powi(2)]]).unwrap(),
    )
    .unwrap();
    let pulled = gradient(&pullback_function(&map, &cost), &pullback_metric(&map, &g).unwrap()).unwrap();
    let pushed = push_forward_at_source(&map, &pulled).unwrap();
    let mut compose = map.substitution();
    let there: Vec<Expr> = gradient(&cost, &g).unwrap().components.iter().map(|c| compose.apply(c)).collect();
    let mut chance = Chance::new(4);
    for _ in 0..5 {
        let at = [(&b[0], chance.positive()), (&b[1], chance.positive())];
        assert_eq!(values(&pushed, &at), values(&there, &at));
    }
}

#[test]
fn pullback_respects_composition() {
    let (x, u, w) = (coordinates("M.x", &["x"]), coordinates("M.u", &["u"]), coordinates("M.w", &["w"]));
    let square = SmoothMap::new(u.clone(), x.clone(), vec![e(&u[0]).powi(2)]).unwrap();
    let cube = SmoothMap::new(w.clone(), u, vec![e(&w[0]).powi(3)]).unwrap();
    let g = Metric::euclidean(x);
    let twice = pullback_metric(&cube, &pullback_metric(&square, &g).unwrap()).unwrap();
    let once = pullback_metric(&cube.then(&square).unwrap(), &g).unwrap();
    assert_eq!(once.components.at(0, 0), &(n(36) * e(&w[0]).powi(10)));
    assert_eq!(twice.components, once.components);
}

#[test]
fn cometric_times_metric_is_the_identity() {
    let a = coordinates("M.a", &["x", "y", "z"]);
    let v: Vec<Expr> = a.iter().map(e).collect();
    let g = Matrix::from_fn(
        3,
        3,
        |i, j| if i == j { n(9) + v[i].powi(2) } else { (&v[i] * &v[j]).scaled(&rational(1, 2)) },
    );
    let g = Metric::new(a.clone(), g).unwrap();
    let product = g.cometric().unwrap().mul(&g.components).unwrap();
    let mut chance = Chance::new(7);
    for _ in 0..5 {
        let at: Vec<(&Symbol, Rational)> = a.iter().map(|s| (s, chance.positive())).collect();
        let unit = values(Matrix::identity(3).entries(), &[]);
        assert_eq!(values(product.entries(), &at), unit);
    }
}

#[test]
fn the_steepest_direction_has_unit_length() {
    let a = coordinates("M.a", &["x1", "x2"]);
    let cost = ScalarField::new(a.clone(), n(10) * e(&a[0]) * e(&a[1]));
    let g = Metric::new(a.clone(), Matrix::from_rows(vec![vec![n(2), n(1)], vec![n(1), n(3)]]).unwrap()).unwrap();
    let v = gradient(&cost, &g).unwrap();
    let at = [(&a[0], rational(1, 1)), (&a[1], rational(2, 1))];
    assert_eq!(values(&v.components, &at), vec![rational(10, 1), rational(0, 1)]);
    assert_eq!(value(&vector_norm_squared(&v, &g).unwrap(), &at), rational(200, 1));
    assert_eq!(value(&covector_norm_squared(&differential(&cost), &g).unwrap(), &at), rational(200, 1));
    let s = steepest_direction(&cost, &g).unwrap();
    assert_eq!(value(&vector_norm_squared(&s, &g).unwrap(), &at), rational(1, 1));
    assert_eq!(flat(&v, &g).unwrap().pairing(&v), vector_norm_squared(&v, &g));
}

#[test]
fn webers_law_gives_the_published_flow() {
    let a = coordinates("M.a", &["x1", "x2"]);
    let (x, y) = (e(&a[0]), e(&a[1]));
    let off = (&x * &y).recip();
    let g = Matrix::from_rows(vec![vec![n(2) * x.powi(-2), off.clone()], vec![off, n(2) * y.powi(-2)]]).unwrap();
    let g = Metric::new(a.clone(), g).unwrap();
    let cost = ScalarField::new(a.clone(), (&x - &n(1)).powi(2) + (&y - &n(2)).powi(2));
    let flow = gradient(&cost, &g).unwrap().negated();
    let at = [(&a[0], rational(2, 1)), (&a[1], rational(3, 1))];
    assert_eq!(values(&flow.components, &at), vec![rational(-4, 3), rational(-8, 1)]);
}
