//! Which kind of drive a folder is on: some tell nothing of what other computers change there.

use std::path::{Component, Path, Prefix};

/// The name of the kind of drive, where changes made elsewhere go untold: network drives, drives shared with another
/// system, drives served by a program.
pub(super) fn silent_kind(folder: &Path) -> Option<&'static str> {
    let real = folder.canonicalize().ok()?;
    by_path(&real, cfg!(target_os = "macos")).or_else(|| by_file_system(&real))
}

fn by_path(real: &Path, macos: bool) -> Option<&'static str> {
    match real.components().next()? {
        Component::Prefix(prefix) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Some("UNC"),
            _ => None,
        },
        _ if macos && real.starts_with("/Volumes") => Some("/Volumes"),
        _ => None,
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn by_file_system(real: &Path) -> Option<&'static str> {
    // The field's width and sign differ between processors, its 32 bits do not.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let magic = rustix::fs::statfs(real).ok()?.f_type as u32;
    by_magic(magic)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn by_file_system(_: &Path) -> Option<&'static str> {
    None
}

/// Numbers of file systems as in `statfs(2)`.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn by_magic(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => "SMB",
        0x0102_1997 => "9P",
        0x6573_5546 => "FUSE",
        0x00C3_6400 => "Ceph",
        0x5346_414F | 0x6B41_4653 => "AFS",
        0x7375_7245 => "Coda",
        0x564C => "NCP",
        0x0BD0_0BD0 => "Lustre",
        0x786F_4256 => "VirtualBox",
        0xBACB_ACBC => "VMware",
        0x7C7C_6673 => "Parallels",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drive_of_this_machine_tells_all() {
        assert_eq!(by_path(Path::new("/home/site"), true), None);
        assert_eq!(by_path(Path::new("/Volumes/Mokykla/site"), true), Some("/Volumes"));
        assert_eq!(by_path(Path::new("/Volumes/Mokykla/site"), false), None);
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    #[test]
    fn network_drives_are_known_by_their_number() {
        assert_eq!(by_magic(0x6969), Some("NFS"));
        assert_eq!(by_magic(0xFE53_4D42), Some("SMB"));
        assert_eq!(by_magic(0xEF53), None, "ext4");
        assert_eq!(silent_kind(Path::new("/proc")), None);
        assert_eq!(silent_kind(Path::new("/no/such/folder")), None);
    }
}
