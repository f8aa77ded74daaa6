//! XML as a tree, within limits. Names have the usual prefix of their namespace, whatever the file calls it.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use super::archive::broken;
use crate::diagnostics::{Code, Diagnostic};

/// Elements of all parts of a document.
pub const ELEMENTS: usize = 2_000_000;
const LEVELS: usize = 256;

/// How namespaces end, with the prefix that their names get here.
const PREFIXES: [(&str, &str); 24] = [
    ("/wordprocessingml/2006/main", "w"),
    ("/wordprocessingml/main", "w"),
    ("officeDocument/2006/relationships", "r"),
    ("officeDocument/relationships", "r"),
    ("/package/2006/relationships", "rel"),
    ("/drawingml/2006/main", "a"),
    ("/drawingml/main", "a"),
    ("/wordprocessingDrawing", "wp"),
    ("officeDocument/2006/math", "m"),
    ("officeDocument/math", "m"),
    ("/markup-compatibility/2006", "mc"),
    ("schemas-microsoft-com:vml", "v"),
    (":xmlns:office:1.0", "office"),
    (":xmlns:text:1.0", "text"),
    (":xmlns:table:1.0", "table"),
    (":xmlns:style:1.0", "style"),
    (":xmlns:drawing:1.0", "draw"),
    (":xmlns:xsl-fo-compatible:1.0", "fo"),
    (":xmlns:svg-compatible:1.0", "svg"),
    ("/1999/xlink", "xlink"),
    ("/dc/elements/1.1/", "dc"),
    ("/XML/1998/namespace", "xml"),
    ("/modules/content/", "content"),
    ("/excerpt/", "excerpt"),
];

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    pub name: Box<str>,
    pub attributes: Vec<(Box<str>, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| **known == *name).map(|(_, value)| value.as_str())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|child| *child.name == *name)
    }

    /// The element at the end of a way down.
    pub fn at(&self, way: &[&str]) -> Option<&Self> {
        way.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The first of this name anywhere below, but not within `without`.
    pub fn find(&self, name: &str, without: &str) -> Option<&Self> {
        self.elements()
            .filter(|child| *child.name != *without)
            .find_map(|child| if *child.name == *name { Some(child) } else { child.find(name, without) })
    }

    /// All text below.
    pub fn text(&self) -> String {
        let part = |child: &Node| match child {
            Node::Element(element) => element.text(),
            Node::Text(text) => text.clone(),
        };
        self.children.iter().map(part).collect()
    }
}

/// The text of a part: UTF-8, or UTF-16 with its mark.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    encoding_rs::UTF_8.decode(bytes).0
}

/// Reads a document. `left` counts down the elements that may still come.
pub fn parse(text: &str, left: &mut usize) -> Result<Element, Diagnostic> {
    let mut reader = NsReader::from_str(text);
    // The document itself is the only child of the first.
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(broken)?;
        match event {
            Event::Start(start) => {
                open.push(element(&reader, &start, left)?);
                if open.len() > LEVELS {
                    return Err(Diagnostic::error(Code::ImportTooLarge).help("deep"));
                }
            }
            Event::Empty(start) => {
                let element = element(&reader, &start, left)?;
                add(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                let closed = open.pop().unwrap_or_default();
                add(&mut open, Node::Element(closed));
            }
            Event::Text(text) => add_text(&mut open, &text.xml10_content()),
            Event::CData(text) => add_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => add_text(&mut open, &resolved(&reference)?),
            Event::DocType(_) => return Err(Diagnostic::error(Code::ImportDoctype)),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    let document = open.into_iter().next().unwrap_or_default();
    let root = document.children.into_iter().find_map(|child| match child {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or_else(|| broken(()))
}

fn element(reader: &NsReader<&[u8]>, start: &BytesStart<'_>, left: &mut usize) -> Result<Element, Diagnostic> {
    *left = left.checked_sub(1).ok_or_else(|| Diagnostic::error(Code::ImportTooLarge).help("elements"))?;
    let name = |name: QName<'_>, is_attribute: bool| {
        let resolver = reader.resolver();
        let (namespace, local) =
            if is_attribute { resolver.resolve_attribute(name) } else { resolver.resolve_element(name) };
        qualified(&namespace, local.into_inner())
    };
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(broken)?;
        if attribute.key.as_namespace_binding().is_none() {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(broken)?;
            attributes.push((name(attribute.key, true), value.into_owned()));
        }
    }
    Ok(Element { name: name(start.name(), false), attributes, children: Vec::new() })
}

fn qualified(namespace: &ResolveResult<'_>, local: &str) -> Box<str> {
    let ResolveResult::Bound(Namespace(namespace)) = namespace else { return local.into() };
    // WordPress has its version in the name.
    let other = if namespace.contains("wordpress.org/export/") { "wp" } else { "?" };
    let prefix = PREFIXES.iter().find(|(end, _)| namespace.ends_with(end)).map_or(other, |(_, prefix)| prefix);
    format!("{prefix}:{local}").into()
}

fn add(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

/// A text is split around references, which it should not be seen from.
fn add_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, Diagnostic> {
    if let Some(c) = reference.resolve_char_ref().map_err(broken)? {
        return Ok(c.to_string());
    }
    let name = reference.xml10_content();
    let known = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
    known.ok_or_else(|| broken(()))
}
