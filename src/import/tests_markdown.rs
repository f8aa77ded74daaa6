//! What is written reads as it was meant.

use std::rc::Rc;

use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag};

use super::block::{Block, Content, List, Mark, Marks, Span, Table};
use super::{markdown, spans};
use crate::markdown::SYNTAX;

/// Markdown as blocks, as far as the writer uses it.
fn read(text: &str) -> Vec<Block> {
    let mut events = Parser::new_ext(text, SYNTAX).collect::<Vec<_>>().into_iter();
    blocks(&mut events)
}

type Events<'e> = std::vec::IntoIter<Event<'e>>;

/// Up to the end of what they stand in. Text without a paragraph, as in tight lists, is one.
fn blocks(events: &mut Events) -> Vec<Block> {
    let mut found = Vec::new();
    let mut loose = Vec::new();
    let mut style = Style::default();
    while let Some(event) = events.next() {
        let block = match event {
            Event::End(_) if style.open.is_empty() => break,
            Event::Start(Tag::Paragraph) => Block::Paragraph(text(events)),
            Event::Start(Tag::Heading { level, .. }) => Block::Heading { level: level as u8, text: text(events) },
            Event::Start(Tag::List(first)) => Block::List(List { first, items: children(events, blocks) }),
            Event::Start(Tag::BlockQuote(None)) => Block::Quote(blocks(events)),
            Event::Start(Tag::CodeBlock(_)) => {
                Block::Code(text(events).iter().map(|span| super::block::plain(std::slice::from_ref(span))).collect())
            }
            Event::Start(Tag::FootnoteDefinition(_) | Tag::HtmlBlock) => {
                blocks(events);
                continue;
            }
            Event::Html(_) => continue,
            Event::Start(Tag::Table(_)) => {
                let cell = |events: &mut Events| match text(events) {
                    spans if spans.is_empty() => Vec::new(),
                    spans => vec![Block::Paragraph(spans)],
                };
                Block::Table(Table { rows: children(events, |events| children(events, cell)) })
            }
            Event::Rule => Block::Rule,
            inline => {
                style.see(inline, events, &mut loose);
                continue;
            }
        };
        flush(&mut loose, &mut found);
        found.push(block);
    }
    flush(&mut loose, &mut found);
    found
}

fn flush(loose: &mut Vec<Span>, found: &mut Vec<Block>) {
    if !loose.is_empty() {
        found.push(Block::Paragraph(spans::join(std::mem::take(loose))));
    }
}

fn children<T>(events: &mut Events, read: impl Fn(&mut Events) -> T) -> Vec<T> {
    let mut found = Vec::new();
    while let Some(Event::Start(_)) = events.next() {
        found.push(read(events));
    }
    found
}

#[derive(Default)]
struct Style {
    marks: Marks,
    link: Option<Rc<str>>,
    open: Vec<Option<Mark>>,
}

fn text(events: &mut Events) -> Vec<Span> {
    let (mut style, mut found) = (Style::default(), Vec::new());
    while let Some(event) = events.next() {
        if matches!(event, Event::End(_)) && style.open.is_empty() {
            break;
        }
        style.see(event, events, &mut found);
    }
    spans::join(found)
}

impl Style {
    fn see(&mut self, event: Event, events: &mut Events, found: &mut Vec<Span>) {
        let content = match event {
            Event::Text(text) => Content::Text(text.into_string()),
            Event::Code(text) => Content::Code(text.into_string()),
            Event::SoftBreak => Content::Text(" ".to_owned()),
            Event::HardBreak => Content::Break,
            Event::FootnoteReference(number) => Content::Note(number.parse::<usize>().unwrap() - 1),
            Event::Start(Tag::Image { dest_url, .. }) => {
                Content::Picture { file: dest_url.into_string(), alt: super::block::plain(&text(events)) }
            }
            Event::InlineHtml(html) if &*html == "<br>" => Content::Break,
            Event::InlineHtml(html) => {
                let name = html.trim_matches(['<', '>', '/']);
                let at = ["strong", "em", "del", "sub", "sup"].iter().position(|known| *known == name).expect("a mark");
                return self.marks.set(Mark::ALL[at], !html.starts_with("</"));
            }
            Event::Start(tag) => {
                let mark = match tag {
                    Tag::Strong => Some(Mark::Bold),
                    Tag::Emphasis => Some(Mark::Italic),
                    Tag::Strikethrough => Some(Mark::Strike),
                    Tag::Link { dest_url, .. } => {
                        self.link = Some(Rc::from(&*dest_url));
                        None
                    }
                    other => panic!("{other:?}"),
                };
                self.open.push(mark);
                if let Some(mark) = mark {
                    self.marks.set(mark, true);
                }
                return;
            }
            Event::End(_) => {
                match self.open.pop().expect("something is open") {
                    Some(mark) => self.marks.set(mark, false),
                    None => self.link = None,
                }
                return;
            }
            other => panic!("{other:?}"),
        };
        found.push(Span { content, marks: self.marks, link: self.link.clone() });
    }
}

/// Blocks as they come back: texts tidied, nothing empty.
fn tidied(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().filter_map(tidied_block).collect()
}

