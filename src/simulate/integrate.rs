//! The walk along a flow.
//!
//! In: a [`System`], an initial value, a time, options. Out: a [`Trajectory`]. It must not know charts by name.
//!
//! A step is taken only if every evaluation in it was finite; otherwise it is tried again, shorter, until the walk
//! stands where the field ends. A step across the border of the domain is cut where it crosses, by bisection on the
//! method's dense output.

use super::stepper::{Equation, Method, Stepper, stepper};
use super::system::{StartError, System};
use super::trajectory::{End, Trajectory};

/// Relative steps shorter than this no longer move the time.
const SHORTEST: f64 = 1e-15;
/// How much shorter a step is tried where the field had no value.
const RETREAT: f64 = 0.25;
/// Halvings when the crossing of a border is sought.
const BISECTIONS: usize = 60;
/// A state this far out, relative to where it began, has blown up.
const FAR: f64 = 1e12;
/// A condition whose value has fallen to this fraction of its largest is taken to be the reason of an end.
const NEAR: f64 = 1e-4;
/// Steps after which [`Method::Auto`] looks at the pace.
const TRIAL: usize = 2000;

/// What is wanted of a walk.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The method.
    pub method: Method,
    /// Relative tolerance of a step.
    pub rtol: f64,
    /// Absolute tolerance of a step, in the units of the coordinates.
    pub atol: f64,
    /// Which states are kept.
    pub output: Output,
    /// Most steps, accepted and rejected.
    pub max_steps: usize,
}

/// Which states are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// One after each step.
    Steps,
    /// That many, evenly spread, both ends included.
    Even(usize),
    /// At these times, in order.
    At(Vec<f64>),
}

impl Default for Options {
    fn default() -> Self {
        Self { method: Method::Auto, rtol: 1e-9, atol: 1e-12, output: Output::Steps, max_steps: 1_000_000 }
    }
}

/// Walks from `start` for the time `duration`, backwards if it is negative. `go_on` hears the fraction of the time that
/// is behind, and says whether to go on.
///
/// # Errors
/// When the walk cannot begin.
pub fn integrate(
    system: &System,
    start: &[f64],
    duration: f64,
    options: &Options,
    go_on: &dyn Fn(f64) -> bool,
) -> Result<Trajectory, StartError> {
    system.expect_start(start)?;
    system.evaluations.set(0);
    let walk = Walk {
        system,
        equation: Equation { system, duration },
        options,
        initial: system.guards(start),
        wanted: wanted(&options.output, duration),
        next: 0,
        out: Trajectory {
            times: Vec::new(),
            states: Vec::new(),
            last_time: 0.0,
            last_state: start.to_vec(),
            end: End::Reached,
            accepted: 0,
            rejected: 0,
            evaluations: 0,
            method: if options.method == Method::Auto { Method::Verner6 } else { options.method },
        },
    };
    Ok(walk.run(start, go_on))
}

/// The fractions of the time at which states are kept; none: after each step.
fn wanted(output: &Output, duration: f64) -> Option<Vec<f64>> {
    match output {
        Output::Steps => None,
        Output::Even(n) => {
            let last = n.saturating_sub(1).max(1);
            #[allow(clippy::cast_precision_loss)] // numbers of points
            Some((0..*n).map(|k| k as f64 / last as f64).collect())
        }
        Output::At(times) => Some(times.iter().map(|t| t / duration).filter(|s| (0.0..=1.0).contains(s)).collect()),
    }
}

struct Walk<'a> {
    system: &'a System,
    equation: Equation<'a>,
    options: &'a Options,
    /// Values of the conditions at the beginning.
    initial: Vec<f64>,
    wanted: Option<Vec<f64>>,
    /// Index of the next wanted time.
    next: usize,
    out: Trajectory,
}

