//! One step of an adaptive method; the only file that names the crate of methods.
//!
//! In: a [`System`], a state, tolerances. Out: accepted and rejected steps, and states between the ends of a step.
//!
//! Time runs from 0 to 1: the crate compares times with an absolute tolerance, so that short runs would lose digits.
//! Three properties of the crate are met here, the third at [`LENGTH`]. Its error norm passes over values that are not a number, so every
//! evaluation is watched by [`System`], and states have a norm of their own. And its Radau method adjusts a scalar
//! tolerance once for every coordinate, so it is given one tolerance a coordinate.

use super::system::System;
use differential_equations::error::Error;
use differential_equations::interpolate::Interpolation;
use differential_equations::linalg::Matrix;
use differential_equations::methods::{ExplicitRungeKutta, ImplicitRungeKutta};
use differential_equations::ode::{ODE, OrdinaryNumericalMethod};
use differential_equations::status::Status;
use differential_equations::tolerance::Tolerance;
use differential_equations::traits::State;
use std::cell::Cell;

/// Methods of integration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Begins with [`Self::Verner6`] and goes over to [`Self::Radau5`] where the flow turns out to be stiff.
    Auto,
    /// Verner's explicit Runge-Kutta pair 6(5) with dense output of order 6.
    Verner6,
    /// Verner's explicit Runge-Kutta pair 9(8) with dense output of order 8; for tight tolerances.
    Verner9,
    /// Radau IIA of order 5, implicit; for stiff flows.
    Radau5,
}

impl Method {
    /// As on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Verner6 => "verner6",
            Self::Verner9 => "verner9",
            Self::Radau5 => "radau5",
        }
    }
}

/// A state as the crate sees it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Point(Vec<f64>);

thread_local! {
    /// Length of the states that the method on this thread makes out of nothing: the crate asks for a zero state without
    /// saying how long, which its own vectors of variable length answer with none.
    static LENGTH: Cell<usize> = const { Cell::new(0) };
}

impl State<f64> for Point {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get_component(&self, index: usize) -> f64 {
        self.0[index]
    }

    fn set_component(&mut self, index: usize, value: f64) {
        self.0[index] = value;
    }

    fn map_components_mut<F: FnMut(usize, &mut f64)>(&mut self, mut f: F) {
        self.0.iter_mut().enumerate().for_each(|(i, x)| f(i, x));
    }

    fn zeros_like(&self) -> Self {
        Self(vec![0.0; self.0.len()])
    }

    fn zeros() -> Self {
        Self(vec![0.0; LENGTH.get()])
    }

    fn mul_add_assign(&mut self, alpha: f64, other: &Self) {
        self.add_scaled(alpha, other);
    }

    fn scale_mut(&mut self, alpha: f64) {
        self.scale_by(alpha);
    }

    /// Infinite where an entry is not a number: such a step is rejected.
    fn error_norm_inf(&self, y_new: &Self, err: &Self, atol: &Tolerance<f64>, rtol: &Tolerance<f64>) -> f64 {
        let entry = |i: usize| (err.0[i] / (atol[i] + rtol[i] * self.0[i].abs().max(y_new.0[i].abs()))).abs();
        (0..self.0.len()).map(entry).fold(0.0, |m, e| if e.is_nan() { f64::INFINITY } else { m.max(e) })
    }
}

/// The equation `dy/ds = T f(y)` for `s` from 0 to 1.
pub(super) struct Equation<'s> {
    pub system: &'s System,
    /// `T`
    pub duration: f64,
}

impl ODE<f64, Point> for Equation<'_> {
    fn diff(&self, _: f64, y: &Point, dydt: &mut Point) {
        self.system.field(&y.0, &mut dydt.0);
        dydt.scale_by(self.duration);
    }

    fn jacobian(&self, _: f64, y: &Point, j: &mut Matrix<f64>) {
        let n = y.len();
        for (k, value) in self.system.jacobian(&y.0).into_iter().enumerate() {
            j[(k / n, k % n)] = value * self.duration;
        }
    }
}

