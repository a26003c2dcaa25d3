//! Batches of statements through a pipe that stays open: every line its answer, in order and at once.
//!
//! In: lines good and bad, and an engine that is killed between them. Out: a failure that names the line. These tests start
//! `geoflow`, so none of them opens the engine in its own process.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A batch with a line of its own for questions and for answers.
struct Batch {
    child: Child,
    questions: ChildStdin,
    answers: Receiver<String>,
}

impl Batch {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_geoflow"));
        command.args(["decide", "--batch", "-", "--wait", "600"]).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("geoflow runs");
        let questions = child.stdin.take().expect("standard input");
        let lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
        let (said, answers) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| said.send(line)));
        Self { child, questions, answers }
    }

    /// The answer to a line, which must come although the pipe stays open.
    fn ask(&mut self, line: &[u8]) -> Value {
        self.questions.write_all(line).and_then(|()| self.questions.flush()).expect("the line is taken");
        let answer = self.answers.recv_timeout(Duration::from_secs(600));
        let answer =
            answer.unwrap_or_else(|_| panic!("no answer to {}", String::from_utf8_lossy(&line[..line.len().min(80)])));
        serde_json::from_str(&answer).expect("JSON")
    }

    fn verdict(&mut self, line: &[u8]) -> String {
        self.ask(line)["verdict"].as_str().expect("a verdict").to_owned()
    }

    fn end(mut self) -> Option<i32> {
        drop(self.questions);
        assert!(self.answers.recv_timeout(Duration::from_secs(60)).is_err(), "an answer to nothing");
        self.child.wait().expect("it ends").code()
    }
}

const TRUE: &[u8] = b"{\"id\": 7, \"vars\": {\"x\": \"positive\"}, \"claim\": \"sqrt(x^2) == x\"}\n";

#[test]
fn every_line_has_its_answer_at_once_and_bad_ones_cost_themselves() {
    let mut batch = Batch::start(&[]);
    let many = [b"{\"claim\": \"", "1+".repeat(50_000).as_bytes(), b"1 == 2\"}\n"].concat();
    let too_long = [b"{\"claim\": \"", " ".repeat(5 << 20).as_bytes(), b"1 == 1\"}\n"].concat();
    let lines: &[(&[u8], &str)] = &[
        (b"not JSON\n", "error"),
        (b"\n", "error"),
        (b"   \n", "error"),
        (b"[1, 2]\n", "error"),
        (b"{\"claim\": 3}\n", "error"),
        (b"{\"claim\": \"\xff\xfe\"}\n", "error"),
        (b"{\"vars\": {\"x\": \"complex\"}, \"claim\": \"x == x\"}\n", "error"),
        (b"{\"vars\": {\"x\": \"real\"}, \"claim\": \"nonsense(x) == 1\"}\n", "error"),
        (b"{\"vars\": {\"x\": \"real\", \"x\": \"real\"}, \"claim\": \"x == x\"}\n", "error"),
        (&many, "error"),
        (&too_long, "error"),
        // What looks odd and is none of our business: another field, no name, a name given twice, a mark, an end of a line.
        (b"{\"claim\": \"1 == 1\", \"colour\": \"red\"}\n", "proved"),
        (b"{\"id\": 7, \"claim\": \"1 == 2\"}\n", "refuted"),
        (b"\xef\xbb\xbf{\"claim\": \"1 == 1\"}\n", "proved"),
        (b"{\"claim\": \"1 == 1\"}\r\n", "proved"),
    ];
    for (line, verdict) in lines {
        assert_eq!(batch.verdict(line), *verdict, "{}", String::from_utf8_lossy(&line[..line.len().min(80)]));
        let answer = batch.ask(TRUE);
        assert_eq!((answer["id"].as_i64(), answer["verdict"].as_str()), (Some(7), Some("proved")));
    }
    // The last line may lack its end.
    batch.questions.write_all(TRUE.trim_ascii_end()).expect("the line is taken");
    let Batch { mut child, questions, answers } = batch;
    drop(questions);
    let last = answers.recv_timeout(Duration::from_secs(60)).expect("an answer");
    assert!(last.contains("\"proved\""), "{last}");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn an_engine_that_is_killed_is_started_again() {
    let mut batch = Batch::start(&[]);
    assert_eq!(batch.verdict(TRUE), "proved");
    // Whichever thread has started it.
    let Ok(threads) = std::fs::read_dir(format!("/proc/{}/task", batch.child.id())) else { return };
    let children = threads.flatten().filter_map(|t| std::fs::read_to_string(t.path().join("children")).ok());
    let children: String = children.collect();
    let Some(engine) = children.split_whitespace().next() else { return };
    assert!(Command::new("kill").args(["-9", engine]).status().expect("kill runs").success());
    let after = [batch.verdict(TRUE), batch.verdict(TRUE)];
    assert_eq!(after[1], "proved", "one line is lost at most");
    assert!(after[0] != "refuted");
    assert_eq!(batch.end(), Some(0));
}

#[test]
fn waiting_for_another_geoflow_is_nobodys_time() {
    // Two batches: the second one waits until the first one ends.
    let mut first = Batch::start(&[]);
    assert_eq!(first.verdict(TRUE), "proved");
    let mut second = Batch::start(&["--timeout", "1"]);
    second.questions.write_all(TRUE).and_then(|()| second.questions.flush()).expect("the line is taken");
    assert!(second.answers.recv_timeout(Duration::from_secs(3)).is_err(), "it waits");
    assert_eq!(first.end(), Some(0));
    let answer = second.answers.recv_timeout(Duration::from_secs(600)).expect("an answer");
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["verdict"], "proved");
    assert!(answer["ms"].as_f64().expect("a number") < 2000.0, "{answer}");
}

