use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::{format_description, offset};

use super::{chao8, with_token};
use crate::tool::Tool;

/// The three times of a JSON answer, which has nothing else.
fn times(answer: &Value) -> [OffsetDateTime; 3] {
    assert_eq!(answer.as_object().unwrap().len(), 3);
    ["fetched_at", "expires_at", "next_request_at"]
        .map(|name| OffsetDateTime::parse(answer[name].as_str().unwrap(), &Rfc3339).unwrap())
}

/// The time behind a label, and what follows it.
fn time_of<'a>(text: &'a str, label: &str) -> (OffsetDateTime, &'a str) {
    let line = text.lines().find_map(|line| line.strip_prefix(label));
    let line = line.unwrap().trim_start();
    let (time, rest) = line.split_at(26);
    let format = format_description!(
        "[year]-[month]-[day] [hour]:[minute]:[second] [offset_hour sign:mandatory]:[offset_minute]"
    );
    (OffsetDateTime::parse(time, format).unwrap(), rest)
}

#[test]
fn token_is_fetched_once_and_its_times_are_told_in_the_zone_of_the_machine() {
    let before = OffsetDateTime::now_utc().truncate_to_second();
    // Without a database of zones, too.
    let tool = Tool::new().with("TZ", "CST-8");
    let text = chao8(&tool, &["token"]).done();
    let after = OffsetDateTime::now_utc();
    assert_eq!(text.lines().count(), 3, "{text}");
    let (fetched, rest) = time_of(&text, "fetched ");
    assert!(before <= fetched && fetched <= after, "{text}");
    assert_eq!((fetched.offset(), rest), (offset!(+8), ""));
    let (expires, rest) = time_of(&text, "expires ");
    assert_eq!(expires - fetched, time::Duration::hours(8));
    assert!(
        [", in 8 h 0 min", ", in 7 h 59 min"].contains(&rest),
        "{rest}"
    );
    let (next_request, rest) = time_of(&text, "next request ");
    let seconds = (next_request - fetched).whole_seconds();
    assert!((61..=62).contains(&seconds), "{seconds}");
    assert!(rest.starts_with(", in ") && rest.ends_with(" s"), "{rest}");
    assert_eq!(tool.chao8().token_requests(), 1);
}

#[test]
fn token_is_three_times_in_utc_for_programs() {
    let tool = Tool::new().with("TZ", "CST-8");
    let answer = chao8(&tool, &["token", "--json"]).json_lines();
    let [fetched, expires, next_request] = times(&answer[0]);
    assert_eq!(answer.len(), 1);
    assert!(fetched.offset().is_utc());
    assert_eq!(expires - fetched, time::Duration::hours(8));
    assert!((61..=62).contains(&(next_request - fetched).whole_seconds()));
    // A second command tells the same of the same token.
    assert_eq!(chao8(&tool, &["token", "--json"]).json_lines(), answer);
    assert_eq!(tool.chao8().token_requests(), 1);
}

#[test]
fn token_is_printed_only_if_that_is_asked_for() {
    let tool = with_token();
    let text = chao8(&tool, &["token", "--reveal"]).done();
    let (_, token) = text.lines().last().unwrap().split_once(' ').unwrap();
    assert!(tool.chao8().is_accepted(token.trim()), "{text}");
    let answer = chao8(&tool, &["token", "--reveal", "--json"]).json_lines();
    assert_eq!(answer[0]["token"], token.trim());
    assert!(!chao8(&tool, &["token"]).done().contains(token.trim()));
    let answer = chao8(&tool, &["token", "--json"]).json_lines();
    assert_eq!(answer[0].get("token"), None);
    assert_eq!(tool.chao8().token_requests(), 1);
}

#[test]
fn a_lifetime_beyond_all_calendars_is_told_as_some_time() {
    let tool = Tool::new();
    tool.chao8().set_token_lifetime_seconds(i64::MAX);
    let answer = chao8(&tool, &["token", "--json"]).json_lines();
    let [fetched, expires, _] = times(&answer[0]);
    assert!(expires - fetched > time::Duration::days(365));
}

#[test]
fn a_token_without_any_lifetime_is_an_answer_of_no_use() {
    let tool = Tool::new();
    tool.chao8().set_token_lifetime_seconds(0);
    let error = chao8(&tool, &["token", "--json"]).json_error(1);
    assert_eq!(error["kind"], "answer");
    assert_eq!(error["retry_in_seconds"], 61);
    let error = chao8(&tool, &["token"]).failed(1);
    assert!(error.starts_with("error: too soon for another token request"));
}
