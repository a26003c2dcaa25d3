//! One tree from a file and what it includes.
//!
//! In: the name and bytes of a model, and a way to read further files. Out: the merged tree with all texts, and every
//! diagnostic of form. It must not know names or kinds, and touches no disk by itself: a [`Reader`] does.
//!
//! An `include` is replaced by the items of its file. A file that is reached twice counts once; one that includes
//! itself is an error. Paths are relative to the file that holds the `include`.

use crate::diagnostics::{Code, Diagnostic};
use crate::syntax::ast::{self, Item, ItemKind};
use crate::syntax::source::Sources;
use crate::syntax::span::{FileId, Span};
use std::io;
use std::path::{Path, PathBuf};

/// A model of more files than this is refused.
const MOST_FILES: usize = 1000;

/// Where files come from.
pub trait Reader {
    /// The bytes of a file.
    ///
    /// # Errors
    /// The system's.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The same for every path to one file.
    ///
    /// # Errors
    /// The system's.
    fn identity(&self, path: &Path) -> io::Result<PathBuf>;
}

/// The file a run begins with.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its path; `None` for standard input, whose includes are relative to the working directory.
    pub path: Option<PathBuf>,
    /// Its name in messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A model in one tree.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Every text.
    pub sources: Sources,
    /// The items of all files, in the order reached.
    pub file: ast::File,
    /// What is wrong with their form.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses the input and everything it includes.
#[must_use]
pub fn parse_with_includes(input: &Input, reader: &dyn Reader) -> Parsed {
    let mut includes = Includes { reader, parsed: Parsed::default(), open: Vec::new(), done: Vec::new() };
    if let Some(identity) = input.path.as_ref().and_then(|path| reader.identity(path).ok()) {
        includes.open.push(identity);
    }
    let folder = input.path.as_ref().and_then(|path| path.parent()).unwrap_or_else(|| Path::new(""));
    let items = includes.items(&input.name, &input.bytes, folder, None);
    includes.parsed.file.items = items;
    includes.parsed
}

struct Includes<'r> {
    reader: &'r dyn Reader,
    parsed: Parsed,
    /// The files between the first one and the one at hand.
    open: Vec<PathBuf>,
    done: Vec<PathBuf>,
}

impl Includes<'_> {
    /// The items of one text, with its includes in their places.
    fn items(&mut self, name: &str, bytes: &[u8], folder: &Path, included_at: Option<Span>) -> Vec<Item> {
        let id = match self.parsed.sources.add(name, bytes) {
            Ok(id) => id,
            Err(finding) => {
                let finding = match included_at {
                    Some(span) => finding.secondary(span, "included here"),
                    None => finding,
                };
                self.parsed.diagnostics.push(finding);
                self.parsed.file.lost.any = true;
                return Vec::new();
            }
        };
        let items = self.parse(id);
        self.expand(items, folder)
    }

    fn parse(&mut self, id: FileId) -> Vec<Item> {
        let (file, found) = crate::syntax::parse(id, self.parsed.sources.text(id));
        self.parsed.diagnostics.extend(found);
        self.parsed.file.lost.names.extend(file.lost.names);
        file.items
    }

    fn expand(&mut self, items: Vec<Item>, folder: &Path) -> Vec<Item> {
        let mut out = Vec::with_capacity(items.len());
        for Item { kind, span } in items {
            match kind {
                ItemKind::Include { path, path_span } => out.extend(self.include(&path, path_span, folder)),
                ItemKind::Refuse { code, items } => {
                    let items = self.expand(items, folder);
                    out.push(Item { kind: ItemKind::Refuse { code, items }, span });
                }
                kind => out.push(Item { kind, span }),
            }
        }
        out
    }

    fn include(&mut self, path: &str, span: Span, folder: &Path) -> Vec<Item> {
        let place = folder.join(path);
        let read = self.reader.identity(&place).and_then(|identity| {
            let is_known = self.open.contains(&identity) || self.done.contains(&identity);
            let bytes = if is_known { Vec::new() } else { self.reader.read(&place)? };
            Ok((identity, bytes))
        });
        let (identity, bytes) = match read {
            Ok(found) => found,
            Err(error) => {
                self.parsed.diagnostics.push(unreadable(path, span, &error));
                self.parsed.file.lost.any = true;
                return Vec::new();
            }
        };
        if self.done.contains(&identity) {
            return Vec::new();
        }
        if self.open.contains(&identity) {
            self.parsed.diagnostics.push(circle(path, span));
            return Vec::new();
        }
        if self.parsed.sources.len() >= MOST_FILES {
            self.parsed.diagnostics.push(too_many(span));
            self.parsed.file.lost.any = true;
            return Vec::new();
        }
        self.open.push(identity);
        let inner = place.parent().unwrap_or_else(|| Path::new("")).to_owned();
        let items = self.items(&place.display().to_string(), &bytes, &inner, Some(span));
        self.done.extend(self.open.pop());
        items
    }
}

