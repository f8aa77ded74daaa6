//! What a document says, whatever its format: blocks of text with marks, links, pictures and notes.
//!
//! Readers make it, [`super::markdown`] writes it. It must know neither formats nor the site.

use std::collections::BTreeMap;
use std::rc::Rc;

/// A document as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Where the document itself says what its title is.
    pub title: Option<String>,
    pub blocks: Vec<Block>,
    /// Footnotes, by the number in [`Content::Note`].
    pub notes: Vec<Vec<Block>>,
    pub pictures: Vec<Picture>,
    pub remarks: Remarks,
}

/// A file to stand beside the text. The name is ours, never that of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub name: String,
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Heading { level: u8, text: Vec<Span> },
    Paragraph(Vec<Span>),
    List(List),
    Table(Table),
    Quote(Vec<Block>),
    Code(String),
    Rule,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The number of the first item; none for bullets.
    pub first: Option<u64>,
    pub items: Vec<Vec<Block>>,
}

/// Rows of cells. The first row is the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub rows: Vec<Vec<Vec<Block>>>,
}

/// A piece of text, all of it with the same marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub content: Content,
    pub marks: Marks,
    pub link: Option<Rc<str>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Text(String),
    Code(String),
    Break,
    Picture {
        file: String,
        alt: String,
    },
    /// A reference to a footnote, by its number from 0.
    Note(usize),
}

/// How a text is marked, in the order in which marks enclose each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Bold,
    Italic,
    Strike,
    Sub,
    Sup,
}

impl Mark {
    pub const ALL: [Self; 5] = [Self::Bold, Self::Italic, Self::Strike, Self::Sub, Self::Sup];
}

/// A set of marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks(u8);

impl Marks {
    pub fn has(self, mark: Mark) -> bool {
        self.0 & 1 << mark as u8 != 0
    }

    pub fn set(&mut self, mark: Mark, on: bool) {
        if on { self.0 |= 1 << mark as u8 } else { self.0 &= !(1 << mark as u8) }
    }

    pub fn with(mut self, mark: Mark) -> Self {
        self.set(mark, true);
        self
    }

    /// Those that are in both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Span {
    pub fn text(text: impl Into<String>) -> Self {
        Self { content: Content::Text(text.into()), marks: Marks::default(), link: None }
    }

    /// Nothing to see.
    pub fn is_blank(&self) -> bool {
        match &self.content {
            Content::Text(text) | Content::Code(text) => text.trim().is_empty(),
            Content::Break => true,
            Content::Picture { .. } | Content::Note(_) => false,
        }
    }
}

/// The words of some spans, without their marks.
pub fn plain(spans: &[Span]) -> String {
    let words = spans.iter().map(|span| match &span.content {
        Content::Text(text) | Content::Code(text) => text.as_str(),
        Content::Break => " ",
        Content::Picture { .. } | Content::Note(_) => "",
    });
    words.collect()
}

/// Calls for the text of every paragraph and heading, in the order of reading.
pub fn walk<'b>(blocks: &'b [Block], visit: &mut impl FnMut(&'b [Span])) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => visit(text),
            Block::List(list) => list.items.iter().for_each(|item| walk(item, visit)),
            Block::Table(table) => table.rows.iter().flatten().for_each(|cell| walk(cell, visit)),
            Block::Quote(inner) => walk(inner, visit),
            Block::Code(_) | Block::Rule => {}
        }
    }
}

macro_rules! remarks {
    ($($variant:ident = $name:literal,)*) => {
        /// What an import could not bring along as it was, or took for something else.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Remark {
            $($variant,)*
        }

        impl Remark {
            #[cfg(test)]
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The key of its words.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

remarks! {
    TypedList = "typed_list",
    BoldLine = "bold_line",
    ListLetters = "list_letters",
    MergedCells = "merged_cells",
    LargeTable = "large_table",
    Formula = "formula",
    TextBox = "text_box",
    Changes = "changes",
    PictureWithoutAlt = "picture_without_alt",
    Picture = "picture",
    PictureForeign = "picture_foreign",
    Hidden = "hidden",
    Header = "header",
    Comment = "comment",
    Toc = "toc",
    Link = "link",
    Symbol = "symbol",
    TooDeep = "too_deep",
    Object = "object",
    Shortcode = "shortcode",
    TopicUnknown = "topic_unknown",
    Alias = "alias",
    Unused = "unused",
    Form = "form",
    Macro = "macro",
}

/// Remarks with how often each was found, and a few examples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks(BTreeMap<Remark, (usize, Vec<String>)>);

impl Remarks {
    const EXAMPLES: usize = 3;

    pub fn add(&mut self, remark: Remark) {
        self.0.entry(remark).or_default().0 += 1;
    }

    /// With a text to find it by.
    pub fn add_example(&mut self, remark: Remark, example: &str) {
        let (count, examples) = self.0.entry(remark).or_default();
        *count += 1;
        let example = example.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
        let example: String = example.trim().chars().take(60).collect();
        if !example.is_empty() && examples.len() < Self::EXAMPLES && !examples.contains(&example) {
            examples.push(example);
        }
    }

    pub fn has(&self, remark: Remark) -> bool {
        self.0.contains_key(&remark)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Remark, usize, &[String])> {
        self.0.iter().map(|(remark, (count, examples))| (*remark, *count, examples.as_slice()))
    }
}
