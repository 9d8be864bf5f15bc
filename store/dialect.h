/*
 * dialect.h - our one SQL text, turned into what an engine reads. Pure.
 */
#ifndef STORE_DIALECT_H
#define STORE_DIALECT_H

/*
 * $n outside quotes becomes ?n (SQLite numbers $n by first appearance, not by
 * digit); the DDL tokens become SQLite's words. Owned by the caller.
 */
char *dialect_sqlite(const char *sql);

#endif
