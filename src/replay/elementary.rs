//! The checker's own table: every function through `exp`, `log`, `sin`, `cos`, `asin`, `atan`, `abs`, `sign`, integer
//! powers and roots. Each line is an identity of real functions wherever its left side is defined.

use crate::rational::Rational;
use crate::symbolic::{Binary, Expr, ExprMap, Function, Kind, Symbol};
use num_integer::Integer;
use num_traits::ToPrimitive;
use std::collections::BTreeSet;

/// The expression with every function of the table written out; `integers` are the variables whose values are integers.
pub fn elementary(root: &Expr, integers: &BTreeSet<Symbol>) -> Expr {
    let mut done: ExprMap<Expr> = ExprMap::default();
    for node in root.nodes() {
        let at = |x: &Expr| done.get(x).cloned().unwrap_or_else(|| x.clone());
        let image = match node.kind() {
            Kind::Number(_) | Kind::Pi | Kind::Symbol(_) => node.clone(),
            Kind::Sum(v) => Expr::sum(v.iter().map(at)),
            Kind::Product(v) => Expr::product(v.iter().map(at)),
            // b^x = exp(x log b): where the exponent is no number, the power is defined for b > 0 only, unless its value
            // is an integer: b^n = sign(b)^n exp(n log|b|).
            Kind::Power(b, x) if at(x).as_number().is_none() => {
                let (b, x) = (at(b), at(x));
                if x.symbols().iter().all(|s| integers.contains(s)) {
                    b.apply(Function::Sign).pow(&x) * (x * b.apply(Function::Abs).log()).exp()
                } else {
                    (x * b.log()).exp()
                }
            }
            Kind::Power(b, x) => at(b).pow(&at(x)),
            Kind::Apply(f, x) => written_out(*f, at(x)),
            Kind::Binary(f, x, y) => of_two(*f, &at(x), &at(y)),
            Kind::Bound(_) | Kind::Mean { .. } => node.clone(),
            Kind::Unspecified { function, orders, arguments } => {
                Expr::jet(function, orders.clone(), arguments.iter().map(at).collect())
            }
        };
        done.insert(node, image);
    }
    done.remove(root).unwrap_or_else(|| root.clone())
}

fn written_out(f: Function, x: Expr) -> Expr {
    let half = || Expr::ratio(1, 2);
    let one = Expr::one;
    let up = || x.exp();
    match f {
        Function::Tan => written_out(Function::Sin, x.clone()) / written_out(Function::Cos, x),
        Function::Sinh => half() * (up() - (-&x).exp()),
        Function::Cosh => half() * (up() + (-&x).exp()),
        Function::Tanh => (up().powi(2) - one()) / (up().powi(2) + one()),
        Function::Logistic => up() / (one() + up()),
        Function::Softplus => (one() + up()).log(),
        Function::Asinh => (&x + &(one() + x.powi(2)).sqrt()).log(),
        Function::Acosh => (&x + &(x.powi(2) - one()).sqrt()).log(),
        Function::Atanh => half() * ((one() + &x) / (one() - &x)).log(),
        Function::Acos => half() * Expr::pi() - x.apply(Function::Asin),
        Function::Cos | Function::Sin => of_turn(f, &x).or_else(|| turned(f, &x)).unwrap_or_else(|| x.apply(f)),
        Function::Cot => written_out(Function::Cos, x.clone()) / written_out(Function::Sin, x),
        Function::Sec => written_out(Function::Cos, x).recip(),
        Function::Csc => written_out(Function::Sin, x).recip(),
        Function::Acot => x.recip().apply(Function::Atan),
        Function::Logit => (&x / &(one() - &x)).log(),
        Function::Erfc => one() - x.apply(Function::Erf),
        Function::LogGamma => x.apply(Function::Gamma).apply(Function::Abs).log(),
        Function::Cbrt
        | Function::Erf
        | Function::Gamma
        | Function::Polygamma(_)
        | Function::BesselI(_)
        | Function::Exp
        | Function::Log
        | Function::Asin
        | Function::Atan
        | Function::Abs
        | Function::Sign => x.apply(f),
    }
}

/// Sine or cosine of such a multiple of pi.
fn of_turn(f: Function, x: &Expr) -> Option<Expr> {
    let r = x.as_multiple_of_pi()?;
    let quarter_turn_before = |r: Rational| Rational::new(1.into(), 2.into()) - r;
    cosine_of_turn(&if f == Function::Cos { r } else { quarter_turn_before(r) })
}

/// `sin(y + t)` and `cos(y + t)` by the addition theorems where `t` is a multiple of pi whose cosine and sine are roots.
fn turned(f: Function, x: &Expr) -> Option<Expr> {
    let Kind::Sum(terms) = x.kind() else { return None };
    let roots = |t: &Expr| Some((of_turn(Function::Cos, t)?, of_turn(Function::Sin, t)?));
    let (turn, (cosine, sine)) = terms.iter().find_map(|t| Some((t, roots(t)?)))?;
    let rest = x - turn;
    let (c, s) = (rest.apply(Function::Cos), rest.apply(Function::Sin));
    Some(if f == Function::Sin { s * cosine + c * sine } else { c * cosine - s * sine })
}

/// `cos(r pi)` for multiples of a tenth and of an eighth. From the regular pentagon, `4 cos(pi/5) = 1 + sqrt 5`; then
/// `16 sin(pi/5)^2 = 10 - 2 sqrt 5`, `cos(pi/10) = sin(2 pi/5) = 2 sin(pi/5) cos(pi/5)`. From the octagon,
/// `2 cos(pi/8)^2 = 1 + cos(pi/4)` and `tan(pi/8) = sqrt 2 - 1`.
fn cosine_of_turn(r: &Rational) -> Option<Expr> {
    let fortieths = r * &Rational::from_integer(40.into());
    let k = fortieths.is_integer().then(|| fortieths.to_integer().mod_floor(&80.into()).to_i64()).flatten()?;
    // cos(2 pi - x) = cos x, cos(pi - x) = -cos x
    let k = k.min(80 - k);
    let (k, negative) = if k > 20 { (40 - k, true) } else { (k, false) };
    let [two, five] = [2, 5].map(|n| Expr::integer(n).sqrt());
    let sine_of_fifth = || Expr::ratio(1, 4) * (Expr::integer(10) - Expr::integer(2) * &five).sqrt();
    let cosine_of_eighth = || Expr::ratio(1, 2) * (Expr::integer(2) + &two).sqrt();
    let value = match k {
        4 => Expr::ratio(1, 2) * sine_of_fifth() * (Expr::one() + &five),
        5 => cosine_of_eighth(),
        8 => Expr::ratio(1, 4) * (Expr::one() + &five),
        12 => sine_of_fifth(),
        15 => cosine_of_eighth() * (two - Expr::one()),
        16 => Expr::ratio(1, 4) * (five - Expr::one()),
        _ => return None,
    };
    Some(if negative { -value } else { value })
}

fn of_two(f: Binary, x: &Expr, y: &Expr) -> Expr {
    let distance = || (x - y).apply(Function::Abs);
    let gamma = |e: &Expr| e.apply(Function::Gamma);
    match f {
        Binary::Max => (x + y + distance()) * Expr::ratio(1, 2),
        Binary::Min => (x + y - distance()) * Expr::ratio(1, 2),
        Binary::Atan2 => x.with(f, y),
        Binary::Beta => gamma(x) * gamma(y) / gamma(&(x + y)),
    }
}
