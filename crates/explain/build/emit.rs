//! Writes the table as Rust source.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

use phf_shared::{FmtConst, PhfHash};

#[path = "../src/letters.rs"]
mod letters;

use letters::letters;

use crate::{
    companies::Companies,
    domains::{self, Domain},
    entry::{Entry, Meaning, Pattern, Scope},
    rules::Own,
};

/// Everything that is compiled in.
pub(crate) struct Knowledge {
    pub(crate) companies: Companies,
    pub(crate) own: Own,
    pub(crate) listed: Vec<Entry>,
    pub(crate) domains: Vec<Domain>,
}

/// The whole source file.
pub(crate) fn emit(knowledge: &Knowledge) -> String {
    let mut out = String::new();
    let mut once = Once::default();
    emit_companies(&mut out, &knowledge.companies, &mut once);
    let families: Vec<&str> = knowledge.companies.families.iter().map(|(name, _)| name.as_str()).collect();
    emit_names(&mut out, "OWN", &knowledge.own.names, &families, &mut once);
    emit_names(&mut out, "LISTED", &knowledge.listed, &families, &mut once);
    emit_hosts(&mut out, knowledge, &mut once);
    emit_examples(&mut out, &knowledge.own.names);
    let texts: Vec<String> = once.texts.all.clone().iter().map(|text| once.packed(text)).collect();
    line(&mut out, &format!("static TEXTS: &[Packed] = &[{}];", texts.join(", ")));
    line(&mut out, &format!("pub(crate) static SCOPES: &[Scope] = &[{}];", once.scopes.join(", ")));
    line(&mut out, &format!("static ALL: &str = {:?};", once.all));
    for (number, meaning) in once.meanings.all.iter().enumerate() {
        line(&mut out, &format!("const M{number}: Meaning = {meaning};"));
    }
    out
}

/// What many rules share, written once: file names and references, answers, places, and every text.
#[derive(Default)]
struct Once {
    texts: Numbered,
    meanings: Numbered,
    scopes: Vec<String>,
    /// Every text, one after the other.
    all: String,
    places: BTreeMap<String, String>,
}

#[derive(Default)]
struct Numbered {
    all: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Numbered {
    fn number(&mut self, text: &str) -> usize {
        let next = self.all.len();
        let number = *self.numbers.entry(text.to_owned()).or_insert(next);
        if number == next {
            self.all.push(text.to_owned());
        }
        number
    }
}

impl Once {
    fn text(&mut self, text: &str) -> usize {
        self.texts.number(text)
    }

    /// A text by where it stands among all texts.
    fn packed(&mut self, text: &str) -> String {
        if let Some(place) = self.places.get(text) {
            return place.clone();
        }
        let place = format!("P({}, {})", self.all.len(), text.len());
        self.all.push_str(text);
        self.places.insert(text.to_owned(), place.clone());
        place
    }

    /// Places that stand side by side.
    fn scopes(&mut self, scopes: Vec<String>) -> String {
        let first = self.scopes.len();
        let count = scopes.len();
        self.scopes.extend(scopes);
        format!("Span {{ first: {first}, count: {count} }}")
    }

    fn meaning(&mut self, answer: &Meaning) -> usize {
        self.meanings.number(&meaning(answer))
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn emit_companies(out: &mut String, companies: &Companies, once: &mut Once) {
    line(out, "pub(crate) static COMPANIES: &[PackedCompany] = &[");
    for company in &companies.all {
        line(
            out,
            &format!(
                "PackedCompany {{ name: {}, parent: {}, category: Category::{:?}, homepage: {} }},",
                once.packed(&company.name),
                once.packed(&company.parent),
                company.category,
                once.packed(&company.homepage)
            ),
        );
    }
    line(out, "];");
    let names: Vec<&String> = companies.families.iter().map(|(name, _)| name).collect();
    line(out, &format!("pub(crate) static FAMILIES: &[&str] = &{names:?};"));
    let mut sites = BTreeMap::new();
    for (number, (_, family)) in companies.families.iter().enumerate() {
        sites.extend(family.iter().map(|site| (site.as_str(), number.to_string())));
    }
    map(out, "FAMILY_SITES", "u8", sites, once);
}

/// A compile-time map from text.
fn map<'a>(
    out: &mut String,
    name: &str,
    value: &str,
    entries: impl IntoIterator<Item = (&'a str, String)>,
    once: &mut Once,
) {
    let mut built = phf_codegen::Map::new();
    for (text, value) in entries {
        built.entry(Key { text, place: once.packed(text) }, value);
    }
    line(out, &format!("pub(crate) static {name}: phf::Map<Packed, {value}> = {};", built.build()));
}

/// A key that is looked up as its text and written as its place.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    text: &'a str,
    place: String,
}

impl PhfHash for Key<'_> {
    fn phf_hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.phf_hash(state);
    }
}

impl FmtConst for Key<'_> {
    fn fmt_const(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)
    }
}

fn meaning(meaning: &Meaning) -> String {
    let company = meaning.company.map_or("None".to_owned(), |id| format!("Some(CompanyId({id}))"));
    format!(
        "Meaning {{ purpose: Purpose::{:?}, tracking: Tracking::{:?}, sign_in: SignIn::{:?}, \
         reason: Reason::{:?}, company: {company} }}",
        meaning.purpose, meaning.tracking, meaning.sign_in, meaning.reason
    )
}

