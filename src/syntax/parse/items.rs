//! Building the items of the tree.
//!
//! In: pairs of the grammar. Out: [`Item`]s, and a diagnostic for every item that has the right form but cannot be.
//! Expressions, claims and units are built by the sibling modules.

use super::cursor::{Parts, span_of};
use super::grammar::{Pair, Rule};
use super::lost::{comparable_name, may_declare};
use super::{Built, defect};
use crate::diagnostics::{Code, Diagnostic};
use crate::syntax::ast::{
    Binder, ChartDecl, CurveDecl, Domain, DomainKind, Expr, ExprKind, FamilyDecl, FunctionDecl, Ident, IndexRange,
    Item, ItemKind, ManifoldDecl, MapDecl, Path, Request,
};
use crate::syntax::span::{FileId, Span};
use std::collections::BTreeSet;

/// Builds the tree of one parsed text.
pub struct Builder {
    file: FileId,
    /// Where the text begins in its file.
    base: usize,
    /// What is wrong with items that could not be built.
    pub diagnostics: Vec<Diagnostic>,
    /// Names that these items may have declared.
    pub lost: BTreeSet<String>,
}

impl Builder {
    /// For a text that begins at byte `base` of `file`.
    pub fn new(file: FileId, base: usize) -> Self {
        Self { file, base, diagnostics: Vec::new(), lost: BTreeSet::new() }
    }

