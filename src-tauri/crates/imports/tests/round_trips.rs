//! What can be said in Daybook's own formats is read as it was meant.

use imports::transaction;
use proptest::prelude::*;

use crate::cases::config;
use crate::made::a_transaction;
use crate::schema::validator;
use crate::written::{csv_of, json_of};
use crate::{import, options};

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn a_transaction_written_as_json_reads_back_the_same(made in a_transaction()) {
        let value = json_of(&made);
        let read = transaction(&value, &options());
        let read = read.map_err(|reject| TestCaseError::fail(format!("{reject} {value}")))?;
        prop_assert_eq!(&read.transaction, &made);
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&read.raw).unwrap(), value);
    }

    #[test]
    fn a_transaction_written_as_a_table_reads_back_the_same(made in a_transaction()) {
        let value = json_of(&made);
        let table = csv_of(&value);
        let outcome = import(&table, &options());
        let shown = || String::from_utf8_lossy(&table).into_owned();
        prop_assert_eq!(&outcome.rejects, &[], "{}", shown());
        prop_assert_eq!(&outcome.transactions, &[made], "{}", shown());
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn what_is_written_is_of_the_schema(made in a_transaction()) {
        let value = json_of(&made);
        let problems: Vec<String> =
            validator().iter_errors(&value).map(|error| error.to_string()).collect();
        prop_assert_eq!(problems, [""; 0], "{}", value);
    }
}
