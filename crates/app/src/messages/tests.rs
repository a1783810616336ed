use std::collections::BTreeSet;

use crumbwise_cleanup::{ClearReason, KeepReason, Preset, SkipReason};
use crumbwise_model::{
    Confidence, Context, Lifetime, ProblemKind, Purpose, Reason, SameSite, SetBy, SignIn, Source, StoreState,
    Tracking,
};

use super::*;

fn keys(language: Language) -> BTreeSet<&'static str> {
    language.catalogue().keys().map(String::as_str).collect()
}

/// The placeholders of every text of an entry.
fn placeholders(entry: &Entry) -> BTreeSet<String> {
    let texts: Vec<&String> = match entry {
        Entry::Text(text) => vec![text],
        Entry::Variants(variants) => variants.iter().flat_map(|variant| variant.texts.values()).collect(),
    };
    let names = |text: &&String| {
        text.split('{')
            .skip(1)
            .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
            .collect::<Vec<_>>()
    };
    texts.iter().flat_map(names).collect()
}

#[test]
fn both_languages_say_the_same() {
    assert!(!keys(Language::En).is_empty(), "the catalogue is readable");
    assert_eq!(keys(Language::En), keys(Language::De), "every sentence exists in every language");
    for (key, english) in Language::En.catalogue() {
        let german = &Language::De.catalogue()[key];
        assert_eq!(placeholders(english), placeholders(german), "{key} fills the same placeholders");
        assert_eq!(
            matches!(english, Entry::Text(_)),
            matches!(german, Entry::Text(_)),
            "{key} is chosen by number in both languages or in none"
        );
    }
}

#[test]
fn every_word_has_its_sentence() {
    let mut wanted = Vec::new();
    let mut all =
        |prefix: &str, words: &[&str]| wanted.extend(words.iter().map(|word| format!("{prefix}_{word}")));
    all("purpose", &Purpose::ALL.map(Purpose::word));
    all("reason", &Reason::ALL.map(Reason::word));
    all("preset", &Preset::ALL.map(Preset::word));
    all("preset", &["selection"]);
    for tracking in [Tracking::No, Tracking::SingleSite, Tracking::Likely, Tracking::CrossSite] {
        all("tracking", &[tracking.word()]);
    }
    for sign_in in [SignIn::No, SignIn::Likely, SignIn::Yes] {
        all("sign_in", &[sign_in.word()]);
    }
    for lifetime in [Lifetime::Session, Lifetime::Persistent] {
        all("lifetime", &[lifetime.word()]);
    }
    for confidence in [Confidence::Low, Confidence::Medium, Confidence::High, Confidence::Certain] {
        all("confidence", &[confidence.word()]);
    }
    for context in [Context::Unknown, Context::FirstParty, Context::ThirdParty, Context::Partitioned] {
        all("context", &[context.word()]);
    }
    for same_site in [SameSite::Unspecified, SameSite::None, SameSite::Lax, SameSite::Strict] {
        all("same_site", &[same_site.word()]);
    }
    for set_by in [SetBy::Unknown, SetBy::Server, SetBy::Script, SetBy::Other] {
        all("set_by", &[set_by.word()]);
    }
    all("source", &SOURCES.map(Source::word));
    all("state", &STATES.map(StoreState::word));
    all("state", &["no_stores", "done", "unfinished", "undone", "partly_undone", "expired"]);
    all("plan", &CLEAR.map(ClearReason::word));
    all("plan", &KEEP.map(KeepReason::word));
    all("skipped", &SKIP.map(SkipReason::word));
    all("skipped", &["other_engine", "encryption_changed", "column_gone", "column_new"]);
    all("step", &STEPS);
    for kind in PROBLEMS.map(ProblemKind::word).into_iter().chain([crate::coverage::SET_ASIDE]) {
        all("problem", &[kind, &format!("{kind}_advice")]);
    }
    for code in crate::Error::CODES {
        all("error", &[code, &format!("{code}_hint")]);
    }
    all("container", &["personal", "work", "banking", "shopping", "deleted"]);
    all("part", &["sites", "extensions", "safe_browsing", "embedded", "put_aside"]);
    all("kind", &["database", "session_store", "binary_cookies"]);
    all("group", &["browser", "app"]);
    wanted.extend(crate::detail::NOTES.map(str::to_owned));
    wanted.extend(crate::marks::Mark::ALL.map(|mark| format!("note_{}", mark.word())));
    wanted.extend(crate::advice::ADVICE.map(str::to_owned));
    let missing: Vec<_> =
        wanted.iter().filter(|key| !has(Language::En, key) || !has(Language::De, key)).collect();
    assert!(missing.is_empty(), "words without a sentence: {missing:?}");
}

