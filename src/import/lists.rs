//! Lists as word processors keep them, paragraph by paragraph with a level, as nested lists.

use super::block::{Block, List};

/// A block with its place among lists.
#[derive(Debug)]
pub struct Placed {
    pub block: Block,
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In no list.
    Outside,
    /// Begins an item of the list at a level; with its number where items are numbered.
    Item { level: usize, number: Option<u64> },
    /// A further part of the item before it, where there is one.
    Child,
}

/// An open list with its level.
type Open = (usize, List);

/// Blocks one after the other, with the lists that they make.
pub fn nest(placed: Vec<Placed>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for Placed { block, place } in placed {
        match place {
            Place::Item { level, number } => {
                while open.last().is_some_and(|top| top.0 > level || top.0 == level && !goes_on(&top.1, number)) {
                    close(&mut open, &mut blocks);
                }
                if open.last().is_none_or(|top| top.0 < level) {
                    open.push((level, List { first: number, items: Vec::new() }));
                }
                if let Some((_, list)) = open.last_mut() {
                    list.items.push(vec![block]);
                }
            }
            Place::Child if !open.is_empty() => {
                if let Some(item) = open.last_mut().and_then(|(_, list)| list.items.last_mut()) {
                    item.push(block);
                }
            }
            Place::Child | Place::Outside => {
                close_all(&mut open, &mut blocks);
                blocks.push(block);
            }
        }
    }
    close_all(&mut open, &mut blocks);
    blocks
}

fn goes_on(list: &List, number: Option<u64>) -> bool {
    match (list.first, number) {
        (None, None) => true,
        (Some(first), Some(number)) => first.checked_add(list.items.len() as u64) == Some(number),
        _ => false,
    }
}

fn close_all(open: &mut Vec<Open>, blocks: &mut Vec<Block>) {
    while !open.is_empty() {
        close(open, blocks);
    }
}

fn close(open: &mut Vec<Open>, blocks: &mut Vec<Block>) {
    let Some((_, list)) = open.pop() else { return };
    let outer = open.last_mut().and_then(|(_, list)| list.items.last_mut());
    outer.unwrap_or(blocks).push(Block::List(list));
}
