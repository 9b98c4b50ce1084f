"""Alembic's entry: it migrates on the connection handed in by sql/migrate.py, in that connection's transaction."""

from alembic import context

from luisterlijn.sql.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
