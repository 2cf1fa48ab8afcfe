use proptest::prelude::*;
use provider_testing::run;
use vending_api::{Gmt8Time, MachineNo};

#[test]
fn no_text_makes_a_machine_number_panic() {
    run(256, any::<String>(), |text| {
        let parsed = text.parse::<MachineNo>();
        let is_number = text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        assert_eq!(parsed.is_ok(), is_number);
    });
}

#[test]
fn no_text_makes_a_time_panic() {
    run(256, any::<String>(), |text| {
        let json = serde_json::to_string(&text).unwrap();
        let time: Gmt8Time = serde_json::from_str(&json).unwrap();
        assert_eq!(time.as_str(), text.as_str());
        let _ = time.instant();
    });
}
