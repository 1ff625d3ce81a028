import { defineConfig } from "vitest/config";

const outside = ["node_modules/**", "dist/**", "data/**"];
const withPostgres = ["**/*.pg.test.ts", "**/*.mail.test.ts"];
const faults = ["**/*.fault.test.ts"];

/** They wait for a database or a mail half of their time: of two, one works. */
const AT_ONCE = 2;

const ONE_CLUSTER = {
  globalSetup: ["test/support/servers/postgres-cluster.ts"],
  setupFiles: ["test/support/doors/witness-setup.ts"],
  pool: "forks",
} as const;

/** No measure of ours, which the tests make themselves: by then it hangs, also where other files are at work beside it. */
const HANGS_AFTER_MS = 20_000;

/** No retries anywhere: a test that fails now and then has found something. */
export default defineConfig({
  test: {
    projects: [
      {
        // Pure code: nothing to isolate, so one context serves all files of a thread.
        test: {
          name: "rule",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...outside, ...withPostgres, ...faults],
          pool: "threads",
          isolate: false,
          maxWorkers: AT_ONCE,
          testTimeout: HANGS_AFTER_MS,
        },
      },
      {
        test: {
          ...ONE_CLUSTER,
          name: "parts",
          include: withPostgres,
          exclude: outside,
          maxWorkers: AT_ONCE,
          testTimeout: HANGS_AFTER_MS,
          hookTimeout: 30_000,
        },
      },
      {
        // By real clocks: one file at a time. `scripts/check` runs them beside all others, since they wait more than they work.
        test: {
          ...ONE_CLUSTER,
          name: "faults",
          include: faults,
          exclude: outside,
          fileParallelism: false,
          testTimeout: HANGS_AFTER_MS,
          hookTimeout: 30_000,
        },
      },
      {
        // The story in a browser: one file at a time, because one keeps two cores busy.
        test: {
          ...ONE_CLUSTER,
          name: "story",
          include: ["test/e2e/**/*.spec.ts"],
          exclude: outside,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
