use std::io::{BufRead, BufReader};

use super::*;

struct Tab(BufReader<TcpStream>);

impl Tab {
    /// A tab whose stream is open: its head has come.
    fn open(running: &Running) -> Self {
        let mut tab = Self(BufReader::new(running.asking("/events")));
        let head = tab.block();
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/event-stream"), "{head}");
        tab
    }

    /// The lines up to the next empty one.
    fn block(&mut self) -> String {
        let mut text = String::new();
        while !text.ends_with("\n\n") && !text.ends_with("\n\r\n") {
            assert!(self.0.read_line(&mut text).unwrap() > 0, "the stream ends after {text:?}");
        }
        text
    }
}

#[test]
fn an_event_reaches_every_tab() {
    let running = start();
    let mut tabs: Vec<_> = (0..5).map(|_| Tab::open(&running)).collect();
    running.streams.send("state", "{\"generation\": 1}");
    running.streams.send("state", "{\"generation\": 2}");
    for tab in &mut tabs {
        assert_eq!(tab.block(), "event: state\ndata: {\"generation\": 1}\n\n");
        assert_eq!(tab.block(), "event: state\ndata: {\"generation\": 2}\n\n");
    }
    assert_eq!(running.streams.count(), 5);
}

#[test]
fn a_new_tab_is_told_the_last_event_at_once() {
    let running = start();
    running.streams.send("state", "1");
    running.streams.send("state", "2");
    assert_eq!(Tab::open(&running).block(), "event: state\ndata: 2\n\n");
}

#[test]
fn a_closed_tab_is_let_go() {
    let running = start();
    let mut staying = Tab::open(&running);
    drop(Tab::open(&running));
    running.streams.send("state", "1");
    assert_eq!(staying.block(), "event: state\ndata: 1\n\n");
    assert_eq!(running.streams.count(), 1);
}

#[test]
fn a_heartbeat_keeps_a_stream_alive_and_finds_closed_tabs() {
    let running = start_within(Limits::default(), "/", EventStreams::with_heartbeat(Duration::from_millis(20)));
    let mut staying = Tab::open(&running);
    drop(Tab::open(&running));
    let found = (0..1000).find(|_| {
        assert_eq!(staying.block(), ":\n\n");
        running.streams.count() == 1
    });
    assert!(found.is_some(), "the closed tab still has its stream");
}

#[test]
fn a_tab_that_does_not_read_is_let_go() {
    let running = start();
    let _deaf = Tab::open(&running);
    let large = "x".repeat(1 << 18);
    let sent = (0..100).find(|_| {
        running.streams.send("state", &large);
        running.streams.count() == 0
    });
    assert!(sent.is_some(), "it still has a stream after 25 MB");
}

#[test]
fn streams_take_no_place_of_other_connections_and_are_bounded() {
    let running = start_within(Limits { connections: 4, ..Limits::default() }, "/", EventStreams::new());
    let tabs: Vec<_> = (0..64).map(|_| Tab::open(&running)).collect();
    assert_eq!(running.streams.count(), 64);
    assert_eq!(status(&running.get("/events")), 503);
    assert_eq!(status(&running.get("/x/")), 200);
    drop(tabs);
    Tab::open(&running);
    assert_eq!(running.streams.count(), 1);
}
