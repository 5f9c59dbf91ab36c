/* Sends the form of the page at once; without this script its button does. */
const { code, state } = document.querySelector("main form").elements;
if (code.value && state.value) code.form.submit();
