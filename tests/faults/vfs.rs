//! SQLite's own way to the disk, with a [`Disk`] in between: it is told of every request, and may refuse it.
//!
//! Registered as the process's default, so that the store above it is the one that people run. Files of folders that no test has
//! mounted go straight through. Source: sqlite.org/vfs.html, and `os_unix.c` for the codes.
#![allow(
    unsafe_code,
    reason = "SQLite takes a file system as a table of C functions; each one below keeps the contract of sqlite3.h for its pointers"
)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::size_of;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rusqlite::ffi;

use crate::disk::{self, Disk, Inode, Lie, Refusal, Request};

/// What SQLite holds for an open file: ours, with the real layer's behind it in the same piece of memory.
#[repr(C, align(8))]
struct File {
    base: ffi::sqlite3_file,
    // Null: of a folder without a disk.
    handle: *mut Handle,
}

struct Handle {
    disk: Arc<Disk>,
    inode: Inode,
    /// The next sync makes the file's name safe too: so does SQLite's layer with the first sync of a log.
    folder_is_due: bool,
}

/// The real layer; as a number, because pointers are not shared between threads.
static REAL: OnceLock<usize> = OnceLock::new();

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Makes it the way to the disk for all connections of this process. Once is enough.
pub(crate) fn install() {
    REAL.get_or_init(|| {
        // SAFETY: the default layer lives as long as the process; ours is a copy of it that is never freed.
        unsafe {
            let real = ffi::sqlite3_vfs_find(std::ptr::null());
            assert!(!real.is_null(), "SQLite has a layer of its own");
            let mut ours = Box::new(*real);
            ours.szOsFile += c_int::try_from(size_of::<File>()).expect("a small number");
            ours.zName = c"docket-faults".as_ptr();
            ours.pNext = std::ptr::null_mut();
            ours.xOpen = Some(open);
            ours.xDelete = Some(delete);
            assert_eq!(ffi::sqlite3_vfs_register(Box::leak(ours), 1), ffi::SQLITE_OK);
            real as usize
        }
    });
}

fn real_layer() -> *mut ffi::sqlite3_vfs {
    *REAL.get().expect("installed") as *mut ffi::sqlite3_vfs
}

/// SAFETY for the callers: `file` is one that SQLite allocated with our `szOsFile`.
unsafe fn real_file(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    unsafe { file.cast::<u8>().add(size_of::<File>()).cast() }
}

unsafe fn real_methods<'m>(file: *mut ffi::sqlite3_file) -> &'m ffi::sqlite3_io_methods {
    unsafe { &*(*real_file(file)).pMethods }
}

unsafe fn handle<'h>(file: *mut ffi::sqlite3_file) -> Option<&'h mut Handle> {
    unsafe { (*file.cast::<File>()).handle.as_mut() }
}

