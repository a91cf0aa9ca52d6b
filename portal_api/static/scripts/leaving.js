// Signing out: goes on to the service of the office by itself; without this script the button does.
(() => {
  const form = document.querySelector("form[data-leaving]");
  if (form) form.requestSubmit();
})();
