//! Where to look and where our own data are; the only code here that asks the system.

use std::{
    ffi::OsString,
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

use crumbwise_app::{Places, Roots};
use crumbwise_model::Timestamp;

use directories::{BaseDirs, ProjectDirs};

use crate::arguments::Common;

/// The places that the arguments name, or the person's own. `None` when the system tells no home folder.
///
/// Another home keeps its own data folder, so that what is remembered of it never mixes with the person's own.
pub(crate) fn places(common: &Common, environment: &dyn Fn(&str) -> Option<OsString>) -> Option<Places> {
    let (roots, usual) = match &common.home {
        Some(home) if home.is_dir() => (Roots::confined(home.clone()), home.join(".local/share/crumbwise")),
        // Nothing is made in a home that is not there.
        Some(home) => (Roots::confined(home.clone()), own(environment)?.1),
        None => own(environment)?,
    };
    Some(Places::new(roots, common.data.clone().unwrap_or(usual)))
}

fn own(environment: &dyn Fn(&str) -> Option<OsString>) -> Option<(Roots, PathBuf)> {
    let home = BaseDirs::new()?.home_dir().to_owned();
    let project = ProjectDirs::from("io", "crumbwise", "Crumbwise")?;
    Some((Roots::of_user(home, environment).with_running_browsers(), project.data_dir().to_owned()))
}

/// The present instant.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
