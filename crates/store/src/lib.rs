//! The truth: SQL on SQLite or PostgreSQL. Nothing else in the workspace knows SQL.
