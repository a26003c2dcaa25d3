//! One module per command.

mod check;
mod decide;
mod derive;
mod emit;
mod figures;
mod iterate;
mod plot;
mod replay;
mod report;
mod run;
mod simulate;
mod verify;

use super::args::{Arguments, Command};
use clap::CommandFactory;

/// Runs a command; the exit code.
#[must_use]
pub fn run(arguments: &Arguments) -> u8 {
    let global = &arguments.global;
    let conclusion = match &arguments.command {
        Command::Check(input) => check::run(input, global),
        Command::Derive(options) => derive::run(options, global),
        Command::Verify(options) => verify::run(options, global),
        Command::Replay(options) => replay::run(options, global),
        Command::Decide(options) => decide::run(options, global),
        Command::Emit(options) => emit::run(options, global),
        Command::Simulate(options) if options.steps.is_some() => iterate::run(options, global),
        Command::Simulate(options) => simulate::run(options, global),
        Command::Report(options) => report::run(options, global),
        Command::Plot(options) => plot::run(options, global),
        Command::Run(options) => run::run(options, global),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "geoflow", &mut script);
            super::output::print(&String::from_utf8_lossy(&script));
            return 0;
        }
        // Started before any thread.
        Command::EngineWorker | Command::DecideWorker => return 0,
    };
    conclusion as u8
}
