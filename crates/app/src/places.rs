//! Where a use case works.

use std::path::PathBuf;

use crumbwise_stores::Roots;

/// Where to look for browsers and where the program keeps its own data; built by the binaries.
#[derive(Clone, Debug)]
pub struct Places {
    /// Where to look for browsers.
    pub roots: Roots,
    /// The folder of the program's own data; made on first use, for this user only.
    pub data: PathBuf,
    /// The folder of a table of knowledge that was brought: `data`, also while sample data are looked at.
    pub knowledge: PathBuf,
    /// Whether `roots` leads to sample data.
    pub sample: bool,
}

impl Places {
    /// A person's own.
    pub fn new(roots: Roots, data: PathBuf) -> Self {
        Self { roots, knowledge: data.clone(), data, sample: false }
    }
}
