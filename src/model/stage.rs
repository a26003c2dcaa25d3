//! Work that may take too long: where it is, and giving it up from outside.
//!
//! In: work in stages, and how long one stage may take. Out: its result, or the stage that took longer. Nothing within has to
//! look at a clock: the work runs on a thread of its own, which is left behind when its time is over. So this is for
//! commands, which end then; a library that stays would keep the thread. It must not know what the work is.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// Stack of the thread. Address space only; pages are touched when used.
const STACK: usize = 512 << 20;

/// Where the work is, and since when.
#[derive(Debug)]
pub struct Stage<P>(Mutex<(Instant, P)>);

impl<P: Clone> Stage<P> {
    /// A new stage begins.
    pub fn begin(&self, at: P) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (Instant::now(), at);
    }

    fn now(&self) -> (Instant, P) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The work's result, if none of its stages takes longer than `time`.
///
/// # Errors
/// The stage that does.
pub fn within<P, T>(time: Duration, first: P, work: impl FnOnce(&Arc<Stage<P>>) -> T + Send + 'static) -> Result<T, P>
where
    P: Clone + Send + 'static,
    T: Send + 'static,
{
    let stage = Arc::new(Stage(Mutex::new((Instant::now(), first.clone()))));
    let (send, receive) = mpsc::channel();
    let seen = Arc::clone(&stage);
    let body = move || {
        let _ = send.send(work(&seen));
    };
    // Without a thread nothing can be done.
    let Ok(thread) = std::thread::Builder::new().stack_size(STACK).spawn(body) else { return Err(first) };
    loop {
        let (since, at) = stage.now();
        let left = time.saturating_sub(since.elapsed());
        match receive.recv_timeout(left) {
            Ok(done) => return Ok(done),
            Err(mpsc::RecvTimeoutError::Disconnected) => match thread.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => return Err(at),
            },
            // Perhaps another stage began meanwhile.
            Err(mpsc::RecvTimeoutError::Timeout) if stage.now().0.elapsed() < time => {}
            Err(mpsc::RecvTimeoutError::Timeout) => return receive.try_recv().map_err(|_| stage.now().1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_has_its_time_and_the_one_that_overruns_is_named() {
        let long = Duration::from_millis(400);
        let steps = |stage: &Arc<Stage<usize>>, pause: Duration| {
            for k in 1..=4 {
                stage.begin(k);
                std::thread::sleep(if k == 3 { pause } else { Duration::from_millis(1) });
            }
            "done"
        };
        assert_eq!(within(long, 0, move |stage| steps(stage, Duration::from_millis(2))), Ok("done"));
        let begin = Instant::now();
        assert_eq!(within(Duration::from_millis(50), 0, move |stage| steps(stage, Duration::from_secs(30))), Err(3));
        assert!(begin.elapsed() < Duration::from_secs(20));
    }
}
