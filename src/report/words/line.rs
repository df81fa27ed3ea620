//! A line of a report, and how it sounds: the base types that the other words share.

/// How something is to be taken. Words and signs say it; colour only repeats it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::report) enum Tone {
    #[default]
    Plain,
    Good,
    Warn,
    Bad,
}

impl Tone {
    /// Shape beside a word, so that neither colour nor language has to carry it.
    pub(in crate::report) fn sign(self) -> &'static str {
        match self {
            Self::Plain => "•",
            Self::Good => "✓",
            Self::Warn => "▲",
            Self::Bad => "✕",
        }
    }
}

/// A line below a label. Raw and untrusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Line {
    pub text: String,
    /// Belongs to the line above it.
    pub is_inner: bool,
    /// A sentence, in which ids that stand on the page in full may be named by their beginning.
    pub is_prose: bool,
    pub tone: Tone,
}

impl Line {
    /// A line that stands as it is.
    pub(in crate::report) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_inner: false,
            is_prose: false,
            tone: Tone::Plain,
        }
    }

    pub(in crate::report) fn prose(text: impl Into<String>) -> Self {
        Self {
            is_prose: true,
            ..Self::plain(text)
        }
    }

    /// The same, as a part of the line above it.
    pub(in crate::report) fn inner(self) -> Self {
        Self {
            is_inner: true,
            ..self
        }
    }

    pub(in crate::report) fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}
