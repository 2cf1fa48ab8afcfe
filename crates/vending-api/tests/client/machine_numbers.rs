use vending_api::MachineNo;

#[test]
fn machine_number_has_8_or_more_digits() {
    for text in [
        "86683806",
        "00000000",
        "866838062",
        "8668380625375492",
        "866838062537549212345678",
    ] {
        let machine_no: MachineNo = text.parse().unwrap();
        assert_eq!(machine_no.as_str(), text);
        assert_eq!(machine_no.to_string(), text);
    }
}

#[test]
fn anything_else_is_no_machine_number() {
    for text in [
        "",
        "8668380",
        "8668380a",
        "machine1",
        "８６６８３８０６",
        " 86683806",
        "86683806\n",
        "-86683806",
        "8668 3806",
        "86683806.0",
    ] {
        let invalid = text.parse::<MachineNo>().unwrap_err();
        assert_eq!(
            invalid.to_string(),
            "`machine_no` must be 8 or more digits (设备编号 [doc])"
        );
    }
}
