use super::*;

#[test]
fn another_host_is_refused() {
    let running = start();
    let port = running.address().port();
    let ask = |hosts: &str| status(&running.raw(format!("GET / HTTP/1.1\r\n{hosts}\r\n")));
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(ask(&format!("Host: {host}\r\n")), 200, "{host}");
    }
    for host in
        [format!("evil.example:{port}"), "evil.example".into(), "localhost:1".into(), "127.0.0.1".into(), String::new()]
    {
        assert_eq!(ask(&format!("Host: {host}\r\n")), 403, "{host}");
    }
    assert_eq!(ask(""), 400);
    assert_eq!(ask(&format!("Host: localhost:{port}\r\nHost: localhost:{port}\r\n")), 400);
    let refused = running.raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assert!(body(&refused).contains(&format!("http://127.0.0.1:{port}/")), "{refused}");
}

#[test]
fn a_page_of_another_origin_gets_nothing() {
    let running = start();
    let (here, port) = (running.address(), running.address().port());
    let ask = |headers: &str| status(&running.ask("GET", "/x/", headers));
    for origin in [
        "http://evil.example",
        "null",
        &format!("https://{here}"),
        &format!("http://localhost:{port}"),
        "http://127.0.0.1:1",
    ] {
        assert_eq!(ask(&format!("Origin: {origin}\r\n")), 403, "{origin}");
    }
    assert_eq!(ask(&format!("Origin: http://{here}\r\n")), 200);
    assert_eq!(ask(&format!("Origin: http://{here}\r\nOrigin: null\r\n")), 403);
    assert_eq!(ask("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"), 200);
    assert_eq!(ask("Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"), 200);
    for site in ["cross-site", "same-site"] {
        let ask = |mode, dest| {
            ask(&format!("Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n"))
        };
        assert_eq!(ask("navigate", "document"), 200, "a link may be followed");
        for (mode, dest) in [("no-cors", "script"), ("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")] {
            assert_eq!(ask(mode, dest), 403, "{site} {mode} {dest}");
        }
    }
}

#[test]
fn no_path_leaves_the_site() {
    let running = start();
    let hostile = [
        "/../etc/passwd",
        "/..",
        "/a/../../b",
        "/%2e%2e/etc/passwd",
        "/%2E%2e/x",
        "/.%2e/x",
        "/./x",
        "/..%2fetc",
        "/a%2f..%2fb",
        "/..%5cx",
        "/a\\..\\b",
        "/a%5c..%5cb",
        "/x%00.html",
        "/x%0d%0aA:%20b",
        "//etc/passwd",
        "/a//etc/passwd",
        "http://evil.example/",
        "etc/passwd",
        "*",
        "/%c0%ae%c0%ae/x",
        "/%ff",
        "/%zz",
        "/%",
        "/x#y",
    ];
    for target in hostile {
        let answer = running.get(target);
        assert_eq!(status(&answer), 400, "{target}: {answer}");
        assert!(answer.contains("text/plain") && !body(&answer).is_empty());
    }
}

#[test]
fn double_encoding_is_decoded_once() {
    let running = start();
    for (target, path) in
        [("/%252e%252e/x", "%2e%2e/x"), ("/%252e%252e%252fx", "%2e%2e%2fx"), ("/%255c", "%5c"), ("/%2500", "%00")]
    {
        assert!(body(&running.get(target)).contains(&format!("path: \"{path}\"")), "{target}");
    }
}

#[test]
fn only_reading_is_allowed() {
    let running = start();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "PROPFIND", "get"] {
        let answer = running.ask(method, "/x/", "");
        assert!(status(&answer) == 405 && answer.contains("\r\nAllow: GET, HEAD\r\n"), "{method}: {answer}");
    }
}

#[test]
fn a_body_is_not_read_and_does_not_lose_the_answer() {
    let running = start();
    let ask = |method: &str, headers: &str, sent: &str| {
        let mut socket = running.connect();
        socket.write_all((running.request(method, "/x/", headers) + sent).as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).expect("the connection is not reset");
        status(&answer)
    };
    let large = "x".repeat(100_000);
    assert_eq!(ask("POST", "Content-Length: 100000\r\n", &large), 405);
    assert_eq!(ask("GET", "Content-Length: 100000\r\n", &large), 200);
    assert_eq!(ask("GET", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"), 200);
}

#[test]
fn a_second_request_on_the_connection_is_not_answered() {
    let running = start();
    let two = running.request("GET", "/a", "") + &running.request("GET", "/b", "");
    let answer = running.raw(two);
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1);
    assert!(answer.contains("path: \"a\""));
}

#[test]
fn what_is_too_large_is_refused() {
    let running = start();
    assert_eq!(status(&running.get(&format!("/{}", "a".repeat(8 * 1024)))), 414);
    assert_eq!(status(&running.raw(vec![b'A'; 40_000])), 414, "a line without an end");
    assert_eq!(status(&running.ask("GET", "/", &format!("X: {}\r\n", "a".repeat(17 * 1024)))), 431);
    assert_eq!(status(&running.ask("GET", "/", &"X: a\r\n".repeat(101))), 431);
    assert_eq!(status(&running.get("/x/")), 200);
}

#[test]
fn what_is_no_request_is_refused_at_once() {
    let running = start();
    let nonsense: [&[u8]; 7] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\nHost: x\n\n",
        b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    ];
    for bytes in nonsense {
        assert_eq!(status(&running.raw(bytes)), 400, "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(status(&running.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")), 505);
}
