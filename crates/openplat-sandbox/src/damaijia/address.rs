//! Where a warehouse sends to: the two rules of the provider, which disagree.

use time::OffsetDateTime;

use super::catalogue::Warehouse;
use super::order_book::StoredParcel;

pub(super) const BLOCKED_MOBILE: &str = "13900000000";

impl Warehouse {
    /// The rule of `msg_code` 2001: the banned zone that a recipient lives in, text by text.
    pub(super) fn forbidden_zone(
        &self,
        recipient: &StoredParcel,
        now: OffsetDateTime,
    ) -> Option<&'static str> {
        let place = [&recipient.province, &recipient.city, &recipient.district];
        let zones = self.ban_at(now)?.zones;
        zones.iter().copied().find(|zone| {
            let mut parts = zone.split('/').zip(place);
            parts.all(|(part, name)| part == name)
        })
    }

    /// Why a parcel is cancelled after its order was taken.
    ///
    /// Quirk: another rule than that of `msg_code` [observed]: province and city by their first two
    /// characters, districts not at all, and two reasons more.
    pub(super) fn unsendable(
        &self,
        parcel: &StoredParcel,
        now: OffsetDateTime,
    ) -> Option<&'static str> {
        let province = first_two(&parcel.province);
        if parcel.mobile == BLOCKED_MOBILE {
            return Some("收货人手机号已被拉黑");
        }
        if !PROVINCES.contains(&province) {
            return Some("收货地址无法识别");
        }
        let city = first_two(&parcel.city);
        let is_banned = self.ban_at(now)?.zones.iter().any(|zone| {
            let parts: Vec<&str> = zone.split('/').map(first_two).collect();
            match parts.as_slice() {
                [banned] => *banned == province,
                [of, banned] => *of == province && *banned == city,
                _ => false,
            }
        });
        is_banned.then_some("该地区已禁发")
    }
}

fn first_two(name: &str) -> &str {
    let end = name.char_indices().nth(2).map_or(name.len(), |(at, _)| at);
    name.get(..end).unwrap_or(name)
}

/// The provinces of China by their first two characters.
const PROVINCES: [&str; 34] = [
    "北京", "天津", "河北", "山西", "内蒙", "辽宁", "吉林", "黑龙", "上海", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州",
    "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
];
