//! Where answers come from: a certificate, read in order, or a record, looked up by what is asked.

use super::Place;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use crate::certificate::{Answer, Derivation, Record};
use crate::polynomial::Polynomial;
use crate::symbolic::Expr;
use std::collections::{BTreeSet, HashMap};

/// What the checker asks.
pub enum Question<'q> {
    /// the hint of a kernel
    Kernel(&'q Expr),
    /// the factorisation of a fact
    Fact(usize),
    /// the factors of the square under the cosine of a known angle
    Square(usize),
    /// another form of a polynomial under a root of this degree, or in a logarithm (degree 1)
    Form(&'q Polynomial, u32),
    /// why an expression vanishes that does not reduce to 0
    AngleSum(&'q Expr),
    /// the sign of a polynomial
    Sign(&'q Polynomial),
    /// why a polynomial does not vanish
    NonZero(&'q Polynomial),
    /// why a polynomial does not vanish, or that it may
    MayVanish(&'q Polynomial),
    /// whether the goal's sign comes from its bound by logarithms
    Bound,
    /// the factorisation of the goal
    GoalFactors,
    /// the sign of the goal
    Goal,
}

impl Question<'_> {
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Kernel(e) => format!("`{e}`"),
            Self::Fact(i) => format!("condition {i}"),
            Self::Square(i) => format!("the cosine of generator {i}"),
            Self::Form(p, 1) => format!("log|{p:?}|"),
            Self::Form(p, degree) => format!("the root of degree {degree} of {p:?}"),
            Self::AngleSum(e) => format!("`{e}` as a sum of angles"),
            Self::Sign(p) => format!("the sign of {p:?}"),
            Self::NonZero(p) | Self::MayVanish(p) => format!("{p:?} != 0"),
            Self::Bound | Self::GoalFactors | Self::Goal => "the sign".into(),
        }
    }
}

/// Something that answers.
pub trait Source {
    /// The answer. The checker verifies it.
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, Rejection>;
}

/// A certificate's answers, each used once, in order.
pub struct Written<'d> {
    derivation: &'d Derivation,
    next: usize,
}

impl<'d> Written<'d> {
    /// From the beginning.
    pub fn new(derivation: &'d Derivation) -> Self {
        Self { derivation, next: 0 }
    }

    /// Everything must have been used.
    pub fn finish(self, used: &BTreeSet<usize>) -> Result<(), Rejection> {
        let left = self.derivation.answers.len() - self.next;
        if left > 0 {
            return Err(Rejection::LeftOver(left));
        }
        match (0..self.derivation.generators.len()).find(|i| !used.contains(i)) {
            Some(i) => Err(Rejection::Generator(i)),
            None => Ok(()),
        }
    }
}

impl Source for Written<'_> {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, Rejection> {
        let answer = self.derivation.answers.get(self.next).cloned();
        self.next += usize::from(answer.is_some());
        answer.ok_or_else(|| Rejection::NoAnswer(question.describe()))
    }
}

/// A record, and the answers that it gave.
struct Recorded<'r> {
    record: &'r Record,
    kernels: HashMap<&'r Expr, &'r Answer>,
    goal: usize,
    given: Vec<Answer>,
}

impl<'r> Recorded<'r> {
    fn new(record: &'r Record, goal: usize) -> Self {
        let kernels = record.kernels.iter().map(|(e, a)| (e, a)).collect();
        Self { record, kernels, goal, given: Vec::new() }
    }
}

impl Source for Recorded<'_> {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, Rejection> {
        let goal = || self.record.goals.get(self.goal).and_then(Option::as_ref);
        let found = match question {
            Question::Kernel(e) => self.kernels.get(e).copied().cloned(),
            Question::Fact(i) => self.record.facts.get(i).cloned().map(Answer::Factors),
            Question::Square(i) => self.record.squares.get(i).cloned().map(Answer::Factors),
            Question::Form(p, degree) => self.record.forms.get(&((*p).clone(), *degree)).cloned().map(Answer::Form),
            Question::AngleSum(e) => self.record.sums.iter().find(|(known, _)| known == *e).map(|(_, a)| a.clone()),
            Question::Sign(p) => match (self.record.signs.get(p), self.record.beside_one.get(p)) {
                (None | Some(None), Some((exponential, factors))) => {
                    Some(Answer::BesideOne { exponential: *exponential, factors: factors.clone() })
                }
                (sign, _) => sign.cloned().map(Answer::Sign),
            },
            Question::NonZero(p) => self.record.nonzero.get(p).cloned().map(Answer::NonZero),
            Question::MayVanish(p) => Some(self.record.nonzero.get(p).cloned().map_or(Answer::Opaque, Answer::NonZero)),
            Question::Bound => Some(Answer::LogBound(goal().and_then(|g| g.bound))),
            Question::GoalFactors => goal().map(|g| Answer::Factors(g.factors.clone())),
            Question::Goal => goal().map(|g| Answer::Goal { odd: g.odd.clone(), even: g.even.clone() }),
        };
        let answer = found.ok_or_else(|| Rejection::NoAnswer(question.describe()))?;
        self.given.push(answer.clone());
        Ok(answer)
    }
}

/// Makes the derivation that the residuals are 0, from what the engine's side wrote down.
///
/// # Errors
/// The first step that fails.
pub fn derive_zero(residuals: &[Expr], place: &Place, record: &Record) -> Result<Derivation, Rejection> {
    let mut source = Recorded::new(record, 0);
    let mut evaluator = Evaluator::new(place, &record.generators, &mut source)?;
    evaluator.expect_zero(residuals)?;
    let used = evaluator.finish();
    Ok(Derivation { generators: record.generators.clone(), answers: source.given }.pruned(&used))
}

/// Makes the derivation of a sign: that of the expression whose place in the record is `goal`.
///
/// # Errors
/// The first step that fails.
pub fn derive_sign(e: &Expr, place: &Place, record: &Record, goal: usize) -> Result<Derivation, Rejection> {
    let mut source = Recorded::new(record, goal);
    let mut evaluator = Evaluator::new(place, &record.generators, &mut source)?;
    evaluator.goal_sign(e)?;
    let used = evaluator.finish();
    Ok(Derivation { generators: record.generators.clone(), answers: source.given }.pruned(&used))
}

/// Makes the derivation that an expression has a value nowhere.
///
/// # Errors
/// The first step that fails.
pub fn derive_nowhere(e: &Expr, place: &Place, record: &Record) -> Result<Derivation, Rejection> {
    let mut source = Recorded::new(record, 0);
    let mut evaluator = Evaluator::new(place, &record.generators, &mut source)?;
    evaluator.expect_nowhere(e)?;
    let used = evaluator.finish();
    Ok(Derivation { generators: record.generators.clone(), answers: source.given }.pruned(&used))
}
