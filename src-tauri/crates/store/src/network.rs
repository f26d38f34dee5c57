//! Whether a folder lies on a network drive: there SQLite may not keep two programs apart, whatever
//! it says when the book is opened.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Where Linux says what is mounted where.
const MOUNTS: &str = "/proc/self/mountinfo";
/// Most that is read of it.
const MOUNTS_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// The file systems that another machine may write to at the same time.
const OF_A_NETWORK: [&str; 19] = [
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "davfs",
    "fuse.ceph",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "glusterfs",
    "lustre",
    "nfs",
    "nfs4",
    "smb2",
    "smb3",
    "smbfs",
];

/// What kind of network drive a folder lies on, as the system calls it; none on a disk of this
/// machine, and where the system does not say.
#[must_use]
pub fn network_drive(folder: &Path) -> Option<String> {
    let mut mounts = String::new();
    let file = File::open(MOUNTS).ok()?;
    file.take(MOUNTS_BYTES_MAX).read_to_string(&mut mounts).ok()?;
    kind_at(&mounts, &folder.canonicalize().ok()?)
}

/// The same by what the system says of its mounts. The innermost mount counts, and of several at
/// one place the last.
fn kind_at(mounts: &str, folder: &Path) -> Option<String> {
    let mut innermost: Option<(PathBuf, &str)> = None;
    for (place, kind) in mounts.lines().filter_map(read_line) {
        let is_inner = innermost.as_ref().is_none_or(|(known, _)| place.starts_with(known));
        if folder.starts_with(&place) && is_inner {
            innermost = Some((place, kind));
        }
    }
    let (_, kind) = innermost?;
    OF_A_NETWORK.contains(&kind).then(|| kind.to_owned())
}

/// A mount's place and the kind of its file system, as in
/// `36 35 0:42 / /mnt/desk rw - nfs4 server:/desk rw`.
fn read_line(line: &str) -> Option<(PathBuf, &str)> {
    let (mount, system) = line.split_once(" - ")?;
    let place = mount.split(' ').nth(4)?;
    Some((PathBuf::from(unescaped(place)), system.split(' ').next()?))
}

/// A place with the characters that stand as `\\040` and the like.
fn unescaped(place: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .into_iter()
        .fold(place.to_owned(), |place, (code, character)| place.replace(code, character))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::kind_at;

    const MOUNTS: &str = "\
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
31 22 0:42 / /home/ana/the\\040desk rw - nfs4 server:/desk rw,vers=4.2
32 22 0:43 / /mnt/share rw shared:7 - cifs //server/share rw
33 32 8:2 / /mnt/share/local rw - ext4 /dev/sdb1 rw
34 22 0:44 / /media/there rw - fuse.sshfs ana@there: rw
";

    #[test]
    fn a_folder_on_a_network_drive_is_told_from_one_on_a_disk() {
        for (folder, kind) in [
            ("/home/ana/book", None),
            ("/home/ana/the desk/book", Some("nfs4")),
            ("/mnt/share", Some("cifs")),
            ("/mnt/shared", None),
            ("/mnt/share/local/book", None),
            ("/media/there/book", Some("fuse.sshfs")),
        ] {
            assert_eq!(kind_at(MOUNTS, Path::new(folder)).as_deref(), kind, "{folder}");
        }
        assert_eq!(kind_at("nonsense", Path::new("/")), None);
    }
}
