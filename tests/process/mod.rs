//! The command `geoflow` as a process, for tests. It queues for the engine.

// Each test binary uses its part of this.
#![allow(dead_code, clippy::unwrap_used)]

use serde_json::Value;
use std::process::{Command, Output, Stdio};

/// One run in the repository's folder, without input.
pub fn geoflow(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_geoflow"))
        .args(arguments)
        .args(["--wait", "500"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// Output as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The result as JSON, and the exit code.
pub fn simulated(arguments: &[&str]) -> (Value, i32) {
    let mut all = vec!["simulate"];
    all.extend(arguments);
    all.extend(["--format", "json"]);
    let run = geoflow(&all);
    let value = serde_json::from_slice(&run.stdout);
    (value.unwrap_or_else(|e| panic!("{arguments:?}: {e}\n{}", text(&run.stderr))), run.status.code().unwrap_or(-1))
}
