// Nothing in the portal needs this script: each part of it only makes a page that works more comfortable.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";

// GOV.UK Frontend asks for these two marks; the usual inline snippet would need a hole in our policy.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const part of [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
]) {
  createAll(part);
}

// Filters lie open beside a register, but folded above it on a phone, unless one of them is wrong.
const wide = window.matchMedia("(min-width: 40.0625em)");
for (const filter of document.querySelectorAll("details.app-filter")) {
  const fold = () => {
    filter.open = wide.matches || filter.querySelector(".govuk-error-message") !== null;
  };
  fold();
  wide.addEventListener("change", fold);
}

// A form with errors is the answer to a form that was sent. Once it is sent again, Back shows the form: without this
// the browser would say that the page is gone, and ask whether to send everything once more.
addEventListener("submit", () => history.replaceState(history.state, "", location.href));
