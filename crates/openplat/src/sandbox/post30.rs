use openplat_sandbox::{Post30, Sandbox};

use super::Part;
use crate::post30::VARIABLES;

pub(super) fn part(sandbox: &Sandbox) -> Part {
    let [base_url, access_key, secret_key] = VARIABLES;
    Part {
        variables: vec![
            (base_url, sandbox.base_url()),
            (access_key, Post30::ACCESS_KEY.to_owned()),
            (secret_key, Post30::SECRET_KEY.to_owned()),
        ],
        commands: vec![
            "post30 items --all-pages".to_owned(),
            format!("post30 item {}", Post30::PRODUCT_ID),
            format!("post30 items-by-class {}", Post30::CLASS_NAME),
            format!("post30 items-by-alias --alias '{}'", Post30::ODD_ALISE_NAME),
            format!(
                "post30 call \"${base_url}/api/bill/closebatch\" \
                 --data '{{\"batch_name\":\"AAAAAA\"}}'"
            ),
        ],
        title: "Names of products in the database of 30post",
        things: vec![
            (Post30::BAR_CODE, "the bar code of product 1234, 安娜 奶粉"),
            (
                Post30::ALISE_NAME,
                "the internal name (内品名) of 12 products",
            ),
        ],
    }
}
