//! Formulas as one line of text, and matrices as aligned lines.
//!
//! In: a [`Formula`]. Out: text that geoflow reads back with the same meaning (`-x^2` is `-(x^2)`), in ASCII or with
//! `·` and superscript digits; names are the user's own in both, and the minus sign is always ASCII.
//!
//! The one form that the language does not read is a derivative of an unspecified function: `f'(x)` up to `f'''(x)` for
//! a function of one argument, else `D[1,0](f)(x, y)`, the orders of differentiation slot by slot.

use super::layout::{Formula, Layout, Term, lay_out};
use crate::symbolic::Expr;
use crate::units::superscript;

/// Which characters may be used besides those of the user's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Characters {
    /// ASCII only: `2*sigma^2`
    Ascii,
    /// `2·sigma²`
    Unicode,
}

/// How tightly a formula binds; a looser one is put in parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Power,
    Atom,
}

/// The formula in one line.
#[must_use]
pub fn text(formula: &Formula, characters: Characters) -> String {
    let mut out = String::new();
    Printer { characters, out: &mut out }.formula(formula, Binding::Sum);
    out
}

/// An expression in one line of ASCII (names apart).
#[must_use]
pub fn ascii(e: &Expr) -> String {
    text(&lay_out(e), Characters::Ascii)
}

/// An expression in one line of ASCII, polynomials ordered by `layout`.
#[must_use]
pub fn ascii_with(e: &Expr, layout: &Layout) -> String {
    text(&layout.formula(e), Characters::Ascii)
}

/// The rows of a matrix as aligned lines: `[[a, b],` above ` [c, d]]`.
#[must_use]
pub fn matrix(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |j: usize| rows.iter().filter_map(|r| r.get(j)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let last = row.len().saturating_sub(1);
            let cells = row.iter().enumerate().map(|(j, cell)| {
                let gap = widths.get(j).copied().unwrap_or(0).saturating_sub(cell.chars().count());
                if j == last { cell.clone() } else { format!("{cell}, {}", " ".repeat(gap)) }
            });
            format!("[{}]", cells.collect::<String>())
        })
        .collect();
    format!("[{}]", lines.join(",\n "))
}

fn binding(f: &Formula) -> Binding {
    match f {
        Formula::Sum(_) | Formula::Negative(_) => Binding::Sum,
        Formula::Product(_) | Formula::Fraction(..) => Binding::Product,
        Formula::Power(..) => Binding::Power,
        Formula::Natural(_)
        | Formula::Pi
        | Formula::Name { .. }
        | Formula::Root(_)
        | Formula::Call(..)
        | Formula::Pair(..)
        | Formula::Unspecified { .. }
        | Formula::Mean { .. }
        | Formula::TooLarge { .. } => Binding::Atom,
    }
}

struct Printer<'a> {
    characters: Characters,
    out: &'a mut String,
}

impl Printer<'_> {
    fn formula(&mut self, f: &Formula, needed: Binding) {
        let parenthesised = binding(f) < needed;
        if parenthesised {
            self.out.push('(');
        }
        self.bare(f);
        if parenthesised {
            self.out.push(')');
        }
    }

    fn bare(&mut self, f: &Formula) {
        match f {
            Formula::Natural(n) => self.out.push_str(&n.to_string()),
            Formula::Pi => self.out.push_str("pi"),
            Formula::Name { name, .. } => self.out.push_str(name),
            Formula::Negative(x) => {
                self.out.push('-');
                self.formula(x, Binding::Product);
            }
            Formula::Sum(terms) => self.sum(terms),
            Formula::Product(factors) => self.product(factors),
            Formula::Fraction(a, b) => {
                let inner = if matches!(**a, Formula::Fraction(..)) { Binding::Power } else { Binding::Product };
                self.formula(a, inner);
                self.out.push('/');
                self.formula(b, Binding::Power);
            }
            Formula::Power(b, x) => self.power(b, x),
            Formula::Root(x) => self.call("sqrt", std::slice::from_ref(x)),
            Formula::Call(g, x) => match g.order() {
                Some(n) => self.call(g.name(), &[&Formula::Natural(n.into()), &**x]),
                None => self.call(g.name(), std::slice::from_ref(x)),
            },
            Formula::Pair(g, x, y) => self.call(g.name(), &[&**x, &**y]),
            Formula::Unspecified { name, orders, arguments } => self.call(&derivative_name(name, orders), arguments),
            Formula::Mean { variable, law, body } => {
                let opening = format!("E[{variable} ~ {}({})]", law.name(), law.parameters());
                self.call(&opening, std::slice::from_ref(body));
            }
            Formula::TooLarge { operations } => {
                self.out.push_str(&format!("<an expression of {operations} operations>"));
            }
        }
    }

    fn sum(&mut self, terms: &[Term]) {
        for (i, t) in terms.iter().enumerate() {
            self.out.push_str(match (i, t.negative) {
                (0, false) => "",
                (0, true) => "-",
                (_, false) => " + ",
                (_, true) => " - ",
            });
            self.formula(&t.formula, Binding::Product);
        }
    }

    fn product(&mut self, factors: &[Formula]) {
        for (i, f) in factors.iter().enumerate() {
            if i > 0 {
                self.out.push(match self.characters {
                    Characters::Ascii => '*',
                    Characters::Unicode => '·',
                });
            }
            self.formula(f, Binding::Power);
        }
    }

    fn power(&mut self, base: &Formula, exponent: &Formula) {
        self.formula(base, Binding::Atom);
        if let (Characters::Unicode, Formula::Natural(n)) = (self.characters, exponent) {
            self.out.extend(n.to_string().chars().map(superscript));
            return;
        }
        self.out.push('^');
        self.formula(exponent, Binding::Atom);
    }

    fn call<F: std::borrow::Borrow<Formula>>(&mut self, name: &str, arguments: &[F]) {
        self.out.push_str(name);
        self.out.push('(');
        for (i, a) in arguments.iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            self.formula(a.borrow(), Binding::Sum);
        }
        self.out.push(')');
    }
}

/// `f`, `f''` or `D[1,0](f)`.
fn derivative_name(name: &str, orders: &[u32]) -> String {
    match orders {
        [n @ 0..=3] => format!("{name}{}", "'".repeat(usize::try_from(*n).unwrap_or(0))),
        _ if orders.iter().all(|n| *n == 0) => name.to_string(),
        _ => {
            let list: Vec<String> = orders.iter().map(u32::to_string).collect();
            format!("D[{}]({name})", list.join(","))
        }
    }
}
