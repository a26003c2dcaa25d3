//! `geoflow replay FILE`: checks the proofs in a certificate.

use crate::certificate::{Certificate, Unreadable};
use crate::cli::args::{Format, Global, Replay};
use crate::cli::disk::read_input;
use crate::cli::output::Output;
use crate::diagnostics::{Code, Diagnostic};
use crate::emit::document::{Document, Entry, Section};
use crate::pipeline::{Accepted, Conclusion, Refusal, replay_certificate_within};
use crate::syntax::source::Sources;

pub(super) fn run(options: &Replay, global: &Global) -> Conclusion {
    let output = Output::new(global);
    let sources = Sources::new();
    let finish = |findings: &[Diagnostic], document: Option<&Document>| {
        output.finish(findings, &sources, document.map(|d| (d, Format::Text)), &[]);
    };
    let certificate = match read(options) {
        Ok(certificate) => certificate,
        Err(finding) => {
            finish(&[*finding], None);
            return Conclusion::InputWrong;
        }
    };
    let name = options.file.file_name().map_or_else(|| "<stdin>".into(), |n| n.to_string_lossy().into_owned());
    let mut document = Document::new(&name);
    match replay_certificate_within(certificate, global.timeout) {
        Ok(accepted) => {
            document.sections.push(section(&accepted));
            finish(&[], Some(&document));
            if accepted.unproved.is_empty() { Conclusion::AsWritten } else { Conclusion::Open }
        }
        Err(refusal) => {
            finish(&[rejected(&refusal, global)], None);
            if matches!(refusal, Refusal::Late(_)) { Conclusion::Open } else { Conclusion::Otherwise }
        }
    }
}

fn read(options: &Replay) -> Result<Certificate, Box<Diagnostic>> {
    let input = read_input(&options.file)?;
    let unreadable = |why: String| {
        let headline = format!("`{}` is not a certificate: {why}", input.name);
        Box::new(Diagnostic::error(Code::G0909, headline))
    };
    let text = std::str::from_utf8(&input.bytes).map_err(|e| unreadable(e.to_string()))?;
    Certificate::read(text).map_err(|e| match e {
        Unreadable::Version(_) => {
            let headline = format!("`{}` cannot be replayed: {e}", input.name);
            let finding = Diagnostic::error(Code::G0909, headline);
            Box::new(finding.help("write it again from its model: `geoflow verify FILE --certificate PROOF.json`"))
        }
        other => unreadable(other.to_string()),
    })
}

fn rejected(refusal: &Refusal, global: &Global) -> Diagnostic {
    match refusal {
        Refusal::Late(of) => {
            let of = of.split_whitespace().collect::<Vec<_>>().join(" ");
            let headline = format!("not checked within {} s: {of}", global.timeout.as_secs_f64());
            Diagnostic::warning(Code::G0803, headline).help("give it more time, for example `--timeout 60`")
        }
        Refusal::Model(finding) => {
            Diagnostic::error(Code::G0910, "the model in the certificate is wrong").note(finding)
        }
        Refusal::Step { of, rejection } => {
            let of = of.split_whitespace().collect::<Vec<_>>().join(" ");
            Diagnostic::error(Code::G0910, format!("rejected: {of}")).note(rejection.to_string())
        }
    }
}

fn section(accepted: &Accepted) -> Section {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut entries: Vec<Entry> =
        accepted.claims.iter().map(|c| Entry::Note { text: format!("accepted: {}", one_line(c)) }).collect();
    entries.extend(accepted.hypotheses.iter().map(|h| Entry::Note { text: format!("not proved, supposed: {h}") }));
    entries.extend(accepted.unproved.iter().map(|c| Entry::Note { text: format!("no proof here: {}", one_line(c)) }));
    let count = accepted.claims.len();
    let plural = if count == 1 { "" } else { "s" };
    entries.push(Entry::Note { text: format!("{count} proof{plural} accepted") });
    Section { title: String::new(), entries }
}
