//! A chart of two coordinates as a sheet with two axes: states, and what is computed at them.

use super::axis::Axis;
use super::fixed_points::Plane;
use crate::numerics::interpret::Interpreter;
use crate::numerics::program::Program;
use crate::simulate::System;
use std::cell::RefCell;

/// Expressions on a chart as numbers.
pub(super) struct Numbers {
    program: RefCell<Interpreter>,
    outputs: usize,
}

impl Numbers {
    /// Runs a program.
    pub fn new(program: Program) -> Self {
        let outputs = program.outputs.len();
        Self { program: RefCell::new(Interpreter::new(program)), outputs }
    }

    pub fn at(&self, state: &[f64]) -> Vec<f64> {
        let mut out = vec![f64::NAN; self.outputs];
        let _ = self.program.borrow_mut().evaluate(state, &mut out);
        out
    }
}

/// The two coordinates of a plane panel.
pub(super) struct Sheet {
    pub x: Axis,
    pub y: Axis,
    /// Indices of the coordinates in the chart.
    pub columns: (usize, usize),
}

impl Sheet {
    pub fn state(&self, x: f64, y: f64) -> [f64; 2] {
        let mut state = [0.0; 2];
        state[self.columns.0.min(1)] = x;
        state[self.columns.1.min(1)] = y;
        state
    }

    pub fn point(&self, state: &[f64]) -> (f64, f64) {
        (state[self.columns.0], state[self.columns.1])
    }
}

/// A flow on a sheet.
pub(super) struct OnSheet<'s> {
    pub system: &'s System,
    pub sheet: &'s Sheet,
}

impl Plane for OnSheet<'_> {
    fn field(&self, x: f64, y: f64) -> (f64, f64) {
        let state = self.sheet.state(x, y);
        let values = self.system.guards(&state);
        // Outside the domain there is no arrow; a condition `!= 0` fails only on a line.
        if self.system.failing(&values, &values).is_some() {
            return (f64::NAN, f64::NAN);
        }
        let mut out = [0.0; 2];
        self.system.field(&state, &mut out);
        self.sheet.point(&out)
    }

    fn jacobian(&self, x: f64, y: f64) -> [[f64; 2]; 2] {
        let j = self.system.jacobian(&self.sheet.state(x, y));
        let (a, b) = self.sheet.columns;
        [[j[2 * a + a], j[2 * a + b]], [j[2 * b + a], j[2 * b + b]]]
    }
}

/// Whether a point is off the border of the domain by more than the error of its coordinates.
pub(super) fn is_well_inside(system: &System, sheet: &Sheet, p: (f64, f64)) -> bool {
    const CLOSE: f64 = 1e-9;
    let here = system.guards(&sheet.state(p.0, p.1));
    let corners = [(0.1, 0.2), (0.9, 0.3), (0.2, 0.9), (0.8, 0.8)];
    let far = corners.map(|(u, v)| system.guards(&sheet.state(sheet.x.value(u), sheet.y.value(v))));
    here.iter().enumerate().all(|(k, g)| {
        let scale = far.iter().filter_map(|f| f.get(k)).filter(|x| x.is_finite()).fold(0.0_f64, |m, x| m.max(x.abs()));
        g.abs() > CLOSE * scale
    })
}
