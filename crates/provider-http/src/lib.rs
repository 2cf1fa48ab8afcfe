//! provider-http
