//! The page that stands in the window when the dashboard cannot: made here, so that it needs nothing of it.

use crumbwise_app::messages::{self, Language};
use tauri::{Url, http};

/// The scheme the page is served under.
pub const SCHEME: &str = "problem";

/// The host under which Windows serves that scheme.
pub const HOST_OVER_HTTP: &str = "problem.localhost";

/// Nothing but its own style sheet: the page has no script.
const POLICY: &str = "default-src 'none'; style-src 'self'";

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 2rem; }
h1 { font-size: 1.5rem; }
code { padding: 0.1em 0.4em; border: 1px solid; border-radius: 4px; }
";

/// Why the dashboard is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It was loaded but painted nothing in time.
    NotPainted,
    /// It could not be loaded.
    NotLoaded,
    /// The process that draws it died.
    Stopped,
}

impl Cause {
    const ALL: [Self; 3] = [Self::NotPainted, Self::NotLoaded, Self::Stopped];

    /// Its word in the page's address; the message key is `shell_` and this word.
    const fn word(self) -> &'static str {
        match self {
            Self::NotPainted => "not_painted",
            Self::NotLoaded => "not_loaded",
            Self::Stopped => "stopped",
        }
    }

    /// Where the page that tells of it is.
    #[expect(clippy::missing_panics_doc, reason = "it parses three fixed addresses, each in a test")]
    pub fn address(self) -> Url {
        let base = if cfg!(windows) { "http://problem.localhost" } else { "problem://localhost" };
        Url::parse(&format!("{base}/{}", self.word())).expect("a fixed address is one")
    }
}

/// The page in one language.
#[derive(Clone, Copy, Debug)]
pub struct ProblemPage {
    language: Language,
}

impl ProblemPage {
    /// The page as this language words it.
    pub const fn in_language(language: Language) -> Self {
        Self { language }
    }

    /// Answers a request of the page's scheme.
    pub fn answer(self, address: &http::Uri) -> http::Response<Vec<u8>> {
        let word = address.path().trim_matches('/');
        if word == "style.css" {
            return respond("text/css", STYLE.into());
        }
        let cause = Cause::ALL.into_iter().find(|cause| cause.word() == word).unwrap_or(Cause::NotPainted);
        respond("text/html; charset=utf-8", self.html(cause))
    }

    fn html(self, cause: Cause) -> String {
        let say = |key: &str| escape(&messages::text(self.language, key, &messages::Params::new()));
        let again = if cfg!(windows) { "http://tauri.localhost/" } else { "tauri://localhost/" };
        format!(
            "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>Crumbwise</title>\
             <link rel=\"stylesheet\" href=\"/style.css\"></head><body><main><h1>{title}</h1><p>{what}</p>\
             <p>{safe}</p><p><a href=\"{again}\">{retry}</a></p><p>{command} <code>crumbwise scan</code></p>\
             </main></body></html>",
            language = self.language.word(),
            title = say("shell_title"),
            what = say(&format!("shell_{}", cause.word())),
            safe = say("shell_safe"),
            retry = say("shell_retry"),
            command = say("shell_command"),
        )
    }
}

fn respond(kind: &str, body: String) -> http::Response<Vec<u8>> {
    http::Response::builder()
        .header(http::header::CONTENT_TYPE, kind)
        .header(http::header::CONTENT_SECURITY_POLICY, POLICY)
        .body(body.into_bytes())
        .expect("fixed headers are valid")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use crumbwise_app::messages::Language;
    use tauri::http::{Uri, header};

    use super::{Cause, POLICY, ProblemPage};
    use crate::window::is_ours;

    fn page(language: Language, address: &str) -> (String, String) {
        let answer = ProblemPage::in_language(language).answer(&address.parse::<Uri>().unwrap());
        let policy =
            answer.headers().get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap().to_owned();
        (policy, String::from_utf8(answer.into_body()).unwrap())
    }

    #[test]
    fn each_cause_is_told_in_each_language() {
        for language in Language::ALL {
            for cause in Cause::ALL {
                assert!(is_ours(&cause.address()), "the window may go there");
                let (policy, html) = page(language, cause.address().as_str());
                assert_eq!(policy, POLICY);
                assert!(!html.contains("shell_"), "every sentence is in the catalogue: {html}");
                assert!(!html.contains("<script"), "the page has no script");
            }
        }
        let told = |cause: Cause| page(Language::En, cause.address().as_str()).1;
        assert_ne!(told(Cause::NotPainted), told(Cause::Stopped), "the page says what happened");
    }

    #[test]
    fn its_style_sheet_is_its_own() {
        let (_, css) = page(Language::En, "problem://localhost/style.css");
        assert!(css.contains("color-scheme"));
    }
}
