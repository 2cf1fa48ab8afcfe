use openplat_sandbox::{Chao8, Sandbox};

use super::Part;
use crate::chao8::VARIABLES;

pub(super) fn part(sandbox: &Sandbox) -> Part {
    let [base_url, access_key, secret] = VARIABLES;
    let code = Chao8::BOX_CODE;
    Part {
        variables: vec![
            (base_url, sandbox.base_url()),
            (access_key, Chao8::ACCESS_KEY.to_owned()),
            (secret, Chao8::SECRET.to_owned()),
        ],
        commands: vec![
            "chao8 token".to_owned(),
            format!("chao8 get /trace/app/v1/open/info/flow/code --query code={code}"),
            "chao8 post /ps/v1/open/product/add-upd-product \
             --body '{\"productNo\":\"P1\",\"productName\":\"可乐\"}'"
                .to_owned(),
        ],
        title: "Digital codes",
        things: vec![
            (code, "a box: 2 packs and their 4 pieces are below it"),
            (Chao8::LONG_CODE, "19 digits"),
            (Chao8::RENAMED_CODE, "answered with another code"),
            (Chao8::SPARSE_CODE, "answered with hardly a field"),
        ],
    }
}