fn unreadable(path: &str, span: Span, error: &io::Error) -> Diagnostic {
    let why = if error.kind() == io::ErrorKind::NotFound { "there is no such file".into() } else { error.to_string() };
    Diagnostic::error(Code::G0903, format!("`{path}` cannot be read"))
        .primary(span, why)
        .help("a path is relative to the file that holds the `include`")
}

fn circle(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0904, format!("`{path}` includes itself"))
        .primary(span, "this leads back to a file that is being read")
        .help("remove one of the includes on the way round")
}

fn too_many(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0902, format!("the model has more than {MOST_FILES} files"))
        .primary(span, "this one is too many")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    struct Shelf(BTreeMap<&'static str, &'static str>);

    impl Reader for Shelf {
        fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
            let text = path.to_str().and_then(|p| self.0.get(p));
            text.map(|t| t.as_bytes().to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
        }

        fn identity(&self, path: &Path) -> io::Result<PathBuf> {
            self.read(path).map(|_| path.to_owned())
        }
    }

    fn parsed(files: &[(&'static str, &'static str)]) -> Parsed {
        let shelf = Shelf(files.iter().copied().collect());
        let (name, text) = files[0];
        let input = Input { path: Some(name.into()), name: name.into(), bytes: text.into() };
        parse_with_includes(&input, &shelf)
    }

    #[test]
    fn items_stand_where_their_include_stood_and_paths_follow_the_folders() {
        let p = parsed(&[
            ("m/a.geo", "const a = 1\ninclude \"sub/b.geo\"\nconst d = 4"),
            ("m/sub/b.geo", "include \"c.geo\"\nconst b = 2"),
            ("m/sub/c.geo", "const c = 3"),
        ]);
        assert!(p.diagnostics.is_empty(), "{:?}", p.diagnostics);
        let names: Vec<&str> = p.file.items.iter().map(|i| p.sources.slice(i.span)).collect();
        assert_eq!(names, ["const a = 1", "const c = 3", "const b = 2", "const d = 4"]);
    }

    #[test]
    fn a_file_reached_twice_counts_once() {
        let p = parsed(&[("a.geo", "include \"b.geo\"\ninclude \"b.geo\""), ("b.geo", "const b = 2")]);
        assert!(p.diagnostics.is_empty());
        assert_eq!(p.file.items.len(), 1);
    }

    #[test]
    fn circles_and_missing_files_are_located() {
        let p = parsed(&[("a.geo", "include \"b.geo\"\ninclude \"none.geo\""), ("b.geo", "include \"a.geo\"")]);
        let found: Vec<(Code, &str)> =
            p.diagnostics.iter().map(|d| (d.code, p.sources.slice(d.primary_span().expect("located")))).collect();
        assert_eq!(found, [(Code::G0904, "\"a.geo\""), (Code::G0903, "\"none.geo\"")]);
    }

    #[test]
    fn a_file_that_includes_itself_is_a_circle() {
        let p = parsed(&[("a.geo", "include \"a.geo\"")]);
        assert_eq!(p.diagnostics[0].code, Code::G0904);
    }
}
