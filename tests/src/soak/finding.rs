//! What is wrong, should anything be.

use std::fmt;

/// A rule that a run has broken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The step that it was broken by, when that is known.
    pub step: Option<u32>,
    /// What was seen.
    pub seen: String,
}

/// What must hold whatever happens on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// What was wanted once is done once.
    DoneTwice,
    /// What is said not to be done is not done.
    SaidNotDone,
    /// What is said to be done is done.
    SaidDone,
    /// What is done was asked for.
    NobodyAsked,
    /// The balance is what was there less what was bought.
    Balance,
    /// What is unknown can be found out as the documents say.
    LeftOpen,
    /// An answer that is taken for one is the right one.
    WrongAnswer,
    /// Token requests keep the provider's interval.
    TooManyTokens,
    /// Nothing panics.
    Panic,
    /// A process does not grow by calls.
    Grown,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DoneTwice => "what was wanted once was done twice",
            Self::SaidNotDone => "what was said not to be done was done",
            Self::SaidDone => "what was said to be done was not done",
            Self::NobodyAsked => "something was done that nobody had asked for",
            Self::Balance => "the balance is not what was there less what was bought",
            Self::LeftOpen => "the documented way did not find out what happened",
            Self::WrongAnswer => "an answer was taken for one that it is not",
            Self::TooManyTokens => "token requests came too close",
            Self::Panic => "a call panicked",
            Self::Grown => "the process has grown",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, step, seen } = self;
        write!(f, "{rule}")?;
        if let Some(step) = step {
            write!(f, ", by step {step}")?;
        }
        write!(f, ": {seen}")
    }
}
