use super::*;

#[test]
fn the_app_is_asked_for_the_decoded_path_below_the_base() {
    let running = start_within(Limits::default(), "/portal/", EventStreams::new());
    let headers = "Accept-Language: lt, en;q=0.5\r\nIf-None-Match: \"old\"\r\n";
    let answer = running.ask("GET", "/portal/mokyklos/%C5%A1iauliai/?q=a+b", headers);
    assert_eq!(status(&answer), 200);
    let expected = Request {
        path: "mokyklos/šiauliai/".into(),
        query: vec![("q".into(), "a b".into())],
        languages: vec!["lt".into(), "en".into()],
        is_own: false,
    };
    assert_eq!(body(&answer), format!("{expected:?}"));
}

#[test]
fn outside_the_base_is_nothing_but_the_way_to_it() {
    let running = start_within(Limits::default(), "/portal/", EventStreams::new());
    for target in ["/", "/portal"] {
        let answer = running.get(target);
        assert!(status(&answer) == 302 && answer.contains("\r\nLocation: /portal/\r\n"), "{answer}");
    }
    for target in ["/x", "/portalx", "/Portal/", "/portals/"] {
        assert_eq!(status(&running.get(target)), 404, "{target}");
    }
    assert_eq!(status(&running.get("/portal/../x")), 400);
}

#[test]
fn every_answer_ends_the_connection_and_is_kept_from_others() {
    let running = start();
    for target in ["/", "/missing", "/..", "/video.mp4"] {
        let answer = running.get(target);
        for line in ["Connection: close", "Cache-Control: no-cache", "X-Content-Type-Options: nosniff"] {
            assert!(answer.contains(&format!("\r\n{line}\r\n")), "{line} is not in {answer}");
        }
        assert!(answer.contains(&format!("\r\nContent-Length: {}\r\n", body(&answer).len())), "{answer}");
        assert!(!answer.to_lowercase().contains("access-control"));
    }
}

#[test]
fn head_says_what_get_says_without_the_body() {
    let running = start();
    for target in ["/x/", "/video.mp4", "/missing", "/..", "/events"] {
        let head = running.ask("HEAD", target, "");
        assert_eq!(body(&head), "", "{target}");
        if target != "/events" {
            let get = running.get(target);
            assert_eq!(head, get.strip_suffix(body(&get)).unwrap());
        }
    }
    assert_eq!(running.streams.count(), 0);
}

#[test]
fn a_version_that_the_browser_has_is_not_sent_again() {
    let running = start();
    let answer = running.ask("GET", "/x/", "If-None-Match: W/\"v1\"\r\n");
    assert!(status(&answer) == 304 && body(&answer).is_empty() && answer.contains("ETag: \"v1\""), "{answer}");
    assert_eq!(status(&running.ask("GET", "/x/", "If-None-Match: \"v2\"\r\n")), 200);
    assert_eq!(status(&running.ask("GET", "/missing", "If-None-Match: *\r\n")), 404);
}

#[test]
fn a_part_of_a_file_is_sent() {
    let running = start();
    let part = |headers: &str| {
        let answer = running.ask("GET", "/video.mp4", headers);
        (status(&answer), body(&answer).to_owned())
    };
    assert_eq!(part("Range: bytes=2-4\r\n"), (206, "234".into()));
    assert_eq!(part("Range: bytes=7-\r\n"), (206, "789".into()));
    assert_eq!(part("Range: bytes=-2\r\n"), (206, "89".into()));
    assert_eq!(part("Range: bytes=2-4\r\nIf-Range: \"v1\"\r\n"), (206, "234".into()));
    assert_eq!(part("Range: bytes=2-4\r\nIf-Range: \"v2\"\r\n"), (200, "0123456789".into()));
    assert_eq!(part("Range: bytes=0-1,4-5\r\n"), (200, "0123456789".into()));
    assert_eq!(part("Range: bytes=10-\r\n").0, 416);
    assert!(running.get("/video.mp4").contains("\r\nContent-Type: video/mp4\r\n"));
}

#[test]
fn a_panic_is_an_answer_and_the_server_goes_on() {
    let running = start();
    for _ in 0..=Limits::default().connections {
        assert_eq!(status(&running.get("/panic")), 500);
    }
    assert_eq!(status(&running.get("/x/")), 200);
}

#[test]
fn a_burst_of_requests_is_answered_whole() {
    let running = start();
    let answered = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..200).map(|_| scope.spawn(|| status(&running.get("/x/")))).collect();
        clients
            .into_iter()
            .filter(|_| true)
            .map(|client| client.join().unwrap())
            .filter(|status| *status == 200)
            .count()
    });
    assert_eq!(answered, 200);
}

#[test]
fn stopping_frees_the_port_and_ends_what_is_open() {
    let mut running = start();
    let address = running.address();
    let mut idle = running.connect();
    let mut stream = running.asking("/events");
    let mut reading = running.asking("/big");
    assert!(stream.read(&mut [0]).unwrap() > 0 && reading.read(&mut [0]).unwrap() > 0);
    running.server.stop();
    assert_eq!((running.open_connections(), running.streams.count()), (0, 0));
    assert_eq!(rest(&mut idle), "");
    rest(&mut stream);
    assert!(rest(&mut reading).len() < 32 << 20);
    assert!(listen("127.0.0.1", address.port()).is_ok());
}

#[test]
fn localhost_answers_at_every_loopback_address() {
    let listener = listen("localhost", 0).unwrap();
    let addresses: Vec<_> = listener.sockets.iter().map(|socket| socket.local_addr().unwrap()).collect();
    let _server = listener.serve("/", Arc::new(Echo), EventStreams::new());
    for address in addresses {
        let mut socket = TcpStream::connect(address).unwrap();
        write!(socket, "GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", address.port()).unwrap();
        assert_eq!(status(&rest(&mut socket)), 200, "{address}");
    }
}
