use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// A span from one moment to another that cost so much, in milliseconds.
fn done(category: &'static str, from: u64, to: u64, cost: u64) -> Done {
    Done { start: ms(from), length: ms(to - from), processor: ms(cost), ..Done::new(category, false) }
}

fn stage(category: &'static str, from: u64, to: u64, cost: u64) -> Done {
    Done { is_stage: true, ..done(category, from, to, cost) }
}

fn named(name: &str, span: Done) -> Done {
    Done { name: Some(name.into()), ..span }
}

fn detailed(details: &[(&'static str, &str)], span: Done) -> Done {
    Done { details: details.iter().map(|(key, value)| (*key, (*value).into())).collect(), ..span }
}

fn lane(name: Option<&str>, done: Vec<Done>) -> Lane {
    Lane { thread: thread::current().id(), name: name.map(str::to_owned), done }
}

/// Two workers make three pages after the one thread has read them; what is finished first stands first.
pub fn build() -> Report {
    let page =
        |path, from, to, cost| detailed(&[("detail", path), ("entry", &path[..1])], done("page", from, to, cost));
    let main = vec![stage("read", 0, 10, 9), stage("pages", 12, 112, 190)];
    let one = vec![
        done("read", 2, 5, 3),
        named("note.html", done("template", 25, 30, 5)),
        done("markdown", 20, 40, 18),
        named("page.html", done("template", 50, 80, 30)),
        page("a.html", 20, 100, 75),
        done("write", 100, 110, 4),
    ];
    let two = vec![
        named("page.html", done("template", 14, 24, 10)),
        page("b.html", 13, 30, 17),
        done("markdown", 40, 60, 20),
        named("page.html", done("template", 60, 80, 20)),
        page("c.html", 40, 111, 60),
    ];
    Report::new(vec![lane(None, two), lane(None, one), lane(Some("main"), main)], ms(120), ms(210))
}

#[test]
fn stages_are_told_with_what_was_done_in_them() {
    let part = |category, count, cost| Part { category, count, processor: ms(cost) };
    let stages = build().stages();
    let read = Stage { category: "read", length: ms(10), processor: ms(9), parts: Vec::new() };
    let parts =
        vec![part("template", 4, 65), part("page", 3, 27 + 7 + 20), part("markdown", 2, 33), part("write", 1, 4)];
    assert_eq!(stages, [read, Stage { category: "pages", length: ms(100), processor: ms(190), parts }]);
    assert_eq!(stages[0].rest(), None, "the stage is all there is to tell");
    assert_eq!(stages[1].rest(), Some(ms(190 - 54 - 65 - 33 - 4)));
}

#[test]
fn what_is_named_is_summed_by_name_with_what_stands_within() {
    let report = build();
    let of = |name, count, total, median, slowest, slowest_in| Named {
        name,
        count,
        total: ms(total),
        median: ms(median),
        slowest: ms(slowest),
        slowest_in: Some(slowest_in),
    };
    let expected = [of("page.html", 3, 60, 20, 30, "a.html"), of("note.html", 1, 5, 5, 5, "a.html")];
    assert_eq!(report.named("template", "detail"), expected);
    assert_eq!(report.named("page", "detail"), [], "pages have no names");
}

#[test]
fn the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
    let spans = [1, 3, 4, 90].map(|cost| named("a", done("template", 0, 100, cost)));
    let apart = spans.into_iter().map(|span| lane(None, vec![span])).collect();
    let report = Report::new(apart, ms(100), ms(98));
    assert_eq!(report.named("template", "detail")[0].median, Duration::from_micros(3500));
}

#[test]
fn single_spans_stand_by_their_cost_with_what_stands_directly_within() {
    let report = build();
    let singles = report.singles("page", "entry");
    let found: Vec<_> =
        singles.iter().map(|one| (one.detail, one.total(), one.part("markdown"), one.part("template"))).collect();
    let expected = [("a", 75, 18, 30), ("c", 60, 20, 20), ("b", 17, 0, 10)];
    assert_eq!(found, expected.map(|(entry, total, body, page)| (entry, ms(total), ms(body), ms(page))));
    assert!(report.singles("markdown", "entry").is_empty(), "only what has the detail");
}

fn trace(report: &Report) -> Value {
    let mut bytes = Vec::new();
    report.write_trace(&mut bytes).unwrap();
    assert!(is_trace(&mut bytes.as_slice()).unwrap());
    serde_json::from_slice(&bytes).unwrap()
}

/// The event that names a process or a thread.
fn names(what: &str, tid: u32, name: &str) -> Value {
    json!({ "name": what, "cat": "", "ph": "M", "pid": 1, "tid": tid, "ts": 0.0, "args": { "name": name } })
}

#[test]
fn a_trace_holds_every_span_in_its_thread() {
    let report = Report::new(
        vec![
            lane(None, vec![detailed(&[("detail", "a\"b.html")], named("c.html", done("template", 3, 5, 1)))]),
            lane(Some("main"), vec![stage("pages", 1, 9, 8)]),
        ],
        ms(10),
        ms(9),
    );
    let expected = json!([
        names("process_name", 0, "avilys"),
        names("thread_name", 1, "main"),
        {
            "name": "pages", "cat": "pages", "ph": "X", "pid": 1, "tid": 1, "ts": 1000.0, "dur": 8000.0,
            "args": { "processor_us": 8000.0 },
        },
        names("thread_name", 2, "worker 1"),
        {
            "name": "c.html", "cat": "template", "ph": "X", "pid": 1, "tid": 2, "ts": 3000.0, "dur": 2000.0,
            "tts": 0.0, "tdur": 1000.0, "args": { "detail": "a\"b.html" },
        },
    ]);
    assert_eq!(trace(&report)["traceEvents"], expected);
}

#[test]
fn other_files_are_no_trace() {
    for other in ["", "{", "{}", r#"{"otherData":{"program":"else"},"#, r#"{"traceEvents":[]}"#] {
        assert!(!is_trace(&mut other.as_bytes()).unwrap(), "{other}");
    }
}

#[test]
fn what_is_not_asked_for_is_not_measured() {
    let profile = Profile::default();
    let span = profile.stage("a").named("b").with("c", "d").then("e");
    assert!(span.0.is_none());
    drop(span);
    assert!(profile.report().is_none());
}

#[test]
fn spans_are_kept_by_thread_when_they_end() {
    let profile = Profile::begin();
    let all = profile.stage("all");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for name in ["a", "b"] {
                    let _outer = profile.span("outer").with("detail", name);
                    drop(profile.span("inner").named(name));
                }
            });
        }
    });
    drop(all.then("rest"));
    let report = profile.report().unwrap();
    let stages = report.stages();
    assert_eq!(stages.iter().map(|stage| stage.category).collect::<Vec<_>>(), ["all", "rest"]);
    assert_eq!(
        stages[0]
            .parts
            .iter()
            .map(|part| (part.category, part.count))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>(),
        [("inner", 8), ("outer", 8)]
    );
    assert!(stages[0].length <= report.length);
    for named in report.named("inner", "detail") {
        assert_eq!((named.count, named.slowest_in), (4, Some(named.name)), "each stands in the span around it");
    }
    assert_eq!(report.threads.len(), 5);
    assert!(profile.report().unwrap().stages().is_empty(), "what was told is no longer kept");
}

/// Waiting takes time, but no processor.
#[cfg(unix)]
#[test]
fn processor_time_is_that_of_the_thread() {
    let profile = Profile::begin();
    let span = profile.span("waiting");
    thread::sleep(ms(60));
    let mut sum = 0_u64;
    let busy = profile.span("busy");
    let until = Instant::now() + ms(60);
    while Instant::now() < until {
        sum = std::hint::black_box(sum + 1);
    }
    drop(busy);
    drop(span);
    let report = profile.report().unwrap();
    let [busy, waiting] = &report.threads[0].done[..] else { panic!("two spans") };
    assert!(waiting.length >= ms(120) && busy.length >= ms(60));
    assert!(waiting.processor < ms(100) && waiting.processor >= busy.processor);
    assert!(busy.processor > ms(1));
}
