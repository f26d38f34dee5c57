//! Claims about the command line, made on the real program against a real simulator process.

mod journey;
mod outages;
mod refusals;
mod shapes;
mod support;
mod till;
