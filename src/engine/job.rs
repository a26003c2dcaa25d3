//! What is asked of the engine, and what it answers. Plain serialisable values.

use crate::certificate::{Answer as Hint, FactorSign, Factors, GoalRecord, Meaning, NonZero, OtherForm, Record};
use crate::polynomial::Polynomial;
use crate::symbolic::wire::{Bundle, MalformedBundle};
use crate::symbolic::{Bound, Expr, Fact, Region, Relation, Symbol, Variable};
use serde::{Deserialize, Serialize};

/// What is wanted of the job's expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Task {
    /// Is each expression 0 wherever it is defined?
    Zero,
    /// A certain sign of each expression.
    Sign,
    /// A closed form of each expression: a quotient of polynomials in its kernels.
    ClosedForm,
    /// The form of each expression that people read most easily: the closed form dressed up, or what was written.
    Readable,
    /// What decides the sign of each expression: its closed form without the factors whose sign is certain.
    Core,
}

/// A job: expressions, where they are considered, and the task.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// What is wanted.
    pub task: Task,
    /// Of what.
    pub exprs: Vec<Expr>,
    /// Variables with their ranges, and conditions.
    pub region: Region,
    /// Further facts that hold wherever the expressions are defined (conditions of definition).
    pub defined_where: Vec<Fact>,
    /// The user's abbreviations, for readable forms: a symbol and what it stands for.
    pub abbreviations: Vec<(Symbol, Expr)>,
    /// Whether what a checker of proofs needs is written down.
    pub record: bool,
}

/// The answer for one expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The expression is 0 at every point where it is defined.
    Zero,
    /// Its normal form is not 0 (which proves nothing), written readably.
    NotReduced(Expr),
    /// Its sign is certain on the region.
    Sign(crate::tower::positivity::CertainSign),
    /// No sign is certain.
    NoSign,
    /// A closed form.
    ClosedForm(Expr),
    /// The expression is nowhere defined: this denominator is 0.
    NowhereDefined(Expr),
    /// The expression is beyond what is computed; the text says why.
    Beyond(String),
}

/// Answers in the order of the expressions, and the kernels that occurred.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// One for each expression.
    pub answers: Vec<Answer>,
    /// The generators that are not plain variables, for the record of a proof.
    pub kernels: Vec<Expr>,
    /// Hints for the checker of proofs: one record for all expressions, or one for each.
    pub records: Vec<Record>,
}

#[derive(Serialize, Deserialize)]
enum WireBound {
    Infinite,
    Open(usize),
    Closed(usize),
}

#[derive(Serialize, Deserialize)]
struct WireVariable {
    symbol: Symbol,
    lower: WireBound,
    upper: WireBound,
    integer: bool,
    nonzero: bool,
}

/// A job on the wire: one bundle shared by all expressions.
#[derive(Serialize, Deserialize)]
pub(super) struct WireJob {
    task: Task,
    bundle: Bundle,
    exprs: usize,
    variables: Vec<WireVariable>,
    conditions: Vec<(usize, Relation)>,
    defined_where: Vec<(usize, Relation)>,
    abbreviations: Vec<(Symbol, usize)>,
    record: bool,
}

impl Job {
    pub(super) fn to_wire(&self) -> WireJob {
        let mut pool = self.exprs.clone();
        let mut put = |e: &Expr| {
            pool.push(e.clone());
            pool.len() - 1
        };
        let mut bound = |b: &Bound| match b {
            Bound::Infinite => WireBound::Infinite,
            Bound::Open(e) => WireBound::Open(put(e)),
            Bound::Closed(e) => WireBound::Closed(put(e)),
        };
        let variables = self
            .region
            .variables
            .iter()
            .map(|v| WireVariable {
                symbol: v.symbol.clone(),
                lower: bound(&v.lower),
                upper: bound(&v.upper),
                integer: v.integer,
                nonzero: v.nonzero,
            })
            .collect();
        let mut facts = |facts: &[Fact]| facts.iter().map(|f| (put(&f.expr), f.relation)).collect::<Vec<_>>();
        let conditions = facts(&self.region.conditions);
        let defined_where = facts(&self.defined_where);
        let abbreviations = self.abbreviations.iter().map(|(s, e)| (s.clone(), put(e))).collect();
        WireJob {
            task: self.task,
            exprs: self.exprs.len(),
            bundle: Bundle::pack(&pool),
            variables,
            conditions,
            defined_where,
            abbreviations,
            record: self.record,
        }
    }
}

impl WireJob {
    pub(super) fn unpack(self) -> Result<Job, MalformedBundle> {
        let pool = self.bundle.unpack()?;
        let get = |i: usize| pool.get(i).cloned().ok_or(MalformedBundle);
        let bound = |b: &WireBound| {
            Ok(match b {
                WireBound::Infinite => Bound::Infinite,
                WireBound::Open(i) => Bound::Open(get(*i)?),
                WireBound::Closed(i) => Bound::Closed(get(*i)?),
            })
        };
        let facts = |v: &[(usize, Relation)]| {
            v.iter().map(|(i, relation)| Ok(Fact::new(get(*i)?, *relation))).collect::<Result<Vec<_>, _>>()
        };
        let mut variables = Vec::new();
        for v in &self.variables {
            variables.push(Variable {
                symbol: v.symbol.clone(),
                lower: bound(&v.lower)?,
                upper: bound(&v.upper)?,
                integer: v.integer,
                nonzero: v.nonzero,
            });
        }
        let abbreviations =
            self.abbreviations.iter().map(|(s, i)| Ok((s.clone(), get(*i)?))).collect::<Result<Vec<_>, _>>()?;
        Ok(Job {
            task: self.task,
            exprs: pool.get(..self.exprs).ok_or(MalformedBundle)?.to_vec(),
            region: Region { variables, conditions: facts(&self.conditions)? },
            defined_where: facts(&self.defined_where)?,
            abbreviations,
            record: self.record,
        })
    }
}

