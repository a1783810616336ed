//! `cargo xtask pictures`: the screenshots in `docs/images`, taken from the real window.

use anyhow::Result;

use crate::{
    build::{self, EVERYTHING},
    setup::{Consent, Need},
    shell::{self, root, stage},
};

/// Builds the window and lets the test crate's photographer take every screen, light and dark.
pub(crate) fn pictures(consent: Consent) -> Result<()> {
    stage("set-up", || build::prepare_everything(Need::TEST, consent))?;
    let programs = stage("build", || build::build(&[&EVERYTHING[..], &["--all-targets"]].concat()))?;
    stage("pictures", || {
        shell::run(
            build::start(programs.path("pictures")?)
                .arg(root().join("docs/images"))
                .env("CRUMBWISE_BIN", programs.path("crumbwise")?)
                .env("CRUMBWISE_DESKTOP_BIN", programs.path("crumbwise-desktop")?),
        )
    })
}
