//! Runs a program in double precision.
//!
//! In: a [`Program`] and numbers. Out: numbers; outside the domain of an operation the result is NaN or infinite, as in
//! IEEE arithmetic. It must not know where the program came from.

use super::nearest::nearest_f64;
use super::program::{Instruction, Program};
use super::special;
use crate::symbolic::{Binary, Function};
use std::fmt;

/// A program given the wrong number of inputs or outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongLength {
    /// How many numbers the program has there.
    pub expected: usize,
    /// How many were given.
    pub found: usize,
}

impl fmt::Display for WrongLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} numbers, found {}", self.expected, self.found)
    }
}

impl std::error::Error for WrongLength {}

/// A program with its working memory; evaluation allocates nothing, but for sums over counts.
#[derive(Clone, Debug)]
pub struct Interpreter {
    program: Program,
    /// Constants stand here from the start.
    registers: Vec<f64>,
}

impl Program {
    /// The outputs at the given inputs.
    ///
    /// # Errors
    /// When the number of inputs is wrong.
    pub fn evaluate(&self, inputs: &[f64]) -> Result<Vec<f64>, WrongLength> {
        let mut outputs = vec![0.0; self.outputs.len()];
        Interpreter::new(self.clone()).evaluate(inputs, &mut outputs)?;
        Ok(outputs)
    }
}

impl Interpreter {
    /// Prepares a program.
    #[must_use]
    pub fn new(program: Program) -> Self {
        let constant = |i: &Instruction| match i {
            Instruction::Constant(q) => nearest_f64(q),
            Instruction::Pi => std::f64::consts::PI,
            _ => 0.0,
        };
        let registers = program.instructions.iter().map(constant).collect();
        Self { program, registers }
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Computes the outputs.
    ///
    /// # Errors
    /// When a slice has the wrong length.
    pub fn evaluate(&mut self, inputs: &[f64], outputs: &mut [f64]) -> Result<(), WrongLength> {
        same_length(self.program.inputs.len(), inputs.len())?;
        same_length(self.program.outputs.len(), outputs.len())?;
        for (k, instruction) in self.program.instructions.iter().enumerate() {
            if let Some(value) = step(instruction, inputs, &self.registers) {
                self.registers[k] = value;
            }
        }
        for (out, r) in outputs.iter_mut().zip(&self.program.outputs) {
            *out = self.registers[*r];
        }
        Ok(())
    }
}

fn same_length(expected: usize, found: usize) -> Result<(), WrongLength> {
    if expected == found { Ok(()) } else { Err(WrongLength { expected, found }) }
}

/// The new value of a register, none for a constant.
fn step(instruction: &Instruction, inputs: &[f64], r: &[f64]) -> Option<f64> {
    Some(match instruction {
        Instruction::Input(i) => inputs[*i],
        Instruction::Constant(_) | Instruction::Pi => return None,
        Instruction::Add(a, b) => r[*a] + r[*b],
        Instruction::Subtract(a, b) => r[*a] - r[*b],
        Instruction::Multiply(a, b) => r[*a] * r[*b],
        Instruction::Divide(a, b) => r[*a] / r[*b],
        Instruction::Negate(a) => -r[*a],
        Instruction::SquareRoot(a) => r[*a].sqrt(),
        Instruction::Power(a, b) => r[*a].powf(r[*b]),
        Instruction::ExpMinusOne(a) => r[*a].exp_m1(),
        Instruction::LogOnePlus(a) => r[*a].ln_1p(),
        Instruction::Apply(f, a) => apply(*f, r[*a]),
        Instruction::Pair(f, a, b) => apply_binary(*f, r[*a], r[*b]),
        Instruction::Series(series, arguments) => series.sum(&arguments.iter().map(|a| r[*a]).collect::<Vec<_>>()),
    })
}

/// An elementary function in double precision.
#[must_use]
pub fn apply(f: Function, x: f64) -> f64 {
    match f {
        Function::Exp => x.exp(),
        Function::Log => x.ln(),
        Function::Sin => x.sin(),
        Function::Cos => x.cos(),
        Function::Tan => x.tan(),
        Function::Sinh => x.sinh(),
        Function::Cosh => x.cosh(),
        Function::Tanh => x.tanh(),
        Function::Asin => x.asin(),
        Function::Acos => x.acos(),
        Function::Atan => x.atan(),
        Function::Asinh => x.asinh(),
        Function::Acosh => x.acosh(),
        Function::Atanh => x.atanh(),
        Function::Abs => x.abs(),
        Function::Sign => sign(x),
        Function::Logistic => logistic(x),
        Function::Softplus => softplus(x),
        Function::Logit => x.ln() - (-x).ln_1p(),
        Function::Cbrt => x.cbrt(),
        Function::Cot => x.tan().recip(),
        Function::Sec => x.cos().recip(),
        Function::Csc => x.sin().recip(),
        Function::Acot => x.recip().atan(),
        Function::Erf => special::erf(x),
        Function::Erfc => special::erfc(x),
        Function::Gamma => special::gamma(x),
        Function::LogGamma => special::lgamma(x),
        Function::Polygamma(n) => special::polygamma(n, x),
        Function::BesselI(n) => special::bessel_i(n, x),
    }
}

/// A function of two numbers.
#[must_use]
pub fn apply_binary(f: Binary, x: f64, y: f64) -> f64 {
    match f {
        Binary::Min => x.min(y),
        Binary::Max => x.max(y),
        Binary::Atan2 => x.atan2(y),
        Binary::Beta => special::beta(x, y),
    }
}

/// -1, 0 or 1 (`f64::signum` gives 1 at 0).
fn sign(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        x
    }
}

