//! Damaijia (大麦家), from the outside.

mod access;
mod caller;
mod catalogue;
mod codes;
mod controls;
mod hammering;
mod order_form;
mod order_list;
mod orders;
mod parcel_list;
mod parcels;
mod shapes;
mod tokens;
