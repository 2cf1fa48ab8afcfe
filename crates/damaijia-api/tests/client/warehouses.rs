use damaijia_api::{ProductQuery, WarehouseId};
use openplat_sandbox::{Damaijia, NumberStyle, Sandbox};

use crate::provider::key_client;

#[test]
fn couriers_lead_to_warehouses_and_warehouses_to_products() {
    let sandbox = Sandbox::start().unwrap();
    for style in [NumberStyle::Numbers, NumberStyle::Texts] {
        sandbox.damaijia().set_number_style(style);
        let client = key_client(&sandbox);
        let couriers = client.couriers().unwrap();
        let counts: Vec<usize> = couriers
            .iter()
            .map(|courier| courier.warehouses.len())
            .collect();
        assert_eq!(counts, [2, 3, 0]);
        let main = &couriers[0].warehouses[0];
        assert_eq!(main.id, WarehouseId(Damaijia::WAREHOUSE));
        assert_eq!((main.fee_fen, main.bans.len()), (Some(170), 0));
        let banning = &couriers[0].warehouses[1];
        assert_eq!(banning.bans[0].districts[0], "北京市");
        let page = client.products(&ProductQuery::new(main.id)).unwrap();
        assert_eq!((page.products.len(), page.total), (20, Some(45)));
        assert_eq!(page.products.iter().next().unwrap().price_fen, Some(10));
        assert_eq!(page.products.iter().next().unwrap().sources, ["taobao"]);
    }
}

#[test]
fn all_products_of_a_warehouse_come_once_each_however_the_server_pages() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    let ids = |query: ProductQuery| {
        let products = client.all_products(query).take(100).map(Result::unwrap);
        let mut ids: Vec<u64> = products.map(|product| product.id.0).collect();
        ids.sort_unstable();
        ids
    };
    let expected: Vec<u64> = (614..659).collect();
    let query = || ProductQuery::new(WarehouseId(Damaijia::WAREHOUSE));
    assert_eq!(ids(query()), expected);
    assert_eq!(ids(query().page_size(7)), expected);
    sandbox.damaijia().set_page_cap(Some(4));
    assert_eq!(ids(query()), expected);
    sandbox.damaijia().set_page_overlap(2);
    assert_eq!(ids(query()), expected);
    assert!(ids(ProductQuery::new(WarehouseId(Damaijia::EMPTY_WAREHOUSE))).is_empty());
}
