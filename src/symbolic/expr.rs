//! Expressions: immutable, shared, hash-consed.
//!
//! Every node exists once in the process, so equality is identity and derived tables may be keyed by node.
//! The table of nodes holds a strong reference to each; nodes that nobody else holds are swept when the
//! table has doubled. Because a swept node's operands are themselves in the table, dropping never recurses,
//! however deep an expression is.

use super::symbol::{FunctionSymbol, Symbol};
use super::{Binary, Function, Law, Rational};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use num_traits::One;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The shapes of a node. Built through the constructors of [`super::build`], which keep it canonical.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An exact rational.
    Number(Rational),
    /// The circle constant.
    Pi,
    /// A named real variable.
    Symbol(Symbol),
    /// At least two terms, sorted, no two with equal non-numeric part, at most one number (first).
    Sum(Vec<Expr>),
    /// At least two factors, sorted, no two with equal base and numeric exponents, at most one number (first, not 0 or 1).
    Product(Vec<Expr>),
    /// Base and exponent; the exponent is neither 0 nor 1.
    Power(Expr, Expr),
    /// A function of one argument.
    Apply(Function, Expr),
    /// A function of two arguments; those of a symmetric one are sorted.
    Binary(Binary, Expr, Expr),
    /// A partial derivative of an unspecified function at arguments; `orders[i]` derivatives in slot `i` (all 0: its value).
    Unspecified {
        /// The function.
        function: FunctionSymbol,
        /// Order of differentiation in each slot; mixed partial derivatives commute because the function is smooth.
        orders: Vec<u32>,
        /// Where it is taken.
        arguments: Vec<Expr>,
    },
    /// A variable of the expectation around it, by number; it occurs inside of [`Kind::Mean`] only.
    Bound(u16),
    /// A formal expectation, see [`super::mean`]. Its integrand is no operand: its bound variables mean nothing outside.
    Mean {
        /// The laws of the bound variables 0, 1, ..
        laws: Vec<Law>,
        /// The integrand.
        body: Expr,
    },
}

/// A node with its hash, and what is asked of it again and again.
#[derive(Debug)]
pub(super) struct Node {
    kind: Kind,
    hash: u64,
    /// A formal expectation occurs.
    mean: bool,
    /// A bit for each symbol that occurs, integrands included; two symbols may share one.
    symbols: u64,
}

/// The bit of a symbol.
fn bit(symbol: &Symbol) -> u64 {
    1 << (FixedState::default().hash_one(symbol) % 64)
}

/// A real expression. Cheap to clone and to compare.
#[derive(Clone)]
pub struct Expr(Arc<Node>);

