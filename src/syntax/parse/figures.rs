//! Building plots, figures and simulations.

use super::Built;
use super::cursor::Parts;
use super::defect;
use super::grammar::{Pair, Rule};
use super::items::Builder;
use crate::syntax::ast::{Expr, Figure, Iterate, Path, Plot, PlotOption, PlotRange, Request, Simulate};

impl Builder {
    /// A request for a picture or a trajectory.
    pub(super) fn drawn(&mut self, rule: Rule, mut parts: Parts<'_>) -> Built<Request> {
        match rule {
            Rule::plot_item => {
                let plots = vec![self.plot(parts.expect(Rule::panel)?)?];
                Ok(Request::Figure(Figure { path: self.save_to(&mut parts)?, columns: None, plots }))
            }
            Rule::figure_item => {
                let path = Some(self.quoted(parts.expect(Rule::string)?)?.0);
                let columns = match parts.take(Rule::figure_columns) {
                    Some(pair) => Some(self.only_arith(pair)?),
                    None => None,
                };
                let plots = parts.all(Rule::panel).into_iter().map(|p| self.plot(p)).collect::<Built<Vec<_>>>()?;
                Ok(Request::Figure(Figure { path, columns, plots }))
            }
            _ => self.simulation(parts),
        }
    }

    fn plot(&mut self, pair: Pair<'_>) -> Built<Plot> {
        let span = self.span(&pair);
        let mut parts = self.parts(pair);
        let (mut subjects, mut flows) = (Vec::new(), Vec::new());
        if let Some(pair) = parts.take(Rule::plot_subjects) {
            let mut inner = self.parts(pair);
            subjects = self.points(inner.expect(Rule::points)?)?;
            if let Some(pair) = inner.take(Rule::plot_flows) {
                flows = self.only_paths(pair)?;
            }
        }
        let chart = match parts.take(Rule::in_chart) {
            Some(pair) => Some(self.path(self.parts(pair).expect(Rule::path)?)),
            None => None,
        };
        let ranges = parts.all(Rule::plot_range).into_iter().map(|p| self.plot_range(p)).collect::<Built<Vec<_>>>()?;
        let mut options = Vec::new();
        for pair in parts.all(Rule::plot_option) {
            let place = self.span(&pair);
            let inner = pair.into_inner().next().ok_or_else(|| defect(place, "an option of a plot"))?;
            options.push(self.plot_option(inner)?);
        }
        Ok(Plot { subjects, flows, chart, ranges, options, span })
    }

    fn plot_range(&mut self, pair: Pair<'_>) -> Built<PlotRange> {
        let mut parts = self.parts(pair);
        let name = self.ident(&parts.expect(Rule::ident)?);
        let mut ends = self.parts(parts.expect(Rule::range)?);
        let from = self.arith(ends.expect(Rule::arith)?, 0)?;
        let to = self.arith(ends.expect(Rule::arith)?, 0)?;
        Ok(PlotRange { name, from, to, log: parts.take(Rule::mark_log).is_some() })
    }

    fn plot_option(&mut self, pair: Pair<'_>) -> Built<PlotOption> {
        let rule = pair.as_rule();
        let mut parts = self.parts(pair);
        Ok(match rule {
            Rule::plot_contours => {
                let value = self.arith(parts.expect(Rule::arith)?, 0)?;
                let levels = parts.take(Rule::arith).map(|list| self.arith(list, 0)).transpose()?;
                PlotOption::Contours { value, levels }
            }
            Rule::plot_from => {
                let points = self.points(parts.expect(Rule::points)?)?;
                let until = parts.take(Rule::end_time).map(|end| self.only_arith(end)).transpose()?;
                PlotOption::From { points, until }
            }
            Rule::plot_balls => {
                let metrics = self.points(parts.expect(Rule::points)?)?;
                let cost = self.arith(parts.expect(Rule::arith)?, 0)?;
                let points = self.points(parts.expect(Rule::points)?)?;
                let size = parts.take(Rule::ball_size).map(|size| self.only_arith(size)).transpose()?;
                PlotOption::Balls { metrics, cost, points, size }
            }
            Rule::plot_arrows => {
                let fields = self.parts(parts.expect(Rule::paths)?).all(Rule::path);
                let fields = fields.into_iter().map(|p| self.path(p)).collect();
                let points = self.points(parts.expect(Rule::points)?)?;
                let size = parts.take(Rule::ball_size).map(|size| self.only_arith(size)).transpose()?;
                PlotOption::Arrows { fields, points, size }
            }
            Rule::plot_family => PlotOption::Family {
                name: self.ident(&parts.expect(Rule::ident)?),
                values: self.arith(parts.expect(Rule::arith)?, 0)?,
            },
            Rule::seed => PlotOption::Seed(self.arith(parts.expect(Rule::arith)?, 0)?),
            Rule::plot_mark => PlotOption::Mark { points: self.points(parts.expect(Rule::points)?)? },
            _ => PlotOption::Title(self.quoted(parts.expect(Rule::string)?)?.0),
        })
    }

