//! Every rule of integration against quadrature, and near misses that must have no value.
//!
//! The quadrature is the double exponential one of `quadrature_tests`: the integrand in double precision at nodes that
//! crowd at the ends of the range.

use super::*;
use crate::numerics::lower::lower as lowered;
use crate::statistics::Need;
use crate::symbolic::Role;
use Function as F;

fn symbol(name: &str) -> Symbol {
    Symbol::new("", name, Role::Parameter, 0)
}

fn e(name: &str) -> Expr {
    Expr::symbol(&symbol(name))
}

fn number(e: &Expr, at: &[(&str, f64)]) -> f64 {
    let symbols: Vec<Symbol> = at.iter().map(|(n, _)| symbol(n)).collect();
    let values: Vec<f64> = at.iter().map(|(_, v)| *v).collect();
    lowered(std::slice::from_ref(e), &symbols).unwrap().evaluate(&values).unwrap()[0]
}

/// Double exponential quadrature.
fn quadrature(f: &Expr, lower: Option<f64>, upper: Option<f64>, at: &[(&str, f64)]) -> f64 {
    let mut symbols: Vec<Symbol> = at.iter().map(|(n, _)| symbol(n)).collect();
    symbols.push(symbol("x"));
    if let (None, None) = (lower, upper) {
        let corner = number(&e("m"), at);
        return quadrature(f, None, Some(corner), at) + quadrature(f, Some(corner), None, at);
    }
    let program = lowered(std::slice::from_ref(f), &symbols).unwrap();
    let h = 1.0 / 256.0;
    let half_pi = std::f64::consts::FRAC_PI_2;
    let node = |t: f64| match (lower, upper) {
        (Some(a), Some(b)) => {
            let u = 1.0 / (1.0 + (-2.0 * half_pi * t.sinh()).exp());
            (a + (b - a) * u, (b - a) * 2.0 * u * (1.0 - u) * half_pi * t.cosh())
        }
        (Some(a), None) => {
            let u = (half_pi * t.sinh()).exp();
            (a + u, u * half_pi * t.cosh())
        }
        (None, Some(b)) => {
            let u = (half_pi * t.sinh()).exp();
            (b - u, u * half_pi * t.cosh())
        }
        // Taken apart where the integrands have their corner.
        (None, None) => unreachable!(),
    };
    let total: f64 = (-2048..2048)
        .map(|k| node((f64::from(k) + 0.5) * h))
        .filter(|(x, w)| *w > 0.0 && lower.is_none_or(|a| *x > a) && upper.is_none_or(|b| *x < b))
        .map(|(x, w)| {
            let mut inputs: Vec<f64> = at.iter().map(|(_, v)| *v).collect();
            inputs.push(x);
            let y = program.evaluate(&inputs).unwrap()[0] * w;
            if y.is_finite() { y } else { 0.0 }
        })
        .sum();
    total * h
}

fn bound(e: Option<&Expr>) -> Bound {
    e.map_or(Bound::Infinite, |e| Bound::Open(e.clone()))
}

