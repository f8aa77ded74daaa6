//! Tables of .csv and .xlsx as rows of texts. The first row that is not empty holds the headings.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetVisible, Xlsx};

use super::archive::{Archive, broken};
use super::encoding;
use crate::diagnostics::{Code, Diagnostic};

/// A sheet of a few bytes can name cells that lie a billion apart: only those that are there count.
const CELLS: usize = 100_000;

/// A row with its number, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub number: usize,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// From 0.
    pub column: usize,
    pub text: String,
}

impl Row {
    pub fn text(&self, column: usize) -> &str {
        self.cells.iter().find(|cell| cell.column == column).map_or("", |cell| cell.text.as_str())
    }
}

pub fn read_csv(bytes: &[u8]) -> Result<Vec<Row>, Diagnostic> {
    let text = encoding::decode(bytes);
    let mut text = text.trim_start_matches('\u{feff}');
    // Excel's own way to tell the separator.
    let told =
        text.lines().next().and_then(|line| line.trim_end().strip_prefix("sep=")).and_then(|sep| sep.bytes().next());
    if told.is_some() {
        text = text.split_once('\n').map_or("", |(_, rest)| rest);
    }
    let first = text.lines().next().unwrap_or_default();
    let often = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    let separator = told.unwrap_or_else(|| *b",\t;".iter().max_by_key(|separator| often(separator)).unwrap_or(&b','));
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut rows = Rows::default();
    let first_line = usize::from(told.is_some()) + 1;
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(broken)?;
        for (column, text) in record.iter().enumerate() {
            rows.add(first_line + at, column, text)?;
        }
    }
    Ok(rows.0)
}

/// The first sheet that is seen.
pub fn read_xlsx(bytes: Vec<u8>) -> Result<Vec<Row>, Diagnostic> {
    // The reader of sheets unpacks what it is given.
    let bytes = Archive::open(bytes)?.checked()?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheet = book.sheets_metadata().iter().find(|sheet| sheet.visible == SheetVisible::Visible);
    let name = sheet.map(|sheet| sheet.name.clone()).ok_or_else(|| Diagnostic::error(Code::ImportNotADocument))?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
    let mut rows = Rows::default();
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        rows.add(row as usize + 1, column as usize, &shown(cell.get_value()))?;
    }
    Ok(rows.0)
}

/// A value as it is written; an error of a formula is none.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(on) => on.to_string(),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Rows in the making, those that say nothing left out.
#[derive(Debug, Default)]
struct Rows(Vec<Row>, usize);

impl Rows {
    fn add(&mut self, number: usize, column: usize, text: &str) -> Result<(), Diagnostic> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        self.1 += 1;
        if self.1 > CELLS {
            return Err(Diagnostic::error(Code::ImportTooLarge).help("cells"));
        }
        let cell = Cell { column, text: text.to_owned() };
        match self.0.last_mut().filter(|row| row.number == number) {
            Some(row) => row.cells.push(cell),
            None => self.0.push(Row { number, cells: vec![cell] }),
        }
        Ok(())
    }
}

/// The name of a cell, such as `B3`.
pub fn cell_name(mut column: usize, row: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.into_iter().rev().chain(row.to_string().chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<String> {
        let rows = read_csv(bytes).unwrap();
        rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn tables_are_read_however_they_were_saved() {
        assert_eq!(texts("a,b\n\"x, y\",\"z\nž\"\n".as_bytes()), ["a|b", "x, y|z\nž"]);
        assert_eq!(texts(b"a;b,c\r\n1;\xe0,d\r\n"), ["a|b,c", "1|ą,d"]);
        assert_eq!(texts("\u{feff}sep=;\na;b\n,;2\n".as_bytes()), ["a|b", ",|2"]);
        assert_eq!(texts(b"\xff\xfea\0\t\0\x05\x01\n\0"), ["a|ą"]);
        assert_eq!(read_csv(&b"a,".repeat(100_001)).unwrap_err().code, Code::ImportTooLarge);
    }

    #[test]
    fn cells_have_the_names_of_sheets() {
        assert_eq!(
            [(0, 1), (25, 2), (26, 3), (701, 4), (702, 5)].map(|(c, r)| cell_name(c, r)),
            ["A1", "Z2", "AA3", "ZZ4", "AAA5"]
        );
    }
}
