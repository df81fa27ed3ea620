//! Where engines that read files find the logs, and in which shape.
//!
//! Not its job: opening them; the program only writes the path down.

/// Files of logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logs {
    /// As the engine reads it; may hold wildcards.
    pub path: String,
    pub shape: Shape,
}

/// How a record stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One normalised record a line, of any log: `jwtenant audit EXPORT --format records`.
    Records,
    /// A CSV file with the record's JSON in column `AuditData`: Purview, `Search-UnifiedAuditLog`.
    Csv,
    /// One record of the unified audit log a line, as JSON.
    Lines,
}

/// Every shape and its word.
pub const SHAPES: &[(Shape, &str, &str)] = &[
    (
        Shape::Records,
        "records",
        "what jwtenant audit --format records writes, of any log",
    ),
    (Shape::Csv, "csv", "CSV with a column AuditData"),
    (
        Shape::Lines,
        "jsonl",
        "one record of the unified audit log a line",
    ),
];

impl Logs {
    /// Files at a path, their shape by its ending unless it is said.
    #[must_use]
    pub fn at(path: &str, shape: Option<Shape>) -> Self {
        let path = path.to_owned();
        // A folder's name says nothing of a file's shape.
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        let by_name = match plain {
            _ if plain.ends_with(".csv") => Shape::Csv,
            _ if plain.contains("records") => Shape::Records,
            _ => Shape::Lines,
        };
        Self {
            path,
            shape: shape.unwrap_or(by_name),
        }
    }
}

impl Default for Logs {
    fn default() -> Self {
        Self::at("records.jsonl", None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_says_the_shape_and_not_its_folder() {
        for (path, shape) in [
            ("/data/records/export.csv", Shape::Csv),
            ("/data/records/export.jsonl", Shape::Lines),
            ("records-of-may.csv.gz", Shape::Csv),
            ("C:\\logs\\records.jsonl", Shape::Records),
        ] {
            assert_eq!(Logs::at(path, None).shape, shape, "{path}");
        }
    }
}
