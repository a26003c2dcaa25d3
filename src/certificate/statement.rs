//! What a claim comes down to, in canonical form: expressions that must be 0 or have a sign, on their domains.

use super::digest::sha256;
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Bound, Expr, Region, Relation, Symbol};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Goals in the order in which the steps show them. Numbers point into the bundle's expressions. What is to be 0 or has
/// a sign, and the facts, stand in elementary form: written through `exp`, `log`, `sin`, `cos`, integer powers and roots.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// all expressions
    pub expressions: Bundle,
    /// domains
    pub domains: Vec<Domain>,
    /// what must be shown
    pub goals: Vec<GoalText>,
}

/// Variables with their ranges, and facts (assumptions, then conditions of definition).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// the variables
    pub variables: Vec<VariableText>,
    /// everything that holds, ranges included: an expression and how it compares with 0
    pub facts: Vec<(usize, Relation)>,
}

/// A variable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariableText {
    /// its symbol
    pub symbol: Symbol,
    /// its ends, and whether they belong to the range
    pub lower: Option<(usize, bool)>,
    /// the upper end
    pub upper: Option<(usize, bool)>,
    /// only integers
    pub integer: bool,
}

/// One goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum GoalText {
    /// these are 0
    Zero {
        /// number of the domain
        domain: usize,
        /// the residuals
        expressions: Vec<usize>,
    },
    /// this has a sign
    Sign {
        /// number of the domain
        domain: usize,
        /// the expression
        expression: usize,
        /// how it compares with 0
        relation: Relation,
    },
    /// these are rewritten by the rules for formal expectations, and have other residuals, named next
    Formal {
        /// number of the domain
        domain: usize,
        /// the residuals as the claim has them
        expressions: Vec<usize>,
        /// the names of formal expectations, and what they stand for
        named: Vec<(Symbol, usize)>,
        /// the rules that were used, and what is assumed
        rules: Vec<String>,
    },
    /// this is supposed: the closed form of an expectation holds only where this is so
    Supposed {
        /// number of the domain
        domain: usize,
        /// the expression
        expression: usize,
        /// how it compares with 0
        relation: Relation,
        /// the rule that gave the form
        rule: String,
    },
    /// these have values at some point
    Point {
        /// number of the domain
        domain: usize,
        /// the expressions
        expressions: Vec<usize>,
    },
}

impl Statement {
    /// The digest of the canonical form.
    #[must_use]
    pub fn digest(&self) -> String {
        sha256(serde_json::to_string(self).unwrap_or_default().as_bytes())
    }
}

/// Collects goals.
#[derive(Debug, Default)]
pub struct StatementWriter {
    pool: Vec<Expr>,
    places: BTreeMap<Expr, usize>,
    domains: Vec<Domain>,
    goals: Vec<GoalText>,
}

impl StatementWriter {
    fn put(&mut self, e: &Expr) -> usize {
        let next = self.pool.len();
        let place = *self.places.entry(e.clone()).or_insert(next);
        if place == next {
            self.pool.push(e.clone());
        }
        place
    }

    fn domain(&mut self, region: &Region, facts: &[crate::symbolic::Fact]) -> usize {
        let mut variables = Vec::new();
        for v in &region.variables {
            let mut end = |b: &Bound| b.value().map(|e| (self.put(e), matches!(b, Bound::Closed(_))));
            let (lower, upper) = (end(&v.lower), end(&v.upper));
            variables.push(VariableText { symbol: v.symbol.clone(), lower, upper, integer: v.integer });
        }
        let facts = facts.iter().map(|f| (self.put(&f.expr), f.relation)).collect();
        let domain = Domain { variables, facts };
        match self.domains.iter().position(|d| *d == domain) {
            Some(i) => i,
            None => {
                self.domains.push(domain);
                self.domains.len() - 1
            }
        }
    }

    /// These must be 0.
    pub fn zero(&mut self, residuals: &[Expr], region: &Region, facts: &[crate::symbolic::Fact]) {
        let domain = self.domain(region, facts);
        let expressions = residuals.iter().map(|e| self.put(e)).collect();
        self.goals.push(GoalText::Zero { domain, expressions });
    }

    /// This must have a sign.
    pub fn sign(&mut self, e: &Expr, relation: Relation, region: &Region, facts: &[crate::symbolic::Fact]) {
        let domain = self.domain(region, facts);
        let expression = self.put(e);
        self.goals.push(GoalText::Sign { domain, expression, relation });
    }

    /// These are rewritten, and formal expectations in them named.
    pub fn formal(
        &mut self,
        residuals: &[Expr],
        named: &[(Symbol, Expr)],
        rules: Vec<String>,
        region: &Region,
        facts: &[crate::symbolic::Fact],
    ) {
        let domain = self.domain(region, facts);
        let expressions = residuals.iter().map(|e| self.put(e)).collect();
        let named = named.iter().map(|(symbol, mean)| (symbol.clone(), self.put(mean))).collect();
        self.goals.push(GoalText::Formal { domain, expressions, named, rules });
    }

    /// This is supposed, for the sake of its rule.
    pub fn supposed(&mut self, fact: &crate::symbolic::Fact, region: &Region, facts: &[crate::symbolic::Fact]) {
        let domain = self.domain(region, facts);
        let expression = self.put(&fact.expr);
        let rule = fact.rule.unwrap_or_default().to_owned();
        self.goals.push(GoalText::Supposed { domain, expression, relation: fact.relation, rule });
    }

    /// These must have values somewhere.
    pub fn point(&mut self, exprs: &[Expr], region: &Region, facts: &[crate::symbolic::Fact]) {
        let domain = self.domain(region, facts);
        let expressions = exprs.iter().map(|e| self.put(e)).collect();
        self.goals.push(GoalText::Point { domain, expressions });
    }

    /// The statement.
    #[must_use]
    pub fn finish(self) -> Statement {
        Statement { expressions: Bundle::pack(&self.pool), domains: self.domains, goals: self.goals }
    }
}
