//! Documents as JSON, and the published schema of that JSON.
//!
//! Keys stand in the order of the structures' fields, so equal documents are equal bytes.

use super::document::Document;

/// A document as pretty JSON with a newline at the end.
///
/// # Errors
/// Never for a [`Document`]: its fields are strings, booleans and lists. The error is the serialiser's.
pub fn document_json(document: &Document) -> Result<String, serde_json::Error> {
    let mut out = serde_json::to_string_pretty(document)?;
    out.push('\n');
    Ok(out)
}

/// The JSON Schema (2020-12) of a document, as committed in `docs/schema/document.schema.json`.
///
/// # Errors
/// The serialiser's.
pub fn document_schema() -> Result<String, serde_json::Error> {
    let mut out = serde_json::to_string_pretty(&schemars::schema_for!(Document))?;
    out.push('\n');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `GEOFLOW_BLESS=1` rewrites the file.
    #[test]
    fn the_committed_schema_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/document.schema.json");
        let schema = document_schema().unwrap();
        if std::env::var_os("GEOFLOW_BLESS").is_some() {
            std::fs::write(path, &schema).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), schema, "run the tests with GEOFLOW_BLESS=1");
    }
}
