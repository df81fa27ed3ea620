//! The inputs, opened one after the other and read in pieces, so that there may be any number of them
//! and each of any length.
//!
//! Not its job: the forms (`input`), and taking tokens apart (`candidate.rs`), which is left to whoever
//! works on a piece.

use std::collections::{HashSet, VecDeque};
use std::io::{self, Cursor};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::input::stream::{Part, Piece, Sizes, Source, Stream, StreamError};
use crate::input::{Found, Limits, Member, Options, Tokenless};
use crate::report::model::NotChecked;

/// Something that may hold tokens.
pub struct Input {
    /// As the user gave it.
    pub name: String,
    /// Whether it was named by itself, so that a token is expected in it. Files of a folder may be anything.
    pub is_named: bool,
    /// Opens it, when its turn comes.
    pub open: Box<dyn FnOnce() -> io::Result<Source> + Send>,
}

impl Input {
    /// Something that is in memory already.
    #[must_use]
    pub fn of(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            is_named: true,
            open: Box::new(|| Ok(Box::new(Cursor::new(bytes)))),
        }
    }
}

/// All inputs, being read.
pub struct Inputs {
    waiting: VecDeque<Input>,
    options: Arc<Options>,
    current: Option<Current>,
    /// Read, but not handed out yet.
    ahead: VecDeque<Batch>,
    /// Files of folders without a token: how many, and the first.
    tokenless: Option<(usize, Arc<str>)>,
    /// Those that were read in parts, to the end.
    long: Vec<Long>,
    left_open: Option<LeftOpen>,
}

/// What was asked of an input that was named, and is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOpen {
    /// Nothing was found in it, or it could not be read.
    Tokenless,
    /// A line of it was not read.
    InPart,
}

/// The input that is being read.
struct Current {
    name: Arc<str>,
    is_named: bool,
    stream: Stream,
    long: Option<Long>,
}

/// An input too long to be held: whether there is a token in it shows when all its parts were worked on.
struct Long {
    name: Arc<str>,
    is_named: bool,
    looks: Tokenless,
    gave_any: Arc<AtomicBool>,
}

/// A piece of work.
pub(super) struct Batch {
    pub(super) input: Arc<str>,
    content: Content,
}

enum Content {
    Ready(Vec<Marked>),
    /// And whom to tell that there was something in it.
    ToRead(Part, Arc<AtomicBool>),
    /// The whole input, or a line of it.
    LeftOut(NotChecked),
}

/// A find, and whether its verdict counts for the whole.
pub(super) struct Marked {
    pub(super) found: Found,
    pub(super) decides: bool,
}

/// What is in memory already is shared among threads in pieces of this many tokens.
const TOGETHER: usize = 32;

impl Inputs {
    #[must_use]
    pub fn new(inputs: Vec<Input>, options: Options) -> Self {
        Self {
            waiting: inputs.into(),
            options: Arc::new(options),
            current: None,
            ahead: VecDeque::new(),
            tokenless: None,
            long: Vec::new(),
            left_open: None,
        }
    }

    /// Which inputs gave nothing; to be asked when everything was worked on.
    pub(super) fn settle(&mut self) -> Vec<NotChecked> {
        let mut told = Vec::new();
        for long in std::mem::take(&mut self.long) {
            if long.gave_any.load(Ordering::Relaxed) {
                continue;
            }
            if long.is_named {
                self.left_open.get_or_insert(LeftOpen::Tokenless);
                told.push(tokenless(&long.name, long.looks));
            } else {
                self.tokenless.get_or_insert((0, long.name)).0 += 1;
            }
        }
        told.extend(self.tokenless.take().map(tokenless_files));
        told
    }

    /// Whether an input that was named by itself is not answered. Of long ones it is known when they were
    /// settled.
    #[must_use]
    pub fn left_open(&self) -> Option<LeftOpen> {
        self.left_open
    }

