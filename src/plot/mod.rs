//! Figures.
//!
//! In: vector fields, scalars and trajectories on a chart, and what a figure should show. Out: a [`scene::Scene`] of
//! lines and words, and its text as SVG or its bytes as PNG; the same input gives the same bytes. It must not know text
//! of models, files or terminals, and nothing computed here may feed a verdict.
//!
//! [`request`] turns a model's request into panels, in a chart, of curves or of steps; [`streamlines`], [`contours`], [`fixed_points`] and [`balls`] compute
//! what panels hold; [`figure`] lays panels out; [`svg`] and [`png`] write. Figures are drawn by geoflow's own few
//! hundred lines, because crates for plots place no streamlines, take no list of levels, or need system libraries.

pub mod axis;
pub mod balls;
mod chart_panel;
pub mod contours;
mod curves;
pub mod figure;
pub mod fixed_points;
mod font;
mod labels;
pub mod panel;
pub mod png;
mod raster;
pub mod request;
pub mod scene;
mod sheet;
mod steps;
pub mod streamlines;
pub mod svg;
#[cfg(test)]
mod tests;
mod words;

pub use request::{Drawn, FigureError, draw};
