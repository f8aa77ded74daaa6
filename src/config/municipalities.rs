//! The municipalities of Lithuania, built in; a portal of another country brings its own.

const LITHUANIA: &str = include_str!("municipalities.tsv");

/// A municipality. Names are in the language of the country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    pub id: String,
    /// Full name, such as „Prienų rajono savivaldybė“.
    pub title: String,
    /// Short name, such as „Prienų r. sav.“.
    pub short: String,
    pub county: Option<String>,
    /// ISO 3166-2.
    pub code: Option<String>,
}

impl Municipality {
    /// True for the id, the full and the short name, also without the closing word for „municipality“.
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.trim();
        name == self.id || name == self.title || name == self.short || self.short.strip_suffix(" sav.") == Some(name)
    }
}

/// The 60 municipalities with their counties (ISO 3166-2:LT).
pub fn lithuanian() -> Vec<Municipality> {
    LITHUANIA.lines().skip(1).filter_map(row).collect()
}

fn row(line: &str) -> Option<Municipality> {
    let mut cells = line.split('\t').map(str::to_owned);
    let (code, id, title, short) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    Some(Municipality { id, title, short, county: cells.nth(1), code: Some(code) })
}
