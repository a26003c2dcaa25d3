//! What a claim has asked before: replies of the engine, glances, points, and searches that led nowhere.
//!
//! In: questions with their places. Out: the answers they had. The search for a proof comes to the same question by many
//! ways and at several depths, and the answer does not depend on the way. It must not decide anything, and what was cut
//! short by time or by the number of attempts is not kept.

use super::decider::Setting;
use super::inequality::Wanted;
use crate::asymptotics::limits::{End, Limit, limit};
use crate::engine::{Reply, Task};
use crate::symbolic::{Expr, Fact, Region, Symbol, Variable};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Where something is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Place {
    region: Region,
    defined_where: Vec<Fact>,
}

impl Place {
    fn of(setting: &Setting) -> Self {
        Self { region: setting.region.clone(), defined_where: setting.defined_where.clone() }
    }
}

type Question = (Task, bool, Vec<Expr>, Place);
type Goal = (Expr, Wanted, Place);

/// What one claim has asked before.
#[derive(Debug, Default)]
pub(super) struct Memory {
    replies: HashMap<Question, Rc<Reply>>,
    glances: RefCell<HashMap<Goal, bool>>,
    points: HashMap<(Expr, Variable), Rc<[Expr]>>,
    limits: RefCell<HashMap<(Expr, Symbol, End), Option<Limit>>>,
    /// How deep rules within rules were looked for in vain.
    failures: HashMap<Goal, usize>,
}

impl Memory {
    /// A new claim.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The reply to a job, and how to keep the one that `run` gives.
    pub(super) fn reply<E>(
        &mut self,
        task: Task,
        record: bool,
        exprs: &[Expr],
        setting: &Setting,
        run: impl FnOnce() -> Result<Reply, E>,
    ) -> Result<Reply, E> {
        let question = (task, record, exprs.to_vec(), Place::of(setting));
        if let Some(known) = self.replies.get(&question) {
            return Ok(Reply::clone(known));
        }
        let reply = run()?;
        self.replies.insert(question, Rc::new(reply.clone()));
        Ok(reply)
    }

    /// Whether a sign seems right at simple points; `look` says so, and whether its word may be kept.
    pub(super) fn glance(
        &self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        look: impl FnOnce() -> (bool, bool),
    ) -> bool {
        // Instances of functions belong to the setting as well; such goals are seldom asked twice.
        if !setting.functions.is_empty() {
            return look().0;
        }
        let goal = (e.clone(), wanted, Place::of(setting));
        if let Some(known) = self.glances.borrow().get(&goal) {
            return *known;
        }
        let (seems, keep) = look();
        if keep {
            self.glances.borrow_mut().insert(goal, seems);
        }
        seems
    }

    /// The points at which an expression may have its least value.
    pub(super) fn points(&mut self, e: &Expr, v: &Variable, find: fn(&Expr, &Variable) -> Vec<Expr>) -> Rc<[Expr]> {
        let key = (e.clone(), v.clone());
        Rc::clone(self.points.entry(key).or_insert_with(|| find(e, v).into()))
    }

    /// The limit of an expression in one variable.
    pub(super) fn limit(&self, e: &Expr, x: &Symbol, end: &End) -> Option<Limit> {
        let key = (e.clone(), x.clone(), end.clone());
        if let Some(known) = self.limits.borrow().get(&key) {
            return known.clone();
        }
        let found = limit(e, x, end);
        self.limits.borrow_mut().insert(key, found.clone());
        found
    }

    /// To which depth the goal was looked for in vain.
    pub(super) fn failed(&self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<usize> {
        self.failures.get(&(e.clone(), wanted, Place::of(setting))).copied()
    }

    /// The goal was looked for in vain to this depth.
    pub(super) fn fails(&mut self, e: &Expr, wanted: Wanted, setting: &Setting, depth: usize) {
        let known = self.failures.entry((e.clone(), wanted, Place::of(setting))).or_default();
        *known = depth.max(*known);
    }
}
