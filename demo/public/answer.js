// An answer on its way to the server, with the files that go along.

/**
 * Null when it was taken, else the reason. Throws a TypeError where the server does not answer.
 * @param {string} url
 * @param {{ text: string, from: string, files: File[] }} answer
 */
export async function sendAnswer(url, { text, from, files }) {
  /** @type {unknown[]} */
  let read;
  try {
    read = await Promise.all(files.map(readFile));
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, from, files: read }),
  });
  if (response.ok) return null;
  const { reason, message } = await response.json();
  return String(reason ?? message ?? response.status);
}

/**
 * @param {File} file
 * @returns {Promise<{ name: string, type: string, base64: string }>}
 */
function readFile(file) {
  return new Promise((resolve, reject) => {
    const reading = new FileReader();
    reading.addEventListener("load", () => {
      const url = typeof reading.result === "string" ? reading.result : "";
      const type = file.type || "application/octet-stream";
      resolve({ name: file.name, type, base64: url.slice(url.indexOf(",") + 1) });
    });
    reading.addEventListener("error", () => reject(reading.error));
    reading.readAsDataURL(file);
  });
}
