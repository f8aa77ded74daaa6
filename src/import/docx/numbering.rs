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
    /// Levels that are its own.
    levels: HashMap<usize, Level>,
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
        let own = self.nums.get(&id).and_then(|num| num.levels.get(&level));
        let described = own.or_else(|| self.abstracts.get(&of)?.levels.get(&level)).cloned();
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
        let overrides = || num.elements().filter(|element| &*element.name == "w:lvlOverride");
        let starts = overrides().filter_map(|over| {
            let start = value(over, "w:startOverride")?.parse().ok()?;
            Some((over.attribute("w:ilvl")?.parse().ok()?, start))
        });
        Self {
            of: value(num, "w:abstractNumId").unwrap_or_default().to_owned(),
            starts: starts.collect(),
            levels: overrides().flat_map(levels).collect(),
        }
    }
}

impl Abstract {
    fn new(element: &Element) -> Self {
        Self { levels: levels(element).collect(), style: value(element, "w:numStyleLink").map(str::to_owned) }
    }
}

fn levels(parent: &Element) -> impl Iterator<Item = (usize, Level)> {
    parent.elements().filter(|child| &*child.name == "w:lvl").filter_map(|level| {
        let start = value(level, "w:start").and_then(|start| start.parse().ok()).unwrap_or(1);
        let format = value(level, "w:numFmt").unwrap_or("decimal").to_owned();
        Some((level.attribute("w:ilvl")?.parse().ok()?, Level { format, start }))
    })
}

fn value<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.child(name)?.attribute("w:val")
}
