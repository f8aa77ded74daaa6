//! Clients that keep the server waiting, and the others who must still be served.

use std::time::Instant;

use super::*;

fn all_are_answered(running: &Running) {
    for _ in 0..20 {
        assert_eq!(status(&running.get("/x/")), 200);
    }
}

fn half_request(running: &Running) -> TcpStream {
    let mut socket = running.connect();
    let _ = socket.write_all(b"GET / HTTP/1.1\r\nHost: ");
    socket
}

/// A browser opens connections that it may need, and some programs never end what they ask.
#[test]
fn silent_and_half_requests_do_not_hold_up_others() {
    let running = start();
    let silent: Vec<_> = (0..30).map(|_| running.connect()).collect();
    let half: Vec<_> = (0..30).map(|_| half_request(&running)).collect();
    let start = Instant::now();
    all_are_answered(&running);
    assert!(start.elapsed() < Limits::default().head_time / 2, "{:?}", start.elapsed());
    drop((silent, half));
}

#[test]
fn more_slow_clients_than_places_hold_others_up_no_longer_than_a_head_may_take() {
    let limits = Limits { connections: 8, head_time: Duration::from_millis(100), ..Limits::default() };
    let running = start_within(limits, "/", EventStreams::new());
    let slow: Vec<_> = (0..40).map(|_| half_request(&running)).collect();
    all_are_answered(&running);
    assert!(running.open_connections() <= 8);
    drop(slow);
}

#[test]
fn a_client_that_never_reads_is_left_after_a_while() {
    let limits = Limits { connections: 1, write_time: Duration::from_millis(100), ..Limits::default() };
    let running = start_within(limits, "/", EventStreams::new());
    let mut deaf = running.asking("/big");
    assert!(deaf.read(&mut [0]).unwrap() > 0);
    all_are_answered(&running);
}

#[test]
fn a_request_must_be_complete_in_time() {
    let limits = Limits { head_time: Duration::from_millis(100), ..Limits::default() };
    let running = start_within(limits, "/", EventStreams::new());
    assert_eq!(status(&running.raw("GET / HTTP/1.1\r\n")), 408);
    assert_eq!(running.raw(""), "", "who says nothing gets no response");
}

/// However steadily a client sends, a head is complete in time or refused.
#[test]
fn a_head_that_trickles_in_is_refused_in_the_end() {
    let limits = Limits { head_time: Duration::from_millis(200), ..Limits::default() };
    let running = start_within(limits, "/", EventStreams::new());
    let mut socket = running.connect();
    let start = Instant::now();
    socket.write_all(b"GET /").unwrap();
    while start.elapsed() < PATIENCE && socket.write_all(b"a").is_ok() {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(start.elapsed() < PATIENCE, "the connection stays open");
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

#[test]
fn other_computers_never_take_the_last_places() {
    let own: std::net::IpAddr = [127, 0, 0, 1].into();
    let other: std::net::IpAddr = [192, 168, 0, 7].into();
    let limits = Limits { connections: 4, remote: 2, ..Limits::default() };
    let running = start_within(limits, "/", EventStreams::new());
    let shared = &running.server.shared;
    let clients = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let socket = || TcpStream::connect(clients.local_addr().unwrap()).unwrap();
    let held: Vec<_> = (0..2).map(|_| shared.open(socket(), other).expect("a place")).collect();
    assert!(shared.open(socket(), other).is_none());
    drop(shared.open(socket(), own).expect("a place for the author"));
    drop(held);
    assert_eq!(status(&running.get("/x/")), 200);
}
