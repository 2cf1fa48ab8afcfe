//! Products, codes and files, all of them with a token that all callers share.

use chao8_api::{Call, Client, Direction, Error, IgnoredAny};
use openplat_sandbox::Chao8;

use super::Caller;
use crate::soak::act::{Code, Provider};
use crate::soak::ledger::{Fate, Wish};

/// Adding a product: 通过商品编号新增/修改商品信息.
pub(in crate::soak) const ADD_PRODUCT: &str = "/ps/v1/open/product/add-upd-product";

const FILE_BYTES: usize = 20_000;

impl Caller<'_> {
    fn chao8<T>(&mut self, call: impl FnOnce(&Client) -> Result<T, Error>) -> Result<T, Error> {
        self.call(Provider::Chao8, Error::delivery, |house| call(&house.chao8))
    }

    /// Adds a product. No public page names a call that reads one: whether a product is there,
    /// only the provider can tell.
    pub(super) fn add_product(&mut self, has_name: bool) {
        let number = format!("P{}", self.step);
        let name = if has_name {
            r#","productName":"试用装""#
        } else {
            ""
        };
        let body = format!(r#"{{"productNo":"{number}"{name}}}"#);
        let call = Call::post(ADD_PRODUCT).json_text(body);
        let fate = self.wish(|caller| {
            let added = caller.chao8(|chao8| chao8.call::<IgnoredAny>(&call));
            added.map(drop).map_err(|error| error.delivery())
        });
        self.is_right(has_name || fate != Fate::Done, || {
            "a product without a name was added".to_owned()
        });
        if fate == Fate::AskTheStaff {
            self.found_out(fate);
        }
        self.ledger.products.push(Wish {
            step: self.step,
            fate,
            what: number,
        });
    }

    pub(super) fn trace(&mut self, code: Code) {
        let (code, below) = match code {
            Code::Box => (Chao8::BOX_CODE, 6),
            Code::Long => (Chao8::LONG_CODE, 1),
        };
        let direction = match below {
            6 => Direction::Below,
            _ => Direction::This,
        };
        if let Ok(flow) = self.chao8(|chao8| chao8.flow(code, direction)) {
            let is_right = flow.digits.len() == below;
            self.is_right(is_right, || format!("{flow:?} below {code}"));
        }
    }

    pub(super) fn download(&mut self) {
        let bytes = FILE_BYTES.to_string();
        let call = Call::get("/sandbox/chao8/download").query(&[("bytes", &bytes)]);
        let mut file = Vec::new();
        let download = self.chao8(|chao8| chao8.download(&call, &mut file, 1 << 20));
        let Ok(download) = download else { return };
        // A page in place of the file is a file, too: its content type tells.
        if download.content_type.as_deref() == Some("text/html") {
            return;
        }
        let is_whole = file.len() == FILE_BYTES && download.bytes == FILE_BYTES as u64;
        let counts = file.iter().enumerate();
        let is_right = is_whole
            && counts
                .into_iter()
                .all(|(at, byte)| at % 251 == usize::from(*byte));
        self.is_right(is_right, || format!("{download:?}, {} bytes", file.len()));
    }
}
