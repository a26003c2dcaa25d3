//! The queue in front of the engine: one advisory lock for the whole machine.
//!
//! The engine aborts a second process on the same machine, so geoflow processes take turns: an advisory file lock,
//! and, once it is held, a look whether somebody else's instance is alive (its restricted mode listens on a loopback
//! port; connecting disturbs nobody, binding would). The lock is released when the value is dropped or the process
//! ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The loopback port that an unlicensed instance of the engine holds while it lives.
const INSTANCE_PORT: u16 = 12011;
const POLL: Duration = Duration::from_millis(4);

/// The right to run the engine on this machine.
#[derive(Debug)]
pub struct EngineLock {
    // Held for its drop: closing the file releases the lock.
    _file: Option<File>,
}

/// Why the lock was not had.
#[derive(Debug)]
pub enum LockError {
    /// Another process held it, or another instance of the engine lived, for the whole waiting time.
    Busy {
        /// How long was waited.
        waited: Duration,
    },
    /// The lock file could not be opened.
    Unavailable {
        /// Where it should be.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

impl EngineLock {
    /// Waits for the lock at most `patience`; calls `notice` once when a second has passed.
    ///
    /// # Errors
    /// [`LockError::Busy`] when the patience ends, [`LockError::Unavailable`] when there is no lock file to be had.
    pub fn acquire(patience: Duration, mut notice: impl FnMut()) -> Result<Self, LockError> {
        let path = lock_path();
        let file = open(&path).map_err(|error| LockError::Unavailable { path: path.clone(), error })?;
        let start = Instant::now();
        let mut noticed = false;
        let mut locked = false;
        loop {
            if !locked {
                locked = match file.try_lock() {
                    Ok(()) => true,
                    Err(TryLockError::WouldBlock) => false,
                    Err(TryLockError::Error(error)) => return Err(LockError::Unavailable { path, error }),
                };
            }
            if locked && !foreign_instance() {
                return Ok(Self { _file: Some(file) });
            }
            let waited = start.elapsed();
            if waited >= patience {
                return Err(LockError::Busy { waited });
            }
            if !noticed && waited >= Duration::from_secs(1) {
                noticed = true;
                notice();
            }
            std::thread::sleep(POLL.min(patience.saturating_sub(waited)));
        }
    }

    /// For the supervised child: its parent holds the lock. If nobody does, the child takes it, so that a child
    /// started by hand or orphaned is in the queue like everybody else.
    ///
    /// # Errors
    /// [`LockError::Unavailable`] when there is no lock file to be had.
    pub fn held_by_supervisor() -> Result<Self, LockError> {
        let path = lock_path();
        let file = open(&path).map_err(|error| LockError::Unavailable { path: path.clone(), error })?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Ok(Self { _file: None }),
            Err(TryLockError::Error(error)) => Err(LockError::Unavailable { path, error }),
        }
    }
}

/// One path for every user and every `TMPDIR`, because the engine counts per machine.
fn lock_path() -> PathBuf {
    let shared = PathBuf::from("/tmp");
    let folder = if shared.is_dir() { shared } else { std::env::temp_dir() };
    folder.join("geoflow-engine.lock")
}

/// Another user's lock file may be readable only; an advisory lock needs no more.
fn open(path: &PathBuf) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path).or_else(|_| File::open(path))
}

fn foreign_instance() -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, INSTANCE_PORT));
    TcpStream::connect_timeout(&address, Duration::from_millis(50)).is_ok()
}
