//! Every fail point of a posting under every fault, once and lasting, in the share that every
//! change must pass; `cargo xtask simulate --crossings` plays all of them.

use simulate::{Scene, cross};

/// Of the fail points, every so-many-th is tried in the gate, beginning elsewhere for each fault.
const STRIDE: u32 = 13;
const THREADS: usize = 2;
/// What is asked for at least.
const POINTS_MIN: usize = 12;
const FAULTS_MIN: usize = 12;

#[test]
fn killed_at_any_point_under_any_fault_everything_is_in_xero_once() {
    let crossings = cross(&[Scene::Cashout], STRIDE, THREADS);
    println!("{crossings}");
    assert_eq!(crossings.convictions, Vec::<String>::new());
    assert!(crossings.points().len() >= POINTS_MIN, "{:?}", crossings.points());
    for lasts in [false, true] {
        let faults = crossings.faults().into_iter().filter(|fault| fault.1 == lasts).count();
        assert!(faults >= FAULTS_MIN, "{faults} faults that last: {lasts}");
    }
}
