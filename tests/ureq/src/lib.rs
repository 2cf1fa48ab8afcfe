//! Nothing stands here: see the tests.
