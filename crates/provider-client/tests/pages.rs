//! Lists end for a reason that the provider gave, or say what is missing.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use proptest::prelude::*;
use provider_client::{
    Error, Incomplete, OddRow, Page, PageSource, Pages, ProviderCode, Repeats, Rows,
};
use provider_http::DecodeError;

provider_client::codes! {
    /// A code of nobody's.
    pub struct Code, success 0;
}

/// A provider whose pages are a function of their number.
struct Source<F> {
    pages: F,
    asked: Vec<u32>,
    repeats: Repeats,
}

impl<F: FnMut(u32) -> Result<Page<u64>, Error<Code>> + Send> PageSource for Source<F> {
    type Row = u64;
    type Code = Code;

    fn page(&mut self, number: u32) -> Result<Page<u64>, Error<Code>> {
        self.asked.push(number);
        assert!(self.asked.len() < 10_000, "the list never ends");
        (self.pages)(number)
    }

    fn identity(&self, row: &u64) -> u64 {
        *row
    }

    fn repeats(&self) -> Repeats {
        self.repeats
    }
}

fn list_from<F>(first: u32, pages: F) -> Pages<Source<F>>
where
    F: FnMut(u32) -> Result<Page<u64>, Error<Code>> + Send,
{
    let source = Source {
        pages,
        asked: Vec::new(),
        repeats: Repeats::Yielded,
    };
    Pages::new(source, first)
}

/// What a list brought, and how it ended.
fn read<F>(first: u32, pages: F) -> (Vec<u64>, Option<Error<Code>>)
where
    F: FnMut(u32) -> Result<Page<u64>, Error<Code>> + Send,
{
    let mut rows = Vec::new();
    let mut list = list_from(first, pages);
    let end = loop {
        match list.next() {
            None => break None,
            Some(Ok(row)) => rows.push(row),
            Some(Err(error)) => break Some(error),
        }
    };
    assert!(list.next().is_none(), "it goes on after its end");
    (rows, end)
}

/// Page `number` of the rows from 0 to `count`, `size` to a page.
fn cut(count: u64, size: u64, number: u32) -> Vec<u64> {
    let from = u64::from(number - 1) * size;
    (from..count.min(from + size)).collect()
}

fn missing(end: Option<Error<Code>>) -> Incomplete {
    match end {
        Some(Error::Incomplete(incomplete)) => incomplete,
        other => panic!("{other:?}"),
    }
}

#[test]
fn total_goes_on_where_the_last_page_is_missing_null_or_0() {
    let (rows, end) = read(1, |number| {
        Ok(Page::new(cut(25, 10, number)).total(Some(25)).last(0))
    });
    assert_eq!(rows.len(), 25);
    assert!(end.is_none(), "{end:?}");
}

#[test]
fn empty_page_in_the_middle_hides_nothing_behind_it() {
    let (rows, end) = read(1, |number| {
        let rows = match number {
            1 => cut(20, 10, 1),
            2 => Vec::new(),
            3 => cut(20, 10, 2),
            _ => Vec::new(),
        };
        Ok(Page::new(rows).total(Some(20)))
    });
    assert_eq!(rows.len(), 20);
    assert!(end.is_none(), "{end:?}");
}

#[test]
fn page_that_repeats_before_the_total_is_an_error_that_says_how_much_is_missing() {
    let (rows, end) = read(1, |_| Ok(Page::new(vec![7]).total(Some(100_000))));
    assert_eq!(rows, [7]);
    let incomplete = missing(end);
    assert_eq!((incomplete.read, incomplete.total), (1, Some(100_000)));
    assert_eq!(incomplete.missing(), Some(99_999));
    assert!(
        incomplete.to_string().contains("99999 are missing"),
        "{incomplete}"
    );
}

#[test]
fn list_that_claims_more_pages_than_it_has_ends_with_an_error() {
    let (rows, end) = read(1, |number| {
        let page = Page::new(cut(15, 10, number)).total(Some(25)).last(3);
        Ok(page)
    });
    assert_eq!(rows.len(), 15);
    assert_eq!(missing(end).read, 15);
}

#[test]
fn last_page_below_the_total_does_not_end_the_list() {
    let (rows, end) = read(1, |number| {
        Ok(Page::new(cut(25, 10, number)).total(Some(25)).last(1))
    });
    assert_eq!(rows.len(), 25);
    assert!(end.is_none(), "{end:?}");
}

#[test]
fn total_below_what_comes_does_not_hide_the_pages_that_are_named() {
    let (rows, end) = read(1, |number| {
        Ok(Page::new(cut(25, 10, number)).total(Some(5)).last(3))
    });
    assert_eq!(rows.len(), 25);
    assert!(end.is_none(), "{end:?}");
    // A total of 0 beside rows is none.
    let (rows, _) = read(
        1,
        |number| Ok(Page::new(cut(25, 10, number)).total(Some(0))),
    );
    assert_eq!(rows.len(), 25);
}

