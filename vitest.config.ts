import { defineConfig } from "vitest/config";

const outside = ["node_modules/**", "dist/**", "data/**"];
const withPostgres = ["**/*.pg.test.ts", "**/*.mail.test.ts", "**/*.fault.test.ts"];

/** No retries anywhere: a test that fails now and then has found something. */
export default defineConfig({
  test: {
    projects: [
      {
        // Pure code: nothing to isolate, so one context serves all files of a thread.
        test: {
          name: "rule",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...outside, ...withPostgres],
          pool: "threads",
          isolate: false,
        },
      },
      {
        test: {
          name: "parts",
          include: withPostgres,
          exclude: outside,
          globalSetup: ["test/support/servers/postgres-cluster.ts"],
          setupFiles: ["test/support/doors/witness-setup.ts"],
          pool: "forks",
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        // The story in a browser: one file at a time, or two browsers and two servers share two cores.
        test: {
          name: "story",
          include: ["test/e2e/**/*.spec.ts"],
          exclude: outside,
          globalSetup: ["test/support/servers/postgres-cluster.ts"],
          setupFiles: ["test/support/doors/witness-setup.ts"],
          pool: "forks",
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
