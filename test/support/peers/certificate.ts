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

/** A pair for renewed.example, as a renewal leaves it: as public as the first. */
export const RENEWED_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUOxXBq59w3pZMgmG6N3LbQI6+PgQwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPcmVuZXdlZC5leGFtcGxlMCAXDTI2MTEzMDA5MTUxMFoYDzIx
MjYxMTA2MDkxNTEwWjAaMRgwFgYDVQQDDA9yZW5ld2VkLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAS4r/u7BC8VSSMT1AzqxrFECZWNCC1+SqzaOfLW
AKBbvWuYJPI1lObJBwvBu5IOScBCerGjcWdbv7wTOTKgB79mo1MwUTAdBgNVHQ4E
FgQUXMj4F7K52icueF2KS5b4uh5OEaowHwYDVR0jBBgwFoAUXMj4F7K52icueF2K
S5b4uh5OEaowDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAaku3F
+AsXS3W7pkWX2tJnmkVKYfe9T1i9w2v0RUQTMwIhAIf+h5lJ3ybgO5ixyciSx7qm
IRr9/cbZNu/X+slg9/y0
-----END CERTIFICATE-----`;

export const RENEWED_CERTIFICATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvF8P+uLdwdBkUloC
uFXePG5o5rVcQEypFFpVFr7/ZV2hRANCAAS4r/u7BC8VSSMT1AzqxrFECZWNCC1+
SqzaOfLWAKBbvWuYJPI1lObJBwvBu5IOScBCerGjcWdbv7wTOTKgB79m
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
