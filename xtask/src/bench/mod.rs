//! bench
use crate::setup::Consent;
use anyhow::Result;
/// What `bench` can be told.
#[derive(clap::Args)]
pub(crate) struct Options {}
pub(crate) fn bench(_options: &Options, _consent: Consent) -> Result<()> {
    Ok(())
}
