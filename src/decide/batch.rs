//! One line after the other, through a supervised child.
//!
//! In: lines of text. Out: one [`Answer`] a line, whatever the line holds. The parent reads the outermost form only; the
//! child ([`serve`]) reads, elaborates and decides on the thread that owns the engine, so that a line costs one round
//! trip, and a line that nests, overflows or runs on costs itself: the child is killed and the next line gets a new one.
//! A line lost this way is given once more to a fresh child that leaves the engine alone: a witness may still be found.

use super::answer::{Answer, Outcome};
use super::ruling::decide;
use super::statement::{Line, Statement};
use crate::diagnostics::{Code, Diagnostic};
use crate::engine::{Child, Failure, Jobs, Supervisor, Within, serve_lines};
use crate::syntax::source::Sources;
use crate::verify::Limits;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The hidden command under which geoflow starts itself to decide statements.
pub const WORKER_COMMAND: &str = "decide-worker";

/// Longest line that is read, in bytes.
pub const LONGEST_LINE: usize = 4 << 20;

/// UTF-8 text may begin with it.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What the child gets beyond a claim's time to end by itself, at most, and at least.
const GRACE: Duration = Duration::from_millis(500);
const LEAST_GRACE: Duration = Duration::from_millis(20);

/// Longest search without the engine after a failure.
const SECOND_CHANCE: Duration = Duration::from_secs(2);

/// What goes to the child.
#[derive(Serialize, Deserialize)]
struct Order {
    statement: Statement,
    limits: Limits,
    /// Why the engine is left alone.
    without_engine: Option<Failure>,
}

/// Answers statements one after the other.
#[derive(Debug)]
pub struct Batch {
    child: Child,
    limits: Limits,
    timeout: Duration,
    /// What the statement at hand has waited for another geoflow. It is nobody's time.
    waited: Duration,
}

impl Batch {
    /// `binary` serves under [`WORKER_COMMAND`]; another geoflow is waited for at most `wait`; a statement may take
    /// `timeout`. Nothing starts before the first statement.
    #[must_use]
    pub fn new(binary: PathBuf, wait: Duration, timeout: Duration, limits: Limits) -> Self {
        let limits = Limits { time: Some(timeout), ..limits };
        Self { child: Child::new(binary, WORKER_COMMAND, wait), limits, timeout, waited: Duration::ZERO }
    }

    /// The failure after which nothing can be decided any more, if there was one.
    #[must_use]
    pub fn final_failure(&self) -> Option<&Failure> {
        self.child.final_failure()
    }

    /// Answers a line of JSON.
    pub fn line(&mut self, bytes: &[u8]) -> Answer {
        let begin = Instant::now();
        self.waited = Duration::ZERO;
        // Some editors begin a file with this mark.
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let wrong = |why: &str| {
            let finding = Diagnostic::error(Code::G0908, format!("the line is no statement: {why}"));
            Answer::wrong(&[finding], &Sources::new())
        };
        let mut answer = match std::str::from_utf8(bytes) {
            _ if bytes.len() > LONGEST_LINE => wrong(&format!("it has more than {LONGEST_LINE} bytes")),
            Err(_) => wrong("it is not UTF-8 text"),
            Ok(text) => {
                let line = Line::read(text);
                match line.value {
                    Ok(statement) => self.statement(&statement).called(line.id),
                    Err(finding) => Answer::wrong(&[*finding], &Sources::new()).called(line.id),
                }
            }
        };
        answer.ms = milliseconds(begin.elapsed().saturating_sub(self.waited));
        answer
    }

    /// Answers a statement.
    pub fn statement(&mut self, statement: &Statement) -> Answer {
        let begin = Instant::now();
        self.waited = Duration::ZERO;
        let order = |limits: Limits, without_engine: Option<Failure>| Order {
            statement: statement.clone(),
            limits,
            without_engine,
        };
        let mut answer = match self.order(&order(self.limits, None), self.timeout) {
            Ok(answer) => answer,
            Err(failure) if failure.is_final() => Answer::undecided(failure.to_string()),
            Err(failure) => {
                let time = (self.timeout / 2).min(SECOND_CHANCE);
                let limits = Limits { time: Some(time), ..self.limits };
                match self.order(&order(limits, Some(failure.clone())), time) {
                    Ok(answer) if answer.verdict != Outcome::Proved => answer,
                    _ => Answer::undecided(failure.to_string()),
                }
            }
        };
        answer.ms = milliseconds(begin.elapsed().saturating_sub(self.waited));
        answer
    }

    fn order(&mut self, order: &Order, time: Duration) -> Result<Answer, Failure> {
        let text = serde_json::to_string(order).map_err(|_| Failure::Died)?;
        let reply = self.child.exchange(text, time.saturating_add((time / 4).clamp(LEAST_GRACE, GRACE)));
        self.waited += self.child.waited();
        let reply = reply.map_err(|failure| match failure {
            // The grace is nobody's business.
            Failure::TimedOut(_) => Failure::TimedOut(time),
            other => other,
        })?;
        serde_json::from_str::<Option<Answer>>(&reply).ok().flatten().ok_or(Failure::Died)
    }
}

/// To the microsecond.
#[must_use]
pub fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// Serves statements until standard input ends. Returns the exit code.
#[must_use]
pub fn serve() -> i32 {
    serve_lines(|engine| {
        let mut engine = Within::new(engine);
        move |line: &str| {
            let answer = serde_json::from_str::<Order>(line).ok().and_then(|order| {
                let work = || answer(&order, &mut engine);
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
            });
            serde_json::to_string(&answer).unwrap_or_else(|_| "null".into())
        }
    })
}

fn answer(order: &Order, engine: &mut dyn Jobs) -> Answer {
    match &order.without_engine {
        None => decide(&order.statement, engine, order.limits).answer,
        Some(why) => decide(&order.statement, &mut Supervisor::without_engine(why.clone()), order.limits).answer,
    }
}
