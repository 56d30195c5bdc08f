// Lists search and filter as one types: htmx fetches the same page and takes its results (components/list_tools.html).

// Empty parameters say nothing and would make long addresses.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-listing-form]")) return;
  const { formData } = event.detail;
  for (const [name, value] of [...formData.entries()]) {
    if (value === "") formData.delete(name);
  }
});

// A session that ended answers with the sign-in page, an error with an error page: show those as what they are.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const asked = new URL(requestConfig.path, location.href).pathname;
  const answered = new URL(xhr.responseURL).pathname;
  if (xhr.status >= 400 || asked !== answered) {
    event.detail.shouldSwap = false;
    if (requestConfig.elt.matches("[data-poll]")) return; // nobody asked for it; it comes again
    const params = new URLSearchParams(requestConfig.formData);
    params.delete("csrfmiddlewaretoken");
    location.assign(`${asked}?${params}`);
  }
});
