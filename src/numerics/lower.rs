//! From expressions to one straight-line program.
//!
//! In: expressions and the symbols they may contain. Out: a [`Program`] in which every value is computed once, over all
//! outputs. Integer powers are products by repeated squaring, negative powers divisions, half-integer powers square
//! roots; `exp(x) - 1`, `log(1 + x)` and quotients by `1 + exp(x)` become forms that neither cancel nor overflow
//! ([`stable`](super::stable)). It must not know charts or targets.
//! Unspecified functions have no values: they are refused by name.

use super::nearest::nearest_f64;
use super::products::Shares;
use super::program::{Instruction, Program, Register};
use super::series::is_series;
use super::stable;
use crate::symbolic::{Expr, Function, Kind, Rational, Symbol};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use std::collections::HashMap;
use std::fmt;

/// Integer exponents up to this size become products.
const MAX_PRODUCT_EXPONENT: u32 = 1 << 16;

/// Why expressions cannot become a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoweringError {
    /// An unspecified function (or a derivative of one) occurs.
    UnspecifiedFunction {
        /// Its name.
        name: String,
    },
    /// An expectation without a closed form occurs.
    Expectation,
    /// A symbol occurs that is no input.
    UnknownSymbol {
        /// Its name.
        name: String,
        /// Where the name lives.
        scope: String,
    },
    /// A number lies beyond the range of doubles.
    NumberTooLarge {
        /// Its number of decimal digits before the point.
        digits: usize,
    },
}

impl fmt::Display for LoweringError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expectation => write!(f, "an expectation without a closed form has no values to compute with"),
            Self::UnspecifiedFunction { name } => {
                write!(f, "the unspecified function `{name}` has no values to compute with")
            }
            Self::UnknownSymbol { name, scope } if scope.is_empty() => {
                write!(f, "`{name}` is not among the inputs")
            }
            Self::UnknownSymbol { name, scope } => write!(f, "`{name}` of `{scope}` is not among the inputs"),
            Self::NumberTooLarge { digits } => {
                write!(f, "a number with {digits} digits is beyond the range of double precision")
            }
        }
    }
}

impl std::error::Error for LoweringError {}

/// One program for all `outputs` as functions of `inputs`.
///
/// # Errors
/// When an unspecified function, a symbol that is no input, or a number beyond the range of doubles occurs.
pub fn lower(outputs: &[Expr], inputs: &[Symbol]) -> Result<Program, LoweringError> {
    lower_with(outputs, inputs, false)
}

/// The same; with `reciprocals`, what divides in several places is inverted once and multiplied: fewer divisions, and one
/// rounding more.
///
/// # Errors
/// As [`lower`].
pub fn lower_with(outputs: &[Expr], inputs: &[Symbol], reciprocals: bool) -> Result<Program, LoweringError> {
    let mut lowering = Lowering::new(outputs, inputs)?;
    lowering.shares = Shares::of(outputs, reciprocals);
    let outputs = outputs.iter().map(|e| lowering.value_of_all(e)).collect::<Result<_, _>>()?;
    Ok(lowering.finish(inputs, outputs))
}

/// A program under way.
pub(super) struct Lowering {
    inputs: HashMap<Symbol, usize>,
    instructions: Vec<Instruction>,
    /// Equal instructions are issued once.
    pub(super) known: HashMap<Instruction, Register>,
    /// Values of expressions.
    values: HashMap<Expr, Register>,
    /// Integer powers of registers.
    partial: HashMap<(Register, u32), Register>,
    /// What several products have in common.
    pub(super) shares: Shares,
}

pub(super) type Lowered = Result<Register, LoweringError>;

impl Lowering {
    /// Nothing yet; `exprs` are those to come.
    pub(super) fn new(exprs: &[Expr], inputs: &[Symbol]) -> Result<Self, LoweringError> {
        let lowering = Self {
            inputs: inputs.iter().enumerate().map(|(i, s)| (s.clone(), i)).collect(),
            instructions: Vec::new(),
            known: HashMap::new(),
            values: HashMap::new(),
            partial: HashMap::new(),
            shares: Shares::of(exprs, false),
        };
        for node in Expr::nodes_of(exprs) {
            lowering.check(&node)?;
        }
        Ok(lowering)
    }

