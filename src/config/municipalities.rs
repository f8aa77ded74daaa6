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
    /// The id, the full and the short name, also without the closing word for „municipality“.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = [self.id.as_str(), self.title.as_str(), self.short.as_str()];
        names.into_iter().chain(self.short.strip_suffix(" sav."))
    }

    /// True for one of its names.
    pub fn is_called(&self, name: &str) -> bool {
        self.names().any(|own| own == name.trim())
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
