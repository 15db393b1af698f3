use sea_orm::{
    ConnAcquireErr, DbErr, RuntimeErr,
    sqlx::{self, error::DatabaseError},
};

/// SQLSTATEs after which the same request, made again, finds its way: PostgreSQL took one transaction of two
/// that stood in each other's way (40001, 40P01), a row or a statement took too long (55P03, 57014), or all of
/// its connections are in use (53300).
const PASSING: [&str; 5] = ["40001", "40P01", "55P03", "57014", "53300"];

/// Whether a failure is the moment's and not the database's: people are told to try again in seconds.
pub fn passes(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => true,
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => cause_passes(cause),
        _ => false,
    }
}

fn cause_passes(cause: &sqlx::Error) -> bool {
    match cause {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => is_passing_code(error.as_ref()),
        _ => false,
    }
}

fn is_passing_code(error: &dyn DatabaseError) -> bool {
    error.code().is_some_and(|code| PASSING.contains(&code.as_ref()))
}
