//! Whether there are links in a folder. What changes behind a link is not told, or by another path than the one it is
//! read by, so where there are any every hint means everything.

use std::path::Path;

use walkdir::WalkDir;

/// Whether anything below `folder` is a link. The folder itself may be one.
pub(super) fn within(folder: &Path) -> bool {
    WalkDir::new(folder).min_depth(1).into_iter().filter_map(Result::ok).any(|entry| entry.path_is_symlink())
}

/// Whether one of these real paths is in another, or is the same.
pub(super) fn overlap<'a>(paths: impl Iterator<Item = &'a Path>) -> bool {
    let mut paths: Vec<_> = paths.collect();
    paths.sort_unstable();
    paths.windows(2).any(|two| two[1].starts_with(two[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_lie_in_each_other_overlap() {
        let overlapping = |paths: &[&str]| overlap(paths.iter().map(Path::new));
        assert!(!overlapping(&["/s/content", "/s/content-2", "/s/static"]));
        assert!(overlapping(&["/s/content", "/s/static", "/s/content/files"]));
        assert!(overlapping(&["/s/content", "/s/static", "/s/content"]));
        assert!(overlapping(&["/s/content/z", "/s/content-2", "/s/content"]));
    }
}
