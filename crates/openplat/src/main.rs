//! openplat
fn main() {}
