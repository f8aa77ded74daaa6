//! What `build --profile` shows: where the time went, as tables.

use std::ops::Range;
use std::time::Duration;

use super::build::misuse;
use super::trace_file::TraceFile;
use super::words::Ui;
use super::{DONE, terminal};
use crate::profile::{Report, Stage};

/// Templates and entries that are shown.
const SHOWN: usize = 10;
/// Columns of a terminal.
const WIDTH: usize = 80;
/// Of lines that are not cut.
const ENDLESS: usize = usize::MAX;

/// Shows the tables and writes the trace.
pub fn tell(ui: &Ui, report: &Report, trace: TraceFile) -> u8 {
    let path = trace.path().display().to_string();
    let mut text = tables(ui, report);
    let code = match trace.write(report) {
        Ok(()) => {
            let trace = ui.say_with("cli.profile.trace", &[("path", path)]);
            text.extend(["\n", &trace, "\n"]);
            DONE
        }
        Err(problem) => misuse(ui, &problem),
    };
    terminal::answer(ui, &text);
    code
}

fn tables(ui: &Ui, report: &Report) -> String {
    let tables = [stages(ui, report), templates(ui, report), entries(ui, report)];
    tables.iter().filter(|table| !table.is_empty()).flat_map(|table| ["\n", table]).collect()
}

fn say(ui: &Ui, key: &str) -> String {
    ui.say(&format!("cli.profile.{key}"))
}

fn stages(ui: &Ui, report: &Report) -> String {
    let all = report.stages();
    let row = |name: String, length: Option<Duration>, processor: Duration| {
        let share = 100.0 * processor.as_secs_f64() / report.processor.as_secs_f64().max(f64::MIN_POSITIVE);
        let length = length.map(|length| milliseconds(ui, length, 1)).unwrap_or_default();
        vec![name, length, milliseconds(ui, processor, 1), ui.words.locale.decimal(share, 0)]
    };
    let head = ["stages", "time", "processor"].map(|key| say(ui, key));
    let mut rows = vec![head.into_iter().chain(["%".to_owned()]).collect()];
    for stage in &all {
        rows.push(row(say(ui, &format!("stage.{}", stage.category)), Some(stage.length), stage.processor));
        let parts = stage.parts.iter().map(|part| (part.category, part.processor));
        rows.extend(parts.map(|(part, cost)| row(format!("  {}", say(ui, &format!("part.{part}"))), None, cost)));
        rows.extend(stage.rest().map(|rest| row(format!("  {}", rest_of(ui, stage)), None, rest)));
    }
    let sum = |time: fn(&Stage) -> Duration| all.iter().map(time).sum();
    let other = report.length.saturating_sub(sum(|stage| stage.length));
    let other_processor = report.processor.saturating_sub(sum(|stage| stage.processor));
    rows.push(row(say(ui, "stage.other"), Some(other), other_processor));
    rows.push(row(say(ui, "stage.total"), Some(report.length), report.processor));
    aligned(&rows, 0..1, ENDLESS)
}

/// What no part accounts for has a name where it is known what that is.
fn rest_of(ui: &Ui, stage: &Stage) -> String {
    let own = ui.words.get(&format!("cli.profile.rest.{}", stage.category), &[], None);
    own.unwrap_or_else(|| say(ui, "rest.other"))
}

fn templates(ui: &Ui, report: &Report) -> String {
    let mut rows = vec![["total", "times", "median", "slowest", "template", "page"].map(|key| say(ui, key)).to_vec()];
    rows.extend(report.named("template", "detail").into_iter().take(SHOWN).map(|named| {
        let page = named.slowest_in.unwrap_or_default();
        let times = ui.words.locale.integer(i64::try_from(named.count).unwrap_or(i64::MAX));
        let [median, slowest] = [named.median, named.slowest].map(|time| milliseconds(ui, time, 2));
        let page = page.strip_suffix("index.html").filter(|folder| !folder.is_empty()).unwrap_or(page);
        vec![milliseconds(ui, named.total, 1), times, median, slowest, named.name.to_owned(), page.to_owned()]
    }));
    titled(ui, "templates", &rows, 4..6, WIDTH)
}

