//! Building expressions: the order of operators, applied to the grammar's flat chains.
//!
//! In: pairs of the grammar. Out: trees no higher than [`MAX_HEIGHT`]. Chains are walked with explicit stacks; only
//! brackets and conditions recurse, and these are limited before parsing begins. `depth` is the number of nodes that
//! may stand above the expression being built.

use super::claims::compare_op;
use super::grammar::{Pair, Rule};
use super::items::Builder;
use super::numbers::{number, superscript};
use super::{Built, MAX_DEPTH, MAX_HEIGHT, defect, too_deep, too_long};
use crate::syntax::ast::{Arg, BinaryOp, Expr, ExprKind, Ident, Path};
use crate::syntax::span::Span;

/// A sign that waits for its right operand.
enum Waiting {
    Neg(Span),
    Binary(BinaryOp),
}

impl Waiting {
    /// How tightly it binds.
    fn strength(&self) -> u8 {
        match self {
            Waiting::Binary(op) => strength(*op),
            Waiting::Neg(_) => 3,
        }
    }
}

fn strength(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Add | BinaryOp::Sub => 1,
        BinaryOp::Mul | BinaryOp::Div => 2,
        BinaryOp::Pow => 4,
    }
}

fn binary_op(sign: &str) -> BinaryOp {
    match sign {
        "+" => BinaryOp::Add,
        "-" | "−" => BinaryOp::Sub,
        "/" => BinaryOp::Div,
        "^" => BinaryOp::Pow,
        _ => BinaryOp::Mul,
    }
}

fn binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) }, span }
}

/// Operands and signs of an arithmetic chain that are not yet joined.
#[derive(Default)]
struct Chain {
    values: Vec<Expr>,
    signs: Vec<Waiting>,
}

impl Chain {
    /// Joins the last sign with its operands; does nothing on an empty chain.
    fn join(&mut self) {
        match (self.signs.pop(), self.values.pop()) {
            (Some(Waiting::Neg(sign)), Some(value)) => {
                let span = sign.to(value.span);
                self.values.push(Expr { kind: ExprKind::Neg(Box::new(value)), span });
            }
            (Some(Waiting::Binary(op)), Some(right)) => match self.values.pop() {
                Some(left) => self.values.push(binary(op, left, right)),
                None => self.values.push(right),
            },
            (_, value) => self.values.extend(value),
        }
    }

    /// A sign between operands: what binds at least as tightly to its left is joined first.
    fn sign(&mut self, op: BinaryOp) {
        let right_to_left = op == BinaryOp::Pow;
        while let Some(last) = self.signs.last() {
            if last.strength() < strength(op) || (right_to_left && last.strength() == strength(op)) {
                break;
            }
            self.join();
        }
        self.signs.push(Waiting::Binary(op));
    }

    fn finish(mut self) -> Option<Expr> {
        while !self.signs.is_empty() {
            self.join();
        }
        self.values.pop()
    }
}

