//! Formulas in LaTeX, restricted to the commands that KaTeX knows without packages.
//!
//! In: a [`Formula`]. Out: math-mode source without delimiters. It must not know documents.

use super::latex_name::{is_word, latex_name};
use super::layout::{Formula, Term, lay_out};
use crate::symbolic::{Binary, Expr, Function, Law};

/// How tightly a formula binds; a looser one is put in parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Power,
    Atom,
}

/// An expression in LaTeX.
#[must_use]
pub fn latex(e: &Expr) -> String {
    latex_formula(&lay_out(e))
}

/// A formula in LaTeX.
#[must_use]
pub fn latex_formula(f: &Formula) -> String {
    write(f, Binding::Sum)
}

/// A matrix of LaTeX entries, row by row.
#[must_use]
pub fn latex_matrix(rows: &[Vec<String>]) -> String {
    let lines: Vec<String> = rows.iter().map(|r| r.join(" & ")).collect();
    format!("\\begin{{pmatrix}} {} \\end{{pmatrix}}", lines.join(" \\\\ "))
}

fn binding(f: &Formula) -> Binding {
    match f {
        Formula::Sum(_) | Formula::Negative(_) => Binding::Sum,
        Formula::Product(_) => Binding::Product,
        // `\sin^{2}(x)`, `f'(x)` and `\partial_1 f(x)` take no further exponent.
        Formula::Power(..) => Binding::Power,
        Formula::Call(f, _) if *f != Function::Abs => Binding::Power,
        Formula::Pair(..) => Binding::Power,
        Formula::Unspecified { orders, .. } if orders.iter().any(|n| *n > 0) => Binding::Power,
        // A fraction is a closed box as a factor, but not as a base.
        Formula::Fraction(..) => Binding::Power,
        _ => Binding::Atom,
    }
}

fn write(f: &Formula, needed: Binding) -> String {
    let inner = bare(f);
    if binding(f) < needed { parentheses(&inner) } else { inner }
}

fn parentheses(inner: &str) -> String {
    format!("\\left({inner}\\right)")
}

fn bare(f: &Formula) -> String {
    match f {
        Formula::Natural(n) => n.to_string(),
        Formula::Pi => "\\pi".into(),
        Formula::Name { name, differential } => match name.strip_prefix('d') {
            Some(coordinate) if *differential && !coordinate.is_empty() => {
                format!("\\mathrm{{d}}{}", latex_name(coordinate))
            }
            _ => latex_name(name),
        },
        Formula::Negative(x) => format!("-{}", write(x, Binding::Product)),
        Formula::Sum(terms) => sum(terms),
        Formula::Product(factors) => product(factors),
        Formula::Fraction(a, b) => format!("\\frac{{{}}}{{{}}}", bare(a), bare(b)),
        Formula::Power(b, x) => power(b, x),
        Formula::Root(x) => format!("\\sqrt{{{}}}", bare(x)),
        Formula::Call(Function::Abs, x) => format!("\\left|{}\\right|", bare(x)),
        Formula::Call(Function::Cbrt, x) => format!("\\sqrt[3]{{{}}}", bare(x)),
        Formula::Call(g, x) => format!("{}{}", function(*g), parentheses(&bare(x))),
        Formula::Pair(g, x, y) => {
            let arguments = format!("{}, {}", bare(x), bare(y));
            format!("{}{}", binary(*g), parentheses(&arguments))
        }
        Formula::Unspecified { name, orders, arguments } => unspecified(name, orders, arguments),
        Formula::Mean { variable, law, body } => {
            let name = match law {
                Law::Gaussian => "\\mathcal{N}".to_owned(),
                Law::Uniform => "\\mathcal{U}".to_owned(),
                Law::Logistic | Law::Laplace | Law::Poisson | Law::Geometric => format!("\\mathrm{{{}}}", law.name()),
            };
            let below = format!("{} \\sim {name}({})", latex_name(variable), law.parameters());
            format!("\\mathbb{{E}}_{{{below}}}\\left[{}\\right]", bare(body))
        }
        Formula::TooLarge { operations } => format!("\\text{{an expression of {operations} operations}}"),
    }
}

fn sum(terms: &[Term]) -> String {
    let mut out = String::new();
    for (i, t) in terms.iter().enumerate() {
        out.push_str(match (i, t.negative) {
            (0, false) => "",
            (0, true) => "-",
            (_, false) => " + ",
            (_, true) => " - ",
        });
        out.push_str(&write(&t.formula, Binding::Product));
    }
    out
}