    /// The program with these outputs.
    pub(super) fn finish(self, inputs: &[Symbol], outputs: Vec<Register>) -> Program {
        let inputs = inputs.iter().map(|s| s.name().to_string()).collect();
        Program { inputs, instructions: self.instructions, outputs }.without_negations().without_dead_code()
    }

    fn check(&self, e: &Expr) -> Result<(), LoweringError> {
        match e.kind() {
            Kind::Unspecified { function, .. } => {
                Err(LoweringError::UnspecifiedFunction { name: function.name().into() })
            }
            Kind::Mean { .. } if is_series(e) => {
                e.symbols().into_iter().try_for_each(|s| self.check(&Expr::symbol(&s)))
            }
            Kind::Bound(_) | Kind::Mean { .. } => Err(LoweringError::Expectation),
            Kind::Symbol(s) if !self.inputs.contains_key(s) => {
                Err(LoweringError::UnknownSymbol { name: s.name().into(), scope: s.scope().into() })
            }
            _ => Ok(()),
        }
    }

    /// The value of `e`, its operands first, so that recursion stays shallow however deep `e` is.
    pub(super) fn value_of_all(&mut self, e: &Expr) -> Lowered {
        for node in e.nodes() {
            // Numbers are met again as coefficients and exponents; their own value is made when asked for.
            if node.as_number().is_none() {
                self.value(&node)?;
            }
        }
        self.value(e)
    }

    pub(super) fn value(&mut self, e: &Expr) -> Lowered {
        if let Some(r) = self.values.get(e) {
            return Ok(*r);
        }
        let r = match e.kind() {
            Kind::Number(q) => self.constant(q)?,
            Kind::Pi => self.issue(Instruction::Pi),
            Kind::Symbol(s) => {
                let i = self.inputs.get(s).copied().unwrap_or_default();
                self.issue(Instruction::Input(i))
            }
            Kind::Sum(v) => self.sum(v)?,
            Kind::Product(v) => self.product(v)?,
            Kind::Power(..) => self.product(std::slice::from_ref(e))?,
            Kind::Apply(f, x) => self.apply(*f, x)?,
            Kind::Binary(f, x, y) => {
                let (x, y) = (self.value(x)?, self.value(y)?);
                self.issue(Instruction::Pair(*f, x, y))
            }
            Kind::Mean { .. } if is_series(e) => self.series(e)?,
            Kind::Bound(_) | Kind::Mean { .. } => return Err(LoweringError::Expectation),
            Kind::Unspecified { function, .. } => {
                return Err(LoweringError::UnspecifiedFunction { name: function.name().into() });
            }
        };
        self.values.insert(e.clone(), r);
        Ok(r)
    }

    pub(super) fn issue(&mut self, instruction: Instruction) -> Register {
        use Instruction as I;
        let instruction = match instruction {
            I::Add(a, b) => I::Add(a.min(b), a.max(b)),
            I::Multiply(a, b) => I::Multiply(a.min(b), a.max(b)),
            I::Subtract(a, b) => match self.known.get(&I::Subtract(b, a)) {
                Some(r) => I::Negate(*r),
                None => I::Subtract(a, b),
            },
            other => other,
        };
        if let Some(r) = self.known.get(&instruction) {
            return *r;
        }
        let r = self.instructions.len();
        self.instructions.push(instruction.clone());
        self.known.insert(instruction, r);
        r
    }

    pub(super) fn constant(&mut self, q: &Rational) -> Lowered {
        if nearest_f64(q).is_infinite() {
            let digits = (q.numer() / q.denom()).abs().to_string().len();
            return Err(LoweringError::NumberTooLarge { digits });
        }
        Ok(self.issue(Instruction::Constant(q.clone())))
    }

