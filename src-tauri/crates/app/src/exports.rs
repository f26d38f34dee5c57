//! Files of the book: what was posted, in the formats of other programs, and the day's sheet.

use std::path::PathBuf;

use ipc::{ExportFormat, ExportRequest, Exported, Fault};

use crate::App;
use crate::headless::DaysAsked;

impl App {
    /// Writes a file of the book.
    pub(crate) async fn write_export(&self, request: ExportRequest) -> Result<Exported, Fault> {
        drop(request);
        Err(crate::fault::fault(ipc::Code::NotFound, "not yet"))
    }

    /// A file of the book as bytes.
    ///
    /// # Errors
    pub async fn exported(
        &self,
        _format: ExportFormat,
        _asked: &DaysAsked,
    ) -> Result<Vec<u8>, Fault> {
        Err(crate::fault::fault(ipc::Code::NotFound, "not yet"))
    }

    /// Writes a file of the book.
    ///
    /// # Errors
    pub async fn export_to(
        &self,
        _format: ExportFormat,
        _asked: &DaysAsked,
        _file: PathBuf,
    ) -> Result<Exported, Fault> {
        Err(crate::fault::fault(ipc::Code::NotFound, "not yet"))
    }
}
