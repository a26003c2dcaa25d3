//! The three verdicts, with what supports them.

use crate::certificate::Step;
use crate::enclosure::Value;
use crate::model::ChartId;
use crate::replay::Rejection;
use crate::symbolic::{Expr, Fact, FunctionSymbol, Symbol};
use crate::units::Unit;

/// What is known of a statement.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It holds wherever both sides are defined.
    Proved {
        /// The rules used, each once, in order.
        by: Vec<String>,
        /// The kernels that occurred.
        kernels: Vec<Expr>,
        /// What the checker walks through.
        evidence: Evidence,
    },
    /// It fails at a point.
    Refuted {
        /// The point with both values.
        witness: Box<WitnessReport>,
    },
    /// Neither was shown.
    Undecided {
        /// What is left of the residual in normal form, when there is one.
        remains: Vec<Expr>,
        /// Which step stopped, and why.
        reason: String,
    },
}

/// What supports a proof: steps for the checker. Where they are not complete, the proof does not count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Why they are not complete.
    pub gap: Option<String>,
}

impl Evidence {
    /// There are no steps for this.
    #[must_use]
    pub fn missing(why: impl Into<String>) -> Self {
        Self { steps: Vec::new(), gap: Some(why.into()) }
    }

    /// Further steps behind these.
    #[must_use]
    pub fn then(mut self, further: impl Into<Self>) -> Self {
        let further = further.into();
        self.steps.extend(further.steps);
        self.gap = self.gap.or(further.gap);
        self
    }
}

impl From<Vec<Step>> for Evidence {
    fn from(steps: Vec<Step>) -> Self {
        Self { steps, gap: None }
    }
}

impl From<Step> for Evidence {
    fn from(step: Step) -> Self {
        vec![step].into()
    }
}

/// A counterexample: everything quantified is instantiated, and both values are certain.
#[derive(Clone, Debug)]
pub struct WitnessReport {
    /// The chart of the point.
    pub chart: Option<ChartId>,
    /// Coordinates and params: numbers, or constants such as `sqrt(3)` where equations leave no rational point.
    pub point: Vec<(Symbol, Expr)>,
    /// What was put in the place of unspecified functions: function, its arguments, its value.
    pub functions: Vec<(FunctionSymbol, Vec<Symbol>, Expr)>,
    /// Which component fails; empty for a scalar.
    pub component: String,
    /// The left value.
    pub left: Value,
    /// The right value.
    pub right: Value,
    /// Unit of both.
    pub unit: Unit,
}

/// A decided claim.
#[derive(Clone, Debug)]
pub struct ClaimOutcome {
    /// The verdict.
    pub verdict: Verdict,
    /// Whether the verdict is the one its author claims.
    pub came_out: bool,
    /// Conditions of definition that are not certain on the domain: the claim is silent where they fail.
    pub undefined_on: Vec<Fact>,
    /// Conditions of rules for expectations that a proof rests on: they do not follow from the domain.
    pub rests_on: Vec<Fact>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A decided check.
#[derive(Clone, Debug)]
pub struct CheckOutcome {
    /// One per component.
    pub components: Vec<CheckedComponent>,
    /// All of them; `None` where one is undecided and none failed.
    pub came_out: Option<bool>,
    /// Why something is undecided.
    pub reason: Option<String>,
}

/// One component of a check.
#[derive(Clone, Debug)]
pub struct CheckedComponent {
    /// `None`: undecided.
    pub came_out: Option<bool>,
    /// The value, exact or to 25 digits, in the unit in which the expected one is written.
    pub value: Option<String>,
}

impl Verdict {
    /// Proved.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        matches!(self, Self::Proved { .. })
    }

    /// Refuted.
    #[must_use]
    pub fn is_refuted(&self) -> bool {
        matches!(self, Self::Refuted { .. })
    }

    /// Undecided, without a normal form to show.
    #[must_use]
    pub fn undecided(reason: impl Into<String>) -> Self {
        Self::Undecided { remains: Vec::new(), reason: reason.into() }
    }

    /// Proved by one rule.
    #[must_use]
    pub fn by(rule: &str, evidence: impl Into<Evidence>) -> Self {
        Self::Proved { by: vec![rule.to_owned()], kernels: Vec::new(), evidence: evidence.into() }
    }

    /// A proof that its replay does not accept proves nothing; nor does one of which no certificate can be written.
    #[must_use]
    pub fn unless_rejected<T>(self, replay: impl FnOnce(&[Step]) -> Result<T, Rejection>) -> Self {
        match &self {
            Self::Proved { evidence: Evidence { steps, gap: None, .. }, .. } => match replay(steps) {
                Ok(_) => self,
                Err(why) => Self::undecided(rejected(&why)),
            },
            Self::Proved { evidence: Evidence { gap: Some(why), .. }, .. } => {
                Self::undecided(format!("a proof was found, but it has no certificate: {why}"))
            }
            _ => self,
        }
    }

    /// Whether it is proved with every step of a certificate.
    #[must_use]
    pub fn is_certified(&self) -> bool {
        matches!(self, Self::Proved { evidence: Evidence { gap: None, .. }, .. })
    }

    /// Both hold: the first failure wins, then the first doubt, else both proofs together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Refuted { witness }, _) | (_, Self::Refuted { witness }) => Self::Refuted { witness },
            (u @ Self::Undecided { .. }, _) | (_, u @ Self::Undecided { .. }) => u,
            (
                Self::Proved { mut by, mut kernels, evidence },
                Self::Proved { by: more, kernels: others, evidence: further },
            ) => {
                for rule in more {
                    if !by.contains(&rule) {
                        by.push(rule);
                    }
                }
                for k in others {
                    if !kernels.contains(&k) {
                        kernels.push(k);
                    }
                }
                Self::Proved { by, kernels, evidence: evidence.then(further) }
            }
        }
    }
}

/// The reason of "undecided" where a proof was found that does not replay.
#[must_use]
pub fn rejected(why: &Rejection) -> String {
    format!("a proof was found, but its replay stopped: {why}")
}

/// The witness's point in words: `mu = 2, sigma = 1, f(x) = x^2`.
#[must_use]
pub fn place(witness: &WitnessReport) -> String {
    let ascii = crate::emit::text::ascii;
    let mut parts: Vec<String> = witness.point.iter().map(|(s, c)| format!("{} = {}", s.name(), ascii(c))).collect();
    for (f, arguments, body) in &witness.functions {
        let list: Vec<&str> = arguments.iter().map(Symbol::name).collect();
        parts.push(format!("{}({}) = {}", f.name(), list.join(", "), ascii(body)));
    }
    parts.join(", ")
}
