//! The products of the sandbox: the same in every run.

use time::macros::datetime;
use time::{Duration, PrimitiveDateTime};

use crate::cached_json::CachedJson;

// Their documentation is where they are public, at the handle.
pub(super) const PRODUCT_ID: u32 = 1234;
pub(super) const CLASS_ID: u32 = 1;
pub(super) const CLASS_NAME: &str = "奶粉";
pub(super) const ALISE_NAME: &str = "bbb";
pub(super) const ODD_ALISE_NAME: &str = "𠮷{$$}牌";

/// A product (商品).
#[derive(Debug)]
pub(super) struct Product {
    pub(super) id: u32,
    pub(super) class: &'static Class,
    pub(super) name: &'static str,
    /// 内品名.
    pub(super) alise_name: &'static str,
    pub(super) bar_code: String,
    /// Two places.
    pub(super) price: &'static str,
    pub(super) weight: &'static str,
    /// Empty when it is not known, like the brand.
    pub(super) manufacturer: &'static str,
    pub(super) brand: &'static str,
    pub(super) added_at: PrimitiveDateTime,
    pub(super) images: u32,
    /// Its row in most lists, in the shape of the answers.
    pub(super) row: CachedJson,
    /// Its row in the list by internal name.
    pub(super) alise_row: CachedJson,
}

/// A class (商品类别).
#[derive(Debug)]
pub(super) struct Class {
    pub(super) id: u32,
    pub(super) name: &'static str,
    goods: &'static [Goods],
}

/// All products, in the order in which they are listed when none is asked for: not by id.
pub(super) fn products() -> Vec<Product> {
    (0_u32..)
        .zip(
            CLASSES
                .iter()
                .flat_map(|class| class.goods.iter().map(move |goods| (class, goods))),
        )
        .map(|(place, (class, goods))| {
            // The factor shares no divisor with the count, so every id from 1234 to 1281 occurs once.
            let id = PRODUCT_ID + place * 17 % 48;
            let country = if place % 5 == 4 { "00" } else { "93" };
            Product {
                id,
                class,
                name: goods.name,
                alise_name: goods.alise_name,
                bar_code: format!("{country}{id:011}"),
                price: goods.price,
                weight: goods.weight,
                manufacturer: goods.manufacturer,
                brand: goods.brand,
                added_at: FIRST_ADDED + Duration::seconds(2_367_427) * place,
                images: (place + 1) % 3,
                row: CachedJson::new(),
                alise_row: CachedJson::new(),
            }
        })
        .collect()
}

