use post30_api::{Branch, Business};

#[test]
fn branches_are_those_of_the_document() {
    let table: Vec<_> = Branch::DOCUMENTED
        .iter()
        .map(|branch| (branch.number, branch.name, branch.letter))
        .collect();
    assert_eq!(
        table,
        [
            (4, "悉尼公司", 'A'),
            (10, "墨尔本明扬", 'Y'),
            (9, "堪培拉", 'K'),
            (7, "阿德莱德", 'S'),
        ]
    );
}

#[test]
fn branch_is_found_by_number_and_by_letter() {
    for &branch in Branch::DOCUMENTED {
        assert_eq!(Branch::by_number(branch.number), Some(branch));
        assert_eq!(Branch::by_letter(branch.letter), Some(branch));
    }
    assert_eq!(Branch::by_letter('A'), Some(Branch::SYDNEY));
    assert_eq!(Branch::by_letter('Y'), Some(Branch::MELBOURNE));
    assert_eq!(Branch::by_number(9), Some(Branch::CANBERRA));
    assert_eq!(Branch::by_number(7), Some(Branch::ADELAIDE));
    for letter in ['a', 'B', '悉'] {
        assert_eq!(Branch::by_letter(letter), None);
    }
    for number in [0, 1, 5] {
        assert_eq!(Branch::by_number(number), None);
    }
}

#[test]
fn types_of_business_are_those_of_the_document() {
    let table: Vec<_> = Business::DOCUMENTED
        .iter()
        .map(|business| (business.number, business.name))
        .collect();
    assert_eq!(
        table,
        [
            (4, "30.3特惠"),
            (3, "邮政ECI"),
            (2, "澳洲韵达"),
            (1, "中邮小包"),
        ]
    );
}

#[test]
fn type_of_business_is_found_by_number() {
    assert_eq!(Business::by_number(4), Some(Business::SPECIAL_30_3));
    assert_eq!(Business::by_number(3), Some(Business::POSTAL_ECI));
    assert_eq!(Business::by_number(2), Some(Business::YUNDA_AUSTRALIA));
    assert_eq!(Business::by_number(1), Some(Business::CHINA_POST_PACKET));
    assert_eq!(Business::by_number(0), None);
    assert_eq!(Business::by_number(5), None);
}
