use openplat_sandbox::{Damaijia, Sandbox};

use super::Part;
use crate::damaijia::VARIABLES;

pub(super) fn part(sandbox: &Sandbox) -> Part {
    let [base_url, app_id, app_secret] = VARIABLES;
    let warehouse = Damaijia::WAREHOUSE;
    Part {
        variables: vec![
            (base_url, sandbox.base_url()),
            (app_id, Damaijia::APP_ID.to_owned()),
            (app_secret, Damaijia::APP_SECRET.to_owned()),
        ],
        commands: vec![
            "damaijia balance".to_owned(),
            "damaijia warehouses".to_owned(),
            format!("damaijia products --warehouse {warehouse} --all-pages"),
            "damaijia orders".to_owned(),
        ],
        title: "Warehouses of 大麦家",
        things: vec![
            ("2", "products 614 to 658; 614 is for taobao only"),
            (
                "3",
                "products 710 to 712; does not send to 北京市, 浙江省/宁波市 and 广东省/深圳市/福田区",
            ),
            ("5", "product 720, whose place of dispatch is banned: 235"),
            ("6", "no products"),
            ("8", "not on line: product 730 is refused with 227"),
        ],
    }
}
