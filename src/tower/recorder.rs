//! Writing down, for the checker of proofs, what the tower found: factorisations, coordinates, reasons for signs.
//!
//! Nothing is concluded from a record: [`crate::replay`] multiplies everything out again.

use super::build::Tower;
use super::constants::Content as _;
use super::generator::Meaning;
use super::polynomial::{denominator_of, numerator_of};
use crate::certificate::{
    self, Answer, Content, ElementSign, Factors, GoalRecord, NonZero, OtherForm, Quotient, Record,
};
use crate::polynomial::{Polynomial, prime_factors};
use crate::rational::Rational;
use crate::symbolic::{CertainSign, Expr, Function, Kind};
use algebra::{Factorisation, Fraction};
use num_traits::Signed;
use std::collections::BTreeMap;

/// A record in the making; nothing is written while it is off.
#[derive(Debug, Default)]
pub struct Recorder {
    on: bool,
    /// A rule was used that has no form in certificates yet.
    spoiled: bool,
    record: Record,
    /// Arguments of jets and of opaque functions, by generator.
    arguments: BTreeMap<usize, Vec<Quotient>>,
}

impl Recorder {
    /// A recorder that writes.
    #[must_use]
    pub fn writing() -> Self {
        Self { on: true, ..Self::default() }
    }

    /// Whether it writes.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// A rule is used that has no form in certificates yet: the record is worth nothing.
    pub(super) fn spoil(&mut self) {
        self.spoiled = true;
    }

    pub(super) fn kernel(&mut self, e: &Expr, answer: impl FnOnce() -> Answer) {
        if self.on {
            self.record.kernels.push((e.clone(), answer()));
        }
    }

    pub(super) fn square(&mut self, angle: usize, f: &Factorisation) {
        if self.on {
            self.record.squares.entry(angle).or_insert_with(|| factors(f));
        }
    }

    pub(super) fn form(&mut self, f: &Fraction, degree: u32, form: impl FnOnce() -> OtherForm) {
        if self.on {
            self.record.forms.insert((numerator_of(f), degree), form());
        }
    }

    pub(super) fn beside_one(&mut self, f: &Fraction, exponential: usize, b: &Factorisation) {
        if self.on {
            self.record.beside_one.insert(numerator_of(f), (exponential, factors(b)));
        }
    }

    /// Why an expression vanishes that does not reduce to 0.
    pub(crate) fn sum(&mut self, e: &Expr, sum: certificate::AngleSum) {
        if self.on {
            self.record.sums.push((e.clone(), Answer::AngleSum(sum)));
        }
    }

    pub(super) fn fact(&mut self, place: usize, f: &Factorisation) {
        if self.on {
            self.record.facts.insert(place, factors(f));
        }
    }

    pub(super) fn arguments(&mut self, generator: usize, arguments: &[Fraction]) {
        if self.on {
            self.arguments.entry(generator).or_insert_with(|| arguments.iter().map(quotient).collect());
        }
    }

    pub(super) fn sign(&mut self, f: &Fraction, explanation: Option<(CertainSign, certificate::FactorSign)>) {
        if self.on {
            let p = numerator_of(f);
            if !matches!(self.record.signs.get(&p), Some(Some(_))) {
                self.record.signs.insert(p, explanation.map(|(_, reason)| reason));
            }
        }
    }

    pub(super) fn nonzero(&mut self, f: &Fraction, reason: Option<NonZero>) {
        if self.on
            && let Some(reason) = reason
        {
            self.record.nonzero.insert(numerator_of(f), reason);
        }
    }
}

impl Tower<'_> {
    /// Writes down why the factors of a denominator do not vanish.
    pub(super) fn record_divisors(&mut self, f: &Factorisation) {
        if !self.recorder.on {
            return;
        }
        for (p, _) in f.factors.iter().filter(|(_, n)| *n < 0) {
            let reason = self.explain_nonzero(p);
            self.recorder.nonzero(p, reason);
        }
    }

    /// What was written, with the meaning of every generator.
    #[must_use]
    pub fn record(&self) -> Option<Record> {
        if !self.recorder.on || self.recorder.spoiled {
            return None;
        }
        let mut record = self.recorder.record.clone();
        for (i, g) in self.generators().iter().enumerate() {
            record.generators.push(self.meaning(i, &g.meaning, &g.expr)?);
        }
        Some(record)
    }

    /// The sign of a field element with its reasons; `bound`: it is the bound of another one by the rule log-bound.
    #[must_use]
    pub fn goal_record(&mut self, f: &Fraction, sign: CertainSign, bound: Option<i64>) -> Option<GoalRecord> {
        // What the reduction divides by is not always what the expression divides by.
        let factorisation = self.factor(f);
        self.record_divisors(&factorisation);
        let ElementSign { factors, odd, even } = self.element_sign(f, sign)?;
        Some(GoalRecord { bound, factors, odd, even })
    }

    fn meaning(&self, i: usize, meaning: &Meaning, expr: &Expr) -> Option<certificate::Meaning> {
        use certificate::Meaning as M;
        let arguments = || self.recorder.arguments.get(&i).cloned();
        Some(match meaning {
            Meaning::Atom | Meaning::Opaque => match expr.kind() {
                Kind::Symbol(s) => M::Symbol(s.clone()),
                Kind::Pi => M::Pi,
                Kind::Unspecified { function, orders, .. } => {
                    M::Jet { function: function.clone(), orders: orders.clone(), arguments: arguments()? }
                }
                Kind::Apply(function, _) => {
                    M::Opaque { function: *function, argument: arguments()?.into_iter().next()? }
                }
                _ => return None,
            },
            Meaning::Exp { argument } => M::Exp { argument: quotient(argument) },
            Meaning::LogAbs { of } => M::LogAbs { of: numerator_of(of) },
            Meaning::Root { of, degree, .. } => M::Root { of: numerator_of(of), degree: *degree },
            Meaning::Cos => M::Cos { angle: arguments()?.into_iter().next()? },
            Meaning::Sin { cosine } => M::Sin { cosine: *cosine },
            Meaning::Arcsine { of } => M::Opaque { function: Function::Asin, argument: quotient(of) },
            Meaning::Arctangent { of } => M::Opaque { function: Function::Atan, argument: quotient(of) },
            Meaning::Polar { y, x } => M::Polar { y: quotient(y), x: quotient(x) },
            Meaning::Parity { of, variables } => M::Parity { of: *of, variables: variables.clone() },
            Meaning::SignOf { of } => M::Sign { of: numerator_of(of) },
        })
    }
}

/// A fraction as plain data.
pub(super) fn quotient(f: &Fraction) -> Quotient {
    Quotient { numerator: numerator_of(f), denominator: denominator_of(f) }
}

/// A factorisation as plain data.
pub(super) fn factors(f: &Factorisation) -> Factors {
    let mut factors: Vec<(Polynomial, i32)> = f.factors.iter().map(|(p, n)| (numerator_of(p), *n)).collect();
    factors.sort();
    Factors { content: content(&f.content()), factors }
}

/// A number as a product of powers of primes.
pub(super) fn content(q: &Rational) -> Content {
    let mut powers = Vec::new();
    for (n, sign) in [(q.numer().abs(), 1), (q.denom(), -1)] {
        powers.extend(prime_factors(&n).into_iter().map(|(p, k)| (p, sign * i32::try_from(k).unwrap_or(i32::MAX))));
    }
    powers.sort();
    Content { negative: q.is_negative(), powers }
}
