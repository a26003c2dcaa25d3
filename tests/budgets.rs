//! Time limits: what takes long is stopped, whoever is at work.
//!
//! In: checks by quadrature and claims over large sums that would run for minutes. Out: a failure where `--timeout` does not
//! stop them. These tests start `geoflow`, so none of them opens the engine in its own process.

use std::process::Command;
use std::time::{Duration, Instant};

/// Report and time of a model that is decided within 0.2 s, one claim or check.
fn within_a_fifth(text: &str) -> (String, Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("model.geo"), text).expect("written");
    let begin = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_geoflow"));
    command.current_dir(folder.path()).args(["verify", "model.geo", "--wait", "600", "--timeout", "0.2"]);
    let out = command.output().expect("geoflow runs");
    (String::from_utf8_lossy(&out.stdout).into_owned(), begin.elapsed())
}

/// Without the engine nobody is waited for.
#[test]
fn quadrature_within_a_check_is_stopped() {
    let oscillating = "random u ~ Normal(mean = 0, sd = 1)\n\
         check expected(tanh(sin(300*u) + u)^2) ~ 0.12345678901234567890123456789012345\n";
    let steep = "random u ~ Uniform(0, 1)\n\
         check expected(tanh(sin(3000*u)*exp(9*u))^2) ~ 0.12345678901234567890123456789012345\n";
    for text in [oscillating, steep] {
        let (report, time) = within_a_fifth(text);
        assert!(report.contains("undecided"), "{report}");
        assert!(report.contains("the time was over"), "{report}");
        // Without a limit it is minutes; how close to it the stop comes is no matter of tests.
        assert!(time < Duration::from_secs(60), "{time:?}");
    }
}

#[test]
fn a_value_that_is_cheap_has_its_time() {
    let (report, _) = within_a_fifth("check exp(pi*sqrt(163)) ~ 262537412640768743.99999999999925\n");
    assert!(report.contains('✓'), "{report}");
}
