//! The texts of one run.
//!
//! In: names and bytes, read by somebody else. Out: text by [`FileId`], and lines and columns for messages.
//! It must not know the language and never touches a disk.

use super::span::{FileId, Span};
use crate::diagnostics::{Code, Diagnostic};

/// Largest text accepted, in bytes; spans count bytes in 32 bits.
pub const LARGEST: usize = 64 << 20;

#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: String,
    /// Byte offset of the first character of every line.
    line_starts: Vec<usize>,
}

/// The texts of one run. A [`FileId`] is the index of a text here.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
}

impl Sources {
    /// No texts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Names and texts, in the order in which they were added.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources.iter().map(|s| (s.name.as_str(), s.text.as_str()))
    }

    /// Adds a text. A byte order mark at its beginning is dropped; offsets count from behind it.
    ///
    /// # Errors
    /// G0901 where the bytes are not UTF-8, G0902 where there are too many. The readable part is kept under the file
    /// of the diagnostic's label, so that the place can be shown.
    #[allow(clippy::result_large_err)] // once per file
    pub fn add(&mut self, name: impl Into<String>, bytes: &[u8]) -> Result<FileId, Diagnostic> {
        let name = name.into();
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if bytes.len() > LARGEST {
            let file = self.push(name, String::new());
            let headline = format!("the file has {} bytes, and {LARGEST} are the most", bytes.len());
            return Err(Diagnostic::error(Code::G0902, headline).primary(Span::new(file, 0, 0), "not read"));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(self.push(name, text.to_owned())),
            Err(error) => {
                let offset = error.valid_up_to();
                let file = self.push(name, String::from_utf8_lossy(bytes).into_owned());
                // The lossy text has a replacement character of three bytes here.
                let byte = bytes.get(offset).copied().unwrap_or_default();
                let label = format!("the byte 0x{byte:02X} begins no character here");
                Err(Diagnostic::error(Code::G0901, "the file is not UTF-8 text")
                    .primary(Span::new(file, offset, offset + 3), label)
                    .note(format!("byte {offset} of the file"))
                    .help("save the file as UTF-8"))
            }
        }
    }

    fn push(&mut self, name: String, text: String) -> FileId {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let file = FileId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(Source { name, text, line_starts });
        file
    }

    fn source(&self, file: FileId) -> Option<&Source> {
        self.sources.get(file.0 as usize)
    }

    /// The text; empty for a file that is not here.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        self.source(file).map_or("", |source| &source.text)
    }

    /// The name it was given.
    #[must_use]
    pub fn name(&self, file: FileId) -> &str {
        self.source(file).map_or("<unknown>", |source| &source.name)
    }

    /// The text a span stands for, clamped to characters of the file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let text = self.text(span.file);
        text.get(boundary_before(text, span.start as usize)..boundary_before(text, span.end as usize)).unwrap_or("")
    }

    /// Line and column, both from one, of a byte; the column counts characters.
    #[must_use]
    pub fn line_col(&self, file: FileId, offset: usize) -> (usize, usize) {
        let Some(source) = self.source(file) else {
            return (1, 1);
        };
        let offset = boundary_before(&source.text, offset);
        let line = source.line_starts.partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).and_then(|index| source.line_starts.get(index)).copied().unwrap_or(0);
        let column = source.text.get(start..offset).map_or(0, |before| before.chars().count());
        (line.max(1), column + 1)
    }

    /// The bytes of a line (from one) without its line break.
    #[must_use]
    pub fn line_range(&self, file: FileId, line: usize) -> std::ops::Range<usize> {
        let Some(source) = self.source(file) else {
            return 0..0;
        };
        let Some(&start) = line.checked_sub(1).and_then(|index| source.line_starts.get(index)) else {
            return 0..0;
        };
        let end = source.line_starts.get(line).map_or(source.text.len(), |&next| next - 1);
        start..end
    }

    /// Number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }
}

/// The last character boundary of `text` that is not behind `offset`.
#[must_use]
pub fn boundary_before(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let mut sources = Sources::new();
        let file = sources.add("a.geo", "μ = 1\r\nσ = 2".as_bytes()).expect("UTF-8");
        assert_eq!(sources.line_col(file, 0), (1, 1));
        assert_eq!(sources.line_col(file, 1), (1, 1), "the middle of a character is its beginning");
        assert_eq!(sources.line_col(file, 2), (1, 2));
        assert_eq!(sources.line_col(file, 8), (2, 1));
        assert_eq!(sources.line_col(file, 9999), (2, 6));
        assert_eq!(sources.line_col(FileId(7), 3), (1, 1));
        assert_eq!(sources.line_range(file, 2), 8..14);
        assert_eq!(sources.line_range(file, 3), 0..0);
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        let mut sources = Sources::new();
        let file = sources.add("a.geo", b"\xEF\xBB\xBFconst n = 5").expect("UTF-8");
        assert_eq!(sources.text(file), "const n = 5");
        assert_eq!(sources.slice(Span::new(file, 6, 7)), "n");
    }

    #[test]
    fn bytes_that_are_no_text_are_located() {
        let mut sources = Sources::new();
        let finding = sources.add("a.geo", b"const n\n = \xFF5").expect_err("not UTF-8");
        assert_eq!(finding.code, Code::G0901);
        let span = finding.primary_span().expect("located");
        assert_eq!(sources.line_col(span.file, span.start as usize), (2, 4));
        assert_eq!(sources.name(span.file), "a.geo");
    }
}
