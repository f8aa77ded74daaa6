//! Media types by the ending of a name.

pub const PLAIN: &str = "text/plain; charset=utf-8";
pub const EVENTS: &str = "text/event-stream; charset=utf-8";
const UNKNOWN: &str = "application/octet-stream";

/// The value of `Content-Type` for a file of this name or path. Upper and lower case of the ending count as equal.
pub fn media_type(name: &str) -> &'static str {
    let name = name.rsplit('/').next().unwrap_or(name);
    let Some((_, ending)) = name.rsplit_once('.') else { return UNKNOWN };
    let ending = ending.to_ascii_lowercase();
    TYPES.iter().find(|(endings, _)| endings.contains(&ending.as_str())).map_or(UNKNOWN, |(_, media)| media)
}

const TYPES: &[(&[&str], &str)] = &[
    (&["html", "htm"], "text/html; charset=utf-8"),
    (&["css"], "text/css; charset=utf-8"),
    (&["js", "mjs"], "text/javascript; charset=utf-8"),
    (&["json", "map"], "application/json"),
    (&["jsonld"], "application/ld+json"),
    (&["geojson"], "application/geo+json"),
    (&["webmanifest"], "application/manifest+json"),
    (&["xml", "xsl", "xslt"], "text/xml; charset=utf-8"),
    (&["rss"], "application/rss+xml; charset=utf-8"),
    (&["atom"], "application/atom+xml; charset=utf-8"),
    (&["txt", "text", "log", "bib", "toml", "yaml", "yml"], PLAIN),
    (&["md", "markdown"], "text/markdown; charset=utf-8"),
    (&["csv"], "text/csv; charset=utf-8"),
    (&["tsv"], "text/tab-separated-values; charset=utf-8"),
    (&["ics"], "text/calendar; charset=utf-8"),
    (&["vcf"], "text/vcard; charset=utf-8"),
    (&["vtt"], "text/vtt; charset=utf-8"),
    (&["srt"], "application/x-subrip"),
    (&["svg"], "image/svg+xml; charset=utf-8"),
    (&["png"], "image/png"),
    (&["apng"], "image/apng"),
    (&["jpg", "jpeg", "jfif"], "image/jpeg"),
    (&["webp"], "image/webp"),
    (&["avif"], "image/avif"),
    (&["gif"], "image/gif"),
    (&["ico"], "image/x-icon"),
    (&["bmp"], "image/bmp"),
    (&["tif", "tiff"], "image/tiff"),
    (&["heic"], "image/heic"),
    (&["heif"], "image/heif"),
    (&["mp4", "m4v"], "video/mp4"),
    (&["webm"], "video/webm"),
    (&["ogv"], "video/ogg"),
    (&["mov"], "video/quicktime"),
    (&["avi"], "video/x-msvideo"),
    (&["mkv"], "video/x-matroska"),
    (&["mp3"], "audio/mpeg"),
    (&["m4a"], "audio/mp4"),
    (&["aac"], "audio/aac"),
    (&["ogg", "oga", "opus"], "audio/ogg"),
    (&["wav"], "audio/wav"),
    (&["flac"], "audio/flac"),
    (&["mid", "midi"], "audio/midi"),
    (&["woff"], "font/woff"),
    (&["woff2"], "font/woff2"),
    (&["ttf"], "font/ttf"),
    (&["otf"], "font/otf"),
    (&["pdf"], "application/pdf"),
    (&["epub"], "application/epub+zip"),
    (&["rtf"], "application/rtf"),
    (&["doc", "dot"], "application/msword"),
    (&["docx"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (&["xls"], "application/vnd.ms-excel"),
    (&["xlsx"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (&["ppt", "pps"], "application/vnd.ms-powerpoint"),
    (&["pptx"], "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (&["ppsx"], "application/vnd.openxmlformats-officedocument.presentationml.slideshow"),
    (&["odt"], "application/vnd.oasis.opendocument.text"),
    (&["ods"], "application/vnd.oasis.opendocument.spreadsheet"),
    (&["odp"], "application/vnd.oasis.opendocument.presentation"),
    (&["odg"], "application/vnd.oasis.opendocument.graphics"),
    (&["zip"], "application/zip"),
    (&["gz", "tgz"], "application/gzip"),
    (&["7z"], "application/x-7z-compressed"),
    (&["rar"], "application/vnd.rar"),
    (&["tar"], "application/x-tar"),
    (&["wasm"], "application/wasm"),
    (&["ggb"], "application/vnd.geogebra.file"),
    (&["sb3"], "application/x.scratch.sb3"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_ending_tells_the_type_whatever_its_case() {
        assert_eq!(media_type("praktikos/x/index.html"), "text/html; charset=utf-8");
        assert_eq!(media_type("Nuotrauka.JPG"), "image/jpeg");
        assert_eq!(media_type("style.9c1d.css"), "text/css; charset=utf-8");
    }

    #[test]
    fn a_name_without_a_known_ending_is_bytes() {
        for name in ["CNAME", "a.b/c", "file.", "x.exe", ""] {
            assert_eq!(media_type(name), UNKNOWN, "{name}");
        }
    }

    #[test]
    fn no_ending_stands_twice_and_all_are_in_lower_case() {
        let mut seen = BTreeSet::new();
        for ending in TYPES.iter().flat_map(|(endings, _)| *endings) {
            assert!(seen.insert(ending), "{ending} stands twice");
            assert_eq!(*ending, ending.to_ascii_lowercase());
        }
    }
}
