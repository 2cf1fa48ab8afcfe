//! A page of a hundred rows from each of the other providers, beside the same JSON read into a
//! [`serde_json::Value`].

use std::sync::Arc;

use chao8_api::MemoryStore;
use serde_json::Value;

use crate::answers::rows;
use crate::server::{Answers, start};

const ROWS: usize = 100;

/// A page of a provider: its JSON, and a client that asks for it.
pub struct Sibling {
    json: String,
    call: Box<dyn Fn() -> usize>,
}

impl Sibling {
    /// The JSON, read into a value.
    ///
    /// # Panics
    ///
    /// When it is none.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.json).expect("JSON")
    }

    /// The call; how many rows it brought.
    pub fn rows(&self) -> usize {
        (self.call)()
    }

    fn new(json: String, call: impl Fn() -> usize + 'static) -> Self {
        let sibling = Self {
            json,
            call: Box::new(call),
        };
        // The connection and the token are there, and the heap is as many calls leave it.
        for _ in 0..20 {
            assert_eq!(sibling.rows(), ROWS);
        }
        sibling
    }
}

impl std::fmt::Debug for Sibling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sibling").finish_non_exhaustive()
    }
}

/// Products of damaijia, in a list of their own.
///
/// # Panics
///
/// When a call fails.
pub fn damaijia() -> Sibling {
    use damaijia_api::{Client, Credentials, ProductQuery, Settings, WarehouseId};

    let list = rows(ROWS, |number| {
        format!(
            r#"{{"user_source":["taobao"],"id":{number},"name":"n","othumb":"","cost_price":10,"weight":"0.1","stock":9,"sales":0,"create_time":"2021-08-05 00:00:00","signing_method":"","support_entry_source":"taobao,pdd","is_support_encry":1}}"#
        )
    });
    let page = format!(r#"{{"data":{{"total":{ROWS},"list":[{list}]}},"status":0}}"#);
    let login = r#"{"data":{"access_token":"fake-token-0123456789"},"status":0}"#;
    let url = start(Answers::by_path(&[
        ("user_login", login.to_owned()),
        ("", page.clone()),
    ]));
    let credentials = Credentials::Login {
        app_id: "fake-app-id".to_owned(),
        app_secret: "fake-app-secret".into(),
    };
    let settings = Settings::new(url).store(Arc::new(MemoryStore::new()));
    let client = Client::new(credentials, settings).expect("a client");
    let query = ProductQuery::new(WarehouseId(2));
    Sibling::new(page, move || {
        client.products(&query).expect("a page").products.len()
    })
}

/// Any rows of chao8, as a caller's own type.
///
/// # Panics
///
/// When a call fails.
pub fn chao8() -> Sibling {
    use chao8_api::{Client, Credentials, Settings};

    #[derive(serde::Deserialize)]
    struct Row {
        id: u64,
        name: String,
        codes: Vec<String>,
    }

    let list = rows(ROWS, |number| {
        format!(r#"{{"id":{number},"name":"可乐","codes":["A{number}","B{number}"]}}"#)
    });
    let page = format!(
        r#"{{"code":200,"message":"success","data":[{list}],"timestamp":1677737429715,"traceId":"00000000-0000-0000-0000-000000000001","exception":null}}"#
    );
    let token = r#"{"code":200,"message":"success","data":{"accessToken":"fake-token-1","tokenTtl":"PT8H","tokenTtlSeconds":28800}}"#;
    let url = start(Answers::by_path(&[
        ("get-token", token.to_owned()),
        ("", page.clone()),
    ]));
    let credentials = Credentials {
        access_key: "fake-access-key".to_owned(),
        secret: "fake-secret".into(),
    };
    let settings = Settings::new(url).store(Arc::new(MemoryStore::new()));
    let client = Client::new(credentials, settings).expect("a client");
    Sibling::new(page, move || {
        let rows: Vec<Row> = client.get("/ps/fake/list", &[]).expect("rows");
        let is_whole = |row: &&Row| row.id > 0 && !row.name.is_empty() && row.codes.len() == 2;
        rows.iter().filter(is_whole).count()
    })
}

/// Products of post30, whose answers have no wrapper.
///
/// # Panics
///
/// When a call fails.
pub fn post30() -> Sibling {
    use post30_api::{Client, Credentials, ItemQuery, Settings};

    let list = rows(ROWS, |number| {
        format!(
            r#"{{"P_id":{number},"ProductName":"安娜 奶粉","ClassType":"1","ClassName":"奶粉","Price":"255.00","Weight":"1.00","Manufacturer":"m","BrandName":"b","AddTime":"2016-1-25 22:00:44","Images":[]}}"#
        )
    });
    let page = format!(r#"{{"success":1,"message":"","total":{ROWS},"rows":[{list}]}}"#);
    let url = start(Answers::by_path(&[("", page.clone())]));
    let credentials = Credentials {
        access_key: "fake-access-key".to_owned(),
        secret_key: "fake-secret-key".into(),
    };
    let client = Client::new(credentials, Settings::new(url)).expect("a client");
    let query = ItemQuery::new();
    Sibling::new(page, move || {
        client.items(&query).expect("a page").items.len()
    })
}
