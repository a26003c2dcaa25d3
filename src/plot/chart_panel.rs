//! Panels in a chart: level lines, flows, trajectories, unit balls, vectors, curves over time.
//!
//! In: a checked model, a panel's request, values for the params, a way to closed forms. Out: a panel, and remarks on what
//! could not be drawn. It must not read text.

use super::axis::Axis;
use super::balls::{ball, steepest_descent};
use super::contours::{Grid, level_lines};
use super::curves::{Curve, curves_panel};
use super::fixed_points::{Plane, fixed_points};
use super::panel::{Layer, Panel, Spot};
use super::request::{FigureError, Inputs};
use super::scene::{Color, INK, LEVEL, PALETTE, Stroke};
use super::sheet::{Numbers, OnSheet, Sheet, is_well_inside};
use super::streamlines::streamlines;
use super::words;
use crate::derive::{Assignment, ClosedForms};
use crate::emit::text::ascii;
use crate::model::pictures::ArrowsRequest;
use crate::model::{Axes, AxisRequest, BallsRequest, ChartId, ChartPanel, PointRequest};
use crate::numerics::gauss::lower_with_gauss_rules;
use crate::simulate::problem::{Problem, change_of_chart};
use crate::simulate::several::{Walk, all};
use crate::simulate::{End, Options, Output, System, Trajectory};
use crate::symbolic::Expr;
use crate::units::Unit;

/// Points of a drawn trajectory.
const POINTS: usize = 500;
/// Levels chosen where none are given.
const LEVELS: usize = 8;
/// Colours of metrics, and of vectors.
const METRICS: [Color; 4] = [PALETTE[1], PALETTE[2], PALETTE[4], PALETTE[3]];
const VECTORS: [Color; 4] = [PALETTE[0], PALETTE[3], PALETTE[2], PALETTE[1]];
/// Axes with the same unit have the same scale unless a panel would become too flat or too narrow.
const SQUARE: std::ops::RangeInclusive<f64> = 0.4..=2.5;
/// Widths of streamlines, trajectories, level lines, balls.
const WIDTHS: [f64; 4] = [0.9, 1.7, 0.8, 1.4];

/// Draws one panel.
pub(super) struct Drawer<'a, 'c> {
    pub inputs: Inputs<'a>,
    pub request: &'a ChartPanel,
    pub closed: ClosedForms<'c>,
    pub remarks: &'c mut Vec<String>,
    /// Numeric rules that were used, in words.
    pub rules: Vec<&'static str>,
}

impl Drawer<'_, '_> {
    /// The panel.
    pub fn panel(&mut self) -> Result<Panel, FigureError> {
        let mut panel = match &self.request.axes {
            Axes::Plane { x, y } => self.plane(x, y)?,
            Axes::Time { time, quantities, range } => self.over_time(time, quantities, range.as_ref())?,
        };
        self.rules.sort_unstable();
        self.rules.dedup();
        panel.note = self.rules.join("; ");
        Ok(panel)
    }

    fn number(&self, e: &Expr) -> Result<f64, FigureError> {
        self.inputs.number(e)
    }

    fn axis(&self, request: &AxisRequest, label: String) -> Result<Axis, FigureError> {
        self.inputs.axis(request, label)
    }

    /// Expressions in the panel's chart.
    fn numbers(&mut self, exprs: &[Expr]) -> Result<Numbers, FigureError> {
        let chart = self.request.chart;
        let closed = (self.closed)(exprs, &self.inputs.model.region(Some(chart)), &[], &[]);
        let at = Assignment { chart: None, values: self.inputs.values.to_vec() };
        let put: Vec<Expr> = closed.iter().map(|e| at.apply(e)).collect();
        let coordinates = self.inputs.model.chart(chart).map(|c| c.symbols()).unwrap_or_default();
        let (program, rules) = lower_with_gauss_rules(&put, &coordinates)?;
        self.rules.extend(rules);
        Ok(Numbers::new(program))
    }

