//! Statements of one user. Every one of them has to name `:user`, and gets it bound here and nowhere else, so that no query can
//! forget whose rows it means.

use rusqlite::{CachedStatement, Connection, Row, ToSql};

use crate::Error;

/// Names and values of a statement's parameters beside `:user`.
pub(crate) type Parameters<'p> = &'p [(&'p str, &'p dyn ToSql)];

/// A connection, seen by one user.
pub(crate) struct Mine<'c> {
    connection: &'c Connection,
    user: &'c str,
}

impl<'c> Mine<'c> {
    /// What `user` sees of `connection`.
    pub(crate) fn new(connection: &'c Connection, user: &'c str) -> Self {
        Self { connection, user }
    }

    /// Who sees it.
    pub(crate) fn user(&self) -> &'c str {
        self.user
    }

    /// All rows.
    ///
    /// # Errors
    /// Those of SQLite and of `read`; also where the statement does not name `:user`.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut statement = self.bound(sql, parameters)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }

    /// The first row, where there is one.
    ///
    /// # Errors
    /// As [`Mine::rows`].
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut statement = self.bound(sql, parameters)?;
        let mut rows = statement.raw_query();
        rows.next()?.map(read).transpose()
    }

    /// Changes rows; answers how many.
    ///
    /// # Errors
    /// As [`Mine::rows`].
    pub(crate) fn execute(&self, sql: &str, parameters: Parameters<'_>) -> Result<usize, Error> {
        Ok(self.bound(sql, parameters)?.raw_execute()?)
    }

    fn bound(&self, sql: &str, parameters: Parameters<'_>) -> Result<CachedStatement<'c>, Error> {
        let mut statement = self.connection.prepare_cached(sql)?;
        for (name, value) in std::iter::once(&(":user", &self.user as &dyn ToSql)).chain(parameters) {
            let Some(index) = statement.parameter_index(name)? else {
                return Err(rusqlite::Error::InvalidParameterName((*name).to_owned()).into());
            };
            statement.raw_bind_parameter(index, value)?;
        }
        Ok(statement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_that_does_not_say_whose_rows_it_means_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE rows (user TEXT, id INTEGER)").unwrap();
        let mine = Mine::new(&connection, "anna");
        assert_eq!(mine.execute("DELETE FROM rows", &[]), Err(Error::Internal));
        assert_eq!(mine.execute("DELETE FROM rows WHERE id = :id", &[(":id", &1)]), Err(Error::Internal));
        assert_eq!(mine.execute("DELETE FROM rows WHERE user = :user", &[]), Ok(0));
        assert_eq!(
            mine.execute("DELETE FROM rows WHERE user = :user", &[(":nobody", &1)]),
            Err(Error::Internal),
            "a value that no one asks for"
        );
    }
}
