//! Keeps `MISTAKES.md` in step with the mistakes that are tried.

use std::fmt::Write as _;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use signing::sorted_pairs::Encoding;

use crate::digest::Hash;
use crate::recipe::Recipe;
use crate::stages::visible;
use crate::subject::{Subject, View};
use crate::{
    Algorithm, BracePairs, Credentials, Diagnosis, Mistake, SecretDigest, SortedPairs, Value,
    trials, write,
};

const HEAD: &str = "\
# Mistakes

Every mistake that `signature-doctor` tries, alone and two together, with an example each.
The keys of the examples are made up and shown as `***`; the last column is the signature.

This page is written by the test `page_of_mistakes_is_up_to_date`.
After a change run `UPDATE_MISTAKES=1 cargo test -p signature-doctor --lib`.
";

const ZONES: &str = "
Every half hour up to 20 hours ahead and behind is tried, and the zones at three quarters of an hour.
";

/// An input of an example. The first one on which a mistake makes a difference is shown.
struct Example {
    params: Vec<(String, Value)>,
    time: Option<&'static str>,
    encoding: Encoding,
    key: &'static str,
}

impl Example {
    fn new(params: &[(&str, &str)], time: Option<&'static str>) -> Self {
        let value = |text: &str| match text {
            "(null)" => Value::Null,
            text => Value::from(text),
        };
        Self {
            params: params
                .iter()
                .map(|(name, text)| ((*name).to_owned(), value(text)))
                .collect(),
            time,
            encoding: Encoding::Raw,
            key: "Fake-Key",
        }
    }

    fn with_key(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }

    fn form_encoded(mut self) -> Self {
        self.encoding = Encoding::Form;
        self
    }

    fn credentials(&self) -> Credentials {
        Credentials::new(self.key).with_other("AppSecret", "fake-app-secret")
    }

    fn subject(&self, algorithm: Algorithm) -> Subject {
        Subject::new(
            algorithm,
            &self.params,
            self.time,
            self.encoding,
            &self.credentials(),
            "",
        )
        .unwrap()
    }

    fn diagnose(&self, algorithm: Algorithm, received: &str) -> Diagnosis {
        let credentials = self.credentials();
        match algorithm {
            Algorithm::SortedPairs => SortedPairs::new(self.params.clone())
                .with_encoding(self.encoding)
                .diagnose(&credentials, received),
            Algorithm::BracePairs => {
                let pairs = self
                    .params
                    .iter()
                    .map(|(name, value)| (name, value.as_text()));
                BracePairs::new(pairs, self.time).diagnose(&credentials, received)
            }
            Algorithm::SecretDigest => SecretDigest.diagnose(&credentials, &received.into()),
        }
        .unwrap()
    }
}