impl Walk<'_> {
    fn run(mut self, start: &[f64], go_on: &dyn Fn(f64) -> bool) -> Trajectory {
        self.keep_up_to(0.0, 0.0, &mut |_| start.to_vec());
        if self.wanted.is_none() {
            self.keep(0.0, start.to_vec());
        }
        let mut method = self.fresh(None);
        let end = match method.begin(&self.equation, 0.0, start) {
            Err(reason) => End::Stuck { reason },
            Ok(()) => self.steps(&mut method, go_on),
        };
        self.out.end = end;
        self.out.evaluations = self.system.evaluations.get();
        // What is kept ends where the walk ends.
        if self.wanted.is_none() && self.out.times.last() != Some(&self.out.last_time) {
            self.out.times.push(self.out.last_time);
            self.out.states.push(self.out.last_state.clone());
        }
        self.out
    }

    fn fresh(&self, h: Option<f64>) -> Box<dyn Stepper> {
        stepper(self.out.method, self.system.dimension(), self.options.rtol, self.options.atol, h)
    }

    /// Steps until the walk ends.
    fn steps(&mut self, method: &mut Box<dyn Stepper>, go_on: &dyn Fn(f64) -> bool) -> End {
        self.system.met_no_value.set(false);
        loop {
            let (s, y) = (method.s(), method.y());
            if s >= 1.0 {
                return End::Reached;
            }
            if !go_on(s) {
                return End::Interrupted;
            }
            if self.out.accepted + self.out.rejected >= self.options.max_steps {
                return End::TooManySteps;
            }
            if self.looks_stiff(s) {
                self.out.method = Method::Radau5;
                *method = self.fresh(Some(method.h().min(1.0 - s)));
                if let Err(reason) = method.begin(&self.equation, s, &y) {
                    return End::Stuck { reason };
                }
            }
            let last = s + method.h() >= 1.0 - SHORTEST;
            if last {
                method.set_h(1.0 - s);
            }
            let tried = method.h();
            let accepted = method.step(&self.equation);
            if self.system.met_no_value.replace(false) {
                let shorter = tried * RETREAT;
                if shorter < SHORTEST.max(f64::EPSILON * s) {
                    return self.reason(&y, End::NoValue);
                }
                self.out.rejected += 1;
                *method = self.fresh(Some(shorter));
                let begun = method.begin(&self.equation, s, &y);
                self.system.met_no_value.set(false);
                if let Err(reason) = begun {
                    return self.reason(&y, End::Stuck { reason });
                }
                continue;
            }
            match accepted {
                Err(reason) => match self.out.method {
                    Method::Verner6 if self.options.method == Method::Auto => {
                        self.out.method = Method::Radau5;
                        *method = self.fresh(Some(tried));
                        if let Err(reason) = method.begin(&self.equation, s, &y) {
                            return self.reason(&y, End::Stuck { reason });
                        }
                    }
                    _ => return self.reason(&y, End::Stuck { reason }),
                },
                Ok(false) => {
                    self.out.rejected += 1;
                    if method.h().abs() < SHORTEST.max(f64::EPSILON * s) {
                        let reason = "the steps became too small for the tolerance".into();
                        return self.reason(&y, End::Stuck { reason });
                    }
                }
                Ok(true) => {
                    self.out.accepted += 1;
                    if let Some(end) = self.accept(method.as_mut(), s, last) {
                        return end;
                    }
                }
            }
        }
    }

    /// Takes note of an accepted step from `before`.
    fn accept(&mut self, method: &mut dyn Stepper, before: f64, last: bool) -> Option<End> {
        let (s, y) = (if last { 1.0 } else { method.s() }, method.y());
        let values = self.system.guards(&y);
        if let Some(condition) = self.system.failing(&values, &self.initial) {
            return Some(self.cross(method, before, condition));
        }
        let last_y = y.clone();
        self.keep_up_to(before, s, &mut |at| if at >= s { last_y.clone() } else { method.between(at) });
        if self.wanted.is_none() {
            self.keep(s, y.clone());
        }
        self.out.last_time = s * self.equation.duration;
        self.out.last_state.clone_from(&y);
        if y.iter().any(|x| !x.is_finite()) || self.is_far(&y) {
            return Some(End::BlowUp);
        }
        if last {
            return Some(End::Reached);
        }
        // The time no longer moves.
        (s <= before).then(|| self.reason(&y, End::Stuck { reason: "the time no longer moves".into() }))
    }

    /// Cuts the last step where it leaves the domain.
    fn cross(&mut self, method: &mut dyn Stepper, before: f64, mut condition: usize) -> End {
        let (mut inside, mut outside) = (before, method.s());
        for _ in 0..BISECTIONS {
            let middle = 0.5 * (inside + outside);
            let values = self.system.guards(&method.between(middle));
            match self.system.failing(&values, &self.initial) {
                Some(failing) => (outside, condition) = (middle, failing),
                None => inside = middle,
            }
        }
        let y = if inside > before { method.between(inside) } else { self.out.last_state.clone() };
        self.keep_up_to(before, inside, &mut |at| method.between(at));
        self.out.last_time = inside * self.equation.duration;
        self.out.last_state = y;
        self.end_at(condition)
    }

    fn end_at(&self, condition: usize) -> End {
        match self.system.conditions.get(condition) {
            Some(c) if c.of_chart => End::Border { condition },
            _ => End::Singular { condition },
        }
    }

    /// Names the condition that has come close to failing, or growth without bound, as the reason of an end.
    fn reason(&self, y: &[f64], otherwise: End) -> End {
        if self.is_far(y) {
            return End::BlowUp;
        }
        let values = self.system.guards(y);
        let nearness = |k: usize| values[k].abs() / self.initial[k].abs().max(f64::MIN_POSITIVE);
        // A border of the chart often makes a denominator of the field vanish as well: the border is the reason.
        let near = |of_chart: bool| {
            let candidates = (0..values.len()).filter(|k| self.system.conditions[*k].of_chart == of_chart);
            let nearest = candidates.min_by(|a, b| nearness(*a).total_cmp(&nearness(*b)));
            nearest.filter(|k| nearness(*k) < NEAR)
        };
        near(true).or_else(|| near(false)).map_or(otherwise, |condition| self.end_at(condition))
    }

    fn is_far(&self, y: &[f64]) -> bool {
        let size = |v: &[f64]| v.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
        let start = self.out.states.first().map_or(1.0, |first| size(first));
        size(y) > FAR * start.max(1.0)
    }

    /// Whether an explicit method makes so little way that an implicit one should take over.
    fn looks_stiff(&self, s: f64) -> bool {
        let steps = self.out.accepted + self.out.rejected;
        let tries = self.options.method == Method::Auto && self.out.method == Method::Verner6;
        #[allow(clippy::cast_precision_loss)] // numbers of steps
        let total = steps as f64 / s.max(f64::MIN_POSITIVE);
        #[allow(clippy::cast_precision_loss)]
        let much = 10.0 * TRIAL as f64;
        tries && steps >= TRIAL && steps.is_multiple_of(TRIAL / 4) && total > much
    }

    /// Keeps the wanted states between two fractions of the time.
    fn keep_up_to(&mut self, from: f64, to: f64, state: &mut dyn FnMut(f64) -> Vec<f64>) {
        while let Some(s) = self.wanted.as_ref().and_then(|w| w.get(self.next)).copied().filter(|s| *s <= to) {
            self.next += 1;
            let y = state(s.max(from));
            self.keep(s, y);
        }
    }

    fn keep(&mut self, s: f64, y: Vec<f64>) {
        self.out.times.push(s * self.equation.duration + 0.0);
        self.out.states.push(y);
    }
}