#[test]
fn what_is_assumed_is_not_said_to_be_undefined_and_nothing_twice() {
    let mut batch = Batch::start(&[]);
    let mut undefined_on = |line: &str| {
        let answer = batch.ask(format!("{line}\n").as_bytes());
        answer["undefined_on"].as_array().map(|v| v.iter().map(|t| t.as_str().expect("text").to_owned()).collect())
    };
    let one = |text: &str| Some(vec![text.to_owned()]);
    let assumed = r#"{"vars": {"x": "real"}, "where": ["x != 0"], "claim": "x/abs(x) == sign(x)"}"#;
    assert_eq!(undefined_on(assumed), None::<Vec<String>>);
    let turned = r#"{"vars": {"x": "real", "y": "real"}, "claim": "1/(x - y) == -1/(y - x)"}"#;
    assert_eq!(undefined_on(turned), one("x - y == 0"));
    let joined = r#"{"vars": {"x": "real"}, "claim": "log(x) + sqrt(x) == sqrt(x) + log(x) and x^2/x == x"}"#;
    assert_eq!(undefined_on(joined), one("x <= 0"));
    let size = r#"{"vars": {"x": "real"}, "claim": "log(x^2) == 2*log(abs(x))"}"#;
    assert_eq!(undefined_on(size), one("x == 0"));
}

#[test]
fn what_stays_undecided_says_what_remains_and_which_step_stopped() {
    let mut batch = Batch::start(&[]);
    let vars = r#""vars": {"x": "real", "y": "real"}, "where": ["x^2 + y^2 == 1"]"#;
    for claim in ["x + y <= 3/2", "x + y < 3/2", "x*y + x != 5"] {
        let answer = batch.ask(format!("{{{vars}, \"claim\": \"{claim}\"}}\n").as_bytes());
        if answer["verdict"] == "undecided" {
            assert!(answer["reason"].as_str().is_some_and(|r| !r.is_empty()), "{answer}");
            assert!(answer["remains"].as_array().is_some_and(|r| !r.is_empty()), "{answer}");
        }
    }
    let open = r#"{"vars": {"x": "real"}, "where": ["cos(x) == x"], "claim": "x == 3/4"}"#;
    let answer = batch.ask(format!("{open}\n").as_bytes());
    assert_eq!(answer["verdict"], "undecided", "it needs another statement: {answer}");
    assert!(answer["remains"].as_array().is_some_and(|r| !r.is_empty()), "{answer}");
}