fn product(factors: &[Formula]) -> String {
    let mut out = String::new();
    let mut after_word = false;
    for (i, f) in factors.iter().enumerate() {
        let factor = write(f, Binding::Power);
        let word = is_word(&factor);
        if i > 0 {
            out.push_str(if factor.starts_with(|c: char| c.is_ascii_digit()) {
                " \\cdot "
            } else if word || after_word {
                " \\, "
            } else {
                " "
            });
        }
        after_word = word || factor.contains("\\mathrm");
        out.push_str(&factor);
    }
    out
}

fn power(base: &Formula, exponent: &Formula) -> String {
    let above = bare(exponent);
    match base {
        Formula::Call(g, x) if is_trigonometric(*g) && matches!(exponent, Formula::Natural(_)) => {
            format!("{}^{{{above}}}{}", function(*g), parentheses(&bare(x)))
        }
        // A name may carry a prime or a subscript of its own: braces keep the exponents apart.
        Formula::Name { name, .. } if name.contains(['\'', '′']) => format!("{{{}}}^{{{above}}}", bare(base)),
        Formula::Name { differential: true, .. } => format!("{{{}}}^{{{above}}}", bare(base)),
        _ => format!("{}^{{{above}}}", write(base, Binding::Atom)),
    }
}

fn is_trigonometric(f: Function) -> bool {
    use Function as F;
    matches!(f, F::Sin | F::Cos | F::Tan | F::Sinh | F::Cosh | F::Tanh | F::Cot | F::Sec | F::Csc)
}

fn binary(f: Binary) -> &'static str {
    match f {
        Binary::Min => "\\min",
        Binary::Max => "\\max",
        Binary::Atan2 => "\\operatorname{atan2}",
        Binary::Beta => "\\mathrm{B}",
    }
}

fn function(f: Function) -> String {
    use Function as F;
    let name = match f {
        F::Exp => "\\exp",
        F::Log => "\\log",
        F::Sin => "\\sin",
        F::Cos => "\\cos",
        F::Tan => "\\tan",
        F::Sinh => "\\sinh",
        F::Cosh => "\\cosh",
        F::Tanh => "\\tanh",
        F::Asin => "\\arcsin",
        F::Acos => "\\arccos",
        F::Atan => "\\arctan",
        F::Asinh => "\\operatorname{arsinh}",
        F::Acosh => "\\operatorname{arcosh}",
        F::Atanh => "\\operatorname{artanh}",
        F::Abs => "\\operatorname{abs}",
        F::Sign => "\\operatorname{sign}",
        F::Logistic => "\\operatorname{logistic}",
        F::Softplus => "\\operatorname{softplus}",
        F::Logit => "\\operatorname{logit}",
        F::Cbrt => "\\operatorname{cbrt}",
        F::Cot => "\\cot",
        F::Sec => "\\sec",
        F::Csc => "\\csc",
        F::Acot => "\\operatorname{arccot}",
        F::Erf => "\\operatorname{erf}",
        F::Erfc => "\\operatorname{erfc}",
        F::Gamma => "\\Gamma",
        F::LogGamma => "\\log\\Gamma",
        F::Polygamma(0) => "\\psi",
        F::Polygamma(n) => return format!("\\psi^{{({n})}}"),
        F::BesselI(n) => return format!("I_{{{n}}}"),
    };
    name.to_owned()
}

/// `f''(x)` for one argument, `\partial_{1}^{2} \partial_{2} f(x, y)` for several.
fn unspecified(name: &str, orders: &[u32], arguments: &[Formula]) -> String {
    let list: Vec<String> = arguments.iter().map(bare).collect();
    let name = latex_name(name);
    let head = match orders {
        [0] => name,
        [n @ 1..=3] => format!("{{{name}}}{}", "'".repeat(usize::try_from(*n).unwrap_or(0))),
        [n] => format!("{{{name}}}^{{({n})}}"),
        _ => {
            let partials: String = (1..)
                .zip(orders)
                .filter(|(_, n)| **n > 0)
                .map(|(slot, n)| {
                    let order = if *n > 1 { format!("^{{{n}}}") } else { String::new() };
                    format!("\\partial_{{{slot}}}{order} ")
                })
                .collect();
            format!("{partials}{name}")
        }
    };
    format!("{head}{}", parentheses(&list.join(", ")))
}
