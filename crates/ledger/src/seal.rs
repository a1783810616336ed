//! Sealing journaled rows, and the keys that open them.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::Zeroizing;

use crate::{
    Error, RunId,
    master::{Key, random},
};

const NONCE: usize = 24;

/// The key of one run. Wiped from memory when dropped.
pub struct RunKey {
    bytes: Key,
    cipher: XChaCha20Poly1305,
}

impl fmt::Debug for RunKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RunKey(..)")
    }
}

impl RunKey {
    pub(crate) fn generate() -> Result<Self, Error> {
        random().map(Self::new)
    }

    fn new(bytes: Key) -> Self {
        let cipher = cipher(&bytes);
        Self { bytes, cipher }
    }

    /// Binds the row to its place: a sealed row moved to another run, store or number does not open.
    pub(crate) fn seal(&self, bytes: &[u8], run: RunId, store: u32, row: u64) -> Result<Vec<u8>, Error> {
        seal(&self.cipher, bytes, &place(run, store, row))
    }

    pub(crate) fn open(&self, sealed: &[u8], run: RunId, store: u32, row: u64) -> Option<Zeroizing<Vec<u8>>> {
        open(&self.cipher, sealed, &place(run, store, row))
    }
}

/// A run's key sealed with the master key.
pub(crate) fn wrap(master: &Key, key: &RunKey, run: RunId) -> Result<Vec<u8>, Error> {
    seal(&cipher(master), key.bytes.as_slice(), &wrapped_place(run))
}

/// The run's key, if it was wrapped with this master key for this run.
pub(crate) fn unwrap(master: &Key, wrapped: &[u8], run: RunId) -> Option<RunKey> {
    let bytes = open(&cipher(master), wrapped, &wrapped_place(run))?;
    let bytes: &[u8; 32] = bytes.as_slice().try_into().ok()?;
    Some(RunKey::new(Zeroizing::new(*bytes)))
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&**key).into())
}

fn seal(cipher: &XChaCha20Poly1305, bytes: &[u8], place: &[u8]) -> Result<Vec<u8>, Error> {
    let nonce = random::<NONCE>()?;
    let nonce = XNonce::from(*nonce);
    // It fails only for messages of 256 GiB, which no row is.
    let sealed = cipher.encrypt(&nonce, Payload { msg: bytes, aad: place }).map_err(|_| Error::NoRandom)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(cipher: &XChaCha20Poly1305, sealed: &[u8], place: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let nonce = XNonce::from(*nonce);
    cipher.decrypt(&nonce, Payload { msg: sealed, aad: place }).ok().map(Zeroizing::new)
}

fn place(run: RunId, store: u32, row: u64) -> Vec<u8> {
    let mut place = b"crumbwise journal row 1".to_vec();
    place.extend_from_slice(&run.0.to_le_bytes());
    place.extend_from_slice(&store.to_le_bytes());
    place.extend_from_slice(&row.to_le_bytes());
    place
}

fn wrapped_place(run: RunId) -> Vec<u8> {
    let mut place = b"crumbwise run key 1".to_vec();
    place.extend_from_slice(&run.0.to_le_bytes());
    place
}
