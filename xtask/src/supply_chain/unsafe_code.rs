use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

/// How often `unsafe` stands in the sources of a package, by what it stands before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsafe {
    /// Before a block.
    pub blocks: usize,
    /// Before a function, also one that is only declared or a type of one.
    pub functions: usize,
    /// Before an implementation, a trait, or a block of foreign functions.
    pub implementations: usize,
    /// What the package says of it.
    pub rule: Rule,
}

/// What a package says of unsafe code in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// Nothing for the whole of it.
    #[default]
    Nothing,
    /// It is an error that a module may take back.
    Denied,
    /// It is an error everywhere.
    Forbidden,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "",
            Self::Denied => "denied",
            Self::Forbidden => "forbidden",
        })
    }
}

impl Unsafe {
    /// Counts in the package that lies in a folder: in `src`, and in what it is built by.
    ///
    /// # Errors
    ///
    /// A source that cannot be read.
    pub fn of_package(folder: &Path) -> io::Result<Self> {
        let mut counted = Self::default();
        counted.count_below(&folder.join("src"))?;
        let build = folder.join("build.rs");
        if build.is_file() {
            counted.count(&fs::read_to_string(build)?);
        }
        let library = fs::read_to_string(folder.join("src/lib.rs")).unwrap_or_default();
        let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
        counted.rule = rule(&library, &manifest);
        Ok(counted)
    }

    fn count_below(&mut self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.count_below(&path)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                self.count(&String::from_utf8_lossy(&fs::read(&path)?));
            }
        }
        Ok(())
    }

    /// Counts in a source.
    pub fn count(&mut self, source: &str) {
        let mut words = Words::of(source).peekable();
        while let Some(word) = words.next() {
            if word != "unsafe" {
                continue;
            }
            match words.peek().copied() {
                Some("{") => self.blocks += 1,
                Some("fn") => self.functions += 1,
                Some("impl" | "trait") => self.implementations += 1,
                // `extern "C" fn`, or a block of foreign functions.
                Some("extern") => {
                    words.next();
                    match words.peek() {
                        Some(&"fn") => self.functions += 1,
                        _ => self.implementations += 1,
                    }
                }
                // An attribute, or a word handed to a macro.
                _ => {}
            }
        }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.blocks += other.blocks;
        self.functions += other.functions;
        self.implementations += other.implementations;
    }
}

/// What the attributes of a library and its manifest say. A rule with a condition is none.
fn rule(library: &str, manifest: &str) -> Rule {
    let words: Vec<&str> = Words::of(library).collect();
    let says = |level: &str| {
        let attributes = words.windows(4).enumerate();
        let mut levels = attributes.filter(|(_, start)| *start == ["#", "!", "[", level]);
        levels.any(|(place, _)| {
            let rest = words[place..].iter();
            let mut lints = rest.take_while(|word| **word != "]");
            lints.any(|word| *word == "unsafe_code")
        }) || manifest
            .lines()
            .any(|line| line.starts_with("unsafe_code") && line.contains(&format!("\"{level}\"")))
    };
    match (says("forbid"), says("deny")) {
        (true, _) => Rule::Forbidden,
        (_, true) => Rule::Denied,
        _ => Rule::Nothing,
    }
}

/// The words and signs of a source, without comments, texts and characters.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    /// Of a source.
    pub fn of(source: &'a str) -> Self {
        Self { rest: source }
    }

    /// Passes over what is no word here; false when there was nothing of that kind.
    fn pass(&mut self) -> bool {
        let rest = self.rest;
        let length = if rest.starts_with(char::is_whitespace) {
            rest.len() - rest.trim_start().len()
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else if let Some(length) = text(rest) {
            length
        } else {
            return false;
        };
        self.rest = &rest[length..];
        true
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while self.pass() {}
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let end = self.rest.find(|letter| !is_part(letter));
        let length = match end.unwrap_or(self.rest.len()) {
            0 => self.rest.chars().next()?.len_utf8(),
            length => length,
        };
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(word)
    }
}

/// The length of a comment in stars, which may hold others.
fn comment(rest: &str) -> usize {
    let (mut depth, mut place) = (0_usize, 0);
    while let Some(found) = rest[place..].find(['/', '*']) {
        place += found;
        let here = &rest[place..];
        if here.starts_with("/*") {
            depth += 1;
            place += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            place += 2;
            if depth == 0 {
                return place;
            }
        } else {
            place += 1;
        }
    }
    rest.len()
}

/// The length of a text or a character, if one begins here.
fn text(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""];
    let (length, is_raw) = prefix.iter().find_map(|prefix| {
        let inner = rest.strip_prefix(prefix)?;
        let is_raw = prefix.ends_with('r');
        let quoted = inner.trim_start_matches('#');
        let begins = match is_raw {
            true => quoted.starts_with('"'),
            false => inner.starts_with('"') || (*prefix != "c" && inner.starts_with('\'')),
        };
        begins.then_some((prefix.len(), is_raw))
    })?;
    let inner = &rest[length..];
    if is_raw {
        let hashes = inner.len() - inner.trim_start_matches('#').len();
        let end = format!("\"{}", "#".repeat(hashes));
        let from = length + hashes + 1;
        return Some(
            rest[from..]
                .find(&end)
                .map_or(rest.len(), |place| from + place + end.len()),
        );
    }
    let quote = inner.chars().next()?;
    let body = &inner[1..];
    if quote == '\'' {
        // A lifetime has no quote behind its first letter.
        let mut letters = body.chars();
        let first = letters.next()?;
        if first != '\\' && letters.next() != Some('\'') {
            return (length == 0).then_some(1);
        }
    }
    let mut is_escaped = false;
    let end = body.find(|letter| {
        let ends = letter == quote && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends
    });
    Some(end.map_or(rest.len(), |end| length + 1 + end + 1))
}
