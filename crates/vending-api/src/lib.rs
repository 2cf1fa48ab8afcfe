//! vending-api
