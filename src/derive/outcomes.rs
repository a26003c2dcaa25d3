//! Verdicts, checks and refusals as entries of a report.
//!
//! In: decided items with the model and the texts. Out: [`Entry`] values. It must not decide anything.

use super::sides::side_texts;
use super::words::{condition, unit_text};
use crate::diagnostics::Diagnostic;
use crate::emit::conditions::readable;
use crate::emit::document::{
    Check, Entry, Expectation as Expected, Formula, Outcome, Refusal, Verdict, Witness, WitnessFunction, WitnessValue,
};
use crate::emit::text::ascii;
use crate::model::{self, Claim, Expectation, Model};
use crate::pipeline::{Conclusion, Decided};
use crate::symbolic::{Expr, Symbol};
use crate::syntax::ast::Verb;
use crate::syntax::source::Sources;
use crate::syntax::span::Span;
use crate::verify::{CheckOutcome, ClaimOutcome, Hypothesis, RefusalOutcome, Verdict as Decision, WitnessReport};

/// What remains of a claim, and where it is undefined, is cut after so many characters.
const LONGEST_LINE: usize = 240;

/// The entry of a decided item.
#[must_use]
pub fn entry(decided: &Decided<'_>, model: &Model, hypotheses: &[Hypothesis], sources: &Sources) -> Entry {
    match decided {
        Decided::Claim(claim, outcome, given) => {
            let given: Vec<&Hypothesis> = given.iter().filter_map(|index| hypotheses.get(*index)).collect();
            Entry::Verdict(verdict(claim, outcome, model, &given, sources))
        }
        Decided::Check(check, outcome) => Entry::Check(checked(check, outcome, sources)),
        Decided::Refusal(refusal, outcome) => Entry::Refusal(refused(refusal, outcome, sources)),
    }
}