fn tidied_block(block: Block) -> Option<Block> {
    let text = |spans| Some(spans::join(spans::tidy(spans))).filter(|spans| !spans.is_empty());
    Some(match block {
        Block::Paragraph(spans) => Block::Paragraph(text(spans)?),
        Block::Heading { level, text: spans } => {
            let mut spans = text(spans)?;
            for span in spans.iter_mut().filter(|span| span.content == Content::Break) {
                span.content = Content::Text(" ".to_owned());
            }
            Block::Heading { level, text: spans::join(spans) }
        }
        Block::List(list) => {
            let items = list.items.into_iter().map(tidied).filter(|item| !item.is_empty()).collect::<Vec<_>>();
            (!items.is_empty()).then_some(Block::List(List { items, ..list }))?
        }
        Block::Quote(inner) => Some(Block::Quote(tidied(inner))).filter(|quote| *quote != Block::Quote(Vec::new()))?,
        Block::Table(table) => {
            let rows = table.rows.into_iter().map(|row| row.into_iter().map(tidied).collect()).collect();
            Block::Table(Table { rows })
        }
        other => other,
    })
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-cąž ]{1,8}",
        3 => "[ab19*_\\[\\]()<>#!~^|`$&.,:;+=\\\\{}„“\" -]{1,6}",
        1 => "(-|\\+|1\\.|2\\)|#|>|:|---|===|:::|&amp;|www\\.a\\.lt) ?",
    ]
}

fn span() -> impl Strategy<Value = Span> {
    let content = prop_oneof![
        12 => words().prop_map(Content::Text),
        1 => Just(Content::Break),
        1 => "[ab`|]{1,4}".prop_map(Content::Code),
        1 => Just(Content::Note(0)),
        1 => words().prop_map(|alt| Content::Picture { file: "image1.png".into(), alt: alt.trim().into() }),
    ];
    let link = prop_oneof![
        5 => Just(None),
        1 => Just(Some(Rc::from("https://a.lt/"))),
        1 => Just(Some(Rc::from("https://a.lt/(b)?c=1&lt;=2"))),
    ];
    (content, 0_u8..32, link).prop_map(|(content, bits, link)| {
        let mut marks = Marks::default();
        for (at, mark) in Mark::ALL.into_iter().enumerate() {
            // Mostly one mark or none.
            marks.set(mark, bits == 31 || usize::from(bits) == at + 1 || usize::from(bits) == at + 2);
        }
        let link = link.filter(|_| matches!(content, Content::Text(_)));
        Span { content, marks, link }
    })
}

fn paragraph() -> impl Strategy<Value = Vec<Span>> {
    let after_notes = |spans: Vec<Span>| {
        // The writer parts a note from a link behind it by a space.
        let with_word = |span: Span| {
            let word = matches!(span.content, Content::Note(_)).then(|| Span::text("a"));
            std::iter::once(span).chain(word)
        };
        spans.into_iter().flat_map(with_word).collect()
    };
    proptest::collection::vec(span(), 1..5).prop_map(after_notes)
}

fn block() -> impl Strategy<Value = Block> {
    let cell = prop_oneof![1 => Just(Vec::new()), 4 => paragraph().prop_map(|text| vec![Block::Paragraph(text)])];
    let row = proptest::collection::vec(cell, 2);
    let leaf = prop_oneof![
        6 => paragraph().prop_map(Block::Paragraph),
        1 => (1_u8..=6, paragraph()).prop_map(|(level, text)| Block::Heading { level, text }),
        1 => "[a` \n]{0,9}a".prop_map(|text| Block::Code(format!("{text}\n"))),
        1 => Just(Block::Rule),
        1 => proptest::collection::vec(row, 1..3).prop_map(|rows| Block::Table(Table { rows })),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        let blocks = proptest::collection::vec(inner, 0..4);
        let items = proptest::collection::vec(blocks.clone(), 1..4);
        prop_oneof![
            4 => (proptest::option::of(prop_oneof![Just(1_u64), 0..200_u64]), items)
                .prop_map(|(first, items)| Block::List(List { first, items })),
            1 => blocks.prop_map(Block::Quote),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_written_is_read_again(blocks in proptest::collection::vec(block(), 0..5)) {
        let text = markdown::blocks(&blocks);
        // A note that is not defined would be no note.
        let read = read(&format!("{text}\n\n[^1]: note\n"));
        prop_assert_eq!(read, tidied(blocks), "{}", text);
    }
}

#[test]
fn lists_deep_in_each_other_take_no_time() {
    let paragraph = || Block::Paragraph(vec![Span::text("a")]);
    let within = |inner: Block, _| Block::List(List { first: None, items: vec![vec![paragraph(), inner]] });
    let text = markdown::blocks(&[(0..200).fold(paragraph(), within)]);
    assert_eq!(text.matches('a').count(), 201);
}

#[test]
fn a_long_text_takes_no_longer_than_its_length() {
    let text = "1. a * _b_ ".repeat(100_000);
    let written = markdown::blocks(&[Block::Paragraph(vec![Span::text(text)])]);
    assert!(written.starts_with(r"1\. a \* \_b\_ 1. a"));
}
