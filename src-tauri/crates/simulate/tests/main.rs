//! What the simulation claims, in the share that every change must pass.

#[cfg(not(feature = "planted"))]
mod crossings;
#[cfg(not(feature = "planted"))]
mod fuzz;
#[cfg(not(feature = "planted"))]
mod histories;
#[cfg(feature = "planted")]
mod planted;
