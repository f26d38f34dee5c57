//! From a command's name to its use case, by way of the guard. Expands the one list of `ipc`: a
//! command without a method does not compile.

use serde_json::Value;

use crate::App;
use crate::fault;

macro_rules! dispatcher {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $answer:ty,)*) => {
        impl App {
            /// Does what the window asks, by the command's name.
            ///
            /// # Errors
            /// The command's own fault, or one that says the request could not be read.
            pub async fn dispatch(
                &self,
                command: &str,
                payload: Value,
            ) -> Result<Value, ipc::Fault> {
                match command {
                    $(stringify!($name) => {
                        let request: $request = read(command, payload)?;
                        let answer: $answer = self.$name(request).await?;
                        serde_json::to_value(answer).map_err(|error| fault::internal(&error))
                    })*
                    _ => Err(fault::unknown_command(command)),
                }
            }
        }
    };
}
ipc::with_commands!(dispatcher);

fn read<T: serde::de::DeserializeOwned>(command: &str, payload: Value) -> Result<T, ipc::Fault> {
    serde_json::from_value(payload).map_err(|error| fault::bad_request(command, &error))
}