    /// Positive terms first, then the negative ones are subtracted.
    fn sum(&mut self, terms: &[Expr]) -> Lowered {
        let mut terms: Vec<(Rational, Expr)> = terms.iter().map(Expr::split_coefficient).collect();
        let mut positive = Vec::new();
        let mut negative = Vec::new();
        if let Some((c, x)) = take_exp_minus_one(&mut terms) {
            let argument = self.value(&x)?;
            let value = self.issue(Instruction::ExpMinusOne(argument));
            let scaled = self.scaled(&c.abs(), value)?;
            if c.is_negative() { negative.push(scaled) } else { positive.push(scaled) }
        }
        // A number at the end: the others often cancel to its size.
        terms.sort_by_key(|(_, t)| t.is_one());
        for (c, t) in &terms {
            let value = if t.is_one() { self.constant(&c.abs())? } else { self.term(&c.abs(), t)? };
            if c.is_negative() { negative.push(value) } else { positive.push(value) }
        }
        let Some(mut value) = self.total(&positive) else {
            return match self.total(&negative) {
                Some(all) => Ok(self.issue(Instruction::Negate(all))),
                None => self.constant(&Rational::zero()),
            };
        };
        for t in negative {
            value = self.issue(Instruction::Subtract(value, t));
        }
        Ok(value)
    }

    fn total(&mut self, values: &[Register]) -> Option<Register> {
        let (first, rest) = values.split_first()?;
        Some(rest.iter().fold(*first, |a, b| self.issue(Instruction::Add(a, *b))))
    }

    /// A positive multiple of a term.
    fn term(&mut self, c: &Rational, t: &Expr) -> Lowered {
        match t.kind() {
            Kind::Product(v) => self.quotient(c, v),
            _ => self.quotient(c, std::slice::from_ref(t)),
        }
    }

    /// A power whose exponent, if it is a number, is positive.
    pub(super) fn power(&mut self, base: &Expr, exponent: &Expr) -> Lowered {
        let value = self.value(base)?;
        let small = |n: &BigInt| n.to_u32().filter(|n| *n <= MAX_PRODUCT_EXPONENT);
        if let Some(q) = exponent.as_number()
            && let Some(n) = small(&q.numer())
        {
            if q.is_integer() {
                return Ok(self.integer_power(value, n));
            }
            if q.denom() == BigInt::from(2) {
                let root = self.issue(Instruction::SquareRoot(value));
                let whole = self.integer_power(value, n / 2);
                return Ok(if n == 1 { root } else { self.issue(Instruction::Multiply(whole, root)) });
            }
        }
        let exponent = self.value(exponent)?;
        Ok(self.issue(Instruction::Power(value, exponent)))
    }

    /// Repeated squaring; the squares are shared with other powers of the same value. For `n = 0` the value itself.
    pub(super) fn integer_power(&mut self, value: Register, n: u32) -> Register {
        if n <= 1 {
            return value;
        }
        if let (Instruction::Negate(positive), true) = (&self.instructions[value], n.is_multiple_of(2)) {
            return self.integer_power(*positive, n);
        }
        if let Some(r) = self.partial.get(&(value, n)) {
            return *r;
        }
        let half = self.integer_power(value, n / 2);
        let square = self.issue(Instruction::Multiply(half, half));
        let r = if n.is_multiple_of(2) { square } else { self.issue(Instruction::Multiply(square, value)) };
        self.partial.insert((value, n), r);
        r
    }

    fn apply(&mut self, f: Function, x: &Expr) -> Lowered {
        if f == Function::Log
            && let Some(y) = stable::one_plus_exponential(x)
        {
            let y = self.value(&y)?;
            return Ok(self.issue(Instruction::Apply(Function::Softplus, y)));
        }
        if f == Function::Log
            && let Kind::Sum(v) = x.kind()
            && v.first().is_some_and(Expr::is_one)
        {
            let rest = self.value(&Expr::sum(v[1..].iter().cloned()))?;
            return Ok(self.issue(Instruction::LogOnePlus(rest)));
        }
        let x = self.value(x)?;
        Ok(self.issue(Instruction::Apply(f, x)))
    }
}

/// Finds `c*exp(x) - c` among the terms and takes both out.
fn take_exp_minus_one(terms: &mut Vec<(Rational, Expr)>) -> Option<(Rational, Expr)> {
    let number = terms.iter().position(|(_, t)| t.is_one())?;
    let c = -terms[number].0.clone();
    let matching = |(k, t): &(Rational, Expr)| match t.kind() {
        Kind::Apply(Function::Exp, x) if *k == c => Some(x.clone()),
        _ => None,
    };
    let (at, x) = terms.iter().enumerate().find_map(|(i, t)| matching(t).map(|x| (i, x)))?;
    terms.remove(number.max(at));
    terms.remove(number.min(at));
    Some((c, x))
}
