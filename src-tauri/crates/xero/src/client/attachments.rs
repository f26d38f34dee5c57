//! Files on documents: the handover sheet on its journal (facts §6.8).

use http::Method;
use http::header::HeaderValue;
use uuid::Uuid;

use super::history::Endpoint;
use super::{Answer, Call, Client};
use crate::error::Error;
use crate::wire::Attachment;

/// Largest file: of the two limits Xero states, the smaller (facts §6.8).
pub const ATTACHMENT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Longest file name, in characters. Xero states none; file systems have 255 bytes.
pub const FILE_NAME_MAX: usize = 100;
/// What Xero refuses in a file name (facts §6.8), and what means something else in an address.
const NOT_IN_A_NAME: &[char] =
    &['<', '>', ':', '"', '/', '\\', '|', '?', '*', '+', '%', '#', '\u{7f}'];

/// A file to be put on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    file_name: String,
    content_type: HeaderValue,
    bytes: Vec<u8>,
}

/// No file Xero would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAttachment {
    /// There is nothing in it.
    #[error("The file is empty.")]
    Empty,
    /// It has more than [`ATTACHMENT_BYTES_MAX`] bytes.
    #[error("The file is larger than the 10 MB that Xero takes.")]
    TooLarge,
    /// Nothing of its name can be used.
    #[error("The file has no name.")]
    NoName,
    /// What it is said to be is not a media type.
    #[error("It is not known what kind of file it is.")]
    NoType,
}

impl NewAttachment {
    /// A file; in its name, what Xero refuses becomes a hyphen. `content_type` is a media type, for
    /// example `application/pdf`.
    ///
    /// # Errors
    /// [`InvalidAttachment`].
    pub fn new(
        file_name: &str,
        content_type: &str,
        bytes: Vec<u8>,
    ) -> Result<Self, InvalidAttachment> {
        if bytes.is_empty() {
            return Err(InvalidAttachment::Empty);
        }
        if bytes.len() > ATTACHMENT_BYTES_MAX {
            return Err(InvalidAttachment::TooLarge);
        }
        let content_type = Some(content_type)
            .filter(|content_type| content_type.contains('/'))
            .and_then(|content_type| HeaderValue::from_str(content_type).ok())
            .ok_or(InvalidAttachment::NoType)?;
        let file_name = cleaned(file_name).ok_or(InvalidAttachment::NoName)?;
        Ok(Self { file_name, content_type, bytes })
    }

    /// The name it will have in Xero, and be found by.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }
}

fn cleaned(file_name: &str) -> Option<String> {
    let fits = |letter: char| !letter.is_control() && !NOT_IN_A_NAME.contains(&letter);
    let hyphened = file_name.chars().map(|letter| if fits(letter) { letter } else { '-' });
    let kept: String = hyphened.take(FILE_NAME_MAX).collect();
    // A name of dots would be another place in the address.
    let kept = kept.trim().trim_start_matches('.');
    (!kept.is_empty()).then(|| kept.to_owned())
}

impl Client {
    /// The files on the document.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a payment, which takes none, and any other of a read.
    pub async fn attachments(
        &self,
        endpoint: Endpoint,
        id: Uuid,
    ) -> Result<Vec<Attachment>, Error> {
        let call = Call::get(format!("/{}/{id}/Attachments", endpoint.as_str()));
        Ok(self.elements(&call).await?.elements)
    }

    /// Puts a file on a document. What becomes of an older one of the same name is not documented:
    /// look for it first.
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when [`Client::attachments`] has the file's name.
    pub async fn attach(
        &self,
        endpoint: Endpoint,
        id: Uuid,
        file: &NewAttachment,
        key: &str,
    ) -> Result<Answer<Attachment>, Error> {
        let path = format!("/{}/{id}/Attachments/{}", endpoint.as_str(), file.file_name);
        let call = Call::write(Method::PUT, path, &file.bytes, key);
        self.written(&call.content_type(file.content_type.clone())).await
    }
}
