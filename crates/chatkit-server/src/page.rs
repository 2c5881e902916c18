//! Pages of threads and items.

use serde::{Deserialize, Serialize};

/// Items or threads on a page when the request does not say.
pub const DEFAULT_PAGE_LIMIT: usize = 20;
/// Most items or threads on one page; a larger `limit` is answered with this many and `has_more`.
pub const MAX_PAGE_LIMIT: usize = 200;

/// Direction of a listing, always by creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Oldest first.
    Asc,
    /// Newest first.
    #[default]
    Desc,
}

/// Which rows a store is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// At most this many rows, 1 to [`MAX_PAGE_LIMIT`].
    pub limit: usize,
    /// Id of the last row already seen; rows strictly after it in `order` are wanted.
    pub after: Option<String>,
    /// Direction.
    pub order: Order,
}

impl PageRequest {
    /// The first page of `limit` rows; `None` and 0 mean [`DEFAULT_PAGE_LIMIT`], more than [`MAX_PAGE_LIMIT`] means that.
    #[must_use]
    pub fn first(limit: Option<u64>, order: Order) -> Self {
        let limit = match limit {
            None | Some(0) => DEFAULT_PAGE_LIMIT,
            Some(limit) => usize::try_from(limit).unwrap_or(MAX_PAGE_LIMIT).min(MAX_PAGE_LIMIT),
        };
        Self { limit, after: None, order }
    }

    /// The same, continued after the row with id `after`.
    #[must_use]
    pub fn after(mut self, after: Option<String>) -> Self {
        self.after = after;
        self
    }
}

/// One page of rows, as stores answer it and as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows in the order asked for.
    pub data: Vec<T>,
    /// Whether rows follow.
    #[serde(default)]
    pub has_more: bool,
    /// Cursor for the next page; present exactly when there is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl<T> Page<T> {
    /// A page without rows.
    #[must_use]
    pub fn empty() -> Self {
        Self { data: Vec::new(), has_more: false, after: None }
    }

    /// A page of the first `limit` of `rows`, where the store read one row more than asked for; `id` names a row.
    #[must_use]
    pub fn from_rows(mut rows: Vec<T>, limit: usize, id: impl Fn(&T) -> &str) -> Self {
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let after = if has_more { rows.last().map(|row| id(row).to_owned()) } else { None };
        Self { data: rows, has_more, after }
    }

    /// The same page with each row put through `change`.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { data: self.data.into_iter().map(change).collect(), has_more: self.has_more, after: self.after }
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self::empty()
    }
}
