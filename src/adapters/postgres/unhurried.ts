/**
 * From here to its end a transaction waits for no disk when it commits. For what nobody was told is kept, and what does no
 * harm where a crash of PostgreSQL takes its last moments back: a later commit that waits keeps this one too (ADR 0017).
 */
export const UNHURRIED = "select set_config('synchronous_commit', 'off', true)";
