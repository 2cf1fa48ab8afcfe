//! The machines of the sandbox and what is in them: the same in every run.

use serde::Serialize;
use serde_json::value::RawValue;

use super::wire::is_left_out;
use crate::cached_json::CachedJson;

// Their documentation is where they are public, at the handle.
pub(super) const MACHINE: &str = "8600000000000001";
pub(super) const SHORT_MACHINE: &str = "80000001";
pub(super) const OFFLINE_MACHINE: &str = "80000002";
pub(super) const EMPTY_MACHINE: &str = "80000003";
pub(super) const PICKUP_CODES_OFF_MACHINE: &str = "80000004";

/// A machine (设备).
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) number: &'static str,
    pub(super) is_online: bool,
    pub(super) pickup_codes_on: bool,
    pub(super) products: Vec<Product>,
}

/// A product (产品) as the list shows it.
#[derive(Debug, Serialize)]
pub(super) struct Product {
    pub(super) id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<Category>,
    good: Good,
    pub(super) channel: Channel,
    #[serde(skip_serializing_if = "is_left_out")]
    current_inventory: u32,
    #[serde(skip_serializing_if = "is_left_out")]
    pub(super) inventory: u32,
    #[serde(skip)]
    json: CachedJson,
}

impl Product {
    /// The product on the wire.
    pub(super) fn json(&self) -> &RawValue {
        self.json.of(|| self)
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Category {
    pub(super) id: u32,
    title: &'static str,
}

#[derive(Debug, Serialize)]
struct Good {
    name: &'static str,
    #[serde(skip_serializing_if = "is_left_out")]
    description: &'static str,
    #[serde(skip_serializing_if = "is_left_out")]
    thumb: String,
    price: &'static str,
    original_price: &'static str,
    #[serde(skip_serializing_if = "is_left_out")]
    content: String,
    good_no: String,
    slug: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Channel {
    name: String,
    pub(super) cabinet_name: char,
    code: String,
    x: String,
    y: String,
    // Quirk: an integer here, a text in the request [doc].
    pub(super) addr: u32,
}

/// All machines.
pub(super) fn machines() -> Vec<Machine> {
    let machine = |number, products| Machine {
        number,
        is_online: true,
        pickup_codes_on: true,
        products,
    };
    let mut main = shelf(101, &Cabinet::A, CABINET_A);
    main.extend(shelf(201, &Cabinet::B, CABINET_B));
    vec![
        machine(MACHINE, main),
        machine(SHORT_MACHINE, shelf(301, &Cabinet::A, &CABINET_A[..3])),
        Machine {
            is_online: false,
            ..machine(OFFLINE_MACHINE, shelf(401, &Cabinet::A, &CABINET_A[..3]))
        },
        machine(EMPTY_MACHINE, Vec::new()),
        Machine {
            pickup_codes_on: false,
            ..machine(
                PICKUP_CODES_OFF_MACHINE,
                shelf(501, &Cabinet::A, &CABINET_A[..3]),
            )
        },
    ]
}

/// A cabinet (柜): its name, the first digit of its motors, and its driver boards.
struct Cabinet {
    name: char,
    motor: u32,
    /// The driver board (从机地址) of a row.
    addr: fn(u32) -> u32,
}

impl Cabinet {
    const COLUMNS: u32 = 6;

    const A: Self = Self {
        name: 'A',
        motor: 0,
        addr: |row| if row < 4 { 1 } else { 2 },
    };
    const B: Self = Self {
        name: 'B',
        motor: 2,
        addr: |_| 2,
    };
}

/// Puts goods into a cabinet, channel by channel, with ascending ids.
fn shelf(first_id: u64, cabinet: &Cabinet, goods: &[Goods]) -> Vec<Product> {
    (0_u32..)
        .zip(goods)
        .map(|(place, goods)| {
            let (row, column) = (place / Cabinet::COLUMNS, place % Cabinet::COLUMNS);
            let id = first_id + u64::from(place);
            let number = format!("4128837{id:05}");
            let is_plain = goods.description.is_empty();
            Product {
                id,
                category: category(goods.category),
                good: Good {
                    name: goods.name,
                    description: goods.description,
                    // Quirk: the address starts with a literal placeholder [doc].
                    thumb: left_out_if(is_plain, format!("{{url}}/storage/sandbox/{id}.png")),
                    price: goods.price,
                    original_price: goods.original_price,
                    content: left_out_if(is_plain, format!("<p>{}</p>", goods.description)),
                    good_no: number.clone(),
                    slug: number,
                },
                channel: Channel {
                    name: format!("{}{row}{}", cabinet.name, column + 1),
                    cabinet_name: cabinet.name,
                    code: format!("{}{row}{column}", cabinet.motor),
                    x: row.to_string(),
                    y: column.to_string(),
                    addr: (cabinet.addr)(row),
                },
                current_inventory: goods.stock,
                inventory: goods.capacity,
                json: CachedJson::new(),
            }
        })
        .collect()
}

fn left_out_if(is_left_out: bool, text: String) -> String {
    if is_left_out { String::new() } else { text }
}

fn category(id: u32) -> Option<Category> {
    let title = match id {
        1 => "饮料",
        2 => "零食",
        3 => "方便食品",
        _ => return None,
    };
    Some(Category { id, title })
}

struct Goods {
    name: &'static str,
    description: &'static str,
    price: &'static str,
    original_price: &'static str,
    category: u32,
    stock: u32,
    capacity: u32,
}

const fn goods(
    category: u32,
    name: &'static str,
    description: &'static str,
    price: &'static str,
    original_price: &'static str,
    stock: u32,
    capacity: u32,
) -> Goods {
    Goods {
        name,
        description,
        price,
        original_price,
        category,
        stock,
        capacity,
    }
}

#[rustfmt::skip]
const CABINET_A: &[Goods] = &[
    goods(1, "可乐", "碳酸饮料 330ml", "3.00", "3.50", 6, 8),
    goods(1, "雪碧", "柠檬味汽水 330ml", "3.00", "3.50", 0, 8),
    goods(1, "矿泉水", "饮用天然水 550ml", "2.00", "0.00", 10, 10),
    goods(1, "绿茶", "低糖绿茶 500ml", "4.00", "4.50", 5, 8),
    goods(1, "冰红茶", "柠檬红茶 500ml", "4.00", "4.50", 7, 8),
    goods(1, "酸梅汤", "乌梅山楂 350ml", "5.50", "6.00", 2, 6),
    goods(1, "豆奶", "原味豆奶 250ml", "3.50", "0.00", 4, 8),
    goods(1, "纯牛奶", "全脂灭菌乳 250ml", "5.00", "5.50", 8, 8),
    goods(1, "凉茶", "植物饮料 310ml", "4.50", "5.00", 0, 8),
    goods(1, "橙汁", "100% 橙汁 300ml", "6.80", "7.50", 3, 6),
    goods(2, "薯片", "原味 75g", "7.00", "8.00", 4, 5),
    goods(2, "海苔", "芝麻夹心 20g", "6.50", "0.00", 5, 5),
    goods(2, "瓜子", "焦糖味 108g", "8.80", "9.90", 1, 5),
    goods(2, "花生", "五香带壳 120g", "7.50", "8.00", 5, 5),
    goods(2, "牛肉干", "香辣 50g", "15.80", "18.00", 2, 4),
    goods(2, "辣条", "麻辣 & <微甜> 65g", "3.00", "0.00", 8, 8),
    goods(2, "饼干", "苏打饼干 100g", "5.00", "5.50", 0, 6),
    goods(2, "巧克力", "黑巧 40g", "9.90", "12.00", 3, 6),
    goods(2, "果冻", "荔枝味 90g", "2.50", "0.00", 6, 6),
    goods(2, "话梅", "甘草话梅 60g", "6.00", "6.50", 4, 6),
    goods(3, "方便面", "红烧牛肉桶装", "6.00", "6.50", 3, 4),
    goods(3, "自热米饭", "宫保鸡丁 280g", "16.80", "19.90", 1, 2),
    goods(3, "酸辣粉", "桶装 118g", "8.00", "9.00", 2, 4),
    goods(3, "火腿肠", "鸡肉肠 45g", "2.00", "0.00", 10, 10),
    goods(3, "卤蛋", "五香 30g", "2.50", "3.00", 0, 10),
    goods(3, "八宝粥", "罐装 360g", "5.00", "5.50", 5, 6),
    goods(0, "试用装纸巾", "", "0.00", "0.00", 20, 20),
];

#[rustfmt::skip]
const CABINET_B: &[Goods] = &[
    goods(1, "鲜榨苹果汁", "冷藏 250ml", "12.00", "15.00", 2, 3),
    goods(1, "酸奶", "原味 200g", "7.80", "8.80", 3, 4),
    goods(2, "水果杯", "西瓜 哈密瓜", "13.50", "0.00", 0, 3),
    goods(3, "三明治", "火腿鸡蛋", "10.80", "12.80", 1, 3),
    goods(3, "寿司卷", "三文鱼", "18.00", "20.00", 2, 2),
];