    fn problem(&mut self, flow: &str) -> Result<Problem, FigureError> {
        let chart = self.request.chart;
        let made = Problem::new(self.inputs.model, flow, chart, self.inputs.values, self.closed);
        let problem = made.map_err(|cause| FigureError::Flow {
            flow: flow.to_owned(),
            chart: self.inputs.model.chart(chart).map(|c| c.full_name()).unwrap_or_default(),
            cause,
        })?;
        self.rules.extend(&problem.numeric);
        Ok(problem)
    }

    fn problems(&mut self) -> Result<Vec<Problem>, FigureError> {
        self.request.flows.iter().map(|f| self.problem(f)).collect()
    }

    /// A point as a state of the panel's chart.
    fn state(&self, point: &PointRequest) -> Result<Vec<f64>, FigureError> {
        let state = point.values.iter().map(|e| self.number(e)).collect::<Result<Vec<_>, _>>()?;
        self.carried(point.chart, state)
    }

    fn carried(&self, from: ChartId, state: Vec<f64>) -> Result<Vec<f64>, FigureError> {
        if from == self.request.chart {
            return Ok(state);
        }
        let change = change_of_chart(self.inputs.model, from, self.request.chart, self.inputs.values)
            .ok_or(FigureError::NoWay)?;
        change.evaluate(&state).map_err(|_| FigureError::NoWay)
    }

    fn plane(&mut self, x: &AxisRequest, y: &AxisRequest) -> Result<Panel, FigureError> {
        let chart = self.inputs.model.chart(self.request.chart).ok_or(FigureError::NoWay)?;
        let units = self.inputs.model.coordinate_units(self.request.chart);
        let label = |k: usize| {
            let name = chart.coordinates.get(k).map_or("", |c| c.variable.symbol.name());
            words::with_unit(name, units.get(k).unwrap_or(&Unit::one()))
        };
        let sheet = Sheet {
            x: self.axis(x, label(x.coordinate))?,
            y: self.axis(y, label(y.coordinate))?,
            columns: (x.coordinate, y.coordinate),
        };
        let ratio = (sheet.y.high - sheet.y.low) / (sheet.x.high - sheet.x.low);
        let plain = !sheet.x.log && !sheet.y.log;
        let same_unit = units.get(x.coordinate) == units.get(y.coordinate);
        let square = plain && (!self.request.balls.is_empty() || (same_unit && SQUARE.contains(&ratio)));
        let mut panel = Panel {
            title: self.title(),
            x: sheet.x.clone(),
            y: sheet.y.clone(),
            square,
            layers: Vec::new(),
            legend: Vec::new(),
            note: String::new(),
        };
        let labels = self.contours(&sheet, &mut panel)?;
        let problems = self.problems()?;
        let frame = if square { ratio } else { 0.8 };
        // Labels lie above streamlines and below trajectories.
        let (above, below) = if self.request.starts.is_empty() { (labels, Vec::new()) } else { (Vec::new(), labels) };
        panel.layers.extend(below);
        for (k, problem) in problems.iter().enumerate() {
            let color = color_of(&problem.flow, k);
            if self.request.starts.is_empty() {
                let plane = OnSheet { system: &problem.system, sheet: &sheet };
                let field = |x: f64, y: f64| plane.field(x, y);
                let lines = streamlines(&field, &sheet.x, &sheet.y, frame);
                let stroke = Stroke::solid(color, WIDTHS[0]);
                panel.layers.push(Layer::Lines { lines, stroke, arrow: Some(0.5) });
                if problems.len() > 1 {
                    panel.legend.push((words::name(&problem.flow), stroke));
                }
            } else {
                self.routes(problem, color, &sheet, &mut panel)?;
            }
        }
        panel.layers.extend(above);
        for problem in &problems {
            self.rests(problem, &sheet, &mut panel);
        }
        for balls in &self.request.balls {
            self.balls(balls, &sheet, &mut panel)?;
        }
        for arrows in &self.request.arrows {
            self.arrows(arrows, &sheet, &mut panel)?;
        }
        let marks = self.request.marks.iter().map(|p| Ok(sheet.point(&self.state(p)?)));
        let at = marks.collect::<Result<Vec<_>, FigureError>>()?;
        panel.layers.push(Layer::Spots { at, spot: Spot::Cross, color: INK });
        Ok(panel)
    }

