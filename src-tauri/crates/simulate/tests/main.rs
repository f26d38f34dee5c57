//! What the simulation claims, in the share that every change must pass.

mod histories;
