/** A certificate for localhost that nobody trusts by itself, for tests of TLS. The key is public: never use it elsewhere. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUOv4kyAnw3zT0iNON2A/G73CZ9WkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjIyMjYyNFoYDzIxMjYxMDI5
MjIyNjI0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARn0ANBKkxYqkHJ0tkleU87715aJt6HW0+P5ynO7JB7ENAaU2hhRVPU
BYSNvDCdpacUof1qEN5fe6i95XJOdC06o28wbTAdBgNVHQ4EFgQUCG9Z2LB8CQwj
2wBkqjfLhRHoDyEwHwYDVR0jBBgwFoAUCG9Z2LB8CQwj2wBkqjfLhRHoDyEwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAP09JhqqPg3w0q0+WH5DYftiyzoXdfKPkL76+69WaIKsAiAw
BakNByO5h+wkFPGRX1Nml/vtigR5WFQfamSRoOTcsg==
-----END CERTIFICATE-----`;

export const TEST_CERTIFICATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+r6Htig2U3ZGnWnC
FMt4iNwNtaXSIuF+1Jb5Z3CD7EehRANCAARn0ANBKkxYqkHJ0tkleU87715aJt6H
W0+P5ynO7JB7ENAaU2hhRVPUBYSNvDCdpacUof1qEN5fe6i95XJOdC06
-----END PRIVATE KEY-----`;

/** Two files in a folder of their own, under `tmpdir`. */
export function certificateFiles(
  cert = TEST_CERTIFICATE,
  key = TEST_CERTIFICATE_KEY,
): { readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), "ariane-certificate-"));
  const files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  return files;
}
