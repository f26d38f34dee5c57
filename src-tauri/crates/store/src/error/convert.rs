//! What the system and SQLite say, as errors of the book.

use std::io;
use std::path::Path;

use rusqlite::ffi;

use super::Error;

impl Error {
    /// What went wrong with a file or a folder.
    pub(crate) fn of_file(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let kind = source.kind();
        if matches!(kind, Kind::PermissionDenied | Kind::ReadOnlyFilesystem) {
            return Self::ReadOnly;
        }
        if matches!(kind, Kind::StorageFull | Kind::QuotaExceeded) {
            return Self::DiskFull;
        }
        if kind == Kind::Unsupported {
            return Self::NoLocks(Box::new(source));
        }
        let away = [Kind::NetworkDown, Kind::HostUnreachable, Kind::StaleNetworkFileHandle];
        if away.contains(&kind) {
            return Self::Disk(Box::new(source));
        }
        Self::Folder { path: path.to_owned(), source }
    }

    /// What went wrong with the book of a path.
    pub(crate) fn of_book(path: &Path, error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) {
            return Self::NotABook { path: path.to_owned() };
        }
        let error = Self::from(error);
        if matches!(error, Self::ReadOnly) && !path.exists() {
            return Self::Gone { path: path.to_owned() };
        }
        error
    }

    /// What went wrong while a file was opened: that it is no database, SQLite says only when it is
    /// first read.
    pub(crate) fn of_opening(self, path: &Path) -> Self {
        let Self::Damaged(source) = self else { return self };
        match source.downcast::<rusqlite::Error>() {
            Ok(source) => Self::of_book(path, *source),
            Err(source) => Self::Damaged(source),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let extended = error.sqlite_error().map_or(0, |error| error.extended_code);
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::DiskFull) => Self::DiskFull,
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => Self::ReadOnly,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged(Box::new(error)),
            Some(Code::FileLockingProtocolFailed) => Self::NoLocks(Box::new(error)),
            Some(Code::SystemIoFailure) if is_of_locks(extended) => Self::NoLocks(Box::new(error)),
            Some(Code::SystemIoFailure) => Self::Disk(Box::new(error)),
            _ => Self::Database(Box::new(error)),
        }
    }
}

/// Whether locking failed, or the memory that the processes of a book share, as on a network drive.
/// Making the file of that memory fails on a full disk too.
const fn is_of_locks(extended: i32) -> bool {
    matches!(
        extended,
        ffi::SQLITE_IOERR_LOCK
            | ffi::SQLITE_IOERR_RDLOCK
            | ffi::SQLITE_IOERR_UNLOCK
            | ffi::SQLITE_IOERR_CHECKRESERVEDLOCK
            | ffi::SQLITE_IOERR_SHMLOCK
            | ffi::SQLITE_IOERR_SHMMAP
    )
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;

    use expect_test::expect;
    use rusqlite::ffi;

    use super::Error;

    fn of_sqlite(code: i32) -> Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None).into()
    }

    #[test]
    fn what_sqlite_says_of_a_network_drive_is_told_from_a_broken_disk() {
        for code in [
            ffi::SQLITE_PROTOCOL,
            ffi::SQLITE_IOERR_LOCK,
            ffi::SQLITE_IOERR_RDLOCK,
            ffi::SQLITE_IOERR_UNLOCK,
            ffi::SQLITE_IOERR_SHMLOCK,
            ffi::SQLITE_IOERR_SHMMAP,
        ] {
            assert!(matches!(of_sqlite(code), Error::NoLocks(_)), "{code}");
        }
        for code in [ffi::SQLITE_IOERR_READ, ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_FSYNC] {
            assert!(matches!(of_sqlite(code), Error::Disk(_)), "{code}");
        }
        assert!(matches!(of_sqlite(ffi::SQLITE_FULL), Error::DiskFull));
        assert!(matches!(of_sqlite(ffi::SQLITE_READONLY), Error::ReadOnly));
        assert!(matches!(of_sqlite(ffi::SQLITE_CORRUPT), Error::Damaged(_)));
    }

    #[test]
    fn what_the_system_says_of_a_file_is_told_apart() {
        let of = |kind: io::ErrorKind| Error::of_file(Path::new("/book"), kind.into());
        assert!(matches!(of(io::ErrorKind::PermissionDenied), Error::ReadOnly));
        assert!(matches!(of(io::ErrorKind::ReadOnlyFilesystem), Error::ReadOnly));
        assert!(matches!(of(io::ErrorKind::StorageFull), Error::DiskFull));
        assert!(matches!(of(io::ErrorKind::QuotaExceeded), Error::DiskFull));
        assert!(matches!(of(io::ErrorKind::Unsupported), Error::NoLocks(_)));
        assert!(matches!(of(io::ErrorKind::StaleNetworkFileHandle), Error::Disk(_)));
        assert!(matches!(of(io::ErrorKind::NotFound), Error::Folder { .. }));
    }

    #[test]
    fn damage_is_told_with_what_is_lost_and_what_to_do() {
        let path = || Path::new("/book").to_owned();
        let all = [
            of_sqlite(ffi::SQLITE_CORRUPT),
            Error::NotABook { path: path() },
            Error::Emptied { path: path() },
            Error::Gone { path: path() },
            Error::ReadOnly,
            Error::DiskFull,
            of_sqlite(ffi::SQLITE_IOERR_WRITE),
            of_sqlite(ffi::SQLITE_PROTOCOL),
            Error::InUse,
            Error::NoBackup(Box::new(Error::DiskFull)),
            Error::Unrestorable {
                path: path(),
                source: Box::new(Error::NotABook { path: path() }),
            },
        ];
        let said: Vec<String> = all.iter().map(ToString::to_string).collect();
        expect![[r#"
            the book's file is damaged; nothing of this was saved; stop posting and restore the latest backup
            /book is not a Daybook book, or its beginning is damaged; nothing was changed; restore the latest backup
            the book's file /book is empty, and it was not before; nothing was changed; restore the latest backup
            the book is no longer at /book (its folder was moved or deleted, or its drive is away); what was saved before is in that file, wherever it is now, this was not saved; bring it back, or restore the latest backup
            the book cannot be written here (read-only); nothing was changed and nothing is lost; allow writing to its folder, or move it to one that can be written
            the disk is full; what was saved before is safe, this was not saved; make room and try again
            the disk could not read or write the book; what was saved before is safe, this was not saved; check the disk and try again
            the book's folder does not let Daybook keep other programs out, as on a network drive; nothing was changed; move the folder to a disk of this machine
            the book is open in another Daybook; nothing was changed; close it there and try again
            no backup was made, and the book itself goes on as before: the disk is full; what was saved before is safe, this was not saved; make room and try again
            /book was not restored, and the book was left as it was: /book is not a Daybook book, or its beginning is damaged; nothing was changed; restore the latest backup
        "#]]
        .assert_eq(&(said.join("\n") + "\n"));
    }
}
