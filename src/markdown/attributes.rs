//! The attributes on a component's opening line: `key="value" key2='v' key3=v flag`.

use std::ops::Range;

/// One attribute as written. Ranges are in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<'a> {
    pub name: &'a str,
    pub name_span: Range<usize>,
    /// `None` for a bare name.
    pub value: Option<&'a str>,
    /// Without the quotes.
    pub value_span: Range<usize>,
}

/// Reads the attributes in `text`, which begins at `offset` of the file. The second part are places that make no sense.
pub fn read(text: &str, offset: usize) -> (Vec<Given<'_>>, Vec<Range<usize>>) {
    let (mut given, mut broken) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        if let Some((attribute, length)) = one(rest) {
            let shifted = |span: Range<usize>| offset + at + span.start..offset + at + span.end;
            let (name_span, value_span) = (shifted(attribute.name_span), shifted(attribute.value_span));
            given.push(Given { name_span, value_span, ..attribute });
            at += length;
        } else {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            broken.push(offset + at..offset + at + length);
            at += length;
        }
    }
    (given, broken)
}

/// One attribute at the beginning of `text`, and its length.
fn one(text: &str) -> Option<(Given<'_>, usize)> {
    let length = text.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(length)?;
    if name.is_empty() {
        return None;
    }
    let Some(after) = rest.strip_prefix('=') else {
        let bare = Given { name, name_span: 0..length, value: None, value_span: 0..length };
        return (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((bare, length));
    };
    let (value, skipped) = value(after)?;
    let start = length + 1 + skipped;
    let end = start + value.len() + skipped;
    let separated = text.get(end..).is_some_and(|tail| tail.is_empty() || tail.starts_with(char::is_whitespace));
    let attribute = Given { name, name_span: 0..length, value: Some(value), value_span: start..start + value.len() };
    separated.then_some((attribute, end))
}

/// A value and the width of its quotation mark: 1, or 0 for a value without.
fn value(text: &str) -> Option<(&str, usize)> {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).map(|(value, _)| (value, 1));
        }
    }
    let length = text.find(char::is_whitespace).unwrap_or(text.len());
    let value = text.get(..length)?;
    let odd = value.is_empty() || value.contains(['"', '\'', '„', '“', '”', '=']);
    (!odd).then_some((value, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_value() {
        let text = " alt=\"a b\" title='c \"d\"' limit=5 header";
        let (given, broken) = read(text, 10);
        assert!(broken.is_empty());
        let values: Vec<_> = given.iter().map(|one| (one.name, one.value)).collect();
        let wanted = [("alt", Some("a b")), ("title", Some("c \"d\"")), ("limit", Some("5")), ("header", None)];
        assert_eq!(values, wanted);
        let first = given.first().unwrap();
        assert_eq!((first.name_span.clone(), first.value_span.clone()), (11..14, 16..19));
    }

    #[test]
    fn nonsense_is_named_with_its_place() {
        let spans = |text: &str| read(text, 0).1.into_iter().map(|span| (span.start, span.end)).collect::<Vec<_>>();
        assert_eq!(spans("a=\"x"), [(0, 4)]);
        assert_eq!(spans("a=„x“ b=\"y\""), [(0, 9)]);
        assert_eq!(spans("a=\"x\"b"), [(0, 6)]);
        assert_eq!(spans("= b"), [(0, 1)]);
    }
}
