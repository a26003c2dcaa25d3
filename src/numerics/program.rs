//! Straight-line programs in static single assignment form.
//!
//! Plain data: each instruction computes one value from earlier ones. The interpreter, the enclosures and the emitters
//! read this one form. Constants stay exact; each reader rounds them in its own way.

use super::series::Series;
use crate::symbolic::{Binary, Function, Rational};
use std::sync::Arc;

/// The value that instruction `n` computes.
pub type Register = usize;

/// One operation; registers refer to earlier instructions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Instruction {
    /// The input of that index.
    Input(usize),
    /// An exact number.
    Constant(Rational),
    /// The circle constant.
    Pi,
    /// Sum.
    Add(Register, Register),
    /// Difference.
    Subtract(Register, Register),
    /// Product.
    Multiply(Register, Register),
    /// Quotient.
    Divide(Register, Register),
    /// Minus.
    Negate(Register),
    /// Nonnegative square root.
    SquareRoot(Register),
    /// `a^b` for `a > 0` (or an integer `b`).
    Power(Register, Register),
    /// `exp(a) - 1` without cancellation near 0.
    ExpMinusOne(Register),
    /// `log(1 + a)` without cancellation near 0.
    LogOnePlus(Register),
    /// An elementary function.
    Apply(Function, Register),
    /// A function of two registers.
    Pair(Binary, Register, Register),
    /// A sum over a count, with its arguments.
    Series(Arc<Series>, Vec<Register>),
}

/// A program: inputs to outputs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Program {
    /// Names of the inputs.
    pub inputs: Vec<String>,
    /// In order of execution.
    pub instructions: Vec<Instruction>,
    /// The registers that are returned.
    pub outputs: Vec<Register>,
}

/// Terms that a sum over a count is thought to have, where its work is estimated.
const TYPICAL_TERMS: usize = 100;

/// How much work a program does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperationCount {
    /// Additions, subtractions and changes of sign.
    pub additions: usize,
    /// Products.
    pub products: usize,
    /// Quotients.
    pub quotients: usize,
    /// Square roots.
    pub roots: usize,
    /// Powers with a general exponent and elementary functions.
    pub functions: usize,
}

impl OperationCount {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.additions + self.products + self.quotients + self.roots + self.functions
    }

    /// About how long they take, in additions: processors divide and take roots several times slower than they multiply,
    /// and functions are some twenty operations each.
    #[must_use]
    pub fn cost(&self) -> usize {
        self.additions + self.products + 4 * (self.quotients + self.roots) + 20 * self.functions
    }
}

impl Instruction {
    /// The registers it reads.
    pub fn operands(&self) -> impl Iterator<Item = Register> + '_ {
        let rest: &[Register] = if let Self::Series(_, arguments) = self { arguments } else { &[] };
        let (a, b) = match self {
            Self::Input(_) | Self::Constant(_) | Self::Pi | Self::Series(..) => (None, None),
            Self::Add(a, b)
            | Self::Subtract(a, b)
            | Self::Multiply(a, b)
            | Self::Divide(a, b)
            | Self::Power(a, b)
            | Self::Pair(_, a, b) => (Some(*a), Some(*b)),
            Self::Negate(a) | Self::SquareRoot(a) | Self::ExpMinusOne(a) | Self::LogOnePlus(a) | Self::Apply(_, a) => {
                (Some(*a), None)
            }
        };
        a.into_iter().chain(b).chain(rest.iter().copied())
    }
}

impl Program {
    /// Counts the operations.
    #[must_use]
    pub fn operation_count(&self) -> OperationCount {
        let mut n = OperationCount::default();
        for i in &self.instructions {
            match i {
                Instruction::Input(_) | Instruction::Constant(_) | Instruction::Pi => {}
                Instruction::Add(..) | Instruction::Subtract(..) | Instruction::Negate(_) => n.additions += 1,
                Instruction::Multiply(..) => n.products += 1,
                Instruction::Divide(..) => n.quotients += 1,
                Instruction::SquareRoot(_) => n.roots += 1,
                Instruction::Power(..)
                | Instruction::ExpMinusOne(_)
                | Instruction::LogOnePlus(_)
                | Instruction::Pair(..)
                | Instruction::Apply(..) => n.functions += 1,
                // So often as a sum of moderate length is run through.
                Instruction::Series(series, _) => n.functions += TYPICAL_TERMS * series.terms.operation_count().total(),
            }
        }
        n
    }

    /// Drops instructions that no output needs, keeping the order of the rest.
    pub(super) fn without_dead_code(self) -> Self {
        let mut live = vec![false; self.instructions.len()];
        for r in &self.outputs {
            live[*r] = true;
        }
        for k in (0..live.len()).rev() {
            if live[k] {
                self.instructions[k].operands().for_each(|o| live[o] = true);
            }
        }
        let mut place = vec![0; live.len()];
        let mut kept = Vec::new();
        for (k, instruction) in self.instructions.into_iter().enumerate() {
            if live[k] {
                place[k] = kept.len();
                kept.push(instruction.renumbered(&place));
            }
        }
        Self { inputs: self.inputs, instructions: kept, outputs: self.outputs.into_iter().map(|r| place[r]).collect() }
    }
}

impl Instruction {
    pub(super) fn renumbered(self, place: &[Register]) -> Self {
        match self {
            Self::Input(_) | Self::Constant(_) | Self::Pi => self,
            Self::Add(a, b) => Self::Add(place[a], place[b]),
            Self::Subtract(a, b) => Self::Subtract(place[a], place[b]),
            Self::Multiply(a, b) => Self::Multiply(place[a], place[b]),
            Self::Divide(a, b) => Self::Divide(place[a], place[b]),
            Self::Power(a, b) => Self::Power(place[a], place[b]),
            Self::Negate(a) => Self::Negate(place[a]),
            Self::SquareRoot(a) => Self::SquareRoot(place[a]),
            Self::ExpMinusOne(a) => Self::ExpMinusOne(place[a]),
            Self::LogOnePlus(a) => Self::LogOnePlus(place[a]),
            Self::Apply(f, a) => Self::Apply(f, place[a]),
            Self::Pair(f, a, b) => Self::Pair(f, place[a], place[b]),
            Self::Series(series, arguments) => Self::Series(series, arguments.into_iter().map(|a| place[a]).collect()),
        }
    }
}
