/*
 * dialect.h - our one SQL text, turned into what an engine reads. Pure.
 *
 * Nothing inside quotes is touched. What is returned is owned by the caller.
 */
#ifndef STORE_DIALECT_H
#define STORE_DIALECT_H

/*
 * $n becomes ?n (SQLite numbers $n by first appearance, not by digit); the DDL
 * tokens become SQLite's words.
 */
char *dialect_sqlite(const char *sql);

/*
 * The DDL tokens become PostgreSQL's words; so do the comments that stand for
 * a clause which SQLite has no need of: see db.h.
 */
char *dialect_postgresql(const char *sql);

/*
 * The same, of statements that make tables: text is in the order of its bytes,
 * as SQLite has it, whatever the database's own order is.
 */
char *dialect_postgresql_script(const char *sql);

#endif
