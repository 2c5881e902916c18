//! Files that travel with a user message.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A file or image that a user added to a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// `atc_…`
    pub id: String,
    /// File name.
    pub name: String,
    /// Media type, for example `image/png`.
    pub mime_type: String,
    /// Where the client sends the bytes; absent once they have arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload_descriptor: Option<UploadDescriptor>,
    /// The thread whose message carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<String>,
    /// The server's own notes. They are stored and never leave the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
    /// File or image.
    #[serde(flatten)]
    pub kind: AttachmentKind,
}

impl Attachment {
    /// The attachment without what only the server may know.
    #[must_use]
    pub fn for_client(mut self) -> Self {
        self.metadata = None;
        self
    }
}

/// The kinds of attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AttachmentKind {
    /// Any file.
    File,
    /// An image.
    Image {
        /// Absolute address of a preview, `https:` or `data:`.
        preview_url: String,
    },
}

/// How the client uploads the bytes of a two-phase attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadDescriptor {
    /// Absolute address.
    pub url: String,
    /// HTTP method.
    pub method: UploadMethod,
    /// Headers to send along.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
}

/// HTTP method of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum UploadMethod {
    /// `POST`
    Post,
    /// `PUT`
    Put,
}
