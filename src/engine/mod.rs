//! Running engine work: jobs are plain values, done one at a time in a supervised child.
//!
//! In: a [`Job`] (expressions, the region they live in, what is wanted). Out: a [`Reply`], or the reason why there is
//! none. The engine cannot be interrupted, and its licence abort and stack overflow cannot be caught, so a child of
//! geoflow's own binary does the work: an abort, an overflow or an overrun costs the current job, the child is started
//! anew, the rest goes on. Where the binary is not at hand (library users), the same jobs run on one dedicated
//! thread with a large stack. Either way this process first waits for the machine-wide lock.
//!
//! It must not know claims, charts or output.

mod child;
pub mod job;
mod jobs;
mod supervisor;
mod thread;
pub mod work;
mod worker;

pub use child::Child;
pub use job::{Answer, Job, Reply, Task};
pub use jobs::{Jobs, Shared, Within};
pub use supervisor::{EngineOptions, Failure, Supervisor};
pub use worker::{WORKER_COMMAND, serve, serve_lines};
