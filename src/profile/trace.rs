//! The trace: every span, in the Trace Event Format that the profilers of browsers read (Perfetto, `chrome://tracing`,
//! Firefox Profiler).
//!
//! An event a line. Of the format only complete events (`X`) and the names of threads (`M`) are used; times are in
//! microseconds. Perfetto shows a span in its thread, the Firefox Profiler as a marker with its `detail`.

use std::io::{self, Read, Write};
use std::time::Duration;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{Done, Report};

/// How every trace begins. It tells a trace of this program from any other file.
const BEGIN: &str = concat!(r#"{"otherData":{"program":""#, env!("CARGO_PKG_NAME"), r#""},"displayTimeUnit":"ms","#);
const PROCESS: u32 = 1;

/// True for what begins as a trace that this program wrote.
pub fn is_trace(file: &mut impl Read) -> io::Result<bool> {
    let mut begin = Vec::new();
    file.take(BEGIN.len() as u64).read_to_end(&mut begin)?;
    Ok(begin == BEGIN.as_bytes())
}

impl Report {
    /// Writes the trace as JSON.
    pub fn write_trace(&self, out: &mut impl Write) -> io::Result<()> {
        write!(out, "{BEGIN}\"traceEvents\":[")?;
        event(out, "\n", &Event::names("process_name", 0, env!("CARGO_PKG_NAME")))?;
        let mut unnamed = 0;
        for (thread, at) in self.threads.iter().zip(1..) {
            let name = thread.name.clone().unwrap_or_else(|| {
                unnamed += 1;
                format!("worker {unnamed}")
            });
            event(out, ",\n", &Event::names("thread_name", at, &name))?;
            for done in &thread.done {
                event(out, ",\n", &Event::of(done, at))?;
            }
        }
        out.write_all(b"\n]}\n")
    }
}

fn event(out: &mut impl Write, before: &str, event: &Event<'_>) -> io::Result<()> {
    out.write_all(before.as_bytes())?;
    Ok(serde_json::to_writer(out, event)?)
}

#[derive(Serialize)]
struct Event<'d> {
    name: &'d str,
    cat: &'d str,
    ph: &'static str,
    pid: u32,
    tid: u32,
    ts: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dur: Option<f64>,
    /// The thread's processor clock at the start, and how much it went on.
    #[serde(skip_serializing_if = "Option::is_none")]
    tts: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tdur: Option<f64>,
    #[serde(skip_serializing_if = "Args::is_empty")]
    args: Args<'d>,
}

enum Args<'d> {
    Name(&'d str),
    Of(&'d Done),
}

impl<'d> Event<'d> {
    fn names(what: &'d str, tid: u32, name: &'d str) -> Self {
        let (ts, dur, tts, tdur) = Default::default();
        Self { name: what, cat: "", ph: "M", pid: PROCESS, tid, ts, dur, tts, tdur, args: Args::Name(name) }
    }

    fn of(done: &'d Done, tid: u32) -> Self {
        // The processor time of a stage is not that of its thread.
        let of_thread = |time| (!done.is_stage).then(|| microseconds(time));
        Self {
            name: done.name.as_deref().unwrap_or(done.category),
            cat: done.category,
            ph: "X",
            pid: PROCESS,
            tid,
            ts: microseconds(done.start),
            dur: Some(microseconds(done.length)),
            tts: of_thread(done.clock),
            tdur: of_thread(done.processor),
            args: Args::Of(done),
        }
    }
}

impl Args<'_> {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Of(done) if !done.is_stage && done.details.is_empty())
    }
}

impl Serialize for Args<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Name(name) => map.serialize_entry("name", name)?,
            Self::Of(done) => {
                if done.is_stage {
                    map.serialize_entry("processor_us", &microseconds(done.processor))?;
                }
                for (key, value) in &done.details {
                    map.serialize_entry(key, value)?;
                }
            }
        }
        map.end()
    }
}

/// With the nanoseconds as decimals.
fn microseconds(time: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "exact for 100 days")]
    let nanoseconds = time.as_nanos() as f64;
    nanoseconds / 1000.0
}
