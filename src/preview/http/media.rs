//! Media types by the ending of a name.

use mime_guess::mime;

pub const PLAIN: &str = "text/plain; charset=utf-8";
pub const EVENTS: &str = "text/event-stream; charset=utf-8";

/// The value of `Content-Type` for a file of this name or path. Texts of a site are UTF-8.
pub fn media_type(name: &str) -> String {
    let media = mime_guess::from_path(name).first_or_octet_stream();
    let is_text = media.type_() == mime::TEXT || media.suffix() == Some(mime::XML);
    if is_text { format!("{media}; charset=utf-8") } else { media.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_type_whatever_its_case() {
        for (name, media) in [
            ("praktikos/x/index.html", "text/html; charset=utf-8"),
            ("Nuotrauka.JPG", "image/jpeg"),
            ("style.9c1d.css", "text/css; charset=utf-8"),
            ("logo.svg", "image/svg+xml; charset=utf-8"),
            ("naujienos.atom", "application/atom+xml; charset=utf-8"),
            ("planas.ics", "text/calendar; charset=utf-8"),
            ("search/manifest.json", "application/json"),
            ("site.webmanifest", "application/manifest+json"),
            ("foto.avif", "image/avif"),
            ("tekstas.woff2", "font/woff2"),
            ("taisyklės.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("trikampis.ggb", "application/vnd.geogebra.file"),
        ] {
            assert_eq!(media_type(name), media, "{name}");
        }
    }

    #[test]
    fn a_name_without_a_known_ending_is_bytes() {
        for name in ["CNAME", "a.b/c", "file.", "x.unknown", "search/d0.1f2e.bin", ""] {
            assert_eq!(media_type(name), "application/octet-stream", "{name}");
        }
    }
}
