/** Starts the workspace and admin center in the page. */
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";

const place = document.querySelector("#app");
if (place === null) throw new Error("index.html has no #app");
createRoot(place).render(<App />);
