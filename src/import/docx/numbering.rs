//! The lists of a .docx, and the number that each item has.

use std::collections::{HashMap, HashSet};

use super::styles::Styles;
use crate::import::xml::Element;

const LEVELS: usize = 9;

/// Counters belong to abstract lists: several lists with one of them go on counting.
#[derive(Debug, Default)]
pub struct Numbering {
    nums: HashMap<String, Num>,
    abstracts: HashMap<String, Abstract>,
    counters: HashMap<String, [Option<u64>; LEVELS]>,
    /// Lists that have begun: their own first number counts once.
    begun: HashSet<(String, usize)>,
}

#[derive(Debug, Default)]
struct Num {
    of: String,
    starts: HashMap<usize, u64>,
}

#[derive(Debug, Default)]
struct Abstract {
    levels: HashMap<usize, Level>,
    /// The style whose list stands for this one.
    style: Option<String>,
}

#[derive(Debug, Clone)]
struct Level {
    format: String,
    start: u64,
}

/// An item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    pub number: Option<u64>,
    /// Letters or Roman numbers, which Markdown does not have.
    pub is_lettered: bool,
}

impl Numbering {
    pub fn new(root: Option<&Element>) -> Self {
        let mut numbering = Self::default();
        for element in root.into_iter().flat_map(Element::elements) {
            if let Some(id) = element.attribute("w:abstractNumId") {
                numbering.abstracts.insert(id.to_owned(), Abstract::new(element));
            } else if let Some(id) = element.attribute("w:numId") {
                numbering.nums.insert(id.to_owned(), Num::new(element));
            }
        }
        numbering
    }

    /// Counts one more item of a list; none where it is no list that is seen.
    pub fn item(&mut self, id: &str, level: usize, styles: &Styles) -> Option<Item> {
        let level = level.min(LEVELS - 1);
        let (id, of) = self.resolve(id, styles)?;
        let described = self.abstracts.get(&of)?.levels.get(&level).cloned();
        let described = described.unwrap_or(Level { format: "bullet".to_owned(), start: 1 });
        let counters = self.counters.entry(of).or_default();
        let restart = self.nums.get(&id).and_then(|num| num.starts.get(&level).copied());
        let restart = restart.filter(|_| self.begun.insert((id, level)));
        let number = match (restart, counters[level]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => described.start,
        };
        counters[level] = Some(number);
        counters[level + 1..].fill(None);
        match described.format.as_str() {
            "none" => None,
            "bullet" => Some(Item { number: None, is_lettered: false }),
            format => {
                // CommonMark reads nine digits.
                let number = number.min(999_999_999);
                Some(Item { number: Some(number), is_lettered: !matches!(format, "decimal" | "decimalZero") })
            }
        }
    }

    /// The num and the abstract list that count, where styles stand between.
    fn resolve(&self, id: &str, styles: &Styles) -> Option<(String, String)> {
        let mut id = id.to_owned();
        for _ in 0..3 {
            let of = &self.nums.get(&id)?.of;
            match &self.abstracts.get(of)?.style {
                None => return Some((id, of.clone())),
                Some(style) => id = styles.num(Some(style))?.0,
            }
        }
        None
    }
}

impl Num {
    fn new(num: &Element) -> Self {
        let of = num.child("w:abstractNumId").and_then(|element| element.attribute("w:val")).unwrap_or_default();
        let overrides = num.elements().filter(|element| &*element.name == "w:lvlOverride");
        let starts = overrides.filter_map(|over| {
            let start = over.child("w:startOverride")?.attribute("w:val")?.parse().ok()?;
            Some((over.attribute("w:ilvl")?.parse().ok()?, start))
        });
        Self { of: of.to_owned(), starts: starts.collect() }
    }
}

impl Abstract {
    fn new(element: &Element) -> Self {
        let value = |of: &Element, name: &str| of.child(name).and_then(|it| it.attribute("w:val")).map(str::to_owned);
        let levels = element.elements().filter(|child| &*child.name == "w:lvl").filter_map(|level| {
            let start = value(level, "w:start").and_then(|start| start.parse().ok()).unwrap_or(1);
            let format = value(level, "w:numFmt").unwrap_or_else(|| "decimal".to_owned());
            Some((level.attribute("w:ilvl")?.parse().ok()?, Level { format, start }))
        });
        Self { levels: levels.collect(), style: value(element, "w:numStyleLink") }
    }
}