    fn simulation(&mut self, mut parts: Parts<'_>) -> Built<Request> {
        let flow = self.path(parts.expect(Rule::path)?);
        let from = self.points(parts.expect(Rule::points)?)?;
        if let Some(steps) = parts.take(Rule::end_steps) {
            let steps = self.only_arith(steps)?;
            return Ok(Request::Iterate(Box::new(self.iteration(flow, from, steps, parts)?)));
        }
        let until = self.only_arith(parts.expect(Rule::end_time)?)?;
        let charts = parts.take(Rule::simulate_in).map(|pair| self.only_paths(pair)).transpose()?.unwrap_or_default();
        let at = parts.take(Rule::simulate_at).map(|pair| self.only_arith(pair)).transpose()?;
        Ok(Request::Simulate(Simulate { flow, from, until, charts, at, path: self.save_to(&mut parts)? }))
    }

    /// The options of a rule that is repeated, in any order.
    fn iteration(&mut self, rule: Path, from: Vec<Expr>, steps: Expr, mut parts: Parts<'_>) -> Built<Iterate> {
        let (at, seed, repeat, watch, go_on) = (None, None, None, Vec::new(), None);
        let mut out = Iterate { rule, from, steps, at, seed, repeat, watch, go_on, path: None };
        for pair in parts.all(Rule::step_option) {
            let place = self.span(&pair);
            let inner = pair.into_inner().next().ok_or_else(|| defect(place, "an option of a simulation"))?;
            match inner.as_rule() {
                Rule::steps_at => out.at = Some(self.only_arith(inner)?),
                Rule::seed => out.seed = Some(self.only_arith(inner)?),
                Rule::repeat => out.repeat = Some(self.only_arith(inner)?),
                Rule::watch => {
                    let points = self.parts(inner).expect(Rule::points)?;
                    out.watch.extend(self.points(points)?);
                }
                _ => {
                    let condition = self.parts(inner).expect(Rule::expr)?;
                    out.go_on = Some(self.expr(condition, 0)?);
                }
            }
        }
        out.path = self.save_to(&mut parts)?;
        Ok(out)
    }

    fn points(&mut self, pair: Pair<'_>) -> Built<Vec<Expr>> {
        self.parts(pair).all(Rule::arith).into_iter().map(|p| self.arith(p, 0)).collect()
    }

    /// The expression of a clause that holds one.
    fn only_arith(&mut self, pair: Pair<'_>) -> Built<Expr> {
        let arith = self.parts(pair).expect(Rule::arith)?;
        self.arith(arith, 0)
    }

    fn only_paths(&mut self, pair: Pair<'_>) -> Built<Vec<Path>> {
        let paths = self.parts(pair).expect(Rule::paths)?;
        Ok(self.parts(paths).all(Rule::path).into_iter().map(|p| self.path(p)).collect())
    }

    fn save_to(&mut self, parts: &mut Parts<'_>) -> Built<Option<String>> {
        match parts.take(Rule::save_to) {
            Some(pair) => Ok(Some(self.quoted(self.parts(pair).expect(Rule::string)?)?.0)),
            None => Ok(None),
        }
    }
}