impl std::fmt::Debug for Expr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{self}`")
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Expr {}

impl Hash for Expr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}

/// Expressions bring their hash along.
#[derive(Clone, Copy, Debug, Default)]
pub struct NodeHasher(u64);

impl Hasher for NodeHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        // Not reached by expressions; correct for anything else.
        for byte in bytes {
            self.0 = self.0.rotate_left(5) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// A table keyed by expressions.
pub type ExprMap<V> = HashMap<Expr, V, BuildHasherDefault<NodeHasher>>;

/// A set of expressions.
pub type ExprSet = HashSet<Expr, BuildHasherDefault<NodeHasher>>;

/// The process-wide table of nodes.
struct Table {
    nodes: HashTable<Arc<Node>>,
    sweep_at: usize,
}

static TABLE: LazyLock<Mutex<Table>> =
    LazyLock::new(|| Mutex::new(Table { nodes: HashTable::new(), sweep_at: 1 << 20 }));

impl Table {
    fn intern(&mut self, kind: Kind, hash: u64) -> Expr {
        if let Some(node) = self.nodes.find(hash, |n| n.hash == hash && n.kind == kind) {
            return Expr(Arc::clone(node));
        }
        let (mut mean, mut symbols) = match &kind {
            Kind::Symbol(s) => (false, bit(s)),
            Kind::Mean { body, .. } => (true, body.0.symbols),
            _ => (false, 0),
        };
        for_each_operand(&kind, |o| {
            mean |= o.0.mean;
            symbols |= o.0.symbols;
        });
        let node = Arc::new(Node { kind, hash, mean, symbols });
        self.nodes.insert_unique(hash, Arc::clone(&node), |n| n.hash);
        if self.nodes.len() > self.sweep_at {
            self.sweep();
        }
        Expr(node)
    }

    /// Drops nodes held by the table alone, parents before operands, until nothing changes.
    fn sweep(&mut self) {
        loop {
            let before = self.nodes.len();
            self.nodes.retain(|n| Arc::strong_count(n) > 1);
            if self.nodes.len() == before {
                break;
            }
        }
        self.sweep_at = (2 * self.nodes.len()).max(1 << 20);
    }
}

fn operands(kind: &Kind) -> &[Expr] {
    match kind {
        Kind::Number(_) | Kind::Pi | Kind::Symbol(_) | Kind::Bound(_) | Kind::Mean { .. } => &[],
        Kind::Sum(v) | Kind::Product(v) => v,
        Kind::Power(..) | Kind::Binary(..) => &[],
        Kind::Apply(_, x) => std::slice::from_ref(x),
        Kind::Unspecified { arguments, .. } => arguments,
    }
}

fn for_each_operand<'a>(kind: &'a Kind, mut f: impl FnMut(&'a Expr)) {
    if let Kind::Power(b, e) | Kind::Binary(_, b, e) = kind {
        f(b);
        f(e);
    } else {
        operands(kind).iter().for_each(f);
    }
}

impl Expr {
    /// The unique node of this shape. The shape must be canonical: use [`super::build`].
    pub(super) fn intern(kind: Kind) -> Self {
        // A fixed key: the same bytes on every run.
        let hash = FixedState::default().hash_one(&kind);
        TABLE.lock().unwrap_or_else(PoisonError::into_inner).intern(kind, hash)
    }

    /// The shape of the node.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// The operands, in order; of powers and functions of two arguments see [`Expr::for_each_operand`].
    #[must_use]
    pub fn operands(&self) -> &[Self] {
        operands(self.kind())
    }

    /// Calls `f` on each operand (both base and exponent of a power).
    pub fn for_each_operand<'a>(&'a self, f: impl FnMut(&'a Self)) {
        for_each_operand(self.kind(), f);
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<&Rational> {
        match self.kind() {
            Kind::Number(q) => Some(q),
            _ => None,
        }
    }

    /// `r`, if this is `r pi` with a rational `r`.
    #[must_use]
    pub fn as_multiple_of_pi(&self) -> Option<Rational> {
        match self.kind() {
            Kind::Pi => Some(Rational::one()),
            Kind::Product(v) => match v.as_slice() {
                [q, pi] if *pi.kind() == Kind::Pi => q.as_number().cloned(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The symbol, if it is one.
    #[must_use]
    pub fn as_symbol(&self) -> Option<&Symbol> {
        match self.kind() {
            Kind::Symbol(s) => Some(s),
            _ => None,
        }
    }

    /// Literally the number 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.as_number().is_some_and(num_traits::Zero::is_zero)
    }

    /// Literally the number 1.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.as_number().is_some_and(num_traits::One::is_one)
    }

    /// A number that tells nodes apart for the life of the process. Not stable over runs: never order output by it.
    #[must_use]
    pub fn identity(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// Every node below and including this one, operands before users, each once, in a deterministic order.
    #[must_use]
    pub fn nodes(&self) -> Vec<Self> {
        Self::nodes_of(std::slice::from_ref(self))
    }

    /// The same with the integrands of formal expectations.
    fn deep_nodes(&self) -> Vec<Self> {
        Self::walk(std::slice::from_ref(self), true)
    }

    /// Whether a formal expectation occurs.
    #[must_use]
    pub fn has_mean(&self) -> bool {
        self.0.mean
    }

    /// Every node of several expressions, operands before users, each once, in a deterministic order. The integrand of a
    /// formal expectation is not entered.
    #[must_use]
    pub fn nodes_of(roots: &[Self]) -> Vec<Self> {
        Self::walk(roots, false)
    }

    /// The same with the integrands of formal expectations and what stands in them.
    #[must_use]
    pub fn deep_nodes_of(roots: &[Self]) -> Vec<Self> {
        Self::walk(roots, true)
    }

    fn walk(roots: &[Self], integrands: bool) -> Vec<Self> {
        let mut seen: HashSet<&Self, BuildHasherDefault<NodeHasher>> = HashSet::default();
        let mut out = Vec::new();
        for root in roots {
            // An explicit stack: depth is bounded by memory, not by the native stack.
            let mut stack = vec![(root, false)];
            while let Some((e, expanded)) = stack.pop() {
                if expanded {
                    out.push(e.clone());
                } else if seen.insert(e) {
                    stack.push((e, true));
                    let at = stack.len();
                    e.for_each_operand(|o| {
                        if !seen.contains(o) {
                            stack.push((o, false));
                        }
                    });
                    if let (true, Kind::Mean { body, .. }) = (integrands, e.kind())
                        && !seen.contains(body)
                    {
                        stack.push((body, false));
                    }
                    stack[at..].reverse();
                }
            }
        }
        // A node pushed twice before being expanded is refused by `seen` the second time, so each stands once.
        out
    }

    /// The symbols that occur, sorted.
    #[must_use]
    pub fn symbols(&self) -> std::collections::BTreeSet<Symbol> {
        if !self.has_symbols() {
            return std::collections::BTreeSet::new();
        }
        self.deep_nodes().iter().filter_map(|e| e.as_symbol().cloned()).collect()
    }

    /// Whether any symbol occurs, integrands included: without one, it is a constant.
    #[must_use]
    pub fn has_symbols(&self) -> bool {
        self.0.symbols != 0
    }

    /// Whether the symbol occurs.
    #[must_use]
    pub fn contains(&self, symbol: &Symbol) -> bool {
        self.0.symbols & bit(symbol) != 0 && self.deep_nodes().iter().any(|e| e.as_symbol() == Some(symbol))
    }

    /// Number of distinct nodes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.deep_nodes().len()
    }
}
