//! Places for connections: so many at a time, and the one that keeps us waiting longest makes room for the next.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

#[derive(Debug)]
pub struct Slots {
    most: usize,
    grace: Duration,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    closed: bool,
    last: u64,
    taken: BTreeMap<u64, Guest>,
}

#[derive(Debug)]
struct Guest {
    socket: Arc<TcpStream>,
    /// Since when nothing has come from the client, or been taken by it. `None`: it waits for us, or has been sent
    /// away.
    idle: Option<Instant>,
}

/// A place that is taken; dropped, it is free again.
#[derive(Debug)]
pub struct Slot {
    slots: Arc<Slots>,
    id: u64,
    pub socket: Arc<TcpStream>,
}

impl Slots {
    /// `grace` is how long a client may keep us waiting when all places are taken.
    pub fn new(most: usize, grace: Duration) -> Arc<Self> {
        Arc::new(Self { most, grace, state: Mutex::default(), changed: Condvar::new() })
    }

    /// Waits for a place. `None` when the places are closed.
    pub fn take(self: &Arc<Self>, socket: TcpStream) -> Option<Slot> {
        let mut state = self.state();
        while state.taken.len() >= self.most && !state.closed {
            let wait = state.make_room(self.grace);
            state = self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
        if state.closed {
            return None;
        }
        state.last += 1;
        let (id, socket) = (state.last, Arc::new(socket));
        state.taken.insert(id, Guest { socket: Arc::clone(&socket), idle: Some(Instant::now()) });
        Some(Slot { slots: Arc::clone(self), id, socket })
    }

    #[cfg(test)]
    pub fn taken(&self) -> usize {
        self.state().taken.len()
    }

    pub fn is_closed(&self) -> bool {
        self.state().closed
    }

    /// Lets nobody in any more, and breaks every connection.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        for guest in state.taken.values() {
            let _ = guest.socket.shutdown(Shutdown::Both);
        }
        self.changed.notify_all();
    }

    /// Waits until all places are free, or for `time`.
    pub fn wait_empty(&self, time: Duration) {
        let full = |state: &mut State| !state.taken.is_empty();
        drop(self.changed.wait_timeout_while(self.state(), time, full));
    }

    /// Waits for `time`, or until the places are closed.
    pub fn pause(&self, time: Duration) {
        drop(self.changed.wait_timeout_while(self.state(), time, |state| !state.closed));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Sends away whoever has been idle longest, if that is long enough; gives how long to wait for a place.
    fn make_room(&mut self, grace: Duration) -> Duration {
        let idle = self.taken.values_mut().filter(|guest| guest.idle.is_some());
        let Some(longest) = idle.min_by_key(|guest| guest.idle) else { return grace };
        let waited = longest.idle.map_or(Duration::ZERO, |since| since.elapsed());
        if waited >= grace {
            longest.idle = None;
            let _ = longest.socket.shutdown(Shutdown::Both);
            return grace;
        }
        grace.saturating_sub(waited)
    }
}

impl Slot {
    /// We wait for the client from now on.
    pub fn waits(&self) {
        self.set(Some(Instant::now()));
    }

    /// The client waits for us.
    pub fn works(&self) {
        self.set(None);
    }

    fn set(&self, idle: Option<Instant>) {
        if let Some(guest) = self.slots.state().taken.get_mut(&self.id) {
            guest.idle = idle;
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.state().taken.remove(&self.id);
        self.slots.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::net::TcpListener;

    /// Our end of a connection, and the client's.
    fn pair() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (listener.accept().unwrap().0, client)
    }

    #[test]
    fn the_client_that_was_idle_longest_makes_room() {
        let slots = Slots::new(2, Duration::ZERO);
        let (first, mut first_client) = pair();
        let (second, _second_client) = pair();
        let working = slots.take(first).unwrap();
        let idle = slots.take(second).unwrap();
        working.works();
        let (third, _third_client) = pair();
        let waiting = {
            let slots = Arc::clone(&slots);
            std::thread::spawn(move || slots.take(third).is_some())
        };
        assert_eq!((&*idle.socket).read(&mut [0]).unwrap(), 0, "the idle one is broken off");
        drop(idle);
        assert!(waiting.join().unwrap());
        first_client.set_nonblocking(true).unwrap();
        assert!(first_client.read(&mut [0]).is_err(), "the other one is still open");
    }

    #[test]
    fn closed_places_let_nobody_in() {
        let slots = Slots::new(1, Duration::from_mins(1));
        let (first, mut client) = pair();
        let held = slots.take(first).unwrap();
        let (second, _second_client) = pair();
        let waiting = {
            let slots = Arc::clone(&slots);
            std::thread::spawn(move || slots.take(second).is_none())
        };
        slots.close();
        assert!(waiting.join().unwrap());
        assert_eq!(client.read(&mut [0]).unwrap(), 0);
        drop(held);
        assert_eq!(slots.taken(), 0);
    }
}
