use openplat_sandbox::{Sandbox, Vending};

use super::Part;
use crate::vending::VARIABLES;

pub(super) fn part(sandbox: &Sandbox) -> Part {
    let [base_url, app_id, app_secret, sign_key] = VARIABLES;
    let machine = Vending::MACHINE;
    Part {
        variables: vec![
            (base_url, sandbox.base_url()),
            (app_id, Vending::APP_ID.to_owned()),
            (app_secret, Vending::APP_SECRET.to_owned()),
            (sign_key, Vending::SIGN_KEY.to_owned()),
        ],
        commands: vec![
            "vending ping".to_owned(),
            format!("vending products --machine {machine} --all-pages"),
            format!("vending codes create --machine {machine} --product 101 --count 2"),
            format!("vending codes list --machine {machine} --product 101"),
        ],
        title: "Machines",
        things: vec![
            (
                machine,
                "products 101 to 127 in cabinet A, 201 to 205 in cabinet B",
            ),
            (Vending::SHORT_MACHINE, "products 301 to 303"),
            (Vending::OFFLINE_MACHINE, "offline: refused with 30002"),
            (Vending::EMPTY_MACHINE, "online, without products"),
            (
                Vending::PICKUP_CODES_OFF_MACHINE,
                "products 501 to 503, pickup codes switched off: 10023",
            ),
        ],
    }
}
