/** `ariane.js`: what a customer's page names in its script tag. */
import { startWidget } from "./start.ts";

startWidget(document.currentScript);
