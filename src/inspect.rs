//! The story: tokens come in, are read, are asked about, are traced, are judged, and leave as a
//! report. The only place where the four wings meet.
//!
//! Not its job: files, terminals, options, the clock, or any wording beyond what was left open.

mod candidate;
mod decode;
mod each;
mod exports;
mod intake;
mod keys;
mod overall;
mod survey;
mod token;
mod workers;

pub use self::decode::decode;
pub use self::each::each;
pub use self::intake::{Input, Inputs, LeftOpen};
pub use self::keys::token_keys;
pub use self::survey::survey;

use std::io;

use crate::audit::{self, Audit, Export};
use crate::authority::Authority;
use crate::entra::cloud::Cloud;
use crate::entra::expectation::Expectation;
use crate::entra::family;
use crate::entra::issuer::Issuer;
use crate::report::model::{Report, TokenReport};
use crate::time::Timestamp;

use self::candidate::Candidate;
use self::overall::{leave_open, leave_untraced, overall, with_inputs};
use self::token::{Asked, Expected, ask, judge};

/// What is asked of all tokens, and by whom it is answered.
pub struct Asking<'a> {
    /// Domains among the expected tenants are resolved by the authority first.
    pub expectation: &'a Expectation,
    pub authority: &'a Authority,
    /// The moment at which lifetimes are judged.
    pub now: Timestamp,
    /// How many may work at once; one token is always answered by the thread that asks.
    pub threads: usize,
}

/// Answers: whose token is this, can that be proven, is it the tenant that was expected, and if not,
/// why, and what did it do?
///
/// All tokens are held in memory, because they stand in one report and are traced together; for more
/// than that there is [`each`]. `bounds` limit, watch and stop the reading of the exports.
///
/// ```
/// use jwtenant::authority::{Authority, snapshot::Snapshot};
/// use jwtenant::entra::expectation::{Expectation, ExpectedTenant};
/// use jwtenant::inspect::{Asking, Input, Inputs, inspect};
/// use jwtenant::{audit, input, time::Timestamp};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // The issuing tenant's documents from files; `authority::online` asks the network.
/// let saved = Snapshot::open(&["samples/authority".into()])?;
/// let authority = Authority::new(vec![Box::new(saved)], None);
/// let domain = "fabrikam.example";
/// let expectation = Expectation {
///     tenants: vec![ExpectedTenant::new(domain, domain.parse()?)],
///     ..Expectation::default()
/// };
///
/// let token = std::fs::read("samples/wrong-tenant-exo-powershell/token.txt")?;
/// let mut inputs = Inputs::new(vec![Input::of("token.txt", token)], input::Options::default());
/// let asking = Asking {
///     expectation: &expectation,
///     authority: &authority,
///     now: Timestamp::parse("2026-11-20T12:30:00Z")?,
///     threads: 1,
/// };
/// let report = inspect(&mut inputs, &asking, Vec::new(), &audit::Options::default());
///
/// assert_eq!(report.verdict.rule, Some("copied-tenant-id"));
/// assert_eq!(report.verdict.ending.exit_code(), 1);
/// # Ok(())
/// # }
/// ```
pub fn inspect(
    inputs: &mut Inputs,
    asking: &Asking,
    exports: Vec<Export>,
    bounds: &audit::Options,
) -> Report {
    let Asking { authority, now, .. } = *asking;
    let mut expectation = asking.expectation.clone();
    let mut not_checked = Vec::new();
    let mut read = Vec::new();
    candidate::each(inputs, &mut not_checked, |candidate| read.push(candidate));
    if !read.is_empty() {
        authority.resolve(&mut expectation, &clouds(&read));
    }
    let expected = Expected::new(expectation);
    let asked = side_by_side(asking, read, |candidate| {
        ask(candidate, &expected, authority, now)
    });
    let audit = trace(&asked, exports, bounds);
    let numbered: Vec<(usize, Asked)> = asked.into_iter().enumerate().collect();
    let mut tokens: Vec<TokenReport> = side_by_side(asking, numbered, |(index, asked)| {
        judge(asked, index, audit.as_ref(), now)
    });
    leave_untraced(&mut tokens, audit.as_ref());
    let verdict = overall(&tokens, &not_checked);
    leave_open(&tokens, audit.as_ref(), &mut not_checked);
    Report {
        at: now,
        verdict: with_inputs(verdict, inputs.left_open()),
        expectation: expected.all,
        together: family::compare(
            tokens
                .iter()
                .map(|token| (&token.profile, token.token.claims.as_ref())),
        ),
        tokens,
        searched: Vec::new(),
        audit,
        requests: authority.requests(),
        not_checked,
    }
}

/// Fewer tokens are answered before another thread has begun.
const WORTH_A_THREAD: usize = 32;

/// The same for all, on as many threads as there may be, in their order.
fn side_by_side<W: Send, T: Send>(
    asking: &Asking,
    all: Vec<W>,
    work: impl Fn(W) -> T + Sync,
) -> Vec<T> {
    if all.len() < WORTH_A_THREAD {
        return all.into_iter().map(work).collect();
    }
    let mut waiting = all.into_iter();
    let mut done = Vec::new();
    let next = || {
        let some: Vec<W> = waiting.by_ref().take(WORTH_A_THREAD).collect();
        (!some.is_empty()).then_some(some)
    };
    let some = |some: Vec<W>| some.into_iter().map(&work).collect::<Vec<T>>();
    let ended: io::Result<()> = workers::ordered(asking.threads, next, some, |some| {
        done.extend(some);
        Ok(())
    });
    // Memory never refuses what it is given.
    debug_assert!(ended.is_ok());
    done
}

/// The clouds that the tokens name, each once: a domain may be another tenant there.
fn clouds(candidates: &[Candidate]) -> Vec<Cloud> {
    let mut clouds = Vec::new();
    for cloud in candidates.iter().filter_map(cloud) {
        if !clouds.contains(&cloud) {
            clouds.push(cloud);
        }
    }
    clouds
}

/// The cloud that a token names.
fn cloud(candidate: &Candidate) -> Option<Cloud> {
    let claims = candidate.token.claims.as_ref()?;
    Issuer::read(claims.text("iss")?).cloud()
}

fn trace(asked: &[Asked], exports: Vec<Export>, bounds: &audit::Options) -> Option<Audit> {
    if exports.is_empty() {
        return None;
    }
    let keys: Vec<_> = asked
        .iter()
        .map(|asked| asked.profile.keys(&asked.candidate.token))
        .collect();
    Some(audit::trace(exports, &keys, bounds))
}
