use post30_api::{AliasQuery, ClassQuery, ItemId, ItemQuery};

use crate::provider::refused_unsent;

#[test]
fn page_of_no_rows_is_refused() {
    let invalid = [
        refused_unsent(|client| client.items(&ItemQuery::new().per_page(0))),
        refused_unsent(|client| client.items_by_class(&ClassQuery::new("奶粉").per_page(0))),
        refused_unsent(|client| client.items_by_alias(&AliasQuery::new().per_page(0))),
    ];
    for invalid in invalid {
        assert_eq!(
            invalid.to_string(),
            "`per_page` must be at least 1 (pagesize [doc])"
        );
    }
}

#[test]
fn text_to_look_for_must_not_be_empty() {
    let invalid = [
        refused_unsent(|client| client.items(&ItemQuery::new().alias(""))),
        refused_unsent(|client| client.items(&ItemQuery::new().bar_code(""))),
        refused_unsent(|client| client.items_by_class(&ClassQuery::new(""))),
        refused_unsent(|client| client.items_by_alias(&AliasQuery::new().alias(""))),
        refused_unsent(|client| client.items_by_alias(&AliasQuery::new().bar_code(""))),
    ];
    let fields = invalid.each_ref().map(|invalid| invalid.field());
    assert_eq!(
        fields,
        ["alias", "bar_code", "class_name", "alias", "bar_code"]
    );
    for invalid in invalid {
        assert_eq!(invalid.rule(), "must not be empty");
    }
}

/// 0 is the id of a row whose answer did not say it.
#[test]
fn id_of_0_is_refused() {
    let invalid = refused_unsent(|client| client.item(ItemId(0)));
    assert_eq!(invalid.field(), "id");
}

#[test]
fn iterator_yields_the_input_error_and_ends() {
    let invalid = refused_unsent(|client| {
        let mut items = client.all_items(ItemQuery::new().per_page(0));
        let first = items.next().unwrap();
        assert!(items.next().is_none());
        first
    });
    assert_eq!(invalid.field(), "per_page");
}
