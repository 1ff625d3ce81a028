/**
 * How everybody signs in to a demo: printed at every start and shown on its sign-in page. The password opens nothing
 * where the account is not marked as a demo's.
 */
export const DEMO_SIGN_IN = { email: "leo@acme.example", password: "leo-answers-the-demo" } as const;