impl Builder {
    /// A condition or a value: `or`, `and`, `not` over comparisons.
    pub(super) fn expr(&mut self, pair: Pair<'_>, depth: usize) -> Built<Expr> {
        let span = self.span(&pair);
        let mut negations = 0;
        for part in pair.clone().into_inner() {
            negations = if part.as_rule() == Rule::kw_not { negations + 1 } else { 0 };
            if negations > MAX_DEPTH {
                return Err(too_deep(self.span(&part)));
            }
        }
        // All parts but one are signs, or operands that a sign joins.
        let depth = depth + pair.clone().into_inner().len().saturating_sub(1);
        if depth > MAX_HEIGHT {
            return Err(too_long(span));
        }
        let (mut any, mut all): (Option<Expr>, Option<Expr>) = (None, None);
        let mut nots: Vec<Span> = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_not => nots.push(self.span(&part)),
                Rule::comparison => {
                    let mut value = self.comparison(part, depth)?;
                    while let Some(sign) = nots.pop() {
                        let span = sign.to(value.span);
                        value = Expr { kind: ExprKind::Not(Box::new(value)), span };
                    }
                    all = Some(joined(all, value, ExprKind::And));
                }
                _ if part.as_str().starts_with("or") => {
                    any = all.take().map(|all| joined(any.take(), all, ExprKind::Or));
                }
                _ => {}
            }
        }
        let all = all.ok_or_else(|| defect(span, "a condition"))?;
        Ok(joined(any, all, ExprKind::Or))
    }

    fn comparison(&mut self, pair: Pair<'_>, depth: usize) -> Built<Expr> {
        let span = self.span(&pair);
        let depth = depth + usize::from(pair.clone().into_inner().len() > 1);
        let mut parts = self.parts(pair);
        let first = self.arith(parts.expect(Rule::arith)?, depth)?;
        let mut rest = Vec::new();
        while let Some(op) = parts.take(Rule::comparison_op) {
            rest.push((compare_op(op.as_str()), self.arith(parts.expect(Rule::arith)?, depth)?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(Expr { kind: ExprKind::Compare { first: Box::new(first), rest }, span })
    }

    /// A value without comparisons: signs and operands in the order of the grammar's heading.
    pub(super) fn arith(&mut self, pair: Pair<'_>, depth: usize) -> Built<Expr> {
        let span = self.span(&pair);
        let is_sign = |part: &Pair<'_>| matches!(part.as_rule(), Rule::minus | Rule::arith_op);
        let depth = depth + pair.clone().into_inner().filter(is_sign).count();
        let mut chain = Chain::default();
        let mut operands = Vec::new();
        // Signs that nest are too deep before many are too long: the first check comes first.
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::minus => chain.signs.push(Waiting::Neg(self.span(&part))),
                Rule::arith_op if part.as_str() == "^" => chain.signs.push(Waiting::Binary(BinaryOp::Pow)),
                Rule::arith_op => chain.signs.clear(),
                _ => operands.push(part),
            }
            if chain.signs.len() > MAX_DEPTH {
                return Err(too_deep(span));
            }
        }
        if depth > MAX_HEIGHT {
            return Err(too_long(span));
        }
        chain.signs.clear();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::minus => chain.signs.push(Waiting::Neg(self.span(&part))),
                Rule::arith_op => chain.sign(binary_op(part.as_str())),
                _ => {
                    let operand = self.operand(part, depth)?;
                    chain.values.push(operand);
                }
            }
        }
        chain.finish().ok_or_else(|| defect(span, "an operand"))
    }

    fn operand(&mut self, pair: Pair<'_>, depth: usize) -> Built<Expr> {
        let span = self.span(&pair);
        let suffixes = pair.clone().into_inner().len().saturating_sub(1);
        let mut parts = self.parts(pair);
        let primary = parts.any().ok_or_else(|| defect(span, "an operand"))?;
        // Powers and a unit stand above it.
        let mut value = self.primary(primary, depth + suffixes)?;
        while let Some(suffix) = parts.any() {
            let whole = value.span.to(self.span(&suffix));
            value = match suffix.as_rule() {
                Rule::unit => {
                    let unit = self.unit(suffix)?;
                    Expr { kind: ExprKind::Quantity { value: Box::new(value), unit }, span: whole }
                }
                _ => binary(BinaryOp::Pow, value, self.raised(&suffix)?),
            };
        }
        Ok(value)
    }

    /// The exponent in `x⁻²`.
    fn raised(&self, pair: &Pair<'_>) -> Built<Expr> {
        let span = self.span(pair);
        let (negative, text) = superscript(pair.as_str());
        let exponent = Expr { kind: ExprKind::Number { value: number(&text, span)?, text }, span };
        Ok(if negative { Expr { kind: ExprKind::Neg(Box::new(exponent)), span } } else { exponent })
    }

    fn primary(&mut self, pair: Pair<'_>, depth: usize) -> Built<Expr> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::number => ExprKind::Number { value: number(pair.as_str(), span)?, text: pair.as_str().to_owned() },
            Rule::group => return self.group(pair, depth),
            Rule::list => ExprKind::List(self.entries(pair, depth)?),
            Rule::name => ExprKind::Name(self.name(pair)?),
            Rule::record => ExprKind::Record(self.record(pair, depth)?),
            Rule::conditional => return self.conditional(pair, depth),
            Rule::sum => {
                let mut parts = self.parts(pair);
                let index = self.ident(&parts.expect(Rule::ident)?);
                let range = self.range(parts.expect(Rule::range)?, depth + 1)?;
                let body = Box::new(self.expr(parts.expect(Rule::expr)?, depth + 1)?);
                ExprKind::Sum { index, range, body }
            }
            Rule::expectation => {
                let mut parts = self.parts(pair);
                let head = parts.expect(Rule::expectation_head)?;
                let mut drawn = self.parts(self.parts(head).expect(Rule::drawn)?);
                let variable = self.ident(&drawn.expect(Rule::ident)?);
                let distribution = Box::new(self.expr(drawn.expect(Rule::expr)?, depth + 1)?);
                let body = Box::new(self.primary(parts.expect(Rule::group)?, depth + 1)?);
                ExprKind::Expectation { variable, distribution, body }
            }
            Rule::call => {
                let mut parts = self.parts(pair);
                let callee = self.path(parts.expect(Rule::path)?);
                let mut tail = self.parts(parts.expect(Rule::call_tail)?);
                let called = tail.expect(Rule::arguments)?;
                let until = self.span(&called);
                let call = ExprKind::Call { callee, args: self.arguments(called, depth + 1)? };
                match tail.take(Rule::indices) {
                    None => call,
                    Some(indices) => {
                        let base = Box::new(Expr { kind: call, span: Span { end: until.end, ..span } });
                        ExprKind::Index { base, indices: self.entries(indices, depth + 1)? }
                    }
                }
            }
            Rule::jet => {
                let mut parts = self.parts(pair);
                let head = parts.expect(Rule::jet_head)?;
                let orders = self.entries(self.parts(head).expect(Rule::indices)?, depth + 1)?;
                let function = self.path(parts.expect(Rule::path)?);
                ExprKind::Jet { orders, function, args: self.arguments(parts.expect(Rule::arguments)?, depth + 1)? }
            }
            Rule::indexed => {
                let mut parts = self.parts(pair);
                let path = self.path(parts.expect(Rule::path)?);
                let base = Box::new(Expr { span: path.span, kind: ExprKind::Name(path) });
                ExprKind::Index { base, indices: self.entries(parts.expect(Rule::indices)?, depth + 1)? }
            }
            _ => return Err(defect(span, "an operand")),
        };
        Ok(Expr { kind, span })
    }

    fn name(&self, pair: Pair<'_>) -> Built<Path> {
        let span = self.span(&pair);
        if let Some(path) = self.parts(pair).take(Rule::path) {
            return Ok(self.path(path));
        }
        Ok(Path { segments: vec![Ident { name: "inf".to_owned(), span }], span })
    }

    fn entries(&mut self, pair: Pair<'_>, depth: usize) -> Built<Vec<Expr>> {
        self.parts(pair).all(Rule::expr).into_iter().map(|entry| self.expr(entry, depth + 1)).collect()
    }

    /// `(a)` is `a`, with the span of the parentheses; `(a, b)` is a tuple.
    fn group(&mut self, pair: Pair<'_>, depth: usize) -> Built<Expr> {
        let span = self.span(&pair);
        let mut entries = self.entries(pair, depth)?;
        match (entries.pop(), entries.is_empty()) {
            (Some(only), true) => Ok(Expr { span, ..only }),
            (last, _) => {
                entries.extend(last);
                Ok(Expr { kind: ExprKind::Tuple(entries), span })
            }
        }
    }

    fn record(&mut self, pair: Pair<'_>, depth: usize) -> Built<Vec<(Ident, Expr)>> {
        let mut fields = Vec::new();
        for field in self.parts(pair).all(Rule::field) {
            let mut parts = self.parts(field);
            let name = self.ident(&parts.expect(Rule::ident)?);
            fields.push((name, self.expr(parts.expect(Rule::expr)?, depth + 1)?));
        }
        Ok(fields)
    }

    pub(super) fn arguments(&mut self, pair: Pair<'_>, depth: usize) -> Built<Vec<Arg>> {
        let mut arguments = Vec::new();
        for argument in self.parts(pair).all(Rule::argument) {
            let mut parts = self.parts(argument);
            let name = match parts.take(Rule::argument_name) {
                Some(name) => {
                    let mut parts = self.parts(name);
                    let word = self.ident(&parts.expect(Rule::word)?);
                    Some(self.entry_of(word, &mut parts))
                }
                None => None,
            };
            arguments.push(Arg { name, value: self.expr(parts.expect(Rule::expr)?, depth + 1)? });
        }
        Ok(arguments)
    }

    /// `if c then a else if d then b else e`: the chain is flat in the grammar and nests to the right in the tree.
    fn conditional(&mut self, pair: Pair<'_>, depth: usize) -> Built<Expr> {
        let span = self.span(&pair);
        let (ifs, values): (Vec<_>, Vec<_>) = pair
            .into_inner()
            .filter(|part| matches!(part.as_rule(), Rule::kw_if | Rule::expr))
            .partition(|part| part.as_rule() == Rule::kw_if);
        let depth = depth + ifs.len();
        if depth > MAX_HEIGHT {
            return Err(too_long(span));
        }
        let starts: Vec<Span> = ifs.iter().map(|part| self.span(part)).collect();
        let mut values = values.into_iter().map(|value| self.expr(value, depth)).collect::<Built<Vec<Expr>>>()?;
        let mut chain = values.pop().ok_or_else(|| defect(span, "a condition"))?;
        for start in starts.into_iter().rev() {
            let (Some(then), Some(condition)) = (values.pop(), values.pop()) else {
                return Err(defect(span, "a condition"));
            };
            let span = start.to(chain.span);
            let (condition, then, otherwise) = (Box::new(condition), Box::new(then), Box::new(chain));
            chain = Expr { kind: ExprKind::If { condition, then, otherwise }, span };
        }
        Ok(chain)
    }
}

/// `left op right`, or `right` alone.
fn joined(left: Option<Expr>, right: Expr, kind: fn(Box<Expr>, Box<Expr>) -> ExprKind) -> Expr {
    let Some(left) = left else { return right };
    let span = left.span.to(right.span);
    Expr { kind: kind(Box::new(left), Box::new(right)), span }
}
