//! Expressions and units.

use super::{only, shape, unit_shape};
use crate::syntax::ast::ItemKind;

fn expr(text: &str) -> String {
    match only(&format!("let a = {text}")) {
        ItemKind::Let { value, .. } => shape(&value),
        other => panic!("no let: {other:?}"),
    }
}

fn unit(text: &str) -> String {
    match only(&format!("param a: real {text}")) {
        ItemKind::Param(param) => param.unit.as_ref().map(unit_shape).unwrap_or_default(),
        other => panic!("no param: {other:?}"),
    }
}

#[test]
fn signs_bind_as_the_grammar_says() {
    assert_eq!(expr("a + b*c - d/e/f"), "((a Add (b Mul c)) Sub ((d Div e) Div f))");
    assert_eq!(expr("-x^2"), "(-(x Pow 2))");
    assert_eq!(expr("-a*b"), "((-a) Mul b)");
    assert_eq!(expr("a - -b*c"), "(a Sub ((-b) Mul c))");
    assert_eq!(expr("2^-3*x"), "((2 Pow (-3)) Mul x)");
    assert_eq!(expr("2^-x^2"), "(2 Pow (-(x Pow 2)))");
    assert_eq!(expr("a^b^c"), "(a Pow (b Pow c))");
    assert_eq!(expr("(a + b)*c"), "((a Add b) Mul c)");
    assert_eq!(expr("x²/y⁻¹"), "((x Pow 2) Div (y Pow (-1)))");
    assert_eq!(expr("a − b × c ⋅ d"), "(a Sub ((b Mul c) Mul d))");
}

#[test]
fn conditions_bind_loosest() {
    assert_eq!(expr("a < b and not c >= d or e == f"), "((a Lt b and (not c Ge d)) or e Eq f)");
    assert_eq!(expr("a or b or c and d"), "((a or b) or (c and d))");
    assert_eq!(expr("not not 0 < a ≤ b ≠ c"), "(not (not 0 Lt a Le b Ne c))");
    assert_eq!(
        expr("if a < 1 then b else if c > 2 then d else e + f"),
        "(if a Lt 1 then b else (if c Gt 2 then d else (e Add f)))"
    );
    assert_eq!(expr("1 + (if a < 1 then 2 else 3)*b"), "(1 Add ((if a Lt 1 then 2 else 3) Mul b))");
}

#[test]
fn calls_indices_lists_tuples_records_and_sums() {
    assert_eq!(expr("Normal(mean = mu, sd = sigma,)"), "Normal(mean=mu, sd=sigma)");
    assert_eq!(expr("Fisher(metric = g, f())"), "Fisher(metric=g, f())");
    assert_eq!(expr("w[i] + K[1, n + 1]"), "(w[i] Add K[1, (n Add 1)])");
    assert_eq!(expr("[[a, b], [c, d,]]"), "[[a, b], [c, d]]");
    assert_eq!(expr("(a, (b, c),)"), "(a, (b, c))");
    assert_eq!(expr("Euclidean(M.a, scale = { q: 1 [mV], r: -2 })"), "Euclidean(M.a, scale={q: 1[mV], r: (-2)})");
    assert_eq!(expr("sum(i in 1..n, w[i]^2) + sum"), "(sum(i in 1..n, (w[i] Pow 2)) Add sum)");
    assert_eq!(expr("2.5e-1·∞"), "(1/4 Mul inf)");
}

#[test]
fn numbers_and_parentheses_carry_units() {
    assert_eq!(expr("-5 [mV] + 3[ms]"), "((-5[mV]) Add 3[ms])");
    assert_eq!(expr("(1/2) [mV]"), "(1 Div 2)[mV]");
    assert_eq!(expr("2*3 [mV]^2"), "(2 Mul (3[mV] Pow 2))");
}

#[test]
fn units_are_products_of_powers() {
    assert_eq!(unit("[mV^2]"), "mV^2");
    assert_eq!(unit("[mV^(1/2)/s^-0.5]"), "(mV^1/2/s^-1/2)");
    assert_eq!(unit("[mV*ms]"), "(mV*ms)");
    assert_eq!(unit("[mV ms·µA]"), "((mV*ms)*μA)");
    assert_eq!(unit("[V/(m s)]"), "(V/(m*s))");
    assert_eq!(unit("[V/m*s]"), "((V/m)*s)");
    assert_eq!(unit("[per ms]"), "(1/ms)");
    assert_eq!(unit("[1]"), "1");
    assert_eq!(unit("[m³/s²]"), "(m^3/s^2)");
    assert_eq!(unit("[min/in]"), "(min/in)");
}