#[test]
fn total_that_is_a_lower_bound_ends_nothing_and_is_held_to() {
    // The total counts the rows of each page.
    let (rows, end) = read(1, |number| {
        let rows = cut(25, 10, number);
        let count = rows.len() as u64;
        Ok(Page::new(rows).total(Some(count)).at_least())
    });
    assert_eq!(rows.len(), 25);
    assert!(end.is_none(), "{end:?}");
    let (rows, end) = read(1, |number| {
        Ok(Page::new(cut(25, 10, number)).total(Some(40)).at_least())
    });
    assert_eq!(rows.len(), 25);
    assert_eq!(missing(end).total, Some(40));
}

#[test]
fn without_a_total_the_first_page_without_news_ends_the_list() {
    for past_the_end in [Vec::new(), vec![20, 21, 22, 23, 24]] {
        let mut asked = 0;
        let (rows, end) = read(1, |number| {
            asked = number;
            let rows = cut(25, 10, number);
            Ok(Page::new(match rows.is_empty() {
                true => past_the_end.clone(),
                false => rows,
            }))
        });
        assert_eq!((rows.len(), asked), (25, 4));
        assert!(end.is_none(), "{end:?}");
    }
}

#[test]
fn pages_that_go_round_end_the_list() {
    let (rows, end) = read(1, |number| Ok(Page::new(vec![u64::from(number) % 3])));
    assert_eq!(rows, [1, 2, 0]);
    assert!(end.is_none(), "{end:?}");
}

#[test]
fn pages_that_go_round_before_the_total_are_an_error_however_many_they_are() {
    for round in 1..6 {
        let (rows, end) = read(1, |number| {
            let first = 10 * (u64::from(number) % round);
            let mut rows: Vec<u64> = (first..first + 10).collect();
            // In another order each time.
            rows.rotate_left(number as usize % 10);
            Ok(Page::new(rows).total(Some(1000)))
        });
        assert_eq!(rows.len() as u64, 10 * round);
        assert_eq!(missing(end).read, 10 * round);
    }
}

#[test]
fn empty_page_before_the_last_that_is_named_hides_nothing_behind_it() {
    let (rows, end) = read(1, |number| {
        let rows = match number {
            2 => Vec::new(),
            number => cut(30, 10, number),
        };
        Ok(Page::new(rows).last(3))
    });
    assert_eq!(rows.len(), 20);
    assert!(end.is_none(), "{end:?}");
}

#[test]
fn list_that_ends_before_the_last_page_that_is_named_is_an_error_that_says_so() {
    for repeated in [Vec::new(), vec![1]] {
        let (rows, end) = read(1, |number| {
            let rows = if number == 1 {
                vec![1]
            } else {
                repeated.clone()
            };
            Ok(Page::new(rows).last(9))
        });
        assert_eq!(rows, [1]);
        let incomplete = missing(end);
        assert_eq!((incomplete.total, incomplete.last), (None, Some(9)));
        let said = "the list ended at page 3 with 1 rows, though 9 pages are named";
        assert_eq!(incomplete.to_string(), said);
    }
}

#[test]
fn rows_that_the_page_before_had_too_do_not_count_towards_the_total() {
    // Each page begins in the middle of the one before.
    let (rows, end) = read(1, |number| {
        let first = 5 * u64::from(number - 1);
        let rows = match number {
            1..=3 => (first..first + 10).collect(),
            _ => Vec::new(),
        };
        Ok(Page::new(rows).total(Some(25)))
    });
    assert_eq!(rows.len(), 30);
    let incomplete = missing(end);
    assert_eq!((incomplete.read, incomplete.missing()), (20, Some(5)));
}

#[test]
fn total_that_a_later_page_takes_back_holds_all_the_same() {
    for later in [Some(0), Some(5), None] {
        let (rows, end) = read(1, |number| {
            let total = if number == 1 { Some(25) } else { later };
            let rows = if number == 2 {
                Vec::new()
            } else {
                cut(25, 10, number)
            };
            Ok(Page::new(rows).total(total))
        });
        assert_eq!(rows.len(), 15, "{later:?}");
        assert_eq!(missing(end).missing(), Some(10), "{later:?}");
    }
}

#[test]
fn total_below_the_rows_that_came_is_none() {
    let (rows, end) = read(
        1,
        |number| Ok(Page::new(cut(25, 10, number)).total(Some(3))),
    );
    assert_eq!(rows.len(), 25);
    assert!(end.is_none(), "{end:?}");
}

#[test]
fn odd_row_is_never_left_out() {
    let source = Source {
        pages: |number| {
            // The same fault at the same place of two pages.
            let json = if number == 1 {
                r#"[1,"x"]"#
            } else {
                r#"[2,"x"]"#
            };
            let rows: Rows<u64> = provider_http::from_json(json.as_bytes()).unwrap();
            Ok(Page::new(rows).total(Some(4)))
        },
        asked: Vec::new(),
        repeats: Repeats::LeftOut,
    };
    let rows: Vec<_> = Pages::new(source, 1).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows.iter().filter(|row| row.is_err()).count(), 2);
}

