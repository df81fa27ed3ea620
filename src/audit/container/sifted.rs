//! The rows that are left of an export after the search has passed over those without a token's key.
//!
//! Not its job: passing over (`search/`), or reading the rows that are left (the container's reader).

use std::io;
use std::sync::Arc;

use super::{Row, Rows};
use crate::audit::error::RowError;
use crate::audit::search::sieve::Origins;

/// Reads a sieved text, and tells the lines of the whole one.
pub(super) struct Sifted {
    pub rows: Box<dyn Rows>,
    pub origins: Arc<Origins>,
}

impl Rows for Sifted {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, RowError> {
        if let Some((line, why)) = self.origins.next_lost() {
            return Err(RowError::unreadable(line, why));
        }
        match self.rows.next_row(row) {
            Ok(true) => {
                row.line = self.origins.line(row.line);
                Ok(true)
            }
            Ok(false) => match self.origins.next_lost() {
                Some((line, why)) => Err(RowError::unreadable(line, why)),
                None => Ok(false),
            },
            Err(RowError::Unreadable(mut problem)) => {
                problem.line = self.origins.line(problem.line);
                Err(RowError::Unreadable(problem))
            }
            Err(RowError::Read { source, .. }) if source.kind() == io::ErrorKind::WouldBlock => {
                Err(RowError::Paused)
            }
            Err(RowError::Read { source, .. }) => Err(RowError::Read {
                line: self.origins.lines(),
                source,
            }),
            Err(RowError::Paused) => Err(RowError::Paused),
        }
    }
}
