//! Explains cookies given as `name<TAB>host` lines, one verdict a line: for measuring against a labelled set.
//!
//! `printf '_ga\t.example.com\n' | cargo run -p crumbwise-explain --example explain_lines`

use std::io::{self, BufRead, Write};

use crumbwise_explain::Knowledge;

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (name, host) = line.split_once('\t').unwrap_or((&line, ""));
        let (verdict, site) = Knowledge::built_in().explain_one(name, host);
        let company = verdict.company.map(|id| Knowledge::built_in().company(id));
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{site}",
            verdict.purpose.word(),
            verdict.tracking.word(),
            verdict.sign_in.word(),
            company.map_or("", |company| company.name),
            company.map_or("", |company| company.parent),
            verdict.source.word(),
            verdict.reason.word(),
            verdict.confidence.word(),
            Knowledge::built_in().rule(verdict.source, verdict.rule).map_or("", |rule| rule.pattern),
        )?;
    }
    Ok(())
}
