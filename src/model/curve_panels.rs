//! Panels of curves: functions of a param, and quantities along rules, step by step.
//!
//! In: plots of the tree. Out: expressions, ranges in units, values of a second param. Nothing is computed in floating
//! point here.

use super::elaborator::Elaborator;
use super::kinds::Kind;
use super::names::Scope;
use super::pictures::{AxisRequest, CurvePanel, StepsPanel, Subject};
use super::problems::{self, Failure};
use super::requests::entries;
use crate::symbolic::{Expr as Term, Symbol};
use crate::syntax::ast::{Expr, ExprKind, Ident, Path, Plot, PlotOption, PlotRange};
use crate::syntax::span::Span;
use crate::units::Unit;

impl Elaborator<'_> {
    /// The param of this name.
    pub(super) fn param_named(&mut self, name: &Ident) -> Option<Symbol> {
        let path = Path { segments: vec![name.clone()], span: name.span };
        self.lookup(&name.name)?;
        let q = self.scalar(&Expr { span: name.span, kind: ExprKind::Name(path) }, &Scope::closed()).ok()?;
        let symbol = q.expr.as_symbol()?.clone();
        self.model.params.iter().any(|p| p.variable.symbol == symbol).then_some(symbol)
    }

    /// Functions of a param.
    pub(super) fn curve_panel(&mut self, plot: &Plot, param: Symbol) -> Result<CurvePanel, Failure> {
        let unit = self.unit_of_param(&param);
        let subjects = self.plotted(plot, &Scope::closed())?;
        let (first, others) = plot.ranges.split_first().ok_or_else(Failure::silent)?;
        let x = self.range_in(first, 0, &unit)?;
        let range = self.upwards(plot, others, &subjects)?;
        let mut out = CurvePanel { title: None, param, unit, x, subjects, range, family: None, span: plot.span };
        for option in &plot.options {
            match option {
                PlotOption::Title(text) => out.title = Some(text.clone()),
                PlotOption::Family { name, values } => out.family = Some(self.values_in_turn(name, values)?),
                _ => return Err(unfit(plot.span, "functions of a param", "`for`, `title`")),
            }
        }
        Ok(out)
    }

    /// Quantities along rules; none where the plot follows no rule.
    pub(super) fn steps_panel(&mut self, plot: &Plot) -> Result<Option<StepsPanel>, Failure> {
        let is_rule = |p: &&Path| self.kind_of(p) == Some(Kind::Rule);
        let Some(first) = plot.flows.first().filter(is_rule) else { return Ok(None) };
        let home = self.home_of_rule(first)?;
        let mut out = StepsPanel {
            chart: home,
            title: None,
            steps: self.step_range(plot)?,
            subjects: Vec::new(),
            range: None,
            rules: Vec::new(),
            starts: Vec::new(),
            seed: super::simulations::SEED,
            family: None,
            span: plot.span,
        };
        for option in &plot.options {
            match option {
                PlotOption::Title(text) => out.title = Some(text.clone()),
                PlotOption::Family { name, values } => out.family = Some(self.values_in_turn(name, values)?),
                PlotOption::Seed(e) => out.seed = self.seed(Some(e))?,
                PlotOption::From { points, until: None } => {
                    for p in points {
                        out.starts.push(self.requested_point(p, home.manifold)?);
                    }
                }
                _ => return Err(unfit(plot.span, "curves over steps", "`from`, `seed`, `for`, `title`")),
            }
        }
        let Some(start) = out.starts.first() else {
            let help = "say where the rule begins: `from c(x = 1)`";
            return Err(problems::bad_claim(plot.span, "curves over steps need an initial value".into(), help).into());
        };
        out.chart = start.chart;
        if out.starts.iter().any(|p| p.chart != out.chart) {
            let help = "give all initial values in one chart";
            return Err(problems::bad_claim(plot.span, "initial values lie in different charts".into(), help).into());
        }
        for path in &plot.flows {
            let rule = self.rule_in(path, out.chart)?;
            out.rules.push((super::names::names_joined(path), rule));
        }
        out.subjects = self.plotted(plot, &Scope::on(out.chart))?;
        out.range = self.upwards(plot, plot.ranges.get(1..).unwrap_or_default(), &out.subjects)?;
        Ok(Some(out))
    }

    fn kind_of(&self, path: &Path) -> Option<Kind> {
        let [only] = path.segments.as_slice() else { return None };
        Some(self.declarations.get(self.lookup(&only.name)?)?.kind())
    }

    fn step_range(&mut self, plot: &Plot) -> Result<AxisRequest, Failure> {
        match plot.ranges.first() {
            Some(range) if range.name.name == "n" => self.range_in(range, 0, &Unit::one()),
            _ => {
                let help = "for example `over n = 0..1000`";
                Err(problems::bad_claim(plot.span, "rules go step by step, over `n`".into(), help).into())
            }
        }
    }

    /// The subjects of a plot, all in one unit.
    fn plotted(&mut self, plot: &Plot, scope: &Scope) -> Result<Vec<Subject>, Failure> {
        let mut out: Vec<Subject> = Vec::new();
        for e in &plot.subjects {
            let subject = self.subject(e, scope)?;
            if let Some(first) = out.first().filter(|first| first.unit != subject.unit) {
                let (a, b) = (first.unit.unicode(), subject.unit.unicode());
                let headline = format!("curves in one panel share a unit: here are [{a}] and [{b}]");
                return Err(problems::bad_claim(e.span, headline, "give each its own panel in a `figure`").into());
            }
            out.push(subject);
        }
        if out.is_empty() {
            let help = "for example `plot f over x = 0..1`";
            return Err(problems::bad_claim(plot.span, "there is nothing to draw".into(), help).into());
        }
        Ok(out)
    }

    /// The range upwards, if one is given.
    fn upwards(
        &mut self,
        plot: &Plot,
        ranges: &[PlotRange],
        subjects: &[Subject],
    ) -> Result<Option<(String, AxisRequest)>, Failure> {
        let unit = subjects.first().map_or_else(Unit::one, |s| s.unit.clone());
        match ranges {
            [] => Ok(None),
            [one] => Ok(Some((one.name.name.clone(), self.range_in(one, 0, &unit)?))),
            _ => {
                let help = "one range to the right, and at most one of the values: `over z = -1..1, f = 0..2`";
                Err(problems::bad_claim(plot.span, "too many ranges".into(), help).into())
            }
        }
    }

    fn unit_of_param(&self, symbol: &Symbol) -> Unit {
        let param = self.model.params.iter().find(|p| p.variable.symbol == *symbol);
        param.map_or_else(Unit::one, |p| p.unit.clone())
    }

    /// `for A = [1/2, 1, 2]`
    fn values_in_turn(&mut self, name: &Ident, values: &Expr) -> Result<(Symbol, Vec<Term>), Failure> {
        let Some(symbol) = self.param_named(name) else {
            let headline = format!("`{}` is no param", name.name);
            return Err(problems::bad_claim(name.span, headline, "`for` lists the values of a param").into());
        };
        let unit = self.unit_of_param(&symbol);
        let mut out = Vec::new();
        for e in entries(values) {
            out.push(self.number_as(e, &unit, &name.name)?);
        }
        Ok((symbol, out))
    }
}

fn unfit(span: Span, what: &str, allowed: &str) -> Failure {
    let headline = format!("{what} take no option of this kind");
    problems::bad_claim(span, headline, &format!("they take {allowed}")).into()
}