#[test]
fn list_from_a_later_page_is_not_held_to_the_total() {
    let (rows, end) = read(2, |number| {
        Ok(Page::new(cut(25, 10, number)).total(Some(25)))
    });
    assert_eq!(rows.len(), 15);
    assert!(end.is_none(), "{end:?}");
}

#[test]
fn odd_row_is_an_error_and_the_list_goes_on_behind_it() {
    let list = list_from(1, |number| {
        let json = match number {
            1 => r#"[0,"x",2]"#,
            _ => r#"[[3],4]"#,
        };
        let rows: Rows<u64> = provider_http::from_json(json.as_bytes()).unwrap();
        Ok(Page::new(rows).total(Some(5)))
    });
    let rows: Vec<_> = list.collect();
    assert_eq!(rows.len(), 5);
    for (place, row) in [(1, 2), (3, 1)] {
        let Err(Error::Row(odd)) = &rows[place] else {
            panic!("{:?}", rows[place]);
        };
        assert_eq!(odd.row, row);
    }
    let good: Vec<u64> = rows.into_iter().flatten().collect();
    assert_eq!(good, [0, 2, 4]);
}

#[test]
fn page_of_odd_rows_alone_is_no_end() {
    let odd = |row| {
        Err(OddRow::new(
            row,
            DecodeError::new("id", "expected an integer"),
        ))
    };
    let list = list_from(1, |number| {
        let rows: Rows<u64> = match number {
            1 => [odd(1), odd(2)].into_iter().collect(),
            2 => vec![7].into(),
            _ => Rows::default(),
        };
        Ok(Page::new(rows).total(Some(3)))
    });
    let rows: Vec<_> = list.collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(*rows[2].as_ref().unwrap(), 7);
}

#[test]
fn failed_page_ends_the_list_and_is_the_one_to_begin_again_at() {
    let mut list = list_from(1, |number| match number {
        1 => Ok(Page::new(cut(25, 10, 1)).total(Some(25))),
        _ => Err(provider_http::InvalidInput::new("page", "fails", "a test").into()),
    });
    assert_eq!(list.by_ref().take(10).flatten().count(), 10);
    assert!(list.next().unwrap().is_err());
    assert!(list.next().is_none());
    assert_eq!((list.page(), list.total()), (2, Some(25)));
}

#[test]
fn highest_page_number_is_the_last() {
    let (rows, end) = read(u32::MAX, |_| Ok(Page::new(vec![1, 2]).total(Some(9))));
    assert_eq!(rows, [1, 2]);
    assert!(end.is_none(), "{end:?}");
}

proptest! {
    /// Whatever a provider does to its pages: the list ends, nothing comes that was not on a
    /// page, and without an error at least as many rows came as the total says, or pages were asked
    /// for as it names.
    #[test]
    fn list_ends_whatever_the_pages_are(
        pages in prop::collection::vec(prop::collection::vec(0u64..40, 0..6), 1..12),
        total in prop::option::of(0u64..60),
        last in 0u32..15,
    ) {
        let (rows, end) = read(1, |number| {
            let page = pages.get(number as usize - 1).cloned().unwrap_or_default();
            Ok(Page::new(page).total(total).last(last))
        });
        let all: Vec<u64> = pages.concat();
        prop_assert!(rows.iter().all(|row| all.contains(row)));
        match (end, total) {
            (None, Some(total)) => {
                prop_assert!(rows.len() as u64 >= total);
            }
            // Two pages without news are allowed for, and no more.
            (None, None) => prop_assert!(last as usize <= pages.len() + 2),
            (Some(Error::Incomplete(short)), _) => {
                prop_assert!(short.read <= rows.len() as u64);
                match short.total {
                    Some(total) => prop_assert!(short.read < total),
                    None => prop_assert!(short.page < short.last.unwrap()),
                }
            }
            (Some(other), _) => prop_assert!(false, "{other:?}"),
        }
    }
}

#[test]
fn code_of_this_test_is_a_code() {
    assert_eq!(Code::of_number(5).number(), 5);
}

/// A plain number is an identity, 0 too.
#[test]
fn no_row_is_lost_for_its_identity() {
    let lists: [&[&[u64]]; 4] = [
        &[&[5], &[3], &[0, 5]],
        &[&[0], &[0, 0, 1], &[2]],
        &[&[1, 4], &[2, 3]],
        &[&[u64::MAX], &[0], &[u64::MAX, 0, 1]],
    ];
    for pages in lists {
        let (rows, end) = read(1, |number| {
            let page = pages.get(number as usize - 1);
            Ok(Page::new(page.map_or(Vec::new(), |page| page.to_vec())))
        });
        assert!(end.is_none(), "{end:?}");
        assert_eq!(rows, pages.concat());
    }
}