fn emit_names(out: &mut String, set: &str, entries: &[Entry], families: &[&str], once: &mut Once) {
    line(out, &format!("pub(crate) static {set}_RULES: &[NameRule] = &["));
    for entry in entries {
        let scopes = entry.scopes.iter().map(|one| scope(one, families, once)).collect();
        let text = format!(
            "name({}, {}, {}, M{}, {}, {}),",
            once.packed(&entry.pattern.text()),
            once.scopes(scopes),
            entry.bound,
            once.meaning(&entry.meaning),
            once.text(&entry.file),
            once.text(&entry.reference),
        );
        line(out, &text);
    }
    line(out, "];");
    emit_indexes(out, set, entries, once);
}

fn scope(scope: &Scope, families: &[&str], once: &mut Once) -> String {
    match scope {
        Scope::Domain(domain) => format!("D({})", once.packed(domain)),
        Scope::Family(name) => {
            let number = families.iter().position(|family| family == name).unwrap_or(families.len());
            format!("F({number})")
        }
    }
}

/// The look-ups over one set of rules: whole names by hash, beginnings by order, parts one after the other.
fn emit_indexes(out: &mut String, set: &str, entries: &[Entry], once: &mut Once) {
    let mut exact: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut starts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut parts = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let span = match &entry.pattern {
            Pattern::Exact(text) => exact.entry(text).or_insert((number, 0)),
            Pattern::Affix(start, _) => starts.entry(start).or_insert((number, 0)),
            Pattern::Contains(text) => {
                let letters = letters(text);
                let text = once.packed(text);
                parts.push(format!("Part {{ letters: {letters}, text: {text}, rule: {number} }}"));
                continue;
            }
        };
        span.1 += 1;
    }
    let span = |(first, count): (usize, usize)| format!("Span {{ first: {first}, count: {count} }}");
    map(out, &format!("{set}_EXACT"), "Span", exact.into_iter().map(|(text, at)| (text, span(at))), once);
    line(out, &format!("pub(crate) static {set}_STARTS: &[Start] = &["));
    let texts: Vec<&str> = starts.keys().copied().collect();
    for (text, at) in &starts {
        let parent = texts
            .iter()
            .enumerate()
            .filter(|(_, shorter)| shorter.len() < text.len() && text.starts_with(**shorter))
            .max_by_key(|(_, shorter)| shorter.len());
        let parent = parent.map_or("None".to_owned(), |(number, _)| format!("Some({number})"));
        let text = once.packed(text);
        line(out, &format!("Start {{ text: {text}, parent: {parent}, rules: {} }},", span(*at)));
    }
    line(out, "];");
    line(out, &format!("pub(crate) static {set}_PARTS: &[Part] = &[{}];", parts.join(", ")));
}

fn emit_hosts(out: &mut String, knowledge: &Knowledge, once: &mut Once) {
    let mut own: Vec<(Domain, String, String)> = knowledge
        .own
        .domains
        .iter()
        .map(|own| (own.domain.clone(), own.file.clone(), own.reference.clone()))
        .collect();
    for (domain, company) in &knowledge.companies.domains {
        if own.iter().all(|(known, ..)| known.host != *domain) {
            let meaning =
                Meaning { company: Some(*company), ..Meaning::of(crumbwise_model::Reason::CompanyOnly) };
            let domain = Domain { host: domain.clone(), wildcard: true, meaning };
            own.push((domain, "rules/companies.toml".to_owned(), String::new()));
        }
    }
    let listed = knowledge.domains.iter().map(|one| (one.clone(), domains::FILE.to_owned(), String::new()));
    for (set, rows) in [("OWN", own), ("LISTED", listed.collect())] {
        line(out, &format!("pub(crate) static {set}_HOSTS: &[HostRule] = &["));
        for (domain, file, reference) in &rows {
            let text = format!(
                "host({}, {}, M{}, {}, {}),",
                once.packed(&domain.host),
                domain.wildcard,
                once.meaning(&domain.meaning),
                once.text(file),
                once.text(reference),
            );
            line(out, &text);
        }
        line(out, "];");
        let index = rows.iter().enumerate().map(|(at, (domain, ..))| (domain.host.as_str(), at.to_string()));
        map(out, &format!("{set}_HOST_INDEX"), "u16", index, once);
    }
}

/// The examples that every rule of ours carries, for the test that walks them.
fn emit_examples(out: &mut String, own: &[Entry]) {
    let rows: Vec<usize> = own.iter().map(|entry| entry.row).collect();
    line(out, &format!("#[cfg(test)]\npub(crate) static OWN_ROWS: &[u16] = &{rows:?};"));
    let mut text = String::from("#[cfg(test)]\npub(crate) static EXAMPLES: &[Example] = &[\n");
    for entry in own {
        let both = [(&entry.examples, true), (&entry.counter_examples, false)];
        for (example, decides) in
            both.iter().flat_map(|(all, decides)| all.iter().map(move |one| (one, decides)))
        {
            let written = writeln!(
                text,
                "Example {{ row: {}, file: {:?}, text: {example:?}, decides: {decides} }},",
                entry.row, entry.file,
            );
            debug_assert!(written.is_ok(), "writing to a String does not fail");
        }
    }
    text.push_str("];\n");
    out.push_str(&text);
}