/// Quirk: times of answers have no zeros in front of month, day and hour [doc], the hour [inferred].
pub(super) fn format_time(time: PrimitiveDateTime) -> String {
    format!(
        "{}-{}-{} {}:{:02}:{:02}",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// Of the provider's example.
const FIRST_ADDED: PrimitiveDateTime = datetime!(2016-01-25 22:00:44);

const CLASSES: &[Class] = &[
    Class {
        id: CLASS_ID,
        name: CLASS_NAME,
        goods: MILK_POWDER,
    },
    Class {
        id: 2,
        name: "保健品",
        goods: SUPPLEMENTS,
    },
    Class {
        id: 3,
        name: "护肤品",
        goods: SKIN_CARE,
    },
];

#[derive(Debug)]
struct Goods {
    name: &'static str,
    alise_name: &'static str,
    price: &'static str,
    weight: &'static str,
    manufacturer: &'static str,
    brand: &'static str,
}

const fn goods(
    name: &'static str,
    alise_name: &'static str,
    price: &'static str,
    weight: &'static str,
    manufacturer: &'static str,
    brand: &'static str,
) -> Goods {
    Goods {
        name,
        alise_name,
        price,
        weight,
        manufacturer,
        brand,
    }
}

#[rustfmt::skip]
const MILK_POWDER: &[Goods] = &[
    goods("安娜 奶粉", "aaa", "255.00", "1.00", "安娜", "安娜"),
    goods("白金婴儿奶粉1段900克", ALISE_NAME, "165.00", "1.20", "白金乳业", "白金"),
    goods("白金婴儿奶粉2段900克", ALISE_NAME, "165.00", "1.20", "白金乳业", "白金"),
    goods("白金婴儿奶粉3段900克", ALISE_NAME, "165.00", "1.20", "白金乳业", "白金"),
    goods("白金儿童奶粉4段900克", ALISE_NAME, "158.50", "1.20", "白金乳业", "白金"),
    goods("有机婴儿奶粉1段800克", ALISE_NAME, "212.80", "1.05", "绿野牧场", "绿野"),
    goods("有机婴儿奶粉2段800克", ALISE_NAME, "212.80", "1.05", "绿野牧场", "绿野"),
    goods("有机婴儿奶粉3段800克", ALISE_NAME, "209.90", "1.05", "绿野牧场", "绿野"),
    goods("羊奶粉1段400克", ALISE_NAME, "133.30", "0.55", "山羊之家", ""),
    goods("羊奶粉2段400克", ALISE_NAME, "133.30", "0.55", "山羊之家", ""),
    goods("羊奶粉3段400克", ALISE_NAME, "129.00", "0.55", "山羊之家", ""),
    goods("全脂奶粉1千克", ALISE_NAME, "58.00", "1.05", "", "蓝湾"),
    goods("脱脂奶粉1千克", ALISE_NAME, "58.00", "1.05", "", "蓝湾"),
    goods("𠮷野家庭装奶粉 2kg", ODD_ALISE_NAME, "199.99", "2.10", "𠮷野", "𠮷野"),
    goods("孕妇奶粉{$$}加叶酸", "yf-1", "176.00", "0.95", "绿野牧场", "绿野"),
    goods("老年高钙奶粉", "gg-1", "88.80", "0.90", "蓝湾乳业", "蓝湾"),
    goods("A2蛋白奶粉 & 益生菌", "yjs+1", "240.00", "1.00", "", ""),
    goods("早产儿奶粉100%配方", "zc=1", "310.00", "0.45", "白金乳业", "白金"),
    goods("奶粉 \"试用装\"", "sy'1", "0.00", "0.05", "", ""),
    goods("调制乳粉<草莓味>", "cm/1", "49.90", "0.35", "蓝湾乳业", "蓝湾"),
];

#[rustfmt::skip]
const SUPPLEMENTS: &[Goods] = &[
    goods("深海鱼油1000mg 400粒", "yy-1", "19.95", "0.80", "南岛", "南岛"),
    goods("无腥味鱼油 200粒", "yy-2", "24.95", "0.45", "南岛", "南岛"),
    goods("蜂胶胶囊2000mg 200粒", "fj-1", "35.00", "0.35", "蜜谷", "蜜谷"),
    goods("麦卢卡蜂蜜5+ 500克", "fm-1", "28.88", "0.70", "蜜谷", "蜜谷"),
    goods("麦卢卡蜂蜜10+ 500克", "fm-1", "48.88", "0.70", "蜜谷", "蜜谷"),
    goods("维生素C咀嚼片 300片", "vc-1", "16.50", "0.60", "晨光", "晨光"),
    goods("维生素D3 250粒", "vd-1", "14.50", "0.15", "晨光", "晨光"),
    goods("液体钙 150粒", "gai-1", "22.00", "0.30", "晨光", "晨光"),
    goods("葡萄籽精华 300粒", "ptz-1", "27.90", "0.40", "晨光", "晨光"),
    goods("辅酶Q10 150mg 100粒", "q10", "33.00", "0.20", "南岛", "南岛"),
    goods("护肝片 200片", "hg-1", "29.90", "0.25", "南岛", "南岛"),
    goods("羊胎素胶囊 {$$$}限量", "yts-1", "68.00", "0.15", "山羊之家", ""),
    goods("蔓越莓胶囊 😀 60粒", "mym-1", "18.80", "0.12", "", "红莓"),
    goods("儿童锌滴剂 200ml", "xin-1", "21.00", "0.25", "", "小熊"),
    goods("乳铁蛋白 30袋", "rt-1", "75.00", "0.08", "白金乳业", "白金"),
    goods("螺旋藻片 1000片", "lxz-1", "26.00", "0.45", "蓝湾", "蓝湾"),
    goods("胶原蛋白粉 100克", "jy-1", "31.00", "0.15", "", ""),
];

#[rustfmt::skip]
const SKIN_CARE: &[Goods] = &[
    goods("绵羊油 250克", "myy-1", "5.50", "0.28", "山羊之家", ""),
    goods("维E面霜 50克", "ve-1", "7.90", "0.08", "晨光", "晨光"),
    goods("木瓜膏 25克", "mgg-1", "4.95", "0.03", "", "金瓜"),
    goods("木瓜膏 75克", "mgg-1", "9.95", "0.09", "", "金瓜"),
    goods("玫瑰果油 20ml", "mgy-1", "18.00", "0.06", "玫瑰园", "玫瑰园"),
    goods("蜂毒面膜 50ml", "fd-1", "45.00", "0.12", "蜜谷", "蜜谷"),
    goods("婴儿面霜 75克", "yem-1", "8.80", "0.10", "", "小熊"),
    goods("羊奶皂 100克", "yn-1", "2.50", "0.11", "山羊之家", ""),
    goods("防晒霜SPF50+ 200ml", "fs-1", "15.60", "0.23", "蓝湾", "蓝湾"),
    goods("洗发水{$$$$}生姜 400ml", "xf-1", "13.20", "0.45", "玫瑰园", "玫瑰园"),
    goods("护手霜㐂𪚥 75ml", "hs-1", "6.66", "0.09", "玫瑰园", "玫瑰园"),
];
