//! For library users without the binary: one dedicated engine thread for the life of the process.

use super::job::WireJob;
use super::supervisor::Failure;
use super::work::perform;
use algebra::{Engine, EngineLock};
use std::sync::{Mutex, OnceLock, PoisonError, mpsc};
use std::time::Duration;

type Request = (String, mpsc::Sender<Option<String>>);

static THREAD: OnceLock<Mutex<Option<mpsc::Sender<Request>>>> = OnceLock::new();

/// Runs a job (as text) on the thread, which is started under the lock on first use and keeps it.
pub(super) fn run(job: &str, wait: Duration, timeout: Duration, notice: &dyn Fn()) -> Result<String, Failure> {
    let slot = THREAD.get_or_init(|| Mutex::new(None));
    let sender = {
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.is_none() {
            let lock = EngineLock::acquire(wait, notice).map_err(|e| Failure::from_lock(&e))?;
            *slot = Some(start(lock)?);
        }
        slot.clone().ok_or(Failure::Died)?
    };
    let (send, receive) = mpsc::channel();
    sender.send((job.to_owned(), send)).map_err(|_| Failure::Died)?;
    match receive.recv_timeout(timeout) {
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err(Failure::Died),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Failure::TimedOut(timeout)),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Failure::Died),
    }
}

fn start(lock: EngineLock) -> Result<mpsc::Sender<Request>, Failure> {
    let (send, receive) = mpsc::channel::<Request>();
    // The lock moves to the engine's thread and is held to the end of the process.
    let body = move || {
        let Ok(engine) = Engine::open(lock) else { return };
        while let Ok((text, answer)) = receive.recv() {
            let reply = serde_json::from_str::<WireJob>(&text)
                .ok()
                .and_then(|job| job.unpack().ok())
                .and_then(|job| std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| perform(&engine, &job))).ok())
                .and_then(|reply| serde_json::to_string(&reply.to_wire()).ok());
            let _ = answer.send(reply);
        }
    };
    std::thread::Builder::new()
        .name("engine".into())
        .stack_size(1 << 30)
        .spawn(body)
        .map_err(|e| Failure::NotStarted(e.to_string()))?;
    Ok(send)
}
