//! Who stands in the table.

use crate::row::{Row, rows_of};

/// The providers as their own tests see them.
macro_rules! subject {
    ($name:ident, $path:literal) => {
        #[path = $path]
        #[allow(dead_code, reason = "shared with the tests of the crate")]
        mod $name;
    };
}

subject!(
    vending,
    "../../../crates/vending-api/tests/client/provider.rs"
);
subject!(chao8, "../../../crates/chao8-api/tests/client/provider.rs");
subject!(
    damaijia,
    "../../../crates/damaijia-api/tests/client/provider.rs"
);
subject!(
    post30,
    "../../../crates/post30-api/tests/client/provider.rs"
);

/// Every call of every client; damaijia's with both kinds of its credentials.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = rows_of::<vending::Vending>("vending");
    rows.extend(rows_of::<chao8::Chao8Api>("chao8"));
    rows.extend(rows_of::<damaijia::WithLogin>("damaijia"));
    rows.extend(rows_of::<damaijia::WithKey>("damaijia, fixed key"));
    rows.extend(rows_of::<post30::Post30Api>("post30"));
    rows
}