/// `1/(1 + exp(-x))` without overflow.
fn logistic(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    if x < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}

/// `log(1 + exp(x))` without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::super::lower::{LoweringError, lower};
    use super::*;
    use crate::symbolic::{Expr, FunctionSymbol, Rational, Role, Symbol};

    fn x() -> (Symbol, Expr) {
        let s = Symbol::new("M.a", "x", Role::Coordinate, 0);
        let e = Expr::symbol(&s);
        (s, e)
    }

    fn value(e: &Expr, at: f64) -> f64 {
        lower(std::slice::from_ref(e), &[x().0]).unwrap().evaluate(&[at]).unwrap()[0]
    }

    #[test]
    fn differences_that_cancel_keep_their_digits() {
        let (_, e) = x();
        let tiny = 1e-17;
        assert_eq!(value(&(&e.exp() - &Expr::one()), tiny), tiny);
        assert_eq!(value(&(&Expr::integer(3) - &e.exp().scaled(&Rational::from_integer(3.into()))), tiny), -3.0 * tiny);
        assert_eq!(value(&(&Expr::one() + &e).log(), tiny), tiny);
        assert_eq!(value(&e.apply(Function::Softplus), 1000.0), 1000.0);
        assert_eq!(value(&e.apply(Function::Logistic), -700.0), (-700.0_f64).exp());
        assert_eq!(value(&e.apply(Function::Sign), 0.0), 0.0);
        assert!(value(&e.apply(Function::Softplus), f64::NAN).is_nan());
    }

    #[test]
    fn outputs_share_their_common_parts() {
        let (s, e) = x();
        let d = &e - &Expr::integer(3);
        let outputs = [d.powi(2), d.powi(-4), -&d, d.powi(5)];
        let program = lower(&outputs, &[s]).unwrap();
        let n = program.operation_count();
        // d, d^2, d^4, d^5 once; one quotient for d^-4; -d is the difference the other way round.
        assert_eq!((n.additions, n.products, n.quotients), (2, 3, 1));
        assert_eq!(program.evaluate(&[5.0]).unwrap(), [4.0, 0.0625, -2.0, 32.0]);
    }

    #[test]
    fn a_third_is_divided_and_not_multiplied() {
        let (_, e) = x();
        let third = e.scaled(&Rational::new(1.into(), 3.into()));
        assert_eq!(value(&third, 5.0), 5.0 / 3.0);
        assert_eq!(value(&e.pow_rational(&Rational::new((-3).into(), 2.into())), 4.0), 0.125);
    }

    #[test]
    fn what_has_no_value_is_refused_by_name() {
        let (s, e) = x();
        let f = FunctionSymbol::new("psi", 1, false, 0);
        let derivative = Expr::unspecified(&f, vec![e.clone()]).derivative(&s);
        let refused = lower(&[&derivative + &e], std::slice::from_ref(&s)).unwrap_err();
        assert_eq!(refused, LoweringError::UnspecifiedFunction { name: "psi".into() });
        let stranger = lower(std::slice::from_ref(&e), &[]).unwrap_err();
        assert_eq!(stranger, LoweringError::UnknownSymbol { name: "x".into(), scope: "M.a".into() });
        let huge = Expr::number(Rational::from_integer(num_bigint::BigInt::from(10).pow(400)));
        assert!(matches!(lower(&[huge], &[]), Err(LoweringError::NumberTooLarge { digits: 401 })));
    }

    #[test]
    fn a_deep_tower_is_lowered_without_recursion() {
        let (s, e) = x();
        let mut tower = e;
        for _ in 0..50_000 {
            tower = tower.apply(Function::Sin);
        }
        assert_eq!(lower(&[tower], &[s]).unwrap().instructions.len(), 50_001);
    }
}
