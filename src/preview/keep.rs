//! An old address of an entry that is to lead to it: the line for it in the entry's file.

use crate::fields::Text;
use crate::record::Record;

/// The text of an entry's file with one more old address.
pub fn with_alias(record: &Record, address: &str) -> String {
    let text = &record.source.text;
    let quoted = serde_json::Value::String(address.to_owned()).to_string();
    let aliases: Vec<_> = record.aliases().map(Text::span).collect();
    let (Some(first), Some(last)) = (aliases.first(), aliases.last()) else {
        // Below the line that opens the front matter, so that no table can take it in.
        let start = text.find('\n').map_or(text.len(), |end| end + 1);
        let end = if text[..start].ends_with("\r\n") { "\r\n" } else { "\n" };
        return format!("{}aliases = [{quoted}]{end}{}", &text[..start], &text[start..]);
    };
    let is_list = text[..first.start].trim_end().ends_with(['[', ',']);
    if is_list {
        format!("{}, {quoted}{}", &text[..last.end], &text[last.end..])
    } else {
        format!("{}[{}, {quoted}]{}", &text[..first.start], &text[first.clone()], &text[first.end..])
    }
}