/// `3 claims: all came out as written`
#[must_use]
pub fn summary(decided: &[Decided<'_>]) -> String {
    let count = |wanted: Conclusion| decided.iter().filter(|d| d.conclusion() == wanted).count();
    let (written, otherwise, open) =
        (count(Conclusion::AsWritten), count(Conclusion::Otherwise), count(Conclusion::Open));
    let items = |n: usize| if n == 1 { "1 claim".to_owned() } else { format!("{n} claims") };
    match (decided.len(), otherwise, open) {
        (0, ..) => "The model makes no claims.".into(),
        (1, 0, 0) => "1 claim: it came out as written.".into(),
        (n, 0, 0) => format!("{n} claims: all came out as written."),
        (n, _, _) => {
            let mut parts = vec![format!("{written} as written")];
            if otherwise > 0 {
                parts.push(format!("{otherwise} otherwise"));
            }
            if open > 0 {
                parts.push(format!("{open} undecided or conditional"));
            }
            format!("{}: {}.", items(n), parts.join(", "))
        }
    }
}

fn verdict(
    claim: &Claim,
    outcome: &ClaimOutcome,
    model: &Model,
    hypotheses: &[&Hypothesis],
    sources: &Sources,
) -> Verdict {
    let kind = match &outcome.verdict {
        Decision::Proved { .. } if hypotheses.is_empty() && outcome.rests_on.is_empty() => Outcome::Proved,
        Decision::Proved { .. } => Outcome::ProvedGiven,
        Decision::Refuted { .. } => Outcome::Refuted,
        Decision::Undecided { .. } => Outcome::Undecided,
    };
    let expected = match claim.verb {
        Verb::Prove => Expected::Prove,
        Verb::Refute => Expected::Refute,
    };
    let statement = written(sources, claim);
    let mut out = Verdict::new(claim.label.as_deref().unwrap_or_default(), &statement, expected, kind);
    out.outcome_ok = outcome.came_out && matches!(kind, Outcome::Proved | Outcome::Refuted);
    out.undefined_on = undefined_texts(&outcome.undefined_on).join(", ");
    let mut reasons = outcome.notes.clone();
    match &outcome.verdict {
        Decision::Proved { by, kernels, .. } => {
            out.given = hypotheses.iter().map(|h| format!("{}: {}", h.declaration, h.text)).collect();
            out.given.extend(outcome.rests_on.iter().map(|f| shortened(of_rule(f))));
            out.given.dedup();
            out.rules.clone_from(by);
            out.method = method(by, kernels);
        }
        Decision::Refuted { witness: found } => out.witness = Some(witness(found, model)),
        Decision::Undecided { remains, reason } => {
            for e in remains.iter().take(3) {
                reasons.push(shortened(format!("remains: {}", ascii(e))));
            }
            if !reason.is_empty() {
                reasons.push(shortened(format!("stopped: {reason}")));
            }
        }
    }
    out.reason = reasons.join("\n");
    out
}

/// The statement and its assumptions as written, on one line.
fn written(sources: &Sources, claim: &Claim) -> String {
    let statement = one_line(sources.slice(claim.span));
    let rest = Span { start: claim.span.end, ..claim.item_span };
    let assumptions = if rest.start < rest.end { one_line(sources.slice(rest)) } else { String::new() };
    if assumptions.starts_with("given ") { format!("{statement} {assumptions}") } else { statement }
}

/// Cut where nobody reads on.
pub(crate) fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST_LINE) {
        Some((at, _)) => format!("{} ..", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

/// On one line, without comments.
fn one_line(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('/') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let end = match after.get(1..2) {
            Some("/") => after.find('\n').unwrap_or(after.len()),
            Some("*") => after.find("*/").map_or(after.len(), |k| k + 2),
            _ => {
                out.push('/');
                1
            }
        };
        rest = after.get(end..).unwrap_or_default();
        if end > 1 {
            out.push(' ');
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A condition of a rule with its name: `t != 0 (rule uniform-exponential)`.
pub(crate) fn of_rule(fact: &crate::symbolic::Fact) -> String {
    format!("{} (rule {})", condition(fact).ascii, fact.rule.unwrap_or("unknown"))
}

/// Where a side may be undefined, in words, each once: two conditions may fail at the same points.
pub(crate) fn undefined_texts(facts: &[crate::symbolic::Fact]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in facts.iter().map(|f| shortened(undefined_where(f))) {
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

/// Where the fact fails, a side is undefined: `x == 0` for `x != 0`.
pub(crate) fn undefined_where(fact: &crate::symbolic::Fact) -> String {
    let (side, sign) = readable(fact);
    if side.as_number().is_some() {
        // A number that is never what it must be: a condition that holds was left out before.
        return "the whole domain".to_owned();
    }
    format!("{} {} 0", ascii(&side), sign.opposite().ascii())
}

fn method(by: &[String], kernels: &[Expr]) -> String {
    let mut out = by.join(", ");
    if !kernels.is_empty() {
        let shown: Vec<String> = kernels.iter().map(ascii).collect();
        out.push_str(&format!("{}kernels {}", if out.is_empty() { "" } else { "; " }, shown.join(", ")));
    }
    out
}

fn witness(found: &WitnessReport, model: &Model) -> Witness {
    let unit_of = |symbol: &Symbol| {
        let param = model.params.iter().find(|p| p.variable.symbol == *symbol).map(|p| &p.unit);
        let chart = found.chart.and_then(|id| model.chart(id));
        let coordinate = || {
            let all = chart.map(|c| c.coordinates.as_slice()).unwrap_or_default();
            all.iter().find(|c| c.variable.symbol == *symbol).map(|c| &c.unit)
        };
        param.or_else(coordinate).map(unit_text).unwrap_or_default()
    };
    let point = found.point.iter().map(|(symbol, value)| WitnessValue {
        name: symbol.name().to_owned(),
        value: ascii(value),
        unit: unit_of(symbol),
    });
    let functions = found.functions.iter().map(|(function, arguments, value)| {
        let arguments: Vec<&str> = arguments.iter().map(Symbol::name).collect();
        WitnessFunction { name: format!("{}({})", function.name(), arguments.join(", ")), value: Formula::of(value) }
    });
    let unit = match unit_text(&found.unit) {
        unit if unit.is_empty() => unit,
        unit => format!(" [{unit}]"),
    };
    let component =
        if found.component.is_empty() { String::new() } else { format!(" (component {})", found.component) };
    let [left, right] = side_texts(&found.left, &found.right);
    Witness {
        point: point.collect(),
        functions: functions.collect(),
        left: format!("{left}{unit}"),
        right: format!("{right}{unit}{component}"),
        difference: String::new(),
    }
}

fn checked(check: &model::Check, outcome: &CheckOutcome, sources: &Sources) -> Check {
    let item = one_line(sources.slice(check.item_span));
    let item = item.strip_prefix("check").map_or(item.as_str(), str::trim_start);
    let claim = left_of_sign(item);
    let claim = check.label.as_ref().and_then(|l| claim.strip_prefix(&format!("{l}:"))).unwrap_or(claim).trim_start();
    let (expected, enclosure, unit) = sides(check, outcome, sources);
    Check {
        label: check.label.clone().unwrap_or_default(),
        claim: claim.to_owned(),
        expected,
        exact: check.expected.iter().all(|e| matches!(e, Expectation::Exact(_))),
        enclosure,
        unit,
        ok: outcome.came_out == Some(true),
        undecided: outcome.came_out.is_none(),
        reason: outcome.reason.clone().unwrap_or_default(),
    }
}

/// The text before the last `==` or `~` that stands in no brackets: a law is drawn with `~` as well.
fn left_of_sign(item: &str) -> &str {
    let mut depth = 0_usize;
    let mut end = item.len();
    for (at, c) in item.char_indices().rev() {
        match c {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' => depth = depth.saturating_sub(1),
            '~' if depth == 0 => end = at,
            '=' if depth == 0 && item[..at].ends_with('=') => end = at - 1,
            _ => continue,
        }
        if end < item.len() {
            break;
        }
    }
    item[..end].trim_end()
}

/// What is expected, as written; the value in the same units; the unit of both, where one unit behind them says it.
fn sides(check: &model::Check, outcome: &CheckOutcome, sources: &Sources) -> (String, String, String) {
    let whole: Vec<String> = check.written.iter().map(|w| one_line(sources.slice(w.span))).collect();
    let numbers: Vec<Option<String>> = check
        .written
        .iter()
        .zip(&whole)
        .map(|(w, text)| match w.number {
            Some(span) => Some(without_brackets(one_line(sources.slice(span)))),
            None => (!text.contains('[')).then(|| text.clone()),
        })
        .collect();
    let values: Vec<String> =
        outcome.components.iter().map(|c| c.value.clone().unwrap_or_else(|| "unknown".into())).collect();
    let units: Vec<String> = check.written.iter().map(|w| unit_text(&w.unit)).collect();
    let one_unit = units.windows(2).all(|pair| pair[0] == pair[1]);
    if let (true, Some(numbers)) = (one_unit, numbers.into_iter().collect::<Option<Vec<String>>>()) {
        return (
            arranged(&numbers, check.rows),
            arranged(&values, check.rows),
            units.into_iter().next().unwrap_or_default(),
        );
    }
    let with_units: Vec<String> = values
        .iter()
        .zip(&units)
        .map(|(value, unit)| if unit.is_empty() { value.clone() } else { format!("{value} [{unit}]") })
        .collect();
    (arranged(&whole, check.rows), arranged(&with_units, check.rows), String::new())
}

/// `1/2` for `(1/2)`.
fn without_brackets(text: String) -> String {
    let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).filter(|t| !t.contains(['(', ')']));
    inner.map_or(text.clone(), str::to_owned)
}

/// A number, a tuple, or a matrix of so many rows.
fn arranged(entries: &[String], rows: usize) -> String {
    match entries {
        [one] => one.clone(),
        _ if rows > 1 && entries.len().is_multiple_of(rows) => {
            let rows: Vec<String> =
                entries.chunks(entries.len() / rows).map(|row| format!("[{}]", row.join(", "))).collect();
            format!("[{}]", rows.join(", "))
        }
        _ => format!("({})", entries.join(", ")),
    }
}

fn refused(refusal: &model::Refusal, outcome: &RefusalOutcome, sources: &Sources) -> Refusal {
    let headline = |d: &Diagnostic| format!("{}: {}", d.code.id(), d.headline);
    let item = one_line(sources.slice(refusal.item_span));
    let claim = item.strip_prefix("refuse").map_or(item.as_str(), str::trim_start);
    Refusal {
        code: refusal.code.clone(),
        claim: claim.to_owned(),
        found: outcome.diagnostics.iter().map(headline).collect(),
        ok: outcome.came_out,
    }
}
