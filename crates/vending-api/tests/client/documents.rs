//! Facts of the provider's pages that stand in the documentation only.

/// The documentation of a file as one line, so that line breaks do not matter.
fn docs(source: &str) -> String {
    let lines = source.lines().map(str::trim_start);
    let lines = lines.filter_map(|line| line.strip_prefix("/// "));
    lines.collect::<Vec<_>>().join(" ")
}

/// It is an example of the pages [docs+] and no default, so that no constant holds it.
#[test]
fn settings_name_the_host_of_the_pages() {
    let docs = docs(include_str!("../../src/settings.rs"));
    assert!(
        docs.contains("`https://www.awish.vip` as an example"),
        "{docs}"
    );
}

#[test]
fn shelves_say_since_when_the_provider_reads_them() {
    let docs = docs(include_str!("../../src/products/query.rs"));
    for fact in [
        r"`cabinet_name`: `A` to `Z`. The provider reads it since v1.13.0 \[doc\]",
        r"`addr`, the address of a driver board: 1 to 8. The provider reads it since v1.25.0 \[doc\]",
    ] {
        assert!(docs.contains(fact), "{fact}: {docs}");
    }
}

#[test]
fn product_says_since_when_it_has_a_slug_and_which_motor_is_in_the_second_cabinet() {
    let docs = docs(include_str!("../../src/products/product.rs"));
    for fact in [
        "商品编码, since v1.2.3",
        "`000` is row 1, column 1; `200` is the same place of the second cabinet",
    ] {
        assert!(docs.contains(fact), "{fact}: {docs}");
    }
}
