use signature_doctor::{
    BracePairs, Credentials, Diagnosis, Encoding, Error, MAX_DIGESTS, SecretDigest, SortedPairs,
    Stages, Value,
};

use crate::promises;

/// The inputs of the doctor, parted by ends of lines: algorithm, key, another credential, time,
/// what was received, and parameters as `name=value`, numbers as `name:value`.
pub fn doctor(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut lines = text.split('\n');
    let mut next = || lines.next().unwrap_or_default();
    let (kind, key, other, time, received) = (next(), next(), next(), next(), next());
    // Long enough to be in nothing else.
    let [key, other] = [key, other].map(|text| format!("CANARY-{text}"));
    let credentials = Credentials::new(key.as_str()).with_other("other", other.as_str());
    let secrets = [key.as_str(), other.as_str()];
    let params: Vec<&str> = lines.collect();
    let time = Some(time).filter(|time| !time.is_empty());
    match kind.as_bytes().first().copied().unwrap_or_default() % 5 {
        0 => {
            let pairs = params.iter().map(|param| value(param));
            for encoding in [Encoding::Raw, Encoding::Form] {
                let pairs = SortedPairs::new(pairs.clone()).with_encoding(encoding);
                let stages = pairs.explain(&credentials);
                check(
                    stages,
                    |text| pairs.diagnose(&credentials, text),
                    received,
                    &secrets,
                );
            }
        }
        1 => match SortedPairs::from_payload(&params.join("\n")) {
            Ok(pairs) => {
                let stages = pairs.explain(&credentials);
                let received = pairs.received().unwrap_or(received).to_owned();
                check(
                    stages,
                    |text| pairs.diagnose(&credentials, text),
                    &received,
                    &secrets,
                );
            }
            Err(error) => promises::check_error(&error, &secrets),
        },
        2 => {
            let pairs = params
                .iter()
                .map(|param| param.split_once('=').unwrap_or((param, "")));
            let pairs = BracePairs::new(pairs, time);
            let stages = pairs.explain(&credentials);
            check(
                stages,
                |text| pairs.diagnose(&credentials, text),
                received,
                &secrets,
            );
        }
        3 => {
            let pairs = BracePairs::from_data(&params.join("\n"), "access-key", time);
            let stages = pairs.explain(&credentials);
            check(
                stages,
                |text| pairs.diagnose(&credentials, text),
                received,
                &secrets,
            );
        }
        _ => {
            let digest = SecretDigest;
            let stages = digest.explain(&credentials);
            let diagnose = |text: &str| digest.diagnose(&credentials, &text.into());
            check(stages, diagnose, received, &secrets);
        }
    }
}

fn value(param: &str) -> (&str, Value) {
    match (param.split_once('='), param.split_once(':')) {
        (Some((name, text)), _) => (name, text.into()),
        (None, Some((name, number))) => (name, number.parse().map_or(Value::Null, i64::into)),
        (None, None) => (param, Value::Null),
    }
}

fn check(
    stages: Result<Stages, Error>,
    diagnose: impl Fn(&str) -> Result<Diagnosis, Error>,
    received: &str,
    secrets: &[&str],
) {
    let stages = match stages {
        Ok(stages) => stages,
        Err(error) => return promises::check_error(&error, secrets),
    };
    shown(&stages.to_string(), &format!("{stages:?}"), secrets);
    match diagnose(received) {
        Ok(diagnosis) => {
            shown(&diagnosis.to_string(), &format!("{diagnosis:?}"), secrets);
            assert!(diagnosis.digests <= MAX_DIGESTS, "{}", diagnosis.digests);
            // Right is what was computed, and nothing else.
            let is_right = stages.digest.as_ref().map(|digest| digest == received);
            assert!(
                is_right.is_none_or(|is_right| is_right == diagnosis.matches),
                "{diagnosis}"
            );
        }
        Err(error) => promises::check_error(&error, secrets),
    }
    if let Some(digest) = &stages.digest
        && let Ok(diagnosis) = diagnose(digest)
    {
        assert!(diagnosis.matches, "{diagnosis}");
    }
}

fn shown(display: &str, debug: &str, secrets: &[&str]) {
    display.lines().for_each(promises::check_seen);
    promises::check_secrets(display, secrets);
    promises::check_secrets(debug, secrets);
}
