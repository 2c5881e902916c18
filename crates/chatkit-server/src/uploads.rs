//! The half of an upload that is not a request of the protocol: the bytes come over routes of the host's own.

use crate::{Attachment, AttachmentsCreate, ChatKit, RequestError, Responder, ThreadStore};

impl<S: ThreadStore, R: Responder> ChatKit<S, R> {
    /// Records a file whose bytes the host has just taken in under `attachment_id`, the *direct* way: the client has sent
    /// them as the multipart field `file`, and what this answers is the JSON that it waits for. Make the id with
    /// [`new_id`](crate::new_id), keep the bytes under it, then call this.
    ///
    /// The record is the one that [`Responder::create_attachment`] prepares, without its upload descriptor.
    ///
    /// # Errors
    ///
    /// Those of the responder, which may refuse the file, and of the store. Nothing is recorded then, and the bytes are
    /// the host's to delete.
    pub async fn add_attachment(
        &self,
        attachment_id: &str,
        file: AttachmentsCreate,
    ) -> Result<Attachment, RequestError> {
        let mut attachment = self.responder.create_attachment(attachment_id, file).await?;
        attachment_id.clone_into(&mut attachment.id);
        attachment.upload_descriptor = None;
        self.store.save_attachment(&attachment).await?;
        Ok(attachment.for_client())
    }

    /// Notes that the bytes of an upload announced by `attachments.create` have arrived, the *two-phase* way: from now on
    /// the record no longer says where to send them. A second arrival changes nothing.
    ///
    /// # Errors
    ///
    /// [`RequestError::NotFound`] where nothing was announced under this id; those of the store.
    pub async fn attachment_arrived(&self, attachment_id: &str) -> Result<Attachment, RequestError> {
        let mut attachment = self.store.load_attachment(attachment_id).await?;
        if attachment.upload_descriptor.take().is_some() {
            self.store.save_attachment(&attachment).await?;
        }
        Ok(attachment.for_client())
    }
}