const SOURCES: [Source; 6] = [
    Source::Nothing,
    Source::Person,
    Source::OwnRule,
    Source::OpenCookieDatabase,
    Source::ThirdPartyWeb,
    Source::Evidence,
];
const STATES: [StoreState; 6] = [
    StoreState::Found,
    StoreState::Read,
    StoreState::InUse,
    StoreState::NeedsPermission,
    StoreState::Damaged,
    StoreState::NotSupported,
];
const CLEAR: [ClearReason; 4] =
    [ClearReason::Tracker, ClearReason::Chosen, ClearReason::NotSignIn, ClearReason::Everything];
const KEEP: [KeepReason; 7] = [
    KeepReason::SignIn,
    KeepReason::MaybeSignIn,
    KeepReason::KeptSite,
    KeepReason::NotInPreset,
    KeepReason::NotCleared,
    KeepReason::StoreNotRead,
    KeepReason::ByHand,
];
const SKIP: [SkipReason; 7] = [
    SkipReason::InUse,
    SkipReason::Locked,
    SkipReason::Missing,
    SkipReason::CannotWrite,
    SkipReason::Changed,
    SkipReason::Cancelled,
    SkipReason::NotStarted,
];
const STEPS: [&str; 13] = [
    "run_recorded",
    "store_started",
    "store_locked",
    "rows_read",
    "journal_written",
    "journal_synced",
    "rows_changed",
    "committing",
    "committed",
    "checkpointed",
    "verified",
    "marked",
    "finished",
];
const PROBLEMS: [ProblemKind; 21] = [
    ProblemKind::Missing,
    ProblemKind::PermissionDenied,
    ProblemKind::NotAFile,
    ProblemKind::BadLink,
    ProblemKind::NotADatabase,
    ProblemKind::Damaged,
    ProblemKind::Locked,
    ProblemKind::KeepsChanging,
    ProblemKind::UnknownSchema,
    ProblemKind::NewerVersion,
    ProblemKind::BadRows,
    ProblemKind::BadIndex,
    ProblemKind::CannotCopy,
    ProblemKind::TooLarge,
    ProblemKind::LeftBehind,
    ProblemKind::NoEvidence,
    ProblemKind::KnowledgeLeftAside,
    ProblemKind::NoFolder,
    ProblemKind::NothingInFolder,
    ProblemKind::TooManyFolders,
    ProblemKind::Other,
];

#[test]
fn reasons_need_no_other_words_than_every_verdict_has() {
    let known: BTreeSet<String> = ["name", "site", "company"].map(str::to_owned).into();
    for reason in Reason::ALL {
        let entry = &Language::En.catalogue()[&format!("reason_{}", reason.word())];
        assert!(placeholders(entry).is_subset(&known), "{reason:?} is worded with name, site and company");
    }
}

#[test]
fn numbers_choose_their_form() {
    let say = |count: &str| {
        text(Language::En, "note_same_elsewhere", &Params::from([("count".to_owned(), count.to_owned())]))
    };
    assert!(say("1").contains("1 other place:"), "{}", say("1"));
    assert!(say("0").contains("0 other places:"), "{}", say("0"));
    assert!(say("21").contains("21 other places:"), "{}", say("21"));
}

#[test]
fn several_selectors_and_wildcards_choose_the_most_exact() {
    let catalogue = read(
        r#"{"k": [{"declarations": ["input a", "input b", "local p = a: plural"], "selectors": ["p", "b"],
            "match": {"p=one, b=x": "one x", "p=*, b=x": "some x", "p=*, b=*": "else"}}]}"#,
    );
    let Some(Entry::Variants(variants)) = catalogue.get("k") else { panic!("variants") };
    let say = |a: &str, b: &str| {
        let params = Params::from([("a".to_owned(), a.to_owned()), ("b".to_owned(), b.to_owned())]);
        variants[0].choose(&params).map(str::to_owned)
    };
    assert_eq!(say("1", "x").as_deref(), Some("one x"));
    assert_eq!(say("2", "x").as_deref(), Some("some x"));
    assert_eq!(say("1", "y").as_deref(), Some("else"));
}

#[test]
fn parameters_are_text_and_never_read_as_placeholders() {
    let params = Params::from([
        ("site".to_owned(), "{name}<img src=x>".to_owned()),
        ("name".to_owned(), "n".to_owned()),
    ]);
    assert_eq!(
        filled("a {site} b {open {missing} {name}", &params),
        "a {name}<img src=x> b {open {missing} n"
    );
}

#[test]
fn locales_find_their_language() {
    for (locale, language) in [
        ("de-AT", Language::De),
        ("de_DE.UTF-8", Language::De),
        ("en-GB", Language::En),
        ("C", Language::En),
        ("fr", Language::En),
    ] {
        assert_eq!(Language::nearest(locale), language, "{locale}");
    }
}
