//! Claims side by side: while the engine works for one of them, others are searched and checked.
//!
//! In: items and how one of them is decided. Out: the outcomes, in the order of the items, whoever finished first.
//! Claims know nothing of each other, so the outcomes are those of deciding one after the other.

use super::Progress;
use crate::engine::{Shared, Supervisor};
use crate::verify::{Decider, Limits};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// The native stack of a worker; what is not used is never touched.
const STACK: usize = 1 << 30;

/// Each of the items decided, by as many workers as the machine has processors.
pub fn each<T: Sync, O: Send>(
    items: &[T],
    supervisor: &mut Supervisor,
    limits: Limits,
    progress: Progress<'_>,
    decide: &(dyn Fn(&T, &mut Decider<'_>) -> O + Sync),
) -> Vec<O> {
    let count = items.len();
    let shared = Mutex::new(supervisor);
    let next = AtomicUsize::new(0);
    let outcomes: Mutex<Vec<Option<O>>> = Mutex::new(items.iter().map(|_| None).collect());
    let work = |report: &dyn Fn(usize)| {
        let mut engine = Shared::of(&shared);
        let mut decider = Decider::limited(&mut engine, limits);
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return };
            report(index);
            let outcome = decide(item, &mut decider);
            outcomes.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(outcome);
        }
    };
    let others = std::thread::available_parallelism().map_or(1, usize::from).min(count).saturating_sub(1);
    std::thread::scope(|scope| {
        for _ in 0..others {
            // A worker that cannot be had is no loss: the rest of the items is left to the others.
            let _ = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || work(&|_| ()));
        }
        work(&|index| progress(&format!("deciding claim {} of {count}", index + 1)));
    });
    outcomes.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().flatten().collect()
}