    fn title(&self) -> String {
        match &self.request.title {
            Some(title) => title.clone(),
            None => self.request.flows.iter().map(|f| words::name(f)).collect::<Vec<_>>().join(", "),
        }
    }

    /// Level lines; returns their labels, which lie on top of flows.
    fn contours(&mut self, sheet: &Sheet, panel: &mut Panel) -> Result<Vec<Layer>, FigureError> {
        let domain = self.domain()?;
        let mut labelled = Vec::new();
        for (label, expr, levels) in &self.request.contours {
            let numbers = self.numbers(std::slice::from_ref(expr))?;
            let f = |x: f64, y: f64| {
                let state = sheet.state(x, y);
                if domain(&state) { numbers.at(&state)[0] } else { f64::NAN }
            };
            let grid = Grid::new(&f, &sheet.x, &sheet.y);
            let levels = match levels {
                Some(list) => list.iter().map(|e| self.number(e)).collect::<Result<Vec<_>, _>>()?,
                None => grid.quantiles(LEVELS).into_iter().map(rounded).collect(),
            };
            let stroke = Stroke::solid(LEVEL, WIDTHS[2]);
            for level in &levels {
                let lines = level_lines(&f, &grid, *level);
                labelled.push((words::level(*level), lines.clone()));
                panel.layers.push(Layer::Lines { lines, stroke, arrow: None });
            }
            let name = if label.is_empty() { ascii(expr) } else { words::name(label) };
            panel.legend.push((format!("{name} = const"), stroke));
        }
        Ok(if labelled.is_empty() { Vec::new() } else { vec![Layer::Labels { levels: labelled, color: LEVEL }] })
    }

    /// Whether a state lies in the chart.
    fn domain(&self) -> Result<impl Fn(&[f64]) -> bool + use<>, FigureError> {
        let at = Assignment { chart: None, values: self.inputs.values.to_vec() };
        let mut region = at.remaining(&self.inputs.model.region(Some(self.request.chart)));
        let coordinates = self.inputs.model.chart(self.request.chart).map(|c| c.symbols()).unwrap_or_default();
        region.variables.retain(|v| coordinates.contains(&v.symbol));
        let system = System::new(&[], &region, &[])?;
        Ok(move |state: &[f64]| {
            let values = system.guards(state);
            system.failing(&values, &values).is_none()
        })
    }

    /// Trajectories of one flow from every initial value.
    fn routes(&mut self, problem: &Problem, color: Color, sheet: &Sheet, panel: &mut Panel) -> Result<(), FigureError> {
        let until = self.request.until.as_ref().and_then(|q| q.number_in(&problem.time_unit).or_else(|| bare(q)));
        let until = self.number(&until.ok_or_else(|| FigureError::NoNumber { what: "the end of time".into() })?)?;
        let stroke = Stroke::solid(color, WIDTHS[1]);
        let mut lines = Vec::new();
        let mut starts = Vec::new();
        for t in self.walks(problem, until, Output::Even(POINTS))? {
            let line: Vec<(f64, f64)> = t.states.iter().chain([&t.last_state]).map(|y| sheet.point(y)).collect();
            starts.extend(line.first().copied());
            lines.push(line);
        }
        panel.layers.push(Layer::Lines { lines, stroke, arrow: Some(0.35) });
        panel.layers.push(Layer::Spots { at: starts, spot: Spot::Small, color: INK });
        if self.request.flows.len() > 1 || !self.request.contours.is_empty() {
            panel.legend.push((words::name(&problem.flow), stroke));
        }
        Ok(())
    }