fn entries(ui: &Ui, report: &Report) -> String {
    let mut rows = vec![["total", "body", "frame", "entry"].map(|key| say(ui, key)).to_vec()];
    rows.extend(report.singles("page", "entry").into_iter().take(SHOWN).map(|single| {
        let times = [single.total(), single.part("markdown"), single.part("template")];
        let times = times.map(|time| milliseconds(ui, time, 2)).into_iter();
        times.chain([single.detail.to_owned()]).collect()
    }));
    // Whole, so that a file can be opened.
    titled(ui, "entries", &rows, 3..4, ENDLESS)
}

/// A table under its title; nothing where it has but a head.
fn titled(ui: &Ui, title: &str, rows: &[Vec<String>], names: Range<usize>, width: usize) -> String {
    if rows.len() < 2 {
        return String::new();
    }
    format!("{}\n{}", say(ui, title), aligned(rows, names, width))
}

/// Columns side by side: numbers end and `names` begin in one line. Where a line would be wider than `width`, its last
/// column loses its beginning.
fn aligned(rows: &[Vec<String>], names: Range<usize>, width: usize) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let letters = |text: &str| text.chars().count();
    let widest = |column: usize| rows.iter().map(|row| letters(&row[column])).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, text) in row.iter().enumerate() {
            let gap = if column > 0 { "  " } else { "" };
            let room =
                if column + 1 == columns { width.saturating_sub(letters(&line) + gap.len()) } else { usize::MAX };
            let text = shortened(text, room);
            let padding = " ".repeat(widths[column].saturating_sub(letters(&text)));
            let (before, after) = if names.contains(&column) { ("", &*padding) } else { (&*padding, "") };
            line.extend([gap, before, &text, after]);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The end of a text, where there is no room for all of it.
fn shortened(text: &str, room: usize) -> String {
    match text.chars().count().checked_sub(room) {
        Some(surplus @ 1..) => format!("…{}", text.chars().skip(surplus + 1).collect::<String>()),
        _ => text.to_owned(),
    }
}

fn milliseconds(ui: &Ui, time: Duration, decimals: usize) -> String {
    ui.words.locale.decimal(time.as_secs_f64() * 1000.0, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_a_build() {
        let expected = "
Etapai              trukmė, ms  procesorius, ms    %
Failų skaitymas           10,0              9,0    4
Puslapiai                100,0            190,0   90
  šablonai                                 65,0   31
  šablonų duomenys                         54,0   26
  Markdown                                 33,0   16
  rašymas                                   4,0    2
  kita                                     34,0   16
Visa kita                 10,0             11,0    5
Iš viso                  120,0            210,0  100

Lėčiausi šablonai (procesoriaus laikas, ms)
iš viso  kartai  mediana  ilgiausiai  šablonas   lėčiausias puslapis
   60,0       3    20,00       30,00  page.html  a.html
    5,0       1     5,00        5,00  note.html  a.html

Lėčiausi įrašai (procesoriaus laikas, ms)
iš viso  tekstas  šablonas  įrašas
  75,00    18,00     30,00  a
  60,00    20,00     20,00  c
  17,00     0,00     10,00  b
";
        assert_eq!(tables(&Ui::of_language("lt"), &crate::profile::tests::build()), expected);
    }

    #[test]
    fn a_build_without_pages_has_no_slowest_ones() {
        let report = crate::profile::Profile::begin().report().unwrap();
        let shown = tables(&Ui::of_language("en"), &report);
        assert!(shown.contains("Total") && !shown.contains("Slowest"), "{shown}");
    }

    #[test]
    fn what_has_no_room_loses_its_beginning() {
        let long = "ž".repeat(100) + ".md";
        let rows = [vec!["12".into(), long.clone()], vec!["3".into(), "a".into()]];
        let table = aligned(&rows, 1..2, WIDTH);
        assert_eq!(table, format!("12  …{}.md\n 3  a\n", "ž".repeat(WIDTH - 8)));
        assert_eq!(aligned(&rows, 1..2, ENDLESS), format!("12  {long}\n 3  a\n"));
    }
}
