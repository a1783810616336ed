//! How the window is painted where there is no graphics card.
//!
//! `WebKitGTK` hands its pictures over in buffers of the graphics card. Without one the card is emulated, and the
//! window stands empty for a quarter of a second before its first picture. Its plain renderer needs no card and
//! paints at once; it is chosen by the environment, so before the toolkit starts.

use std::{ffi::OsString, path::Path};

/// The variable that chooses the plain renderer. A person's own setting of it is left alone.
const PLAIN_RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Where Linux lists its graphics cards.
#[cfg(target_os = "linux")]
const CARDS: &str = "/dev/dri";

/// What to add to the environment so that the window paints quickly on this computer; nothing when all is well.
#[cfg(target_os = "linux")]
pub fn addition(environment: &dyn Fn(&str) -> Option<OsString>) -> Option<(&'static str, &'static str)> {
    (environment(PLAIN_RENDERER).is_none() && !has_card(Path::new(CARDS))).then_some((PLAIN_RENDERER, "1"))
}

/// The other systems have web views of their own.
#[cfg(not(target_os = "linux"))]
pub fn addition(_environment: &dyn Fn(&str) -> Option<OsString>) -> Option<(&'static str, &'static str)> {
    None
}

/// Whether a folder lists a card that can paint (`renderD128` and on), and not only one that drives a screen.
#[cfg(target_os = "linux")]
fn has_card(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;

    use super::{PLAIN_RENDERER, addition, has_card};

    #[test]
    fn a_card_is_one_that_paints() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_card(folder.path()), "a screen driver alone paints nothing");
        fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_card(folder.path()));
        assert!(!has_card(&folder.path().join("absent")));
    }

    #[test]
    fn a_setting_of_ones_own_is_left_alone() {
        assert_eq!(
            addition(&|name| (name == PLAIN_RENDERER).then(|| "0".into())),
            None,
            "nor would it start for ever"
        );
    }
}
