//! What every migration writes its tables with.

use sea_orm_migration::{prelude::*, schema::string_len};

/// Hexadecimal SHA-256, UUIDs and configuration keys all fit.
pub(super) fn key(name: &'static str) -> ColumnDef {
    string_len(name, 64)
}

pub(super) fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).to_owned()
}

pub(super) fn belongs(
    child: &'static str,
    column: &'static str,
    parent: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(child, column).to(parent, "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}

pub(super) fn index(
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}
