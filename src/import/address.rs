//! Addresses of links that may stand in a page.

use std::rc::Rc;

/// The address of a link out of a document, where it leads somewhere on the web or to a mailbox.
pub fn safe(address: &str) -> Option<Rc<str>> {
    let address = address.trim();
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let is_safe = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    (is_safe && address.len() > 8).then(|| Rc::from(address))
}
