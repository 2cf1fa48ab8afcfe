use std::time::Duration;

use access_token::{Begin, Commit, Fence, Record, Secret};
use time::OffsetDateTime;

/// What a script answers: a word, then texts. None means that it cannot be read.
pub(crate) struct Reply(Vec<String>);

impl Reply {
    /// A reply with a part that is no text, or not there, cannot be read.
    pub(crate) fn new(parts: Vec<Option<Vec<u8>>>) -> Self {
        let texts = parts.into_iter().map(|part| String::from_utf8(part?).ok());
        Self(texts.collect::<Option<_>>().unwrap_or_default())
    }

    pub(crate) fn record(mut self) -> Option<Option<Record>> {
        match self.word()? {
            "none" => Some(None),
            "record" => Some(Some(self.take_record()?)),
            _ => None,
        }
    }

    pub(crate) fn begin(mut self) -> Option<Begin> {
        match self.word()? {
            "granted" => Some(Begin::Granted(Fence::new(self.number(1)?))),
            "newer" => Some(Begin::Newer(self.take_record()?)),
            "held" => Some(Begin::held(self.duration(1)?)),
            "soon" => Some(Begin::too_soon(self.duration(1)?)),
            _ => None,
        }
    }

    pub(crate) fn commit(self) -> Option<Commit> {
        match self.word()? {
            "stored" => Some(Commit::Stored),
            "superseded" => Some(Commit::Superseded),
            _ => None,
        }
    }

    pub(crate) fn gate(self) -> Option<Duration> {
        (self.word()? == "closed").then(|| self.duration(1))?
    }

    pub(crate) fn ended(self) -> Option<()> {
        (self.word()? == "ended").then_some(())
    }

    fn word(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    fn take_record(&mut self) -> Option<Record> {
        let lifetime = match self.0.get(3)?.as_str() {
            "" => None,
            _ => Some(self.duration(3)?),
        };
        let fetched = i128::from(self.number(5)?) * 1000;
        let gate = match self.0.get(6)?.as_str() {
            "" => None,
            _ => Some(self.duration(6)?),
        };
        let record = Record::new(
            Secret::new(std::mem::take(self.0.get_mut(1)?)),
            Fence::new(self.number(2)?),
            lifetime,
            self.duration(4)?,
            OffsetDateTime::from_unix_timestamp_nanos(fetched).ok()?,
        );
        Some(record.with_gate(gate))
    }

    fn number(&self, place: usize) -> Option<u64> {
        self.0.get(place)?.parse().ok()
    }

    fn duration(&self, place: usize) -> Option<Duration> {
        self.number(place).map(Duration::from_micros)
    }
}
