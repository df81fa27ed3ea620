//! Where a long text can be cut without cutting a token.
//!
//! Not its job: reading, or what is in a line.

use super::super::run::is_word;

/// What stands together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cutting {
    /// Every line is a record.
    Lines,
    /// Records end at line ends outside quotes; this stands between their cells.
    Rows { delimiter: u8 },
    /// Tokens may be broken over lines.
    Text,
}

/// A cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    At(Counted),
    /// Nowhere here: more has to be seen.
    Further,
}

/// What stands before a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) bytes: usize,
    /// Lines or rows.
    pub(super) records: usize,
}

/// The last place to cut in what is there; behind all of it where nothing follows.
pub(super) fn at(cutting: Cutting, bytes: &[u8], is_all: bool) -> Cut {
    match cutting {
        Cutting::Rows { delimiter } => rows(bytes, delimiter, is_all),
        Cutting::Lines | Cutting::Text if is_all => whole(bytes),
        Cutting::Lines => match memchr::memrchr(b'\n', bytes) {
            Some(end) => lines(&bytes[..=end]),
            None => Cut::Further,
        },
        Cutting::Text => text(bytes),
    }
}

fn whole(bytes: &[u8]) -> Cut {
    lines(bytes)
}

fn lines(bytes: &[u8]) -> Cut {
    Cut::At(Counted {
        bytes: bytes.len(),
        records: memchr::memchr_iter(b'\n', bytes).count(),
    })
}

/// How far back a good place is looked for before any line end will do.
const LOOK_BACK: usize = 64 << 10;

/// Before a line that does not look like the rest of a token; else at the last line end; in a line
/// without end, behind the last character that no token holds.
fn text(bytes: &[u8]) -> Cut {
    let ends = || memchr::memrchr_iter(b'\n', bytes).filter(|end| end + 1 < bytes.len());
    let lowest = bytes.len().saturating_sub(LOOK_BACK);
    let good = ends()
        .take_while(|end| *end >= lowest)
        .find(|end| !may_continue(&bytes[end + 1..]));
    if let Some(end) = good.or_else(|| ends().next()) {
        return lines(&bytes[..=end]);
    }
    let is_of_token = |byte: u8| is_word(byte) || matches!(byte, b'.' | b'+' | b'/' | b'=' | b'%');
    match bytes.iter().rposition(|byte| !is_of_token(*byte)) {
        Some(at) if at > 0 && is_boundary(bytes, at) => lines(&bytes[..at]),
        // Longer than any token, and nothing else: there is none to cut.
        _ => Cut::Further,
    }
}

/// Whether a character begins here.
fn is_boundary(bytes: &[u8], at: usize) -> bool {
    bytes[at] & 0xC0 != 0x80
}

/// The first words of ordinary lines are shorter: dates, names, brackets.
const WORD: usize = 16;

/// Whether a line could be the rest of a token that began before: token characters at once, either many
/// or nothing else, and not the beginning of a token itself.
fn may_continue(line: &[u8]) -> bool {
    let line = match memchr::memchr(b'\n', line) {
        Some(end) => &line[..end],
        None => line,
    };
    let is_mark = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'>');
    let start = line.iter().position(|byte| !is_mark(byte));
    let Some(rest) = start.map(|start| &line[start..]) else {
        return false;
    };
    let is_of_run = |byte: &u8| is_word(*byte) || matches!(byte, b'.' | b'+' | b'/' | b'=');
    let run = rest.iter().take_while(|byte| is_of_run(byte)).count();
    let is_all = rest[run..].iter().all(is_mark);
    let begins = rest.starts_with(b"eyJ") || rest.starts_with(b"eyA");
    !begins && (run >= WORD || (run > 0 && is_all))
}

/// Quotes mean something around a whole cell only, as `csv` reads them: in `5" disk` one is a letter.
fn rows(bytes: &[u8], delimiter: u8, is_all: bool) -> Cut {
    let mut is_quoted = false;
    // Behind the last closing quote: another one there is half of a doubled one.
    let mut closed = None;
    let mut counted = Counted {
        bytes: 0,
        records: 0,
    };
    let mut line_start = 0;
    for at in memchr::memchr2_iter(b'"', b'\n', bytes) {
        if bytes[at] == b'"' {
            let opens = at == line_start || bytes[at - 1] == delimiter || closed == Some(at);
            if is_quoted {
                closed = Some(at + 1);
            }
            is_quoted = !is_quoted && opens;
        } else if !is_quoted {
            // A blank line is no row.
            let is_blank = matches!(&bytes[line_start..at], b"" | b"\r");
            counted.records += usize::from(!is_blank);
            counted.bytes = at + 1;
            line_start = at + 1;
        }
    }
    if is_all {
        counted.records += 1;
        counted.bytes = bytes.len();
    }
    if counted.bytes == 0 {
        Cut::Further
    } else {
        Cut::At(counted)
    }
}