    fn walks(&mut self, problem: &Problem, until: f64, output: Output) -> Result<Vec<Trajectory>, FigureError> {
        let options = Options { rtol: 1e-8, atol: 1e-10, output, ..Options::default() };
        let mut walks = Vec::new();
        for point in &self.request.starts {
            let start = self.state(point)?;
            walks.push(Walk { system: problem.system.clone(), start, duration: until, options: options.clone() });
        }
        let mut out = Vec::new();
        for outcome in all(walks, &|_, _| true) {
            match outcome {
                Ok(t) => {
                    if t.end != End::Reached {
                        let words = crate::emit::simulation::end_words(&t, problem);
                        self.remarks.push(format!("`{}` {words}", problem.flow));
                    }
                    out.push(t);
                }
                Err(error) => {
                    let words = crate::emit::simulation::start_words(&error, problem);
                    self.remarks.push(format!("`{}` is not followed from one point: {words}", problem.flow));
                }
            }
        }
        Ok(out)
    }

    /// Fixed points in the panel.
    fn rests(&mut self, problem: &Problem, sheet: &Sheet, panel: &mut Panel) {
        let plane = OnSheet { system: &problem.system, sheet };
        for (stable, spot) in [(true, Spot::Full), (false, Spot::Open)] {
            let found = fixed_points(&plane, &sheet.x, &sheet.y);
            let inside = |p: &(f64, f64)| is_well_inside(&problem.system, sheet, *p);
            let at = found.into_iter().filter(|(p, s)| *s == stable && inside(p)).map(|(p, _)| p).collect();
            panel.layers.push(Layer::Spots { at, spot, color: INK });
        }
    }

    /// Unit balls with arrows of steepest descent.
    fn balls(&mut self, request: &BallsRequest, sheet: &Sheet, panel: &mut Panel) -> Result<(), FigureError> {
        let size = self.number(&request.size)?;
        let coordinates = self.inputs.model.chart(self.request.chart).map(|c| c.symbols()).unwrap_or_default();
        let partials: Vec<Expr> = coordinates.iter().map(|x| request.cost.derivative(x)).collect();
        let partials = self.numbers(&partials)?;
        let centres = request.points.iter().map(|p| self.state(p)).collect::<Result<Vec<_>, _>>()?;
        for (k, (name, components)) in request.metrics.iter().enumerate() {
            let metric = self.numbers(components)?;
            let stroke = Stroke::solid(METRICS[k % METRICS.len()], WIDTHS[3]);
            let (mut rings, mut arrows) = (Vec::new(), Vec::new());
            for centre in &centres {
                let (g, d) = (metric.at(centre), partials.at(centre));
                let (a, b) = sheet.columns;
                let g = [[g[2 * a + a], g[2 * a + b]], [g[2 * b + a], g[2 * b + b]]];
                let p = sheet.point(centre);
                rings.extend(ball(p, g, size));
                if let Some(u) = steepest_descent(g, (d[a], d[b])) {
                    arrows.push(vec![p, (p.0 + size * u.0, p.1 + size * u.1)]);
                }
            }
            panel.layers.push(Layer::Rings { rings, stroke });
            panel.layers.push(Layer::Lines { lines: arrows, stroke, arrow: Some(1.0) });
            panel.legend.push((words::name(name), stroke));
        }
        let at = centres.iter().map(|c| sheet.point(c)).collect();
        panel.layers.push(Layer::Spots { at, spot: Spot::Small, color: INK });
        Ok(())
    }

