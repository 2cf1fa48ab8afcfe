//! The tables of `cargo xtask weight`, and what the crates weigh in packages.

use xtask::bench::weight::{Dependency, Graph, Unit, Weight, dependency_table, packages, table};

const TREE: &str = "\
0client v0.1.0 (/a/client)
1http v0.1.0 (/a/http)
2log v0.4.1
2tls v1.0.0
3log v0.4.1
3roots v1.0.0
3cc v1.2.0
1serde v1.0.0
2derive v1.0.0 (proc-macro)
1http v0.1.0 (/a/http) (*)
";

fn graph() -> Graph {
    Graph::read(TREE).expect("a tree")
}

#[test]
fn each_package_counts_once() {
    assert_eq!(graph().len(), 8);
}

#[test]
fn dependency_brings_what_is_gone_without_it() {
    let own = ["client".to_owned(), "http".to_owned()];
    let dependencies = graph().dependencies(&own);
    let brought: Vec<(&str, &[String], &[String])> = dependencies
        .iter()
        .map(|found| (&*found.name, &*found.named_by, &*found.only_it_brings))
        .collect();
    let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (http, client, nothing) = (texts(&["http"]), texts(&["client"]), texts(&[]));
    let tls = texts(&["cc v1.2.0", "roots v1.0.0", "tls v1.0.0"]);
    let serde = texts(&["derive v1.0.0", "serde v1.0.0"]);
    // The log is there all the same: TLS brings it.
    let expected: [(&str, &[String], &[String]); 3] = [
        ("log v0.4.1", &http, &nothing),
        ("serde v1.0.0", &client, &serde),
        ("tls v1.0.0", &http, &tls),
    ];
    assert_eq!(brought, expected);
}

#[test]
fn line_that_is_none_of_a_tree_is_refused() {
    for line in ["log v0.4.1", "1log", "7"] {
        assert!(Graph::read(line).is_err(), "{line}");
    }
}

#[test]
fn rows_have_ratio_and_unit() {
    let weights = [
        Weight::new("packages of a", Some(40.0), 50.0, Unit::Packages),
        Weight::new("cold build", Some(13.46), 17.31, Unit::Seconds).at_most(1.15),
        Weight::new("the tool", None, 4.987, Unit::Megabytes).at_most(5.0),
    ];
    let expected = "\
| what | by hand | ours | ratio | goal | |
| --- | --- | --- | --- | --- | --- |
| packages of a | 40 | 50 | 1.25 |  |  |
| cold build | 13.5 s | 17.3 s | 1.29 | ≤ 1.15 | **missed** |
| the tool |  | 4.99 MB |  | ≤ 5.00 MB | met |
";
    assert_eq!(table(&weights), expected);
}

#[test]
fn dependencies_are_a_table() {
    let dependencies: Vec<Dependency> = graph().dependencies(&["client".to_owned()]);
    let expected = "\
| dependency | named by | packages that only it brings |
| --- | --- | --- |
| http v0.1.0 | client | cc v1.2.0, http v0.1.0, log v0.4.1, roots v1.0.0, tls v1.0.0 |
| serde v1.0.0 | client | derive v1.0.0, serde v1.0.0 |
";
    assert_eq!(dependency_table(&dependencies), expected);
}

/// The goal for those who call a provider.
#[test]
fn provider_crates_bring_at_most_a_fifth_more_packages_than_a_client_by_hand() {
    let weights = packages().expect("cargo counts");
    let providers = weights
        .iter()
        .filter(|weight| weight.name.ends_with("-api"));
    let ratios: Vec<(&str, f64)> = providers
        .map(|weight| (&*weight.name, weight.ratio().expect("a reference")))
        .collect();
    assert_eq!(ratios.len(), 4);
    for (name, ratio) in ratios {
        assert!(ratio <= 1.2, "{name}: {ratio:.2}");
    }
}
