//! The master key: 32 random bytes in `master.key`, readable by the owner only.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Read, Write},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::{
    Error,
    open::{folder_lock, io, set_aside},
    private,
};

pub(crate) type Key = Zeroizing<[u8; 32]>;

pub(crate) fn path(folder: &Path) -> PathBuf {
    folder.join("master.key")
}

/// The master key; its absence is an error.
pub(crate) fn load(folder: &Path) -> Result<Key, Error> {
    let path = path(folder);
    match read(&path)? {
        Stored::Key(key) => Ok(key),
        Stored::Missing => Err(Error::MasterKeyMissing { path }),
        // What is wrapped with the original cannot be opened with what is left of it.
        Stored::Damaged => Err(Error::MasterKeyChanged { path }),
    }
}

/// The master key, created where there is none. Two processes at once get the same one.
pub(crate) fn load_or_create(folder: &Path) -> Result<Key, Error> {
    let path = path(folder);
    if let Stored::Key(key) = read(&path)? {
        return Ok(key);
    }
    let _lock = folder_lock(folder)?;
    match read(&path)? {
        Stored::Key(key) => return Ok(key),
        Stored::Missing => {}
        Stored::Damaged => drop(set_aside(&path, &[""])?),
    }
    let key = random()?;
    // Whole or not at all: the name appears when the bytes are on the disk.
    let new = folder.join("master.key.new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    private::open_file(&options, &new)
        .and_then(|mut file| file.write_all(key.as_slice()).and_then(|()| file.sync_all()))
        .map_err(io("write the master key", &new))?;
    fs::rename(&new, &path).map_err(io("name the master key", &path))?;
    private::sync_folder(folder).map_err(io("sync the data folder", folder))?;
    Ok(key)
}

pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, Error> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| Error::NoRandom)?;
    Ok(bytes)
}

enum Stored {
    Key(Key),
    Missing,
    Damaged,
}

fn read(path: &Path) -> Result<Stored, Error> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Stored::Missing),
        Err(source) => return Err(io("read the master key", path)(source)),
    };
    // One byte more than a key, to see a longer file; all of it in one buffer that is wiped.
    let mut bytes = Zeroizing::new([0; 33]);
    let mut length = 0;
    let mut file = file;
    while let Some(rest) = bytes.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest).map_err(io("read the master key", path))? {
            0 => break,
            read => length += read,
        }
    }
    match bytes.first_chunk::<32>() {
        Some(key) if length == 32 => Ok(Stored::Key(Zeroizing::new(*key))),
        Some(_) | None => Ok(Stored::Damaged),
    }
}