    /// How the inputs are read.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.options.limits
    }

    /// Reads ahead until there are more than so many tokens, or until the end.
    pub fn hold_more_than(&mut self, count: usize) -> bool {
        let total = |batches: &mut dyn Iterator<Item = &Batch>| {
            batches.map(Batch::len).fold(0, usize::saturating_add)
        };
        let mut ready = total(&mut self.ahead.iter());
        while ready <= count {
            let Some(batches) = self.read_on() else {
                return false;
            };
            ready = ready.saturating_add(total(&mut batches.iter()));
            self.ahead.extend(batches);
        }
        true
    }

    /// The next piece of work.
    pub(super) fn next_batch(&mut self) -> Option<Batch> {
        while self.ahead.is_empty() {
            let batches = self.read_on()?;
            self.ahead.extend(batches);
        }
        self.ahead.pop_front()
    }

    fn read_on(&mut self) -> Option<Vec<Batch>> {
        let current = match &mut self.current {
            Some(current) => current,
            None => {
                let input = self.waiting.pop_front()?;
                let name: Arc<str> = input.name.into();
                match (input.open)() {
                    Ok(source) => {
                        let options = Arc::clone(&self.options);
                        self.current.insert(Current {
                            name,
                            is_named: input.is_named,
                            stream: Stream::new(source, options, Sizes::default()),
                            long: None,
                        })
                    }
                    Err(error) => {
                        if input.is_named {
                            self.left_open.get_or_insert(LeftOpen::Tokenless);
                        }
                        return Some(vec![failed(&name, &error.into())]);
                    }
                }
            }
        };
        let (input, is_named) = (Arc::clone(&current.name), current.is_named);
        Some(match current.stream.next_piece() {
            Ok(Some(Piece::Tokenless(looks))) if is_named => {
                self.left_open.get_or_insert(LeftOpen::Tokenless);
                vec![left_out(&input, tokenless(&input, looks))]
            }
            Ok(Some(Piece::Tokenless(_))) => {
                self.tokenless.get_or_insert((0, input)).0 += 1;
                Vec::new()
            }
            Ok(Some(Piece::Whole(found))) => whole(&input, found),
            Ok(Some(Piece::Part(part))) => {
                let gave_any = current.in_parts(|| part.looks());
                let content = Content::ToRead(part, gave_any);
                vec![Batch { input, content }]
            }
            Ok(Some(Piece::LeftOut { place, why })) => {
                // The line may have held a token: nothing is claimed of the input.
                let gave_any = current.in_parts(|| Tokenless::Other);
                gave_any.store(true, Ordering::Relaxed);
                if is_named {
                    self.left_open = Some(LeftOpen::InPart);
                }
                vec![left_out(&input, NotChecked::of_input(&input, &place, why))]
            }
            Ok(None) => {
                let ended = self.current.take();
                self.long.extend(ended.and_then(|ended| ended.long));
                Vec::new()
            }
            Err(error) => {
                self.current = None;
                if is_named {
                    self.left_open.get_or_insert(LeftOpen::Tokenless);
                }
                vec![failed(&input, &error)]
            }
        })
    }
}

impl Current {
    /// Notes that it is read in parts, and tells where to say that one of them held something.
    fn in_parts(&mut self, looks: impl FnOnce() -> Tokenless) -> Arc<AtomicBool> {
        let long = self.long.get_or_insert_with(|| Long {
            name: Arc::clone(&self.name),
            is_named: self.is_named,
            looks: looks(),
            gave_any: Arc::default(),
        });
        Arc::clone(&long.gave_any)
    }
}

fn tokenless(input: &str, looks: Tokenless) -> NotChecked {
    NotChecked::of_input(input, "", looks.why())
}

fn left_out(input: &Arc<str>, item: NotChecked) -> Batch {
    Batch {
        input: Arc::clone(input),
        content: Content::LeftOut(item),
    }
}

/// One line for all of them: a folder may hold thousands.
fn tokenless_files((count, first): (usize, Arc<str>)) -> NotChecked {
    let why = match count {
        1 => "there is no token in it".to_owned(),
        count => format!(
            "there is no token in it, nor in {} more of the files",
            count - 1
        ),
    };
    NotChecked::of_input(&first, "", why)
}

fn whole(input: &Arc<str>, found: Vec<Found>) -> Vec<Batch> {
    let mut marked = mark(found).into_iter();
    std::iter::from_fn(|| {
        let some: Vec<Marked> = marked.by_ref().take(TOGETHER).collect();
        (!some.is_empty()).then(|| Batch {
            input: Arc::clone(input),
            content: Content::Ready(some),
        })
    })
    .collect()
}

fn failed(input: &Arc<str>, error: &StreamError) -> Batch {
    left_out(input, NotChecked::of_input(input, "", error.to_string()))
}

/// In a token response the access token decides.
fn mark(found: Vec<Found>) -> Vec<Marked> {
    let with_access_token: HashSet<usize> = found
        .iter()
        .filter(|found| found.member == Some(Member::AccessToken))
        .map(|found| found.response)
        .collect();
    let marked = found.into_iter().map(|found| {
        let is_beside = with_access_token.contains(&found.response);
        Marked {
            decides: !is_beside || found.member == Some(Member::AccessToken),
            found,
        }
    });
    marked.collect()
}

impl Batch {
    /// How many tokens it holds; without end where nobody has looked yet.
    fn len(&self) -> usize {
        match &self.content {
            Content::Ready(found) => found.len(),
            Content::ToRead(..) => usize::MAX,
            Content::LeftOut(_) => 0,
        }
    }

    /// What it holds; what was left out of it is told.
    pub(super) fn read(self, limits: &Limits, left_out: &mut Vec<NotChecked>) -> Vec<Marked> {
        match self.content {
            Content::Ready(found) => found,
            Content::ToRead(part, gave_any) => {
                let found = part.read(limits);
                if !found.is_empty() {
                    gave_any.store(true, Ordering::Relaxed);
                }
                mark(found)
            }
            Content::LeftOut(item) => {
                left_out.push(item);
                Vec::new()
            }
        }
    }
}
