//! Clients that keep the server waiting, and the others who must not notice.

use super::*;

/// Few connections and much time for each, so that others are answered only because the slow ones make room.
fn few(connections: usize) -> Limits {
    let minute = Duration::from_mins(1);
    Limits { connections, grace: Duration::from_millis(50), head_time: minute, write_time: minute, ..Limits::default() }
}

fn all_are_answered(running: &Running) {
    for _ in 0..20 {
        assert_eq!(status(&running.get("/x/")), 200);
    }
}

#[test]
fn half_requests_do_not_stall_others() {
    let running = start_within(few(16), "/", Streams::new());
    let half = |_| {
        let mut socket = running.connect();
        let _ = socket.write_all(b"GET / HTTP/1.1\r\nHost: ");
        socket
    };
    let slow: Vec<_> = (0..100).map(half).collect();
    all_are_answered(&running);
    assert!(running.connections() <= 16);
    drop(slow);
}

#[test]
fn clients_that_say_nothing_do_not_stall_others() {
    let running = start_within(few(16), "/", Streams::new());
    let silent: Vec<_> = (0..100).map(|_| running.connect()).collect();
    all_are_answered(&running);
    drop(silent);
}

#[test]
fn clients_that_never_read_do_not_stall_others() {
    let running = start_within(few(4), "/", Streams::new());
    let deaf: Vec<_> = (0..6).map(|_| running.asking("/big")).collect();
    all_are_answered(&running);
    drop(deaf);
}

#[test]
fn a_client_that_never_reads_is_left_after_a_while() {
    let limits = Limits { write_time: Duration::from_millis(100), ..Limits::default() };
    let running = start_within(limits, "/", Streams::new());
    let mut deaf = running.asking("/big");
    assert!(deaf.read(&mut [0]).unwrap() > 0);
    running.server.shared.slots.wait_empty(PATIENCE);
    assert_eq!(running.connections(), 0);
}

#[test]
fn a_client_that_reads_too_little_is_left_in_the_end() {
    let limits = Limits { write_time: Duration::from_millis(200), slowest: u64::MAX, ..Limits::default() };
    let running = start_within(limits, "/", Streams::new());
    let mut sipping = running.asking("/big");
    let (mut sip, mut drunk) = (vec![0; 4096], 0);
    while let Ok(count @ 1..) = sipping.read(&mut sip) {
        drunk += count;
        std::thread::sleep(Duration::from_micros(500));
    }
    assert!(drunk < 32 << 20, "it was given all");
}

#[test]
fn a_request_must_be_complete_in_time() {
    let limits = Limits { head_time: Duration::from_millis(100), ..Limits::default() };
    let running = start_within(limits, "/", Streams::new());
    assert_eq!(status(&running.raw("GET / HTTP/1.1\r\n")), 408);
    assert_eq!(running.raw(""), "", "who says nothing gets no answer");
}

#[test]
fn a_request_in_small_pieces_is_a_request() {
    let running = start();
    let mut socket = running.connect();
    socket.set_nodelay(true).unwrap();
    for byte in running.request("GET", "/x/", "").bytes() {
        socket.write_all(&[byte]).unwrap();
    }
    assert_eq!(status(&rest(&mut socket)), 200);
}
