//! `avilys check --fix`: mends in the files what needs nobody to look at it, and shows the difference first.
//!
//! What is mended comes with the problems; must not know what they are about.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Arc;

use similar::TextDiff;

use super::words::Ui;
use super::{ask, print_problems, terminal};
use crate::diagnostics::{Diagnostic, Edit, SourceText};
use crate::source::rewrite;

/// A file as it is and as it would be.
struct Mended {
    source: Arc<SourceText>,
    text: String,
    count: usize,
}

/// Mends the files of the site at `root`, unless the author does not want it. Says whether any was written.
pub fn run(ui: &Ui, root: &Path, problems: &[Diagnostic], yes: bool) -> bool {
    let mended = mended(problems);
    if mended.is_empty() {
        terminal::remark(&(ui.say("cli.fix.nothing") + "\n"));
        return false;
    }
    for file in &mended {
        terminal::answer(ui, &difference(file));
    }
    let count: usize = mended.iter().map(|file| file.count).sum();
    let args = [("files", mended.len().to_string()), ("count", count.to_string())];
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    let is_wanted = yes || asks && ask::whether(ui, &ui.say_with("cli.fix.ask", &args));
    if !is_wanted {
        terminal::remark(&(ui.say("cli.fix.not_written") + "\n"));
        return false;
    }
    let failed: Vec<_> = mended.iter().filter_map(|file| rewrite(root, &file.source, &file.text).err()).collect();
    print_problems(ui, &failed);
    terminal::remark(&(ui.say_with("cli.fix.done", &args) + "\n"));
    failed.len() < mended.len()
}

/// The files with what their problems bring to mend them.
fn mended(problems: &[Diagnostic]) -> Vec<Mended> {
    let mut files: BTreeMap<&str, (&Arc<SourceText>, Vec<&Edit>)> = BTreeMap::new();
    for problem in problems.iter().filter(|problem| !problem.edits.is_empty()) {
        let Some(place) = &problem.place else { continue };
        files.entry(&place.source.path).or_insert((&place.source, Vec::new())).1.extend(&problem.edits);
    }
    let all = files.into_values().map(|(source, edits)| {
        let (text, count) = edited(&source.text, edits);
        Mended { source: Arc::clone(source), text, count }
    });
    all.filter(|file| file.count > 0).collect()
}

/// A text with the edits done, and how many they were. Of two that meet in one place the first is done: the next run finds the other.
fn edited(text: &str, mut edits: Vec<&Edit>) -> (String, usize) {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut out, mut done, mut count) = (String::with_capacity(text.len() + 64), 0, 0);
    for edit in edits {
        let Some(between) = text.get(done..edit.span.start).filter(|_| edit.span.start >= done) else { continue };
        if text.get(edit.span.clone()).is_none_or(|written| written == edit.text && !written.is_empty()) {
            continue;
        }
        out.push_str(between);
        out.push_str(&edit.text);
        done = edit.span.end;
        count += 1;
    }
    out.push_str(&text[done..]);
    (out, count)
}

fn difference(file: &Mended) -> String {
    let path = &file.source.path;
    let diff = TextDiff::from_lines(&*file.source.text, &*file.text);
    diff.unified_diff().context_radius(1).header(path, path).to_string() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_done_from_the_front_and_never_over_each_other() {
        let edit = |start: usize, end: usize, text: &str| Edit { span: start..end, text: text.to_owned() };
        let edits = [edit(4, 5, "–"), edit(0, 1, "A"), edit(4, 6, "x"), edit(9, 12, "y"), edit(7, 7, "!")];
        assert_eq!(edited("ab c-d ef", edits.iter().collect()), ("Ab c–d !ef".to_owned(), 3));
    }
}
