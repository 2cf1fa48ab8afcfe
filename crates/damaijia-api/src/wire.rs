//! What the calls are on the wire, and readers of the provider's odd types.

use std::fmt;
use std::marker::PhantomData;

use provider_client::{Endpoint, Rows};
use provider_http::{Method, Request, lenient};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize as Derive, Serialize};
use signing::Secret;

/// The part of every path that is the same.
const PREFIX: &str = "/vv/external/";

// Quirk: two families of paths, with `v1/` and without it, and two methods [docs+].
pub(crate) static LOGIN: Endpoint = Endpoint::token("get_token", Method::Post, "user_login");
pub(crate) static COURIERS: Endpoint =
    Endpoint::reads("couriers", Method::Get, "v1/warehouse_get_list");
pub(crate) static PRODUCTS: Endpoint =
    Endpoint::reads("products", Method::Get, "v1/product_get_list");
pub(crate) static CREATE_ORDER: Endpoint = Endpoint::writes(
    "create_order",
    Method::Post,
    "v1/order_create",
    "`find_order` tells whether the order exists; while it is absent, repeat with the same \
     `site_order_id`",
);
pub(crate) static CANCEL_PARCEL: Endpoint = Endpoint::writes(
    "cancel_parcel",
    Method::Post,
    "package_cancel",
    "read `parcel_states`, or repeat: a cancelled parcel answers the same success",
);
pub(crate) static ORDERS: Endpoint = Endpoint::reads("orders", Method::Post, "order_get_list");
pub(crate) static PARCELS: Endpoint = Endpoint::reads("parcels", Method::Post, "package_get_list");
pub(crate) static PARCEL_STATES: Endpoint =
    Endpoint::reads("parcel_states", Method::Post, "get_packages_status");
pub(crate) static BALANCE: Endpoint =
    Endpoint::reads("balance_fen", Method::Post, "get_user_balance");

/// A request with a query and without a body.
pub(crate) fn with_query(endpoint: &Endpoint, query: String) -> Request {
    // The samples of the GET calls send it [docs+].
    let accept = Secret::from("application/json");
    let request = endpoint.request(PREFIX).query(query);
    request.header("Accept", accept)
}

/// A request with a JSON body.
pub(crate) fn with_body(endpoint: &Endpoint, body: &impl Serialize) -> Request {
    // Only a map with keys that are no text can fail here, and no body has one.
    let json = serde_json::to_vec(body).unwrap_or_default();
    endpoint.request(PREFIX).json(json)
}

/// The `data` that is an object: an empty list, null and an empty object are its default.
#[derive(Default)]
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::object(deserializer).map(|object| Self(object.unwrap_or_default()))
    }
}

/// The `data` that is a list.
#[derive(Derive)]
#[serde(transparent, bound = "T: Deserialize<'de>")]
pub(crate) struct List<T>(#[serde(deserialize_with = "lenient::list")] pub(crate) Vec<T>);

/// Quirk: a flag is 1, or an empty text for no, or absent [observed].
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let flag: Option<i64> = lenient::optional_int(deserializer)?;
    Ok(flag == Some(1))
}

/// Quirk: rows come in a list, or in an object around a list `data` [observed].
pub(crate) fn rows<'de, D, T>(deserializer: D) -> Result<Rows<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    deserializer.deserialize_any(RowsVisitor(PhantomData))
}

/// Quirk: an object, or `[]` in its place, or a list of such objects [observed] [inferred].
pub(crate) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
}

struct RowsVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for RowsVisitor<T> {
    type Value = Rows<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or an object with a list `data`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        Rows::deserialize(SeqAccessDeserializer::new(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let (mut rows, mut has_others) = (None, false);
        while let Some(name) = fields.next_key::<String>()? {
            if name == "data" {
                rows = Some(fields.next_value()?);
            } else {
                has_others |= !is_paging(&name);
                fields.next_value::<IgnoredAny>()?;
            }
        }
        match rows {
            Some(rows) => Ok(rows),
            None if !has_others => Ok(Rows::default()),
            // Rows under other names would be no rows, and an order that is there absent.
            None => Err(A::Error::custom(
                "expected a list, or an object with a list `data`",
            )),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Rows::default())
    }
}

/// What stands beside the rows in such an object [observed].
fn is_paging(name: &str) -> bool {
    name.contains("page") || matches!(name, "total" | "from" | "to" | "path" | "index")
}

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, a list of objects or null")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields)).map(|one| vec![one])
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use provider_http::{from_json, try_json};

    use super::*;

    #[derive(Debug, Default, Derive, PartialEq)]
    #[serde(default)]
    struct Odd {
        #[serde(deserialize_with = "flag")]
        flag: bool,
        #[serde(deserialize_with = "rows")]
        rows: Rows<Odd>,
        #[serde(deserialize_with = "one_or_many")]
        one_or_many: Vec<Odd>,
    }

    /// What both ways make of it; none when haste fails.
    fn both(json: &str) -> Option<Odd> {
        let hasty = try_json(json, PhantomData::<Odd>)?;
        assert_eq!(from_json(json.as_bytes()).as_ref(), Ok(&hasty), "{json}");
        Some(hasty)
    }

    #[test]
    fn known_forms_are_read_in_haste() {
        for value in [
            r#""flag":1"#,
            r#""flag":"1""#,
            r#""flag":"""#,
            r#""flag":null"#,
            r#""rows":[{"flag":1},{}]"#,
            r#""rows":{"current_page":1,"data":[{"flag":1}]}"#,
            r#""rows":{"data":[],"data":[{"flag":1}]}"#,
            r#""rows":[]"#,
            r#""rows":null"#,
            r#""one_or_many":{"flag":1}"#,
            r#""one_or_many":[{"flag":1},{}]"#,
            r#""one_or_many":[]"#,
            r#""one_or_many":null"#,
        ] {
            assert!(both(&format!("{{{value}}}")).is_some(), "{value}");
        }
    }

    /// A value as JSON, odd ones among them.
    fn value() -> impl Strategy<Value = String> {
        let scalars = [
            "1", r#""1""#, "0", "1.0", "2", "-1", r#""""#, r#""a""#, "null", "true",
        ];
        let scalar = prop::sample::select(scalars.to_vec()).prop_map(str::to_owned);
        scalar.prop_recursive(4, 30, 4, |inner| {
            let names = ["flag", "rows", "one_or_many", "data", "page", "other"];
            let name = prop::sample::select(names.to_vec());
            let field = (name, inner.clone()).prop_map(|(name, value)| format!("{name:?}:{value}"));
            let items = prop::collection::vec(inner, 0..4);
            let fields = prop::collection::vec(field, 0..4);
            prop_oneof![
                items.prop_map(|items| format!("[{}]", items.join(","))),
                fields.prop_map(|fields| format!("{{{}}}", fields.join(","))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn both_ways_read_alike(value in value()) {
            for name in ["flag", "rows", "one_or_many"] {
                both(&format!("{{{name:?}:{value}}}"));
            }
        }
    }
}
