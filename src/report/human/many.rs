//! The screen for many tokens: one verdict, and counts instead of a screen for each.
//!
//! Not its job: counting (`report/summary.rs`).

use crate::entra::tenant::TenantId;
use crate::facts;
use crate::report::format::Style;
use crate::report::summary::{Count, Counts, MOST_RELATIVES, Summary};
use crate::screen::Screen;

use super::{mark, place, verdict, write};

/// Rows of each list.
const MOST_ROWS: usize = 20;

/// Writes the whole summary; of an input without a token, the report that says so.
#[must_use]
pub fn many(summary: &Summary, style: &Style) -> String {
    if let Some(report) = summary.of_nothing() {
        return write(&report, style);
    }
    let mut screen = Screen::new(style.width, style.colour);
    if let Some(worst) = summary.verdict() {
        let mut worst = worst.clone();
        let decides = if summary.deciding < summary.tokens {
            "access tokens decide before those beside them, and of these the worst"
        } else {
            "the worst decides"
        };
        worst.summary = format!(
            "{} tokens, {decides}. {}",
            grouped(summary.tokens),
            worst.summary
        );
        verdict(&mut screen, &worst);
    }
    verdicts(&mut screen, summary);
    list(&mut screen, "TENANTS", &summary.tenants, |tenant| {
        (tenant.clone(), tenant_name(summary, tenant))
    });
    list(&mut screen, "CLIENTS", &summary.clients, |(id, name)| {
        (id.clone(), name.clone())
    });
    families(&mut screen, summary);
    not_checked(&mut screen, summary);
    screen.blank();
    screen.prose(
        "",
        0,
        "Each token's own report: --format jsonl (one line a token), --json (one document), or name fewer tokens.",
    );
    screen.finish()
}

/// The gravest first.
fn verdicts(screen: &mut Screen, summary: &Summary) {
    screen.heading("VERDICTS");
    let mut kinds = summary.verdicts.by_frequency();
    kinds.sort_by_key(|(kind, _)| std::cmp::Reverse((kind.ending.weight(), kind.severity)));
    let width = widest(kinds.iter().map(|(_, count)| *count));
    for (kind, count) in kinds.iter().take(MOST_ROWS) {
        let (word, ink) = mark(kind.ending, kind.severity, false);
        let label = format!("  {:>width$}  {word:<10}", grouped(count.tokens));
        screen.labelled_in(&label, label.len() + 1, &kind.title, ink);
        let first = format!("first: {}", place(&count.first));
        screen.labelled("", label.len() + 1, &first);
    }
    more(screen, &summary.verdicts, "verdicts");
}

fn list<K: Ord + Clone>(
    screen: &mut Screen,
    heading: &str,
    counts: &Counts<K>,
    told: impl Fn(&K) -> (String, Option<String>),
) {
    if counts.is_empty() {
        return;
    }
    screen.heading(heading);
    let kinds = counts.by_frequency();
    let width = widest(kinds.iter().map(|(_, count)| *count));
    for (kind, count) in kinds.iter().take(MOST_ROWS) {
        let (id, name) = told(kind);
        let label = format!("  {:>width$}", grouped(count.tokens));
        let text = name.map_or_else(|| id.clone(), |name| format!("{id}, {name}"));
        screen.labelled(&label, label.len() + 2, &text);
    }
    more(screen, counts, &heading.to_lowercase());
}

fn more<K: Ord + Clone>(screen: &mut Screen, counts: &Counts<K>, what: &str) {
    let hidden = counts.len().saturating_sub(MOST_ROWS);
    if hidden > 0 {
        screen.labelled(
            "",
            2,
            &format!("and {} more {what}", grouped(hidden as u64)),
        );
    }
    if counts.others > 0 {
        let others = grouped(counts.others);
        screen.labelled("", 2, &format!("and {others} tokens of still other {what}"));
    }
}

fn families(screen: &mut Screen, summary: &Summary) {
    let families = summary.families();
    if families.is_empty() {
        return;
    }
    screen.heading("TOGETHER");
    for family in families {
        let numbers: Vec<String> = family
            .first
            .iter()
            .take(5)
            .map(|token| (token + 1).to_string())
            .collect();
        let more = if family.first.len() > 5 { ", …" } else { "" };
        let of = match family.groups {
            1 => String::new(),
            groups => format!("{} groups, the first of them ", grouped(groups as u64)),
        };
        let text = format!("{of}tokens {}{more}: {}", numbers.join(", "), family.text);
        screen.labelled("  -", 4, &text);
    }
    if summary.tokens > MOST_RELATIVES as u64 {
        let text = format!(
            "only the first {} tokens were compared with each other",
            grouped(MOST_RELATIVES as u64)
        );
        screen.labelled("  -", 4, &text);
    }
}

fn not_checked(screen: &mut Screen, summary: &Summary) {
    screen.heading("NOT CHECKED");
    for item in summary.left_out().iter().take(MOST_ROWS) {
        screen.prose("  -", 4, &format!("{}: {}", item.what, item.why));
    }
    let hidden = summary.left_out().len().saturating_sub(MOST_ROWS) as u64;
    let beyond = hidden + summary.left_out_beyond();
    if beyond > 0 {
        screen.prose("  -", 4, &format!("{} more were left out", grouped(beyond)));
    }
    for (what, why) in [
        (
            "revocation",
            "a token does not show whether its session was revoked",
        ),
        ("audit log", "no export was given (--audit)"),
    ] {
        screen.prose("  -", 4, &format!("{what}: {why}"));
    }
}

/// Whether it was expected, else what is publicly known of it.
fn tenant_name(summary: &Summary, tenant: &str) -> Option<String> {
    let mut expected = summary.expectation()?.tenants.iter();
    let is_it = |id: TenantId| id.to_string() == tenant;
    if let Some(expected) = expected.find(|expected| expected.tenant.is_some_and(is_it)) {
        return Some(if expected.given == tenant {
            "expected".to_owned()
        } else {
            format!("expected ({})", expected.given)
        });
    }
    let known = facts::tenant(uuid::Uuid::parse_str(tenant).ok()?)?;
    Some(known.name.to_owned())
}

fn widest<'a>(counts: impl Iterator<Item = &'a Count>) -> usize {
    counts
        .map(|count| grouped(count.tokens).len())
        .max()
        .unwrap_or(1)
}

/// With commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        let shown = [0, 999, 1000, 12_345, 10_000_000].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "12,345", "10,000,000"]);
    }
}
