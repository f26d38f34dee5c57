//! `daybook`, the headless face of the program.
fn main() {}
