//! Equations for the entries of an array: `z[1] = ..`, `z[n] = ..` for a constant, `z[i] = log(w[i])` for every index.
//!
//! In: the equations of a map as written, the coordinates of its target. Out: one equation for each coordinate that is meant.

use super::elaborator::Elaborator;
use super::quantities::Quantity;
use crate::symbolic::Rational;
use crate::syntax::ast::{Expr, Ident, ItemKind};

/// An equation for one coordinate.
pub(super) struct Equation<'e> {
    /// The coordinate.
    pub name: Ident,
    /// What it is.
    pub side: &'e Expr,
    /// The index that runs, with its value here.
    pub locals: Vec<(String, Quantity)>,
}

impl Elaborator<'_> {
    /// The equations with their indices put in.
    pub(super) fn by_entry<'e>(&mut self, equations: &'e [(Ident, Expr)], coordinates: &[&str]) -> Vec<Equation<'e>> {
        let mut out = Vec::new();
        for (name, side) in equations {
            let plain = Equation { name: name.clone(), side, locals: Vec::new() };
            let Some((base, index)) = running(&name.name) else {
                out.push(plain);
                continue;
            };
            if let Some(value) = self.constant_index(index) {
                out.push(Equation { name: Ident { name: format!("{base}[{value}]"), ..name.clone() }, ..plain });
                continue;
            }
            let entries: Vec<(&str, i64)> = coordinates.iter().filter_map(|c| Some((*c, entry(c, base)?))).collect();
            if entries.is_empty() {
                out.push(plain);
                continue;
            }
            out.extend(entries.into_iter().map(|(c, k)| Equation {
                name: Ident { name: c.to_owned(), ..name.clone() },
                side,
                locals: vec![(index.to_owned(), Quantity::number(Rational::from_integer(k.into())))],
            }));
        }
        out
    }

    /// The value of a constant that is used as an index.
    fn constant_index(&mut self, name: &str) -> Option<String> {
        let id = self.lookup(name)?;
        let ItemKind::Const { value, .. } = &self.declarations[id].item.kind else { return None };
        let q = self.scalar(value, &super::names::Scope::closed()).ok()?;
        q.expr.as_number().filter(|n| n.is_integer()).map(ToString::to_string)
    }
}

/// `z` and `i` of `z[i]`, where the index is a name.
pub(super) fn running(name: &str) -> Option<(&str, &str)> {
    let (base, rest) = name.split_once('[')?;
    let index = rest.strip_suffix(']')?;
    (!index.starts_with(|c: char| c.is_ascii_digit())).then_some((base, index))
}

/// The index of an entry of the array.
fn entry(coordinate: &str, base: &str) -> Option<i64> {
    coordinate.strip_prefix(base)?.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}
