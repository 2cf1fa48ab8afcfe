//! A token file that cannot be read is set aside and counts as a token that was fetched just now.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/log_lines.rs"]
mod log_lines;
#[path = "support/rig.rs"]
mod rig;
#[path = "support/steps.rs"]
mod steps;

use std::fs;
use std::sync::Arc;

use access_token::{Commit, FileStore, ManualClock, Store, StoreErrorKind};
use dir::Dir;
use rig::{Provider, Rig, key, seconds};
use steps::{
    STEPS, TERMS, begin, commit, issued, put, store, temporary_path, token, too_soon,
    unreadable_path,
};
use time::macros::datetime;

/// A store with a token, and the content of its file.
fn with_token(name: &str) -> (Dir, ManualClock, FileStore, Vec<u8>) {
    let dir = Dir::new(name);
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    commit(&store, fence, "CANARY");
    let whole = fs::read(store.data_path(&key())).unwrap();
    (dir, clock, store, whole)
}

/// Contents that no store has written.
fn unreadable(whole: &[u8]) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = [
        &b""[..],
        b"{}",
        b"CANARY",
        b"null",
        b"[1,{}]",
        b"\xff\xfe",
        br#"{"version":1}"#,
        br#"{"version":"2","slot":{}}"#,
        br#"{"version":1,"slot":[null,1,1,0,null,0,null,1]}"#,
    ]
    .map(<[u8]>::to_vec)
    .into();
    all.extend((1..whole.len()).step_by(7).map(|end| whole[..end].to_vec()));
    all.push(vec![0; whole.len()]);
    all.push(vec![b'['; 1 << 19]);
    all.push([whole, b"}"].concat());
    all.push([whole, &vec![b' '; 1 << 20]].concat());
    all
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside_and_work_goes_on_after_one_interval() {
    let (_dir, clock, store, whole) = with_token("set-aside");
    let data = store.data_path(&key());
    for content in unreadable(&whole) {
        let name = content[..content.len().min(80)].escape_ascii().to_string();
        put(&data, &content);
        assert_eq!(token(&store), None, "{name}");
        assert_eq!(fs::read(unreadable_path(&store, 1)).unwrap(), content);
        clock.advance(seconds(10));
        assert_eq!(too_soon(&store, None), seconds(51), "{name}");
        assert_eq!(store.next_request_in(&key()).unwrap(), seconds(51));
        clock.advance(seconds(51));
        let fence = begin(&store, None);
        commit(&store, fence, "token-2");
        assert_eq!(token(&store).unwrap(), "token-2");
        clock.advance(seconds(61));
    }
}

/// Whichever step finds it first, also for the processes that start afterwards.
#[test]
fn each_step_counts_what_cannot_be_read_as_a_token_that_was_fetched() {
    for (step, run, _) in STEPS {
        let (dir, clock, first, whole) = with_token("each-step");
        clock.advance(seconds(100));
        put(&first.data_path(&key()), &whole[..whole.len() / 2]);
        run(&first).unwrap_or_else(|error| panic!("{step}: {error}"));
        assert!(unreadable_path(&first, 1).exists(), "{step}");
        clock.advance(seconds(20));
        let second = store(&dir, &clock);
        let seen = second.load(&key()).unwrap().map(|record| record.fence);
        match step {
            // Somebody says that nobody has a token: that is what it is for.
            "forget" => drop(begin(&second, seen)),
            _ => assert_eq!(too_soon(&second, seen), seconds(41), "{step}"),
        }
    }
}

#[test]
fn a_manager_goes_on_by_itself_and_asks_once() {
    let dir = Dir::new("by-itself");
    let clock = rig::clock();
    let provider = Provider::default();
    let rig = |provider: &Provider| {
        let store = Arc::new(store(&dir, &clock));
        Rig::on(store, clock.clone(), provider.clone(), |set| set)
    };
    assert_eq!(rig(&provider).token(), "token-1");
    put(&store(&dir, &clock).data_path(&key()), "");
    let later = rig(&provider);
    let error = later.manager.token().unwrap_err();
    assert!(error.is_transient() && error.is_rate_limited());
    assert_eq!(error.retry_in(), Some(seconds(61)));
    clock.advance(seconds(61));
    assert_eq!(later.token(), "token-2");
    assert_eq!(rig(&provider).token(), "token-2");
    assert_eq!(provider.count(), 2);
}

/// The token of whoever fetched at that moment is not lost with the file.
#[test]
fn who_fetches_meanwhile_stores_his_token() {
    let dir = Dir::new("meanwhile");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    put(&store.data_path(&key()), "");
    assert_eq!(too_soon(&store, None), seconds(61));
    clock.advance(seconds(10));
    let said = store.commit(&key(), fence, &issued("token-1"), &TERMS);
    assert_eq!(said.unwrap(), Commit::Stored);
    assert_eq!(token(&store).unwrap(), "token-1");
    assert_eq!(too_soon(&store, Some(fence)), seconds(61));
}

