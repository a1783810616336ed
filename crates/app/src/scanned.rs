//! One finished scan, kept for as long as someone looks at it.

use std::{
    path::PathBuf,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use crumbwise_explain::{Corrections, Knowledge};
use crumbwise_model::{Correction, Scan};

use crate::counts::Totals;
use crate::table::Index;
use crate::view::SinceLast;

/// Ids start at 1 so that a shape filled with zeros belongs to no scan.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// One finished scan: immutable and cheap to clone, so that any number of threads can ask it at once.
#[derive(Clone, Debug)]
pub struct Scanned(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    id: u32,
    scan: Scan,
    knowledge: &'static Knowledge<'static>,
    totals: Totals,
    corrections: Vec<Correction>,
    memory: Memory,
    index: OnceLock<Index>,
}

/// What the ledger said when the scan was recorded.
#[derive(Clone, Debug, Default)]
struct Memory {
    before: Option<SinceLast>,
    set_aside: Vec<PathBuf>,
}

impl Scanned {
    /// Takes a scan over, with the knowledge that its verdicts come from. Every call gives another id, so that cookies and plans of one scan are never
    /// mistaken for those of another.
    pub fn new(scan: Scan, knowledge: &'static Knowledge<'static>) -> Self {
        Self::with(scan, knowledge, Vec::new())
    }

    /// Takes a scan over, and what the person says about its cookies, the earliest first.
    pub(crate) fn with(
        scan: Scan,
        knowledge: &'static Knowledge<'static>,
        corrections: Vec<Correction>,
    ) -> Self {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Self::of(id, scan, knowledge, corrections, Memory::default())
    }

    /// The same reading with what the person says by now. It keeps its number, for its rows are the same; plans made
    /// before it are no longer plans of it.
    pub(crate) fn hearing(&self, corrections: Vec<Correction>) -> Self {
        let Inner { id, scan, knowledge, memory, .. } = &*self.0;
        Self::of(*id, scan.clone(), knowledge, corrections, memory.clone())
    }

    fn of(
        id: u32,
        mut scan: Scan,
        knowledge: &'static Knowledge<'static>,
        corrections: Vec<Correction>,
        memory: Memory,
    ) -> Self {
        let said = Corrections::new(&corrections, knowledge);
        for store in &mut scan.stores {
            store.explained.said = said.of_table(&store.cookies, &store.explained);
        }
        let totals = Totals::of(&scan);
        let index = OnceLock::new();
        Self(Arc::new(Inner { id, scan, knowledge, totals, corrections, memory, index }))
    }

    /// Whether this is that scan, told the same.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// What the person said about its cookies, the earliest first.
    pub(crate) fn corrections(&self) -> &[Correction] {
        &self.0.corrections
    }

    /// The same scan with what is remembered beside it; for a scan that nobody else holds yet.
    pub(crate) fn remembering(mut self, before: Option<SinceLast>, set_aside: Vec<PathBuf>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.memory = Memory { before, set_aside };
        }
        self
    }

    /// The scan's number, different for each scan of a process.
    pub fn id(&self) -> u32 {
        self.0.id
    }

    /// What was read.
    pub fn scan(&self) -> &Scan {
        &self.0.scan
    }

    /// The knowledge that the verdicts come from: it names their companies and rules.
    pub(crate) fn knowledge(&self) -> &'static Knowledge<'static> {
        self.0.knowledge
    }

    /// Makes ready what filtering and sorting need, so that the first page answers as fast as the next.
    /// Worth calling beside the first drawing; whoever comes first waits for it.
    pub fn prepare(&self) {
        self.index();
    }

    pub(crate) fn index(&self) -> &Index {
        self.0.index.get_or_init(|| Index::new(&self.0.scan, self.0.knowledge))
    }

    pub(crate) fn totals(&self) -> &Totals {
        &self.0.totals
    }

    pub(crate) fn before(&self) -> Option<&SinceLast> {
        self.0.memory.before.as_ref()
    }

    /// Damaged files of our own that were renamed when this scan was recorded.
    pub(crate) fn set_aside(&self) -> &[PathBuf] {
        &self.0.memory.set_aside
    }
}
