//! Whether the times of folders can be believed: that each change of what is in a folder moves them.

use std::path::Path;

/// File systems of one machine alone, which stamp a folder with its clock whenever something comes into it or goes. What
/// a server keeps may be told late.
#[cfg(any(target_os = "linux", target_os = "android"))]
const LOCAL: [(&str, u32); 7] = [
    ("ext2, ext3, ext4", 0xef53),
    ("tmpfs", 0x0102_1994),
    ("XFS", 0x5846_5342),
    ("Btrfs", 0x9123_683e),
    ("F2FS", 0xf2f5_2010),
    ("ZFS", 0x2fc1_2fc1),
    ("overlayfs", 0x794c_7630),
];

/// Whether the times of folders below `output`, an absolute path without links, tell of every change in them.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn is_told_by(output: &Path) -> bool {
    let is_local = rustix::fs::statfs(output).is_ok_and(|found| is_local(i128::from(found.f_type)));
    is_local && std::fs::read("/proc/self/mountinfo").is_ok_and(|mounts| !holds_mounts(&mounts, output))
}

/// Other systems would have to be known as well as this one.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn is_told_by(_: &Path) -> bool {
    false
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_local(magic: i128) -> bool {
    // The type of the number differs from machine to machine, also in its sign.
    LOCAL.iter().any(|(_, local)| magic & 0xffff_ffff == i128::from(*local))
}

/// Whether something is mounted below a folder, as Linux tells it (`proc_pid_mountinfo(5)`, field 5): it would hide what
/// was there before, and no time would tell.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn holds_mounts(mounts: &[u8], folder: &Path) -> bool {
    let inside = [&*escaped(folder), b"/"].concat();
    let places = mounts.split(|byte| *byte == b'\n').filter_map(|line| line.split(|byte| *byte == b' ').nth(4));
    places.into_iter().any(|place| place.starts_with(&inside))
}

/// Blanks, line ends and backslashes as the system writes them there.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn escaped(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    let escape = |byte: &u8| match byte {
        b' ' | b'\t' | b'\n' | b'\\' => format!("\\{byte:03o}").into_bytes(),
        byte => vec![*byte],
    };
    path.as_os_str().as_bytes().iter().flat_map(escape).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn mounts_below_a_folder_are_seen() {
        let mounts = b"22 1 254:0 / / rw - ext4 /dev/vda rw\n\
            31 22 0:27 / /srv/www/pub\\040lic/inner rw shared:2 - tmpfs tmpfs rw\n\
            32 22 0:28 / /srv/other rw - tmpfs tmpfs rw\n";
        for (folder, holds) in [
            ("/srv/www/pub lic", true),
            ("/srv/www", true),
            ("/srv/www/pub lic/inner", false),
            ("/srv/www/pub", false),
            ("/srv/other", false),
            ("/home", false),
        ] {
            assert_eq!(holds_mounts(mounts, Path::new(folder)), holds, "{folder}");
        }
    }

    #[test]
    fn servers_are_not_believed() {
        for (name, magic, believed) in [
            ("tmpfs", 0x0102_1994, true),
            ("Btrfs as a negative number", -0x6edc_97c2, true),
            ("NFS", 0x6969, false),
            ("FUSE", 0x6573_5546, false),
            ("CIFS", 0xff53_4d42_u32.into(), false),
            ("9P", 0x0102_1997, false),
        ] {
            assert_eq!(is_local(magic), believed, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_asked_is_not_believed() {
        assert!(!is_told_by(Path::new("/nowhere/at/all")));
        assert!(!is_told_by(Path::new("/proc")));
    }
}
