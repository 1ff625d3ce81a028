// The page around the widget in Channels › Messaging, as it is being edited: what the fragment holds stands in for what is saved.
const { config, isDark } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const { id } = config.brand;
document.documentElement.className = isDark ? "dark" : "light";
addEventListener("hashchange", () => location.reload());

// Open, without taking the focus from whoever types; what the last look left behind is forgotten.
localStorage.removeItem(`ariane:${id}`);
sessionStorage.setItem(`ariane:${id}`, JSON.stringify({ isOpen: true }));

const AVAILABILITY = { status: "online", team: [], wait: null, byMail: true };
const ANSWERS = { "/api/widget/config": config, "/api/widget/availability": AVAILABILITY };
const ask = window.fetch;
// To be looked at: nothing that is written here arrives anywhere.
window.fetch = async (address, ...asking) => {
  const { pathname } = new URL(address, location.href);
  if (pathname in ANSWERS) return new Response(JSON.stringify(ANSWERS[pathname]));
  if (pathname.startsWith("/widget/")) return ask(address, ...asking);
  throw new TypeError("This is a preview.");
};

window.ariane = () => undefined;
window.ariane.q = [["set locale", config.locales[0]]];
const script = document.createElement("script");
script.src = `/widget/ariane.js?brand=${id}`;
document.head.append(script);
