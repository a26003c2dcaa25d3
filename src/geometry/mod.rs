//! The textbook objects: charts, transition maps, differentials, metrics, gradients, pullbacks.
//!
//! In: expressions in the coordinates of charts. Out: expressions. Everything here is engine-free and exact;
//! results are not simplified (closed forms are made by [`crate::tower`], decisions by [`crate::verify`]).
//! It must not know source text, spans or the command line.

pub mod chart;
pub mod manifold;
pub mod matrix;
