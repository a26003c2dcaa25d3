//! Expressions as plain data: a list of nodes, operands before users, for the engine's jobs and for files.

use super::expr::{Expr, Kind};
use super::symbol::{FunctionSymbol, Symbol};
use super::{Binary, Function, Law, Rational};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One node; indices point to earlier nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum WireNode {
    /// An exact rational `n` or `n/d`.
    Q(String),
    Pi,
    Symbol(Symbol),
    Sum(Vec<usize>),
    Product(Vec<usize>),
    Power(usize, usize),
    Apply(Function, usize),
    Binary(Binary, usize, usize),
    Jet(FunctionSymbol, Vec<u32>, Vec<usize>),
    Bound(u16),
    Mean(Vec<Law>, usize),
}

/// Several expressions that share their nodes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    nodes: Vec<WireNode>,
    roots: Vec<usize>,
}

/// A bundle that does not describe expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedBundle;

impl Bundle {
    /// Packs expressions.
    #[must_use]
    pub fn pack(roots: &[Expr]) -> Self {
        let order = Expr::deep_nodes_of(roots);
        let place: HashMap<&Expr, usize> = order.iter().enumerate().map(|(i, e)| (e, i)).collect();
        let at = |e: &Expr| place.get(e).copied().unwrap_or(usize::MAX);
        let many = |v: &[Expr]| v.iter().map(at).collect::<Vec<_>>();
        let nodes = order
            .iter()
            .map(|e| match e.kind() {
                Kind::Number(q) => WireNode::Q(q.to_string()),
                Kind::Pi => WireNode::Pi,
                Kind::Symbol(s) => WireNode::Symbol(s.clone()),
                Kind::Sum(v) => WireNode::Sum(many(v)),
                Kind::Product(v) => WireNode::Product(many(v)),
                Kind::Power(b, x) => WireNode::Power(at(b), at(x)),
                Kind::Apply(f, x) => WireNode::Apply(*f, at(x)),
                Kind::Binary(f, x, y) => WireNode::Binary(*f, at(x), at(y)),
                Kind::Unspecified { function, orders, arguments } => {
                    WireNode::Jet(function.clone(), orders.clone(), many(arguments))
                }
                Kind::Bound(k) => WireNode::Bound(*k),
                Kind::Mean { laws, body } => WireNode::Mean(laws.clone(), at(body)),
            })
            .collect();
        Self { nodes, roots: many(roots) }
    }

    /// Rebuilds the expressions through the canonical constructors.
    ///
    /// # Errors
    /// When an index points forward or a number cannot be read.
    pub fn unpack(&self) -> Result<Vec<Expr>, MalformedBundle> {
        let mut built: Vec<Expr> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let e = rebuild(node, &built)?;
            built.push(e);
        }
        get_all(&built, &self.roots)
    }
}

fn get(built: &[Expr], i: usize) -> Result<Expr, MalformedBundle> {
    built.get(i).cloned().ok_or(MalformedBundle)
}

fn get_all(built: &[Expr], v: &[usize]) -> Result<Vec<Expr>, MalformedBundle> {
    v.iter().map(|i| get(built, *i)).collect()
}

fn rebuild(node: &WireNode, built: &[Expr]) -> Result<Expr, MalformedBundle> {
    Ok(match node {
        WireNode::Q(text) => Expr::number(text.parse::<Rational>().map_err(|_| MalformedBundle)?),
        WireNode::Pi => Expr::pi(),
        WireNode::Symbol(s) => Expr::symbol(s),
        WireNode::Sum(v) => Expr::sum(get_all(built, v)?),
        WireNode::Product(v) => Expr::product(get_all(built, v)?),
        WireNode::Power(b, x) => get(built, *b)?.pow(&get(built, *x)?),
        WireNode::Apply(f, x) => get(built, *x)?.apply(*f),
        WireNode::Binary(f, x, y) => get(built, *x)?.with(*f, &get(built, *y)?),
        WireNode::Jet(f, orders, v) => {
            let arguments = get_all(built, v)?;
            if arguments.len() != orders.len() {
                return Err(MalformedBundle);
            }
            Expr::jet(f, orders.clone(), arguments)
        }
        WireNode::Bound(k) => Expr::bound(*k),
        WireNode::Mean(laws, body) => Expr::mean_of_bound(laws, &get(built, *body)?),
    })
}