fn examples(algorithm: Algorithm) -> Vec<Example> {
    const TIME: Option<&str> = Some("2016-01-25 22:00:44");
    let ak = ("external_company", "fake-ak");
    match algorithm {
        Algorithm::SortedPairs => vec![
            Example::new(&[("page", "1"), ("machine_no", "12345678")], None),
            Example::new(&[("page", ""), ("id", "7")], None),
            Example::new(&[("page", "0"), ("id", "7")], None),
            Example::new(&[("page", "(null)"), ("id", "7")], None),
            Example::new(&[("page", "NULL"), ("id", "7")], None),
            Example::new(&[("id", "7"), ("id", "8")], None),
            Example::new(&[("Z", "1"), ("a", "2")], None),
            Example::new(&[("a1", "1"), ("a_b", "2")], None),
            Example::new(&[("a", "1"), ("a1", "2")], None),
            Example::new(&[("a:", "1"), ("a1", "2")], None),
            Example::new(&[("timestamp", "1713255411")], None),
            Example::new(&[("name", "A*b ~(1)")], None),
            Example::new(&[("name", " ")], None),
            Example::new(&[("expired_at", "2024-04-28 14:00:08")], None),
            Example::new(&[("name", "可乐")], None),
            Example::new(&[("name", "\\u53ef\\u4e50")], None),
            Example::new(&[("url", "http://a/?b=1&c=2")], None),
            Example::new(&[("page", "1")], None).with_key("Fake-Key "),
            Example::new(&[("expired_at", "2024/04/28 14:00:08")], None),
            Example::new(&[("expired_at", "2024-04-28 14:00:08")], None).form_encoded(),
        ],
        Algorithm::BracePairs => vec![
            Example::new(&[ak, ("data", r#"{"p":1}"#)], TIME),
            Example::new(&[("data", r#"{"p":2,"classid":1}"#), ak], TIME),
            Example::new(&[("data", r#"{"p": 1}"#), ak], TIME),
            Example::new(&[("data", r#"{"alisename":"可乐"}"#), ak], TIME),
            Example::new(&[("data", r#"{"alisename":"\u53ef\u4e50"}"#), ak], TIME),
            Example::new(&[("data", r#"{"alisename":"A/B & C"}"#), ak], TIME),
            Example::new(&[("i_mobile", ""), ak], TIME),
            Example::new(&[("i_namecn", " A "), ak], TIME),
            Example::new(&[("cid", "1"), ("cid", "2")], TIME),
            Example::new(&[("Z", "1"), ("a", "2")], TIME),
            Example::new(&[("a1", "1"), ("a_b", "2")], TIME),
            Example::new(&[("É", "1")], TIME),
            Example::new(&[ak], Some("2016/01/25 22:00:44")),
            Example::new(&[ak], TIME).with_key("Fake-Key "),
        ],
        Algorithm::SecretDigest => ["Fake-Key", "Fake-Key ", "fake\0key", "可乐", "00ff"]
            .map(|key| Example::new(&[], None).with_key(key))
            .into(),
    }
}

/// The string that is signed, masked, and the signature.
struct Signed {
    text: String,
    charset: &'static str,
    signature: String,
}

/// What is signed with a recipe, the signature in the form that a mistake gives it.
fn signed(subject: &Subject, recipe: &Recipe, form: Option<&Mistake>) -> Option<Signed> {
    let text = write::string_to_sign(subject, recipe, View::Real);
    let bytes = recipe.charset.encode(&text, recipe.ending);
    let key = write::key::of(subject, recipe, View::Real);
    let signature = match recipe.hash {
        // What is sent is the secret itself.
        Hash::Plain => text,
        hash => digits(subject.algorithm, hash.digest(&bytes, &key)?, form),
    };
    Some(Signed {
        text: write::string_to_sign(subject, recipe, View::Shown),
        charset: recipe.charset.name(),
        signature,
    })
}

fn digits(algorithm: Algorithm, digest: [u8; 16], form: Option<&Mistake>) -> String {
    let (lower, upper) = (hex::encode(digest), hex::encode_upper(digest));
    let right = match algorithm {
        Algorithm::SortedPairs => upper.clone(),
        _ => lower.clone(),
    };
    match form {
        Some(Mistake::LowerCaseHex) => lower,
        Some(Mistake::UpperCaseHex) => upper,
        Some(Mistake::SixteenDigits) => right[8..24].to_owned(),
        Some(Mistake::Base64Digest) => BASE64_STANDARD.encode(digest),
        _ => right,
    }
}

fn section(algorithm: Algorithm, mistake: &Mistake) -> String {
    for example in examples(algorithm) {
        let subject = example.subject(algorithm);
        let right = signed(&subject, &Recipe::default(), None).unwrap();
        let mut recipes: Vec<Recipe> = trials::for_subject(&subject)
            .iter()
            .filter(|trial| trial.mistake == *mistake)
            .map(|trial| Recipe::default().with(trial.change))
            .collect();
        // What the form alone shows has no recipe.
        if recipes.is_empty() {
            recipes.push(Recipe::default());
        }
        for recipe in recipes {
            let wrong = signed(&subject, &recipe, Some(mistake)).unwrap();
            if wrong.signature != right.signature {
                let diagnosis = example.diagnose(algorithm, &wrong.signature);
                let named = diagnosis
                    .explanations
                    .iter()
                    .any(|it| it.mistakes == [mistake.clone()]);
                assert!(named, "{mistake}: {diagnosis}");
                return text(algorithm, mistake, &right, &wrong);
            }
        }
    }
    panic!("no example for {mistake} of {algorithm}");
}

fn text(algorithm: Algorithm, mistake: &Mistake, right: &Signed, wrong: &Signed) -> String {
    let mut text = format!(
        "\n### `{mistake}`\n\n{}\n{}\n\n| | signed | charset | signature |\n| --- | --- | --- | --- |\n",
        mistake.what(),
        mistake.advice()
    );
    for (
        side,
        Signed {
            text: string,
            charset,
            signature,
        },
    ) in [("right", right), ("wrong", wrong)]
    {
        let string = visible(string).replace('|', "\\|");
        let signature = match algorithm {
            // A digest of a secret is one itself, and so is what was sent for it.
            Algorithm::SecretDigest if *mistake == Mistake::SecretNotDigested => "`***`".to_owned(),
            _ => format!("`{signature}`"),
        };
        let _ = writeln!(text, "| {side} | `{string}` | {charset} | {signature} |");
    }
    text
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for algorithm in Algorithm::ALL {
        let _ = write!(page, "\n## {algorithm}\n");
        for mistake in Mistake::of(algorithm) {
            // One zone stands for all of them.
            let is_other_zone =
                matches!(mistake, Mistake::TimeZone { ahead_minutes } if ahead_minutes != -480);
            if is_other_zone {
                continue;
            }
            page.push_str(&section(algorithm, &mistake));
            if matches!(mistake, Mistake::TimeZone { .. }) {
                page.push_str(ZONES);
            }
        }
    }
    page
}

#[test]
fn page_of_mistakes_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("MISTAKES.md");
    let page = page();
    if std::env::var_os("UPDATE_MISTAKES").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        on_disk == page,
        "MISTAKES.md is out of date: run UPDATE_MISTAKES=1 cargo test -p signature-doctor --lib"
    );
}
