//! The command line: arguments in, files and terminals out, an exit code at the end.
//!
//! In: arguments, files, standard input. Out: everything that is printed or written, and the exit code. Only this
//! module opens files, prints or exits; what is computed is computed by [`crate::pipeline`] and [`crate::derive`].

pub mod args;
pub mod commands;
mod disk;
mod interrupt;
pub mod output;
mod progress;
mod session;
mod values;

use args::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// Stack of the thread everything runs on; deep expressions recurse. Address space only.
const STACK: usize = 256 << 20;

/// A defect of geoflow itself.
const DEFECT: u8 = 70;

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if matches!(arguments.command, Command::EngineWorker) {
        return ExitCode::from(u8::try_from(crate::engine::serve()).unwrap_or(DEFECT));
    }
    if matches!(arguments.command, Command::DecideWorker) {
        return ExitCode::from(u8::try_from(crate::decide::serve()).unwrap_or(DEFECT));
    }
    std::panic::set_hook(Box::new(|panic| output::report_defect(&panic.to_string())));
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || commands::run(&arguments));
    let code = match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) => DEFECT,
        Err(error) => {
            output::report_defect(&format!("no thread could be started: {error}"));
            DEFECT
        }
    };
    ExitCode::from(code)
}
