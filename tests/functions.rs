//! Claims about functions, decided by the command itself: what must be proved, and near misses that must not be.
//!
//! Every rule of the tower and every rule for signs has both here. `x, y, z` are real, `p, q` positive, `u` lies in (0, 1),
//! `v` in (-1, 1), `w` in [-1, 1], `m` is nonnegative, `t` lies in (-pi/2, pi/2), `n` is a natural number.

use std::io::Write;
use std::process::{Command, Stdio};

const NAMES: &str = "\
param x: real
param y: real
param z: real
param p: positive
param q: positive
param u: (0, 1)
param v: (-1, 1)
param w: [-1, 1]
param m: nonnegative
param t: (-pi/2, pi/2)
param n: natural
";

/// The verdicts on statements, in order: the first word of each line of the command's output.
fn verdicts(statements: &[&str]) -> Vec<String> {
    let mut model = NAMES.to_owned();
    for (i, s) in statements.iter().enumerate() {
        model.push_str(&format!("prove c{i}: {s}\n"));
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_geoflow"))
        .args(["verify", "-", "--wait", "500"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("geoflow starts");
    child.stdin.take().expect("a pipe").write_all(model.as_bytes()).expect("geoflow reads");
    let output = child.wait_with_output().expect("geoflow ends");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let found: Vec<String> = (0..statements.len())
        .filter_map(|i| {
            let label = format!(" c{i}: ");
            let line = text.lines().find(|l| l.contains(&label))?;
            ["proved", "refuted", "undecided"].iter().find(|w| line.contains(*w)).map(|w| (*w).to_owned())
        })
        .collect();
    assert_eq!(found.len(), statements.len(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    found
}

fn all_proved(statements: &[&str]) {
    let open: Vec<String> = statements
        .iter()
        .zip(verdicts(statements))
        .filter(|(_, v)| v != "proved")
        .map(|(s, v)| format!("{v}: {s}"))
        .collect();
    assert!(open.is_empty(), "{}", open.join("\n"));
}

/// False statements: each must be refuted.
fn all_refuted(statements: &[&str]) {
    let wrong: Vec<String> = statements
        .iter()
        .zip(verdicts(statements))
        .filter(|(_, v)| v != "refuted")
        .map(|(s, v)| format!("{v}: {s}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn functions_by_their_definitions() {
    all_proved(&[
        "cot(x) == cos(x)/sin(x)",
        "sec(x)^2 == 1 + tan(x)^2",
        "csc(x)^2 == 1 + cot(x)^2",
        "acot(x) == atan(1/x)",
        "logit(logistic(x)) == x",
        "logistic(logit(u)) == u",
        "cbrt(x)^3 == x",
        "cbrt(-x) == -cbrt(x)",
        "cbrt(x*y) == cbrt(x)*cbrt(y)",
        "cbrt(p) == p^(1/3)",
        "cbrt(x^6) == x^2",
        "erfc(x) == 1 - erf(x)",
        "erf(-x) == -erf(x)",
        "erfc(x) + erfc(-x) == 2",
        "lgamma(p) == log(gamma(p))",
        "beta(p, q) == gamma(p)*gamma(q)/gamma(p + q)",
        "beta(p, q) == beta(q, p)",
    ]);
    all_refuted(&[
        "cot(x) == tan(x)",
        "cbrt(x) == abs(x)^(1/3)",
        "cbrt(x^2) == x^(2/3) + 1/1000000000000",
        "erf(x) == erf(-x)",
        "erfc(-x) == -erfc(x)",
        "acot(x) == pi/2 - atan(x)",
        "beta(p, q) == gamma(p)*gamma(q)/gamma(p*q)",
        "atan2(y, x) == atan(y/x)",
    ]);
}

#[test]
fn cases_by_signs() {
    all_proved(&[
        "abs(x*y) == abs(x)*abs(y)",
        "max(x, y) + min(x, y) == x + y",
        "max(x, y)*min(x, y) == x*y",
        "max(x, y) - min(x, y) == abs(x - y)",
        "sqrt((x - 1)^2) == abs(x - 1)",
        "sign(x)*abs(x) == x",
        "abs(x)*abs(x) == x^2",
        "sign(x)^3 == sign(x)",
        "sign(x*y) == sign(x)*sign(y)",
        "sign(x^2 - 1)*abs(x^2 - 1) == x^2 - 1",
        "max(x, y) >= x",
        "min(x, y) <= y",
        "abs(x) >= x",
        "abs(x + y) <= abs(x) + abs(y)",
        "max(x, max(y, z)) == max(max(x, y), z)",
        "abs(abs(x) - abs(y)) <= abs(x - y)",
        "max(x, 0) - max(-x, 0) == x",
        "atan2(y, p) == atan(y/p)",
        "atan2(p, x) == pi/2 - atan(x/p)",
        "cos(atan2(y, x)) == x/sqrt(x^2 + y^2)",
        "sin(atan2(y, x))*sqrt(x^2 + y^2) == y",
        "atan2(0, p) == 0",
        "atan2(p, 0) == pi/2",
        "atan2(0, -p) == pi",
        "atan2(2*y, 2*x) == atan2(y, x)",
    ]);
    all_refuted(&[
        "sign(x)^2 == 1",
        "max(x, y) > x",
        "abs(x + y) == abs(x) + abs(y)",
        "sqrt((x - 1)^2) == x - 1",
        "max(x, y)*min(x, y) == abs(x*y)",
        "abs(abs(x) - abs(y)) < abs(x - y)",
        "atan2(-y, -x) == atan2(y, x)",
        "sign(x)*abs(x) == x + 1/1000000000000000000000",
        "max(x, y) >= x + y",
    ]);
}

#[test]
fn inverse_functions() {
    all_proved(&[
        "sin(asin(w)) == w",
        "cos(asin(w)) == sqrt(1 - w^2)",
        "tan(acos(v))*v == sqrt(1 - v^2)",
        "cos(atan(x)) == 1/sqrt(1 + x^2)",
        "sin(atan(x)) == x/sqrt(1 + x^2)",
        "sin(2*atan(x)) == 2*x/(1 + x^2)",
        "asin(w) + acos(w) == pi/2",
        "atan(p) + atan(1/p) == pi/2",
        "atan(x) + atan(1/x) == sign(x)*pi/2",
        "atan(tan(t)) == t",
        "asin(sin(t)) == t",
        "acos(cos(p)) == p given p < pi",
        "acos(sin(t)) == pi/2 - t",
        "asin(sin(p)) == pi - p given p > pi/2, p < 3*pi/2",
        "2*atan(w) == asin(2*w/(1 + w^2))",
        "asin(1/2) == pi/6",
        "acos(-1/2) == 2*pi/3",
        "atan(sqrt(3)) == pi/3",
        "asin(sqrt(2)/2) == pi/4",
        "atan(2 - sqrt(3)) == pi/12",
        "acos((sqrt(6) + sqrt(2))/4) == pi/12",
        "atan(1/2) + atan(1/3) == pi/4",
        "4*atan(1/5) - atan(1/239) == pi/4",
        "atan(1) + atan(2) + atan(3) == pi",
        "atan(u) + atan(v) == atan((u + v)/(1 - u*v))",
        "acos(-w) == pi - acos(w)",
        "2*asin(u) == acos(1 - 2*u^2)",
    ]);
    all_refuted(&[
        "atan(tan(x)) == x",
        "asin(sin(x)) == x",
        "acos(cos(t)) == t",
        "atan(x) + atan(1/x) == pi/2",
        "2*atan(x) == asin(2*x/(1 + x^2))",
        "atan(x) + atan(y) == atan((x + y)/(1 - x*y))",
        "4*atan(1/5) - atan(1/240) == pi/4",
        "atan(1) + atan(2) + atan(3) == 0",
        "cos(acos(w)) == -w",
        "cos(asin(w)) == 1 - w^2/2",
        "asin(sin(p)) == pi - p given p > pi/2, p < 5*pi/2",
        "2*asin(w) == acos(1 - 2*w^2)",
    ]);
}

#[test]
fn functional_equations() {
    all_proved(&[
        "gamma(x + 1) == x*gamma(x)",
        "gamma(x + 3) == x*(x + 1)*(x + 2)*gamma(x)",
        "gamma(x - 1)*(x - 1) == gamma(x)",
        "gamma(x + 2) == (x + 1)*gamma(x + 1)",
        "gamma(1/2) == sqrt(pi)",
        "gamma(7/2) == 15*sqrt(pi)/8",
        "gamma(-1/2) == -2*sqrt(pi)",
        "gamma(5) == 24",
        "gamma(u)*gamma(1 - u) == pi/sin(pi*u)",
        "gamma(x)*gamma(1 - x) == pi/sin(pi*x)",
        "gamma(1/4)*gamma(3/4) == pi*sqrt(2)",
        "lgamma(p + 1) == lgamma(p) + log(p)",
        "lgamma(x + 1) == lgamma(x) + log(abs(x))",
        "digamma(x + 1) == digamma(x) + 1/x",
        "digamma(1/2) == digamma(1) - 2*log(2)",
        "digamma(5) == digamma(1) + 25/12",
        "trigamma(x + 1) == trigamma(x) - 1/x^2",
        "trigamma(1) == pi^2/6",
        "trigamma(1/2) == pi^2/2",
        "polygamma(2, x + 1) == polygamma(2, x) + 2/x^3",
        "polygamma(0, x) == digamma(x)",
        "beta(p + 1, q) == beta(p, q)*p/(p + q)",
        "beta(p, 1) == 1/p",
        "beta(1/2, 1/2) == pi",
        "besselI(2, p) == besselI(0, p) - 2*besselI(1, p)/p",
        "besselI(1, -x) == -besselI(1, x)",
        "besselI(-3, x) == besselI(3, x)",
        "besselI(0, 0) == 1",
    ]);
    all_refuted(&[
        "gamma(x + 1) == (x + 1)*gamma(x)",
        "gamma(x)*gamma(1 - x) == pi/cos(pi*x)",
        "gamma(p) == gamma(p + 1)",
        "digamma(x + 1) == digamma(x) + 1/(x + 1)",
        "trigamma(x + 1) == trigamma(x) + 1/x^2",
        "trigamma(1) == pi^2/6 + 1/1000000000000000000000000",
        "polygamma(2, x + 1) == polygamma(2, x) - 2/x^3",
        "beta(p + 1, q) == beta(p, q)*q/(p + q)",
        "besselI(2, p) == besselI(0, p) + 2*besselI(1, p)/p",
        "besselI(1, -x) == besselI(1, x)",
        "lgamma(p + q) == lgamma(p) + lgamma(q)",
        "gamma(p) > 1",
    ]);
}

#[test]
fn roots_of_numbers() {
    all_proved(&[
        "sqrt(5 + 2*sqrt(6)) == sqrt(2) + sqrt(3)",
        "sqrt(5 - 2*sqrt(6)) == sqrt(3) - sqrt(2)",
        "sqrt(3 + 2*sqrt(2)) == 1 + sqrt(2)",
        "sqrt(2 + sqrt(3)) == (sqrt(6) + sqrt(2))/2",
        "cbrt(2 + sqrt(5)) + cbrt(2 - sqrt(5)) == 1",
        "(7 + 5*sqrt(2))^(1/3) == 1 + sqrt(2)",
        "1/(sqrt(2) - 1) == sqrt(2) + 1",
        "sqrt(sqrt(2) - 1)*sqrt(sqrt(2) + 1) == 1",
        "log(3 + 2*sqrt(2)) == 2*log(1 + sqrt(2))",
        "log(sqrt(2) - 1) == -log(sqrt(2) + 1)",
        "abs(1 - sqrt(2)) == sqrt(2) - 1",
        "sqrt((1 - sqrt(2))^2) == sqrt(2) - 1",
        "sqrt(p + q + 2*sqrt(p*q)) == sqrt(p) + sqrt(q)",
        "sqrt(p + 2*sqrt(p) + 1) == sqrt(p) + 1",
        "sqrt(p + q - 2*sqrt(p*q)) == abs(sqrt(p) - sqrt(q))",
        "abs(pi - 3) == pi - 3",
    ]);
    all_refuted(&[
        "sqrt(5 + 2*sqrt(6)) == sqrt(2) + sqrt(3) + 1/10000000000000000000000000",
        "sqrt(5 - 2*sqrt(6)) == sqrt(2) - sqrt(3)",
        "sqrt(6 + 2*sqrt(6)) == sqrt(2) + sqrt(3)",
        "cbrt(2 + sqrt(5)) + cbrt(2 - sqrt(5)) == 2",
        "log(3 + 2*sqrt(2)) == 3*log(1 + sqrt(2))",
        "sqrt(p + q - 2*sqrt(p*q)) == sqrt(p) - sqrt(q)",
        "abs(22/7 - pi) == pi - 22/7",
    ]);
}

#[test]
fn signs_and_bounds() {
    all_proved(&[
        "exp(-8*p*m) <= 1",
        "exp(-p) < 1",
        "exp(p) > 1",
        "log(1 + p) > 0",
        "log(u) < 0",
        "tanh(x) < 1",
        "tanh(x) > -1",
        "tanh(p) > 0",
        "logistic(x) < 1",
        "logistic(x) > 0",
        "abs(sin(x)) <= 1",
        "abs(cos(x)) <= 1",
        "2 + sin(x) > 0",
        "2 - cos(x) > 0",
        "1 - sin(x)^2 >= 0",
        "cos(t) > 0",
        "atan(x) < pi/2",
        "atan(x) > -pi/2",
        "asin(w) <= pi/2",
        "sqrt(p) > 0",
        "abs(x) >= 0",
        "x^2 + y^2 >= 2*x*y",
        "x^2 + y^2 + z^2 >= x*y + y*z + z*x",
        "p + q >= 2*sqrt(p*q)",
        "p/q + q/p >= 2",
        "x^4 + y^4 >= x^3*y + x*y^3",
        "x^4 - x^2 + 1 > 0",
        "log(p) <= p - 1",
        "exp(x) >= 1 + x",
        "sinh(m) >= m",
        "cosh(x) >= 1",
        "sin(m) <= m",
        "tanh(m) <= m",
        "atan(m) <= m",
        "cosh(x) >= 1 + x^2/2",
        "cos(x) >= 1 - x^2/2",
        "sqrt(2) + sqrt(3) > pi",
        "exp(pi) > pi^(5/2)",
        "erf(p) > 0",
        "erf(x) < 1",
        "erfc(x) > 0",
        "gamma(p) > 0",
        "trigamma(x) > 0",
        "besselI(0, x) >= 1",
        "besselI(1, p) > 0",
        "beta(p, q) > 0",
        "sin(u) + cos(u) > 0",
        "exp(u) < 3",
        "max(u, 1 - u) >= 1/2",
    ]);
    all_refuted(&[
        "x^2 + y^2 > 0",
        "(x - y)^2 > 0",
        "exp(-8*p*x) <= 1",
        "exp(x) > 1 + x",
        "log(p) < p - 1",
        "sin(x) <= x",
        "sinh(x) >= x",
        "abs(sin(x)) < 1/2",
        "2 + 3*sin(x) > 0",
        "besselI(0, x) > 1",
        "p + q > 2*sqrt(p*q)",
        "x^4 - 2*x^2 + 1 > 0",
        "exp(pi) > pi^3",
        "exp(u) < 2",
        "cos(x) >= 1 - x^2/3",
    ]);
}