    /// Every item among the pairs, or below a `file` pair.
    pub fn items<'i>(&mut self, pairs: impl Iterator<Item = Pair<'i>>) -> Vec<Item> {
        let mut items = Vec::new();
        for pair in pairs {
            match pair.as_rule() {
                Rule::file => items.extend(self.items(pair.into_inner())),
                Rule::item => match self.item(&pair) {
                    Ok(item) => items.push(item),
                    Err(diagnostic) => {
                        self.diagnostics.push(*diagnostic);
                        may_declare(pair.as_str(), &mut self.lost);
                    }
                },
                _ => {}
            }
        }
        items
    }

    pub(super) fn span(&self, pair: &Pair<'_>) -> Span {
        span_of(self.file, self.base, pair)
    }

    pub(super) fn parts<'i>(&self, pair: Pair<'i>) -> Parts<'i> {
        let span = self.span(&pair);
        Parts::new(pair, span)
    }

    fn item(&mut self, pair: &Pair<'_>) -> Built<Item> {
        let span = self.span(pair);
        let inner = pair.clone().into_inner().next().ok_or_else(|| defect(span, "an item"))?;
        let kind = match inner.as_rule() {
            Rule::map_item => ItemKind::SmoothMap(self.smooth_map(inner)?),
            Rule::manifold_item => ItemKind::Manifold(self.manifold(inner)?),
            Rule::function_item => ItemKind::Function(self.function(inner)?),
            Rule::claim_item => ItemKind::Claim(self.claim(inner)?),
            Rule::check_item => ItemKind::Check(self.check(inner)?),
            Rule::refuse_item => self.refuse(inner)?,
            Rule::show_item | Rule::emit_item | Rule::plot_item | Rule::figure_item | Rule::simulate_item => {
                ItemKind::Request(self.request(inner)?)
            }
            Rule::include_item => self.include(inner)?,
            Rule::random_item | Rule::rule_item => self.update(inner)?,
            _ => self.definition(inner)?,
        };
        Ok(Item { kind, span })
    }

    /// `random NAME ~ LAW` and `rule NAME on CHART: x -> EXPR`.
    fn update(&mut self, pair: Pair<'_>) -> Built<ItemKind> {
        let rule = pair.as_rule();
        let mut parts = self.parts(pair);
        let name = self.ident(&parts.expect(Rule::ident)?);
        if rule == Rule::random_item {
            let range = match parts.take(Rule::array_range) {
                Some(range) => Some(self.range(self.parts(range).expect(Rule::range)?, 0)?),
                None => None,
            };
            let law = self.expr(parts.expect(Rule::expr)?, 0)?;
            return Ok(ItemKind::Random { name, range, law });
        }
        let chart = self.chart_of(parts.expect(Rule::on_chart)?)?;
        let from = self.arith(parts.expect(Rule::arith)?, 0)?;
        let value = self.expr(parts.expect(Rule::expr)?, 0)?;
        Ok(ItemKind::Rule { name, chart, from, value })
    }

    /// The items of the form `keyword name .. = value`.
    fn definition(&mut self, pair: Pair<'_>) -> Built<ItemKind> {
        let (rule, span) = (pair.as_rule(), self.span(&pair));
        let mut parts = self.parts(pair);
        if rule == Rule::param_item {
            let mut binder = self.binder(parts.expect(Rule::binder)?)?;
            binder.value = parts.take(Rule::expr).map(|value| self.expr(value, 0)).transpose()?;
            binder.span = binder.value.as_ref().map_or(binder.span, |value| binder.span.to(value.span));
            return Ok(ItemKind::Param(binder));
        }
        let name = self.ident(&parts.expect(Rule::ident)?);
        let unit = parts.take(Rule::unit);
        let binder = parts.take(Rule::binder).or_else(|| parts.take(Rule::drawn_binder));
        let variable = binder.map(|binder| self.binder(binder)).transpose()?;
        let place = parts.take(Rule::on_chart).or_else(|| parts.take(Rule::in_chart));
        let chart = place.map(|place| self.chart_of(place)).transpose()?;
        let law = parts.take(Rule::law_form);
        let value = self.expr(parts.expect(Rule::expr)?, 0)?;
        let needed = || defect(span, "its chart or variable");
        Ok(match rule {
            Rule::const_item => ItemKind::Const { name, value },
            Rule::let_item => ItemKind::Let { name, chart, value },
            Rule::metric_item => ItemKind::Metric { name, chart, value },
            Rule::flow_item => {
                let per = unit.map(|unit| self.time_unit(unit)).transpose()?;
                ItemKind::Flow { name, per, chart, value }
            }
            Rule::cost_item => {
                let unit = unit.map(|unit| self.unit(unit)).transpose()?;
                ItemKind::Cost { name, unit, on: chart.ok_or_else(needed)?, value }
            }
            Rule::vector_item => ItemKind::Vector { name, chart: chart.ok_or_else(needed)?, value },
            Rule::oneform_item => ItemKind::OneForm { name, chart: chart.ok_or_else(needed)?, value },
            Rule::family_item => {
                let variable = variable.ok_or_else(needed)?;
                let form = self.law_form(law, &mut parts, span)?;
                ItemKind::Family(FamilyDecl { name, variable, chart, form, value })
            }
            Rule::curve_item => {
                let (parameter, chart) = (variable.ok_or_else(needed)?, chart.ok_or_else(needed)?);
                ItemKind::Curve(CurveDecl { name, parameter, chart, value })
            }
            _ => return Err(defect(span, "an item")),
        })
    }

    fn function(&mut self, pair: Pair<'_>) -> Built<FunctionDecl> {
        let mut parts = self.parts(pair);
        let positive = parts.take(Rule::mark_positive).is_some();
        let name = self.ident(&parts.expect(Rule::ident)?);
        let mut arguments = Vec::new();
        for argument in parts.all(Rule::argument_decl) {
            let mut argument = self.parts(argument);
            let name = self.ident(&argument.expect(Rule::ident)?);
            arguments.push((name, argument.take(Rule::unit).map(|unit| self.unit(unit)).transpose()?));
        }
        let unit = parts.take(Rule::unit).map(|unit| self.unit(unit)).transpose()?;
        Ok(FunctionDecl { name, arguments, positive, unit })
    }

    fn manifold(&mut self, pair: Pair<'_>) -> Built<ManifoldDecl> {
        let mut parts = self.parts(pair);
        let name = self.ident(&parts.expect(Rule::ident)?);
        let (mut charts, mut maps) = (Vec::new(), Vec::new());
        while let Some(part) = parts.any() {
            match part.as_rule() {
                Rule::chart => charts.push(self.chart(part)?),
                _ => maps.push(self.map(part)?),
            }
        }
        Ok(ManifoldDecl { name, charts, maps })
    }

    fn chart(&mut self, pair: Pair<'_>) -> Built<ChartDecl> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        let name = self.ident(&parts.expect(Rule::ident)?);
        let mut coordinates = Vec::new();
        if let Some(list) = parts.take(Rule::coordinates) {
            for binder in self.parts(list).all(Rule::binder) {
                coordinates.push(self.binder(binder)?);
            }
        }
        let conditions = match parts.take(Rule::where_clause) {
            Some(clause) => self.conditions(self.parts(clause).expect(Rule::conditions)?)?,
            None => Vec::new(),
        };
        Ok(ChartDecl { name, coordinates, conditions, span })
    }

    fn conditions(&mut self, pair: Pair<'_>) -> Built<Vec<Expr>> {
        self.parts(pair).all(Rule::expr).into_iter().map(|condition| self.expr(condition, 0)).collect()
    }

    fn smooth_map(&mut self, pair: Pair<'_>) -> Built<MapDecl> {
        let map = self.map(pair)?;
        if map.name.is_some() {
            return Ok(map);
        }
        let place = Span::new(map.from.span.file, map.from.span.start as usize, map.from.span.start as usize);
        let finding = Diagnostic::error(Code::G0114, "a map between manifolds needs a name")
            .primary(map.from.span.to(map.to.span), "this map has none")
            .note("only a transition map, inside its manifold, goes without a name")
            .help("give it a name")
            .patch(place, "phi: ");
        Err(Box::new(finding))
    }

    fn map(&mut self, pair: Pair<'_>) -> Built<MapDecl> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        let name = match parts.take(Rule::map_name) {
            Some(name) => Some(self.ident(&self.parts(name).expect(Rule::ident)?)),
            None => None,
        };
        let from = self.path(parts.expect(Rule::path)?);
        let to = self.path(parts.expect(Rule::path)?);
        let equations = self.equations(parts.expect(Rule::equations)?)?;
        let on = match parts.take(Rule::map_domain).map(|domain| self.parts(domain).take(Rule::conditions)) {
            Some(Some(conditions)) => self.conditions(conditions)?,
            _ => Vec::new(),
        };
        let inverse = match parts.take(Rule::map_inverse) {
            Some(inverse) => Some(self.equations(self.parts(inverse).expect(Rule::equations)?)?),
            None => None,
        };
        Ok(MapDecl { name, from, to, equations, on, inverse, span })
    }

    fn equations(&mut self, pair: Pair<'_>) -> Built<Vec<(Ident, Expr)>> {
        let mut equations = Vec::new();
        for equation in self.parts(pair).all(Rule::equation) {
            let mut parts = self.parts(equation);
            let name = self.ident(&parts.expect(Rule::ident)?);
            let name = self.entry_of(name, &mut parts);
            equations.push((name, self.expr(parts.expect(Rule::expr)?, 0)?));
        }
        Ok(equations)
    }

    /// `w[1]` for the name `w` with an entry behind it.
    pub(super) fn entry_of(&self, name: Ident, parts: &mut Parts<'_>) -> Ident {
        let Some(entry) = parts.take(Rule::entry) else { return name };
        let end = self.span(&entry).end;
        let index = entry.into_inner().find(|p| matches!(p.as_rule(), Rule::number | Rule::ident));
        let index = index.map(|p| p.as_str().to_owned()).unwrap_or_default();
        Ident { name: format!("{}[{index}]", name.name), span: Span { end, ..name.span } }
    }

    fn refuse(&mut self, pair: Pair<'_>) -> Built<ItemKind> {
        let mut parts = self.parts(pair.clone());
        let code = self.ident(&parts.expect(Rule::ident)?);
        Ok(ItemKind::Refuse { code, items: self.items(pair.into_inner()) })
    }

    fn request(&mut self, pair: Pair<'_>) -> Built<Request> {
        let rule = pair.as_rule();
        let mut parts = self.parts(pair);
        match rule {
            Rule::show_item => {
                let value = self.expr(parts.expect(Rule::expr)?, 0)?;
                Ok(Request::Show { value: self.shown(value, &mut parts)? })
            }
            Rule::emit_item => {
                let target = self.ident(&parts.expect(Rule::ident)?);
                let path = parts.take(Rule::string).map(|string| self.quoted(string)).transpose()?;
                Ok(Request::Emit { target, path: path.map(|(path, _)| path) })
            }
            _ => self.drawn(rule, parts),
        }
    }

    fn include(&mut self, pair: Pair<'_>) -> Built<ItemKind> {
        let string = self.parts(pair).expect(Rule::string)?;
        let (path, path_span) = self.quoted(string)?;
        Ok(ItemKind::Include { path, path_span })
    }

    /// A text in quotes, without them; the span includes them.
    pub(super) fn quoted(&self, pair: Pair<'_>) -> Built<(String, Span)> {
        let exact = pair.as_span();
        let span = Span::new(self.file, self.base + exact.start(), self.base + exact.end());
        Ok((self.parts(pair).expect(Rule::string_text)?.as_str().to_owned(), span))
    }

    /// A name bound to a domain, without a value.
    pub(super) fn binder(&mut self, pair: Pair<'_>) -> Built<Binder> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        let name = self.ident(&parts.expect(Rule::ident)?);
        let range = match parts.take(Rule::array_range) {
            Some(range) => Some(self.range(self.parts(range).expect(Rule::range)?, 0)?),
            None => None,
        };
        let domain = match parts.take(Rule::integers) {
            Some(integers) => self.integers(integers)?,
            None => self.domain(parts.expect(Rule::domain)?)?,
        };
        let unit = parts.take(Rule::unit).map(|unit| self.unit(unit)).transpose()?;
        Ok(Binder { name, range, domain, unit, value: None, span })
    }

    pub(super) fn range(&mut self, pair: Pair<'_>, depth: usize) -> Built<IndexRange> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        let from = Box::new(self.arith(parts.expect(Rule::arith)?, depth)?);
        let to = Box::new(self.arith(parts.expect(Rule::arith)?, depth)?);
        Ok(IndexRange { from, to, span })
    }

    pub(super) fn domain(&mut self, pair: Pair<'_>) -> Built<Domain> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        if let Some(interval) = parts.take(Rule::interval) {
            return Ok(Domain { kind: self.interval(interval)?, span });
        }
        if let Some(counted) = parts.take(Rule::counted) {
            return Ok(Domain { span, ..self.integers(counted)? });
        }
        let kind = match parts.expect(Rule::domain_name)?.as_str() {
            "real" => DomainKind::Real,
            "positive" => DomainKind::Positive,
            "negative" => DomainKind::Negative,
            "nonnegative" => DomainKind::NonNegative,
            "nonzero" => DomainKind::NonZero,
            "integer" => DomainKind::Integer,
            "natural" => DomainKind::Natural,
            _ => return Err(defect(span, "a domain")),
        };
        Ok(Domain { kind, span })
    }

    /// `a..b`
    fn integers(&mut self, pair: Pair<'_>) -> Built<Domain> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        let lower = self.arith(parts.expect(Rule::arith)?, 0)?;
        let upper = self.arith(parts.expect(Rule::arith)?, 0)?;
        let (lower, upper) = (self.end(lower, Infinite::Below, None)?, self.end(upper, Infinite::Above, None)?);
        Ok(Domain { kind: DomainKind::Integers { lower, upper }, span })
    }

    fn interval(&mut self, pair: Pair<'_>) -> Built<DomainKind> {
        let mut parts = self.parts(pair);
        let open = parts.expect(Rule::interval_open)?;
        let lower = self.arith(parts.expect(Rule::arith)?, 0)?;
        let upper = self.arith(parts.expect(Rule::arith)?, 0)?;
        let close = parts.expect(Rule::interval_close)?;
        let (lower_closed, upper_closed) = (open.as_str() == "[", close.as_str() == "]");
        let lower = self.end(lower, Infinite::Below, lower_closed.then_some((&open, "(")))?;
        let upper = self.end(upper, Infinite::Above, upper_closed.then_some((&close, ")")))?;
        Ok(DomainKind::Interval { lower, lower_closed, upper, upper_closed })
    }

    /// One end of an interval; none if it is infinite. `closed` is the bracket, if square, and its round form.
    fn end(&self, end: Expr, side: Infinite, closed: Option<(&Pair<'_>, &str)>) -> Built<Option<Box<Expr>>> {
        let Some(infinite) = infinite(&end) else {
            return Ok(Some(Box::new(end)));
        };
        if infinite != side {
            let headline = match side {
                Infinite::Below => "the lower end of an interval cannot be `inf`",
                Infinite::Above => "the upper end of an interval cannot be `-inf`",
            };
            let finding = Diagnostic::error(Code::G0114, headline).primary(end.span, "the interval is empty");
            return Err(Box::new(finding.help("write the lower end first: `(-inf, inf)`")));
        }
        if let Some((bracket, round)) = closed {
            let finding = Diagnostic::error(Code::G0114, "an infinite end does not belong to the interval")
                .primary(self.span(bracket), "this bracket includes the end")
                .patch_with(self.span(bracket), round, "leave it out");
            return Err(Box::new(finding));
        }
        Ok(None)
    }

    /// The path behind `on` or `in`.
    pub(super) fn chart_of(&self, pair: Pair<'_>) -> Built<Path> {
        Ok(self.path(self.parts(pair).expect(Rule::path)?))
    }

    /// A name in NFC. The micro sign is the letter mu, and digits below the line are digits.
    pub(super) fn ident(&self, pair: &Pair<'_>) -> Ident {
        Ident { name: comparable_name(pair.as_str()), span: self.span(pair) }
    }

    pub(super) fn path(&self, pair: Pair<'_>) -> Path {
        let span = self.span(&pair);
        Path { segments: self.parts(pair).all(Rule::ident).iter().map(|ident| self.ident(ident)).collect(), span }
    }
}

/// Which end of the line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Infinite {
    Below,
    Above,
}

/// Whether an expression is `inf` or `-inf`.
fn infinite(expr: &Expr) -> Option<Infinite> {
    match &expr.kind {
        ExprKind::Name(path) if path.segments.len() == 1 && path.segments.iter().all(|part| part.name == "inf") => {
            Some(Infinite::Above)
        }
        ExprKind::Neg(inner) => match inner.kind {
            ExprKind::Name(_) => infinite(inner).map(|_| Infinite::Below),
            _ => None,
        },
        _ => None,
    }
}
