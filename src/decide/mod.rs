//! Ad-hoc statements: variables with domains, conditions, and one comparison, decided without a model file.
//!
//! In: a [`Statement`] as text (one JSON object, or the command line's options). Out: an [`Answer`], plain data that
//! says the verdict and what supports it. A statement is put together as a model of params with one claim, so that
//! names, domains, conditions of definition and verdicts are exactly those of files. It must not print or open files.
//!
//! [`Batch`] answers one line after the other through a supervised child that both reads and decides: whatever a line
//! does (nest, overflow, run on), it costs that line only.

mod answer;
mod batch;
mod ruling;
mod statement;

pub use answer::{Answer, Outcome, Witness};
pub use batch::{Batch, LONGEST_LINE, WORKER_COMMAND, milliseconds, serve};
pub use ruling::{Ruling, decide};
pub use statement::{Line, Named, Stated, Statement, Wording, state};
