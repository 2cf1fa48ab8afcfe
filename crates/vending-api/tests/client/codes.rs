use provider_testing::{assert_codes, assert_documented, open_codes};
use vending_api::{Class, Code};

/// The older set: code, message and class as the provider's pages and our reading have them.
const OLDER: [(i64, &str, Class); 19] = [
    (400, "Bad Request", Class::InvalidRequest),
    (404, "Not Found", Class::NotFound),
    (10001, "表单校验失败，请重新输入", Class::InvalidRequest),
    (10008, "appid or appsecret is empty", Class::Auth),
    (10009, "当前商户已过期，请先续费", Class::Auth),
    (10010, "当前商户尚未验证，请先验证", Class::Auth),
    (10013, "app secret is invalid", Class::Auth),
    (10014, "appid is invalid", Class::Auth),
    (10023, "取货码功能尚未开启", Class::BusinessRefusal),
    (10025, "取货码已使用", Class::Conflict),
    (30001, "没有关联的设备号", Class::NotFound),
    (30002, "设备已离线", Class::Transient),
    (30003, "设备不存在", Class::NotFound),
    (30004, "设备不在运营中", Class::BusinessRefusal),
    (40005, "订单已过期", Class::BusinessRefusal),
    (40006, "订单状态无效", Class::BusinessRefusal),
    (60002, "商品已下架", Class::BusinessRefusal),
    (60003, "商品库存不足", Class::BusinessRefusal),
    (80002, "查不到对应记录", Class::NotFound),
];

/// The newer set, class by class.
const NEWER: [(Class, &[i64]); 7] = [
    (
        Class::Auth,
        &[
            1000, 4000, 4001, 4002, 4006, 4007, 4009, 6002, 6003, 6004, 6005, 6007, 6010, 6017,
            6018, 6020, 6039, 6044,
        ],
    ),
    (
        Class::InvalidRequest,
        &[4003, 5003, 6011, 6012, 6021, 6029, 6041],
    ),
    (Class::NotFound, &[4004, 6016, 6023, 6026, 6038, 6045]),
    (
        Class::Conflict,
        &[
            4005, 6001, 6027, 6009, 6022, 6030, 6033, 6034, 6040, 6049, 6055,
            // Used twice, both readings of this class.
            6013,
        ],
    ),
    (
        Class::BusinessRefusal,
        &[
            5001, 5002, 6006, 6008, 6024, 6028, 6031, 6032, 6035, 6036, 6037, 6042, 6043, 6046,
            6047, 6050, 6051, 6052, 6053, 6054, 6056,
        ],
    ),
    (Class::Transient, &[4008, 6025]),
    // 6014 and 6015 are used twice, with readings of different classes.
    (Class::Unknown, &[6048, 6014, 6015]),
];

#[test]
fn older_codes_have_their_class_and_the_message_of_the_provider() {
    assert_codes::<Code>(OLDER.map(|(number, message, class)| (number, Some(message), class)));
}

/// The newer codes one by one, none with a message.
fn newer() -> impl Iterator<Item = (i64, Option<&'static str>, Class)> {
    let each = |(class, numbers): (Class, &'static [i64])| {
        numbers.iter().map(move |number| (*number, None, class))
    };
    NEWER.into_iter().flat_map(each)
}

#[test]
fn newer_codes_have_their_class_and_no_message() {
    assert_codes::<Code>(newer());
}

#[test]
fn documented_codes_are_those_of_both_sets_and_no_other() {
    let older = OLDER.iter().map(|(number, ..)| *number);
    // 6019 does not exist [docs+].
    assert_documented::<Code>(older.chain(newer().map(|(number, ..)| number)));
}

#[test]
fn two_documented_codes_leave_open_what_happened() {
    assert_eq!(open_codes::<Code>(), [6015, 6048].into());
}

#[test]
fn code_is_written_as_a_number() {
    assert_eq!(
        serde_json::to_string(&Code::MACHINE_OFFLINE).unwrap(),
        "30002"
    );
}
