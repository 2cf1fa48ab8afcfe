/// GBK of the few characters that occur in the vectors; Python checks them with its own codec.
const TABLE: [(char, [u8; 2]); 8] = [
    ('乐', [0xc0, 0xd6]),
    ('可', [0xbf, 0xc9]),
    ('奶', [0xc4, 0xcc]),
    ('密', [0xc3, 0xdc]),
    ('测', [0xb2, 0xe2]),
    ('粉', [0xb7, 0xdb]),
    ('试', [0xca, 0xd4]),
    ('钥', [0xd4, 0xbf]),
];

pub(super) fn encode(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    for character in text.chars() {
        match TABLE.iter().find(|(known, _)| *known == character) {
            Some((_, code)) => bytes.extend(code),
            None if character.is_ascii() => bytes.extend(character.to_string().as_bytes()),
            None => {
                return Err(format!(
                    "{character} is not in the table of mistakes/gbk.rs"
                ));
            }
        }
    }
    Ok(bytes)
}
