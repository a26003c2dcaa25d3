//! Errors about domains: charts without points, maps between charts that have no derivative somewhere.
//!
//! In: refuted obligations and the facts that fail. Out: diagnostics. It must not decide anything.

use crate::diagnostics::Diagnostic;
use crate::geometry::range::Ranges;
use crate::model::{Model, Obligation, ObligationKind};
use crate::symbolic::{Expr, Fact, Kind, Relation};

/// The error of a chart without points.
pub(super) fn empty_chart(o: &Obligation, fact: &Fact) -> Diagnostic {
    Diagnostic::error(o.kind.code(), format!("the chart `{}` is empty", o.declaration))
        .primary(o.span, "no point meets all its conditions")
        .note(format!("where the others hold, {} does not", condition(fact)))
        .help("correct its conditions")
}

/// Which points a map between charts would have to leave out, and how that is written.
pub(super) fn leave_out(mut d: Diagnostic, model: &Model, o: &Obligation, facts: &[Fact]) -> Diagnostic {
    let texts = |facts: &[Fact]| facts.iter().map(condition).collect::<Vec<_>>();
    if let (ObligationKind::MapRegular, [det]) = (o.kind, facts) {
        let text = crate::emit::text::ascii(&det.expr);
        d = d.note(format!(
            "the determinant of its Jacobian matrix is {text}: where that is 0, one direction has no derivative"
        ));
    } else {
        d = d.note(format!("its parts have derivatives where {}", texts(facts).join(" and ")));
    }
    let needed: Vec<Fact> = facts.iter().flat_map(factors).collect();
    let start = o.declaration.split(" -> ").next().unwrap_or_default();
    let starts_here = o.chart.and_then(|id| model.chart(id)).is_some_and(|c| c.name == start || c.full_name() == start);
    d.help(if starts_here {
        format!("leave these points out with `on {{ {} }}`, or divide the chart there", texts(&needed).join(", "))
    } else {
        "leave these points out with `on { .. }`, or divide the chart there".to_owned()
    })
}

/// Where the parameters of a distribution lie in their domain, and what can be written to stay there.
pub(super) fn stay_inside(d: Diagnostic, o: &Obligation, facts: &[Fact]) -> Diagnostic {
    let open: Vec<&Fact> = facts.iter().filter(|f| f.expr.has_symbols()).collect();
    let texts: Vec<String> = open.iter().map(|f| condition(f)).collect();
    if let Some(f) = facts.iter().find(|f| crate::statistics::certainly_fails(f)) {
        return d.note(format!("one of them needs {}, which is not true", condition(f))).help(
            "choose other numbers; a covariance is positive definite (its leading minors are positive), and a category has \
             a positive chance: leave out one that never occurs",
        );
    }
    if texts.is_empty() {
        return d;
    }
    let mut ranges = Ranges::new(&o.region);
    let opposite = |f: &&&Fact| match f.relation {
        Relation::Positive => Some(Fact::nonnegative(-&f.expr)),
        Relation::NonNegative => Some(Fact::positive(-&f.expr)),
        Relation::NonZero | Relation::Zero => None,
    };
    if let Some(f) = open.iter().find(|f| opposite(f).is_some_and(|fact| ranges.shows(&fact))) {
        return d
            .note(format!("they need {}, which holds at no point of the domain", condition(f)))
            .help("write the parameters in terms of others, or choose other ranges");
    }
    let d = d.note(format!("they do where {}", texts.join(" and ")));
    // A chart is open: no equation bounds it.
    let bounds = open.iter().all(|f| f.relation == Relation::Positive);
    d.help(if bounds && o.chart.is_some() {
        format!("narrow the ranges of what occurs there, or end the chart with `where {}`", texts.join(", "))
    } else {
        "narrow the ranges of what occurs there, or write the parameters in terms of others".to_owned()
    })
}

pub(super) fn condition(fact: &Fact) -> String {
    let sign = match fact.relation {
        Relation::Positive => ">",
        Relation::NonNegative => ">=",
        Relation::NonZero => "!=",
        Relation::Zero => "==",
    };
    format!("{} {sign} 0", crate::emit::text::ascii(&fact.expr))
}

/// `x != 0` for `3*x^2 != 0`: each factor that is no number, without its power.
fn factors(fact: &Fact) -> Vec<Fact> {
    if fact.relation != Relation::NonZero {
        return vec![fact.clone()];
    }
    let parts = match fact.expr.kind() {
        Kind::Product(parts) => parts.to_vec(),
        _ => vec![fact.expr.clone()],
    };
    let base = |e: &Expr| match e.kind() {
        Kind::Power(b, x) if x.as_number().is_some() => b.clone(),
        _ => e.clone(),
    };
    parts.iter().map(base).filter(|e| e.as_number().is_none()).map(Fact::nonzero).collect()
}
