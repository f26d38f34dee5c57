//! What people do, from the first start on. The name of each test is its claim.

mod connecting;
mod every_kind;
mod first_start;
mod importing;
mod interrupted;
mod keyboard;
mod once;
mod people;
mod ready;
mod screens;
mod unmapped;