unsafe fn path_of(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    let name = unsafe { CStr::from_ptr(name) };
    name.to_str().ok().map(|name| Path::new(name).to_owned())
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    unsafe {
        (*file).pMethods = std::ptr::null();
        let ours = file.cast::<File>();
        (*ours).handle = std::ptr::null_mut();
        let held = path_of(name).and_then(|path| Some((disk::holding(&path)?, path.exists(), path)));
        let mut flags = flags;
        if let Some(((disk, _), exists, _)) = &held {
            match disk.refusal(Request::Open { exists: *exists }) {
                None => {}
                Some(Refusal::Code(code) | Refusal::Halfway(code)) => return code,
                Some(Refusal::OpensForReading) => {
                    flags &= !(ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE);
                    flags |= ffi::SQLITE_OPEN_READONLY;
                }
            }
        }
        let real = real_file(file);
        let Some(open) = (*real_layer()).xOpen else { return ffi::SQLITE_MISUSE };
        let code = open(real_layer(), name, real, flags, out_flags);
        if code != ffi::SQLITE_OK {
            return code;
        }
        if let Some(((disk, name), existed, path)) = held {
            let inode = disk.opened(&name, existed, || std::fs::read(&path).unwrap_or_default());
            // `isNewJrnl` there: whether or not the file was there before.
            let is_log = flags & (ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL) != 0;
            let handle = Handle { disk, inode, folder_is_due: is_log && flags & ffi::SQLITE_OPEN_CREATE != 0 };
            (*ours).handle = Box::into_raw(Box::new(handle));
        }
        (*file).pMethods = &raw const METHODS;
        ffi::SQLITE_OK
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    unsafe {
        let held = path_of(name).and_then(|path| disk::holding(&path));
        if let Some((disk, _)) = &held
            && let Some(Refusal::Code(code)) = disk.refusal(Request::Delete)
        {
            return code;
        }
        let Some(delete) = (*real_layer()).xDelete else { return ffi::SQLITE_MISUSE };
        let code = delete(real_layer(), name, 0);
        if let (ffi::SQLITE_OK, Some((disk, name))) = (code, held) {
            disk.deleted(&name, sync_folder != 0);
        }
        code
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe {
        let ours = file.cast::<File>();
        if !(*ours).handle.is_null() {
            drop(Box::from_raw((*ours).handle));
            (*ours).handle = std::ptr::null_mut();
        }
        real_methods(file).xClose.map_or(ffi::SQLITE_MISUSE, |close| close(real_file(file)))
    }
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, to: *mut c_void, length: c_int, at: i64) -> c_int {
    unsafe {
        if let Some(handle) = handle(file)
            && let Some(Refusal::Code(code)) = handle.disk.refusal(Request::Read)
        {
            return code;
        }
        real_methods(file).xRead.map_or(ffi::SQLITE_MISUSE, |read| read(real_file(file), to, length, at))
    }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, length: c_int, at: i64) -> c_int {
    unsafe {
        let Some(write) = real_methods(file).xWrite else { return ffi::SQLITE_MISUSE };
        let Some(handle) = handle(file) else { return write(real_file(file), from, length, at) };
        let bytes = std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(length).unwrap_or(0));
        let place = u64::try_from(at).unwrap_or(0);
        match handle.disk.refusal(Request::Write) {
            Some(Refusal::Halfway(code)) => {
                let half = bytes.len() / 2;
                let wrote = write(real_file(file), from, c_int::try_from(half).unwrap_or(0), at);
                if wrote == ffi::SQLITE_OK {
                    handle.disk.wrote(handle.inode, place, &bytes[..half]);
                }
                code
            }
            Some(Refusal::Code(code)) => code,
            Some(Refusal::OpensForReading) | None => {
                let code = write(real_file(file), from, length, at);
                if code == ffi::SQLITE_OK {
                    handle.disk.wrote(handle.inode, place, bytes);
                }
                code
            }
        }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: i64) -> c_int {
    unsafe {
        let Some(truncate) = real_methods(file).xTruncate else { return ffi::SQLITE_MISUSE };
        let Some(handle) = handle(file) else { return truncate(real_file(file), length) };
        if let Some(Refusal::Code(code)) = handle.disk.refusal(Request::Truncate) {
            return code;
        }
        let code = truncate(real_file(file), length);
        if code == ffi::SQLITE_OK {
            handle.disk.truncated(handle.inode, u64::try_from(length).unwrap_or(0));
        }
        code
    }
}

/// The real disk is never waited for: what is safe is what the log says.
unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    unsafe {
        let Some(handle) = handle(file) else {
            return real_methods(file).xSync.map_or(ffi::SQLITE_MISUSE, |sync| sync(real_file(file), flags));
        };
        if let Some(Refusal::Code(code)) = handle.disk.refusal(Request::Sync) {
            handle.disk.sync_failed(handle.inode);
            return code;
        }
        handle.disk.synced(handle.inode, std::mem::take(&mut handle.folder_is_due));
        ffi::SQLITE_OK
    }
}

unsafe extern "C" fn file_control(file: *mut ffi::sqlite3_file, operation: c_int, argument: *mut c_void) -> c_int {
    unsafe {
        if operation == ffi::SQLITE_FCNTL_PRAGMA
            && let Some(handle) = handle(file)
            && let Some(lie) = handle.disk.lie()
            && lie_about(lie, argument.cast())
        {
            return ffi::SQLITE_OK;
        }
        real_methods(file)
            .xFileControl
            .map_or(ffi::SQLITE_NOTFOUND, |control| control(real_file(file), operation, argument))
    }
}

/// `arguments`: room for an answer, the pragma's name, and its value or null. Puts another value in the place of the one that the
/// store asks for; whether the question was answered here.
unsafe fn lie_about(lie: Lie, arguments: *mut *mut c_char) -> bool {
    unsafe {
        let name = CStr::from_ptr(*arguments.add(1)).to_bytes();
        if !name.eq_ignore_ascii_case(b"synchronous") {
            return false;
        }
        let value = *arguments.add(2);
        if value.is_null() {
            // What FULL answers; SQLite frees it.
            let answer = ffi::sqlite3_malloc(2).cast::<c_char>();
            answer.copy_from_nonoverlapping(c"2".as_ptr(), 2);
            *arguments = answer;
            return true;
        }
        assert!(CStr::from_ptr(value).to_bytes().eq_ignore_ascii_case(b"FULL"), "what the store asks for");
        let other = match lie {
            Lie::Normal => c"1",
            Lie::Off => c"0",
        };
        value.copy_from_nonoverlapping(other.as_ptr(), 2);
        false
    }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut i64) -> c_int {
    unsafe { real_methods(file).xFileSize.map_or(ffi::SQLITE_MISUSE, |ask| ask(real_file(file), size)) }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    unsafe { real_methods(file).xLock.map_or(ffi::SQLITE_MISUSE, |lock| lock(real_file(file), level)) }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    unsafe { real_methods(file).xUnlock.map_or(ffi::SQLITE_MISUSE, |unlock| unlock(real_file(file), level)) }
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, answer: *mut c_int) -> c_int {
    unsafe { real_methods(file).xCheckReservedLock.map_or(ffi::SQLITE_MISUSE, |ask| ask(real_file(file), answer)) }
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe { real_methods(file).xSectorSize.map_or(0, |ask| ask(real_file(file))) }
}

unsafe extern "C" fn device_characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe { real_methods(file).xDeviceCharacteristics.map_or(0, |ask| ask(real_file(file))) }
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    to: *mut *mut c_void,
) -> c_int {
    unsafe {
        let map = real_methods(file).xShmMap;
        map.map_or(ffi::SQLITE_MISUSE, |map| map(real_file(file), region, size, extend, to))
    }
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, offset: c_int, count: c_int, flags: c_int) -> c_int {
    unsafe {
        real_methods(file).xShmLock.map_or(ffi::SQLITE_MISUSE, |lock| lock(real_file(file), offset, count, flags))
    }
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    unsafe {
        if let Some(barrier) = real_methods(file).xShmBarrier {
            barrier(real_file(file));
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    unsafe { real_methods(file).xShmUnmap.map_or(ffi::SQLITE_MISUSE, |unmap| unmap(real_file(file), delete)) }
}