/// A method in the middle of its work.
pub(super) trait Stepper {
    /// Begins, or begins anew, at a state.
    fn begin(&mut self, equation: &Equation<'_>, s: f64, y: &[f64]) -> Result<(), String>;
    /// Tries a step; whether it was accepted.
    fn step(&mut self, equation: &Equation<'_>) -> Result<bool, String>;
    /// Now.
    fn s(&self) -> f64;
    /// The state now.
    fn y(&self) -> Vec<f64>;
    /// The next step's size.
    fn h(&self) -> f64;
    /// Sets it.
    fn set_h(&mut self, h: f64);
    /// The state at a time of the last step.
    fn between(&mut self, s: f64) -> Vec<f64>;
}

impl<M: OrdinaryNumericalMethod<f64, Point> + Interpolation<f64, Point>> Stepper for M {
    fn begin(&mut self, equation: &Equation<'_>, s: f64, y: &[f64]) -> Result<(), String> {
        LENGTH.set(y.len());
        let begun = self.init(equation, s, 1.0, &Point(y.to_vec()));
        begun.map(|_| self.set_status(Status::Solving)).map_err(in_words)
    }

    fn step(&mut self, equation: &Equation<'_>) -> Result<bool, String> {
        LENGTH.set(equation.system.dimension());
        OrdinaryNumericalMethod::step(self, equation).map_err(in_words)?;
        Ok(!matches!(self.status(), Status::RejectedStep))
    }

    fn s(&self) -> f64 {
        self.t()
    }

    fn y(&self) -> Vec<f64> {
        OrdinaryNumericalMethod::y(self).0.clone()
    }

    fn h(&self) -> f64 {
        OrdinaryNumericalMethod::h(self)
    }

    fn set_h(&mut self, h: f64) {
        OrdinaryNumericalMethod::set_h(self, h);
    }

    fn between(&mut self, s: f64) -> Vec<f64> {
        match self.interpolate(s.clamp(self.t_prev(), self.t())) {
            Ok(y) => y.0,
            Err(_) => Stepper::y(self),
        }
    }
}

/// A method for states of length `n` coordinates; `h` is its first step, chosen by itself when there is none.
pub(super) fn stepper(method: Method, n: usize, rtol: f64, atol: f64, h: Option<f64>) -> Box<dyn Stepper> {
    LENGTH.set(n);
    let h = h.unwrap_or(0.0);
    let (r, a) = (vec![rtol; n], vec![atol; n]);
    match method {
        Method::Auto | Method::Verner6 => {
            let method = ExplicitRungeKutta::rkv656e().rtol(r).atol(a).h0(h);
            Box::new(method.max_steps(usize::MAX).max_rejects(REJECTIONS))
        }
        Method::Verner9 => {
            let method = ExplicitRungeKutta::rkv988e().rtol(r).atol(a).h0(h);
            Box::new(method.max_steps(usize::MAX).max_rejects(REJECTIONS))
        }
        Method::Radau5 => {
            let method = ImplicitRungeKutta::radau5().rtol(r).atol(a).h0(h);
            Box::new(method.max_steps(usize::MAX).max_rejects(REJECTIONS))
        }
    }
}

/// Rejections in a row before a method gives up.
const REJECTIONS: usize = 200;

fn in_words(error: Error<f64, Point>) -> String {
    match error {
        Error::StepSize { .. } => "the steps became too small for the tolerance".into(),
        Error::Stiffness { .. } => "too many steps in a row were rejected; the flow may be stiff".into(),
        Error::LinearAlgebra { .. } => "the Jacobian is singular".into(),
        Error::BadInput { msg } => msg,
        other => format!("{other:?}").split_whitespace().next().unwrap_or("it failed").to_owned(),
    }
}
