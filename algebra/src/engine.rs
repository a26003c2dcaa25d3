//! Opening the engine: once per process, on one thread, with its banner on standard error.

use crate::factor::Known;
use crate::lock::EngineLock;
use std::cell::RefCell;
use std::io::Write;
use std::marker::PhantomData;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;
use std::thread::ThreadId;

static OWNER: OnceLock<ThreadId> = OnceLock::new();

/// The opened engine. It stays on the thread that opened it.
#[derive(Debug)]
pub struct Engine {
    _lock: EngineLock,
    pub(crate) factored: RefCell<Known>,
    _one_thread: PhantomData<*const ()>,
}

/// Why the engine was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Another thread of this process has opened it; a second one would abort the process.
    OtherThread,
}

impl Engine {
    /// Opens the engine on this thread, under the lock.
    ///
    /// # Errors
    /// [`OpenError::OtherThread`] when another thread of the process opened it before.
    pub fn open(lock: EngineLock) -> Result<Self, OpenError> {
        let here = std::thread::current().id();
        let first = OWNER.get().is_none();
        if *OWNER.get_or_init(|| here) != here {
            return Err(OpenError::OtherThread);
        }
        if first {
            start();
        }
        Ok(Self { _lock: lock, factored: RefCell::default(), _one_thread: PhantomData })
    }
}

/// First use. The engine greets on standard output, which belongs to geoflow's results: for the length of the first
/// operation descriptor 1 leads to descriptor 2, so that the banner is seen and pipes stay clean.
fn start() {
    symbolica::GLOBAL_SETTINGS.initialize_tracing.store(false, Ordering::Relaxed);
    let _ = std::io::stdout().flush();
    let saved = rustix::io::dup(rustix::stdio::stdout()).ok();
    if saved.is_some() {
        let _ = rustix::stdio::dup2_stdout(rustix::stdio::stderr());
    }
    let _ = symbolica::symbol!("geoflow::g0");
    let _ = std::io::stdout().flush();
    if let Some(saved) = saved {
        let _ = rustix::stdio::dup2_stdout(saved);
    }
}
