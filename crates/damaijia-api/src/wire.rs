//! The provider's envelope, what a call is on the wire, and readers of its odd types.

use std::fmt;
use std::marker::PhantomData;

use provider_http::{Method, Request, lenient};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize as Derive, Serialize};
use signing::Secret;

use crate::Code;

/// The part of every path that is the same.
const PREFIX: &str = "/vv/external/";

/// What one call is on the wire.
///
/// Quirk: two families of paths, with `v1/` and without it, and two methods [docs+].
#[derive(Clone, Copy)]
pub(crate) struct Endpoint {
    /// The name of the client's method.
    pub(crate) call: &'static str,
    method: Method,
    /// The path below `/vv/external/`.
    path: &'static str,
    pub(crate) effect: Effect,
}

/// What a call does on the provider's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Reads,
    Writes,
    /// A writing call whose success is a text.
    Cancels,
}

impl Endpoint {
    pub(crate) const LOGIN: Self = Self::post("get_token", "user_login", Effect::Reads);
    pub(crate) const COURIERS: Self = Self::get("couriers", "v1/warehouse_get_list");
    pub(crate) const PRODUCTS: Self = Self::get("products", "v1/product_get_list");
    pub(crate) const CREATE_ORDER: Self =
        Self::post("create_order", "v1/order_create", Effect::Writes);
    pub(crate) const CANCEL_PARCEL: Self =
        Self::post("cancel_parcel", "package_cancel", Effect::Cancels);
    pub(crate) const ORDERS: Self = Self::post("orders", "order_get_list", Effect::Reads);
    pub(crate) const PARCELS: Self = Self::post("parcels", "package_get_list", Effect::Reads);
    pub(crate) const PARCEL_STATES: Self =
        Self::post("parcel_states", "get_packages_status", Effect::Reads);
    pub(crate) const BALANCE: Self = Self::post("balance_fen", "get_user_balance", Effect::Reads);

    const fn get(call: &'static str, path: &'static str) -> Self {
        Self {
            call,
            method: Method::Get,
            path,
            effect: Effect::Reads,
        }
    }

    const fn post(call: &'static str, path: &'static str, effect: Effect) -> Self {
        Self {
            call,
            method: Method::Post,
            path,
            effect,
        }
    }

    fn request(&self) -> Request {
        Request::new(self.call, self.method, format!("{PREFIX}{}", self.path))
    }

    /// A request with a query and without a body.
    pub(crate) fn with_query(&self, query: String) -> Request {
        // The samples of the GET calls send it [docs+].
        let accept = Secret::from("application/json");
        self.request().query(query).header("Accept", accept)
    }

    /// A request with a JSON body.
    pub(crate) fn with_body(&self, body: &impl Serialize) -> Request {
        // Only a map with keys that are no text can fail here, and no body has one.
        self.request()
            .json(serde_json::to_vec(body).unwrap_or_default())
    }
}

/// The envelope of every answer, without its `data`.
#[derive(Derive)]
pub(crate) struct Envelope {
    /// Quirk: 0 succeeds, 200 fails; it may be a number or its digits [doc] [observed].
    #[serde(deserialize_with = "lenient::int")]
    status: i64,
    /// Absent in a success.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub(crate) err: String,
}

/// The envelope of a cancellation.
#[derive(Derive)]
pub(crate) struct CancelEnvelope {
    #[serde(deserialize_with = "status_of_cancelling")]
    status: i64,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    err: String,
}

impl Envelope {
    pub(crate) fn code(&self) -> Code {
        Code(self.status)
    }
}

impl From<CancelEnvelope> for Envelope {
    fn from(CancelEnvelope { status, err }: CancelEnvelope) -> Self {
        Self { status, err }
    }
}

/// Quirk: the text `取消成功` in `status` is the success of a cancellation [observed]; 0 too.
fn status_of_cancelling<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    match lenient::text(deserializer)?.as_str() {
        "取消成功" => Ok(Code::OK.0),
        text => integer(text),
    }
}

/// That an answer says that the token was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// The documented code or HTTP status 401: refused before anything was carried out.
    Clear,
    /// A code that was seen and that no page states.
    Hinted,
}

impl Rejection {
    pub(crate) fn of(http_status: u16, code: Option<Code>) -> Option<Self> {
        match code {
            _ if http_status == 401 => Some(Self::Clear),
            Some(Code::AUTHENTICATION_FAILED) => Some(Self::Clear),
            // Quirk: 72 and 401 were seen where a token was no longer accepted [observed].
            Some(Code::TOKEN_EXPIRED | Code::LOGIN_EXPIRED) => Some(Self::Hinted),
            _ => None,
        }
    }
}

/// An envelope that brings `data`.
#[derive(Derive)]
pub(crate) struct Data<T> {
    pub(crate) data: T,
}

/// The envelope of a call that answers with nothing to read: whatever `data` is, it is ignored.
#[derive(Derive)]
pub(crate) struct NoData {}

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

/// An integer or its digits; none for null and the empty text. A fraction is an error.
pub(crate) fn optional_int<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    match lenient::text_or_empty(deserializer)?.as_str() {
        "" => Ok(None),
        text => integer(text).map(Some),
    }
}

fn integer<E: Error>(text: &str) -> Result<i64, E> {
    let digits = Some(text).filter(|text| !text.starts_with('+'));
    digits
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| E::custom("expected an integer, or its digits as a text"))
}

/// Quirk: a flag is 1, or an empty text for no, or absent [observed].
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(optional_int(deserializer)? == Some(1))
}

/// Quirk: rows come in a list, or in an object around a list `data` [observed].
pub(crate) fn rows<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
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

impl<'de, T: Deserialize<'de>> Visitor<'de> for RowsVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or an object with a list `data`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        all(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(name) = fields.next_key::<String>()? {
            if name == "data" {
                rows = fields.next_value::<List<T>>()?.0;
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(rows)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, a list of objects or null")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        all(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        let one = serde::de::value::MapAccessDeserializer::new(fields);
        T::deserialize(one).map(|one| vec![one])
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}

fn all<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(mut items: A) -> Result<Vec<T>, A::Error> {
    let mut list = Vec::new();
    while let Some(item) = items.next_element()? {
        list.push(item);
    }
    Ok(list)
}
