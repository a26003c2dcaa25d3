//! Plots, figures and simulations.
//!
//! In: the requests of the tree. Out: flows by name, expressions in the plot's chart, ranges and points as numbers in the
//! coordinates' units. Nothing is computed in floating point here.

use super::elaborator::Elaborator;
use super::kinds::{ChartId, Value};
use super::names::{Scope, names_joined};
use super::pictures::{
    ArrowsRequest, Axes, AxisRequest, BallsRequest, ChartPanel, FigureRequest, PanelRequest, PointRequest,
};
use super::problems::{self, Failure};
use super::quantities::Quantity;
use super::requests::entries;
use crate::symbolic::Expr as Term;
use crate::syntax::ast::{self, Expr, ExprKind, Item, Path, Plot, PlotOption, PlotRange};
use crate::units::Unit;
use num_traits::ToPrimitive;

/// Radius of unit balls where none is given.
const BALL_SIZE: (i64, i64) = (1, 4);

impl Elaborator<'_> {
    /// A figure.
    pub fn figure(&mut self, item: &Item, figure: &ast::Figure) -> Result<FigureRequest, Failure> {
        let columns = match &figure.columns {
            None => None,
            Some(e) => {
                let q = self.scalar(e, &Scope::closed())?;
                let n = q.expr.as_number().filter(|n| n.is_integer()).and_then(|n| n.numer().to_usize());
                Some(n.filter(|n| (1..=12).contains(n)).ok_or_else(|| -> Failure {
                    problems::bad_claim(e.span, "a figure has 1 to 12 columns".into(), "for example `columns 2`").into()
                })?)
            }
        };
        let panels = figure.plots.iter().map(|plot| self.panel(plot)).collect::<Result<Vec<_>, _>>()?;
        Ok(FigureRequest { path: figure.path.clone(), columns, panels, item_span: item.span })
    }

    fn panel(&mut self, plot: &Plot) -> Result<PanelRequest, Failure> {
        if let Some(steps) = self.steps_panel(plot)? {
            return Ok(PanelRequest::Steps(steps));
        }
        if let (true, None, Some(range)) = (plot.flows.is_empty(), &plot.chart, plot.ranges.first())
            && let Some(param) = self.param_named(&range.name)
        {
            return self.curve_panel(plot, param).map(PanelRequest::Curves);
        }
        self.chart_panel(plot).map(PanelRequest::Chart)
    }

    fn chart_panel(&mut self, plot: &Plot) -> Result<ChartPanel, Failure> {
        let chart = self.chart_of_plot(plot)?;
        let is_time = |r: &PlotRange| r.name.name == "t" && !self.is_coordinate(chart, "t");
        let time = plot.ranges.iter().find(|r| is_time(r));
        let mut out = ChartPanel {
            chart,
            title: None,
            axes: match time {
                Some(time) => self.time_axes(plot, chart, time)?,
                None => self.plane_axes(plot, chart)?,
            },
            flows: Vec::new(),
            contours: Vec::new(),
            starts: Vec::new(),
            until: None,
            balls: Vec::new(),
            arrows: Vec::new(),
            marks: Vec::new(),
            span: plot.span,
        };
        match time {
            Some(_) => {
                for path in &plot.flows {
                    out.flows.push(self.flow_name(path, chart)?);
                }
                if out.flows.is_empty() {
                    let help = "name the flows: `plot x of F over t = 0..2 from c(x = 1)`";
                    return Err(problems::bad_claim(plot.span, "curves over time need a flow".into(), help).into());
                }
            }
            None => self.subjects(plot, chart, &mut out)?,
        }
        for option in &plot.options {
            self.plot_option(option, chart, &mut out)?;
        }
        if time.is_some() && out.starts.is_empty() {
            let help = "say where the flow begins: `from c(x = 1)`";
            return Err(problems::bad_claim(plot.span, "curves over time need an initial value".into(), help).into());
        }
        if time.is_none() && !out.starts.is_empty() && out.until.is_none() {
            let help = "say when they end: `from c(x = 1, y = 2) to t = 4`";
            return Err(problems::bad_claim(plot.span, "trajectories need an end".into(), help).into());
        }
        Ok(out)
    }

    fn is_coordinate(&self, chart: ChartId, name: &str) -> bool {
        self.model.chart(chart).is_some_and(|c| c.coordinates.iter().any(|x| x.variable.symbol.name() == name))
    }

    /// The chart said, else the home of the first subject or flow.
    fn chart_of_plot(&mut self, plot: &Plot) -> Result<ChartId, Failure> {
        let home = plot.subjects.iter().find_map(|e| self.first_home(e)).or_else(|| {
            plot.flows.iter().find_map(|p| self.first_home(&Expr { span: p.span, kind: ExprKind::Name(p.clone()) }))
        });
        match (&plot.chart, home) {
            (Some(path), home) => {
                self.resolve_chart(path, home.map(|h| h.manifold).filter(|_| path.segments.len() == 1))
            }
            (None, Some(home)) => Ok(home),
            (None, None) => {
                let help = "say in which chart: `plot .. in M.chart over ..`".to_owned();
                Err(problems::chart_needed(plot.span, "a plot needs a chart".into(), help).into())
            }
        }
    }

    fn plane_axes(&mut self, plot: &Plot, chart: ChartId) -> Result<Axes, Failure> {
        match plot.ranges.as_slice() {
            [x, y] => {
                let (x, y) = (self.axis(x, chart)?, self.axis(y, chart)?);
                if x.coordinate == y.coordinate {
                    let help = "name two coordinates";
                    return Err(problems::bad_claim(plot.span, "both axes are the same".into(), help).into());
                }
                let dim = self.model.chart(chart).map_or(0, crate::geometry::chart::Chart::dim);
                if dim != 2 {
                    let headline =
                        format!("a plane plot needs a chart of dimension 2, `{}` has {dim}", self.chart_name(chart));
                    let help = "plot coordinates over time: `plot x, y of F over t = 0..2 from c(..)`";
                    return Err(problems::bad_claim(plot.span, headline, help).into());
                }
                Ok(Axes::Plane { x, y })
            }
            _ => {
                let help =
                    "for example `over x = 0..3, y = -1..1`, or over time: `plot x of F over t = 0..2 from c(x = 1)`";
                Err(problems::bad_claim(plot.span, "a plot in the plane has two ranges".into(), help).into())
            }
        }
    }

    fn time_axes(&mut self, plot: &Plot, chart: ChartId, time: &PlotRange) -> Result<Axes, Failure> {
        let mut quantities = Vec::new();
        for e in &plot.subjects {
            let q = self.scalar(e, &Scope::on(chart))?;
            quantities.push((self.written(e), q.expr.clone(), q.unit.clone()));
        }
        let clash =
            quantities.iter().find(|(_, _, unit)| quantities.first().is_some_and(|(_, _, first)| first != unit));
        if let (Some((_, _, unit)), Some((_, _, first))) = (clash, quantities.first()) {
            let headline =
                format!("curves in one panel share a unit: here are [{}] and [{}]", first.unicode(), unit.unicode());
            return Err(problems::bad_claim(plot.span, headline, "give each its own panel in a `figure`").into());
        }
        let unit = quantities.first().map_or_else(Unit::one, |(_, _, u)| u.clone());
        let time_unit = match plot.flows.first() {
            Some(path) => self.time_unit(path, chart)?,
            None => Unit::one(),
        };
        let time_axis = self.range_in(time, 0, &time_unit)?;
        let others: Vec<&PlotRange> = plot.ranges.iter().filter(|r| !std::ptr::eq(*r, time)).collect();
        let range = match others.as_slice() {
            [] => None,
            [one] => Some(self.range_in(one, 0, &unit)?),
            _ => {
                let help = "one range of time, and at most one of the values: `over t = 0..2, x = 1..2`";
                return Err(problems::bad_claim(plot.span, "too many ranges".into(), help).into());
            }
        };
        Ok(Axes::Time { time: time_axis, quantities, range })
    }

    fn axis(&mut self, range: &PlotRange, chart: ChartId) -> Result<AxisRequest, Failure> {
        let coordinates = self.model.chart(chart).map(|c| c.coordinates.clone()).unwrap_or_default();
        let found = coordinates.iter().position(|c| c.variable.symbol.name() == range.name.name);
        let Some((k, c)) = found.and_then(|k| Some((k, coordinates.get(k)?))) else {
            let names: Vec<&str> = coordinates.iter().map(|c| c.variable.symbol.name()).collect();
            let headline = format!("`{}` is no coordinate of `{}`", range.name.name, self.chart_name(chart));
            return Err(problems::bad_call(range.name.span, headline, format!("they are {}", names.join(", "))).into());
        };
        self.range_in(range, k, &c.unit)
    }

    pub(super) fn range_in(
        &mut self,
        range: &PlotRange,
        coordinate: usize,
        unit: &Unit,
    ) -> Result<AxisRequest, Failure> {
        let from = self.number_as(&range.from, unit, &range.name.name)?;
        let to = self.number_as(&range.to, unit, &range.name.name)?;
        if let (Some(a), Some(b)) = (from.as_number(), to.as_number())
            && (a >= b || (range.log && !num_traits::Signed::is_positive(a)))
        {
            let help = if range.log { "a logarithmic range lies above 0" } else { "write the lower end first" };
            let place = range.from.span.to(range.to.span);
            return Err(
                problems::bad_interval(place, format!("the range of `{}` is empty", range.name.name), help).into()
            );
        }
        Ok(AxisRequest { coordinate, from, to, log: range.log })
    }

    /// A number in a unit; one without a unit is in it already.
    pub(super) fn number_as(&mut self, e: &Expr, unit: &Unit, name: &str) -> Result<Term, Failure> {
        let q = self.scalar(e, &Scope::closed())?;
        if q.unit == Unit::one() && q.expr.as_number().is_some() {
            return Ok(q.expr);
        }
        q.number_in(unit).ok_or_else(|| {
            problems::unit_differs(e.span, &format!("the range of `{name}`"), &q.unit, unit, &self.causes(e)).into()
        })
    }

    /// Flows and costs: flows are followed, costs drawn as level lines.
    fn subjects(&mut self, plot: &Plot, chart: ChartId, out: &mut ChartPanel) -> Result<(), Failure> {
        for e in &plot.subjects {
            match (self.eval(e, &Scope::on(chart))?, &e.kind) {
                (Value::Vector(_), ExprKind::Name(path)) => out.flows.push(names_joined(path)),
                (Value::Scalar(q), _) => out.contours.push((self.written(e), q.expr, None)),
                (other, _) => {
                    let help = Some("give it a name: `flow F = ..`, then `plot F ..`".to_owned());
                    return Err(
                        problems::wrong_kind(e.span, "the name of a flow, or a scalar", other.kind(), help).into()
                    );
                }
            }
        }
        Ok(())
    }

    pub(super) fn flow_name(&mut self, path: &Path, chart: ChartId) -> Result<String, Failure> {
        let e = Expr { span: path.span, kind: ExprKind::Name(path.clone()) };
        match self.eval(&e, &Scope::on(chart))? {
            Value::Vector(_) => Ok(names_joined(path)),
            other => Err(problems::wrong_kind(path.span, "a flow", other.kind(), None).into()),
        }
    }

    fn time_unit(&mut self, path: &Path, chart: ChartId) -> Result<Unit, Failure> {
        let e = Expr { span: path.span, kind: ExprKind::Name(path.clone()) };
        match self.eval(&e, &Scope::on(chart))? {
            Value::Vector(v) => Unit::one().div(&v.per).map_err(|_| problems::exponent_too_large(path.span).into()),
            other => Err(problems::wrong_kind(path.span, "a flow", other.kind(), None).into()),
        }
    }

    fn plot_option(&mut self, option: &PlotOption, chart: ChartId, out: &mut ChartPanel) -> Result<(), Failure> {
        match option {
            PlotOption::Title(text) => out.title = Some(text.clone()),
            PlotOption::Contours { value, levels } => {
                let q = self.scalar(value, &Scope::on(chart))?;
                let levels = match levels {
                    None => None,
                    Some(list) => {
                        let mut numbers = Vec::new();
                        for e in entries(list) {
                            numbers.push(self.level(e, &q)?);
                        }
                        Some(numbers)
                    }
                };
                out.contours.push((self.written(value), q.expr, levels));
            }
            PlotOption::From { points, until } => {
                for p in points {
                    out.starts.push(self.requested_point(p, chart.manifold)?);
                }
                if let Some(e) = until {
                    out.until = Some(self.scalar(e, &Scope::closed())?);
                }
            }
            PlotOption::Mark { points } => {
                for p in points {
                    out.marks.push(self.requested_point(p, chart.manifold)?);
                }
            }
            PlotOption::Arrows { fields, points, size } => {
                let arrows = self.arrows(fields, points, size.as_ref(), chart)?;
                out.arrows.push(arrows);
            }
            PlotOption::Family { name, .. } => {
                let headline = "`for` belongs to functions of a param and to rules".to_owned();
                return Err(problems::bad_claim(name.span, headline, "draw one panel for each value").into());
            }
            PlotOption::Seed(e) => {
                return Err(problems::bad_claim(e.span, "a flow needs no seed".into(), "leave it out").into());
            }
            PlotOption::Balls { metrics, cost, points, size } => {
                let balls = self.balls((metrics, cost, points, size.as_ref()), chart)?;
                out.balls.push(balls);
            }
        }
        Ok(())
    }

    #[allow(clippy::type_complexity)] // the parts of one clause
    fn balls(
        &mut self,
        (metrics, cost, points, size): (&[Expr], &Expr, &[Expr], Option<&Expr>),
        chart: ChartId,
    ) -> Result<BallsRequest, Failure> {
        let mut made = Vec::new();
        for e in metrics {
            match self.eval(e, &Scope::on(chart))? {
                Value::Metric(g) => made.push((self.written(e), g.components.entries().to_vec())),
                other => return Err(problems::wrong_kind(e.span, "a metric", other.kind(), None).into()),
            }
        }
        let cost = self.scalar(cost, &Scope::on(chart))?.expr;
        let mut centres = Vec::new();
        for p in points {
            centres.push(self.requested_point(p, chart.manifold)?);
        }
        let size = match size {
            Some(e) => self.scalar(e, &Scope::closed())?.expr,
            None => Term::number(crate::symbolic::Rational::new(BALL_SIZE.0.into(), BALL_SIZE.1.into())),
        };
        Ok(BallsRequest { metrics: made, cost, points: centres, size })
    }

    fn arrows(
        &mut self,
        fields: &[Path],
        points: &[Expr],
        size: Option<&Expr>,
        chart: ChartId,
    ) -> Result<ArrowsRequest, Failure> {
        let mut made = Vec::new();
        for path in fields {
            let e = Expr { span: path.span, kind: ExprKind::Name(path.clone()) };
            match self.eval(&e, &Scope::on(chart))? {
                Value::Vector(v) => made.push((names_joined(path), v.components)),
                other => return Err(problems::wrong_kind(path.span, "a vector field", other.kind(), None).into()),
            }
        }
        let points = points.iter().map(|p| self.requested_point(p, chart.manifold)).collect::<Result<Vec<_>, _>>()?;
        let size = match size {
            Some(e) => self.scalar(e, &Scope::closed())?.expr,
            None => Term::number(crate::symbolic::Rational::new(BALL_SIZE.0.into(), BALL_SIZE.1.into())),
        };
        Ok(ArrowsRequest { fields: made, points, size })
    }

    /// A level of a quantity; a bare number is in the quantity's unit.
    fn level(&mut self, e: &Expr, q: &Quantity) -> Result<Term, Failure> {
        let level = self.scalar(e, &Scope::closed())?;
        if level.unit == Unit::one() && level.expr.as_number().is_some() {
            return Ok(level.expr);
        }
        let number = level.number_in(&q.unit);
        number.ok_or_else(|| problems::unit_differs(e.span, "this level", &level.unit, &q.unit, &[]).into())
    }

    pub(super) fn requested_point(&mut self, e: &Expr, manifold: usize) -> Result<PointRequest, Failure> {
        let (chart, values, _) = self.point(e, Some(manifold))?;
        if chart.manifold != manifold {
            let headline = "this point lies in another manifold".to_owned();
            return Err(problems::bad_call(e.span, headline, "points lie in the manifold of the flow".into()).into());
        }
        let coordinates = self.model.chart(chart).map(|c| c.symbols()).unwrap_or_default();
        let value = |s| values.iter().find(|(t, _)| *t == s).map(|(_, v)| v.clone()).unwrap_or_else(Term::zero);
        Ok(PointRequest { chart, values: coordinates.into_iter().map(value).collect() })
    }

    /// An expression as written: names and operators, for legends.
    pub(super) fn written(&self, e: &Expr) -> String {
        match &e.kind {
            ExprKind::Name(path) => names_joined(path),
            _ => String::new(),
        }
    }
}
