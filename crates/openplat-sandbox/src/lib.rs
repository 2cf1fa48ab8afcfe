//! openplat-sandbox
