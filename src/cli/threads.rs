//! How many threads work on a site.

use std::sync::Mutex;
use std::thread;

use super::Environment;

/// More threads a processor than this only get into each other's way.
const EACH: usize = 4;

/// Makes ready the threads that work beside this one, which works with them. To be called once, before any work.
pub fn start(environment: &Environment) {
    let count = count(environment.threads);
    // The thread that waits would be one too many.
    let count = 1 + startable(count - 1);
    rayon::ThreadPoolBuilder::new().num_threads(count).use_current_thread().build_global().ok();
}

/// Makes ready the threads that work while this one waits.
pub fn start_apart(environment: &Environment) {
    let count = startable(count(environment.threads)).max(1);
    rayon::ThreadPoolBuilder::new().num_threads(count).build_global().ok();
}

/// The number that is asked for, within reason; else as many as there are processors.
fn count(asked: Option<usize>) -> usize {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    asked.filter(|asked| *asked > 0).map_or(processors, |asked| asked.min(processors * EACH))
}

/// How many of so many threads the system lets us start. A pool that cannot start all of its threads can never be started again,
/// so it must not be asked for more.
fn startable(count: usize) -> usize {
    let gate = Mutex::new(());
    thread::scope(|scope| {
        let _closed = gate.lock();
        let wait = || drop(gate.lock());
        (0..count).take_while(|_| thread::Builder::new().spawn_scoped(scope, wait).is_ok()).count()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_beyond_reason_is_drawn_in() {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        assert_eq!(count(None), processors);
        assert_eq!(count(Some(0)), processors);
        assert_eq!(count(Some(1)), 1);
        assert_eq!(count(Some(1_000_000)), processors * EACH);
    }

    #[test]
    fn threads_that_can_be_started_are_counted() {
        assert_eq!((startable(0), startable(3)), (0, 3));
    }
}
