//! Files of the content whose names say that they are texts, and that would be none of the portal's: saved with another
//! ending, or left behind by an editor.

/// Endings of Markdown files that other programs know.
const MARKDOWN: [&str; 6] = [".markdown", ".mdown", ".mkdn", ".mkd", ".mdwn", ".mdx"];

/// The path that a misnamed text should have; nothing for any other file.
pub fn meant(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let lower = name.to_lowercase();
    let known = MARKDOWN.iter().find_map(|ending| lower.strip_suffix(ending));
    // What stands behind `.md` was added by an editor, by a sync client or by a system that hides endings.
    let stem = known.or_else(|| added(&lower))?;
    let stem = name.get(..stem.len()).filter(|stem| !stem.is_empty())?;
    Some(if folder.is_empty() { format!("{stem}.md") } else { format!("{folder}/{stem}.md") })
}

/// What stands before an `.md` to which something was added, such as `.txt`, `.save`, `~1`, ` (1)` or `___jb_tmp___`.
fn added(lower: &str) -> Option<&str> {
    let at = lower.rfind(".md")?;
    let rest = &lower[at + ".md".len()..];
    let known = [".txt", ".text", ".save", ".backup", ".old", ".copy", ".tmp", ".bak", ".orig", ".rtf"];
    let is_added = known.iter().any(|ending| rest.starts_with(ending)) || rest.starts_with(['_', '~', '-', ' ', '(']);
    is_added.then(|| &lower[..at])
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn texts_under_other_names_are_known() {
        for (name, right) in [
            ("content/news/a.markdown", "content/news/a.md"),
            ("content/news/A.MDX", "content/news/A.md"),
            ("content/news/a.md.txt", "content/news/a.md"),
            ("content/news/a.en.md.save", "content/news/a.en.md"),
            ("content/news/a.md.save.1", "content/news/a.md"),
            ("content/news/a.md___jb_tmp___", "content/news/a.md"),
            ("a.md (1)", "a.md"),
        ] {
            assert_eq!(meant(name).as_deref(), Some(right), "{name}");
        }
        for name in ["content/a.md", "content/news/a.txt", "content/a.mdb", "content/readme.md.pdf", ".mdx", "x.md5"] {
            assert_eq!(meant(name), None, "{name}");
        }
    }
}
