//! The elaborator: the state of elaboration and the order of its work.
//!
//! In: a file. Out: a model and diagnostics. Declarations are entered first, then constants, params, functions and
//! manifolds are made, then fields (each on demand, in every chart that maps reach), then claims and requests.

use super::kinds::{ChartId, Value};
use super::names::Declaration;
use super::problems::Failure;
use super::stage::{Stage, within};
use super::{Model, claims, declarations, params, requests, transport};
use crate::diagnostics::Diagnostic;
use crate::syntax::ast::{File, Item, ItemKind, Lost};
use crate::syntax::span::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// Stack for elaboration: definitions may lead into each other as deep as [`MAX_DEPTH`].
const STACK_BYTES: usize = 512 << 20;

/// Deepest nesting of expressions and definitions together.
pub(super) const MAX_DEPTH: usize = 20_000;

/// The checked model of a file (includes already merged), and every diagnostic, in order of their places.
#[must_use]
pub fn elaborate(file: &File) -> (Model, Vec<Diagnostic>) {
    // A thread of its own for the sake of its stack; without one the work is done here.
    std::thread::scope(|scope| {
        let work = || Elaborator::default().run(file);
        match std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work) {
            Ok(handle) => handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => Elaborator::default().run(file),
        }
    })
}

/// The same where each declaration and each claim may take so long.
///
/// # Errors
/// The item that took longer; nothing where there is none.
pub fn elaborate_within(file: File, time: Duration) -> Result<(Model, Vec<Diagnostic>), Option<Span>> {
    within(time, None, move |stage| {
        let elaborator = Elaborator { stage: Some(Arc::clone(stage)), ..Elaborator::default() };
        elaborator.run(&file)
    })
}

/// The same on the stack of the caller, who knows that the tree is low.
#[must_use]
pub fn elaborate_here(file: &File) -> (Model, Vec<Diagnostic>) {
    Elaborator::default().run(file)
}

/// What is known of a value under a name in a chart.
pub(super) type Cached = Result<Value, Failure>;

/// The state.
#[derive(Clone, Default)]
pub(super) struct Elaborator<'a> {
    /// What is done.
    pub model: Model,
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Top-level names.
    pub table: BTreeMap<String, usize>,
    /// All declarations in order.
    pub declarations: Vec<Declaration<'a>>,
    /// Values made so far.
    pub cache: BTreeMap<(usize, Option<ChartId>), Cached>,
    /// Definitions in progress.
    pub stack: Vec<usize>,
    /// Nesting of expressions and definitions.
    pub depth: usize,
    /// Arrays of params and their ranges.
    pub arrays: BTreeMap<String, (i64, i64)>,
    /// Charts whose declaration failed.
    pub poisoned_charts: BTreeSet<ChartId>,
    /// Manifolds with a map whose declaration failed.
    pub poisoned_maps: BTreeSet<usize>,
    /// Changes of chart made so far.
    pub changes: BTreeMap<(ChartId, ChartId), transport::Change>,
    /// Conditions that hold nowhere, of which a declaration has been told already.
    pub nowhere: Vec<crate::symbolic::Fact>,
    /// Metrics that are known to be positive definite, each where its facts hold.
    pub definite: Vec<(crate::geometry::Matrix, Vec<crate::symbolic::Fact>)>,
    /// Names that may be declared by what could not be read.
    pub lost: Lost,
    /// Home charts found so far.
    pub homes: BTreeMap<usize, Option<ChartId>>,
    /// Who watches how long an item takes.
    pub stage: Option<Arc<Stage<Option<Span>>>>,
}

impl<'a> Elaborator<'a> {
    fn run(mut self, file: &'a File) -> (Model, Vec<Diagnostic>) {
        self.lost = file.lost.clone();
        let items: Vec<&'a Item> = file.items.iter().collect();
        self.elaborate_items(&items);
        self.diagnostics.sort_by_key(|d| d.primary_span());
        // What is left to decide is decided of items without an error only.
        let poisoned = &self.poisoned_charts;
        self.model.obligations.retain(|o| o.chart.is_none_or(|chart| !poisoned.contains(&chart)));
        (self.model, self.diagnostics)
    }

    /// Everything for some items: the whole file, or the block of a refusal on top of what is there.
    pub fn elaborate_items(&mut self, items: &[&'a Item]) {
        let first = self.declarations.len();
        let reported = self.diagnostics.len();
        for item in items {
            self.enter(item);
        }
        params::constants_and_functions(self, first);
        super::charts::manifolds(self, first);
        declarations::fields(self, first);
        for item in items {
            self.come_to(item);
            match &item.kind {
                ItemKind::Claim(claim) => claims::claim(self, item, claim),
                ItemKind::Check(check) => requests::check(self, item, check),
                ItemKind::Refuse { code, items } => self.refusal(item, code, items),
                ItemKind::Request(request) => requests::request(self, item, request),
                _ => {}
            }
        }
        // The first error in an item ends its elaboration; names behind it would be told one run later.
        let incomplete = self.lost != Lost::default();
        if incomplete || self.diagnostics.iter().skip(reported).any(Diagnostic::is_error) {
            items.iter().for_each(|item| self.names_without_meaning(item));
        }
    }

    /// From here on the time is spent on this item.
    pub fn come_to(&self, item: &Item) {
        if let Some(stage) = &self.stage {
            stage.begin(Some(item.span));
        }
    }

    /// Reports a failure; what was reported before stays silent.
    pub fn report(&mut self, failure: Failure) {
        for d in failure.0 {
            let known = |o: &Diagnostic| o.code == d.code && o.primary_span() == d.primary_span();
            if !self.diagnostics.iter().any(known) {
                self.diagnostics.push(d);
            }
        }
    }

    /// The value, or nothing after reporting why.
    pub fn accept<T>(&mut self, result: Result<T, Failure>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(failure) => {
                self.report(failure);
                None
            }
        }
    }

    /// Elaborates the block in a scope of its own.
    fn refusal(&mut self, item: &'a Item, code: &'a crate::syntax::ast::Ident, items: &'a [Item]) {
        if crate::diagnostics::Code::from_id(&code.name).is_none() {
            self.report(super::problems::unknown_code(code.span, &code.name).into());
            return;
        }
        let mut inner = self.clone();
        inner.model.obligations.clear();
        inner.model.claims.clear();
        inner.model.checks.clear();
        inner.model.refusals.clear();
        inner.model.requests.clear();
        let reported = inner.diagnostics.len();
        let refs: Vec<&'a Item> = items.iter().collect();
        inner.elaborate_items(&refs);
        let diagnostics = inner.diagnostics.split_off(reported);
        let model = diagnostics.is_empty().then(|| Box::new(inner.model));
        self.model.refusals.push(super::Refusal {
            code: code.name.clone(),
            diagnostics,
            model,
            span: code.span,
            item_span: item.span,
        });
    }
}
