//! A list of lists as a table: the items of the outer list are rows, those of their inner lists are cells.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::Cell;
use super::frames::Kind;
use super::writer::Writer;
use crate::diagnostics::{Code, Diagnostic};

/// The rows so far, and where in the list of lists the walk is.
#[derive(Debug, Default)]
pub struct Table {
    place: Place,
    pub rows: Vec<Row>,
}

#[derive(Debug)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// The first line of the row in the file.
    pub span: Range<usize>,
    /// Something in it was no cell, which was said already.
    strayed: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    Outside,
    Rows,
    Row,
    Cells,
}

impl Writer<'_, '_> {
    fn list_table(&mut self) -> Option<&mut Table> {
        self.top.component_mut().map(|open| &mut open.table)
    }

    /// A start or a leaf directly in a list table. Says where to go on.
    pub fn table_step(&mut self, at: usize) -> usize {
        let Some((event, range)) = self.events.get(at) else { return at + 1 };
        let span = self.first_line(&self.in_file(range));
        let Some(table) = self.list_table() else { return at + 1 };
        match (table.place, event) {
            (Place::Outside, Event::Start(Tag::List(_))) if table.rows.is_empty() => table.place = Place::Rows,
            (Place::Rows, Event::Start(Tag::Item)) => {
                table.place = Place::Row;
                table.rows.push(Row { cells: Vec::new(), span, strayed: false });
            }
            (Place::Row, Event::Start(Tag::List(_))) => table.place = Place::Cells,
            (Place::Cells, Event::Start(Tag::Item)) => {
                self.depth += 1;
                self.flow.restart();
                self.push_frame(Kind::Cell);
                return at + 1;
            }
            _ => return self.skip_stray(at, range),
        }
        self.depth += 1;
        at + 1
    }

    fn skip_stray(&mut self, at: usize, range: &Range<usize>) -> usize {
        self.see_markers(range);
        self.table_stray(range);
        match self.event(at) {
            Some(Event::Start(_)) => self.after_subtree(at),
            _ => at + 1,
        }
    }

    /// Reports something that stands between the cells; once a row.
    pub fn table_stray(&mut self, range: &Range<usize>) {
        let span = self.first_line(&self.in_file(range));
        let Some(table) = self.list_table() else { return };
        let in_row = table.place == Place::Row;
        if let Some(row) = table.rows.last_mut().filter(|_| in_row)
            && std::mem::replace(&mut row.strayed, true)
        {
            return;
        }
        let code = if in_row { Code::ListTableRowNotList } else { Code::ListTableStray };
        self.report(Diagnostic::error(code), span);
    }

    /// An end within a list table, outside its cells.
    pub fn table_end(&mut self) {
        if let Some(table) = self.list_table() {
            table.place = match table.place {
                Place::Cells => Place::Row,
                Place::Row => Place::Rows,
                Place::Rows | Place::Outside => Place::Outside,
            };
        }
    }

    pub fn close_cell(&mut self) {
        let Some(frame) = self.pop_frame() else { return };
        self.break_text();
        let (_, nodes) = frame.finish();
        if let Some(row) = self.list_table().and_then(|table| table.rows.last_mut()) {
            row.cells.push(Cell { nodes });
        }
    }

    /// The rows of a closed table, checked: there are some, and all of the same length.
    pub fn checked_rows(&mut self, table: Table, opener: Range<usize>) -> Vec<Vec<Cell>> {
        if table.rows.is_empty() {
            self.report(Diagnostic::error(Code::ListTableEmpty), opener);
        }
        let sound = |row: &&Row| !row.strayed && !row.cells.is_empty();
        let expected = table.rows.iter().find(sound).map_or(0, |row| row.cells.len());
        for row in &table.rows {
            let found = row.cells.len();
            if row.strayed {
                continue;
            }
            if found == 0 {
                self.report(Diagnostic::error(Code::ListTableRowNotList), row.span.clone());
            } else if found != expected {
                let problem = Diagnostic::error(Code::ListTableRagged).arg("expected", expected).arg("found", found);
                self.report(problem, row.span.clone());
            }
        }
        table.rows.into_iter().map(|row| row.cells).collect()
    }
}
