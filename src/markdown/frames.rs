//! What is being written at the moment: the body itself, a component, a cell or a note, each with its own nodes.

use std::ops::Range;

use super::list_table::Table;
use super::{ComponentCall, Node, components, policy};

/// One level of writing.
#[derive(Debug)]
pub struct Frame {
    pub kind: Kind,
    /// Markup since the last node.
    pub html: String,
    pub nodes: Vec<Node>,
    /// Holds the author's own HTML and has to be sanitised.
    pub raw: bool,
    /// How many tags were open around it when it began.
    pub depth: usize,
}

#[derive(Debug)]
pub enum Kind {
    Root,
    Component(Box<Open>),
    Cell,
    Note(String),
}

/// A component whose closing line has not come yet.
#[derive(Debug)]
pub struct Open {
    pub call: ComponentCall,
    pub colons: usize,
    /// `None` where it cannot be shown, such as for a name that nobody knows: its body stays, as if the line were not there.
    pub body: Option<components::Body>,
    pub table: Table,
    /// Its closing line stood inside a list or quotation of its body; it ends where that ends.
    pub closed_within: bool,
}

impl Frame {
    pub fn new(kind: Kind, depth: usize) -> Self {
        Self { kind, html: String::new(), nodes: Vec::new(), raw: false, depth }
    }

    pub fn push(&mut self, node: Node) {
        self.flush();
        self.nodes.push(node);
    }

    pub fn extend(&mut self, nodes: Vec<Node>) {
        for node in nodes {
            match node {
                Node::Html(html) => self.html.push_str(&html),
                component @ Node::Component(_) => self.push(component),
            }
        }
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            self.nodes.push(Node::Html(std::mem::take(&mut self.html)));
        }
    }

    /// The nodes, sanitised where the author wrote HTML.
    pub fn finish(mut self) -> (Kind, Vec<Node>) {
        self.flush();
        let nodes = if self.raw { policy::sanitise(self.nodes) } else { self.nodes };
        (self.kind, nodes)
    }

    pub fn component(&self) -> Option<&Open> {
        match &self.kind {
            Kind::Component(open) => Some(open),
            _ => None,
        }
    }

    pub fn component_mut(&mut self) -> Option<&mut Open> {
        match &mut self.kind {
            Kind::Component(open) => Some(open),
            _ => None,
        }
    }

    pub fn is_table(&self) -> bool {
        self.component().is_some_and(|open| open.body == Some(components::Body::ListTable))
    }
}

impl Open {
    pub fn opener(&self) -> Range<usize> {
        self.call.span.clone()
    }
}
