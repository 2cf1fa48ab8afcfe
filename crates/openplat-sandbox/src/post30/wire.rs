//! Answers: the envelope and the rows, in the shape that a test wants.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::catalogue::{Product, format_time};
use super::shape::{Shape, SuccessStyle};
use crate::answer::Reply;

/// How answers look.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub(super) success: SuccessStyle,
    pub(super) shape: Shape,
}

impl Style {
    /// A list.
    pub(super) fn list(self, total: u64, rows: Vec<&RawValue>) -> Reply {
        let rows = match self.shape {
            Shape::NoRowsMissing if rows.is_empty() => None,
            Shape::NoRowsNull if rows.is_empty() => Some(None),
            _ => Some(Some(rows)),
        };
        let is_number = self.shape != Shape::TotalAsText;
        self.reply(&List {
            success: self.success(1),
            total: Figure {
                text: total.to_string(),
                is_number,
            },
            rows,
        })
    }

    /// A detail.
    pub(super) fn entity(self, entity: &RawValue) -> Reply {
        let success = self.success(1);
        self.reply(&Entity { success, entity })
    }

    /// A success with nothing to tell.
    pub(super) fn done(self) -> Reply {
        let success = self.success(1);
        self.reply(&Done { success })
    }

    /// `success` with a message: a refusal when it is 0.
    pub(super) fn message(self, success: i64, message: &str) -> Reply {
        let success = self.success(success);
        let message = match self.shape {
            Shape::MessageMissing => None,
            Shape::MessageNull => Some(None),
            _ => Some(Some(message)),
        };
        self.reply(&Refused { success, message })
    }

    fn success(self, code: i64) -> Success {
        match self.success {
            SuccessStyle::Number => Success::Number(code),
            SuccessStyle::Text => Success::Text(code.to_string()),
            SuccessStyle::Boolean => Success::Boolean(code == 1),
        }
    }

    fn reply(self, answer: &impl Serialize) -> Reply {
        let reply = Reply::json(200, answer);
        if self.shape != Shape::NotJson {
            return reply;
        }
        // As the samples of the provider's page are written.
        let text = serde_json::to_string(answer).unwrap_or_default();
        Reply {
            body: text.replace('"', "'").into(),
            ..reply
        }
    }
}

#[derive(Serialize)]
struct List<'a> {
    success: Success,
    total: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Option<Vec<&'a RawValue>>>,
}

#[derive(Serialize)]
struct Entity<'a> {
    success: Success,
    entity: &'a RawValue,
}

#[derive(Serialize)]
struct Done {
    success: Success,
}

#[derive(Serialize)]
struct Refused<'a> {
    success: Success,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Option<&'a str>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Success {
    Number(i64),
    Text(String),
    Boolean(bool),
}

impl Product {
    /// The row of the product list and of a class.
    pub(super) fn row(&self, style: Style) -> &RawValue {
        self.row.of(|| Row::of(self, style))
    }

    /// The row of the list by internal name.
    pub(super) fn alise_row(&self, style: Style) -> &RawValue {
        self.alise_row.of(|| AliseRow::of(self, style))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Row<'a> {
    class_type: Figure,
    product_name: &'a str,
    add_time: String,
    price: Figure,
    weight: Figure,
    class_name: &'a str,
    #[serde(rename = "P_id")]
    p_id: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    manufacturer: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand_name: Option<Option<&'a str>>,
    images: Vec<Image>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Image {
    pro_file_path: String,
}

impl<'a> Row<'a> {
    fn of(product: &'a Product, style: Style) -> Self {
        let figure = |text: String| Figure::of(text, style);
        let images = (1..=product.images).map(|number| Image {
            pro_file_path: format!(
                "http://p.30post.invalid/UploadFile/{}-{number}.jpg",
                product.id
            ),
        });
        Self {
            class_type: figure(product.class.id.to_string()),
            product_name: product.name,
            add_time: format_time(product.added_at),
            // Quirk: prices have two places here and four in the other rows [doc].
            price: figure(product.price.to_owned()),
            weight: figure(product.weight.to_owned()),
            class_name: product.class.name,
            p_id: figure(product.id.to_string()),
            manufacturer: blank(product.manufacturer, style),
            brand_name: blank(product.brand, style),
            images: images.collect(),
        }
    }
}

/// Quirk: a row of the list by internal name has names of its own [doc].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AliseRow<'a> {
    product_id: Figure,
    product_name: &'a str,
    price: Figure,
    alise_name: &'a str,
}

impl<'a> AliseRow<'a> {
    fn of(product: &'a Product, style: Style) -> Self {
        Self {
            product_id: Figure::of(product.id.to_string(), style),
            product_name: product.name,
            price: Figure::of(format!("{}00", product.price), style),
            alise_name: product.alise_name,
        }
    }
}

fn blank(text: &str, style: Style) -> Option<Option<&str>> {
    match style.shape {
        Shape::BlanksMissing if text.is_empty() => None,
        Shape::BlanksNull if text.is_empty() => Some(None),
        _ => Some(Some(text)),
    }
}

/// A number that goes out with all its digits, as a text or as a number.
struct Figure {
    text: String,
    is_number: bool,
}

impl Figure {
    /// Quirk: numbers in rows are texts [doc].
    fn of(text: String, style: Style) -> Self {
        let is_number = style.shape == Shape::RowsWithNumbers;
        Self { text, is_number }
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_number {
            let number = RawValue::from_string(self.text.clone());
            number
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer)
        } else {
            serializer.serialize_str(&self.text)
        }
    }
}
