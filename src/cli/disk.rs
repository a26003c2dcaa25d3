//! Files of the machine: reading models, writing results whole or not at all.
//!
//! In: paths and bytes. Out: bytes, files, or diagnostics that say why not. It must not know what the bytes mean, but
//! for the marks by which it knows what geoflow wrote.

use crate::diagnostics::{Code, Diagnostic};
use crate::pipeline::{Input, Reader};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// The files of this machine.
pub struct Disk;

impl Reader for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        read_bounded(path)
    }

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }
}

/// One byte more than is accepted, so that a file without end is refused rather than read.
fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    bounded(File::open(path)?)
}

fn bounded(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(crate::syntax::source::LARGEST).unwrap_or(u64::MAX).saturating_add(4);
    source.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the model named on the command line; `-` is standard input.
///
/// # Errors
/// G0903.
pub fn read_input(path: &Path) -> Result<Input, Box<Diagnostic>> {
    let from_stdin = path == Path::new("-");
    let read = if from_stdin { bounded(io::stdin().lock()) } else { read_bounded(path) };
    let name = if from_stdin { "<stdin>".to_owned() } else { path.display().to_string() };
    let bytes = read.map_err(|error| unreadable(&name, &error))?;
    Ok(Input { path: (!from_stdin).then(|| path.to_owned()), name, bytes })
}

/// The lines of a file that may be read while it is still written; `-` is standard input.
///
/// # Errors
/// G0903.
pub fn open_lines(path: &Path) -> Result<Box<dyn BufRead>, Box<Diagnostic>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(BufReader::new(file))),
        Err(error) => Err(unreadable(&path.display().to_string(), &error)),
    }
}

fn unreadable(name: &str, error: &io::Error) -> Box<Diagnostic> {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    };
    Box::new(Diagnostic::error(Code::G0903, format!("`{name}` cannot be read: {why}")))
}

/// Writes a file whole or not at all: into a temporary file beside it, which then takes its name.
///
/// # Errors
/// G0905 where the place cannot be written, or holds a file that geoflow did not write and `force` is not given.
pub fn write_file(path: &Path, text: impl AsRef<[u8]>, force: bool) -> Result<(), Box<Diagnostic>> {
    expect_writable(path, force)?;
    let refused = |why: String| not_written(path, why);
    let exists = path.symlink_metadata().is_ok();
    // A link keeps its place: the file it leads to is replaced.
    let target = if exists { fs::canonicalize(path).map_err(|e| refused(e.to_string()))? } else { path.to_owned() };
    replace(&target, text.as_ref()).map_err(|e| refused(e.to_string()))
}

fn not_written(path: &Path, why: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(Code::G0905, format!("`{}` was not written: {why}", path.display())))
}

/// Makes a folder with those above it.
///
/// # Errors
/// G0905.
pub fn make_folder(path: &Path) -> Result<(), Box<Diagnostic>> {
    fs::create_dir_all(path).map_err(|e| not_written(path, e.to_string()))
}

/// That a file could be written there, as far as that shows before a long computation.
///
/// # Errors
/// G0905.
pub fn expect_writable(path: &Path, force: bool) -> Result<(), Box<Diagnostic>> {
    if path.is_dir() {
        return Err(not_written(path, "it is a folder".into()));
    }
    if path.symlink_metadata().is_ok() && !force && !is_ours(path) {
        let finding = not_written(path, "a file that geoflow did not write stands there".into());
        return Err(Box::new(finding.help("choose another path, or overwrite it with `--force`")));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if !folder.is_dir() {
        return Err(not_written(path, format!("there is no folder `{}`", folder.display())));
    }
    Ok(())
}

fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let name = path.file_name().ok_or_else(|| io::Error::other("the path names no file"))?;
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let temporary = folder.join(format!(".{}.{}.geoflow", name.to_string_lossy(), std::process::id()));
    let written = write_new(&temporary, path, text).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write_new(temporary: &Path, path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).open(temporary)?;
    file.write_all(text)?;
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

/// Whether geoflow wrote the file: each of its forms says so in its first lines.
fn is_ours(path: &Path) -> bool {
    const MARKS: [&str; 4] =
        ["@generated by geoflow", "(geoflow ", "\"tool\": \"geoflow ", "\"format\": \"geoflow-certificate\""];
    let mut head = Vec::new();
    let Ok(file) = File::open(path) else { return false };
    // The mark of a picture stands in its first chunk of text.
    if file.take(400).read_to_end(&mut head).is_err() {
        return false;
    }
    let head = String::from_utf8_lossy(&head);
    head.lines().take(3).any(|line| MARKS.iter().any(|mark| line.contains(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_files_stay_and_own_files_are_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.rs");
        fs::write(&path, "mine").expect("written");
        let refused = write_file(&path, "// @generated by geoflow\n1", false).expect_err("not ours");
        assert_eq!(refused.code, Code::G0905);
        assert_eq!(fs::read_to_string(&path).expect("read"), "mine");
        write_file(&path, "// @generated by geoflow\n1", true).expect("forced");
        write_file(&path, "// @generated by geoflow\n2", false).expect("ours now");
        assert_eq!(fs::read_to_string(&path).expect("read"), "// @generated by geoflow\n2");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1, "no temporary file stays");
    }

    #[test]
    fn a_place_that_cannot_be_written_is_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(write_file(folder.path(), "x", true).expect_err("a folder").code, Code::G0905);
        let nowhere = folder.path().join("none/out.rs");
        assert_eq!(write_file(&nowhere, "x", false).expect_err("no folder").code, Code::G0905);
    }
}
