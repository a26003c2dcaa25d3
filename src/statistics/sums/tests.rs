//! Every rule of summation against the sum itself.

use super::*;
use crate::numerics::lower::lower as lowered;
use crate::statistics::Need;
use crate::symbolic::Role;

fn symbol(name: &str) -> Symbol {
    Symbol::new("", name, Role::Parameter, 0)
}

fn e(name: &str) -> Expr {
    Expr::symbol(&symbol(name))
}

const AT: &[(&str, f64)] = &[("q", 0.35), ("p", 0.6), ("r", 2.25), ("m", 1.75), ("n", 9.0)];

fn number(e: &Expr, k: f64) -> f64 {
    let mut symbols: Vec<Symbol> = AT.iter().map(|(n, _)| symbol(n)).collect();
    let mut values: Vec<f64> = AT.iter().map(|(_, v)| *v).collect();
    symbols.push(symbol("k"));
    values.push(k);
    lowered(std::slice::from_ref(e), &symbols).unwrap().evaluate(&values).unwrap()[0]
}

fn agrees(f: &Expr, first: i64, last: Option<&Expr>, rules: &[&str]) {
    let made = definite_sum(f, &symbol("k"), &Expr::integer(first), last).unwrap_or_else(|_| panic!("no rule: {f}"));
    assert_eq!(made.rules, rules, "{f}");
    for fact in made.finite_where.iter().map(|need| &need.fact) {
        assert!(number(&fact.expr, 0.0) != 0.0, "{f}: {fact:?}");
    }
    let end = last.map_or(150, |l| number(l, 0.0).round() as i64);
    let sum: f64 = (first..=end).map(|k| number(f, k as f64)).filter(|y| y.is_finite()).sum();
    let found = number(&made.value, 0.0);
    assert!((found - sum).abs() < 1e-9 * (1.0 + sum.abs()), "{f}: rule {found}, sum {sum}");
}

fn factorial(x: &Expr) -> Expr {
    (x + &Expr::one()).apply(Function::Gamma)
}

#[test]
fn series_without_end() {
    let (k, q, r, m) = (e("k"), e("q"), e("r"), e("m"));
    agrees(&(q.pow(&k) * k.powi(3)), 0, None, &["geometric-sum"]);
    agrees(&(q.pow(&(Expr::integer(2) * &k + Expr::one())) * (&k + &r).powi(2)), 3, None, &["geometric-sum"]);
    agrees(&((&k * &q.log()).exp() * &k), 1, None, &["geometric-sum"]);
    agrees(&(m.pow(&k) / factorial(&k) * k.powi(4)), 0, None, &["exponential-sum"]);
    let rising = (&r + &k).apply(Function::Gamma) / factorial(&k);
    agrees(&(&rising * q.pow(&k) * k.powi(2)), 0, None, &["negative-binomial-series"]);
    agrees(&(q.pow(&k) / &k), 1, None, &["logarithmic-sum"]);
    agrees(&(q.pow(&k) / &k * (k.powi(3) + Expr::one() + &k)), 1, None, &["logarithmic-sum", "geometric-sum"]);
}

#[test]
fn sums_with_an_end() {
    let (k, q, p, n) = (e("k"), e("q"), e("p"), e("n"));
    let choose = factorial(&n) / (factorial(&k) * factorial(&(&n - &k)));
    let mass = &choose * p.pow(&k) * (Expr::one() - &p).pow(&(&n - &k));
    agrees(&mass, 0, Some(&n), &["binomial-theorem"]);
    let mean = definite_sum(&(&mass * &k), &symbol("k"), &Expr::zero(), Some(&n)).map(|m| m.value);
    assert_eq!(mean, Ok(&n * &p), "the binomial theorem meets p + (1 - p) = 1");
    agrees(&(&choose * p.pow(&k) * q.pow(&(&n - &k)) * k.powi(3)), 0, Some(&n), &["binomial-theorem"]);
    agrees(&(k.powi(3) - &k), 1, Some(&n), &["faulhaber-sum"]);
    agrees(&q.pow(&k), 0, Some(&n), &["finite-geometric-sum"]);
    agrees(&(k.powi(2) * q.pow(&k)), 2, Some(&Expr::integer(7)), &["finite-sum"]);
}

#[test]
fn what_diverges_says_so_and_what_has_no_rule_has_no_value() {
    let (k, q) = (e("k"), e("q"));
    let sum = |f: &Expr| definite_sum(f, &symbol("k"), &Expr::one(), None);
    let diverges = |f: &Expr| sum(f).map(|m| m.finite_where.iter().any(Need::is_absurd));
    assert_eq!(diverges(&Expr::integer(2).pow(&k)), Ok(true));
    assert_eq!(diverges(&Expr::one()), Ok(true));
    assert_eq!(diverges(&k.recip()), Ok(true), "the harmonic series");
    assert_eq!(diverges(&q.pow(&k)), Ok(false));
    assert!(sum(&k.pow(&Expr::ratio(-3, 2))).is_err());
    assert!(sum(&(q.pow(&k.powi(2)))).is_err());
    assert!(sum(&(q.pow(&k) * (&k + &q).apply(Function::Gamma))).is_err());
}