    /// Vectors at points.
    fn arrows(&mut self, request: &ArrowsRequest, sheet: &Sheet, panel: &mut Panel) -> Result<(), FigureError> {
        let size = self.number(&request.size)?;
        let places = request.points.iter().map(|p| self.state(p)).collect::<Result<Vec<_>, _>>()?;
        for (k, (name, components)) in request.fields.iter().enumerate() {
            let field = self.numbers(components)?;
            let arrow = |state: &Vec<f64>| {
                let (p, v) = (sheet.point(state), sheet.point(&field.at(state)));
                vec![p, (p.0 + size * v.0, p.1 + size * v.1)]
            };
            let stroke = Stroke::solid(VECTORS[k % VECTORS.len()], WIDTHS[3]);
            panel.layers.push(Layer::Lines { lines: places.iter().map(arrow).collect(), stroke, arrow: Some(1.0) });
            panel.legend.push((words::name(name), stroke));
        }
        let at = places.iter().map(|c| sheet.point(c)).collect();
        panel.layers.push(Layer::Spots { at, spot: Spot::Small, color: INK });
        Ok(())
    }

    fn over_time(
        &mut self,
        time: &AxisRequest,
        quantities: &[(String, Expr, Unit)],
        range: Option<&AxisRequest>,
    ) -> Result<Panel, FigureError> {
        let problems = self.problems()?;
        let unit = problems.first().map_or_else(Unit::one, |p| p.time_unit.clone());
        let x = self.axis(time, words::with_unit("t", &unit))?;
        let exprs: Vec<Expr> = quantities.iter().map(|(_, e, _)| e.clone()).collect();
        let numbers = self.numbers(&exprs)?;
        let name = |k: usize| match quantities.get(k) {
            Some((label, e, _)) if label.is_empty() => ascii(e),
            Some((label, ..)) => words::name(label),
            None => String::new(),
        };
        let mut curves: Vec<Curve> = Vec::new();
        // Evenly spread on paper.
        #[allow(clippy::cast_precision_loss)] // at most POINTS
        let times: Vec<f64> = (0..=POINTS).map(|k| x.value(k as f64 / POINTS as f64)).collect();
        for problem in &problems {
            for (start, t) in self.walks(problem, x.high, Output::At(times.clone()))?.into_iter().enumerate() {
                for k in 0..quantities.len() {
                    let mut label = vec![];
                    if quantities.len() > 1 || problems.len() == 1 && self.request.starts.len() == 1 {
                        label.push(name(k));
                    }
                    if problems.len() > 1 {
                        label.push(words::name(&problem.flow));
                    }
                    if self.request.starts.len() > 1 {
                        label.push(format!("from {}", start + 1));
                    }
                    let values = t.times.iter().zip(&t.states).map(|(t, y)| (*t, numbers.at(y)[k]));
                    let points = values.filter(|(t, _)| *t >= x.low).collect();
                    curves.push(Curve { label: label.join(", "), reference: false, points });
                }
            }
        }
        let unit = quantities.first().map_or_else(Unit::one, |(_, _, u)| u.clone());
        let names: Vec<String> = (0..quantities.len()).map(name).collect();
        let label =
            if unit == Unit::one() { names.join(", ") } else { format!("{} [{}]", names.join(", "), unit.unicode()) };
        let y = range.map(|range| self.axis(range, label.clone())).transpose()?;
        Ok(curves_panel(self.title(), (x, y, label), curves, WIDTHS[1]))
    }
}

/// The colour of a flow: its name's, where that is a colour, else by its place.
fn color_of(name: &str, k: usize) -> Color {
    match name {
        "blue" => PALETTE[0],
        "red" => PALETTE[1],
        "green" => PALETTE[2],
        "purple" => PALETTE[3],
        "orange" => PALETTE[4],
        _ => PALETTE[k % PALETTE.len()],
    }
}

/// A bare number where a unit is expected.
fn bare(q: &crate::model::Quantity) -> Option<Expr> {
    (q.unit == Unit::one() && q.expr.as_number().is_some()).then(|| q.expr.clone())
}

/// Two significant digits.
fn rounded(x: f64) -> f64 {
    format!("{x:.1e}").parse().unwrap_or(x)
}