#[test]
fn a_wall_clock_that_steps_back_lengthens_no_wait_after_a_loss() {
    let (dir, clock, first, _) = with_token("stepped-after");
    put(&first.data_path(&key()), "");
    assert_eq!(token(&first), None);
    clock.advance(seconds(30));
    clock.set_wall(datetime!(2022-12-31 10:00 UTC));
    assert_eq!(too_soon(&first, None), seconds(31));
    assert_eq!(too_soon(&store(&dir, &clock), None), seconds(31));
}

#[test]
fn a_few_of_them_are_kept_and_the_last_is_the_first() {
    let (dir, _, store, _) = with_token("kept");
    for number in 1..=5 {
        put(&store.data_path(&key()), format!("CANARY-{number}"));
        assert_eq!(token(&store), None);
    }
    let kept = (1..=3).map(|number| fs::read_to_string(unreadable_path(&store, number)).unwrap());
    assert!(kept.eq(["CANARY-5", "CANARY-4", "CANARY-3"]));
    let all = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(all, 5, "with the data and the lock");
    #[cfg(unix)]
    for entry in fs::read_dir(dir.path()).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

/// A process that dies between the two steps leaves both names, never none.
#[test]
fn a_loss_that_was_noted_by_half_is_noted_again() {
    let (_dir, _, store, _) = with_token("by-half");
    let data = store.data_path(&key());
    put(&data, "CANARY");
    fs::hard_link(&data, unreadable_path(&store, 1)).unwrap();
    assert_eq!(too_soon(&store, None), seconds(61));
    assert_eq!(fs::read(unreadable_path(&store, 1)).unwrap(), b"CANARY");
    assert_eq!(token(&store), None);
}

#[test]
fn a_loss_is_logged_once_and_not_what_the_file_held() {
    let (_dir, _, store, whole) = with_token("logged");
    let data = store.data_path(&key());
    log_lines::take();
    for (content, why) in [
        (&b""[..], "it is empty"),
        (&whole[..whole.len() - 1], "it is cut off or garbled"),
        (
            &[b' '; (1 << 20) + 1],
            "it is longer than a token file can be",
        ),
    ] {
        put(&data, content);
        store.load(&key()).unwrap();
        store.next_request_in(&key()).unwrap();
        too_soon(&store, None);
        let lines = log_lines::take();
        let [line] = lines.as_slice() else {
            panic!("{lines:?}");
        };
        let (data, kept) = (data.display(), unreadable_path(&store, 1));
        let start = format!(
            "WARN the token file {data} cannot be read, {why}; it is kept as {}; ",
            kept.display()
        );
        assert!(line.starts_with(&start), "{line}");
        assert!(!line.contains("CANARY"));
    }
}

/// It cannot be kept, but that is no reason to stop for ever.
#[test]
fn what_cannot_be_kept_does_not_stop_the_work() {
    let (_dir, _, store, _) = with_token("not-kept");
    for number in 1..=3 {
        fs::create_dir(unreadable_path(&store, number)).unwrap();
        fs::write(unreadable_path(&store, number).join("a file"), "").unwrap();
    }
    put(&store.data_path(&key()), "CANARY");
    assert_eq!(too_soon(&store, None), seconds(61));
    assert_eq!(token(&store), None);
}

/// As on a disk that is full: a store that was empty would open the gate.
#[test]
fn while_nothing_can_be_written_the_file_stays_and_every_step_fails() {
    let (_dir, _, store, _) = with_token("no-space");
    put(&store.data_path(&key()), "CANARY");
    fs::create_dir(temporary_path(&store)).unwrap();
    for (step, run, _) in STEPS {
        run(&store).expect_err(step);
        assert_eq!(fs::read(store.data_path(&key())).unwrap(), b"CANARY");
        assert!(!unreadable_path(&store, 1).exists(), "{step}");
    }
    fs::remove_dir(temporary_path(&store)).unwrap();
    assert_eq!(too_soon(&store, None), seconds(61));
}

/// Somebody can read it, who may run at this moment.
#[test]
fn a_file_of_another_version_is_an_error_and_stays_where_it_is() {
    let (_dir, _, store, whole) = with_token("version");
    let whole = String::from_utf8(whole).unwrap();
    for content in [
        whole.replace("\"version\":1", "\"version\":2"),
        r#"{"version":0}"#.to_owned(),
        r#"{"tokens":["CANARY"],"version":4294967295}"#.to_owned(),
    ] {
        put(&store.data_path(&key()), &content);
        for (step, run, _) in STEPS {
            let error = run(&store).expect_err(step);
            assert_eq!(error.kind(), StoreErrorKind::Corrupt, "{step}");
            assert!(!error.is_transient(), "a person must look");
            let said = error.to_string();
            assert!(
                said.contains("another version") && said.contains("to repair"),
                "{said}"
            );
            assert!(!format!("{error:?}").contains("CANARY"));
        }
        assert_eq!(
            fs::read_to_string(store.data_path(&key())).unwrap(),
            content
        );
        assert!(!unreadable_path(&store, 1).exists());
    }
    // The repair that the message names.
    fs::remove_file(store.data_path(&key())).unwrap();
    begin(&store, None);
}
