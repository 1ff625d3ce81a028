/** Prints src/adapters/postgres/schema.sql: `node scripts/print-schema.ts > src/adapters/postgres/schema.sql`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { migrate } from "../src/adapters/postgres/migrate.ts";
import { createPool, type Queryable } from "../src/adapters/postgres/pool.ts";
import { startEmbeddedPostgres } from "../src/adapters/postgres-embedded/embedded-postgres.ts";
import { instant } from "../src/domain/ids.ts";

const HEAD = `-- The tables as all migrations together leave them: to be read, and compared by a test. Never run.
-- Printed from pg_catalog by \`node scripts/print-schema.ts > src/adapters/postgres/schema.sql\`.
`;

const DOMAINS = `
  select format('create domain %s as %s %s;', typname, format_type(typbasetype, typtypmod),
    (select string_agg(pg_get_constraintdef(oid), ' ' order by conname collate "C") from pg_constraint
     where contypid = pg_type.oid and contype = 'c')) as line
  from pg_type where typtype = 'd' and typnamespace = 'public'::regnamespace order by typname collate "C"`;

/** Columns in their order, then the constraints by name; not-null is told with its column. */
const TABLES = `
  select format(E'create %stable %s (\\n%s\\n);', case relpersistence when 'u' then 'unlogged ' else '' end, relname,
    (select string_agg('  ' || line, E',\\n' order by rank, place, name collate "C") from (
       select 0 as rank, attnum as place, '' as name,
         concat_ws(' ', quote_ident(attname), format_type(atttypid, atttypmod),
           case when attstorage <> typstorage then 'storage ' ||
             case attstorage when 'e' then 'external' when 'm' then 'main' when 'p' then 'plain' else 'extended' end end,
           case when attnotnull then 'not null' end, 'default ' || pg_get_expr(adbin, adrelid)) as line
       from pg_attribute join pg_type on pg_type.oid = atttypid
         left join pg_attrdef on adrelid = attrelid and adnum = attnum
       where attrelid = pg_class.oid and attnum > 0 and not attisdropped
       union all
       select 1, 0, conname, format('constraint %s %s', conname, pg_get_constraintdef(oid))
       from pg_constraint where conrelid = pg_class.oid and contype in ('p', 'u', 'f', 'c')
     ) parts)) as line
  from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname collate "C"`;

/** Those of a constraint are told with it. */
const INDEXES = `
  select replace(pg_get_indexdef(indexrelid), 'public.', '') || ';' as line
  from pg_index join pg_class on pg_class.oid = indexrelid
  where relnamespace = 'public'::regnamespace
    and not exists (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
  order by relname collate "C"`;

/** The file as it should be committed, for the database behind `db`. */
export async function schemaText(db: Queryable): Promise<string> {
  const lines: string[] = [];
  for (const query of [DOMAINS, TABLES, INDEXES]) {
    const found = await db.query<{ line: string }>(query);
    lines.push("", found.rows.map((row) => row.line).join(query === TABLES ? "\n\n" : "\n"));
  }
  return `${HEAD}${lines.join("\n")}\n`;
}

async function print(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "ariane-schema-"));
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  const pool = createPool(server.connection);
  try {
    await migrate(pool, instant(Date.now()));
    process.stdout.write(await schemaText(pool));
  } finally {
    await pool.end();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await print();
