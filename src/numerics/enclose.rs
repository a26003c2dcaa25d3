//! Runs a program with intervals instead of doubles: what its outputs are, exactly, and how far doubles are off.
//!
//! In: a [`Program`] and inputs that are doubles. Out: enclosures of the outputs at those inputs, taken as exact, and
//! bounds of the error that double precision makes there. It must not know where the program came from.

use super::interpret::WrongLength;
use super::program::{Instruction, Program, Register};
use crate::enclosure::{Enclosure, Failure, Interval};
use crate::symbolic::{Function, Rational};
use num_traits::{Signed, ToPrimitive, Zero};

/// Precisions tried in turn, until the enclosures are narrow.
const PRECISIONS: [usize; 4] = [128, 256, 512, 1024];
/// An enclosure this narrow, relative to its value, measures the error of doubles well.
const NARROW: f64 = 1e-25;

impl Program {
    /// Enclosures of the outputs; an output that may be undefined has none.
    ///
    /// # Errors
    /// When the number of inputs is wrong.
    pub fn enclose(&self, inputs: &[Rational], bits: usize) -> Result<Vec<Enclosure>, WrongLength> {
        if inputs.len() != self.inputs.len() {
            return Err(WrongLength { expected: self.inputs.len(), found: inputs.len() });
        }
        let mut registers: Vec<Enclosure> = Vec::with_capacity(self.instructions.len());
        for instruction in &self.instructions {
            let value = step(instruction, inputs, &registers, bits);
            registers.push(value);
        }
        Ok(self.outputs.iter().map(|r| registers[*r].clone()).collect())
    }

    /// How far the doubles `found` are from the outputs at the doubles `inputs`: rigorous upper bounds, or nothing where no
    /// narrow enclosure is found or a double is not finite.
    #[must_use]
    pub fn error_bound(&self, inputs: &[f64], found: &[f64]) -> Option<ErrorBound> {
        let exact: Vec<Rational> = inputs.iter().map(|x| Rational::from_float(*x)).collect::<Option<_>>()?;
        let found: Vec<Rational> = found.iter().map(|x| Rational::from_float(*x)).collect::<Option<_>>()?;
        PRECISIONS.iter().find_map(|bits| {
            let intervals: Vec<Interval> =
                self.enclose(&exact, *bits).ok()?.into_iter().collect::<Result<_, _>>().ok()?;
            error_of(&intervals, &found)
        })
    }
}

/// Bounds of errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorBound {
    /// The largest error of an entry.
    pub absolute: f64,
    /// That over the largest entry; nothing where every entry is 0 and a double is not.
    pub relative: Option<f64>,
    /// The largest error of an entry over that entry itself; entries that are 0, or that no enclosure tells from 0, are
    /// left out.
    pub entrywise: f64,
}

/// The largest distance of a double from any value in its enclosure, over the least magnitude of the largest entry.
fn error_of(intervals: &[Interval], found: &[Rational]) -> Option<ErrorBound> {
    let mut scale = Rational::zero();
    let (mut worst, mut width, mut entrywise) = (Rational::zero(), Rational::zero(), Rational::zero());
    for (interval, x) in intervals.iter().zip(found) {
        let (low, high) = interval.endpoints();
        let least = interval.magnitude().lower_end();
        let error = (x - &low).abs().max((x - &high).abs());
        if least.is_positive() {
            entrywise = entrywise.max(&error / &least);
        }
        scale = scale.max(least);
        worst = worst.max(error);
        width = width.max(high - low);
    }
    // One unit more in the last place than the nearest double: an upper bound.
    let above = |q: &Rational| if q.is_zero() { Some(0.0) } else { q.to_f64().map(f64::next_up) };
    if worst.is_zero() {
        return Some(ErrorBound { absolute: 0.0, relative: Some(0.0), entrywise: 0.0 });
    }
    if scale.is_zero() {
        // All entries are 0: exactly, or not seen to be anything else.
        return width.is_zero().then_some(ErrorBound { absolute: above(&worst)?, relative: None, entrywise: 0.0 });
    }
    let narrow = (width / &scale).to_f64()? <= NARROW;
    let relative = above(&(&worst / &scale))?;
    narrow.then_some(ErrorBound { absolute: above(&worst)?, relative: Some(relative), entrywise: above(&entrywise)? })
}

fn step(instruction: &Instruction, inputs: &[Rational], r: &[Enclosure], bits: usize) -> Enclosure {
    let get = |k: &Register| r.get(*k).cloned().unwrap_or(Err(Failure::Unclear));
    match instruction {
        Instruction::Input(i) => Interval::from_rational(inputs.get(*i).ok_or(Failure::Unclear)?, bits),
        Instruction::Constant(q) => Interval::from_rational(q, bits),
        Instruction::Pi => Interval::pi(bits),
        Instruction::Add(a, b) => get(a)?.plus(&get(b)?, bits),
        Instruction::Subtract(a, b) => get(a)?.minus(&get(b)?, bits),
        Instruction::Multiply(a, b) if a == b => get(a)?.powi(2, bits),
        Instruction::Multiply(a, b) => get(a)?.times(&get(b)?, bits),
        Instruction::Divide(a, b) => get(a)?.over(&get(b)?, bits),
        Instruction::Negate(a) => Ok(get(a)?.negated()),
        Instruction::SquareRoot(a) => get(a)?.sqrt(bits),
        Instruction::Power(a, b) => get(a)?.pow(&get(b)?, bits),
        // The extra bits make up for the cancellation near 0 that the stable forms avoid.
        Instruction::ExpMinusOne(a) => get(a)?.elementary(Function::Exp, 2 * bits)?.minus(&Interval::integer(1), bits),
        Instruction::LogOnePlus(a) => get(a)?.plus(&Interval::integer(1), 2 * bits)?.elementary(Function::Log, bits),
        Instruction::Apply(f, a) => get(a)?.elementary(*f, bits),
        Instruction::Pair(f, a, b) => get(a)?.binary(*f, &get(b)?, bits),
        // What is left out is not bounded here.
        Instruction::Series(..) => Err(Failure::Unclear),
    }
}