/// The value of the rule agrees with quadrature, its conditions hold, and it is found by the rules named.
fn agrees(f: &Expr, lower: Option<&Expr>, upper: Option<&Expr>, at: &[(&str, f64)], rules: &[&str]) {
    let made = definite(f, &symbol("x"), &bound(lower), &bound(upper)).unwrap_or_else(|_| panic!("no rule for {f}"));
    let beside = |rule: &&&str| **rule != crate::statistics::rules::CHANGE_OF_VARIABLES;
    assert_eq!(made.rules.iter().filter(beside).copied().collect::<Vec<_>>(), rules, "{f}");
    for fact in made.finite_where.iter().map(|need| &need.fact) {
        let value = number(&fact.expr, at);
        assert!(value > 0.0 || (value != 0.0 && fact.relation == crate::symbolic::Relation::NonZero), "{f}: {fact:?}");
    }
    let found = number(&made.value, at);
    let end = |e: Option<&Expr>| e.map(|e| number(e, at));
    let expected = quadrature(f, end(lower), end(upper), at);
    assert!((found - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{f}: rule {found}, quadrature {expected}");
}

const AT: &[(&str, f64)] = &[("a", 1.75), ("b", 0.6), ("m", -0.4), ("s", 0.8), ("w", 1.3)];

#[test]
fn over_the_line() {
    let (x, a, b, m, s, w) = (e("x"), e("a"), e("b"), e("m"), e("s"), e("w"));
    let z = (&x - &m) / &s;
    let bell = (z.powi(2) * Expr::ratio(-1, 2)).exp();
    let gauss = &["gaussian-integral"][..];
    agrees(&bell, None, None, AT, gauss);
    agrees(&(&bell * x.powi(3)), None, None, AT, gauss);
    agrees(&(&bell * &x * (&w * &x).apply(F::Sin)), None, None, AT, gauss);
    agrees(&(&bell * (&w * &x + &b).apply(F::Cos).powi(2) * (&b * &x).exp()), None, None, AT, gauss);
    // Corners, powers, tails.
    agrees(&(-z.apply(F::Abs)).exp(), None, None, AT, &["gamma-power-integral"]);
    agrees(&((-z.apply(F::Abs).powi(3)).exp() * x.powi(2)), None, None, AT, &["gamma-power-integral"]);
    agrees(&((-x.powi(4)).exp() * x.powi(2)), None, None, AT, &["gamma-power-integral"]);
    agrees(&(Expr::one() + z.powi(2)).powi(-3), None, None, AT, &["beta-prime-integral"]);
    agrees(&(Expr::one() + z.powi(2)).pow(&-(&a + &Expr::integer(2))), None, None, AT, &["beta-prime-integral"]);
    agrees(&(z.apply(F::Cosh).powi(-1)), None, None, AT, &["beta-prime-integral"]);
    agrees(&(z.apply(F::Cosh).powi(-2) * &x), None, None, AT, &["beta-prime-integral"]);
    agrees(&((-&x - (-&x).exp()).exp() * x.powi(2)), None, None, AT, &["gamma-power-integral"]);
    let logistic = x.apply(F::Logistic);
    agrees(&(&logistic * (Expr::one() - &logistic) * x.apply(F::Softplus)), None, None, AT, &["beta-prime-integral"]);
}

#[test]
fn over_a_half_line() {
    let (x, a, b, s, w) = (e("x"), e("a"), e("b"), e("s"), e("w"));
    let zero = Expr::zero();
    let from = Some(&zero);
    let decay = (-&(&a * &x)).exp();
    let gamma = &["gamma-power-integral"][..];
    agrees(&(x.pow(&b) * &decay), from, None, AT, gamma);
    agrees(&(x.pow(&b) * x.log().powi(2) * &decay), from, None, AT, gamma);
    agrees(&(x.pow(&-(&a + &Expr::one())) * (-&b / &x).exp() * x.log()), from, None, AT, gamma);
    agrees(&(x.powi(2) * (-(&x / &s).pow(&a)).exp()), from, None, AT, gamma);
    agrees(&(x.powi(2) * &decay * (&w * &x + &b).apply(F::Cos)), from, None, AT, &["damped-wave-integral"]);
    agrees(&(x.powi(3) * (-x.powi(2) * &a + &b * &x).exp()), from, None, AT, &["half-gaussian-integral"]);
    let tail = (Expr::one() + (&x / &s).pow(&a)).powi(-3);
    agrees(&(x.pow(&b) * &tail), from, None, AT, &["beta-prime-integral"]);
    agrees(
        &(x.pow(&b) * &tail * x.log() * (Expr::one() + (&x / &s).pow(&a)).log()),
        from,
        None,
        AT,
        &["beta-prime-integral"],
    );
    agrees(&((-x.log().powi(2) * &a).exp() / &x), from, None, AT, &["gaussian-integral"]);
    // Shifted ends.
    agrees(&(x.powi(2) * &decay), Some(&s), None, AT, gamma);
    agrees(&(x.pow(&-(&a + &Expr::one())) * x.log()), Some(&s), None, AT, &["power-integral"]);
    agrees(&((&a * &x).exp() * &x), None, Some(&s), AT, gamma);
}

#[test]
fn over_a_bounded_interval() {
    let (x, a, b, s, w) = (e("x"), e("a"), e("b"), e("s"), e("w"));
    let (zero, one) = (Expr::zero(), Expr::one());
    let unit = (Some(&zero), Some(&one));
    let over = |f: &Expr, rules: &[&str]| agrees(f, unit.0, unit.1, AT, rules);
    over(&(x.pow(&a) * x.log().powi(3)), &["power-integral"]);
    over(&(x.pow(&a) * (Expr::one() - &x).pow(&b) * x.log() * (Expr::one() - &x).log()), &["beta-power-integral"]);
    over(&(x.pow(&b) * (Expr::one() - x.pow(&a)).pow(&s)), &["beta-power-integral"]);
    over(&(x.powi(3) * (&a * &x).exp()), &["antiderivative-exponential"]);
    over(&(x.powi(2) * (&a * &x).exp() * (&w * &x + &b).apply(F::Sin)), &["antiderivative-exponential"]);
    over(&(x.powi(3) * (-x.powi(2) * &a + &b * &x).exp()), &["antiderivative-gaussian"]);
    over(&(x.powi(2) / (Expr::one() + &b * &x)), &["antiderivative-binomial"]);
    over(&(&x * (&a + &b * &x).pow(&s) * (&a + &b * &x).log().powi(2)), &["antiderivative-binomial"]);
    over(&((-x.log()).pow(&b) * x.pow(&a)), &["gamma-power-integral"]);
    // Other ends, and a corner.
    let (low, high) = (Expr::ratio(1, 2), Expr::integer(3));
    agrees(&(x.pow(&a) + x.recip()), Some(&low), Some(&high), AT, &["antiderivative-binomial"]);
    agrees(&x.powi(2), Some(&s), Some(&a), AT, &["power-integral"]);
    let triangle = Expr::one() - x.apply(F::Abs);
    agrees(&(&triangle * x.powi(2)), Some(&-Expr::one()), Some(&one), AT, &["power-integral"]);
    agrees(&((&s - &x) * &x), Some(&zero), Some(&s), AT, &["power-integral"]);
}

#[test]
fn what_diverges_has_an_absurd_condition_and_what_has_no_rule_no_value() {
    let x = e("x");
    let over = |f: &Expr, a: Option<&Expr>, b: Option<&Expr>| definite(f, &symbol("x"), &bound(a), &bound(b));
    let (zero, one) = (Expr::zero(), Expr::one());
    let diverges = |f: &Expr, a, b| over(f, a, b).map(|m| m.finite_where.iter().any(Need::is_absurd));
    assert_eq!(diverges(&x.exp(), Some(&zero), None), Ok(true));
    assert_eq!(diverges(&x.recip(), Some(&zero), Some(&one)), Ok(true));
    assert_eq!(diverges(&(Expr::one() + x.powi(2)).recip(), None, None), Ok(false));
    assert_eq!(diverges(&(x.powi(2) / (Expr::one() + x.powi(2))), None, None), Ok(true));
    assert_eq!(diverges(&x.powi(2).exp(), None, None), Ok(true));
    // A pole inside the range: 1/(1 - 2x) on (0, 1), 1/(1 - x) on x > 0.
    assert_eq!(diverges(&(Expr::one() - Expr::integer(2) * &x).recip(), Some(&zero), Some(&one)), Ok(true));
    assert!(over(&(Expr::one() - &x).recip(), Some(&zero), None).is_err(), "no rule divides by 1 - x");
    assert!(over(&x.recip(), None, None).map_or(true, |m| m.finite_where.iter().any(Need::is_absurd)));
    assert!(over(&x.apply(F::Gamma), Some(&zero), Some(&one)).is_err());
    assert!(over(&one, None, None).is_err(), "the length of the line");
}
