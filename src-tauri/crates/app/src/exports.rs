//! Files of the book: what was posted, in the formats of other programs, and the day's sheet.

use ipc::{ExportRequest, Exported, Fault};

use crate::App;

impl App {
    /// Writes a file of the book.
    pub(crate) async fn write_export(&self, request: ExportRequest) -> Result<Exported, Fault> {
        drop(request);
        Err(crate::fault::fault(ipc::Code::NotFound, "not yet"))
    }
}
