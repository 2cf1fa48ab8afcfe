//! Answers of a product list, like the documented sample.

/// A page of so many products, the first of which has this number, in a list of `total`.
pub fn page(first: usize, count: usize, total: usize) -> String {
    let products: Vec<String> = (first..first + count).map(product).collect();
    let (number, last) = (first / count + 1, total.div_ceil(count));
    format!(
        r#"{{"code":0,"message":"ok","data":{{"data":[{}],"total":{total},"current_page":{number},"last_page":{last},"per_page":{count}}}}}"#,
        products.join(",")
    )
}

fn product(number: usize) -> String {
    format!(
        r#"{{"id":{number},"category":{{"id":2,"title":"第二层"}},"good":{{"name":"可乐","description":"330 ml","thumb":"{{url}}/images/{number}.png","price":"0.10","original_price":"0.00","content":"<p>可乐</p>","good_no":"412883701240","media":[],"slug":"412883701240"}},"channel":{{"name":"A21","cabinet_name":"A","code":"020","x":"2","y":"0","addr":1}},"current_inventory":1,"inventory":2}}"#
    )
}

/// So many rows, numbered from 1, as the inside of a list.
pub(crate) fn rows(count: usize, row: impl Fn(usize) -> String) -> String {
    let rows: Vec<String> = (1..=count).map(row).collect();
    rows.join(",")
}
