// The token of a link in a mail, out of the address bar and into the form that asks for the file.
const [field] = document.getElementsByName("token");
field.value = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
