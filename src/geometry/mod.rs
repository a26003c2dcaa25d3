//! The textbook objects: charts, transition maps, differentials, metrics, gradients, pullbacks.
//!
//! In: expressions in the coordinates of charts. Out: expressions. Everything here is engine-free and exact;
//! results are not simplified (closed forms are made by [`crate::tower`], decisions by [`crate::verify`]).
//! It must not know source text, spans or the command line.

pub mod chart;
pub mod determinant;
pub mod differential;
pub mod error;
pub mod fraction;
pub mod gradient;
pub mod invariance;
pub mod invert;
pub mod jacobian;
pub mod line_element;
pub mod manifold;
pub mod matrix;
pub mod metric;
pub mod norm;
pub mod one_form;
pub mod polar;
pub mod polynomial;
pub mod pullback;
pub mod pushforward;
pub mod range;
pub mod scalar_field;
pub mod smooth_map;
pub mod solve;
pub mod transition;
pub mod vector_field;

#[cfg(test)]
mod laws;
#[cfg(test)]
pub(crate) mod testing;

pub use chart::{Chart, Coordinate};
pub use differential::differential;
pub use error::{GeometryError, NotQuadratic};
pub use gradient::{flat, gradient, sharp};
pub use invariance::{push_forward_residual, push_forward_sides};
pub use invert::{Inversion, invert};
pub use jacobian::jacobian;
pub use line_element::line_element;
pub use manifold::{Manifold, TransitionMap};
pub use matrix::Matrix;
pub use metric::Metric;
pub use norm::{covector_norm, covector_norm_squared, steepest_direction, vector_norm, vector_norm_squared};
pub use one_form::OneForm;
pub use pullback::{pullback_function, pullback_metric, pullback_one_form};
pub use pushforward::{push_forward, push_forward_at_source};
pub use scalar_field::ScalarField;
pub use smooth_map::SmoothMap;
pub use transition::{ChartMap, MapRef};
pub use vector_field::VectorField;
