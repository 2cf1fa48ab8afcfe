//! 流向: where the goods behind a digital code went.

use serde_json::{Value, json};

use super::Chao8;
use super::query;
use super::refusal::Refusal;
use super::wire::Envelope;
use crate::cached_json::{CachedJson, raw_json};
use crate::request::Request;

pub(super) const PATH: &str = "/trace/app/v1/open/info/flow/code";

/// Answers a flow query.
pub(super) fn query(request: &Request) -> Result<Envelope, Refusal> {
    let [code, direction] = query::values(request, ["code", "direction"])?;
    let code = code
        .filter(|code| !code.is_empty())
        .ok_or(Refusal::UNKNOWN_ERROR)?;
    let below = match direction.as_deref() {
        None | Some("" | "0") => false,
        Some("1") => true,
        Some(_) => return Err(Refusal::UNKNOWN_ERROR),
    };
    let place = DIGITS
        .iter()
        .position(|digit| digit.code == code || digit.other_name == code);
    Ok(match place {
        Some(place) => {
            let told = &TOLD[place][usize::from(below)];
            Envelope::ok(told.of(|| tell(&DIGITS[place], below)))
        }
        None => Envelope::ok(&raw_json(&json!({"digits": [], "details": []}))),
    })
}

/// What is told of each code, alone and with the codes below it.
static TOLD: [[CachedJson; 2]; DIGITS.len()] =
    [const { [const { CachedJson::new() }; 2] }; DIGITS.len()];

fn tell(asked: &Digit, below: bool) -> Value {
    // Any field may be absent.
    if asked.code == Chao8::SPARSE_CODE {
        return json!({"digits": [{"code": asked.code}]});
    }
    let digits: Vec<Value> = if below {
        DIGITS
            .iter()
            .filter(|digit| digit.is_below(asked.code))
            .map(Digit::shown)
            .collect()
    } else {
        vec![asked.shown()]
    };
    json!({
        "digits": digits,
        "details": [
            asked.detail("9100000000000000001", "LS0001", "CK-14", "中心仓", "CUST4041", "华东经销商"),
            asked.detail("9100000000000000002", "LS0002", "CUST4041", "华东经销商", "MD0007", "七号门店"),
        ],
    })
}

/// A digital code (数码) and the goods that carry it.
struct Digit {
    code: &'static str,
    /// Another code that leads to the same goods; empty when there is none.
    other_name: &'static str,
    parent: &'static str,
    level: u32,
    unit: &'static str,
    quantity: u32,
}

impl Digit {
    fn is_below(&self, code: &str) -> bool {
        self.parent == code
            || DIGITS
                .iter()
                .any(|digit| digit.code == self.parent && digit.is_below(code))
    }

    fn shown(&self) -> Value {
        json!({
            "code": self.code,
            "parent": self.parent,
            "level": self.level,
            "unit": self.unit,
            "productId": "9000000000000000001",
            "productNo": "000042",
            "productName": "沙盒牙膏",
            "productStandard": "120g",
            "productModel": "薄荷",
            "batchNo": "20240913",
            // Quirk: an integer here, a text as receiptCode1Quantity [docs+].
            "code1Quantity": self.quantity,
            "organizationNo": "F001",
            "organizationName": "沙盒工厂",
        })
    }

    fn detail(
        &self,
        receipt_id: &str,
        receipt_no: &str,
        sender_code: &str,
        sender_name: &str,
        receiver_code: &str,
        receiver_name: &str,
    ) -> Value {
        json!({
            "receiptId": receipt_id,
            "receiptNo": receipt_no,
            "receiptType": "1",
            "receiptTypeName": "销售出库",
            "receiptSource": "1",
            "receiptSourceName": "开放平台",
            "senderId": format!("id-{sender_code}"),
            "senderCode": sender_code,
            "senderName": sender_name,
            "senderTypeId": "1",
            "senderTypeName": "组织",
            "receiverId": format!("id-{receiver_code}"),
            "receiverCode": receiver_code,
            "receiverName": receiver_name,
            "receiverTypeId": "2",
            "receiverTypeName": "客户",
            "completeTime": "2024-09-13 14:14:00",
            "receiptCode1Quantity": self.quantity.to_string(),
        })
    }
}

const fn digit(
    code: &'static str,
    parent: &'static str,
    level: u32,
    unit: &'static str,
    quantity: u32,
) -> Digit {
    Digit {
        code,
        other_name: "",
        parent,
        level,
        unit,
        quantity,
    }
}

const DIGITS: [Digit; 10] = [
    digit(Chao8::BOX_CODE, "", 3, "箱", 4),
    digit("000100000011", Chao8::BOX_CODE, 2, "盒", 2),
    digit("000100000012", Chao8::BOX_CODE, 2, "盒", 2),
    digit("000100000111", "000100000011", 1, "个", 1),
    digit("000100000112", "000100000011", 1, "个", 1),
    digit("000100000121", "000100000012", 1, "个", 1),
    digit("000100000122", "000100000012", 1, "个", 1),
    digit(Chao8::LONG_CODE, "", 1, "个", 1),
    digit(Chao8::SPARSE_CODE, "", 1, "个", 1),
    // Quirk: the code in the answer need not be the code that was asked for [docs+].
    Digit {
        other_name: Chao8::RENAMED_CODE,
        ..digit("091901069428", "", 1, "个", 1)
    },
];