#[derive(Serialize, Deserialize)]
enum WireAnswer {
    Zero,
    NotReduced(usize),
    Sign(i8),
    NoSign,
    ClosedForm(usize),
    NowhereDefined(usize),
    Beyond(String),
}

#[derive(Serialize, Deserialize)]
struct WireRecord {
    generators: Vec<Meaning>,
    kernels: Vec<(usize, Hint)>,
    sums: Vec<(usize, Hint)>,
    squares: Vec<(usize, Factors)>,
    forms: Vec<((Polynomial, u32), OtherForm)>,
    beside_one: Vec<(Polynomial, (usize, Factors))>,
    signs: Vec<(Polynomial, Option<FactorSign>)>,
    nonzero: Vec<(Polynomial, NonZero)>,
    facts: Vec<(usize, Factors)>,
    goals: Vec<Option<GoalRecord>>,
}

/// A reply on the wire.
#[derive(Serialize, Deserialize)]
pub(super) struct WireReply {
    bundle: Bundle,
    answers: Vec<WireAnswer>,
    kernels: Vec<usize>,
    records: Vec<WireRecord>,
}

impl Reply {
    pub(super) fn to_wire(&self) -> WireReply {
        use crate::tower::positivity::CertainSign as S;
        let mut pool = Vec::new();
        let mut put = |e: &Expr| {
            pool.push(e.clone());
            pool.len() - 1
        };
        let answers = self
            .answers
            .iter()
            .map(|a| match a {
                Answer::Zero => WireAnswer::Zero,
                Answer::NotReduced(e) => WireAnswer::NotReduced(put(e)),
                Answer::Sign(s) => WireAnswer::Sign(match s {
                    S::Negative => -2,
                    S::NonPositive => -1,
                    S::NonNegative => 1,
                    S::Positive => 2,
                }),
                Answer::NoSign => WireAnswer::NoSign,
                Answer::ClosedForm(e) => WireAnswer::ClosedForm(put(e)),
                Answer::NowhereDefined(e) => WireAnswer::NowhereDefined(put(e)),
                Answer::Beyond(text) => WireAnswer::Beyond(text.clone()),
            })
            .collect();
        let kernels = self.kernels.iter().map(&mut put).collect();
        let records = self
            .records
            .iter()
            .map(|r| WireRecord {
                generators: r.generators.clone(),
                kernels: r.kernels.iter().map(|(e, hint)| (put(e), hint.clone())).collect(),
                sums: r.sums.iter().map(|(e, hint)| (put(e), hint.clone())).collect(),
                squares: r.squares.clone().into_iter().collect(),
                forms: r.forms.clone().into_iter().collect(),
                beside_one: r.beside_one.clone().into_iter().collect(),
                signs: r.signs.clone().into_iter().collect(),
                nonzero: r.nonzero.clone().into_iter().collect(),
                facts: r.facts.clone().into_iter().collect(),
                goals: r.goals.clone(),
            })
            .collect();
        WireReply { answers, kernels, records, bundle: Bundle::pack(&pool) }
    }
}

impl WireReply {
    pub(super) fn unpack(self) -> Result<Reply, MalformedBundle> {
        use crate::tower::positivity::CertainSign as S;
        let pool = self.bundle.unpack()?;
        let get = |i: usize| pool.get(i).cloned().ok_or(MalformedBundle);
        let mut answers = Vec::new();
        for a in self.answers {
            answers.push(match a {
                WireAnswer::Zero => Answer::Zero,
                WireAnswer::NotReduced(i) => Answer::NotReduced(get(i)?),
                WireAnswer::Sign(n) => Answer::Sign(match n {
                    ..=-2 => S::Negative,
                    -1 => S::NonPositive,
                    0..=1 => S::NonNegative,
                    2.. => S::Positive,
                }),
                WireAnswer::NoSign => Answer::NoSign,
                WireAnswer::ClosedForm(i) => Answer::ClosedForm(get(i)?),
                WireAnswer::NowhereDefined(i) => Answer::NowhereDefined(get(i)?),
                WireAnswer::Beyond(text) => Answer::Beyond(text),
            });
        }
        let kernels = self.kernels.into_iter().map(&get).collect::<Result<_, _>>()?;
        let mut records = Vec::new();
        for r in self.records {
            records.push(Record {
                generators: r.generators,
                kernels: r.kernels.into_iter().map(|(i, hint)| Ok((get(i)?, hint))).collect::<Result<_, _>>()?,
                sums: r.sums.into_iter().map(|(i, hint)| Ok((get(i)?, hint))).collect::<Result<_, _>>()?,
                squares: r.squares.into_iter().collect(),
                forms: r.forms.into_iter().collect(),
                beside_one: r.beside_one.into_iter().collect(),
                signs: r.signs.into_iter().collect(),
                nonzero: r.nonzero.into_iter().collect(),
                facts: r.facts.into_iter().collect(),
                goals: r.goals,
            });
        }
        Ok(Reply { answers, kernels, records })
    }
}
