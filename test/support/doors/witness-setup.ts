/** After each test: nothing was answered against the contract, whoever asked. */
import { afterAll, afterEach, expect } from "vitest";
import { faults } from "./witness.ts";

const nothingSaid = (): void => expect([...new Set(faults.splice(0))], "answers against the contract").toEqual([]);

afterEach(nothingSaid);
afterAll(nothingSaid);
