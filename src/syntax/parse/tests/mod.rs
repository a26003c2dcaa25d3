//! Tests of the parser: what is read, what is refused and in which words, and that nothing makes it fail.

mod errors;
mod expressions;
mod items;
mod limits;

use crate::diagnostics::Diagnostic;
use crate::syntax::ast::{Expr, ExprKind, File, ItemKind, UnitExpr, UnitExprKind};
use crate::syntax::parse;
use crate::syntax::span::FileId;

/// The first example of the design.
pub const THREE_CHARTS: &str = "
// One cost, three charts. Surace, Pfister, Gerstner & Brea (2020), Fig. 3.
param mu0: real = 4
param sigma0: positive = 2            // an example value

manifold Normals {
  chart std  { mu: real, sigma: positive }
  chart var  { mu: real, s: positive }
  chart prec { mu: real, tau: positive }
  map std -> var  { s = sigma^2 }     // equal names carry over
  map std -> prec { tau = 1/sigma^2 }
}

family p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)
cost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)

metric fisher = Fisher(p)
metric ruler  = Euclidean(Normals.std)

flow natural = -grad(C, fisher)
flow naive   = -partials(C)           // a recipe of the chart at hand

prove  invariant natural under std -> var -> prec
refute invariant naive   under std -> var
prove  positive_definite fisher
prove  natural in prec == (mu0 - mu, tau - tau^2*(sigma0^2 + (mu - mu0)^2))
check  C at std(mu = 2, sigma = 1) given values ~ 2.80685281944005469

show natural in var
plot natural in std over mu = 0..8, sigma = 0.2..5 contours C = [0.05, 0.2, 0.5, 1, 2, 4]
simulate natural from std(mu = 2, sigma = 1) to t = 4
";

/// The second example of the design.
pub const UNITS: &str = "
manifold Release { chart pq { P: (0, 1), q: positive [mV] } }
param phi: positive [mV] = 1 [mV]
refuse G0301 { metric bad = Euclidean(Release.pq) }         // adds dP^2 (1) and dq^2 (mV^2)
metric flat = Euclidean(Release.pq, scale = { q: 1 [mV] })
metric weber on Release.pq = dP^2/(P*(1-P)) + dq^2/q^2      // a line element
";

/// The tree of a text that must be without fault.
pub fn valid(text: &str) -> File {
    let (file, diagnostics) = parse(FileId(0), text);
    assert!(diagnostics.is_empty(), "{text}\n{diagnostics:#?}");
    file
}

/// The only item of a valid text.
pub fn only(text: &str) -> ItemKind {
    let mut file = valid(text);
    assert_eq!(file.items.len(), 1, "{text}");
    file.items.remove(0).kind
}

/// The findings of a text.
pub fn findings(text: &str) -> Vec<Diagnostic> {
    parse(FileId(0), text).1
}

/// An expression with all its parentheses.
pub fn shape(expr: &Expr) -> String {
    let list = |entries: &[Expr]| entries.iter().map(shape).collect::<Vec<_>>().join(", ");
    let path = |path: &crate::syntax::ast::Path| {
        path.segments.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join(".")
    };
    match &expr.kind {
        ExprKind::Number { value, .. } => value.to_string(),
        ExprKind::Quantity { value, unit } => format!("{}[{}]", shape(value), unit_shape(unit)),
        ExprKind::Name(name) => path(name),
        ExprKind::Index { base, indices } => format!("{}[{}]", shape(base), list(indices)),
        ExprKind::Jet { orders, function, args } => {
            let args: Vec<String> = args.iter().map(|arg| shape(&arg.value)).collect();
            format!("D[{}]({})({})", list(orders), path(function), args.join(", "))
        }
        ExprKind::Call { callee, args } => {
            let name = |name: &Option<crate::syntax::ast::Ident>| {
                name.as_ref().map_or(String::new(), |n| format!("{}=", n.name))
            };
            let args: Vec<String> =
                args.iter().map(|arg| format!("{}{}", name(&arg.name), shape(&arg.value))).collect();
            format!("{}({})", path(callee), args.join(", "))
        }
        ExprKind::Neg(value) => format!("(-{})", shape(value)),
        ExprKind::Binary { op, left, right } => {
            format!("({} {op:?} {})", shape(left), shape(right))
        }
        ExprKind::Compare { first, rest } => {
            rest.iter().fold(shape(first), |text, (op, value)| format!("{text} {op:?} {}", shape(value)))
        }
        ExprKind::And(a, b) => format!("({} and {})", shape(a), shape(b)),
        ExprKind::Or(a, b) => format!("({} or {})", shape(a), shape(b)),
        ExprKind::Not(a) => format!("(not {})", shape(a)),
        ExprKind::Tuple(entries) => format!("({})", list(entries)),
        ExprKind::List(entries) => format!("[{}]", list(entries)),
        ExprKind::Record(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{}: {}", name.name, shape(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        ExprKind::If { condition, then, otherwise } => {
            format!("(if {} then {} else {})", shape(condition), shape(then), shape(otherwise))
        }
        ExprKind::Expectation { variable, distribution, body } => {
            format!("E[{} ~ {}]({})", variable.name, shape(distribution), shape(body))
        }
        ExprKind::Sum { index, range, body } => {
            format!("sum({} in {}..{}, {})", index.name, shape(&range.from), shape(&range.to), shape(body))
        }
        ExprKind::In { value, chart } => format!("({} in {})", shape(value), path(chart)),
        ExprKind::At { value, point } => format!("({} at {})", shape(value), shape(point)),
    }
}

/// A unit with all its parentheses.
pub fn unit_shape(unit: &UnitExpr) -> String {
    match &unit.kind {
        UnitExprKind::One => "1".to_owned(),
        UnitExprKind::Name(name) => name.name.clone(),
        UnitExprKind::Mul(a, b) => format!("({}*{})", unit_shape(a), unit_shape(b)),
        UnitExprKind::Div(a, b) => format!("({}/{})", unit_shape(a), unit_shape(b)),
        UnitExprKind::Pow(a, exponent) => format!("{}^{exponent}", unit_shape(a)),
    }
}
