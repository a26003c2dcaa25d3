//! Symbols and unspecified functions: the leaves that the user names.
//!
//! A symbol is identified by its scope and name (`Normals.std`, `mu`), so that coordinates of equal name in
//! two charts stay apart. Its rank is its place among the declarations and orders terms in print.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::sync::Arc;

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// A coordinate of a chart.
    Coordinate,
    /// A `param`.
    Parameter,
    /// A random variable of a family.
    Random,
    /// The parameter of a curve.
    Time,
    /// The differential of a coordinate, in a line element.
    Differential,
    /// A component of an arbitrary tangent vector, or another name made by geoflow.
    Auxiliary,
}

/// The data of a [`Symbol`].
#[derive(Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Data {
    rank: u32,
    role: Role,
    scope: String,
    name: String,
}

/// A named real variable.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Symbol(Arc<Data>);

impl Symbol {
    /// A symbol. Two symbols are equal when all four agree.
    #[must_use]
    pub fn new(scope: &str, name: &str, role: Role, rank: u32) -> Self {
        Self(Arc::new(Data { rank, role, scope: scope.into(), name: name.into() }))
    }

    /// The name as the user wrote it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Where the name lives: `Normals.std` for a coordinate, empty for a parameter.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.0.scope
    }

    /// What it stands for.
    #[must_use]
    pub fn role(&self) -> Role {
        self.0.role
    }

    /// Its place among the declarations.
    #[must_use]
    pub fn rank(&self) -> u32 {
        self.0.rank
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        let key = |s: &Self| (s.0.rank, s.0.role);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.0.scope.cmp(&other.0.scope))
            .then_with(|| self.0.name.cmp(&other.0.name))
    }
}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The data of a [`FunctionSymbol`].
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct FunctionData {
    rank: u32,
    name: String,
    arity: usize,
    positive: bool,
}

/// An unspecified smooth function: all that is known of it is its arity and, maybe, that it is positive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FunctionSymbol(Arc<FunctionData>);

impl FunctionSymbol {
    /// A function of `arity` real arguments.
    #[must_use]
    pub fn new(name: &str, arity: usize, positive: bool, rank: u32) -> Self {
        Self(Arc::new(FunctionData { rank, name: name.into(), arity, positive }))
    }

    /// The name as the user wrote it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Number of arguments.
    #[must_use]
    pub fn arity(&self) -> usize {
        self.0.arity
    }

    /// Whether its values are positive.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.0.positive
    }
}
